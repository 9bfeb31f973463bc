#include "tools/simulated_trial.h"

#include "stiff/core/error.h"
#include "stiff/io/atomic_file.h"
#include "stiff/io/bids_name.h"
#include "stiff/io/device_readings.h"
#include "stiff/io/muscles_table.h"
#include "stiff/io/results_file.h"
#include "stiff/phantom/tap_phantom.h"
#include "stiff/result/quantity.h"

#include <cmath>
#include <iostream>
#include <utility>
#include <vector>

#include "tools/option_text.h"
#include "tools/output_path.h"
#include "tools/progress_line.h"
#include "tools/simulated_study.h"
#include "tools/simulated_taps.h"
#include "tools/truth_table.h"
#include <unistd.h>

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;

std::string cell(double value, int decimals) {
  const double unit = std::pow(10.0, decimals);
  return number_text(std::round(value * unit) / unit);
}

/// What the sessions of a trial are called, and when they are.
std::string session_label(int session) {
  if (session == 0) return "pre";
  return session == 1 ? "post" : "followup" + std::to_string(session - 1);
}

std::string time_point(int session) {
  if (session == 0) return "baseline";
  return session == 1 ? "post" : "follow-up " + std::to_string(session - 1);
}

class Writer {
 public:
  Writer(const fs::path& folder, const TrialPhantom& trial, const TrialPhantomOptions& options,
         const TrialFiles& files)
      : folder_(folder), trial_(trial), options_(options), files_(files) {}

  std::string participants() const {
    std::string text = "participant_id\tsex\tage\tgroup\n";
    for (std::size_t i = 0; i < trial_.people.size(); ++i) {
      const TrialPerson& person = trial_.people[i];
      text += "sub-" + label(i) + (person.female ? "\tF\t" : "\tM\t") + std::to_string(person.age) +
              "\t" + arm_of(person).name + "\n";
    }
    return text;
  }

  std::string sessions() const {
    std::string text = "participant_id\tsession_id\ttime_point\tday\n";
    for (std::size_t i = 0; i < trial_.people.size(); ++i) {
      for (int session = 0; session < trial_.people[i].sessions_attended; ++session) {
        text += "sub-" + label(i) + "\tses-" + session_label(session) + "\t" + time_point(session) +
                "\t" + cell(session * options_.design.interval_days, 3) + "\n";
      }
    }
    return text;
  }

  std::string treatments() const {
    std::string text =
        "participant_id\tsession_id\tmuscle\tside\ttechnique\thold_time_s\trepetitions\n";
    for (std::size_t i = 0; i < trial_.people.size(); ++i) {
      const std::string& technique = arm_of(trial_.people[i]).technique;
      const bool held = technique == "ischemic_compression";
      // Nobody's rest has a place.
      const std::string place = technique == "rest" ? "n/a\tn/a" : files_.muscle + "\tright";
      text += "sub-" + label(i) + "\tses-pre\t" + place + "\t" + technique +
              (held ? "\t60\t3\n" : "\tn/a\tn/a\n");
    }
    return text;
  }

  std::string outcomes() const {
    std::string text =
        "participant_id\tsession_id\toutcome\tvalue\tunits\tscale_min\tscale_max\tdirection\t"
        "muscle\tside\tpain_region\n";
    for (const TrialOutcome& one : trial_.outcomes) {
      const std::string who = "sub-" + label(static_cast<std::size_t>(one.person)) + "\tses-" +
                              session_label(one.session) + "\t";
      text += who + "pain\t" + cell(one.pain, 1) + "\t1\t0\t10\thigher is worse\tn/a\tn/a\t" +
              region_ + "\n";
      text += who + "pressure_pain_threshold\t" + cell(one.threshold_kpa, 1) +
              "\tkPa\t0\tn/a\thigher is better\t" + files_.muscle + "\tright\tn/a\n";
    }
    return text;
  }

  std::string truth() const {
    std::string text = "participant_id\tgroup\tside\tresponds\teffect_percent\tsessions\n";
    for (std::size_t i = 0; i < trial_.people.size(); ++i) {
      const TrialPerson& person = trial_.people[i];
      for (const char* side : {"right", "left"}) {
        const bool treated = side == std::string("right");
        if (!treated && options_.design.sides == 1) continue;
        const bool responds = treated && person.responds;
        text += "sub-" + label(i) + "\t" + arm_of(person).name + "\t" + side +
                (responds ? "\t1\t" : "\t0\t") +
                cell(responds ? arm_of(person).effect_percent : 0, 6) + "\t" +
                std::to_string(person.sessions_attended) + "\n";
      }
    }
    return text;
  }

