#include "stiff/report/colour_map.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace stiff {
namespace {

constexpr std::array<std::uint32_t, 18> kViridis{
    0x440154, 0x481769, 0x472a7a, 0x433d84, 0x3d4e8a, 0x355e8d, 0x2e6d8e, 0x297b8e, 0x23898e,
    0x1f978b, 0x21a585, 0x2eb37c, 0x46c06f, 0x65cb5e, 0x89d548, 0xb0dd2f, 0xd8e219, 0xfde725};
constexpr std::array<std::uint32_t, 18> kCividis{
    0x00224e, 0x002d68, 0x163770, 0x2e416d, 0x3f4c6c, 0x4e566c, 0x5c616e, 0x696b71, 0x767676,
    0x838179, 0x928c78, 0xa09875, 0xafa471, 0xbfb06b, 0xcfbd62, 0xdfca57, 0xf0d846, 0xfee838};
constexpr std::array<std::uint32_t, 11> kRedBlue{0x053061, 0x2166ac, 0x4393c3, 0x92c5de,
                                                 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582,
                                                 0xd6604d, 0xb2182b, 0x67001f};
constexpr std::array<std::uint32_t, 2> kGrey{0x000000, 0xffffff};

std::span<const std::uint32_t> control_colours(ColourMap map) {
  switch (map) {
    case ColourMap::viridis:
      return kViridis;
    case ColourMap::cividis:
      return kCividis;
    case ColourMap::diverging:
      return kRedBlue;
    case ColourMap::grey:
      break;
  }
  return kGrey;
}

std::uint8_t mixed(std::uint32_t a, std::uint32_t b, int shift, double share) {
  const double low = static_cast<double>((a >> shift) & 0xFF);
  const double high = static_cast<double>((b >> shift) & 0xFF);
  return static_cast<std::uint8_t>(std::lround(low + share * (high - low)));
}

}  // namespace

Colour colour_at(ColourMap map, double share) {
  if (std::isnan(share)) return kNoValueColour;
  const std::span<const std::uint32_t> colours = control_colours(map);
  const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(colours.size() - 1);
  const auto i = std::min(static_cast<std::size_t>(at), colours.size() - 2);
  const double rest = at - static_cast<double>(i);
  const std::uint32_t a = colours[i], b = colours[i + 1];
  return {mixed(a, b, 16, rest), mixed(a, b, 8, rest), mixed(a, b, 0, rest)};
}

std::array<Colour, kColourSteps + 1> palette_of(ColourMap map) {
  std::array<Colour, kColourSteps + 1> palette;
  for (std::size_t i = 0; i < kColourSteps; ++i) {
    palette[i] = colour_at(map, static_cast<double>(i) / static_cast<double>(kColourSteps - 1));
  }
  palette[kNoValueIndex] = kNoValueColour;
  return palette;
}

std::string hex_text(const Colour& colour) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string out = "#";
  for (const std::uint8_t part : {colour.red, colour.green, colour.blue}) {
    out += kDigits[part >> 4];
    out += kDigits[part & 15];
  }
  return out;
}

}  // namespace stiff
