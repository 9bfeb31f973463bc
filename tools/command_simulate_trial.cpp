#include "stiff/comparison/measurements.h"
#include "stiff/core/error.h"
#include "stiff/io/muscles_table.h"
#include "stiff/io/technique_table.h"
#include "stiff/phantom/trial_phantom.h"

#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "tools/command.h"
#include "tools/option_text.h"
#include "tools/output_path.h"
#include "tools/simulated_trial.h"

namespace stiff::tool {
namespace {

/// The arms as words, one for each.
struct ArmWords {
  std::string arms = "treatment,control";
  std::string techniques = "ischemic_compression,rest";
  std::string effects = "-14,0";

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"arms", "A,B", "Names of the arms"}, self.arms);
    visit(Option{"techniques", "A,B", "What each arm is given on the right side"}, self.techniques);
    visit(Option{"effects", "A,B", "Change of stiffness in each arm's responders, in percent"},
          self.effects);
  }
};

struct FileWords {
  TrialFiles files;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"muscle", "", "The muscle, by any of its names"}, self.files.muscle);
    visit(Option{"quantity", "", "The quantity of results.h5"}, self.files.quantity);
    visit(Option{"recordings", "",
                 "Write recordings of taps for `stiff run`, in place of results.h5"},
          self.files.recordings);
    visit(Option{"noise", "m/s2", "Noise of the recordings' accelerations", 0, 1e3},
          self.files.noise_m_per_s2);
  }
};

struct SeedOption {
  std::uint64_t seed = 1;
  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"seed", "1", "Seed of everything that chance decides"}, self.seed);
  }
};

struct SimulateTrialSettings {
  std::filesystem::path out;
  ArmWords arms;
  FileWords files;
  SeedOption seed;
  TrialPhantomOptions phantom;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(RequiredOption{{"out", "DIR", "The study's folder, which is made"}}, self.out);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Arms", self.arms);
    visit("Design", self.phantom.design);
    visit("Spread", self.phantom.spread);
    visit("Course", self.phantom.course);
    visit("Outcomes", self.phantom.outcomes);
    visit("Files", self.files);
    visit("Chance", self.seed);
  }
};

std::vector<TrialArm> arms_of(const ArmWords& words) {
  const std::vector<std::string> names = listed_words(words.arms);
  const std::vector<std::string> techniques = listed_words(words.techniques);
  const std::vector<std::string> effects = listed_words(words.effects);
  if (names.empty() || techniques.size() != names.size() || effects.size() != names.size()) {
    throw Error(ErrorKind::usage, "--arms, --techniques and --effects have one word for each arm");
  }
  const TechniqueTable known = TechniqueTable::shipped();
  std::vector<TrialArm> arms;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Technique* technique = known.find(techniques[i]);
    if (!technique) {
      throw Error(ErrorKind::usage, "--techniques: there is no technique '" + techniques[i] +
                                        "'; the nearest is " +
                                        known.nearest(techniques[i], 1).front());
    }
    arms.push_back({names[i], technique->label, parse_number("effects", "", effects[i])});
  }
  return arms;
}

int simulate(const SimulateTrialSettings& settings, const Call& call) {
  refuse_existing(settings.out);
  TrialPhantomOptions options = settings.phantom;
  options.arms = arms_of(settings.arms);
  options.seed = settings.seed.seed;
  TrialFiles files = settings.files.files;
  files.muscle = MuscleTable::shipped().at(files.muscle).label;
  const TrialPhantom trial = simulate_trial(options);
  write_simulated_trial(settings.out, trial, options, files, call.provenance);
  if (trial.pain_at_a_limit > 0) {
    std::cerr << "stiff: pain was cut off at 0 or 10 in " << trial.pain_at_a_limit << " of "
              << trial.outcomes.size() << " sessions\n";
  }
  return 0;
}

}  // namespace

extern const Command kSimulateTrial;
const Command kSimulateTrial{
    .name = "simulate trial",
    .summary = "Writes a treatment study with planted effects, responders and drop-outs",
    .description =
        "Simulates people in arms, measured on both sides before and after a treatment of the "
        "right side, on the logarithm of stiffness: a level for each person and side, a scatter "
        "between sessions, a scatter between taps, and the effect in a share of the treated arm's "
        "people. Pain falls and the pressure pain threshold rises as the treated side softens, "
        "with noise of their own.\n\n"
        "The folder is a study with participants.tsv, sessions.tsv, treatments.tsv and "
        "outcomes.tsv; truth.tsv says what each recording must come back as, trial_truth.tsv who "
        "responds. It holds results.h5, as if a device's readings had been imported; with "
        "--recordings it holds recordings of taps for `stiff run`. Equal options give equal bytes.",
    .arguments = {},
    .examples =
        {{"stiff simulate trial --out trial", "12 people an arm, -14 % in two thirds of one arm"},
         {"stiff simulate trial --out trial --people 40 --sessions 4 --half-life 20 --drop-out 0.1",
          "Four sessions a week apart, an effect that wears off, people who do not come back"},
         {"stiff simulate trial --out trial --arms needling,massage,control --techniques "
          "dry_needling,massage,rest --effects -14,-5,0",
          "Three arms"},
         {"stiff simulate trial --out study --people 6 --recordings",
          "Recordings of taps, for the whole chain"}},
    .job = job<SimulateTrialSettings, simulate>};

}  // namespace stiff::tool
