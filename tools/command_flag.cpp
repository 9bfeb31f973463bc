#include "stiff/baseline/healthy_baseline.h"
#include "stiff/core/error.h"
#include "stiff/io/baseline_file.h"
#include "stiff/io/candidate_files.h"
#include "stiff/io/checksum.h"
#include "stiff/io/participants_table.h"
#include "stiff/io/results_file.h"
#include "stiff/study/flag_study.h"

#include <algorithm>
#include <iostream>
#include <thread>

#include "tools/baseline_text.h"
#include "tools/command.h"
#include "tools/muscle_naming.h"
#include "tools/output_path.h"
#include "tools/progress_line.h"
#include <unistd.h>

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;

struct FlagSettings {
  fs::path baseline;
  fs::path participants;
  fs::path muscles;
  int jobs = 0;
  /// What of the study is looked at; it changes the numbers.
  struct What {
    std::string map_quantity = FlagStudyOptions{}.map_quantity;
    std::string site_quantity;

    template <class Self, class Visitor>
    static void describe(Self& self, Visitor&& visit) {
      visit(Option{"map-quantity", "NAME", "Of which maps"}, self.map_quantity);
      visit(Option{"site-quantity", "NAME",
                   "Of recordings without a map; else the usual one of each instrument"},
            self.site_quantity);
    }
  } what;
  FlagOptions flag;
  LogMapOptions pixels;
  MuscleBorderOptions border;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(RequiredOption{{"baseline", "FILE", "A file of `stiff baseline build` or `merge`"}},
          self.baseline);
    visit(Option{"participants", "FILE", "The study's participants.tsv, for sex and age"},
          self.participants);
    visit(Option{"muscles", "FILE", "A table of muscles over the one that stiff has"},
          self.muscles);
    visit(Option{"jobs", "1", "Recordings at a time; 0: one for each processor", 0, 4096},
          self.jobs);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("What is flagged", self.what);
    visit("Candidates", self.flag);
    visit("Pixels", self.pixels);
    visit("Muscle's border", self.border);
  }
};

/// What stands in the folder must be of a `flag` before, or nothing.
void check_output(const fs::path& folder) {
  const fs::path file = folder / "candidates.h5";
  if (!fs::exists(file)) return;
  try {
    read_candidate_file(file);
  } catch (const Error&) {
    throw Error(
        ErrorKind::cannot_create,
        "'" + file.string() + "' is there and was not written by `stiff flag`: move it away");
  }
}

void print_candidates(const CandidateFile& file) {
  for (const Candidate& c : file.candidates) {
    std::cout << c.recording_id << " candidate " << c.number << ": " << to_string(c.kind);
    if (c.kind != CandidateKind::site) {
      std::cout << " at lateral " << four_digits(c.centroid_lateral_mm) << " mm, depth "
                << four_digits(c.centroid_axial_mm) << " mm, " << four_digits(c.area_mm2) << " mm2";
    }
    std::cout << ", " << four_digits(c.mean.value) << " " << c.units << ", "
              << four_digits(c.ratio.value) << " times what is expected, z " << four_digits(c.z)
              << ", p " << four_digits(c.p_fwer) << "\n";
  }
}

/// "12 recordings: 10 scored, 2 refused; 3 candidates in 2 of them, 0.5 expected by chance."
bool print_summary(const CandidateFile& file, const FlagOptions& options) {
  std::size_t scored = 0, with = 0;
  double expected = 0;
  for (const FlaggedRecording& r : file.recordings) {
    if (r.status != Status::ok) {
      std::cerr << "stiff: " << r.identity.recording_id << ": not scored: " << r.message << "\n";
      continue;
    }
    ++scored;
    if (r.found > 0) ++with;
    if (r.expected > 0) expected += r.expected;
  }
  std::cout
      << file.recordings.size() << " recordings: " << scored << " scored, "
      << file.recordings.size() - scored << " not; " << file.candidates.size()
      << (file.candidates.size() == 1 ? " candidate in " : " candidates in ") << with
      << " of them, " << four_digits(expected) << " expected were all muscles healthy (alpha "
      << four_digits(options.alpha)
      << " a muscle).\nA candidate is a place stiffer than the score expects: not a diagnosis.\n";
  return scored == file.recordings.size();
}

int flag(const FlagSettings& settings, const Call& call) {
  const fs::path folder = call.arguments.front();
  if (!fs::exists(folder / "results.h5")) {
    throw Error(ErrorKind::no_input,
                "'" + folder.string() + "': has no results.h5; run `stiff run` first");
  }
  check_output(folder);
  BaselineFile baseline = read_baseline_file(settings.baseline);
  summarise(baseline.baseline);
  MuscleTable muscles = MuscleTable::shipped();
  if (!settings.muscles.empty()) muscles.extend(settings.muscles);
  std::map<std::string, Person> people;
  if (!settings.participants.empty()) {
    people = people_of(read_participants_table(settings.participants).table);
  }
  Table recordings = read_table(folder / "results.h5", "recordings");
  name_as_the_table_does(recordings, muscles);
  FlagStudyOptions options;
  options.map_quantity = settings.what.map_quantity;
  options.site_quantity = settings.what.site_quantity;
  options.flag = settings.flag;
  options.pixels = settings.pixels;
  options.border = settings.border;
  options.jobs = settings.jobs > 0
                     ? settings.jobs
                     : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  Provenance provenance = call.provenance;
  provenance.input_sha256.emplace_back("results.h5", sha256_of_file(folder / "results.h5"));
  provenance.input_sha256.emplace_back(settings.baseline.filename().string(),
                                       sha256_of_file(settings.baseline));
  provenance.references = {"SmithNichols2009", "WestfallYoung1993", "Smyth2004"};
  make_folder(folder / "candidates");
  CandidateFile file;
  {
    ProgressLine line(std::cerr, ::isatty(STDERR_FILENO) == 1);
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    file = flag_study(
        folder, recordings, read_table(folder / "results.h5", "estimates"), baseline.baseline,
        muscles, people, options, provenance, [&](double done, double total) {
          if (!terminal) return;
          line.item(static_cast<std::size_t>(done), static_cast<std::size_t>(total), "muscles");
        });
  }
  write_candidate_file(folder / "candidates.h5", file);
  print_candidates(file);
  return print_summary(file, settings.flag) ? 0 : 1;
}

}  // namespace

extern const Command kFlag;
const Command kFlag{
    .name = "flag",
    .summary = "Flags trigger point candidates against a healthy baseline",
    .description =
        "Looks for places in each recording that are stiffer than they should be, by three scores: "
        "against the muscle's own field, the other side, healthy people. One of them, declared by "
        "--score, flags; all are written. The chance of any candidate in a healthy muscle is held "
        "at "
        "--alpha by simulated healthy muscles: uneven as the baseline's, seen with this map's mask "
        "and errors, what few people leave unknown counted. Recordings without a map are held "
        "against the healthy limits site by site.\n\n"
        "Writes DIR/candidates.h5 (tables candidates, recordings, marks) and "
        "DIR/candidates/<recording>.h5 (label and score maps). The same numbers for any --jobs. "
        "Ends "
        "with 1 where a recording could not be scored. A candidate is not a diagnosis.",
    .arguments = {{"DIR", "The folder of a `stiff run`", 1, 1}},
    .examples = {{"stiff flag results --baseline healthy.h5", "Against the muscle's own field"},
                 {"stiff flag results --baseline healthy.h5 --score any",
                  "By whichever score is clearest, the error held over all three"}},
    .job = job<FlagSettings, flag>};

}  // namespace stiff::tool
