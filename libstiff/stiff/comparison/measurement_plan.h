#pragma once

#include "stiff/core/estimate.h"

#include <cstdint>

namespace stiff {

/// What separates two values of one person, as variances: of the session, of a run within it and of
/// a tap (push, cycle) within that; and what separates people.
struct ErrorComponents {
  double person = 0;
  double session = 0;
  double run = 0;
  double repeat = 0;
};

/// How often one time point is measured.
struct MeasurementPlan {
  std::int64_t sessions = 1;
  std::int64_t runs = 1;     ///< a session
  std::int64_t repeats = 1;  ///< a run
};

/// The variance of the mean of such a time point about the person's own level:
///
///     SEM^2 = session / s + run / (s r) + repeat / (s r t)
///
/// What is not averaged over does not fall: taps do nothing against what differs between sessions.
double planned_error_variance(const ErrorComponents& components, const MeasurementPlan& plan);

/// 1.96 sqrt(2) SEM of such a time point.
double planned_detectable_change(const ErrorComponents& components, const MeasurementPlan& plan);

/// person / (person + SEM^2).
double planned_icc(const ErrorComponents& components, const MeasurementPlan& plan);

/// The least runs a session, or taps a run, that reach a detectable change, with the plan's other
/// numbers; 0 where no number does.
std::int64_t runs_for_detectable_change(const ErrorComponents& components,
                                        const MeasurementPlan& plan, double wanted);
std::int64_t repeats_for_detectable_change(const ErrorComponents& components,
                                           const MeasurementPlan& plan, double wanted);

/// How well a reliability study of n people by k repeats knows its SEM (and MDC): the 95 % interval
/// over the value, by chi-square on (n - 1)(k - 1).
struct RelativeInterval {
  double low = kNaN;
  double high = kNaN;
};
RelativeInterval planned_sem_interval(std::int64_t people, std::int64_t repeats);

/// The 95 % interval of ICC(C,1) where the mean squares come out as they are on average.
RelativeInterval planned_icc_interval(double icc, std::int64_t people, std::int64_t repeats);

/// The least number of people whose SEM's interval ends at the most at `ratio` times the value
/// (1.25: at 25 % above it); 0 where ratio is not above 1 or no million reaches it.
std::int64_t people_for_sem_precision(double ratio, std::int64_t repeats);

}  // namespace stiff
