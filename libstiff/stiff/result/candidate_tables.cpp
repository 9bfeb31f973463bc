#include "stiff/result/candidate_tables.h"

#include "stiff/core/error.h"
#include "stiff/result/identity_fields.h"
#include "stiff/result/table_columns.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace stiff {
namespace {

constexpr std::array<std::string_view, 4> kKindNames{"nodule", "taut_band", "diffuse", "site"};

/// Shows each field of a row, with its column's name, unit and words, to a visitor: the writer and
/// the reader see one list. An empty unit: a text, or a number in the row's `units`.
template <class Row, class Visitor>
void describe_candidate(Row& c, Visitor&& field) {
  field("recording_id", "", "study-relative stem of the recording", c.recording_id);
  field("muscle", "", "muscle", c.muscle);
  field("side", "", "side of the body", c.side);
  field("site", "", "site within the muscle", c.site);
  field("number", "1", "1, 2, ... within the recording: its label in the label map", c.number);
  field("kind", "", "nodule, taut_band, diffuse or site", c.kind);
  field("quantity", "", "what was measured", c.quantity);
  field("units", "", "unit of mean, core, peak, baseline and difference", c.units);
  field("centroid_lateral_mm", "mm", "centroid along the probe", c.centroid_lateral_mm);
  field("centroid_axial_mm", "mm", "depth of the centroid", c.centroid_axial_mm);
  field("depth_mm", "mm", "depth of the upper end", c.depth_mm);
  field("area_mm2", "mm2", "area at half height", c.area_mm2);
  field("major_axis_mm", "mm", "whole long axis of the ellipse", c.major_axis_mm);
  field("minor_axis_mm", "mm", "whole short axis of the ellipse", c.minor_axis_mm);
  field("orientation_deg", "degree", "of the long axis, from lateral towards depth",
        c.orientation_deg);
  field("mean", "", "mean over the region, in the row's units", c.mean);
  field("core", "", "mean over the inner half radius, in the row's units", c.core);
  field("peak", "", "mean of the upper decile, in the row's units", c.peak);
  field("baseline", "", "what is expected there, in the row's units", c.baseline);
  field("ratio", "1", "mean over baseline", c.ratio);
  field("difference", "", "mean less baseline, in the row's units", c.difference);
  field("score", "", "which score flagged it: own, side or healthy", c.score);
  field("z", "1", "largest z of that score within the region", c.z);
  field("p_fwer", "1", "chance that a healthy muscle has one like it anywhere", c.p_fwer);
  field("alpha", "1", "level at which it was flagged", c.alpha);
  field("quality", "1", "quality, 0 to 1", c.quality);
  field("edge_distance_mm", "mm", "distance to the edge of the valid field", c.edge_distance_mm);
  field("referral", "", "where the muscle's trigger points are known to be felt", c.referral);
}

template <class Row, class Visitor>
void describe_recording(Row& r, Visitor&& field) {
  for (const IdentityField& part : identity_fields()) {
    field(part.name, "", part.long_name, r.identity.*part.member);
  }
  field("status", "", "ok, refused or failed", r.status);
  field("message", "", "why, where the status is not ok; or a note", r.message);
  field("quantity", "", "what was measured", r.quantity);
  field("units", "", "unit of median, baseline and upper_limit", r.units);
  field("score", "", "the declared score: own, side, healthy or any", r.score);
  field("found", "1", "candidates found", r.found);
  field("expected", "1", "candidates in a healthy muscle like this one, on average", r.expected);
  field("p_fwer", "1", "the smallest of the recording", r.p_fwer);
  field("z_max", "1", "largest z of the declared score", r.z_max);
  field("z_max_own", "1", "largest z against the muscle's own field", r.z_max_own);
  field("z_max_side", "1", "largest z against the other side", r.z_max_side);
  field("z_max_healthy", "1", "largest z against healthy people", r.z_max_healthy);
  field("heterogeneity_index", "1", "share of the muscle above the healthy limit",
        r.heterogeneity_index);
  field("healthy_share", "1", "the same in a healthy muscle, on average", r.healthy_share);
  field("median", "", "median of the map, or the site's value, in the row's units", r.median);
  field("baseline", "", "what healthy people give, in the row's units", r.baseline);
  field("upper_limit", "",
        "one-sided tolerance limit of healthy pixels or values, in the row's units", r.upper_limit);
  field("valid_area_mm2", "mm2", "area that was scored", r.valid_area_mm2);
  field("people", "1", "healthy people that the baseline rests on", r.people);
}

template <class Row, class Visitor>
void describe_mark(Row& m, Visitor&& field) {
  field("recording_id", "", "study-relative stem of the recording", m.recording_id);
  field("quantity", "", "what was measured; empty: the recording's one", m.quantity);
  field("number", "1", "1, 2, ... by p_fwer, then statistic", m.number);
  field("lateral_mm", "mm", "position along the probe", m.lateral_mm);
  field("axial_mm", "mm", "depth", m.axial_mm);
  field("z", "1", "largest z", m.z);
  field("statistic", "", "of the rule that flags", m.statistic);
  field("p_fwer", "1", "chance that a healthy muscle has one like it anywhere", m.p_fwer);
  field("flagged", "1", "1 where it is a candidate", m.flagged);
}

struct EstimatePart {
  const char* suffix;
  const char* long_name;
  double Estimate::*member;
};

constexpr EstimatePart kEstimateParts[] = {
    {"", "", &Estimate::value},
    {"_std_error", "standard error of ", &Estimate::std_error},
    {"_ci_low", "lower end of the 95 % interval of ", &Estimate::ci_low},
    {"_ci_high", "upper end of the 95 % interval of ", &Estimate::ci_high},
};

template <class T>
inline constexpr bool kIsWord = std::is_same_v<T, CandidateKind> || std::is_same_v<T, Status>;

/// Adds one row's values to the columns of a table, which the first row makes.
class RowWriter {
 public:
  explicit RowWriter(Table& table) : table_(table) {}
  void next_row() { at_ = 0; }

