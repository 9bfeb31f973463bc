#include "stiff/contact/indentation_analysis.h"
#include "stiff/phantom/indentation_phantom.h"

#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "validation.h"
#include <catch2/catch.hpp>

using namespace stiff;

namespace {

Estimate of(const ContactResult& result, const std::string& quantity, const std::string& method) {
  for (const EstimateRow& one : result.estimates) {
    if (one.quantity == quantity && one.method == method && one.repeat == 0) return one.estimate;
  }
  throw std::runtime_error("no row of " + quantity + " by " + method);
}

struct Tally {
  int held = 0, answered = 0;
  double sum = 0;

  void add(const Estimate& e, double truth) {
    if (!e.has_value()) return;
    ++answered;
    held += e.ci_low <= truth && truth <= e.ci_high ? 1 : 0;
    sum += e.value / truth - 1;
  }
  double bias() const { return sum / answered; }
  void note(const std::string& what, const char* wanted) const {
    char line[120];
    std::snprintf(line, sizeof line, "bias %+.2f %%, interval holds %d of %d", 100 * bias(), held,
                  answered);
    std::printf("%s: %s\n", what.c_str(), line);
    validation::note(what, line, wanted);
  }
};

}  // namespace

// A loading curve of a tissue that relaxes is no polynomial: what up to four terms leave is a bias,
// said here as it is; it is below 1 %, as the documents have it. The hold is fitted with the law
// itself.
TEST_CASE("tissues that relax: loading curve and hold", "[coverage]") {
  const int n = validation::seeds(50, 1000);
  for (const char* prony : {"0.1,1", "0.3,1", "0.25,0.4;0.25,4", "0.3,0.1;0.2,2"}) {
    Tally secant, tangent, contact, instantaneous, long_time;
    for (int seed = 1; seed <= n; ++seed) {
      IndentationPhantomOptions options;
      options.seed = static_cast<std::uint64_t>(seed);
      options.tissue.prony = prony;
      options.protocol.cycles = 1;
      options.protocol.hold_s = 15;
      const IndentationPhantom phantom = simulate_indentation(options);
      const ContactResult result = analyse_indentation(phantom.recording);
      const IndentationTruth& truth = phantom.truth;
      secant.add(of(result, "indentation_modulus", "loading_secant"),
                 truth.secant_modulus_pa[0] / 1e3);
      tangent.add(of(result, "indentation_modulus", "loading_tangent"),
                  truth.tangent_modulus_pa[0] / 1e3);
      contact.add(of(result, "contact_depth", "joint_fit"), truth.contact_depth_m * 1e3);
      double left = 1;
      for (const PronyTerm& term : truth.terms) left -= term.amplitude;
      instantaneous.add(of(result, "instantaneous_modulus", "prony"), 20);
      long_time.add(of(result, "long_time_modulus", "prony"), 20 * left);
    }
    const std::string what = std::string("relaxing tissue (") + prony + "), ";
    secant.note(what + "loading_secant", "as it is");
    tangent.note(what + "loading_tangent", "as it is");
    contact.note(what + "contact_depth", "as it is");
    instantaneous.note(what + "instantaneous_modulus", "as it is");
    long_time.note(what + "long_time_modulus", "as it is");
    CHECK(secant.answered == n);
    CHECK(std::abs(secant.bias()) < 0.01);
    CHECK(std::abs(long_time.bias()) < 0.01);
  }
}
