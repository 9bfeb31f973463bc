#include "stiff/contact/indentation_analysis.h"
#include "stiff/core/error.h"
#include "stiff/phantom/indentation_phantom.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "validation.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

const EstimateRow& row(const ContactResult& result, const std::string& quantity,
                       const std::string& method, int repeat = 0) {
  for (const EstimateRow& one : result.estimates) {
    if (one.quantity == quantity && one.method == method && one.repeat == repeat) return one;
  }
  throw std::runtime_error("no row of " + quantity + " by " + method);
}

Estimate modulus(const ContactResult& result, int repeat = 0) {
  return row(result, "indentation_modulus", "loading_secant", repeat).estimate;
}

bool holds(const Estimate& e, double truth) {
  return e.ci_low <= truth && truth <= e.ci_high;
}

bool says(const ContactResult& result, const std::string& words) {
  return result.message.find(words) != std::string::npos;
}

IndentationPhantomOptions quiet() {
  IndentationPhantomOptions options;
  options.sensor.force_noise_n = options.sensor.depth_noise_m = 0;
  return options;
}

}  // namespace

TEST_CASE("without noise the modulus is the phantom's") {
  for (const ProbeShape shape : {ProbeShape::flat, ProbeShape::sphere}) {
    for (const double nu : {0.3, 0.5}) {
      for (const double thickness_m : {0.0, 0.006, 0.02}) {
        IndentationPhantomOptions options = quiet();
        options.protocol.shape = shape;
        options.protocol.depth_m = 0.5e-3;
        options.tissue.poisson_ratio = nu;
        options.tissue.thickness_m = thickness_m;
        CAPTURE(static_cast<int>(shape), nu, thickness_m);
        const ContactResult result = analyse_indentation(simulate_indentation(options).recording);
        CHECK(result.status == Status::ok);
        // The two solutions of the layer, 1e-6 each, and the descent's end.
        CHECK(modulus(result).value == Approx(20).epsilon(1e-4));
        CHECK(modulus(result, 3).value == Approx(20).epsilon(1e-4));
        CHECK(row(result, "indentation_depth", "loading_fit").estimate.value ==
              Approx(0.5).epsilon(1e-3));
        CHECK(row(result, "hysteresis_ratio", "work").estimate.value == Approx(0).margin(1e-3));
        CHECK(says(result, "half space") == (thickness_m == 0));
      }
    }
  }
}

TEST_CASE("the modulus's error bars hold the truth", "[coverage]") {
  const int n = validation::seeds(200, 1000);
  struct Case {
    const char* name;
    ProbeShape shape;
    double thickness_error_m, depth_noise_m, offset_n;
  };
  for (const Case& one :
       {Case{"flat end", ProbeShape::flat, 0, 2e-6, 0},
        Case{"flat end, noisy depth", ProbeShape::flat, 0, 20e-6, 0.2},
        Case{"flat end, thickness 10 % unsure", ProbeShape::flat, 2e-3, 2e-6, 0},
        Case{"sphere", ProbeShape::sphere, 0, 2e-6, -0.1},
        Case{"sphere, thickness 10 % unsure", ProbeShape::sphere, 2e-3, 2e-6, 0}}) {
    int all = 0, single = 0, tangent = 0;
    for (int seed = 1; seed <= n; ++seed) {
      IndentationPhantomOptions options;
      options.seed = static_cast<std::uint64_t>(seed);
      options.protocol.shape = one.shape;
      options.sensor.depth_noise_m = one.depth_noise_m;
      options.sensor.force_offset_n = one.offset_n;
      options.sensor.thickness_std_error_m = one.thickness_error_m;
      const ContactResult result = analyse_indentation(simulate_indentation(options).recording);
      all += holds(modulus(result), 20) ? 1 : 0;
      single += holds(modulus(result, 1), 20) ? 1 : 0;
      tangent +=
          holds(row(result, "indentation_modulus", "loading_tangent", 1).estimate, 20) ? 1 : 0;
    }
    CAPTURE(one.name, all, single, tangent);
    const auto note = [&](const char* what, int hits) {
      validation::note(std::string("indentation modulus, ") + one.name + ", " + what +
                           ": 95 % intervals that hold the truth",
                       std::to_string(hits) + " of " + std::to_string(n), "95 %");
    };
    note("recording", all);
    note("one cycle", single);
    note("one cycle, tangent", tangent);
    CHECK(validation::within_band(all, n, 0.95));
    CHECK(validation::within_band(single, n, 0.95));
    // Models with a curve have a say in the slope even where there is none: too wide, never narrow.
    CHECK((tangent > 0.95 * n || validation::within_band(tangent, n, 0.95)));
  }
}

