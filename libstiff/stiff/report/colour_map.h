#pragma once

#include "stiff/report/png.h"

#include <array>
#include <span>
#include <string>

namespace stiff {

/// Colour maps that the colour-blind read too, by linear interpolation of published colours:
/// `viridis` (Smith, van der Walt, Firing, of Matplotlib, CC0) and `cividis` (Nunez2018) at every
/// 15th of their 256 entries, within 5 and 11 of 255 of the whole tables; `diverging`, the eleven
/// colours RdBu of ColorBrewer (Harrower2003), blue below and red above; `grey`.
enum class ColourMap { viridis, cividis, diverging, grey };

inline constexpr std::size_t kColourSteps = 254;
inline constexpr std::size_t kNoValueIndex = 254;  ///< palette's entry of a pixel without a value
inline constexpr Colour kNoValueColour{200, 200, 200};

/// \param share 0 to 1; beyond it the ends, NaN: `kNoValueColour`.
Colour colour_at(ColourMap map, double share);

/// kColourSteps colours from low to high, then `kNoValueColour`.
std::array<Colour, kColourSteps + 1> palette_of(ColourMap map);

/// "#rrggbb"
std::string hex_text(const Colour& colour);

}  // namespace stiff
