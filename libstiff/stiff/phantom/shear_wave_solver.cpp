#include "stiff/phantom/shear_wave_solver.h"

#include "stiff/core/error.h"
#include "stiff/dsp/fft.h"
#include "stiff/phantom/periodic_near_field.h"
#include "stiff/phantom/spectral_solid.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace stiff {

namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::usage, "solve_shear_wave: " + what);
}

/// A box axis whose samples include the picture's, `every` of its steps to one of the picture's.
struct BoxAxis {
  Axis axis;
  Index first = 0;  ///< index of the picture's first sample
  Index every = 1;
};

/// \param way_m what a wave may travel in the record: the box is so long that from `centre` around
/// it, or to its seam and back, is at least that far to the picture.
/// \param least_m of the box: see `near_field_of_copies`, whose nodes need copies far off.
BoxAxis box_axis(const Axis& picture, double centre, double way_m, double step_limit_m,
                 double least_m, double factor) {
  BoxAxis box;
  const double step = picture.size > 1 ? picture.step : step_limit_m;
  box.every = std::max<Index>(1, static_cast<Index>(std::ceil(step / step_limit_m - 1e-9)));
  box.axis.step = step / static_cast<double>(box.every);
  const double low = std::min(picture.first, centre), high = std::max(picture.last(), centre);
  const double reach = std::max(centre - low, high - centre);
  const double length =
      factor * std::max({way_m + reach, high - low + way_m / 2, 2 * reach + way_m / 2, least_m});
  box.axis.size = fast_fft_size(static_cast<Index>(std::ceil(length / box.axis.step)));
  if (box.axis.size % 2 != 0) box.axis.size = fast_fft_size(box.axis.size + 1);
  const double spare = box.axis.step * static_cast<double>(box.axis.size) - (high - low);
  box.first = static_cast<Index>(std::lround((spare / 2 + picture.first - low) / box.axis.step));
  box.axis.first = picture.first - box.axis.step * static_cast<double>(box.first);
  return box;
}

Picture<float> sample(const SpeedField& speed, const Axis& axial, const Axis& lateral) {
  Picture<float> map(axial.size, lateral.size);
  for (Index i = 0; i < axial.size; ++i) {
    for (Index j = 0; j < lateral.size; ++j) {
      map(i, j) = static_cast<float>(speed({lateral[j], axial[i]}));
      if (!(map(i, j) > 0 && map(i, j) < 1e3f)) refuse("a speed of the map is not above 0");
    }
  }
  return map;
}

/// The picture and the push with a quarter of their extent round them: where the waves that the
/// picture sees come through.
Axis surroundings(const Axis& picture, double centre, double step_m) {
  const double low = std::min(picture.first, centre), high = std::max(picture.last(), centre);
  const double border = std::max(0.25 * (high - low), 4 * step_m);
  const double length = high - low + 2 * border;
  return {low - border, step_m, static_cast<Index>(std::ceil(length / step_m)) + 1};
}

/// How far a wave may have come at most: at the border's speed c, and further by s (1 - c/fastest)
/// for a way s through what is faster than the border.
double longest_way(const Picture<float>& map, const Axis& axial, const Axis& lateral,
                   double record_s) {
  const float border = std::max({map.row(0).maxCoeff(), map.row(map.rows() - 1).maxCoeff(),
                                 map.col(0).maxCoeff(), map.col(map.cols() - 1).maxCoeff()});
  Index rows[2] = {map.rows(), -1}, columns[2] = {map.cols(), -1};
  for (Index i = 0; i < map.rows(); ++i) {
    for (Index j = 0; j < map.cols(); ++j) {
      if (!(map(i, j) > 1.01f * border)) continue;
      rows[0] = std::min(rows[0], i), rows[1] = std::max(rows[1], i);
      columns[0] = std::min(columns[0], j), columns[1] = std::max(columns[1], j);
    }
  }
  double way = static_cast<double>(border) * record_s;
  if (rows[1] >= 0) {
    const double gain = 1 - static_cast<double>(border) / static_cast<double>(map.maxCoeff());
    way += gain * std::hypot(static_cast<double>(rows[1] - rows[0] + 1) * axial.step,
                             static_cast<double>(columns[1] - columns[0] + 1) * lateral.step);
  }
  return way;
}

Picture<float> push_acceleration(const GaussianPush& push, double density, const Axis& axial,
                                 const Axis& lateral) {
  Picture<float> result(axial.size, lateral.size);
  for (Index i = 0; i < axial.size; ++i) {
    for (Index j = 0; j < lateral.size; ++j) {
      const double x = (lateral[j] - push.lateral_m) / push.lateral_sigma_m;
      const double z = (axial[i] - push.axial_m) / push.axial_sigma_m;
      result(i, j) =
          static_cast<float>(push.force_n_per_m3 / density * std::exp(-(x * x + z * z) / 2));
    }
  }
  return result;
}

