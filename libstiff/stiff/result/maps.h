#pragma once

#include <string>
#include <vector>

#include "stiff/core/axis.h"
#include "stiff/core/cube.h"
#include "stiff/core/reason.h"

namespace stiff {

/// A quantity in each pixel with its standard error, in the quantity's unit; NaN where `reason` says why.
struct QuantityMap {
  std::string quantity;
  std::string attributes_note;  ///< convention and assumptions, e.g. "rho c^2 of the displacement's group speed, rho 1000 kg m-3"
  Picture<float> value;
  Picture<float> std_error;
};

/// One lateral line of the wave over time, with its fit, for the eye.
struct SpaceTime {
  Axis lateral_m;
  Axis time_s;
  double axial_m = 0;
  std::string quantity;        ///< `displacement` (um) or `velocity` (mm s-1)
  Picture<float> value;        ///< (lateral, time)
  std::vector<double> arrival_s;      ///< by lateral position; NaN where there is none
  std::vector<double> fit_arrival_s;  ///< the line fitted to them
};

/// The maps of one recording: one grid, (axial, lateral).
struct Maps {
  std::string recording_id;
  Axis axial_m;
  Axis lateral_m;
  std::vector<QuantityMap> quantities;
  Picture<float> quality;      ///< 0..1
  Picture<std::int8_t> reason;  ///< `Reason` as its number
  Picture<float> bmode;        ///< dB; empty where there is none
  std::vector<SpaceTime> space_time;  ///< one a push, may be empty
};

}  // namespace stiff