  template <class T>
  void operator()(std::string_view name, std::string_view units, std::string_view long_name,
                  const T& value) {
    if constexpr (std::is_same_v<T, Estimate>) {
      for (const EstimatePart& part : kEstimateParts) {
        const std::string words =
            *part.suffix ? part.long_name + std::string(name) : std::string(long_name);
        put(std::string(name) + part.suffix, units, words, value.*part.member);
      }
    } else if constexpr (std::is_same_v<T, std::string>) {
      put(std::string(name), units, long_name, value);
    } else if constexpr (kIsWord<T>) {
      put(std::string(name), units, long_name, std::string(to_string(value)));
    } else if constexpr (std::is_same_v<T, double>) {
      put(std::string(name), units, long_name, value);
    } else {
      put(std::string(name), units, long_name, static_cast<std::int64_t>(value));
    }
  }

 private:
  template <class V>
  void put(std::string name, std::string_view units, std::string_view long_name, const V& value) {
    if (at_ == table_.columns.size()) {
      table_.columns.push_back(
          {std::move(name), std::string(units), std::string(long_name), std::vector<V>{}});
    }
    std::get<std::vector<V>>(table_.columns[at_++].values).push_back(value);
  }

  Table& table_;
  std::size_t at_ = 0;
};

/// Fills rows from the columns of a table.
class RowReader {
 public:
  explicit RowReader(const Table& table) : table_(table) {}
  void row(std::size_t row) {
    row_ = row;
    at_ = 0;
  }

  template <class T>
  void operator()(std::string_view name, std::string_view, std::string_view, T& value) {
    if constexpr (std::is_same_v<T, Estimate>) {
      for (const EstimatePart& part : kEstimateParts) {
        value.*part.member = cell<double>(std::string(name) + part.suffix);
      }
      value.reason = value.has_value() ? Reason::none : Reason::too_few;
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = cell<std::string>(name);
    } else if constexpr (std::is_same_v<T, CandidateKind>) {
      value = candidate_kind_from_string(cell<std::string>(name));
    } else if constexpr (std::is_same_v<T, Status>) {
      value = status_from_string(cell<std::string>(name));
    } else if constexpr (std::is_same_v<T, double>) {
      value = cell<double>(name);
    } else if constexpr (std::is_same_v<T, bool>) {
      value = cell<std::int64_t>(name) != 0;
    } else {
      value = static_cast<T>(cell<std::int64_t>(name));
    }
  }

