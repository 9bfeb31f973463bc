#pragma once

namespace stiff {

/// Displacement and velocity of one wavenumber.
struct ModeState {
  double displacement = 0;
  double velocity = 0;
};

/// One wavenumber's motion u'' + damping u' + stiffness u = source, exactly, for under- and
/// overdamped modes: damping = (eta/rho) k^2, stiffness = (mu/rho) k^2.
class DampedMode {
 public:
  DampedMode(double damping, double stiffness)
      : half_damping_(damping / 2), stiffness_(stiffness) {}

  /// The free motion from (1, 0) and from (0, 1) after a time >= 0.
  struct Transition {
    ModeState from_displacement;
    ModeState from_velocity;
  };
  Transition transition(double time_s) const;

  /// From rest, under a constant source of 1 for a time >= 0.
  ModeState driven(double time_s) const;

 private:
  double half_damping_;
  double stiffness_;
};

}  // namespace stiff
