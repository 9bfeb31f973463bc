#include "stiff/io/treatments_table.h"

#include "stiff/io/muscles_table.h"
#include "stiff/io/study_cells.h"

#include <array>
#include <set>
#include <utility>

namespace stiff {
namespace {

struct DoseColumn {
  std::string_view name;
  double TreatmentDose::*member;
};
constexpr std::array<DoseColumn, 5> kDoses{{{"hold_time_s", &TreatmentDose::hold_time_s},
                                            {"repetitions", &TreatmentDose::repetitions},
                                            {"pressure_kpa", &TreatmentDose::pressure_kpa},
                                            {"needles", &TreatmentDose::needles},
                                            {"minutes", &TreatmentDose::minutes}}};

std::string unknown_technique(const std::string& word, const TechniqueTable& techniques) {
  std::string text = "there is no technique '" + word + "'; the nearest:";
  for (const std::string& name : techniques.nearest(word)) {
    text += (text.back() == ':' ? " " : ", ") + name;
  }
  return text + "; a table techniques.tsv adds one";
}

}  // namespace

TreatmentsTable read_treatments_table(const std::filesystem::path& path,
                                      const TechniqueTable& techniques) {
  const DelimitedTable table = read_delimited_table(path);
  const StudyCells cells(table);
  const std::size_t participant = cells.required({"participant_id", "participant"});
  const std::size_t session = cells.required({"session_id", "session"});
  const std::size_t technique = cells.required({"technique", "treatment"});
  const auto muscle = cells.find({"muscle"});
  const auto side = cells.find({"side"});
  TreatmentsTable out;
  const auto fault = [&](std::size_t row, std::size_t column, const std::string& what) {
    out.faults.push_back(table.fault(row, column, what));
  };
  std::set<std::array<std::string, 5>> seen;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    TreatmentRow row;
    row.participant = cells.label(i, participant, "sub-");
    row.session = cells.label(i, session, "ses-");
    row.muscle = cells.text(i, muscle);
    row.line = table.lines[i];
    if (row.participant.empty()) fault(i, participant, "it is empty");
    if (row.session.empty()) fault(i, session, "it is empty");
    const std::string word = cells.text(i, technique);
    if (const Technique* known = techniques.find(word)) {
      row.technique = known->label;
    } else {
      fault(i, technique, word.empty() ? "it is empty" : unknown_technique(word, techniques));
    }
    const std::string where = cells.text(i, side);
    const std::string plain = folded_name(where);
    if (plain != "both" && plain != "bilateral") {
      if (const auto known = side_of_word(where)) {
        row.side = *known;
      } else {
        fault(i, *side, "'" + where + "' is neither left, right nor both");
      }
    }
    const bool fresh =
        seen.insert({row.participant, row.session, row.muscle, row.side, row.technique}).second;
    if (!fresh && !row.technique.empty()) {
      fault(i, technique, "the same treatment of the same place stands twice");
    }
    out.rows.push_back(std::move(row));
  }
  for (const DoseColumn& dose : kDoses) {
    const auto column = cells.find({dose.name});
    const std::vector<double> values = cells.numbers(column);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i] < 0) fault(i, *column, "it is negative");
      out.rows[i].dose.*dose.member = values[i];
    }
  }
  out.not_kept = cells.not_kept();
  return out;
}

}  // namespace stiff
