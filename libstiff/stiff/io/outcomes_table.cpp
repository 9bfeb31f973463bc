#include "stiff/io/outcomes_table.h"

#include "stiff/io/muscles_table.h"
#include "stiff/io/study_cells.h"

#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace stiff {
namespace {

struct Columns {
  std::size_t participant, outcome, value;
  std::optional<std::size_t> session, day, date, units, low, high, direction, muscle, side, region;
};

Columns columns_of(const StudyCells& cells) {
  return {cells.required({"participant_id", "participant"}),
          cells.required({"outcome"}),
          cells.required({"value"}),
          cells.find({"session_id", "session"}),
          cells.find({"day", "days"}),
          cells.find({"date"}),
          cells.find({"units", "unit"}),
          cells.find({"scale_min", "scale_minimum"}),
          cells.find({"scale_max", "scale_maximum"}),
          cells.find({"direction"}),
          cells.find({"muscle"}),
          cells.find({"side"}),
          cells.find({"pain_region"})};
}

std::optional<OutcomeDirection> direction_of(std::string_view word) {
  const std::string label = as_label(word);
  if (label.empty()) return OutcomeDirection::not_said;
  if (label == "higher_is_better" || label == "lower_is_worse" || label == "better") {
    return OutcomeDirection::higher_is_better;
  }
  if (label == "higher_is_worse" || label == "lower_is_better" || label == "worse") {
    return OutcomeDirection::higher_is_worse;
  }
  return std::nullopt;
}

/// What the names of three outcomes say where the table says nothing.
void fill_known(OutcomeRow& row) {
  const bool unsaid = row.direction == OutcomeDirection::not_said;
  if (row.outcome == "pain") {
    const bool has_scale = std::isfinite(row.scale_minimum) || std::isfinite(row.scale_maximum);
    if (!has_scale && (row.units.empty() || row.units == "1")) {
      row.scale_minimum = 0;
      row.scale_maximum = 10;
    }
    if (unsaid) row.direction = OutcomeDirection::higher_is_worse;
  }
  if (row.outcome == "pressure_pain_threshold" || row.outcome == "range_of_motion") {
    if (std::isnan(row.scale_minimum)) row.scale_minimum = 0;
    if (unsaid) row.direction = OutcomeDirection::higher_is_better;
  }
}

std::string shown(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

class Reader {
 public:
  Reader(const DelimitedTable& table, const DayOrigins& origins)
      : table_(table), cells_(table), columns_(columns_of(cells_)), origins_(origins) {}

  OutcomesTable read() {
    const std::vector<double> values = table_.numbers(columns_.value);
    const std::vector<double> days = cells_.numbers(columns_.day);
    const std::vector<double> lows = cells_.numbers(columns_.low);
    const std::vector<double> highs = cells_.numbers(columns_.high);
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      OutcomeRow row;
      row.line = table_.lines[i];
      row.value = values[i];
      row.day = days[i];
      row.scale_minimum = lows[i];
      row.scale_maximum = highs[i];
      read_words(i, row);
      read_date(i, row);
      fill_known(row);
      check(i, row);
      out_.rows.push_back(std::move(row));
    }
    check_alike();
    out_.not_kept = cells_.not_kept();
    return std::move(out_);
  }

 private:
  void fault(std::size_t row, std::size_t column, const std::string& what) {
    out_.faults.push_back(table_.fault(row, column, what));
  }

  void read_words(std::size_t i, OutcomeRow& row) {
    row.participant = cells_.label(i, columns_.participant, "sub-");
    row.session = cells_.label(i, columns_.session, "ses-");
    row.outcome = outcome_label(cells_.text(i, columns_.outcome));
    row.units = cells_.text(i, columns_.units);
    row.muscle = cells_.text(i, columns_.muscle);
    row.pain_region = cells_.text(i, columns_.region);
    if (const auto side = side_of_word(cells_.text(i, columns_.side))) {
      row.side = *side;
    } else {
      fault(i, *columns_.side, "it is neither left nor right");
    }
    if (const auto direction = direction_of(cells_.text(i, columns_.direction))) {
      row.direction = *direction;
    } else {
      fault(i, *columns_.direction, "it is neither 'higher is better' nor 'higher is worse'");
    }
  }

  void read_date(std::size_t i, OutcomeRow& row) {
    const std::string text = cells_.text(i, columns_.date);
    if (text.empty() || std::isfinite(row.day)) return;
    const auto date = parse_date(text);
    if (!date) {
      fault(i, *columns_.date, "it is no date like 2024-03-05");
      return;
    }
    if (const auto day = origins_.day_of(row.participant, *date)) {
      row.day = *day;
    } else if (row.session.empty()) {
      fault(i, *columns_.date,
            "sessions.tsv has no date of '" + row.participant + "', from which days are counted");
    }
  }

  void check(std::size_t i, const OutcomeRow& row) {
    if (row.participant.empty()) fault(i, columns_.participant, "it is empty");
    if (row.outcome.empty()) fault(i, columns_.outcome, "it is empty");
    const bool dated = !cells_.text(i, columns_.date).empty();
    const bool timed = columns_.session || columns_.day || columns_.date;
    if (timed && row.session.empty() && std::isnan(row.day) && !dated) {
      fault(i, columns_.outcome, "it has neither a session nor a day or date");
    }
    if (row.scale_maximum <= row.scale_minimum) {
      fault(i, columns_.high ? *columns_.high : columns_.value, "the scale has no inside");
    } else if (row.value < row.scale_minimum || row.value > row.scale_maximum) {
      const std::string range =
          std::isnan(row.scale_maximum) ? "below " + shown(row.scale_minimum)
          : std::isnan(row.scale_minimum)
              ? "above " + shown(row.scale_maximum)
              : "outside " + shown(row.scale_minimum) + " to " + shown(row.scale_maximum);
      fault(i, columns_.value,
            shown(row.value) + " is " + range + ", the scale of '" + row.outcome + "'");
    }
    const std::string when = !row.session.empty()     ? "session " + row.session
                             : std::isfinite(row.day) ? "day " + shown(row.day)
                                                      : "its session";
    const std::string entry =
        row.session.empty() || std::isnan(row.day) ? when : when + ", day " + shown(row.day);
    if (!seen_.insert({row.participant, entry, row.outcome, row.muscle, row.side, row.pain_region})
             .second) {
      fault(i, columns_.outcome,
            "'" + row.outcome + "' of '" + row.participant + "' stands twice for " + when);
    }
  }

  /// One outcome, one unit, scale and direction: what differs between lines is not compared.
  void check_alike() {
    std::map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < out_.rows.size(); ++i) {
      const OutcomeRow& row = out_.rows[i];
      const auto [at, fresh] = first.try_emplace(row.outcome, i);
      if (fresh) continue;
      const OutcomeRow& other = out_.rows[at->second];
      const std::string there = "' in line " + std::to_string(other.line);
      if (row.units != other.units) {
        fault(i, columns_.units ? *columns_.units : columns_.outcome,
              "the unit of '" + row.outcome + "' is '" + row.units + "' here and '" + other.units +
                  there);
      } else if (!same(row.scale_minimum, other.scale_minimum) ||
                 !same(row.scale_maximum, other.scale_maximum)) {
        fault(
            i, columns_.outcome,
            "the scale of '" + row.outcome + "' is not that of line " + std::to_string(other.line));
      } else if (row.direction != other.direction) {
        fault(i, columns_.direction ? *columns_.direction : columns_.outcome,
              "the direction of '" + row.outcome + "' is not that of line " +
                  std::to_string(other.line));
      }
    }
  }

  const DelimitedTable& table_;
  StudyCells cells_;
  Columns columns_;
  const DayOrigins& origins_;
  std::set<std::array<std::string, 6>> seen_;
  OutcomesTable out_;
};

}  // namespace

std::string outcome_label(std::string_view word) {
  const std::string label = as_label(word);
  if (label == "ppt") return "pressure_pain_threshold";
  if (label == "rom") return "range_of_motion";
  if (label == "nrs" || label == "pain_intensity") return "pain";
  return label;
}

OutcomesTable read_outcomes_table(const std::filesystem::path& path, const DayOrigins& origins) {
  const DelimitedTable table = read_delimited_table(path);
  return Reader(table, origins).read();
}

}  // namespace stiff
