#include "stiff/contact/hold_tremor.h"
#include "stiff/contact/passive_basis.h"
#include "stiff/contact/release_detection.h"
#include "stiff/contact/slow_force.h"

#include <cmath>
#include <iostream>
#include <string>

#include "contact/simulated_relaxation.h"
#include "validation.h"
#include <Eigen/Cholesky>
#include <catch2/catch.hpp>

using stiff::detect_release;
using stiff::ReleaseDetection;
using Noise = SimulatedRelaxation::Noise;

namespace {

const char* name_of(Noise noise) {
  switch (noise) {
    case Noise::white:
      return "white";
    case Noise::ar1:
      return "AR(1) 0.95";
    case Noise::tremor:
      return "tremor of 8-12 Hz";
    case Noise::ar1_and_white:
      return "AR(1) 0.95 and white";
  }
  return "";
}

// As the analysis does it: a tenth of a second clear of the ramp, and below a tremor.
ReleaseDetection detect(const std::vector<double>& force, double fs) {
  const auto clear = static_cast<std::size_t>(0.1 * fs);
  const auto held = std::span(force).subspan(clear, force.size() - 2 * clear);
  const stiff::Tremor tremor = stiff::find_tremor(held, fs);
  return detect_release(held, fs, tremor.frequency_hz.value);
}

struct Counts {
  int n = 0, found = 0, guarding = 0, in_time = 0, time_held = 0, size_held = 0;
};

Counts count(SimulatedRelaxation hold, int seeds) {
  Counts counts;
  counts.n = seeds;
  for (int s = 0; s < seeds; ++s) {
    hold.seed = 1000 + static_cast<std::uint64_t>(s);
    const std::vector<double> force = hold.draw();
    const ReleaseDetection result = detect(force, hold.sampling_hz);
    REQUIRE(result.release.p_value > 0);
    REQUIRE(result.release.p_value <= 1);
    counts.guarding += result.guarding.found;
    if (!result.release.found) continue;
    ++counts.found;
    const stiff::Estimate& time = result.release.time_s;
    counts.in_time += std::abs(time.value + 0.1 - hold.release_s) <= 0.5;
    counts.time_held += time.ci_low + 0.1 <= hold.release_s && time.ci_high + 0.1 >= hold.release_s;
    counts.size_held +=
        result.release.size_n.ci_low <= hold.drop && result.release.size_n.ci_high >= hold.drop;
  }
  return counts;
}

std::string of(int hits, int n) {
  return std::to_string(hits) + " of " + std::to_string(n);
}

void check_alarms(SimulatedRelaxation hold, const std::string& what, int seeds) {
  const Counts counts = count(hold, seeds);
  INFO(what << ": " << counts.found << " alarms of " << counts.n);
  validation::note("release: alarms in holds without one, " + what, of(counts.found, counts.n),
                   "5 %");
  CHECK(validation::within_band(counts.found, counts.n, 0.05));
}

}  // namespace

TEST_CASE("a release's false alarms are at the stated rate", "[release][alarms]") {
  const int seeds = validation::seeds(100, 1000);
  for (const Noise noise : {Noise::white, Noise::ar1, Noise::tremor, Noise::ar1_and_white}) {
    SimulatedRelaxation hold;
    hold.noise = noise;
    check_alarms(hold, name_of(noise), seeds);
  }
}

TEST_CASE("false alarms hold over lengths, samplings and relaxations", "[release][alarms][grid]") {
  const int seeds = validation::seeds(0, 400);
  for (const Noise noise : {Noise::white, Noise::ar1}) {
    for (const double length : {10.0, 30.0, 90.0}) {
      for (const double fs : {50.0, 100.0, 1000.0}) {
        for (const double relaxed : {10.0, 50.0, 500.0}) {
          if (seeds == 0 || (length != 30) + (fs != 100) + (relaxed != 50) > 1) continue;
          SimulatedRelaxation hold;
          hold.noise = noise, hold.length_s = length, hold.sampling_hz = fs, hold.relaxed = relaxed;
          check_alarms(hold,
                       std::string(name_of(noise)) + ", " + std::to_string(int(length)) + " s, " +
                           std::to_string(int(fs)) + " Hz, relaxing " +
                           std::to_string(int(relaxed)) + " SD",
                       seeds);
        }
      }
    }
  }
}