  RecordingIdentity identity(const TrialRecording& recording) const {
    RecordingIdentity id;
    id.participant = label(static_cast<std::size_t>(recording.person));
    id.session = session_label(recording.session);
    id.muscle = files_.muscle;
    id.side = recording.treated_side ? "right" : "left";
    if (options_.design.sites > 1) id.site = "s" + std::to_string(recording.site + 1);
    id.device = "phantom";
    id.modality = files_.recordings ? "myotonometry" : "";
    id.recording_id =
        device_recording_id(id, files_.recordings ? "myotonometry" : "reading", false);
    return id;
  }

  std::string write_results(const Provenance& provenance) const {
    std::vector<RecordingResult> results;
    std::vector<TruthRow> rows;
    for (const TrialRecording& recording : trial_.recordings) {
      RecordingResult result;
      result.identity = identity(recording);
      const auto add = [&](int repeat, const Estimate& estimate) {
        result.estimates.push_back(
            {files_.quantity, "all", "simulated", repeat, repeat == 0, estimate});
      };
      add(0, mean_of_repeats(recording.taps));
      int tap = 0;
      for (const double value : recording.taps) {
        add(++tap, make_estimate(value, kNaN, 1, 1));
      }
      rows.push_back({.recording_id = result.identity.recording_id,
                      .quantity = files_.quantity,
                      .roi = "all",
                      .repeat = 0,
                      .value = recording.true_value});
      results.push_back(std::move(result));
    }
    write_results_file(results, provenance);
    return truth_text(rows);
  }

  std::string write_recordings() const {
    ProgressLine line(std::cerr, ::isatty(STDERR_FILENO) == 1);
    std::vector<TruthRow> rows;
    for (std::size_t i = 0; i < trial_.recordings.size(); ++i) {
      const TrialRecording& recording = trial_.recordings[i];
      TapPhantomOptions taps;
      taps.tissue.stiffness_n_per_m = recording.true_value;
      taps.taps = options_.design.taps;
      taps.stiffness_spread = options_.spread.within_session_percent / 100;
      taps.sensor.noise_m_per_s2 = files_.noise_m_per_s2;
      taps.seed = options_.seed * 1000003 + i;
      const RecordingIdentity named = identity(recording);
      const fs::path file = folder_ / ("sub-" + named.participant) / ("ses-" + named.session) /
                            (named.recording_id + ".h5");
      make_folder(file.parent_path());
      const RecordingIdentity placed = identity_from_path(folder_, file);
      for (TruthRow& row :
           simulated_taps(named.participant, named.muscle, taps).write(file, placed)) {
        row.recording_id = placed.recording_id;
        rows.push_back(std::move(row));
      }
      line.item(i + 1, trial_.recordings.size(), "sub-" + named.participant);
    }
    return truth_text(rows);
  }

  void find_region() {
    const MuscleTable muscles = MuscleTable::shipped();
    const Muscle* muscle = muscles.find(files_.muscle);
    const std::string referral = muscle ? muscle->referral : "";
    region_ = referral.substr(0, referral.find_first_of(",;"));
    if (region_.empty()) region_ = "n/a";
  }

 private:
  std::string label(std::size_t person) const {
    return numbered_label(static_cast<int>(person) + 1, static_cast<int>(trial_.people.size()));
  }
  const TrialArm& arm_of(const TrialPerson& person) const {
    return options_.arms[static_cast<std::size_t>(person.arm)];
  }
  void write_results_file(const std::vector<RecordingResult>& results,
                          const Provenance& provenance) const {
    stiff::write_results(folder_ / "results.h5", results, provenance);
  }

  const fs::path& folder_;
  const TrialPhantom& trial_;
  const TrialPhantomOptions& options_;
  const TrialFiles& files_;
  std::string region_;
};

}  // namespace

void write_simulated_trial(const fs::path& folder, const TrialPhantom& trial,
                           const TrialPhantomOptions& options, const TrialFiles& files,
                           const Provenance& provenance) {
  quantity(files.quantity);
  if (files.recordings && files.quantity != "dynamic_stiffness") {
    throw Error(ErrorKind::usage, "--recordings are taps: their --quantity is dynamic_stiffness");
  }
  Writer writer(folder, trial, options, files);
  writer.find_region();
  make_folder(folder);
  const std::string truth =
      files.recordings ? writer.write_recordings() : writer.write_results(provenance);
  write_file_atomically(folder / "truth.tsv", truth);
  write_file_atomically(folder / "trial_truth.tsv", writer.truth());
  write_file_atomically(folder / "participants.tsv", writer.participants());
  write_file_atomically(folder / "sessions.tsv", writer.sessions());
  write_file_atomically(folder / "treatments.tsv", writer.treatments());
  write_file_atomically(folder / "outcomes.tsv", writer.outcomes());
}

}  // namespace stiff::tool
