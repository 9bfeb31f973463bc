#include "stiff/phantom/green_wave.h"

#include "stiff/core/error.h"
#include "stiff/phantom/damped_mode.h"
#include "stiff/phantom/periodic_near_field.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace stiff {

namespace {

using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The wavenumbers 0, step, 2 step ... of one coordinate, the negative ones folded in: the source
/// is even about its centre, so that the sum over both signs is a cosine sum.
struct Spectrum {
  std::vector<double> wavenumber;
  std::vector<double> exponent;  ///< -log of the source's relative spectrum
  std::vector<double> weight;    ///< spectrum density x step / (2 pi), both signs
};

Spectrum spectrum(double sigma_m, double box_m, double floor_exponent) {
  Spectrum result;
  if (std::isinf(sigma_m)) return {{0.0}, {0.0}, {1.0}};
  const double step = 2 * std::numbers::pi / box_m;
  for (Index n = 0;; ++n) {
    const double k = step * static_cast<double>(n);
    const double exponent = 0.5 * k * k * sigma_m * sigma_m;
    if (n > 0 && exponent > floor_exponent) return result;
    result.wavenumber.push_back(k);
    result.exponent.push_back(exponent);
    const double density = sigma_m * std::sqrt(2 * std::numbers::pi) * std::exp(-exponent);
    result.weight.push_back(density / box_m * (n == 0 ? 1 : 2));
  }
}

/// How long the box must be so that a copy's wave stays outside: the picture's reach, the way of
/// the wave, and its width, which viscosity widens as a diffusion does: variance sigma^2 +
/// (eta/rho) t. Twice the reach at least, so that a copy is further from the picture than half the
/// box.
double box_length(double reach_m, double sigma_m, const KelvinVoigtSolid& solid, double record_s,
                  double factor) {
  if (std::isinf(sigma_m)) return 0;
  const double spread = solid.viscosity_pa_s / solid.density_kg_per_m3 * record_s;
  const double width = 8 * std::sqrt(sigma_m * sigma_m + spread);
  return factor * (reach_m + std::max(solid.speed_m_per_s * record_s + width, reach_m + width / 2));
}

double reach(const Axis& axis, double centre) {
  return std::max(std::abs(axis.first - centre), std::abs(axis.last() - centre));
}

/// The share of the force that is transverse to k, which is all that moves an incompressible solid.
/// At k = 0 it has no limit; periodic_near_field.h makes up for the 0 there.
double transverse_share(double kx, double ky, double kz, bool has_near_field) {
  if (!has_near_field) return 1;
  const double k2 = kx * kx + ky * ky + kz * kz;
  return k2 > 0 ? 1 - kz * kz / k2 : 0;
}

/// The modes of one (kz, kx) over ky, stepped through time together. Their sum over ky is what the
/// picture at elevation 0 sees.
class ModeLine {
 public:
  ModeLine(const KelvinVoigtSolid& solid, const GaussianPush& push) : solid_(solid), push_(push) {}

  void set(double kx, double kz, double exponent, double weight, const Spectrum& elevational,
           double floor_exponent) {
    modes_.clear();
    weights_.clear();
    for (std::size_t n = 0; n < elevational.wavenumber.size(); ++n) {
      if (n > 0 && exponent + elevational.exponent[n] > floor_exponent) break;
      const double ky = elevational.wavenumber[n];
      const double k2 = kx * kx + ky * ky + kz * kz;
      modes_.emplace_back(solid_.viscosity_pa_s / solid_.density_kg_per_m3 * k2,
                          solid_.speed_m_per_s * solid_.speed_m_per_s * k2);
      const double share = transverse_share(kx, ky, kz, std::isfinite(push_.axial_sigma_m));
      weights_.push_back(weight * elevational.weight[n] * share * push_.force_n_per_m3 /
                         solid_.density_kg_per_m3);
    }
    const auto size = static_cast<Index>(modes_.size());
    u_.resize(size);
    v_.resize(size);
    for (auto* m : {&uu_, &uv_, &vu_, &vv_}) m->resize(size);
    step_s_ = -1;
    started_ = false;
  }

