#include "stiff/baseline/log_map.h"

#include "stiff/core/error.h"
#include "stiff/core/reason.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace stiff {
namespace {

constexpr double kFar = 1e20;
constexpr float kGapMm = 1;

/// min over j of (step (i - j))^2 + f(j) for all i: the lower envelope of parabolas. The places -1
/// and n, just outside the picture, count as not valid.
void squared_distances(std::vector<double>& f, double step, std::vector<Index>& vertex,
                       std::vector<double>& border, std::vector<double>& out) {
  const auto n = static_cast<Index>(f.size());
  const auto at = [&](Index j) { return j < 0 || j >= n ? 0.0 : f[static_cast<std::size_t>(j)]; };
  const double square = step * step;
  vertex.assign(static_cast<std::size_t>(n) + 2, 0);
  border.assign(static_cast<std::size_t>(n) + 3, 0);
  std::size_t k = 0;
  vertex[0] = -1;
  border[0] = -std::numeric_limits<double>::infinity();
  border[1] = std::numeric_limits<double>::infinity();
  for (Index q = 0; q <= n; ++q) {
    if (at(q) >= kFar) continue;
    const auto cross = [&](Index p) {
      const auto a = static_cast<double>(q), b = static_cast<double>(p);
      return ((at(q) + square * a * a) - (at(p) + square * b * b)) / (2 * square * (a - b));
    };
    double s = cross(vertex[k]);
    while (s <= border[k]) s = cross(vertex[--k]);
    vertex[++k] = q;
    border[k] = s;
    border[k + 1] = std::numeric_limits<double>::infinity();
  }
  k = 0;
  for (Index q = 0; q < n; ++q) {
    while (border[k + 1] < static_cast<double>(q)) ++k;
    const auto d = static_cast<double>(q - vertex[k]);
    out[static_cast<std::size_t>(q)] = square * d * d + at(vertex[k]);
  }
}

/// The valid field with its narrow gaps closed: what lies within kGapMm of valid pixels on all
/// sides (a closing by a disc). Lost pixels and the line under a push are no edge of the muscle.
Picture<unsigned char> closed_field(const Picture<unsigned char>& valid, double axial_step_mm,
                                    double lateral_step_mm) {
  const Picture<unsigned char> invalid = (valid == 0).cast<unsigned char>();
  const Picture<unsigned char> near =
      (distance_to_invalid_mm(invalid, axial_step_mm, lateral_step_mm) <= kGapMm + 1e-4F)
          .cast<unsigned char>();
  const Picture<float> inside = distance_to_invalid_mm(near, axial_step_mm, lateral_step_mm);
  return (valid != 0 || inside > kGapMm + 1e-4F).cast<unsigned char>();
}

}  // namespace

Picture<float> edge_distance_mm(const LogMap& map) {
  return distance_to_invalid_mm(map.field, map.axial_m.step * 1e3, map.lateral_m.step * 1e3);
}

Picture<float> distance_to_invalid_mm(const Picture<unsigned char>& valid, double axial_step_mm,
                                      double lateral_step_mm) {
  const Index rows = valid.rows(), columns = valid.cols();
  Picture<double> squares(rows, columns);
  std::vector<Index> vertex;
  std::vector<double> border, line, out;
  for (Index x = 0; x < columns; ++x) {
    line.assign(static_cast<std::size_t>(rows), 0);
    out.assign(static_cast<std::size_t>(rows), 0);
    for (Index z = 0; z < rows; ++z) line[static_cast<std::size_t>(z)] = valid(z, x) ? kFar : 0;
    squared_distances(line, axial_step_mm, vertex, border, out);
    for (Index z = 0; z < rows; ++z) squares(z, x) = out[static_cast<std::size_t>(z)];
  }
  Picture<float> distance(rows, columns);
  for (Index z = 0; z < rows; ++z) {
    line.assign(squares.row(z).data(), squares.row(z).data() + columns);
    out.assign(static_cast<std::size_t>(columns), 0);
    squared_distances(line, lateral_step_mm, vertex, border, out);
    for (Index x = 0; x < columns; ++x) {
      distance(z, x) = static_cast<float>(std::sqrt(out[static_cast<std::size_t>(x)]));
    }
  }
  return distance;
}

LogMap log_map(const Maps& maps, const std::string& quantity, const LogMapOptions& options) {
  const auto found = std::find_if(maps.quantities.begin(), maps.quantities.end(),
                                  [&](const QuantityMap& m) { return m.quantity == quantity; });
  if (found == maps.quantities.end()) {
    std::string there;
    for (const QuantityMap& m : maps.quantities) there += (there.empty() ? "" : ", ") + m.quantity;
    throw Error(ErrorKind::bad_data, "'" + maps.recording_id + "': has no map of " + quantity +
                                         (there.empty() ? "" : "; there is " + there));
  }
  const Picture<float>& value = found->value;
  Picture<unsigned char> valid(value.rows(), value.cols());
  for (Index i = 0; i < value.size(); ++i) {
    const float v = value.data()[i];
    const bool good = v > 0 && std::isfinite(v) &&
                      (maps.reason.size() == 0 || maps.reason.data()[i] == 0) &&
                      (maps.quality.size() == 0 || maps.quality.data()[i] >= options.min_quality);
    valid.data()[i] = good ? 1 : 0;
  }
  const double axial_mm = maps.axial_m.step * 1e3, lateral_mm = maps.lateral_m.step * 1e3;
  Picture<unsigned char> field = closed_field(valid, axial_mm, lateral_mm);
  const Picture<float> distance = distance_to_invalid_mm(field, axial_mm, lateral_mm);
  const auto margin_mm = static_cast<float>(options.border_m * 1e3);
  LogMap out{maps.axial_m, maps.lateral_m, Picture<float>(value.rows(), value.cols()),
             Picture<float>(value.rows(), value.cols())};
  for (Index i = 0; i < value.size(); ++i) {
    const bool counts = valid.data()[i] && distance.data()[i] > margin_mm;
    out.value.data()[i] =
        counts ? std::log(value.data()[i]) : std::numeric_limits<float>::quiet_NaN();
    const float error = found->std_error.size() > 0 ? found->std_error.data()[i] : 0.0F;
    out.std_error.data()[i] = error >= 0 ? error / value.data()[i] : 0.0F;
    if (counts) ++out.valid;
    if (!(distance.data()[i] > margin_mm)) field.data()[i] = 0;
  }
  out.field = std::move(field);
  return out;
}

}  // namespace stiff
