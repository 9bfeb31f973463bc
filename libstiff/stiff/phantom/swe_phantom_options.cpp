#include "stiff/phantom/swe_phantom_options.h"

#include "stiff/core/error.h"

#include <array>
#include <cmath>
#include <numbers>
#include <sstream>
#include <type_traits>

namespace stiff {

namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::usage, "phantom: " + what);
}

/// The numbers of one entry; commas and blanks separate. Always a decimal point, whatever the
/// locale.
std::vector<double> numbers(const std::string& entry, const std::string& option) {
  std::string plain = entry;
  for (char& c : plain) {
    if (c == ',') c = ' ';
  }
  std::istringstream in(plain);
  in.imbue(std::locale::classic());
  std::vector<double> result;
  double value = 0;
  while (in >> value) result.push_back(value);
  if (!in.eof()) refuse("--" + option + " has '" + entry + "', which is not a list of numbers");
  return result;
}

std::vector<std::vector<double>> entries(const std::string& text, std::size_t size,
                                         const std::string& option) {
  std::vector<std::vector<double>> result;
  std::istringstream in(text);
  for (std::string entry; std::getline(in, entry, ';');) {
    auto values = numbers(entry, option);
    if (values.empty()) continue;
    if (values.size() != size) {
      refuse("--" + option + " takes " + std::to_string(size) + " numbers an entry, not '" + entry +
             "'");
    }
    result.push_back(std::move(values));
  }
  return result;
}

struct RangeCheck {
  template <class Field>
  void operator()(const Option& option, const Field& field) const {
    if constexpr (std::is_arithmetic_v<Field> && !std::is_same_v<Field, bool>) {
      const auto value = static_cast<double>(field);
      if (!(value >= option.low && value <= option.high)) {
        refuse("--" + std::string(option.name) + " is out of its range");
      }
    }
  }
};

void check_speed(double speed_m_per_s, const char* option) {
  if (!(speed_m_per_s >= 0.2 && speed_m_per_s <= 30)) {
    refuse(std::string("--") + option + " has a speed outside 0.2 to 30 m/s");
  }
}

/// \param share of a length in the text that is a semi-axis.
std::vector<Nodule> places(const std::string& text, const std::string& option, NoduleShape shape,
                           double share) {
  std::vector<Nodule> result;
  for (const auto& v : entries(text, 6, option)) {
    if (!(v[2] > 0 && v[3] > 0)) refuse("--" + option + " has a length that is not above 0");
    check_speed(v[5], option.c_str());
    result.push_back({{v[0] * 1e-3, v[1] * 1e-3},
                      share * v[2] * 1e-3,
                      share * v[3] * 1e-3,
                      v[4] * std::numbers::pi / 180,
                      v[5],
                      shape});
  }
  return result;
}

}  // namespace

std::span<const Choice<SampleKind>> choices(SampleKind) {
  static constexpr std::array<Choice<SampleKind>, 4> all{
      {{SampleKind::iq, "iq"},
       {SampleKind::rf, "rf"},
       {SampleKind::displacement, "displacement"},
       {SampleKind::velocity, "velocity"}}};
  return all;
}

std::span<const Choice<WaveSpread>> choices(WaveSpread) {
  static constexpr std::array<Choice<WaveSpread>, 3> all{
      {{WaveSpread::three_dimensional, "three-dimensional"},
       {WaveSpread::plane_strain, "plane-strain"},
       {WaveSpread::cylindrical, "cylindrical"}}};
  return all;
}

std::vector<double> push_positions(const PhantomPush& push) {
  std::vector<double> result;
  for (double mm : numbers(push.lateral_mm, "push-lateral")) {
    if (!(std::abs(mm) < 200)) refuse("--push-lateral has a position beyond 200 mm");
    result.push_back(mm * 1e-3);
  }
  if (result.empty()) refuse("--push-lateral has no position");
  return result;
}

std::vector<Nodule> nodules(const PhantomMedium& medium) {
  return places(medium.nodules, "nodules", NoduleShape::ellipse, 1);
}

std::vector<Nodule> bands(const PhantomMedium& medium) {
  std::vector<Nodule> result = places(medium.bands, "bands", NoduleShape::bar, 0.5);
  for (const Nodule& band : result) {
    if (band.semi_axial_m > band.semi_lateral_m) refuse("--bands has one wider than long");
  }
  return result;
}

std::vector<Layer> layers(const PhantomMedium& medium) {
  std::vector<Layer> result;
  for (const auto& v : entries(medium.layers, 2, "layers")) {
    check_speed(v[1], "layers");
    if (!result.empty() && !(v[0] * 1e-3 > result.back().depth_m)) {
      refuse("--layers must go from shallow to deep");
    }
    result.push_back({v[0] * 1e-3, v[1]});
  }
  return result;
}

Axis axial_axis(const PhantomGrid& grid) {
  const double steps = std::floor((grid.deep_m - grid.shallow_m) / grid.axial_pitch_m + 1e-6);
  return {grid.shallow_m, grid.axial_pitch_m, static_cast<Index>(steps) + 1};
}

Axis lateral_axis(const PhantomGrid& grid) {
  const double steps = std::floor(grid.width_m / grid.lateral_pitch_m + 1e-6);
  return {-0.5 * steps * grid.lateral_pitch_m, grid.lateral_pitch_m, static_cast<Index>(steps) + 1};
}

std::vector<double> frame_times(const PhantomGrid& grid, double push_duration_s) {
  // The last reference frame is the last tick of the frame clock at or before the push's start.
  const int missing = static_cast<int>(std::ceil(push_duration_s * grid.prf_hz - 1e-9));
  std::vector<double> result;
  for (int n = 0; n < grid.frames; ++n) {
    const int tick = n < grid.reference_frames ? n - grid.reference_frames + 1 - missing
                                               : n - grid.reference_frames + 1;
    result.push_back(tick / grid.prf_hz);
  }
  return result;
}

void check(const SwePhantomOptions& options) {
  SwePhantomOptions::describe(options, RangeCheck{});
  push_positions(options.push);
  nodules(options.medium);
  bands(options.medium);
  layers(options.medium);
  if (!(options.grid.deep_m > options.grid.shallow_m)) refuse("--deep must be below --shallow");
  if (options.grid.reference_frames >= options.grid.frames) {
    refuse("--reference-frames leaves no frame after the push");
  }
  if (options.echo.kind == SampleKind::rf)
    refuse("--kind rf is not made; iq, displacement, velocity are");
  if (axial_axis(options.grid).size < 2 || lateral_axis(options.grid).size < 2) {
    refuse("the picture has fewer than 2 lines or 2 samples in depth");
  }
}

}  // namespace stiff
