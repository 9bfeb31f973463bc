#include "stiff/phantom/swe_phantom.h"

#include "stiff/core/error.h"
#include "stiff/phantom/artefacts.h"
#include "stiff/phantom/green_wave.h"
#include "stiff/phantom/shear_wave_solver.h"
#include "stiff/phantom/speckle.h"
#include "stiff/phantom/speed_map.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace stiff {

namespace {

/// Seeds of the parts of one recording, far apart for neighbouring seeds (splitmix64's finaliser).
std::uint64_t part_seed(std::uint64_t seed, std::uint64_t part) {
  std::uint64_t z = seed + 0x9E3779B97F4A7C15ull * (part + 1);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}
enum Part : std::uint64_t {
  speckle = 0,
  clutter = 1,
  bulk = 2,
  reverberation = 3,
  noise = 4,
  count = 8
};

/// An axis over the picture and a margin, coarse enough to be cheap, fine enough for cubic
/// interpolation: 0.3 mm is an eighth of the shortest wave that a push of 0.4 mm makes.
Axis motion_axis(const Axis& picture, double margin_m) {
  const double step = std::max(picture.step, 0.3e-3);
  const double length = picture.last() - picture.first + 2 * margin_m;
  return {picture.first - margin_m, step,
          std::max<Index>(4, static_cast<Index>(std::ceil(length / step)) + 1)};
}

GaussianPush push_of(const SwePhantomOptions& options, double lateral_m) {
  const PhantomPush& push = options.push;
  const WaveSpread spread =
      is_uniform(options.medium) ? options.medium.spread : WaveSpread::plane_strain;
  return {.lateral_m = lateral_m,
          .axial_m = push.focus_m,
          .lateral_sigma_m = push.lateral_sigma_m,
          .elevational_sigma_m =
              spread == WaveSpread::plane_strain ? kUniform : push.elevational_sigma_m,
          .axial_sigma_m = spread == WaveSpread::cylindrical ? kUniform : push.axial_sigma_m,
          .duration_s = push.duration_s};
}

/// The largest displacement that a push of unit force makes: at its centre, some time after its
/// end. Time is searched over the wave's way out of the push, finely enough that the parabola's top
/// is missed by under 1e-3.
double peak_displacement(const KelvinVoigtSolid& solid, const GaussianPush& push) {
  const double width = std::min(push.lateral_sigma_m, push.elevational_sigma_m);
  const double way_s = 6 * width / solid.speed_m_per_s;
  std::vector<double> time;
  for (int n = 0; n <= 120; ++n) time.push_back(way_s * n / 120);
  const Cube<double> u =
      green_wave(solid, push, {push.axial_m, 1e-3, 1}, {push.lateral_m, 1e-3, 1}, time);
  return *std::max_element(u.data(), u.data() + u.size());
}

Cube<float> to_float(const Cube<double>& field, double factor) {
  Cube<float> result(field.axial(), field.lateral(), field.time());
  std::transform(field.data(), field.data() + field.size(), result.data(),
                 [factor](double v) { return static_cast<float>(factor * v); });
  return result;
}

/// The wave of one push, scaled to the peak that the options want: the peak that the push would
/// make in a solid of the speed at its focus.
Cube<float> wave_of(const SwePhantomOptions& options, double lateral_m, const Axis& z,
                    const Axis& x, std::span<const double> time_s, WaveQuantity quantity) {
  const MediumSpeed speed(options.medium);
  GaussianPush push = push_of(options, lateral_m);
  const KelvinVoigtSolid solid{speed({push.lateral_m, push.axial_m}), options.medium.viscosity_pa_s,
                               options.medium.density_kg_per_m3};
  const double factor = options.push.peak_displacement_m / peak_displacement(solid, push);
  if (is_uniform(options.medium))
    return to_float(green_wave(solid, push, z, x, time_s, {.quantity = quantity}), factor);
  push.force_n_per_m3 *= factor;
  return solve_shear_wave({speed, solid.viscosity_pa_s, solid.density_kg_per_m3}, push, z, x,
                          time_s, {.quantity = quantity});
}

ShearWaveRecording empty_recording(const SwePhantomOptions& options) {
  ShearWaveRecording recording;
  recording.kind = options.echo.kind;
  recording.axial_m = axial_axis(options.grid);
  recording.lateral_m = lateral_axis(options.grid);
  recording.centre_frequency_hz = options.echo.centre_frequency_hz;
  recording.sound_speed_m_per_s = options.echo.sound_speed_m_per_s;
  recording.density_kg_per_m3 = options.medium.density_kg_per_m3;
  recording.density_stated = true;
  recording.isotropic_stated = true;
  recording.identity.modality = "swe";
  recording.format = "phantom";
  return recording;
}

Cube<std::complex<float>> image_iq(const MotionGrid& motion, std::span<const double> time_s,
                                   const SwePhantomOptions& options, std::uint64_t seed) {
  const Axis axial = axial_axis(options.grid), lateral = lateral_axis(options.grid);
  Cube<std::complex<float>> iq(axial.size, lateral.size, static_cast<Index>(time_s.size()));
  const double share = options.artefacts.clutter_share;
  if (share < 1) {
    add_speckle(iq.view(), axial, lateral, motion, time_s, options.echo, {.power = 1 - share},
                part_seed(seed, speckle));
  }
  if (share > 0) {
    add_speckle(iq.view(), axial, lateral, motion, time_s, options.echo,
                {.correlation_s = options.artefacts.clutter_correlation_s, .power = share},
                part_seed(seed, clutter));
  }
  add_reverberation(iq.view(), axial, lateral, time_s, options.echo, options.artefacts,
                    part_seed(seed, reverberation));
  add_thermal_noise(iq.view(), std::pow(10.0, -options.echo.snr_db / 10), part_seed(seed, noise));
  return iq;
}

/// The picture's part of a field that has a margin. Both grids have one step where a field is
/// wanted.
Cube<float> crop(const MotionGrid& field, const Axis& axial, const Axis& lateral) {
  Cube<float> result(axial.size, lateral.size, field.value.time());
  const Index z0 = std::lround(field.axial_m.index_of(axial.first));
  const Index x0 = std::lround(field.lateral_m.index_of(lateral.first));
  for (Index z = 0; z < axial.size; ++z) {
    for (Index x = 0; x < lateral.size; ++x) {
      const auto from = field.value.trace(z0 + z, x0 + x);
      std::copy(from.begin(), from.end(), result.trace(z, x).begin());
    }
  }
  return result;
}

}  // namespace

