#include "stiff/report/method_words.h"

#include <algorithm>
#include <array>

namespace stiff {
namespace {

struct MethodWords {
  std::string_view method;
  std::string_view words;
};

constexpr auto kMethods = std::to_array<MethodWords>({
    {"wave_equation",
     "group speed by the wave equation along the probe, which takes the push\u2019s spreading "
     "out."},
    {"time_to_peak",
     "group speed by the line through the times at which the wave\u2019s peak "
     "arrives at each place."},
    {"radon",
     "group speed of the straight line through place and time along which the motion sums "
     "up highest."},
    {"vector_correlation",
     "median of the map, whose pixels compare the motion of neighbours in two directions."},
    {"oscillator_fit", "fit of a damped oscillator under the tap, with the stated mass."},
    {"oscillator_fit_force",
     "the same fit, with the stated force of the tap in place of the mass."},
    {"spectral_peak", "frequency at which the spectrum of the whole trace is highest."},
    {"peak_interval", "one over the time between two peaks against the tap."},
    {"peak_a1",
     "mass times first peak over largest displacement, as the device\u2019s manual has "
     "it."},
    {"at_max_displacement",
     "mass times acceleration over displacement where the probe is deepest."},
    {"peak_ratio", "logarithm of the ratio of two peaks."},
    {"displacement", "read from the displacement, as the device\u2019s manual defines it."},
    {"device", "as the device computed it."},
    {"loading_secant", "modulus of the whole way in, from contact to the deepest point."},
    {"loading_tangent", "modulus at the deepest point."},
    {"contact_tangent", "modulus at contact, before the tissue is strained."},
    {"loading_fit", "read from the fitted loading curve."},
    {"hold_law", "contact by the law that the hold\u2019s relaxation follows."},
    {"work", "ratio of the areas under the curves in and out."},
    {"prony", "relaxation as a sum of exponentials, the ramp included."},
    {"prony_fit", "relaxation as a sum of exponentials, the ramp included."},
    {"one_term", "standard linear solid of the relaxation\u2019s slowest part."},
    {"ramp_and_hold", "spring and dashpot of ramp and hold."},
    {"excess_power", "burst of power beyond the noise, in time and frequency."},
});

}  // namespace

std::string_view method_words(std::string_view method) {
  const auto found = std::find_if(kMethods.begin(), kMethods.end(),
                                  [&](const MethodWords& known) { return known.method == method; });
  return found == kMethods.end() ? std::string_view() : found->words;
}

}  // namespace stiff