TEST_CASE("a tissue that relaxes: the modulus of the rate, and the hold's") {
  IndentationPhantomOptions options;
  options.tissue.prony = "0.25,0.4;0.25,4";
  options.protocol.hold_s = 15;
  options.protocol.cycles = 1;
  const IndentationPhantom phantom = simulate_indentation(options);
  const ContactResult result = analyse_indentation(phantom.recording);
  CHECK(result.status == Status::ok);
  CHECK(says(result, "bends"));
  CHECK(says(result, "1 mm/s"));
  // Secant and tangent of the ramp in closed form. A curve of at most four terms stands for two
  // exponentials: half a per cent, and the noise's own error.
  const Estimate secant = modulus(result);
  CHECK(secant.value ==
        Approx(phantom.truth.secant_modulus_pa[0] / 1e3).margin(0.005 * 20 + 4 * secant.std_error));
  const Estimate tangent = row(result, "indentation_modulus", "loading_tangent").estimate;
  CHECK(
      tangent.value ==
      Approx(phantom.truth.tangent_modulus_pa[0] / 1e3).margin(0.02 * 20 + 4 * tangent.std_error));
  const auto near = [&](const char* quantity, const char* method, double truth) {
    const Estimate e = row(result, quantity, method).estimate;
    CAPTURE(quantity, method, e.value, e.std_error);
    REQUIRE(e.has_value());
    CHECK(std::abs(e.value - truth) < 4 * e.std_error);
    CHECK(e.std_error < 0.2 * truth);
  };
  near("instantaneous_modulus", "prony", 20);
  near("long_time_modulus", "prony", 10);
  near("prony_time_constant", "prony_term_1", 0.4);
  near("prony_time_constant", "prony_term_2", 4);
  near("prony_amplitude", "prony_term_1", 0.25);
  near("prony_amplitude", "prony_term_2", 0.25);
  CHECK(row(result, "hysteresis_ratio", "work").estimate.value > 0.3);
}

TEST_CASE(
    "the first cycle is preconditioning; faster cycles of a tissue that relaxes are stiffer") {
  IndentationPhantomOptions options;
  options.protocol.preconditioning = 0.3;
  options.protocol.cycles = 4;
  const IndentationPhantom phantom = simulate_indentation(options);
  const ContactResult result = analyse_indentation(phantom.recording);
  const auto& truth = phantom.truth.modulus_pa;
  for (int cycle = 1; cycle <= 4; ++cycle) {
    const Estimate one = modulus(result, cycle);
    CHECK(std::abs(one.value - truth[static_cast<std::size_t>(cycle - 1)] / 1e3) <
          4 * one.std_error);
  }
  // The mean of the three that count, which differ: Student's t of two degrees of freedom.
  CHECK(modulus(result).value == Approx((truth[1] + truth[2] + truth[3]) / 3e3).epsilon(0.005));
  CHECK(says(result, "3 of 4 cycles count"));
  const Estimate change = row(result, "preconditioning_change", "loading_secant").estimate;
  CHECK(std::abs(change.value - (truth[3] / truth[0] - 1)) < 4 * change.std_error);
  IndentationOptions every;
  every.reading.preconditioning = 0;
  CHECK(modulus(analyse_indentation(phantom.recording, every)).value > modulus(result).value);

  IndentationPhantomOptions faster;
  faster.tissue.prony = "0.4,0.5";
  faster.protocol.speed_growth = 2;
  faster.protocol.cycles = 4;
  faster.protocol.rest_s = 6;
  const ContactResult rates = analyse_indentation(simulate_indentation(faster).recording, every);
  const Estimate exponent = row(rates, "modulus_rate_exponent", "loading_secant").estimate;
  REQUIRE(exponent.has_value());
  CHECK(exponent.value > 0.05);
  CHECK(exponent.value < 0.4);
  CHECK(row(result, "modulus_rate_exponent", "loading_secant").estimate.reason == Reason::too_few);
}

