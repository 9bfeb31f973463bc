#include "stiff/candidates/evaluation.h"
#include "stiff/candidates/evaluation_tables.h"
#include "stiff/core/error.h"
#include "stiff/io/candidate_files.h"
#include "stiff/io/checksum.h"
#include "stiff/io/labels_table.h"
#include "stiff/io/results_file.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "tools/command.h"
#include "tools/evaluation_text.h"
#include "tools/muscle_info.h"
#include "tools/muscle_naming.h"
#include "tools/output_path.h"

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;

/// Which of the flagged numbers count.
struct ChosenNumbers {
  std::string quantity;
  std::string muscle;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"quantity", "NAME", "Only this quantity"}, self.quantity);
    visit(Option{"muscle", "NAME", "Only this muscle"}, self.muscle);
  }
};

struct EvaluateSettings {
  fs::path labels;
  fs::path out;
  fs::path muscles;
  ChosenNumbers chosen;
  ReferenceOptions reference;
  EvaluationOptions evaluation;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(RequiredOption{{"labels", "FILE", "The clinician's labels, labels.tsv"}}, self.labels);
    visit(Option{"out", "FILE", "What is written; else evaluation.h5 beside candidates.h5"},
          self.out);
    visit(Option{"muscles", "FILE", "A table of muscles over the one that stiff has"},
          self.muscles);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Which numbers", self.chosen);
    visit("Labels", self.reference);
    visit("Statistics", self.evaluation);
  }
};

std::vector<std::string> references() {
  return {"DeLong1988",      "SunXu2014",       "Obuchowski1997", "Newcombe2006", "Wilson1927",
          "RaoScott1992",    "Youden1950",      "Fluss2005",      "Efron1983",    "Bunch1977",
          "Chakraborty1990", "Chakraborty2004", "Cohen1960",      "Fleiss1969"};
}

std::string joined(const std::vector<std::string>& words, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most, words.size()); ++i) {
    text += (i > 0 ? ", " : "") + words[i];
  }
  if (words.size() > most) text += " and " + std::to_string(words.size() - most) + " more";
  return text;
}

/// Keeps what was asked for. \throws Error (bad_data), with what there is, where nothing is left.
template <class Get>
void keep(std::vector<FlaggedRecording>& recordings, const std::string& wanted, const char* what,
          Get get) {
  if (wanted.empty()) return;
  std::set<std::string> there;
  for (const FlaggedRecording& recording : recordings) there.insert(get(recording));
  std::erase_if(recordings, [&](const FlaggedRecording& r) { return get(r) != wanted; });
  if (!recordings.empty()) return;
  throw Error(ErrorKind::bad_data, "nothing was flagged of the " + std::string(what) + " '" +
                                       wanted + "'; there is " +
                                       joined({there.begin(), there.end()}, 20));
}

/// Whether a label speaks of something that was not asked for, rather than of nobody.
class NotAskedFor {
 public:
  NotAskedFor(const std::vector<FlaggedRecording>& all, const std::vector<FlaggedRecording>& kept,
              std::string muscle)
      : muscle_(std::move(muscle)) {
    for (const FlaggedRecording& recording : all) ids_.insert(recording.identity.recording_id);
    for (const FlaggedRecording& recording : kept) ids_.erase(recording.identity.recording_id);
  }
  bool operator()(const ClinicalLabel& label) const {
    return ids_.contains(label.recording_id) ||
           (!muscle_.empty() && !label.muscle.empty() && label.muscle != muscle_);
  }

 private:
  std::set<std::string> ids_;
  std::string muscle_;
};

/// Each recording once, however many quantities it has.
std::vector<RecordingIdentity> identities_of(const std::vector<FlaggedRecording>& recordings) {
  std::map<std::string, const RecordingIdentity*> by_id;
  for (const FlaggedRecording& recording : recordings) {
    by_id.try_emplace(recording.identity.recording_id, &recording.identity);
  }
  std::vector<RecordingIdentity> out;
  for (const auto& [id, identity] : by_id) out.push_back(*identity);
  return out;
}

/// "3 recordings without a label left out".
void say(std::size_t count, const char* thing, const std::string& what) {
  if (count == 0) return;
  std::cerr << "stiff: " << count << " " << thing << (count == 1 ? " " : "s ") << what << "\n";
}

void say_what_is_left_out(const LabelsTable& table, const LabelledMuscles& labels,
                          const std::string& file) {
  if (labels.rows_unmatched > 0) {
    std::cerr << "stiff: " << file << ": " << labels.rows_unmatched
              << (labels.rows_unmatched == 1 ? " row fits" : " rows fit")
              << " no flagged recording: " << joined(labels.unmatched, 10) << "\n";
  }
  if (!table.not_kept.empty()) {
    std::cerr << "stiff: " << file << ": not read: " << joined(table.not_kept, 10) << "\n";
  }
  say(table.not_said, "row", "of the label n/a: not examined");
  say(labels.unlabelled, "recording", "without a label left out");
  say(labels.split, "recording", "left out over which the raters are split (--reference)");
  say(labels.bands, "recording", "with a taut band alone left out (--taut-bands)");
  say(labels.without_place, "positive recording",
      "left out candidate by candidate: the labels do not say where");
}