TEST_CASE("a release is found where the figures say", "[release][power]") {
  const int seeds = validation::seeds(60, 1000);
  struct Case {
    Noise noise;
    double drop, width_s, wanted;
  };
  // A ramp of 1 s in AR(1) noise of 3 SD is below what a test that does not know the relaxation can
  // find in 95 %, even if it knew the noise: the bound is in release_detection.h.
  for (const Case& one : {Case{Noise::white, 1, 0, 0.95}, Case{Noise::white, 1, 1, 0.95},
                          Case{Noise::ar1, 3, 0, 0.95}, Case{Noise::ar1, 3, 1, 0},
                          Case{Noise::tremor, 1, 0, 0.95}, Case{Noise::tremor, 1, 1, 0.95}}) {
    SimulatedRelaxation hold;
    hold.noise = one.noise, hold.drop = one.drop, hold.width_s = one.width_s;
    const Counts counts = count(hold, seeds);
    const std::string what = std::string(name_of(one.noise)) + ", " +
                             std::to_string(int(one.drop)) + " SD, " +
                             (one.width_s > 0 ? "ramp of 1 s" : "step");
    INFO(what << ": found " << of(counts.found, counts.n) << ", in time "
              << of(counts.in_time, counts.found) << ", time's interval "
              << of(counts.time_held, counts.found) << ", size's "
              << of(counts.size_held, counts.found));
    validation::note("release found: " + what, of(counts.found, counts.n),
                     one.wanted > 0 ? "95 %" : "as measured");
    validation::note("release time within 0.5 s: " + what, of(counts.in_time, counts.found),
                     "95 %");
    validation::note("release time's interval holds: " + what, of(counts.time_held, counts.found),
                     "95 %");
    validation::note("release size's interval holds: " + what, of(counts.size_held, counts.found),
                     "95 %");
    // At least the share that is asked for, within the binomial's 99.9 % band below it.
    const auto at_least = [](int hits, int n, double share) {
      return hits >= share * n || validation::within_band(hits, n, share);
    };
    CHECK(at_least(counts.found, counts.n, one.wanted));
    if (one.wanted > 0) CHECK(at_least(counts.in_time, counts.found, 0.95));
  }
}

TEST_CASE("the power curve of a release", "[release][curve]") {
  const int seeds = validation::seeds(0, 200);
  if (seeds == 0) return;
  std::cout << "drop / SD    ";
  const double drops[] = {0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6};
  for (const double drop : drops) std::cout << drop << "  ";
  for (const Noise noise : {Noise::white, Noise::ar1, Noise::tremor, Noise::ar1_and_white}) {
    for (const double width : {0.0, 1.0}) {
      std::cout << "\n" << name_of(noise) << (width > 0 ? ", ramp of 1 s: " : ", step: ");
      std::string line;
      for (const double drop : drops) {
        SimulatedRelaxation hold;
        hold.noise = noise, hold.drop = drop, hold.width_s = width;
        const double power = static_cast<double>(count(hold, seeds).found) / seeds;
        std::cout << power << "  " << std::flush;
        line += (line.empty() ? "" : ", ") + std::to_string(drop).substr(0, 4) + ": " +
                std::to_string(power).substr(0, 5);
      }
      validation::note(std::string("release, power by drop in SD: ") + name_of(noise) +
                           (width > 0 ? ", ramp of 1 s" : ", step"),
                       line, "as measured");
    }
  }
  std::cout << "\n";
}

