#include "stiff/core/reason.h"

#include <array>
#include <string>

#include "stiff/core/error.h"

namespace stiff {
namespace {

struct Named {
  Reason reason;
  std::string_view name;
};

constexpr auto kNames = std::to_array<Named>({
    {Reason::none, "none"},
    {Reason::no_push, "no_push"},
    {Reason::no_wave, "no_wave"},
    {Reason::low_correlation, "low_correlation"},
    {Reason::out_of_range, "out_of_range"},
    {Reason::masked, "masked"},
    {Reason::under_push, "under_push"},
    {Reason::outside_field, "outside_field"},
    {Reason::low_signal, "low_signal"},
    {Reason::guided, "guided"},
    {Reason::missing_metadata, "missing_metadata"},
    {Reason::not_isotropic, "not_isotropic"},
    {Reason::bad_input, "bad_input"},
    {Reason::too_few, "too_few"},
    {Reason::not_converged, "not_converged"},
    {Reason::saturated, "saturated"},
    {Reason::failed, "failed"},
    {Reason::sampling_too_slow, "sampling_too_slow"},
    {Reason::too_few_oscillations, "too_few_oscillations"},
    {Reason::double_tap, "double_tap"},
    {Reason::jump_off, "jump_off"},
    {Reason::drift, "drift"},
    {Reason::model_misfit, "model_misfit"},
    {Reason::no_contact, "no_contact"},
    {Reason::no_hold, "no_hold"},
    {Reason::no_release, "no_release"},
    {Reason::no_twitch, "no_twitch"},
    {Reason::beyond_thickness, "beyond_thickness"},
    {Reason::no_spread, "no_spread"},
});

constexpr auto kReasons = [] {
  std::array<Reason, kNames.size()> reasons{};
  for (std::size_t i = 0; i < kNames.size(); ++i) reasons[i] = kNames[i].reason;
  return reasons;
}();

}  // namespace

std::string_view to_string(Reason reason) {
  for (const Named& named : kNames) {
    if (named.reason == reason) return named.name;
  }
  return "unknown";
}

std::span<const Reason> all_reasons() { return kReasons; }

Reason reason_from_string(std::string_view name) {
  for (const Named& named : kNames) {
    if (named.name == name) return named.reason;
  }
  throw Error(ErrorKind::bad_data, "there is no reason called '" + std::string(name) + "'");
}

}  // namespace stiff
