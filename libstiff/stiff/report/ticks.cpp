#include "stiff/report/ticks.h"

#include "stiff/report/number_words.h"

#include <algorithm>
#include <cmath>

namespace stiff {

std::string Ticks::text(std::size_t i) const {
  return fixed_text(at[i], decimals);
}

Ticks nice_ticks(double low, double high, int target) {
  const double rough = (high - low) / std::max(1, target);
  int power = static_cast<int>(std::floor(std::log10(rough)));
  const double lead = rough / std::pow(10.0, power);
  // The nearest of 1, 2, 5 and 10 on a scale of ratios.
  int digit = lead < std::sqrt(2.0)    ? 1
              : lead < std::sqrt(10.0) ? 2
              : lead < std::sqrt(50.0) ? 5
                                       : 10;
  if (digit == 10) {
    digit = 1;
    ++power;
  }
  Ticks ticks;
  ticks.step = digit * std::pow(10.0, power);
  ticks.decimals = std::clamp(-power, 0, 12);
  // Multiples of the step are counted as whole numbers; an end that is one but for rounding counts.
  const auto first = static_cast<long long>(std::ceil(low / ticks.step - 1e-9));
  const auto last = static_cast<long long>(std::floor(high / ticks.step + 1e-9));
  for (long long i = first; i <= last; ++i) {
    // Divided where the step is below one, so that 0.3 is the 0.3 that people type.
    ticks.at.push_back(power < 0 ? static_cast<double>(i * digit) / std::pow(10.0, -power)
                                 : static_cast<double>(i) * ticks.step);
  }
  return ticks;
}

void RangeOf::add(double value) {
  if (!std::isfinite(value)) return;
  low_ = any_ ? std::min(low_, value) : value;
  high_ = any_ ? std::max(high_, value) : value;
  any_ = true;
}

Range RangeOf::range(double margin) const {
  if (!any_) return {0, 1};
  double low = low_, high = high_;
  // A span that is lost in the digits of its ends is none.
  const double least = 1e-9 * std::max(std::abs(low), std::abs(high));
  if (!(high - low > least)) {
    const double half = low == 0 ? 0.5 : 0.5 * std::abs(low);
    return {low - half, low + half};
  }
  const double more = margin * (high - low);
  return {low - more, high + more};
}

}  // namespace stiff
