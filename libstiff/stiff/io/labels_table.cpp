#include "stiff/io/labels_table.h"

#include "stiff/core/error.h"
#include "stiff/io/delimited_table.h"
#include "stiff/io/study_cells.h"

#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace stiff {
namespace {

struct LabelWord {
  std::string_view word;
  LabelKind kind;
};

constexpr std::array<LabelWord, 13> kWords{{
    {"none", LabelKind::none},
    {"healthy", LabelKind::none},
    {"normal", LabelKind::none},
    {"trigger_point", LabelKind::trigger_point},
    {"triggerpoint", LabelKind::trigger_point},
    {"trp", LabelKind::trigger_point},
    {"mtrp", LabelKind::trigger_point},
    {"active", LabelKind::active},
    {"active_trigger_point", LabelKind::active},
    {"latent", LabelKind::latent},
    {"latent_trigger_point", LabelKind::latent},
    {"taut_band", LabelKind::taut_band},
    {"tautband", LabelKind::taut_band},
}};

std::optional<LabelKind> kind_of(const std::string& text) {
  const std::string word = as_label(text);
  for (const LabelWord& known : kWords) {
    if (known.word == word) return known.kind;
  }
  return std::nullopt;
}

/// The columns of places, each with its numbers.
struct PlaceColumn {
  const char* name;
  double ClinicalLabel::*member;
  bool size;  ///< must be positive
  std::optional<std::size_t> column;
  std::vector<double> numbers;
};

std::vector<PlaceColumn> place_columns(const StudyCells& cells) {
  std::vector<PlaceColumn> columns{{"lateral_mm", &ClinicalLabel::lateral_mm, false, {}, {}},
                                   {"axial_mm", &ClinicalLabel::axial_mm, false, {}, {}},
                                   {"radius_mm", &ClinicalLabel::radius_mm, true, {}, {}},
                                   {"width_mm", &ClinicalLabel::width_mm, true, {}, {}},
                                   {"height_mm", &ClinicalLabel::height_mm, true, {}, {}}};
  for (PlaceColumn& column : columns) {
    column.column = cells.find({column.name});
    column.numbers = cells.numbers(column.column);
  }
  return columns;
}

void read_place(const DelimitedTable& table, std::size_t row,
                const std::vector<PlaceColumn>& columns, ClinicalLabel& label) {
  for (const PlaceColumn& column : columns) {
    const double number = column.numbers[row];
    if (std::isnan(number)) continue;
    if (column.size && !(number > 0)) {
      table.refuse(row, *column.column, "a size is more than 0");
    }
    if (label.kind == LabelKind::none) {
      table.refuse(row, *column.column, "'none' has no place");
    }
    if (&column != &columns.front() && !label.has_place()) {
      table.refuse(row, *column.column, "it needs a lateral_mm beside it");
    }
    label.*column.member = number;
  }
}

}  // namespace

LabelsTable read_labels_table(const std::filesystem::path& path, const MuscleTable& muscles) {
  const DelimitedTable table = read_delimited_table(path);
  const StudyCells cells(table);
  const std::size_t label = cells.required({"label"});
  const auto recording = cells.find({"recording_id", "recording"});
  const auto participant = cells.find({"participant", "participant_id"});
  const auto session = cells.find({"session", "session_id"});
  const auto muscle = cells.find({"muscle"});
  const auto side = cells.find({"side"});
  const auto site = cells.find({"site"});
  const auto rater = cells.find({"rater", "examiner"});
  if (!recording && !participant) {
    throw Error(ErrorKind::bad_data, path.filename().string() +
                                         ": a column 'recording_id' or 'participant' is needed: "
                                         "whose muscle is labelled");
  }
  const std::vector<PlaceColumn> places = place_columns(cells);
  LabelsTable out;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const std::string word = cells.text(i, label);
    if (word.empty()) {
      ++out.not_said;
      continue;
    }
    const std::optional<LabelKind> kind = kind_of(word);
    if (!kind) {
      table.refuse(i, label,
                   "'" + word + "' is none of none, trigger_point, active, latent, taut_band");
    }
    ClinicalLabel row;
    row.line = table.lines[i];
    row.kind = *kind;
    row.recording_id = cells.text(i, recording);
    row.participant = cells.label(i, participant, "sub-");
    row.session = cells.label(i, session, "ses-");
    row.muscle = cells.text(i, muscle);
    if (const Muscle* known = muscles.find(row.muscle)) row.muscle = known->label;
    row.side = cells.text(i, side);
    if (const auto known = side_of_word(row.side)) row.side = *known;
    row.site = cells.text(i, site);
    row.rater = cells.text(i, rater);
    if (row.recording_id.empty() && row.participant.empty()) {
      table.refuse(i, label, "the row says neither recording_id nor participant");
    }
    read_place(table, i, places, row);
    out.labels.push_back(std::move(row));
  }
  out.not_kept = cells.not_kept();
  return out;
}

}  // namespace stiff