double alpha_of(const std::vector<Candidate>& candidates) {
  std::set<double> levels;
  for (const Candidate& candidate : candidates) levels.insert(candidate.alpha);
  return levels.size() == 1 ? *levels.begin() : kNaN;
}

int run_evaluate(const EvaluateSettings& settings, const Call& call) {
  const fs::path given = call.arguments.front();
  const fs::path file = fs::is_directory(given) ? given / "candidates.h5" : given;
  CandidateFile flagged = read_candidate_file(file);
  const MuscleTable muscles = known_muscles(settings.muscles);
  for (FlaggedRecording& recording : flagged.recordings) {
    name_as_the_table_does(recording.identity.muscle, recording.identity.side, muscles);
  }
  const std::vector<FlaggedRecording> all = flagged.recordings;
  std::string muscle = settings.chosen.muscle, side;
  name_as_the_table_does(muscle, side, muscles);
  keep(flagged.recordings, settings.chosen.quantity, "quantity",
       [](const FlaggedRecording& r) { return r.quantity; });
  keep(flagged.recordings, muscle, "muscle",
       [](const FlaggedRecording& r) { return r.identity.muscle; });
  LabelsTable table = read_labels_table(settings.labels, muscles);
  std::erase_if(table.labels, NotAskedFor(all, flagged.recordings, muscle));
  const std::string name = settings.labels.filename().string();
  LabelledMuscles labels;
  try {
    labels = label_muscles(identities_of(flagged.recordings), table.labels, settings.reference);
  } catch (const Error& error) {
    throw Error(error.kind(), name + ": " + error.what());
  }
  say_what_is_left_out(table, labels, name);
  const Evaluation evaluation = evaluate(flagged.recordings, flagged.candidates, flagged.marks,
                                         labels, settings.reference, settings.evaluation);
  for (const QuantityEvaluation& quantity : evaluation.quantities) {
    say(static_cast<std::size_t>(quantity.without_answer), "labelled recording",
        "left out without an answer in " + quantity.quantity);
  }
  Provenance provenance = call.provenance;
  provenance.input_sha256.emplace_back(file.filename().string(), sha256_of_file(file));
  provenance.input_sha256.emplace_back(name, sha256_of_file(settings.labels));
  provenance.references = references();
  const fs::path out = settings.out.empty() ? file.parent_path() / "evaluation.h5" : settings.out;
  if (!settings.out.empty()) make_folder(out.parent_path());
  write_tables(out, evaluation_tables(evaluation), provenance, "stiff evaluation");
  print_evaluation(std::cout, evaluation, alpha_of(flagged.candidates));
  std::cerr << "stiff: " << out.string() << "\n";
  return 0;
}

}  // namespace

extern const Command kEvaluate;
const Command kEvaluate{
    .name = "evaluate",
    .summary = "How well stiffness tells: candidates against a clinician's labels",
    .description =
        "Compares what `stiff flag` found with a table of labels (datasets/FORMAT.md, labels.tsv). "
        "Muscle by muscle: sensitivity, specificity and predictive values of the flags, the area "
        "under the ROC curve, Youden's cut with what it costs to choose it on the same people. "
        "Candidate by candidate, where the labels say where: labelled places found, candidates "
        "on them, false candidates a healthy muscle beside those expected, FROC and AFROC. "
        "Between raters: agreement and Cohen's kappa.\n\n"
        "The person is the unit of every interval: sides, sites and runs of one person are alike. "
        "A muscle without a label is left out; `none` says that it was examined and is healthy. "
        "What is left out, and whom the labels name that is not there, is said.\n\n"
        "Writes evaluation.h5 (tables summary, cut, roc, froc, raters) and prints a summary. "
        "A candidate is not a diagnosis.",
    .arguments = {{"RESULTS", "The folder of a candidates.h5 of `stiff flag`, or the file", 1, 1}},
    .examples = {{"stiff evaluate results --labels labels.tsv", "Of a study"},
                 {"stiff evaluate results --labels labels.tsv --muscle uppertrapezius --rater A",
                  "One muscle by one rater"},
                 {"stiff evaluate results --labels labels.tsv --tolerance 8mm",
                  "A candidate within 8 mm of a labelled place is on it"}},
    .job = job<EvaluateSettings, run_evaluate>};

}  // namespace stiff::tool