PhantomMotion simulate_motion(const SwePhantomOptions& options) {
  check(options);
  PhantomMotion motion;
  motion.time_s = frame_times(options.grid, options.push.duration_s);
  const Axis axial = axial_axis(options.grid), lateral = lateral_axis(options.grid);
  const bool is_iq = options.echo.kind == SampleKind::iq;
  const PointSpread psf = point_spread(options.echo);
  const Axis z = is_iq ? motion_axis(axial, 4 * psf.axial_sigma_m) : axial;
  const Axis x = is_iq ? motion_axis(lateral, 4 * psf.lateral_sigma_m) : lateral;
  const auto frames = static_cast<Index>(motion.time_s.size());
  const bool moves = options.push.enabled && options.push.peak_displacement_m > 0;
  const auto field = [&](double lateral_m, WaveQuantity quantity) {
    return MotionGrid{z, x,
                      moves ? wave_of(options, lateral_m, z, x, motion.time_s, quantity)
                            : Cube<float>(z.size, x.size, frames)};
  };
  for (double lateral_m : push_positions(options.push)) {
    motion.pushes.push_back({.lateral_m = lateral_m,
                             .axial_m = options.push.focus_m,
                             .time_s = 0,
                             .half_width_m = options.push.lateral_sigma_m,
                             .duration_s = options.push.duration_s});
    const bool velocity = options.echo.kind == SampleKind::velocity;
    motion.fields.push_back(
        field(lateral_m, velocity ? WaveQuantity::velocity : WaveQuantity::displacement));
  }
  return motion;
}

SwePhantom image_motion(const PhantomMotion& motion, const SwePhantomOptions& options) {
  check(options);
  SwePhantom phantom;
  phantom.recording = empty_recording(options);
  const Axis& axial = phantom.recording.axial_m;
  const Axis& lateral = phantom.recording.lateral_m;
  for (std::size_t n = 0; n < motion.pushes.size(); ++n) {
    const std::uint64_t seed = part_seed(options.seed, count + n);
    PushAcquisition acquisition;
    acquisition.time_s = motion.time_s;
    acquisition.push = motion.pushes[n];
    if (options.echo.kind == SampleKind::iq) {
      MotionGrid moved = motion.fields[n];
      add_bulk_motion(moved, motion.time_s, options.artefacts, part_seed(seed, bulk));
      acquisition.iq = image_iq(moved, motion.time_s, options, seed);
    } else {
      const bool velocity = options.echo.kind == SampleKind::velocity;
      acquisition.real = crop(motion.fields[n], axial, lateral);
      // A velocity is the difference of two displacements a frame apart.
      const double noise_std =
          tracking_noise_m(options.echo) * (velocity ? std::sqrt(2.0) * options.grid.prf_hz : 1);
      add_field_noise(acquisition.real.view(), axial, lateral, options.echo, noise_std,
                      part_seed(seed, noise));
    }
    phantom.recording.acquisitions.push_back(std::move(acquisition));
  }
  phantom.true_speed_m_per_s = speed_map(options.medium, axial, lateral);
  phantom.true_viscosity_pa_s = options.medium.viscosity_pa_s;
  phantom.truth.speed_m_per_s = phantom.true_speed_m_per_s;
  phantom.truth.viscosity_pa_s = options.medium.viscosity_pa_s;
  phantom.truth.wave = options.push.enabled && options.push.peak_displacement_m > 0;
  phantom.truth.regions = true_regions(options.medium);
  for (const RegionTruth& known : phantom.truth.regions) {
    phantom.recording.regions.push_back(known.region);
  }
  phantom.truth.maker = is_uniform(options.medium)
                            ? "k-space Green's function of a homogeneous solid"
                            : "pseudospectral solver in plane strain";
  return phantom;
}

SwePhantom simulate_shear_wave(const SwePhantomOptions& options) {
  return image_motion(simulate_motion(options), options);
}

}  // namespace stiff
