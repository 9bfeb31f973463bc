#pragma once

#include <string>
#include <vector>

namespace stiff {

/// Where an axis has its marks: multiples of 1, 2 or 5 times a power of ten.
struct Ticks {
  double step = 1;
  std::vector<double> at;  ///< within the axis, increasing
  int decimals = 0;        ///< that tell neighbours apart

  std::string text(std::size_t i) const;
};

/// About `target` marks between two numbers, and never more than twice as many. \pre low < high,
/// both finite.
Ticks nice_ticks(double low, double high, int target);

/// A range as an axis shows it: widened to its ticks where it holds more than one number, made of
/// some width where it does not.
struct Range {
  double low = 0;
  double high = 1;
};

/// The range of the finite numbers, widened by `margin` of its width on both sides; 0 to 1 where
/// there are none, and never empty.
class RangeOf {
 public:
  void add(double value);
  template <class Values>
  void add_all(const Values& values) {
    for (const auto value : values) add(static_cast<double>(value));
  }
  bool empty() const { return !(low_ <= high_); }
  Range range(double margin = 0) const;

 private:
  double low_ = 1;
  double high_ = 0;
  bool any_ = false;
};

}  // namespace stiff
