#include "stiff/result/baseline.h"

#include <array>

namespace stiff {
namespace {

constexpr std::array<BaselineKeyPart, 10> kParts{{
    {"muscle", "muscle", &BaselineKey::muscle},
    {"quantity", "what was measured", &BaselineKey::quantity},
    {"units", "unit of the numbers", &BaselineKey::units},
    {"method", "how it was measured", &BaselineKey::method},
    {"device", "device", &BaselineKey::device},
    {"state", "state of the muscle", &BaselineKey::state},
    {"posture", "posture", &BaselineKey::posture},
    {"probe_direction", "probe direction to the fibres", &BaselineKey::probe_direction},
    {"side", "side of the body, or all", &BaselineKey::side},
    {"site", "site within the muscle, or all", &BaselineKey::site},
}};

}  // namespace

std::span<const BaselineKeyPart> baseline_key_parts() {
  return kParts;
}

}  // namespace stiff
