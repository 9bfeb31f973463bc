#include "stiff/io/candidate_files.h"
#include "stiff/io/labels_table.h"

#include <cmath>
#include <iostream>
#include <sstream>

#include "tools/demo_steps.h"
#include "tools/parse.h"

namespace stiff::tool {

extern const Command kSimulateCohort;
extern const Command kBaselineBuild;
extern const Command kFlag;
extern const Command kEvaluate;
extern const Command kReport;

namespace {

namespace fs = std::filesystem;

/// Holds back what a step prints: the demo says itself what came of it.
class Quiet {
 public:
  Quiet() : out_(std::cout.rdbuf(held_.rdbuf())), err_(std::cerr.rdbuf(held_.rdbuf())) {}
  ~Quiet() {
    std::cout.rdbuf(out_);
    std::cerr.rdbuf(err_);
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  std::ostringstream held_;
  std::streambuf* out_;
  std::streambuf* err_;
};

bool lies_in(const Candidate& candidate, const ClinicalLabel& label) {
  return candidate.recording_id == label.recording_id &&
         std::hypot(candidate.centroid_lateral_mm - label.lateral_mm,
                    candidate.centroid_axial_mm - label.axial_mm) <= label.radius_mm;
}

}  // namespace

int run_quietly(const Command& command, const std::vector<std::string>& words) {
  const Quiet quiet;
  const auto job = command.job();
  const Call call = parse_call(command, *job, words);
  return job->run(call);
}

DemoPart demo_candidates(const fs::path& folder) {
  const fs::path healthy = folder / "healthy", patients = folder / "patients";
  const fs::path baseline = folder / "healthy.h5";
  for (const fs::path& made : {healthy, patients, baseline}) fs::remove_all(made);
  std::cerr << "stiff: a cohort of healthy people, and six patients with a nodule each\n";
  run_quietly(kSimulateCohort, {"--out", healthy.string(), "--people", "20", "--seed", "1"});
  run_quietly(kSimulateCohort,
              {"--out", patients.string(), "--people", "4", "--patients", "6", "--seed", "2"});
  run_quietly(kBaselineBuild, {healthy.string(), "--out", baseline.string()});
  run_quietly(kFlag, {patients.string(), "--baseline", baseline.string()});
  run_quietly(kEvaluate, {patients.string(), "--labels", (patients / "labels.tsv").string()});
  run_quietly(kReport, {patients.string()});
  const CandidateFile file = read_candidate_file(patients / "candidates.h5");
  std::size_t planted = 0, found = 0, at_nodules = 0;
  for (const ClinicalLabel& label : read_labels_table(patients / "labels.tsv").labels) {
    if (!(label.radius_mm > 0)) continue;
    ++planted;
    std::size_t here = 0;
    for (const Candidate& candidate : file.candidates) here += lies_in(candidate, label) ? 1 : 0;
    found += here > 0 ? 1 : 0;
    at_nodules += here;
  }
  DemoPart part;
  part.text = "Trigger point candidates, against 20 healthy people: " + std::to_string(found) +
              " of " + std::to_string(planted) + " planted nodules found, " +
              std::to_string(file.candidates.size() - at_nodules) + " elsewhere in " +
              std::to_string(file.recordings.size()) + " maps. Candidates, not a diagnosis.\n" +
              "Pages: " + (patients / "report" / "index.html").string() + "\n";
  // Each of 8 mm and 1.68 times the muscle is found in nine of ten; of six, one may be missed.
  part.as_expected = planted == 6 && found + 1 >= planted;
  return part;
}

}  // namespace stiff::tool
