#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// Where on the body something is felt, as plain English words say it: "behind the right eye, upper
/// teeth" is `eye` and `jaw`, "down the back of the thigh" is `thigh`. What no word names is left
/// out, so that nothing of a free text is kept but a name of this list: head, head_back, forehead,
/// temple, eye, ear, face, jaw, neck, shoulder, upper_back, low_back, back, arm, elbow, forearm,
/// hand, chest, abdomen, groin, buttock, hip, thigh, knee, calf, foot, leg.
struct BodyRegions {
  std::vector<std::string> names;  ///< in the order of the text, each once
  std::string side;                ///< `left` or `right`; empty: not said, or both
};
BodyRegions body_regions(std::string_view text);

/// The first of `felt` that agrees with one of `known`, empty where there is none. Regions agree
/// where they are the same, or one is part of the other: a temple of the head, a calf of the leg.
std::string agreeing_region(std::span<const std::string> felt, std::span<const std::string> known);

}  // namespace stiff
