#include "stiff/candidates/candidate_region.h"

#include "stiff/candidates/opened_region.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

constexpr int kTurns = 6;
constexpr double kPlateauShare = 0.65;  // the quantile of the region's pixels that is its plateau

constexpr double kOpening_mm = 1;  // radius of the disc that a place holds

/// The connected pixels (4 neighbours) above a ln value, from the seed; over gaps within the field,
/// whose pixels have no value.
std::vector<Index> grown(const LogMap& map, Index seed, double log_height,
                         const std::vector<unsigned char>& taken,
                         std::vector<unsigned char>& seen) {
  std::vector<Index> reached;
  const Index rows = map.value.rows(), columns = map.value.cols();
  std::fill(seen.begin(), seen.end(), static_cast<unsigned char>(0));
  const auto visit = [&](Index pixel) {
    const auto at = static_cast<std::size_t>(pixel);
    if (seen[at] || taken[at]) return;
    const float value = map.value.data()[pixel];
    const bool stands_out = value >= log_height;
    const bool gap = value != value && map.field.size() > 0 && map.field.data()[pixel] != 0;
    if (!stands_out && !gap) return;
    seen[at] = 1;
    reached.push_back(pixel);
  };
  visit(seed);
  for (std::size_t next = 0; next < reached.size(); ++next) {
    const Index z = reached[next] / columns, x = reached[next] % columns;
    if (z > 0) visit(reached[next] - columns);
    if (z + 1 < rows) visit(reached[next] + columns);
    if (x > 0) visit(reached[next] - 1);
    if (x + 1 < columns) visit(reached[next] + 1);
  }
  return reached;
}

double quantile_of(const LogMap& map, const std::vector<Index>& pixels, double share) {
  std::vector<float> values;
  values.reserve(pixels.size());
  for (const Index pixel : pixels) values.push_back(map.value.data()[pixel]);
  const auto place =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), place, values.end());
  return std::exp(static_cast<double>(*place));
}

}  // namespace

CandidateRegion half_height_region(const LogMap& map, double expected, Index seed,
                                   const std::vector<unsigned char>& taken) {
  CandidateRegion out;
  std::vector<unsigned char> seen(static_cast<std::size_t>(map.value.size()), 0);
  double plateau = std::exp(static_cast<double>(map.value.data()[seed]));
  std::vector<Index> region;
  for (int turn = 0; turn < kTurns; ++turn) {
    const double half = 0.5 * (expected + plateau);
    if (!(half > 0) || !(plateau > expected)) return out;
    region = opened_region(grown(map, seed, std::log(half), taken, seen), seed, map.value.cols(),
                           map.axial_m.step * 1e3, map.lateral_m.step * 1e3, kOpening_mm);
    std::erase_if(region, [&](Index pixel) { return std::isnan(map.value.data()[pixel]); });
    if (region.empty()) break;
    const double next = quantile_of(map, region, kPlateauShare);
    if (std::abs(next - plateau) < 1e-3 * plateau) break;
    plateau = next;
  }
  out.pixels = std::move(region);
  out.plateau = plateau;
  return out;
}

RegionShape region_shape(const LogMap& map, const std::vector<Index>& pixels) {
  RegionShape out;
  if (pixels.empty()) return out;
  const Index columns = map.value.cols();
  double x1 = 0, z1 = 0;
  out.top_mm = 1e9;
  for (const Index pixel : pixels) {
    x1 += map.lateral_m[pixel % columns] * 1e3;
    z1 += map.axial_m[pixel / columns] * 1e3;
    out.top_mm = std::min(out.top_mm, map.axial_m[pixel / columns] * 1e3);
  }
  const auto n = static_cast<double>(pixels.size());
  out.lateral_mm = x1 / n;
  out.axial_mm = z1 / n;
  double xx = 0, zz = 0, xz = 0;
  for (const Index pixel : pixels) {
    const double x = map.lateral_m[pixel % columns] * 1e3 - out.lateral_mm;
    const double z = map.axial_m[pixel / columns] * 1e3 - out.axial_mm;
    xx += x * x;
    zz += z * z;
    xz += x * z;
  }
  // A pixel is not a point: its own extent has second moments of a twelfth of its sides' squares.
  const double dx = map.lateral_m.step * 1e3, dz = map.axial_m.step * 1e3;
  xx = xx / n + dx * dx / 12;
  zz = zz / n + dz * dz / 12;
  xz /= n;
  const double middle = 0.5 * (xx + zz), half = std::hypot(0.5 * (xx - zz), xz);
  out.area_mm2 = n * dx * dz;
  out.major_mm = 4 * std::sqrt(middle + half);
  out.minor_mm = 4 * std::sqrt(std::max(0.0, middle - half));
  out.orientation_deg = 0.5 * std::atan2(2 * xz, xx - zz) * 180 / std::numbers::pi;
  out.fill = out.area_mm2 / (0.25 * std::numbers::pi * out.major_mm * out.minor_mm);
  return out;
}

CandidateKind kind_of(const RegionShape& shape, const KindOptions& options) {
  constexpr double kLongestNodule = 2.5;
  double angle = std::abs(shape.orientation_deg - options.fibre_angle_deg);
  angle = std::min(angle, std::abs(180 - angle));
  const double elongation = shape.major_mm / shape.minor_mm;
  if (elongation >= options.least_elongation && angle <= options.widest_angle_deg) {
    return CandidateKind::taut_band;
  }
  const bool compact = elongation <= kLongestNodule && shape.fill >= options.least_fill &&
                       shape.area_mm2 <= options.largest_nodule_mm2;
  return compact ? CandidateKind::nodule : CandidateKind::diffuse;
}

}  // namespace stiff
