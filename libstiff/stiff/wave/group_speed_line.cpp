#include "stiff/wave/group_speed_line.h"

#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace stiff {
namespace {

struct Line {
  std::vector<double> distance, time, weight;
  std::vector<std::size_t> source;
};

Line arrived(const Arrivals& arrivals) {
  Line line;
  std::vector<double> errors;
  for (std::size_t i = 0; i < arrivals.time_s.size(); ++i) {
    if (arrivals.reason[i] == Reason::none) {
      line.distance.push_back(arrivals.distance_m[static_cast<Index>(i)]);
      line.time.push_back(arrivals.time_s[i]);
      line.source.push_back(i);
      errors.push_back(arrivals.std_error_s[i]);
    }
  }
  // Noise is not all that scatters arrivals: the middle half of the error bars sets their least
  // size.
  const double typical = median(errors);
  for (const double error : errors) {
    const double bounded = std::clamp(error, 0.5 * typical, 2 * typical);
    line.weight.push_back(bounded > 0 ? typical * typical / (bounded * bounded) : 1.0);
  }
  return line;
}

Reason most_frequent(const Arrivals& arrivals) {
  std::map<Reason, int> count;
  for (const Reason reason : arrivals.reason) {
    ++count[reason];
  }
  Reason best = Reason::too_few;
  int most = 0;
  for (const auto& [reason, n] : count) {
    if (reason != Reason::none && n > most) {
      best = reason;
      most = n;
    }
  }
  return 2 * most >= static_cast<int>(arrivals.reason.size()) ? best : Reason::too_few;
}

// 1 + 2 sum of the residuals' autocorrelation up to where it is first not positive. Residuals of a
// line are anticorrelated by the fit itself, each lag by about 2 tau / n: that is given back, with
// tau from the turn before.
double correlation_length(std::span<const double> residual) {
  const std::size_t n = residual.size();
  const auto product = [&](std::size_t lag) {
    double sum = 0;
    for (std::size_t i = 0; i + lag < n; ++i) {
      sum += residual[i] * residual[i + lag];
    }
    return sum;
  };
  const double variance = product(0);
  double length = 1;
  for (int turn = 0; turn < 3 && variance > 0; ++turn) {
    const double fitted_away = turn == 0 ? 0.0 : 2 * length / static_cast<double>(n);
    double next = 1;
    for (std::size_t lag = 1; lag < n / 2; ++lag) {
      const double r = product(lag) / variance + fitted_away;
      if (r <= 2 / std::sqrt(static_cast<double>(n)) && lag > 1) {
        break;
      }
      next += 2 * std::max(r, 0.0);
    }
    length = std::min(next, static_cast<double>(n) / 4);
  }
  return length;
}

struct Fitted {
  LineFit fit;
  std::vector<unsigned char> used;
};

Fitted fit_line(const Line& line, double resolution_s, const GroupSpeedOptions& options) {
  const std::size_t n = line.time.size();
  Fitted result{{}, std::vector<unsigned char>(n, 1)};
  switch (options.method) {
    case LineMethod::ransac: {
      const double scatter = theil_sen_line(line.distance, line.time).residual_std;
      RansacLine ransac = ransac_line(line.distance, line.time, line.weight,
                                      {.inlier_distance = std::max(2.5 * scatter, resolution_s),
                                       .seed = static_cast<std::uint32_t>(options.seed)});
      result.fit = ransac.fit;
      // Normal residuals cut at 2.5 sigma have 0.911 of their variance.
      result.fit.slope_variance /= 0.911;
      result.used = std::move(ransac.inlier);
      return result;
    }
    case LineMethod::theil_sen:
      result.fit = theil_sen_line(line.distance, line.time);
      break;
    case LineMethod::tukey:
      result.fit = robust_line(line.distance, line.time, line.weight);
      break;
  }
  for (std::size_t i = 0; i < n; ++i) {
    const double distance = std::abs(line.time[i] - result.fit.at(line.distance[i]));
    result.used[i] = distance <= std::max(4.685 * result.fit.residual_std, resolution_s) ? 1 : 0;
  }
  return result;
}

double determination(const Line& line, const Fitted& fitted) {
  double n = 0, mean = 0;
  for (std::size_t i = 0; i < line.time.size(); ++i) {
    if (fitted.used[i] != 0) {
      mean += line.time[i];
      ++n;
    }
  }
  mean /= n;
  double total = 0, rest = 0;
  for (std::size_t i = 0; i < line.time.size(); ++i) {
    if (fitted.used[i] != 0) {
      const double r = line.time[i] - fitted.fit.at(line.distance[i]);
      total += (line.time[i] - mean) * (line.time[i] - mean);
      rest += r * r;
    }
  }
  return total > 0 ? 1 - rest / total : 0.0;
}

}  // namespace