void check(const MappedSolid& solid, const GaussianPush& push, std::span<const double> time_s,
           const ShearWaveSolverOptions& options) {
  if (!(solid.density_kg_per_m3 > 0) || !(solid.viscosity_pa_s >= 0)) {
    refuse("the density must be above 0 and the viscosity not below");
  }
  if (!(push.lateral_sigma_m > 0 && push.axial_sigma_m > 0) || std::isinf(push.lateral_sigma_m) ||
      std::isinf(push.axial_sigma_m) || !(push.duration_s > 0)) {
    refuse("the push's widths and duration must be above 0 and finite");
  }
  if (!(options.courant > 0 && options.courant <= 0.4 && options.step_share > 0 &&
        options.box_factor >= 1)) {
    refuse("steps must be above 0, the Courant number at most 0.4, the box factor at least 1");
  }
  for (std::size_t n = 1; n < time_s.size(); ++n) {
    if (!(time_s[n] > time_s[n - 1])) refuse("the frames' times must increase");
  }
}

}  // namespace

Cube<float> solve_shear_wave(const MappedSolid& solid, const GaussianPush& push,
                             const Axis& axial_m, const Axis& lateral_m,
                             std::span<const double> time_s,
                             const ShearWaveSolverOptions& options) {
  check(solid, push, time_s, options);
  Cube<float> field(axial_m.size, lateral_m.size, static_cast<Index>(time_s.size()));
  if (field.empty()) return field;
  const double record_s = std::max(0.0, time_s.back()) + push.duration_s;
  const double limit_m = options.step_share * std::min(push.lateral_sigma_m, push.axial_sigma_m);
  const Axis near_z = surroundings(axial_m, push.axial_m, limit_m);
  const Axis near_x = surroundings(lateral_m, push.lateral_m, limit_m);
  const double way_m =
      longest_way(sample(solid.speed_m_per_s, near_z, near_x), near_z, near_x, record_s);
  const double viscosity = solid.viscosity_pa_s / solid.density_kg_per_m3;
  const auto width = [&](double sigma) {
    return 6 * std::sqrt(sigma * sigma + viscosity * record_s);
  };
  const double least_m = 8 * push.axial_sigma_m;
  const BoxAxis z = box_axis(axial_m, push.axial_m, way_m + width(push.axial_sigma_m), limit_m,
                             least_m, options.box_factor);
  const BoxAxis x = box_axis(lateral_m, push.lateral_m, way_m + width(push.lateral_sigma_m),
                             limit_m, least_m, options.box_factor);
  if (z.axis.size > (Index{1} << 24) / x.axis.size)
    refuse("the box would have more than 2^24 points");

  SpectralSolid::Medium medium{sample(solid.speed_m_per_s, z.axis, x.axis),
                               solid.speed_m_per_s({push.lateral_m, push.axial_m}), viscosity};
  const double step_limit_s = options.courant * std::min(x.axis.step, z.axis.step) /
                              static_cast<double>(medium.speed_m_per_s.maxCoeff());
  SpectralSolid state(z.axis, x.axis, medium,
                      push_acceleration(push, solid.density_kg_per_m3, z.axis, x.axis));
  GaussianPush line_push = push;
  line_push.elevational_sigma_m = kUniform;
  double now_s = -push.duration_s;
  const auto advance = [&](double until_s) {
    const bool pushed = now_s < 0;
    const double gap_s = until_s - now_s;
    // Rounded, so that the gaps between frames at n/PRF, which differ in the last digits, share one
    // step.
    const double count = state.homogeneous() ? 1 : std::ceil(gap_s / step_limit_s - 1e-9);
    const double step_s = static_cast<double>(static_cast<float>(gap_s / count));
    for (int n = 0; n < static_cast<int>(count); ++n) state.step(step_s, pushed);
    now_s = until_s;
  };
  const bool rate = options.quantity == WaveQuantity::velocity;
  const Picture<double> copies =
      near_field_of_copies({x.axis.step * static_cast<double>(x.axis.size), 0,
                            z.axis.step * static_cast<double>(z.axis.size)},
                           push, axial_m, lateral_m) *
      force_over_density(line_push, solid.density_kg_per_m3);
  for (std::size_t t = 0; t < time_s.size(); ++t) {
    if (time_s[t] <= now_s) continue;  // only frames before the push: all at rest
    if (now_s < 0 && time_s[t] > 0) advance(0);
    if (time_s[t] > now_s) advance(time_s[t]);
    const Picture<float> motion = state.axial_motion(rate);
    const double ramp = near_field_ramp(push, time_s[t], rate);
    for (Index i = 0; i < axial_m.size; ++i) {
      for (Index j = 0; j < lateral_m.size; ++j) {
        field(i, j, static_cast<Index>(t)) = motion(z.first + i * z.every, x.first + j * x.every) -
                                             static_cast<float>(ramp * copies(i, j));
      }
    }
  }
  return field;
}

}  // namespace stiff
