#include "stiff/candidates/opened_region.h"

#include "stiff/baseline/log_map.h"
#include "stiff/dsp/connected_regions.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stiff {
namespace {

/// A set of pixels in its own bounding box, with a border.
struct Cutout {
  Index top = std::numeric_limits<Index>::max();  ///< of the picture, at the cutout's (0, 0)
  Index left = std::numeric_limits<Index>::max();
  Picture<unsigned char> inside;

  Cutout(const std::vector<Index>& pixels, Index columns, Index border) {
    Index bottom = 0, right = 0;
    for (const Index pixel : pixels) {
      top = std::min(top, pixel / columns);
      bottom = std::max(bottom, pixel / columns);
      left = std::min(left, pixel % columns);
      right = std::max(right, pixel % columns);
    }
    top -= border;
    left -= border;
    inside = Picture<unsigned char>::Zero(bottom - top + 1 + border, right - left + 1 + border);
    for (const Index pixel : pixels) inside(pixel / columns - top, pixel % columns - left) = 1;
  }
};

}  // namespace

std::vector<Index> opened_region(const std::vector<Index>& pixels, Index seed, Index columns,
                                 double axial_step_mm, double lateral_step_mm, double radius_mm) {
  if (pixels.empty()) return pixels;
  // Distances are to the cutout's own edge too: it lies further off than the disc reaches.
  const auto border =
      static_cast<Index>(std::ceil(radius_mm / std::min(axial_step_mm, lateral_step_mm))) + 1;
  const Cutout cut(pixels, columns, border);
  const Index size = cut.inside.size();
  const Picture<float> deep = distance_to_invalid_mm(cut.inside, axial_step_mm, lateral_step_mm);
  std::vector<unsigned char> core(static_cast<std::size_t>(size));
  for (Index i = 0; i < size; ++i) {
    core[static_cast<std::size_t>(i)] = static_cast<double>(deep.data()[i]) > radius_mm ? 1 : 0;
  }
  std::vector<int> part;
  const int parts = connected(cut.inside.rows(), cut.inside.cols(), core, part);
  if (parts == 0) return pixels;
  std::vector<Index> nearest;
  double nearest_mm = std::numeric_limits<double>::infinity();
  for (int number = 1; number <= parts; ++number) {
    Picture<unsigned char> outside(cut.inside.rows(), cut.inside.cols());
    for (Index i = 0; i < size; ++i) {
      outside.data()[i] = part[static_cast<std::size_t>(i)] == number ? 0 : 1;
    }
    const Picture<float> away = distance_to_invalid_mm(outside, axial_step_mm, lateral_step_mm);
    std::vector<Index> grown_back;
    double from_seed_mm = std::numeric_limits<double>::infinity();
    for (const Index pixel : pixels) {
      const Index z = pixel / columns - cut.top, x = pixel % columns - cut.left;
      if (outside(z, x) != 0 && static_cast<double>(away(z, x)) > radius_mm) continue;
      grown_back.push_back(pixel);
      const auto down = static_cast<double>(pixel / columns - seed / columns);
      const auto across = static_cast<double>(pixel % columns - seed % columns);
      from_seed_mm =
          std::min(from_seed_mm, std::hypot(down * axial_step_mm, across * lateral_step_mm));
    }
    if (from_seed_mm < nearest_mm) {
      nearest_mm = from_seed_mm;
      nearest = std::move(grown_back);
    }
  }
  return nearest;
}

}  // namespace stiff