  /// The sum over ky at a time; calls must be in the order of time.
  ModeState at(double time_s) {
    if (time_s < -push_.duration_s) return {};
    if (time_s < 0) return driven(time_s + push_.duration_s);
    if (!started_) {
      driven(push_.duration_s);
      now_s_ = 0;
      started_ = true;
    }
    advance(time_s - now_s_);
    now_s_ = time_s;
    return {u_.sum(), v_.sum()};
  }

 private:
  ModeState driven(double duration_s) {
    for (Index i = 0; i < u_.size(); ++i) {
      const auto n = static_cast<std::size_t>(i);
      // A push of no duration is an impulse: the velocity jumps.
      const ModeState state = push_.duration_s > 0 ? modes_[n].driven(duration_s) : ModeState{0, 1};
      u_[i] = weights_[n] * state.displacement;
      v_[i] = weights_[n] * state.velocity;
    }
    return {u_.sum(), v_.sum()};
  }

  void advance(double step_s) {
    if (step_s == 0) return;
    // Frame times such as n/PRF differ in their last digits; 1e-9 of a step is no step's error.
    if (!(std::abs(step_s - step_s_) <= 1e-9 * step_s)) {
      for (Index i = 0; i < u_.size(); ++i) {
        const auto move = modes_[static_cast<std::size_t>(i)].transition(step_s);
        uu_[i] = move.from_displacement.displacement;
        vu_[i] = move.from_displacement.velocity;
        uv_[i] = move.from_velocity.displacement;
        vv_[i] = move.from_velocity.velocity;
      }
      step_s_ = step_s;
    }
    for (Index i = 0; i < u_.size(); ++i) {
      const double u = u_[i];
      u_[i] = uu_[i] * u + uv_[i] * v_[i];
      v_[i] = vu_[i] * u + vv_[i] * v_[i];
    }
  }

  const KelvinVoigtSolid& solid_;
  const GaussianPush& push_;
  std::vector<DampedMode> modes_;
  std::vector<double> weights_;
  Eigen::ArrayXd u_, v_, uu_, uv_, vu_, vv_;
  double step_s_ = -1;
  double now_s_ = 0;
  bool started_ = false;
};

void check(const KelvinVoigtSolid& solid, const GaussianPush& push,
           std::span<const double> time_s) {
  const auto refuse = [](const char* what) {
    throw Error(ErrorKind::usage, std::string("green_wave: ") + what);
  };
  if (!(solid.speed_m_per_s > 0 && solid.density_kg_per_m3 > 0)) {
    refuse("speed and density must be above 0");
  }
  if (!(solid.viscosity_pa_s >= 0)) refuse("the viscosity must not be negative");
  if (!(push.lateral_sigma_m > 0 && push.elevational_sigma_m > 0 && push.axial_sigma_m > 0)) {
    refuse("the push's widths must be above 0");
  }
  if (std::isinf(push.lateral_sigma_m)) refuse("the push's lateral width must be finite");
  if (!(push.duration_s >= 0)) refuse("the push's duration must not be negative");
  for (std::size_t n = 1; n < time_s.size(); ++n) {
    if (!(time_s[n] > time_s[n - 1])) refuse("the frames' times must increase");
  }
}

RowMatrix cosines(const Spectrum& spectrum, const Axis& axis, double centre) {
  RowMatrix result(static_cast<Index>(spectrum.wavenumber.size()), axis.size);
  for (Index n = 0; n < result.rows(); ++n) {
    for (Index i = 0; i < axis.size; ++i) {
      result(n, i) =
          std::cos(spectrum.wavenumber[static_cast<std::size_t>(n)] * (axis[i] - centre));
    }
  }
  return result;
}

void remove_copies(Cube<double>& field, const PeriodicBox& box, const KelvinVoigtSolid& solid,
                   const GaussianPush& push, const Axis& axial_m, const Axis& lateral_m,
                   std::span<const double> time_s, WaveQuantity quantity) {
  const Picture<double> copies = near_field_of_copies(box, push, axial_m, lateral_m) *
                                 force_over_density(push, solid.density_kg_per_m3);
  for (Index t = 0; t < field.time(); ++t) {
    const double ramp = near_field_ramp(push, time_s[static_cast<std::size_t>(t)],
                                        quantity == WaveQuantity::velocity);
    for (Index i = 0; i < field.axial(); ++i) {
      for (Index j = 0; j < field.lateral(); ++j) field(i, j, t) -= ramp * copies(i, j);
    }
  }
}

}  // namespace

