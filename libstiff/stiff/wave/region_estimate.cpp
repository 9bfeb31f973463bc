#include "stiff/wave/region_estimate.h"

#include "stiff/dsp/robust_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace stiff {
namespace {

Reason commonest_reason(const CompoundMap& map, const Picture<unsigned char>& inside) {
  std::array<Index, 128> count{};
  for (Index i = 0; i < inside.size(); ++i) {
    const auto reason = map.reason.data()[i];
    if (inside.data()[i] != 0 && reason > 0) ++count[static_cast<std::size_t>(reason)];
  }
  const auto most = std::max_element(count.begin(), count.end());
  return *most > 0 ? static_cast<Reason>(most - count.begin()) : Reason::too_few;
}

}  // namespace

Estimate region_speed(const CompoundMap& map, const SlownessError& error,
                      const Picture<unsigned char>& inside, Index least) {
  std::vector<double> slowness;
  double quality = 0;
  Picture<float> weighted = Picture<float>::Zero(inside.rows(), inside.cols());
  double dof = 0;
  double systematic = 0;
  for (Index i = 0; i < inside.size(); ++i) {
    const float std_error = error.std_error.data()[i];
    if (inside.data()[i] == 0 || map.reason.data()[i] != static_cast<std::int8_t>(Reason::none) ||
        !(std_error >= 0)) {
      continue;
    }
    slowness.push_back(static_cast<double>(map.slowness_s_per_m.data()[i]));
    quality += static_cast<double>(map.correlation.data()[i]);
    weighted.data()[i] = std_error;
    systematic += static_cast<double>(map.systematic_s_per_m.data()[i]);
    dof = std::max(dof, static_cast<double>(error.dof.data()[i]));
  }
  if (slowness.empty()) return no_estimate(commonest_reason(map, inside));
  if (static_cast<Index>(slowness.size()) < least) return no_estimate(Reason::too_few);
  const auto n = static_cast<double>(slowness.size());
  const double middle = median(std::move(slowness));
  const auto sum = variance_of_sum(weighted, error);
  const double mean_error = std::sqrt(sum.variance) / n;
  const double std_error = std::hypot(mean_error * std::sqrt(std::numbers::pi / 2), systematic / n);
  const double speed = 1 / middle;
  return make_estimate(speed, std_error * speed * speed, std::clamp(quality / n, 0.0, 1.0),
                       static_cast<std::int64_t>(n), std::min(dof, sum.dof));
}

}  // namespace stiff
