#include "stiff/motion/motion_options.h"

#include <array>

namespace stiff {

std::span<const Choice<MotionEstimator>> choices(MotionEstimator) {
  static constexpr std::array<Choice<MotionEstimator>, 2> kAll{
      {{MotionEstimator::loupas, "loupas"}, {MotionEstimator::kasai, "kasai"}}};
  return kAll;
}

std::span<const Choice<MotionReference>> choices(MotionReference) {
  static constexpr std::array<Choice<MotionReference>, 2> kAll{
      {{MotionReference::fixed, "fixed"}, {MotionReference::successive, "successive"}}};
  return kAll;
}

std::span<const Choice<MotionQuantity>> choices(MotionQuantity) {
  static constexpr std::array<Choice<MotionQuantity>, 3> kAll{
      {{MotionQuantity::recorded, "recorded"},
       {MotionQuantity::displacement, "displacement"},
       {MotionQuantity::velocity, "velocity"}}};
  return kAll;
}

}  // namespace stiff