 private:
  /// Columns lie in the order of the fields in every file of this library: looked for there first.
  template <class V>
  const V& cell(std::string_view name) {
    if (at_ < table_.columns.size() && table_.columns[at_].name == name) {
      if (const auto* values = std::get_if<std::vector<V>>(&table_.columns[at_].values)) {
        ++at_;
        return values->at(row_);
      }
    }
    ++at_;
    return values_of_column<V>(table_, name).at(row_);
  }

  const Table& table_;
  std::size_t row_ = 0;
  std::size_t at_ = 0;
};

template <class Row, class Describe, class Key>
Table table_of(const char* name, const std::vector<Row>& rows, Describe describe, Key key) {
  std::vector<const Row*> sorted;
  sorted.reserve(rows.size());
  for (const Row& row : rows) sorted.push_back(&row);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const Row* a, const Row* b) { return key(*a) < key(*b); });
  Table table{name, {}};
  // A row that is taken back gives a table without rows its columns.
  const Row none{};
  if (sorted.empty()) sorted.push_back(&none);
  RowWriter writer(table);
  for (const Row* row : sorted) {
    writer.next_row();
    describe(*row, writer);
  }
  if (rows.empty()) {
    for (Column& column : table.columns) {
      std::visit([](auto& values) { values.clear(); }, column.values);
    }
  }
  return table;
}

template <class Row, class Describe>
std::vector<Row> rows_of(const Table& table, Describe describe) {
  std::vector<Row> rows(table.columns.empty() ? 0 : table.columns.front().size());
  RowReader reader(table);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    reader.row(i);
    describe(rows[i], reader);
  }
  return rows;
}

}  // namespace

std::string_view to_string(CandidateKind kind) {
  return kKindNames.at(static_cast<std::size_t>(kind));
}

CandidateKind candidate_kind_from_string(std::string_view name) {
  const auto found = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (found == kKindNames.end()) {
    throw Error(ErrorKind::bad_data,
                "there is no kind of candidate called '" + std::string(name) + "'");
  }
  return static_cast<CandidateKind>(found - kKindNames.begin());
}

Table candidates_table(const std::vector<Candidate>& candidates) {
  return table_of(
      "candidates", candidates, [](auto& row, auto&& field) { describe_candidate(row, field); },
      [](const Candidate& c) { return std::tie(c.recording_id, c.quantity, c.number); });
}

Table flagged_recordings_table(const std::vector<FlaggedRecording>& recordings) {
  return table_of(
      "recordings", recordings, [](auto& row, auto&& field) { describe_recording(row, field); },
      [](const FlaggedRecording& r) { return std::tie(r.identity.recording_id, r.quantity); });
}

Table marks_table(const std::vector<CandidateMark>& marks) {
  return table_of(
      "marks", marks, [](auto& row, auto&& field) { describe_mark(row, field); },
      [](const CandidateMark& m) { return std::tie(m.recording_id, m.quantity, m.number); });
}

std::vector<Candidate> candidates_of_table(const Table& table) {
  return rows_of<Candidate>(table, [](auto& row, auto&& field) { describe_candidate(row, field); });
}

std::vector<FlaggedRecording> flagged_recordings_of_table(const Table& table) {
  return rows_of<FlaggedRecording>(table,
                                   [](auto& row, auto&& field) { describe_recording(row, field); });
}

std::vector<CandidateMark> marks_of_table(const Table& table) {
  return rows_of<CandidateMark>(table, [](auto& row, auto&& field) { describe_mark(row, field); });
}

}  // namespace stiff
