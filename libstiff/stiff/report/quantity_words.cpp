#include "stiff/report/quantity_words.h"

#include "stiff/report/number_words.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <array>

namespace stiff {
namespace {

struct Title {
  std::string_view quantity;
  std::string_view title;
};

/// Those whose name with spaces is not how people write it.
constexpr std::array<Title, 6> kTitles{
    {{"young_modulus", "Young\u2019s modulus"},
     {"log_decrement", "Logarithmic decrement"},
     {"myoton_relaxation_time", "Relaxation time (myotonometer)"},
     {"myoton_creep_ratio", "Creep ratio (myotonometer)"},
     {"kelvin_voigt_spring", "Kelvin-Voigt spring"},
     {"kelvin_voigt_dashpot", "Kelvin-Voigt dashpot"}}};

// What people quote of each instrument, before what stands beside it.
constexpr std::array<std::string_view, 14> kFirst{
    "shear_modulus",         "young_modulus", "shear_wave_speed",    "dynamic_stiffness",
    "oscillation_frequency", "log_decrement", "indentation_modulus", "instantaneous_modulus",
    "long_time_modulus",     "hold_pressure", "release_time",        "release_share",
    "twitch_count",          "twitch_onset"};

}  // namespace

std::string quantity_title(std::string_view quantity) {
  const auto found = std::find_if(kTitles.begin(), kTitles.end(),
                                  [&](const Title& title) { return title.quantity == quantity; });
  return found == kTitles.end() ? titled(quantity) : std::string(found->title);
}

std::size_t quantity_rank(std::string_view quantity) {
  return static_cast<std::size_t>(std::find(kFirst.begin(), kFirst.end(), quantity) -
                                  kFirst.begin());
}

bool is_p_value(std::string_view quantity) {
  return quantity.ends_with("_p_value");
}

std::string quantity_value(std::string_view name, const Estimate& estimate) {
  if (is_p_value(name)) return p_text(estimate.value);
  return with_unit(value_text(estimate), quantity(name).units);
}

}  // namespace stiff