TEST_CASE("what cannot be answered is refused with its reason") {
  IndentationPhantomOptions options;
  IndentationRecording air = simulate_indentation(options).recording;
  options.tissue.modulus_pa = 100;
  options.sensor.force_noise_n = 0.1;
  const ContactResult none = analyse_indentation(simulate_indentation(options).recording);
  CHECK(none.status == Status::refused);
  CHECK(modulus(none).reason == Reason::no_contact);
  CHECK(modulus(none, 2).reason == Reason::no_contact);
  CHECK(says(none, "no contact"));

  IndentationRecording thin = air;
  thin.thickness_m = 1.2e-3;
  const ContactResult through = analyse_indentation(thin);
  CHECK(through.status == Status::refused);
  CHECK(modulus(through).reason == Reason::beyond_thickness);
  CHECK(row(through, "contact_depth", "joint_fit").estimate.has_value());
  CHECK(says(through, "1.2 mm thick"));
  thin.thickness_m = 8e-3;
  CHECK(says(analyse_indentation(thin), "% of the thickness"));

  IndentationRecording still = air;
  for (std::size_t i = 0; i < still.depth_m.size(); ++i) still.depth_m[i] = -1e-4 * still.time_s[i];
  const ContactResult nothing = analyse_indentation(still);
  CHECK(nothing.status == Status::refused);
  CHECK(modulus(nothing).reason == Reason::no_contact);

  // No ramp before the hold: the record begins in it.
  options = {};
  options.tissue.prony = "0.4,1";
  options.protocol.hold_s = 10;
  options.protocol.cycles = 1;
  IndentationRecording held = simulate_indentation(options).recording;
  const auto cut = static_cast<std::ptrdiff_t>(3.2 * 200);
  for (auto* all : {&held.time_s, &held.force_n, &held.depth_m}) {
    all->erase(all->begin(), all->begin() + cut);
  }
  const ContactResult no_ramp = analyse_indentation(held);
  CHECK(no_ramp.status == Status::refused);
  CHECK_FALSE(row(no_ramp, "instantaneous_modulus", "prony").estimate.has_value());
}

TEST_CASE("uneven times and a gap are taken as they are") {
  IndentationPhantomOptions options;
  options.sensor.time_jitter = 0.8;
  IndentationRecording r = simulate_indentation(options).recording;
  const Estimate jittered = modulus(analyse_indentation(r));
  CHECK(std::abs(jittered.value - 20) < 4 * jittered.std_error);
  // Half a second is missing on the way in of the second cycle.
  const auto from = static_cast<std::ptrdiff_t>(7.0 * 200);
  for (auto* all : {&r.time_s, &r.force_n, &r.depth_m}) {
    all->erase(all->begin() + from, all->begin() + from + 100);
  }
  const ContactResult result = analyse_indentation(r);
  const Estimate gap = modulus(result, 2);
  REQUIRE(gap.has_value());
  CHECK(std::abs(gap.value - 20) < 4 * gap.std_error);
  CHECK(says(result, "gap"));
}

TEST_CASE("other contact rules carry their error into the modulus") {
  IndentationPhantomOptions options;
  options.protocol.shape = ProbeShape::sphere;
  const IndentationRecording r = simulate_indentation(options).recording;
  const Estimate joint = modulus(analyse_indentation(r));
  for (const auto& choice : choices(ContactRule{})) {
    IndentationOptions by;
    by.reading.contact = choice.value;
    INFO(choice.name);
    const ContactResult result = analyse_indentation(r, by);
    const Estimate e = modulus(result, 1);
    const Estimate contact = row(result, "contact_depth", std::string(choice.name), 1).estimate;
    REQUIRE(e.has_value());
    CHECK(std::isfinite(contact.std_error));
    if (choice.value == ContactRule::joint_fit) continue;
    CHECK(e.std_error > joint.std_error);
  }
}

TEST_CASE("rows and traces are whole") {
  IndentationPhantomOptions options;
  options.protocol.hold_s = 3;
  options.tissue.prony = "0.3,0.5";
  const IndentationRecording r = simulate_indentation(options).recording;
  const ContactResult result = analyse_indentation(r);
  std::map<std::string, int> primaries;
  for (const EstimateRow& one : result.estimates) {
    CHECK_NOTHROW(quantity(one.quantity));
    CHECK(one.estimate.has_value() == (one.estimate.reason == Reason::none));
    primaries[one.quantity] += one.primary ? 1 : 0;
    if (one.primary) CHECK(one.repeat == 0);
  }
  for (const auto& [name, count] : primaries) {
    INFO(name);
    CHECK(count == 1);
  }
  REQUIRE(result.traces.size() == 2);
  for (const Trace& trace : result.traces) {
    CHECK(std::is_sorted(trace.at.begin(), trace.at.end()));
    for (const TraceSignal& signal : trace.signals) {
      CHECK(signal.value.size() == trace.at.size() * trace.repeats);
    }
    for (const TraceMark& mark : trace.marks) CHECK(mark.value.size() == trace.repeats);
  }
  CHECK(result.traces[1].repeats == 3);
  // Equal input, equal bits.
  const ContactResult again = analyse_indentation(r);
  for (std::size_t i = 0; i < result.estimates.size(); ++i) {
    const double a = result.estimates[i].estimate.value, b = again.estimates[i].estimate.value;
    CHECK((a == b || (std::isnan(a) && std::isnan(b))));
  }
}
