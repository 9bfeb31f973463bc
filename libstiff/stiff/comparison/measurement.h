#pragma once

#include "stiff/core/estimate.h"

#include <string>
#include <vector>

namespace stiff {

/// One primary number of one recording with all that a comparison asks of it: whose, when, where,
/// by what, under which treatment. An empty text is "not said".
struct Measurement {
  std::string recording_id;
  std::string participant;
  std::string group;  ///< arm, from participants.tsv
  std::string sex;
  double age = kNaN;
  std::string session;
  std::string time_point;  ///< `baseline`, ..., from sessions.tsv; likewise below
  double day = kNaN;       ///< since the participant's first session
  std::string muscle;
  std::string side;
  std::string site;
  std::string state;
  std::string posture;
  std::string probe_direction;
  std::string device;
  std::string rater;
  std::string run;
  std::string technique;  ///< given last before this recording, from treatments.tsv; empty: none
  std::string treatment;  ///< all that this place gets in the study ("dry_needling+stretching"),
                          ///< the same in every session; `none`; empty: there is no treatments.tsv
  std::string quantity;
  std::string units;
  std::string method;
  std::string roi = "all";
  int repeat = 0;  ///< 0: the recording; 1, 2, ...: a tap, push or cycle
  double value = kNaN;
  double std_error = kNaN;  ///< within the session, of this recording
  double quality = kNaN;
};

}  // namespace stiff
