#pragma once

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/dsp/fft.h"
#include "stiff/phantom/gaussian_push.h"

#include <complex>
#include <span>
#include <vector>

namespace stiff {

/// The state of `solve_shear_wave` in its periodic box, stepped in time: see there for the
/// equations.
class SpectralSolid {
 public:
  struct Medium {
    Picture<float> speed_m_per_s;  ///< over the box
    double reference_speed_m_per_s = 0;
    double viscosity_per_density_m2_per_s = 0;
  };
  /// \param acceleration_m_per_s2 of the push, force over density; over the box.
  SpectralSolid(const Axis& axial_m, const Axis& lateral_m, const Medium& medium,
                const Picture<float>& acceleration_m_per_s2);

  bool homogeneous() const { return homogeneous_; }
  /// One step; the push acts all through it or not at all.
  void step(double step_s, bool pushed);
  /// Axial displacement or velocity now, over the box.
  Picture<float> axial_motion(bool velocity) const;

 private:
  using Complex = std::complex<float>;
  void prepare(double step_s);
  void find_kick();

  Index rows_, columns_, half_;
  RealFft<float> transform_, pair_transform_;
  bool homogeneous_ = true;
  double reference_speed2_, viscosity_;
  std::vector<double> wavenumber2_;
  std::vector<float> diagonal_, shear_, lateral_share_;  ///< k d, k s, kx/k
  std::vector<float> excess_;                            ///< c^2 - c0^2, twice over for the pair
  std::vector<Complex> q_, v_, force_, kick_;
  mutable std::vector<Complex> pair_spectrum_;
  std::vector<float> pair_;
  double prepared_step_s_ = -1;
  std::vector<float> uu_, uv_, vu_, vv_, du_, dv_;
};

}  // namespace stiff
