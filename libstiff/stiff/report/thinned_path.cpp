#include "stiff/report/thinned_path.h"

#include <algorithm>
#include <cmath>

namespace stiff {

std::string px_text(double length) {
  // Beyond a screen's size is beyond the axes; more digits would only be longer.
  if (std::isnan(length)) return "0";
  long long hundredths = std::llround(std::clamp(length, -1e5, 1e5) * 100);
  std::string text = hundredths < 0 ? "-" : "";
  hundredths = std::llabs(hundredths);
  text += std::to_string(hundredths / 100);
  if (hundredths % 100 == 0) return text;
  text += '.';
  text += static_cast<char>('0' + hundredths % 100 / 10);
  if (hundredths % 10 != 0) text += static_cast<char>('0' + hundredths % 10);
  return text;
}

void ThinnedPath::point(double x, double y) {
  if (!std::isfinite(x) || !std::isfinite(y)) {
    flush();
    begun_ = false;
    return;
  }
  const double column = std::floor(x);
  if (run_ > 0 && column != column_) flush();
  column_ = column;
  const Place place{x, y};
  if (run_ == 0) first_ = low_ = high_ = place;
  if (y < low_.y) low_ = place;
  if (y > high_.y) high_ = place;
  last_ = place;
  if (run_ < kWhole) kept_[run_] = place;
  ++run_;
}

std::string ThinnedPath::str() {
  flush();
  return path_;
}

void ThinnedPath::draw(const Place& place) {
  path_ += begun_ ? 'L' : 'M';
  path_ += px_text(place.x) + " " + px_text(place.y);
  begun_ = true;
}

void ThinnedPath::flush() {
  if (run_ <= kWhole) {
    for (std::size_t i = 0; i < run_; ++i) draw(kept_[i]);
  } else {
    for (const Place& place : {first_, low_, high_, last_}) draw(place);
  }
  run_ = 0;
}

}  // namespace stiff
