#include "stiff/comparison/study_models.h"

#include <iostream>

#include "tools/command.h"
#include "tools/comparison_input.h"
#include "tools/model_text.h"

namespace stiff::tool {
namespace {

struct ModelSettings {
  ComparisonSettings input;
  ModelOptions model;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    ComparisonSettings::Files::describe(self.input.files, visit);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Which numbers", self.input.numbers);
    visit("Model", self.model);
  }
};

const std::vector<std::string>& model_references() {
  static const std::vector<std::string> kAll{"LairdWare1982",  "Patterson1971",    "Bates2015",
                                             "Kuznetsova2017", "FaiCornelius1996", "Holm1979"};
  return kAll;
}

void print_left_out(const std::vector<DroppedNumber>& dropped) {
  std::vector<std::string> lines;
  for (const DroppedNumber& line : dropped) lines.push_back("dropped: " + dropped_line(line));
  print_notes(lines);
}

int compare_model(const ModelSettings& settings, const Call& call) {
  ComparisonInput input =
      read_comparison_input(settings.input, call, "model",
                            settings.model.taps ? RepeatRows::kept : RepeatRows::left_out);
  const Table* people = input.tables.participants ? &input.tables.participants->table : nullptr;
  const StudyModels models = study_models(input.measurements, people, settings.model);
  print_left_out(models.dropped);
  input.measurements.dropped.insert(input.measurements.dropped.end(), models.dropped.begin(),
                                    models.dropped.end());
  write_comparison_output(input, {models_table(models)}, model_references());
  print_models(std::cout, models);
  return 0;
}

}  // namespace

extern const Command kCompareModel;
const Command kCompareModel{
    .name = "compare model",
    .summary = "A mixed model of any design: arms, sides, sessions, crossover",
    .description =
        "Fits, for each quantity and muscle, a linear mixed model by REML with a mean for each "
        "group and session, random terms for the person, the place (side, site) in the person, the "
        "session in the person and in the place, and the run, and covariates. It writes the means, "
        "the changes from the baseline, treatment x time (a group's change less the reference's), "
        "joint tests where there are many sessions, and what the numbers vary by; t and degrees of "
        "freedom after Satterthwaite, p values after Holm within one term of one quantity over "
        "muscles, groups and sessions. Changes are in per cent (logarithmic scale) unless --scale "
        "linear. Missing taps, sides and sessions leave the rest of a person in the model.\n\n"
        "Groups are arms (participants.tsv), treated and untreated sides within persons "
        "(--control-side, or treatments.tsv), or a crossover's techniques. With --adjust-baseline "
        "groups are compared at the same baseline. Random terms that the data cannot tell from "
        "another are left out. A singular fit (a variance of zero, a correlation of +-1) and one "
        "that did not converge are marked in every row; the latter has no numbers.\n\n"
        "Writes comparisons/model.h5 in the folder of RESULTS (tables models, dropped) and the "
        "same as CSV; prints a summary.",
    .arguments = comparison_arguments(),
    .examples = {{"stiff compare model results --study study --control-side left",
                  "Treated against untreated side"},
                 {"stiff compare model results --study study --baseline pre --control control "
                  "--covariates age,sex",
                  "Two arms, many sessions"},
                 {"stiff compare model results --study study --adjust-baseline --name adjusted",
                  "Arms at the same baseline"},
                 {"stiff compare model results --study study --design crossover --control sham",
                  "Treatments in turn"}},
    .job = job<ModelSettings, compare_model>};

}  // namespace stiff::tool
