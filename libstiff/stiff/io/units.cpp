#include "stiff/io/units.h"

#include "stiff/core/error.h"

#include <array>

namespace stiff {
namespace {

struct Unit {
  Dimension dimension;
  std::string_view name;
  double si;
};

constexpr auto kUnits = std::to_array<Unit>({
    {Dimension::length, "m", 1},
    {Dimension::length, "cm", 1e-2},
    {Dimension::length, "mm", 1e-3},
    {Dimension::length, "um", 1e-6},
    {Dimension::length, "µm", 1e-6},
    {Dimension::length, "μm", 1e-6},
    {Dimension::length, "nm", 1e-9},
    {Dimension::time, "s", 1},
    {Dimension::time, "ms", 1e-3},
    {Dimension::time, "us", 1e-6},
    {Dimension::time, "µs", 1e-6},
    {Dimension::time, "μs", 1e-6},
    {Dimension::speed, "m/s", 1},
    {Dimension::speed, "m s-1", 1},
    {Dimension::speed, "cm/s", 1e-2},
    {Dimension::speed, "mm/s", 1e-3},
    {Dimension::speed, "mm s-1", 1e-3},
    {Dimension::speed, "um/s", 1e-6},
    {Dimension::speed, "µm/s", 1e-6},
    {Dimension::speed, "μm/s", 1e-6},
    {Dimension::frequency, "Hz", 1},
    {Dimension::frequency, "kHz", 1e3},
    {Dimension::frequency, "MHz", 1e6},
    {Dimension::density, "kg/m3", 1},
    {Dimension::density, "kg m-3", 1},
    {Dimension::density, "g/cm3", 1e3},
    {Dimension::modulus, "Pa", 1},
    {Dimension::modulus, "kPa", 1e3},
    {Dimension::modulus, "MPa", 1e6},
    {Dimension::number, "1", 1},
    {Dimension::force, "N", 1},
    {Dimension::force, "mN", 1e-3},
    {Dimension::force, "cN", 1e-2},
    {Dimension::force, "kN", 1e3},
    {Dimension::force, "gf", 9.80665e-3},
    {Dimension::force, "kgf", 9.80665},
    {Dimension::force, "lbf", 4.4482216152605},
    {Dimension::mass, "kg", 1},
    {Dimension::mass, "g", 1e-3},
    {Dimension::acceleration, "m/s2", 1},
    {Dimension::acceleration, "m s-2", 1},
    {Dimension::acceleration, "m/s^2", 1},
    {Dimension::acceleration, "m/s²", 1},
    {Dimension::acceleration, "cm/s2", 1e-2},
    {Dimension::acceleration, "mm/s2", 1e-3},
    {Dimension::acceleration, "g", 9.80665},
    {Dimension::acceleration, "mg", 9.80665e-3},
});

constexpr auto kNames = [] {
  std::array<std::string_view, kUnits.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kUnits[i].name;
  return names;
}();

}  // namespace

std::span<const std::string_view> unit_names() {
  return kNames;
}

double unit_in_si(std::string_view unit, Dimension dimension, const std::string& where) {
  std::string known;
  for (const Unit& candidate : kUnits) {
    if (candidate.dimension != dimension) continue;
    if (candidate.name == unit) return candidate.si;
    known += (known.empty() ? "" : ", ") + std::string(candidate.name);
  }
  throw Error(ErrorKind::bad_data,
              where + ": '" + std::string(unit) + "' is no unit for it (known: " + known + ")");
}

}  // namespace stiff
