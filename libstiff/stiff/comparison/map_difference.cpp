#include "stiff/comparison/map_difference.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

constexpr double kCorrelated = 0.05;
constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

/// Slope of a map at a point, per m, from half a pixel either side; 0 where it has none.
double slope(const LocatedPicture& map, double axial_m, double lateral_m, bool axial) {
  const double half = (axial ? map.axial_m.step : map.lateral_m.step) / 2;
  const double ahead = bilinear(map, axial_m + (axial ? half : 0), lateral_m + (axial ? 0 : half));
  const double behind = bilinear(map, axial_m - (axial ? half : 0), lateral_m - (axial ? 0 : half));
  const double rise = (ahead - behind) / (2 * half);
  return std::isfinite(rise) ? rise : 0;
}

double squared(double x) {
  return x * x;
}

/// What the motion's own error makes of the map at a point.
double misplacement(const LocatedPicture& post, const MapRegistration& registration,
                    const RigidMotion::Place& at) {
  const RigidMotion& motion = registration.motion;
  const auto known = [](double error) { return std::isfinite(error) ? error : 0; };
  const double turn = known(registration.rotation_std_error_rad);
  const double lateral = std::hypot(known(registration.shift_lateral_std_error_m),
                                    turn * (at.axial_m - motion.centre_axial_m));
  const double axial = std::hypot(known(registration.shift_axial_std_error_m),
                                  turn * (at.lateral_m - motion.centre_lateral_m));
  return std::hypot(slope(post, at.axial_m, at.lateral_m, false) * lateral,
                    slope(post, at.axial_m, at.lateral_m, true) * axial);
}

void check_sizes(const LocatedMap& map) {
  const auto fits = [](const LocatedPicture& p) {
    return p.value.rows() == p.axial_m.size && p.value.cols() == p.lateral_m.size;
  };
  if (!fits(map.value) || !fits(map.std_error)) {
    throw Error(ErrorKind::usage, "a map or its error has not the size of its axes");
  }
}

MapDifference empty_difference(const LocatedMap& pre) {
  MapDifference out;
  out.axial_m = pre.value.axial_m;
  out.lateral_m = pre.value.lateral_m;
  const Picture<float> nothing =
      Picture<float>::Constant(pre.value.value.rows(), pre.value.value.cols(), kNothing);
  out.pre = out.post = out.log_ratio = out.log_ratio_std_error = nothing;
  out.difference = out.difference_std_error = nothing;
  return out;
}

/// Correlation of z along the columns at lags from 1 on; `there` is 1 where z counts. The mean that
/// was taken off z makes each too small by about its own variance: put back once.
std::vector<double> correlation_along(const Picture<double>& z, const Picture<double>& there,
                                      double variance) {
  std::vector<double> out;
  for (Index lag = 1; lag < z.cols(); ++lag) {
    const Index rest = z.cols() - lag;
    const double pairs = (there.leftCols(rest) * there.rightCols(rest)).sum();
    if (!(pairs > 0)) break;
    const double r = (z.leftCols(rest) * z.rightCols(rest)).sum() / pairs / variance;
    if (!(r > kCorrelated)) break;
    out.push_back(std::min(1.0, r));
  }
  return out;
}

/// s convolved with the errors' correlation along its columns.
Picture<double> along(const Picture<double>& s, const std::vector<double>& correlation) {
  Picture<double> out = s;
  for (std::size_t k = 0; k < correlation.size(); ++k) {
    const Index rest = s.cols() - static_cast<Index>(k) - 1;
    if (rest <= 0) break;
    out.leftCols(rest) += correlation[k] * s.rightCols(rest);
    out.rightCols(rest) += correlation[k] * s.leftCols(rest);
  }
  return out;
}

/// sum_ij s_i s_j r(i - j).
double correlated_sum(const Picture<double>& s, const MapDifference& difference) {
  const Picture<double> rows = along(s, difference.lateral_correlation);
  const Picture<double> turned = rows.transpose();
  const Picture<double> both = along(turned, difference.axial_correlation).transpose();
  return (s * both).sum();
}

void find_error_structure(MapDifference& out, const Picture<unsigned char>& apart) {
  Picture<double> there = out.log_ratio.isFinite().cast<double>();
  if (apart.size() > 0) there *= (apart == 0).cast<double>();
  const double n = there.sum();
  if (!(n > 2)) return;
  const Picture<double> ratio = (there > 0).select(out.log_ratio.cast<double>(), 0.0);
  const Picture<double> error = (there > 0).select(out.log_ratio_std_error.cast<double>(), 1.0);
  const Picture<double> z = (there > 0).select((ratio - ratio.sum() / n) / error, 0.0);
  const double variance = z.square().sum() / n;
  if (!(variance > 0)) {
    out.dispersion = 1;
    return;
  }
  out.lateral_correlation = correlation_along(z, there, variance);
  out.axial_correlation = correlation_along(z.transpose(), there.transpose(), variance);
  // The share of the variance that went with the mean is put back, once.
  const double lost = std::min(0.5, correlated_sum(there, out) / (n * n));
  for (auto* all : {&out.lateral_correlation, &out.axial_correlation}) {
    for (double& r : *all) r = r * (1 - lost) + lost;
  }
  out.dispersion = std::max(1.0, variance / (1 - lost));
}

}  // namespace

