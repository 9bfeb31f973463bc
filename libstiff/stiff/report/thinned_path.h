#pragma once

#include <cstddef>
#include <string>

namespace stiff {

/// A length in px as SVG has it, to a hundredth.
std::string px_text(double length);

/// The `d` of a line through places in px. Of each run of points within one pixel's column, its
/// first, lowest, highest and last are drawn: the eye sees the same, and a trace of 20 000 samples
/// stays small. A place that is not finite breaks the line.
class ThinnedPath {
 public:
  void point(double x, double y);
  /// The whole; nothing is added afterwards.
  std::string str();

 private:
  struct Place {
    double x = 0;
    double y = 0;
  };
  static constexpr std::size_t kWhole = 4;  ///< so many points of a column are drawn as they are

  void draw(const Place& place);
  void flush();

  std::string path_;
  bool begun_ = false;
  double column_ = 0;
  std::size_t run_ = 0;  ///< points in the column so far
  Place first_, low_, high_, last_;
  Place kept_[kWhole];
};

}  // namespace stiff
