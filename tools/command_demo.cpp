#include "stiff/core/error.h"

#include <iostream>
#include <string>
#include <vector>

#include "tools/command.h"
#include "tools/demo_steps.h"
#include "tools/demo_table.h"
#include "tools/output_path.h"
#include "tools/parse.h"
#include "tools/progress_line.h"
#include "tools/simulated_compression.h"
#include "tools/simulated_indentation.h"
#include "tools/simulated_swe.h"
#include "tools/simulated_taps.h"
#include "tools/simulated_twitch.h"
#include <unistd.h>

namespace stiff::tool {

extern const Command kRun;

namespace {

namespace fs = std::filesystem;

struct DemoSettings {
  fs::path out = "stiff-demo";

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(
        Option{"out", "DIR", "Where the study and its results go: new, empty, or of a demo before"},
        self.out);
  }
};

/// What muscles give and what goes wrong: soft and stiff, viscous, a nodule, a breath held badly,
/// and a push that did not happen.
void add_shear_waves(std::vector<SimulatedRecording>& study) {
  const auto add = [&study](const std::string& muscle, auto&& change) {
    const std::size_t number = study.size() + 1;
    SwePhantomOptions phantom;
    phantom.seed = number;
    phantom.grid.frames = 120;  // the slowest wave crosses to the other push
    phantom.grid.deep_m = 30e-3;
    change(phantom);
    study.push_back(simulated_swe("0" + std::to_string(number), muscle, phantom));
  };
  add("soft", [](SwePhantomOptions& phantom) { phantom.medium.speed_m_per_s = 2; });
  add("middle", [](SwePhantomOptions& phantom) { phantom.medium.speed_m_per_s = 3; });
  add("stiff", [](SwePhantomOptions& phantom) { phantom.medium.speed_m_per_s = 4.5; });
  add("faint", [](SwePhantomOptions& phantom) {
    phantom.push.peak_displacement_m = 8e-6;
    phantom.echo.snr_db = 30;
  });
  add("nodule", [](SwePhantomOptions& phantom) {
    phantom.medium.speed_m_per_s = 2;
    phantom.medium.nodules = "0,19,5,5,0,3";
  });
  add("breathing", [](SwePhantomOptions& phantom) {
    phantom.medium.speed_m_per_s = 3;
    phantom.artefacts.breathing_velocity_m_per_s = 5e-3;
  });
  add("nopush", [](SwePhantomOptions& phantom) { phantom.push.enabled = false; });
}

/// One of each contact instrument, with what each is there to find.
void add_contact(std::vector<SimulatedRecording>& study) {
  TapPhantomOptions taps;
  taps.stiffness_spread = 0.02;
  taps.sensor.noise_m_per_s2 = 0.05;
  taps.sensor.offset_m_per_s2 = 0.1;
  study.push_back(simulated_taps("08", "tapped", taps));

  IndentationPhantomOptions indentation;
  indentation.tissue.prony = "0.3,0.8;0.15,5";
  indentation.protocol.cycles = 1;
  indentation.protocol.hold_s = 30;
  study.push_back(simulated_indentation("09", "indented", indentation));

  CompressionPhantomOptions compression;
  compression.events.release_n = 1;
  compression.events.release_s = 18;
  compression.events.release_width_s = 0.5;
  study.push_back(simulated_compression("10", "held", compression));

  SimulatedTwitchOptions twitch;
  twitch.phantom.burst.times_noise = 6;
  twitch.phantom.disturbance.taps = 1;
  study.push_back(simulated_twitch("11", "needled", twitch));
}

std::vector<SimulatedRecording> demo_study() {
  std::vector<SimulatedRecording> study;
  add_shear_waves(study);
  add_contact(study);
  return study;
}

/// A folder of our own may be written again, anybody else's may not.
void check_folder(const fs::path& out) {
  if (!fs::exists(out / "study" / "truth.tsv")) refuse_existing(out);
}

/// Runs the very command that people run on their own study.
int run_study_command(const fs::path& study, const fs::path& results) {
  const auto job = kRun.job();
  const Call call = parse_call(kRun, *job, {study.string(), "--out", results.string()});
  return job->run(call);
}

int demo(const DemoSettings& settings, const Call&) {
  check_folder(settings.out);
  const fs::path study = settings.out / "study";
  const fs::path results = settings.out / "results";
  std::cerr << "stiff: simulating a study of known stiffness\n";
  {
    const std::vector<SimulatedRecording> recordings = demo_study();
    ProgressLine line(std::cerr, ::isatty(STDERR_FILENO) == 1);
    write_simulated_study(study, recordings, [&](double done, double total) {
      const auto number = static_cast<std::size_t>(done);
      line.item(number, static_cast<std::size_t>(total), recordings[number - 1].muscle);
    });
  }
  std::cerr << "stiff: measuring it, as `stiff run " << study.string() << " --out "
            << results.string() << "` does\n";
  // 1 is right: the recording without a push must be refused.
  const int code = run_study_command(study, results);
  if (code > 1) return code;
  const DemoTable table = demo_table(study / "truth.tsv", results / "results.h5");
  std::cout << table.text << "\nResults: " << (results / "results.h5").string() << ", maps in "
            << (results / "maps").string() << ". In Python:\n\n"
            << "  import xarray\n  table = xarray.open_dataset(\""
            << (results / "results.h5").string()
            << "\", group=\"estimates\").to_dataframe()\n  picture = xarray.open_dataset(\""
            << (results / "maps" / "sub-05_muscle-nodule_swe.h5").string() << "\")\n";
  const DemoPart candidates = demo_candidates(settings.out);
  std::cout << "\n" << candidates.text;
  const DemoPart trial = demo_trial(settings.out);
  std::cout << "\n" << trial.text;
  return table.as_expected && candidates.as_expected && trial.as_expected ? 0 : 1;
}

}  // namespace

extern const Command kDemo;
const Command kDemo{
    .name = "demo",
    .summary = "Simulates studies of known stiffness, measures, flags and compares them",
    .description =
        "Writes DIR/study (recordings of phantoms, with truth.tsv): shear waves, taps of a "
        "myotonometer, an indentation, a sustained compression with a release, a twitch. Runs "
        "`stiff run` on it into DIR/results, and prints estimate, 95 % interval and truth of "
        "each. One recording has no push: it must be refused, with its reason.\n\n"
        "Then, with the commands that people use: 20 healthy people make a baseline, against which "
        "patients' nodules are flagged (DIR/patients), and a two-arm study before and after a "
        "treatment is compared (DIR/trial), each with pages to be read in a browser.\n\n"
        "Ends with 1 where something that is there got no value or was not found, or something "
        "that "
        "is not there got one.",
    .arguments = {},
    .examples = {{"stiff demo --out demo", "A minute, 300 MB"}},
    .job = job<DemoSettings, demo>};

}  // namespace stiff::tool
