#include "stiff/contact/burst_scan.h"
#include "stiff/contact/burst_significance.h"
#include "stiff/phantom/twitch_phantom.h"

#include <cmath>
#include <string>
#include <vector>

#include "validation.h"
#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("a tile's score is the tail of chi-square in closed form") {
  // Q(1, z) = e^-z, Q(2, z) = e^-z (1 + z), z = nu ratio / 2; far out without underflow.
  for (const double ratio : {0.5, 3.0, 40.0, 600.0, 5000.0}) {
    CHECK(chi_square_score(2, ratio) == Approx(ratio).epsilon(1e-12));
    const double z = 2 * ratio;
    CHECK(chi_square_score(4, ratio) == Approx(z - std::log1p(z)).epsilon(1e-9));
  }
  // The two ways of computing it meet: relative step of the score as small as that of the ratio.
  double last = chi_square_score(20, 40);
  for (double ratio = 40.5; ratio < 80; ratio += 0.5) {
    const double score = chi_square_score(20, ratio);
    CHECK(score - last > 4.5);  // d score / d ratio -> nu/2 less (nu/2 - 1) / ratio
    CHECK(score - last < 5.0);
    last = score;
  }
}

TEST_CASE("p of a score and the score of a p are each other's inverse") {
  for (const double p : {1e-8, 0.01, 0.05, 0.3}) {
    for (const double record_s : {1.0, 4.0, 60.0}) {
      const double score = burst_threshold(p, record_s, 0.9 * record_s, 30);
      CHECK(burst_p_value(score, record_s, 0.9 * record_s, 30) == Approx(p));
    }
  }
  CHECK(burst_p_value(14, 10, 10) > burst_p_value(15, 10, 10));
  CHECK(burst_p_value(14, 10, 10) < burst_p_value(14, 10, 20));
  CHECK(burst_p_value(1e4, 10, 10) == 0);
}

TEST_CASE("the scan's alarms on noise alone are as many as said", "[rate]") {
  const int n = validation::seeds(150, 2000);
  for (const int axes : {1, 3}) {
    for (const double record_s : {1.5, 5.0, 20.0}) {
      int at_5 = 0, at_20 = 0;
      for (int seed = 0; seed < n; ++seed) {
        std::vector<std::vector<double>> noise;
        std::vector<NoiseSpectrum> spectra;
        for (int axis = 0; axis < axes; ++axis) {
          noise.push_back(phantom_noise(NoiseColour::white,
                                        static_cast<std::size_t>(500 * record_s), 500,
                                        static_cast<std::uint64_t>(1000 * seed + axis)));
          spectra.push_back(noise_spectrum(noise.back(), 500));
        }
        const TwitchSpectrum spectrum(noise, 500);
        const BurstScan scan(spectrum, spectra);
        const double p =
            burst_p_value(scan.strongest({}).score, spectrum.duration_s(), scan.searched_s({}));
        at_5 += p <= 0.05 ? 1 : 0;
        at_20 += p <= 0.2 ? 1 : 0;
      }
      const std::string what = "twitch: excess power in white noise, " + std::to_string(axes) +
                               " axes, " + std::to_string(static_cast<int>(10 * record_s)) +
                               "/10 s: alarms at 5 %, 20 %";
      validation::note(
          what, std::to_string(at_5) + ", " + std::to_string(at_20) + " of " + std::to_string(n),
          "5 %, 20 %");
      INFO(what << ": " << at_5 << " and " << at_20 << " of " << n);
      // The rate's formula is within a fifth of p (its header): the band of a count between 0.8 and
      // 1.2 of it.
      for (const auto& [count, p] : {std::pair{at_5, 0.05}, {at_20, 0.2}}) {
        const bool within = validation::within_band(count, n, p) ||
                            validation::within_band(count, n, 0.8 * p) ||
                            validation::within_band(count, n, 1.2 * p);
        CHECK(within);
      }
    }
  }
}

TEST_CASE("a tone of one band lights that band; nothing outside of the record's open part") {
  std::vector<std::vector<double>> axes{phantom_noise(NoiseColour::white, 5000, 500, 3)};
  for (std::size_t i = 2500; i < 2600; ++i) {
    axes[0][i] += 4 * std::cos(2 * M_PI * 50 * static_cast<double>(i) / 500);
  }
  const std::vector<NoiseSpectrum> noise{noise_spectrum(axes[0], 500)};
  const TwitchSpectrum spectrum(axes, 500);
  const BurstScan scan(spectrum, noise);
  const BurstTile tile = scan.strongest({});
  CHECK(tile.band.low_hz <= 50);
  CHECK(tile.band.high_hz >= 50);
  // The burst is 5 to 5.2 s; a tile's ends are on steps of 4 ms, and the band rings for some.
  CHECK(tile.span.begin_s == Approx(5.0).margin(0.03));
  CHECK(tile.span.end_s == Approx(5.2).margin(0.06));
  const std::vector<TimeSpan> closed{{4.8, 5.4}};
  const BurstTile other = scan.strongest(closed);
  CHECK((other.span.end_s <= 4.8 || other.span.begin_s >= 5.4));
  CHECK(other.score < 0.3 * tile.score);
  CHECK(scan.searched_s(closed) == Approx(10 - 0.6 - 0.08).margin(0.02));
}
