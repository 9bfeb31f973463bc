#pragma once

#include "stiff/comparison/responders.h"
#include "stiff/result/table.h"

#include <deque>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// All compared places at one session after `pre`, each against its own `pre`, with verdicts.
struct LaterSession {
  std::string session;
  double day = kNaN;  ///< mean of the people's, since their first session
  std::vector<ChangePair> pairs;
  KindErrors errors;  ///< of the controls at this session; where these are too few, of `post`
  std::vector<Responder> responders;
};

struct TimeCourse {
  std::deque<LaterSession> sessions;  ///< by day
  std::vector<std::string> notes;     ///< which sessions are left out, and why
};

/// The sessions behind `pre` or on its day, `post` among them, for the places that are compared
/// there, in their arms and roles. Sessions need days (sessions.tsv); without them there is `post`
/// alone. Places
/// measured by another device than before are left out unless forced.
TimeCourse time_course(std::span<const ChangePair> compared, const KindErrors& errors,
                       const ControlSource& control, std::span<const Measurement> measurements,
                       const ChangeOptions& options);

/// How long one place that had changed at `post` stayed so.
struct TimeToReturn {
  const ChangePair* pair = nullptr;  ///< of the compared places
  Verdict verdict = Verdict::none;   ///< at `post`
  /// `returned`: from `session` on the change no longer exceeds the MDC in that direction;
  /// `lasting`: it does at the last session; `no follow-up`: there is none with a verdict.
  std::string status;
  std::string session;
  double day_low = kNaN;      ///< after post: the last session at which it exceeded the MDC
  double day_high = kNaN;     ///< after post: the first from which it does not; NaN where lasting
  std::int64_t sessions = 0;  ///< with a verdict, behind post
};

/// One row for each `lower` or `higher` of `responders`, in their order. A change that goes and
/// comes back counts as lasting until it goes for good. Sessions on the day of `post` do not count.
std::vector<TimeToReturn> times_to_return(std::span<const Responder> responders,
                                          const TimeCourse& course);

/// The tables `time_course` (mean change and verdicts by session) and `time_to_return`.
Table time_course_table(const TimeCourse& course);
Table time_to_return_table(std::span<const TimeToReturn> times);

}  // namespace stiff
