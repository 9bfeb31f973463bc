#pragma once

namespace stiff {

/// The least p-value that is quoted. The rate is fitted to simulated records down to about 1e-3 and
/// continued from there; so far out the continuation is not to be believed: a p of 1e-6 reads "at
/// most that".
inline constexpr double kLeastBurstP = 1e-6;

/// The chance that a record of noise alone has a tile of this score or more (`BurstScan`).
///
///     p = 1 - exp(-searched rate(score)),   ln rate = -3.6 + 0.9 / T - (0.79 - 0.23 / T) (score -
///     11)
///
/// with the rate in 1/s and T the record's length in s, at most 12 (the noise's level is of 10 s):
/// fitted to simulated white Gaussian noise, 6000 records each of 1 to 16 s on one to three axes,
/// taken through the whole of it, estimation of the noise's spectrum and level included
/// (tests/contact/test_twitch_significance.cpp). In the range of p from 0.01 to 0.2 within a fifth
/// of it; below 1e-3 it is the exponential's continuation,
/// which is not bounded here: what is quoted is at least `kLeastBurstP`.
///
/// \param searched_s what of the record was searched. \param traces how many traces were searched
/// alike: p is of all of them together (1 - (1 - p)^traces, exact where they are independent, too
/// large where not).
double burst_p_value(double score, double record_s, double searched_s, int traces = 1);

/// The score at which p is `alarm_rate`.
double burst_threshold(double alarm_rate, double record_s, double searched_s, int traces = 1);

}  // namespace stiff
