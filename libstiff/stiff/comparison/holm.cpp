#include "stiff/comparison/holm.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

namespace stiff {

std::vector<double> holm_adjusted(std::span<const double> p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (std::isnan(p[i])) continue;
    if (!(p[i] >= 0 && p[i] <= 1)) {
      throw Error(ErrorKind::usage, "a p value of " + std::to_string(p[i]) + " is none: 0 to 1");
    }
    order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size(), kNaN);
  double largest = 0;
  for (std::size_t j = 0; j < order.size(); ++j) {
    const auto left = static_cast<double>(order.size() - j);
    largest = std::max(largest, std::min(1.0, left * p[order[j]]));
    adjusted[order[j]] = largest;
  }
  return adjusted;
}

std::vector<double> holm_within(std::span<const double> p, std::span<const std::string> family) {
  if (p.size() != family.size()) {
    throw Error(ErrorKind::usage, std::to_string(p.size()) + " p values, but " +
                                      std::to_string(family.size()) + " families");
  }
  std::map<std::string, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < p.size(); ++i) members[family[i]].push_back(i);
  std::vector<double> adjusted(p.size(), kNaN);
  for (const auto& [name, places] : members) {
    std::vector<double> own;
    for (const std::size_t i : places) own.push_back(p[i]);
    const std::vector<double> of_family = holm_adjusted(own);
    for (std::size_t k = 0; k < places.size(); ++k) adjusted[places[k]] = of_family[k];
  }
  return adjusted;
}

}  // namespace stiff