std::span<const Choice<LineMethod>> choices(LineMethod) {
  static constexpr std::array<Choice<LineMethod>, 3> kChoices{{{LineMethod::ransac, "ransac"},
                                                               {LineMethod::theil_sen, "theil-sen"},
                                                               {LineMethod::tukey, "tukey"}}};
  return kChoices;
}

GroupSpeed group_speed_line(const Arrivals& arrivals, const GroupSpeedOptions& options) {
  GroupSpeed result;
  result.used.assign(arrivals.time_s.size(), 0);
  const auto refuse = [&](Reason reason) {
    result.speed = no_estimate(reason);
    return result;
  };
  const Line line = arrived(arrivals);
  const auto distances = static_cast<double>(arrivals.time_s.size());
  const auto n = static_cast<double>(line.time.size());
  if (line.time.size() < static_cast<std::size_t>(options.min_lines) ||
      !(n >= options.min_used_fraction * distances)) {
    return refuse(most_frequent(arrivals));
  }
  const Fitted fitted = fit_line(line, arrivals.resolution_s, options);
  result.arrival = fitted.fit;
  if (!fitted.fit.ok()) {
    return refuse(Reason::low_correlation);
  }
  std::vector<double> residual;
  for (std::size_t i = 0; i < line.time.size(); ++i) {
    if (fitted.used[i] != 0) {
      result.used[line.source[i]] = 1;
      residual.push_back(line.time[i] - fitted.fit.at(line.distance[i]));
    }
  }
  const auto used = static_cast<double>(residual.size());
  if (!(used >= options.min_used_fraction * distances) ||
      residual.size() < static_cast<std::size_t>(options.min_lines)) {
    return refuse(Reason::low_correlation);
  }
  const double slowness = fitted.fit.slope;
  const bool in_range =
      slowness >= 1 / options.fastest_m_per_s && slowness <= 1 / options.slowest_m_per_s;
  const double r2 = determination(line, fitted);
  if (!(r2 >= options.min_determination)) {
    return refuse(Reason::no_wave);
  }
  if (!in_range) {
    return refuse(Reason::out_of_range);
  }
  const double tau = correlation_length(residual);
  const double std_error = fitted.fit.slope_std_error() * std::sqrt(tau) / (slowness * slowness);
  const double dof = std::max(1.0, used / tau - 2);
  result.speed = make_estimate(1 / slowness, std_error, r2 * used / distances,
                               static_cast<std::int64_t>(residual.size()), dof);
  return result;
}

Estimate combine_speeds(std::span<const Estimate> sides) {
  double weight = 0, sum = 0, quality = 0;
  std::int64_t n = 0, count = 0;
  // Slowness is what was measured: its errors are the symmetric ones.
  const auto slowness_error = [](const Estimate& side) {
    return side.std_error / (side.value * side.value);
  };
  double largest = 0;
  for (const Estimate& side : sides) {
    largest = side.has_value() ? std::max(largest, slowness_error(side)) : largest;
  }
  // An error bar of 0 (an exact line) would take all the weight: at least a thousandth of the
  // other.
  const double floor = largest > 0 ? 1e-3 * largest : 1.0;
  for (const Estimate& side : sides) {
    if (side.has_value()) {
      const double error = std::max(slowness_error(side), floor);
      const double w = 1 / (error * error);
      weight += w;
      sum += w / side.value;
      quality += w * side.quality;
      n += side.n;
      ++count;
    }
  }
  if (count == 0) {
    return no_estimate(sides.empty() ? Reason::no_wave : sides.front().reason);
  }
  const double slowness = sum / weight;
  double chi2 = 0, width = 0;
  for (const Estimate& side : sides) {
    if (side.has_value()) {
      const double error = std::max(slowness_error(side), floor);
      const double deviation = (1 / side.value - slowness) / error;
      chi2 += deviation * deviation;
      // How much wider than normal this side's interval is, by Student's t.
      const double t = side.std_error > 0 ? (side.ci_high - side.value) / side.std_error : 1.96;
      width = std::max(width, t);
    }
  }
  const double birge =
      count > 1 ? std::sqrt(std::max(1.0, chi2 / static_cast<double>(count - 1))) : 1;
  const double std_error = largest > 0 ? birge / std::sqrt(weight) / (slowness * slowness) : 0.0;
  Estimate result = make_estimate(1 / slowness, std_error, quality / weight, n);
  const double half = width * std_error;
  result.ci_low = result.value - half;
  result.ci_high = result.value + half;
  return result;
}

}  // namespace stiff