TEST_CASE("a release that is clear is measured, and told from guarding", "[release]") {
  SimulatedRelaxation hold;
  hold.drop = 6;
  const std::vector<double> force = hold.draw();
  const ReleaseDetection result = detect(force, 100);
  REQUIRE(result.release.found);
  CHECK_FALSE(result.guarding.found);
  CHECK(result.release.p_value == Approx(1.0 / 200));  // none of 199 draws
  CHECK(std::abs(result.release.time_s.value + 0.1 - hold.release_s) < 0.05);
  CHECK(std::abs(result.release.size_n.value - 6) < 4 * result.release.size_n.std_error);
  CHECK(result.release.size_n.std_error < 1);
  // Equal input, equal bits.
  const ReleaseDetection again = detect(force, 100);
  CHECK(again.release.p_value == result.release.p_value);
  CHECK(again.release.size_n.value == result.release.size_n.value);

  SECTION("turned over it is guarding") {
    hold.drop = 0, hold.rise = 4;
    const ReleaseDetection up = detect(hold.draw(), 100);
    CHECK_FALSE(up.release.found);
    REQUIRE(up.guarding.found);
    CHECK(std::abs(up.guarding.time_s.value + 0.1 - 10) < 0.1);
    CHECK(std::abs(up.guarding.size_n.value - 4) < 4 * up.guarding.size_n.std_error);
  }
  SECTION("both are told apart") {
    hold.drop = 6, hold.rise = 3;
    hold.seed = 4;  // its release is behind the rise
    const ReleaseDetection both = detect(hold.draw(), 100);
    REQUIRE(hold.release_s > 12);
    CHECK(both.release.found);
    CHECK(both.guarding.found);
    CHECK(std::abs(both.release.size_n.value - 6) < 4 * both.release.size_n.std_error);
  }
  SECTION("a fall that takes back a rise is no release") {
    hold.drop = 4, hold.rise = 4;
    hold.seed = 4;
    const ReleaseDetection gone = detect(hold.draw(), 100);
    CHECK(gone.guarding.found);
    CHECK(gone.guarding_ended);
    CHECK_FALSE(gone.release.found);
    CHECK(gone.release.time_s.reason == stiff::Reason::no_release);
    CHECK(gone.release.p_value > 0);
  }
  SECTION("scale and offset change nothing but the size") {
    std::vector<double> other = force;
    for (double& value : other) value = 0.25 * value - 3;
    const ReleaseDetection scaled = detect(other, 100);
    CHECK(scaled.release.time_s.value == Approx(result.release.time_s.value));
    CHECK(scaled.release.size_n.value == Approx(0.25 * result.release.size_n.value).epsilon(1e-6));
  }
}

TEST_CASE("what is too short for a release is said so", "[release]") {
  std::vector<double> force(100, 5.0);
  CHECK(detect_release(force, 100, stiff::kNaN).reason == stiff::Reason::too_few);
  CHECK(detect_release({}, 100, stiff::kNaN).reason == stiff::Reason::too_few);
}

TEST_CASE("a force without noise and without a drop has no release", "[release]") {
  std::vector<double> force(3000);
  for (std::size_t i = 0; i < force.size(); ++i) {
    force[i] = 10 + 3 * std::exp(-static_cast<double>(i) / 500);
  }
  const ReleaseDetection result = detect_release(force, 100, stiff::kNaN);
  CHECK(result.release.p_value > 0);
  CHECK(result.release.p_value <= 1);
  // Rounding is what is left; nothing is seen in it that is a part in 1e6 of the force.
  if (result.release.found) CHECK(result.release.size_n.value < 1e-5);
}

TEST_CASE("the passive basis holds every decay that it stands for", "[release][basis]") {
  const Eigen::VectorXd time = Eigen::VectorXd::LinSpaced(720, 0.2, 29);
  const stiff::ColouredNoise white = stiff::coloured_noise(Eigen::VectorXd::Zero(4));
  for (const double amplitude : {10.0, 100.0, 1000.0}) {
    const stiff::PassiveBasis passive = stiff::passive_basis(time, amplitude, white, 1);
    const Eigen::MatrixXd& basis = passive.columns;
    // The courses lie in it, their weights' covariance is the precision's inverse.
    const Eigen::MatrixXd weights = basis.transpose() * passive.courses;
    CHECK((passive.courses - basis * weights).norm() < 1e-9 * passive.courses.norm());
    const Eigen::Index courses = passive.courses.cols();
    REQUIRE(courses > 1);
    CHECK((weights.transpose() * passive.precision * weights -
           Eigen::MatrixXd::Identity(courses, courses))
              .norm() < 1e-6);
    CHECK(passive.precision.col(0).norm() < 1e-9);
    CHECK(
        (basis.transpose() * basis - Eigen::MatrixXd::Identity(basis.cols(), basis.cols())).norm() <
        1e-9);
    double worst = 0;
    for (double tau = 0.1; tau < 290; tau *= 1.13) {
      const double fall = 1 - std::exp((0.2 - 29) / tau);
      const Eigen::VectorXd decay = amplitude / fall * ((0.2 - time.array()) / tau).exp();
      worst = std::max(worst, (decay - basis * (basis.transpose() * decay)).norm());
    }
    // A course goes below a quarter of an innovation along the first direction left out, one decay,
    // of the 21 that share the variance, below sqrt(21) / 4 = 1.2; directions fall by about two
    // from one to the next: together below 1.2 / (1 - 1/2) = 2.4, and taus between the grid's as
    // well.
    CHECK(worst < 3);
  }
}