Cube<double> green_wave(const KelvinVoigtSolid& solid, const GaussianPush& push,
                        const Axis& axial_m, const Axis& lateral_m, std::span<const double> time_s,
                        const GreenWaveOptions& options) {
  check(solid, push, time_s);
  const auto frames = static_cast<Index>(time_s.size());
  Cube<double> field(axial_m.size, lateral_m.size, frames);
  if (field.empty()) return field;
  const double record_s = std::max(0.0, time_s.back()) + push.duration_s;
  const double floor_exponent = -std::log(options.spectrum_floor);
  // Copies no nearer than eight of the push's length: so near they are seen as points by the three
  // nodes that smooth their near field.
  const double least_m = std::isinf(push.axial_sigma_m) ? 0 : 8 * push.axial_sigma_m;
  const auto length = [&](double reach_m, double sigma_m) {
    const double wanted = box_length(reach_m, sigma_m, solid, record_s, options.box_factor);
    return std::isinf(sigma_m) ? 0 : std::max(wanted, least_m);
  };
  const PeriodicBox box{length(reach(lateral_m, push.lateral_m), push.lateral_sigma_m),
                        length(0, push.elevational_sigma_m),
                        length(reach(axial_m, push.axial_m), push.axial_sigma_m)};
  const Spectrum x = spectrum(push.lateral_sigma_m, box.lateral_m, floor_exponent);
  const Spectrum y = spectrum(push.elevational_sigma_m, box.elevational_m, floor_exponent);
  const Spectrum z = spectrum(push.axial_sigma_m, box.axial_m, floor_exponent);
  const RowMatrix lateral_cosine = cosines(x, lateral_m, push.lateral_m);
  const RowMatrix axial_cosine = cosines(z, axial_m, push.axial_m);

  ModeLine line(solid, push);
  RowMatrix by_frame(frames, lateral_cosine.rows());
  const Eigen::Map<const Eigen::ArrayXd> times(time_s.data(), frames);
  for (std::size_t m = 0; m < z.wavenumber.size(); ++m) {
    by_frame.setZero();
    for (std::size_t n = 0; n < x.wavenumber.size(); ++n) {
      const double exponent = z.exponent[m] + x.exponent[n];
      if (n > 0 && exponent > floor_exponent) break;
      line.set(x.wavenumber[n], z.wavenumber[m], exponent, z.weight[m] * x.weight[n], y,
               floor_exponent);
      for (Index t = 0; t < frames; ++t) {
        const ModeState sum = line.at(times[t]);
        by_frame(t, static_cast<Index>(n)) =
            options.quantity == WaveQuantity::displacement ? sum.displacement : sum.velocity;
      }
    }
    const RowMatrix by_lateral = lateral_cosine.transpose() * by_frame.transpose();
    const Eigen::Map<const Eigen::VectorXd> flat(by_lateral.data(), by_lateral.size());
    for (Index i = 0; i < axial_m.size; ++i) {
      Eigen::Map<Eigen::VectorXd>(field.trace(i, 0).data(), flat.size()) +=
          axial_cosine(static_cast<Index>(m), i) * flat;
    }
  }
  remove_copies(field, box, solid, push, axial_m, lateral_m, time_s, options.quantity);
  return field;
}

}  // namespace stiff
