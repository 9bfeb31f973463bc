#include "stiff/dsp/robust_scale.h"

#include "stiff/core/estimate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace stiff {

double median(std::vector<double> values) {
  std::erase_if(values, [](double v) { return !std::isfinite(v); });
  if (values.empty()) {
    return kNaN;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) {
    return *middle;
  }
  return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

double weighted_median(std::span<const double> values, std::span<const double> weights) {
  std::vector<std::size_t> order;
  double total = 0;
  for (std::size_t i = 0; i < std::min(values.size(), weights.size()); ++i) {
    if (std::isfinite(values[i]) && weights[i] > 0 && std::isfinite(weights[i])) {
      order.push_back(i);
      total += weights[i];
    }
  }
  if (order.empty()) {
    return kNaN;
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return values[a] < values[b] || (values[a] == values[b] && a < b);
  });
  double below = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    below += weights[order[k]];
    // Equal halves: between the two middle values, as the plain median does.
    if (below == 0.5 * total && k + 1 < order.size()) {
      return 0.5 * (values[order[k]] + values[order[k + 1]]);
    }
    if (below > 0.5 * total) {
      return values[order[k]];
    }
  }
  return values[order.back()];
}

double mad_std(std::span<const double> values) {
  const double centre = median({values.begin(), values.end()});
  std::vector<double> deviations;
  deviations.reserve(values.size());
  for (const double value : values) {
    deviations.push_back(std::abs(value - centre));
  }
  return 1.482602218505602 * median(std::move(deviations));
}

}  // namespace stiff