TEST_CASE("the scan by running sums is generalised least squares", "[release][scan]") {
  SimulatedRelaxation hold;
  hold.noise = Noise::ar1, hold.drop = 3;
  const std::vector<double> force = hold.draw();
  const stiff::SlowForce slow = stiff::slow_force(force, 100, 25);
  const stiff::ColouredNoise white = stiff::coloured_noise(Eigen::VectorXd::Zero(4));
  const stiff::ReleaseScan scan(slow.time_s, stiff::passive_basis(slow.time_s, 50, white, 0.5), 25,
                                {0}, 4);
  const stiff::ReleaseScanResult found = scan.run(slow.force_n);
  REQUIRE(found.drop.found());
  const double times[] = {found.drop.time_s}, widths[] = {0};
  const auto same = scan.match(slow.force_n, found.noise, found.innovation_std, times, widths);
  REQUIRE(same.size() == 1);
  CHECK(same[0].size_n == Approx(found.drop.size_n).epsilon(1e-6));
  CHECK(same[0].t == Approx(found.drop.t).epsilon(1e-6));
  // The same by the textbook: covariance of noise and courses together, in innovations, its
  // inverse, a constant and the step, the step's coefficient.
  const Eigen::Index n = slow.force_n.size();
  std::vector<double> correlation{1};  // Yule and Walker's recursion, from the reflections
  for (Eigen::Index lag = 1; lag < n; ++lag) {
    const Eigen::Index order = std::min<Eigen::Index>(lag, 4);
    const Eigen::VectorXd phi = stiff::coloured_noise(found.noise.reflection.head(order)).phi;
    double r = 0;
    for (Eigen::Index i = 0; i < order; ++i)
      r += phi[i] * correlation[static_cast<std::size_t>(lag - 1 - i)];
    correlation.push_back(r);
  }
  double power = 1;
  for (const double r : found.noise.reflection) power /= 1 - r * r;
  Eigen::MatrixXd covariance(n, n), design(n, 2);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < n; ++j) {
      covariance(i, j) = power * correlation[static_cast<std::size_t>(std::abs(i - j))];
    }
  }
  covariance += scan.basis().courses * scan.basis().courses.transpose();
  stiff::StepMatch unit = found.drop;
  unit.size_n = 1;
  design << Eigen::VectorXd::Ones(n), scan.response(unit);
  const Eigen::LLT<Eigen::MatrixXd> factor(covariance);
  const Eigen::MatrixXd weighted = factor.solve(design);
  const Eigen::VectorXd answer =
      (design.transpose() * weighted).ldlt().solve(weighted.transpose() * slow.force_n);
  CHECK(found.drop.size_n == Approx(answer[1]).epsilon(1e-6));
}

TEST_CASE("white noise stays white when it is thinned, and a tremor goes", "[release][slow]") {
  SimulatedRelaxation hold;
  hold.relaxed = 1e-9, hold.length_s = 2000;
  const stiff::SlowForce slow = stiff::slow_force(hold.draw(), 100, 10);
  const Eigen::VectorXd x = slow.force_n.array() - slow.force_n.mean();
  const Eigen::Index n = x.size();
  // Correlations of n samples of white noise have a standard deviation of 1 / sqrt(n).
  for (Eigen::Index lag = 1; lag < 6; ++lag) {
    CHECK(std::abs(x.head(n - lag).dot(x.tail(n - lag)) / x.squaredNorm()) <
          4 / std::sqrt(static_cast<double>(n)));
  }
  CHECK(x.squaredNorm() / static_cast<double>(n) ==
        Approx(0.1).epsilon(4 * std::sqrt(2.0 / static_cast<double>(n))));
  for (double f = 8; f <= 12; f += 0.5) {
    std::vector<double> sine(3000);
    for (std::size_t i = 0; i < sine.size(); ++i) {
      sine[i] = std::sin(2 * 3.14159265358979 * f * static_cast<double>(i) / 100);
    }
    CHECK(stiff::slow_force(sine, 100, 10).force_n.cwiseAbs().maxCoeff() < 0.015);
  }
}