MapDifference difference_of_maps(const LocatedMap& pre, const LocatedMap& post,
                                 const MapRegistration& registration,
                                 const Picture<unsigned char>& apart) {
  check_sizes(pre);
  check_sizes(post);
  MapDifference out = empty_difference(pre);
  for (Index z = 0; z < out.pre.rows(); ++z) {
    for (Index x = 0; x < out.pre.cols(); ++x) {
      const auto at = registration.motion.forward(out.lateral_m[x], out.axial_m[z]);
      const double before = static_cast<double>(pre.value.value(z, x));
      const double before_error = static_cast<double>(pre.std_error.value(z, x));
      const double after = bilinear(post.value, at.axial_m, at.lateral_m);
      const double after_error = std::hypot(bilinear(post.std_error, at.axial_m, at.lateral_m),
                                            misplacement(post.value, registration, at));
      if (!(before > 0 && after > 0 && before_error > 0 && after_error > 0)) continue;
      if (!std::isfinite(before + after + before_error + after_error)) continue;
      out.pre(z, x) = static_cast<float>(before);
      out.post(z, x) = static_cast<float>(after);
      out.log_ratio(z, x) = static_cast<float>(std::log(after / before));
      out.log_ratio_std_error(z, x) =
          static_cast<float>(std::hypot(before_error / before, after_error / after));
      out.difference(z, x) = static_cast<float>(after - before);
      out.difference_std_error(z, x) = static_cast<float>(std::hypot(before_error, after_error));
      ++out.n_pixels;
    }
  }
  find_error_structure(out, apart);
  return out;
}

Estimate RegionChange::percent() const {
  Estimate out = log_ratio;
  const auto per_cent = [](double log) { return 100 * std::expm1(log); };
  out.value = per_cent(log_ratio.value);
  out.std_error = 100 * std::exp(log_ratio.value) * log_ratio.std_error;
  out.ci_low = per_cent(log_ratio.ci_low);
  out.ci_high = per_cent(log_ratio.ci_high);
  return out;
}

RegionChange region_change(const MapDifference& difference, const Picture<unsigned char>& region,
                           Index least) {
  if (region.rows() != difference.pre.rows() || region.cols() != difference.pre.cols()) {
    throw Error(ErrorKind::usage, "a region has not the size of the map");
  }
  const Picture<bool> seen = difference.log_ratio.isFinite();
  const Picture<bool> inside = region != 0 && seen;
  const Index n = inside.count();
  if (n < std::max<Index>(1, least) || !(difference.dispersion >= 1)) {
    return {no_estimate(Reason::too_few), no_estimate(Reason::too_few)};
  }
  const double count = static_cast<double>(n);
  const auto errors = [&](const Picture<float>& error, const Picture<bool>& where) {
    return Picture<double>(where.select(error.cast<double>(), 0.0));
  };
  const Picture<double> all = errors(difference.log_ratio_std_error, seen);
  const double places = squared(all.sum()) / correlated_sum(all, difference);
  const double dof = std::max(1.0, places - 1);
  const auto mean = [&](const Picture<float>& value, const Picture<float>& error) {
    const double sum = inside.select(value.cast<double>(), 0.0).sum();
    const double var =
        difference.dispersion * correlated_sum(errors(error, inside), difference) / squared(count);
    return make_estimate(sum / count, std::sqrt(var), kNaN, n, dof);
  };
  return {mean(difference.log_ratio, difference.log_ratio_std_error),
          mean(difference.difference, difference.difference_std_error)};
}

Estimate percent_against(const Estimate& inside, const Estimate& outside) {
  if (!inside.has_value() || !outside.has_value()) return no_estimate(Reason::too_few);
  const double error = std::hypot(inside.std_error, outside.std_error);
  // Both intervals are of one field, and so of one t: its quantile is that of either.
  const double quantile = (inside.ci_high - inside.value) / inside.std_error;
  const double change = inside.value - outside.value;
  RegionChange out;
  out.log_ratio = {.value = change,
                   .std_error = error,
                   .ci_low = change - quantile * error,
                   .ci_high = change + quantile * error,
                   .n = inside.n};
  return out.percent();
}

}  // namespace stiff
