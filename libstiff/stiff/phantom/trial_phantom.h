#pragma once

#include "stiff/core/estimate.h"
#include "stiff/core/options.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stiff {

/// An arm of a trial: what its people are given on the treated side, and what that does.
struct TrialArm {
  std::string name = "treatment";
  std::string technique = "ischemic_compression";
  double effect_percent = -14;  ///< change of stiffness in those who respond
};

/// Who is measured when, where and how often.
struct TrialDesign {
  int people_per_arm = 12;
  int sessions = 2;  ///< the first is before the treatment
  double interval_days = 7;
  int sides = 2;  ///< the right side is treated; the left one is not
  int sites = 1;  ///< on each side
  int taps = 5;   ///< of each recording

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"people", "1", "Participants of each arm", 1, 1e6}, self.people_per_arm);
    visit(Option{"sessions", "1", "Sessions; the first is before the treatment", 1, 100},
          self.sessions);
    visit(Option{"interval", "d", "Days between sessions", 0, 1000}, self.interval_days);
    visit(Option{"sides", "1", "1: the treated (right) side alone; 2: the left one too", 1, 2},
          self.sides);
    visit(Option{"sites", "1", "Sites on each side", 1, 100}, self.sites);
    visit(Option{"taps", "1", "Taps (readings) of a recording", 1, 1000}, self.taps);
  }
};

/// How stiffness is spread: standard deviations of its logarithm, in percent.
struct TrialSpread {
  double mean = 280;  ///< geometric mean of people, in the quantity's unit
  double between_people_percent = 15;
  double between_sides_percent = 5;  ///< of a person's sides, likewise of a side's sites
  double between_sessions_percent = 1.4;
  double within_session_percent = 1;  ///< of taps

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"mean", "", "Geometric mean of people, in the quantity's unit", 1e-6, 1e9},
          self.mean);
    visit(Option{"between-people", "%", "SD between people", 0, 100}, self.between_people_percent);
    visit(Option{"between-sides", "%", "SD between a person's sides, and between a side's sites", 0,
                 100},
          self.between_sides_percent);
    visit(Option{"between-sessions", "%", "SD of one site between sessions", 0, 100},
          self.between_sessions_percent);
    visit(Option{"within-session", "%", "SD between taps", 0, 100}, self.within_session_percent);
  }
};

/// What the treatment does to whom, and who is missing.
struct TrialCourse {
  double responders = 0.67;
  double half_life_days = 0;
  double drop_out = 0;
  double missing = 0;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"responders", "1", "Share of each arm's people who respond", 0, 1},
          self.responders);
    visit(Option{"half-life", "d",
                 "After which half of the effect is gone, from the second session; 0: it stays", 0,
                 1e6},
          self.half_life_days);
    visit(Option{"drop-out", "1",
                 "Share of people who do not come back after the first session or "
                 "a later one",
                 0, 1},
          self.drop_out);
    visit(Option{"missing", "1", "Share of recordings behind the first session that are missing", 0,
                 1},
          self.missing);
  }
};

/// Outcomes of each session: pain of 0 to 10 and the pressure pain threshold of the treated side.
struct TrialOutcomes {
  double pain = 5;     ///< mean before the treatment
  double pain_sd = 1;  ///< between people
  double pain_per_percent = 0.1;
  double pain_noise = 0.7;
  double threshold_kpa = 250;  ///< likewise
  double threshold_sd_kpa = 40;
  double threshold_per_percent_kpa = -3;
  double threshold_noise_kpa = 20;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"pain", "", "Mean pain (0 to 10) before the treatment", 0, 10}, self.pain);
    visit(Option{"pain-sd", "", "SD of pain between people", 0, 10}, self.pain_sd);
    visit(Option{"pain-coupling", "",
                 "Points of pain for each percent that the treated side is "
                 "stiffer than before",
                 -10, 10},
          self.pain_per_percent);
    visit(Option{"pain-noise", "", "SD of pain within a person", 0, 10}, self.pain_noise);
    visit(Option{"threshold", "kPa", "Mean pressure pain threshold before the treatment", 0, 1e5},
          self.threshold_kpa);
    visit(Option{"threshold-sd", "kPa", "Its SD between people", 0, 1e5}, self.threshold_sd_kpa);
    visit(Option{"threshold-coupling", "kPa", "What it changes with each percent", -1e3, 1e3},
          self.threshold_per_percent_kpa);
    visit(Option{"threshold-noise", "kPa", "Its SD within a person", 0, 1e5},
          self.threshold_noise_kpa);
  }
};

struct TrialPhantomOptions {
  std::vector<TrialArm> arms{{}, {"control", "rest", 0}};
  TrialDesign design;
  TrialSpread spread;
  TrialCourse course;
  TrialOutcomes outcomes;
  std::uint64_t seed = 1;
};

struct TrialPerson {
  int arm = 0;
  bool female = false;
  int age = 0;  ///< years, 20 to 65
  bool responds = false;
  int sessions_attended = 0;  ///< from the first
};

/// One recording: a site of a side in a session.
struct TrialRecording {
  int person = 0;
  int session = 0;
  bool treated_side = true;
  int site = 0;
  double true_value = kNaN;  ///< of this session; taps scatter about it
  double true_effect = 0;    ///< of the treatment, on the logarithm
  std::vector<double> taps;
};

/// What a person says in a session that they attend.
struct TrialOutcome {
  int person = 0;
  int session = 0;
  double pain = kNaN;  ///< 0 to 10
  double threshold_kpa = kNaN;
};

/// A trial with its truth. Recordings and outcomes are those that were made: not the missing ones.
struct TrialPhantom {
  std::vector<TrialPerson> people;  ///< arm by arm
  std::vector<TrialRecording> recordings;
  std::vector<TrialOutcome> outcomes;
  int pain_at_a_limit = 0;  ///< outcomes that 0 or 10 cut off
};

/// Simulates a trial on the logarithm of stiffness:
///
///     ln y = ln mean + person + side + site + session + [treated side, responder, behind the first
///            session] ln(1 + effect / 100) 2^(-t / half life) + tap
///
/// all normal and independent, `session` drawn anew for each site and session; t counts from the
/// second session. A percent is a hundredth of the logarithm; the effect alone is a true percent.
/// Of each arm round(share people) respond, drawn by lot. Pain is
///
///     pain + person + coupling 100 (ln y - ln y before) + noise,
///
/// y being the treated side's mean of sites without taps' scatter, `before` its expectation without
/// treatment and session; cut off at 0 and 10. The threshold likewise, not below 0. What is drawn
/// does not depend on who is missing or on the sizes of effects, so that trials with one seed
/// differ in these alone. \throws Error (usage) for options out of their range.
TrialPhantom simulate_trial(const TrialPhantomOptions& options);

}  // namespace stiff
