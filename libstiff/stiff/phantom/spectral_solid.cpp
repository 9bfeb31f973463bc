#include "stiff/phantom/spectral_solid.h"

#include "stiff/phantom/damped_mode.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stiff {

SpectralSolid::SpectralSolid(const Axis& axial_m, const Axis& lateral_m, const Medium& medium,
                             const Picture<float>& acceleration_m_per_s2)
    : rows_(axial_m.size),
      columns_(lateral_m.size),
      half_(lateral_m.size / 2 + 1),
      transform_({.columns = columns_, .rows = rows_}),
      pair_transform_({.columns = columns_, .rows = rows_, .count = 2}),
      reference_speed2_(medium.reference_speed_m_per_s * medium.reference_speed_m_per_s),
      viscosity_(medium.viscosity_per_density_m2_per_s) {
  const auto size = static_cast<std::size_t>(rows_ * half_);
  const auto points = static_cast<std::size_t>(rows_ * columns_);
  for (auto* a : {&diagonal_, &shear_, &lateral_share_, &uu_, &uv_, &vu_, &vv_, &du_, &dv_})
    a->resize(size);
  for (auto* a : {&q_, &v_, &force_, &kick_}) a->resize(size);
  wavenumber2_.resize(size);
  pair_spectrum_.resize(2 * size);
  pair_.resize(2 * points);
  excess_.resize(2 * points);
  for (std::size_t n = 0; n < points; ++n) {
    const double c = medium.speed_m_per_s.data()[n];
    excess_[n] = excess_[n + points] = static_cast<float>(c * c - reference_speed2_);
    // 1e-6 is what single precision leaves of the difference of equal speeds.
    if (std::abs(excess_[n]) > 1e-6 * reference_speed2_) homogeneous_ = false;
  }

  transform_.forward({acceleration_m_per_s2.data(), points}, force_);
  for (Index i = 0; i < rows_; ++i) {
    const double kz = 2 * std::numbers::pi * fft_frequency(i, rows_, axial_m.step);
    for (Index j = 0; j < half_; ++j) {
      const double kx = 2 * std::numbers::pi * static_cast<double>(j) /
                        (static_cast<double>(columns_) * lateral_m.step);
      const auto n = static_cast<std::size_t>(i * half_ + j);
      const double k2 = kx * kx + kz * kz;
      wavenumber2_[n] = k2;
      // The highest wavenumber of an even grid has no sign, so no derivative: it is left out.
      const bool moves = k2 > 0 && 2 * i != rows_ && 2 * j != columns_;
      const double k = std::sqrt(k2);
      diagonal_[n] = static_cast<float>(moves ? (kx * kx - kz * kz) / k : 0);
      shear_[n] = static_cast<float>(moves ? 2 * kx * kz / k : 0);
      lateral_share_[n] = static_cast<float>(moves ? kx / k : 0);
    }
  }
  for (std::size_t n = 0; n < size; ++n) force_[n] *= Complex(0, -lateral_share_[n]);
}

void SpectralSolid::prepare(double step_s) {
  if (step_s == prepared_step_s_) return;
  for (std::size_t n = 0; n < wavenumber2_.size(); ++n) {
    if (wavenumber2_[n] == 0) continue;
    const DampedMode mode(viscosity_ * wavenumber2_[n], reference_speed2_ * wavenumber2_[n]);
    const auto move = mode.transition(step_s);
    const ModeState driven = mode.driven(step_s);
    uu_[n] = static_cast<float>(move.from_displacement.displacement);
    vu_[n] = static_cast<float>(move.from_displacement.velocity);
    uv_[n] = static_cast<float>(move.from_velocity.displacement);
    vv_[n] = static_cast<float>(move.from_velocity.velocity);
    du_[n] = static_cast<float>(driven.displacement);
    dv_[n] = static_cast<float>(driven.velocity);
  }
  prepared_step_s_ = step_s;
}

void SpectralSolid::find_kick() {
  const std::size_t size = q_.size();
  for (std::size_t n = 0; n < size; ++n) {
    pair_spectrum_[n] = diagonal_[n] * q_[n];
    pair_spectrum_[n + size] = shear_[n] * q_[n];
  }
  pair_transform_.inverse(pair_spectrum_, pair_);
  for (std::size_t n = 0; n < pair_.size(); ++n) pair_[n] *= excess_[n];
  pair_transform_.forward(pair_, pair_spectrum_);
  for (std::size_t n = 0; n < size; ++n) {
    kick_[n] = -(diagonal_[n] * pair_spectrum_[n] + shear_[n] * pair_spectrum_[n + size]);
  }
}

void SpectralSolid::step(double step_s, bool pushed) {
  prepare(step_s);
  const auto half = static_cast<float>(step_s / 2);
  const float push = pushed ? 1.f : 0.f;
  // kick_ is that of the present q_: it was found at the end of the last step.
  for (std::size_t n = 0; n < q_.size(); ++n) {
    const Complex q = q_[n];
    const Complex v = homogeneous_ ? v_[n] : v_[n] + half * kick_[n];
    const Complex f = push * force_[n];
    q_[n] = uu_[n] * q + uv_[n] * v + du_[n] * f;
    v_[n] = vu_[n] * q + vv_[n] * v + dv_[n] * f;
  }
  if (!homogeneous_) {
    find_kick();
    for (std::size_t n = 0; n < v_.size(); ++n) v_[n] += half * kick_[n];
  }
}

Picture<float> SpectralSolid::axial_motion(bool velocity) const {
  const auto& state = velocity ? v_ : q_;
  std::vector<Complex> spectrum(state.size());
  for (std::size_t n = 0; n < state.size(); ++n)
    spectrum[n] = Complex(0, lateral_share_[n]) * state[n];
  Picture<float> result(rows_, columns_);
  transform_.inverse(spectrum, {result.data(), static_cast<std::size_t>(result.size())});
  return result;
}

}  // namespace stiff
