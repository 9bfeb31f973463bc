#include "stiff/comparison/model_options.h"

#include <array>

namespace stiff {

std::span<const Choice<ModelDesign>> choices(ModelDesign) {
  static constexpr std::array<Choice<ModelDesign>, 5> kAll{{{ModelDesign::automatic, "automatic"},
                                                            {ModelDesign::sessions, "sessions"},
                                                            {ModelDesign::arms, "arms"},
                                                            {ModelDesign::sides, "sides"},
                                                            {ModelDesign::crossover, "crossover"}}};
  return kAll;
}

std::span<const Choice<ModelScale>> choices(ModelScale) {
  static constexpr std::array<Choice<ModelScale>, 2> kAll{
      {{ModelScale::log, "log"}, {ModelScale::linear, "linear"}}};
  return kAll;
}

std::span<const Choice<ModelSlope>> choices(ModelSlope) {
  static constexpr std::array<Choice<ModelSlope>, 3> kAll{
      {{ModelSlope::none, "none"},
       {ModelSlope::correlated, "correlated"},
       {ModelSlope::independent, "independent"}}};
  return kAll;
}

}  // namespace stiff
