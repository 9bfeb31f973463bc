#include "stiff/dsp/taper.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stiff {

double cosine_ramp(double u) {
  if (u <= 0) {
    return 0;
  }
  return u >= 1 ? 1 : 0.5 * (1 - std::cos(std::numbers::pi * u));
}

std::vector<double> hann_window(Index size) {
  std::vector<double> window(static_cast<std::size_t>(std::max<Index>(size, 0)));
  for (std::size_t i = 0; i < window.size(); ++i) {
    window[i] = cosine_ramp(2 * static_cast<double>(i + 1) / static_cast<double>(size + 1));
    if (2 * (i + 1) > window.size() + 1) {
      window[i] = window[window.size() - 1 - i];
    }
  }
  return window;
}

std::vector<double> edge_taper(Index size, Index begin, Index end) {
  size = std::max<Index>(size, 0);
  begin = std::max<Index>(begin, 0);
  end = std::max<Index>(end, 0);
  if (begin + end > size) {
    const Index both = begin + end;
    begin = begin * size / both;
    end = end * size / both;
  }
  std::vector<double> window(static_cast<std::size_t>(size), 1.0);
  for (Index i = 0; i < begin; ++i) {
    window[static_cast<std::size_t>(i)] *=
        cosine_ramp(static_cast<double>(i + 1) / static_cast<double>(begin + 1));
  }
  for (Index i = 0; i < end; ++i) {
    window[static_cast<std::size_t>(size - 1 - i)] *=
        cosine_ramp(static_cast<double>(i + 1) / static_cast<double>(end + 1));
  }
  return window;
}

}  // namespace stiff
