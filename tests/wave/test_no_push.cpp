#include <functional>
#include <iostream>

#include "validation.h"
#include "analysis_phantom.h"
#include <catch2/catch.hpp>

namespace {

struct Spoilt {
  const char* name;
  std::function<void(stiff::SwePhantomOptions&)> set;
};

const Spoilt kSpoilt[] = {
    {"thermal noise alone", [](auto& o) { o.echo.snr_db = 20; }},
    {"bulk motion",
     [](auto& o) {
       o.artefacts.bulk_velocity_m_per_s = 10e-3;
       o.artefacts.tilt_velocity_rad_per_s = 0.3;
     }},
    {"breathing", [](auto& o) { o.artefacts.breathing_velocity_m_per_s = 20e-3; }},
    {"reverberation",
     [](auto& o) {
       o.artefacts.reverberation_db = 30;
       o.artefacts.reverberation_decay_s = 0.6e-3;
     }},
    {"clutter that decorrelates",
     [](auto& o) {
       o.artefacts.clutter_share = 0.5;
       o.artefacts.clutter_correlation_s = 1e-3;
     }},
};

}  // namespace

TEST_CASE("no push, no value: in no row and no pixel") {
  const int seeds = validation::seeds(200, 1000);
  // One of 200; of 1000 so few that the upper 95 % bound is under 1 %: four (Clopper and Pearson,
  // 0.91 %).
  const int allowed = validation::asked_for() ? 4 : 1;
  for (const auto& spoilt : kSpoilt) {
    auto options = analysis_phantom::small_phantom();
    options.push.enabled = false;
    spoilt.set(options);
    const auto motion = stiff::simulate_motion(options);
    int values = 0;
    for (int seed = 1; seed <= seeds; ++seed) {
      options.seed = static_cast<std::uint64_t>(seed);
      const auto result = stiff::analyse_shear_wave(stiff::image_motion(motion, options).recording);
      values += analysis_phantom::has_value(result);
      if (!analysis_phantom::has_value(result)) {
        REQUIRE(result.status == stiff::Status::refused);
        const auto* quoted = analysis_phantom::find(result, "shear_modulus", "all", true);
        REQUIRE(quoted);
        const auto why = quoted->estimate.reason;
        REQUIRE((why == stiff::Reason::no_push || why == stiff::Reason::no_wave));
      }
    }
    const auto text = std::to_string(values) + " of " + std::to_string(seeds);
    std::cout << spoilt.name << ", no push: a value in " << text << "\n";
    validation::note(std::string(spoilt.name) + ", no push: a value anywhere", text,
                     "upper 95 % bound under 1 %");
    CHECK(values <= allowed);
  }
}
