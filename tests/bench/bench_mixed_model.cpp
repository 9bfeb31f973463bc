// A study of 10 000 participants x 4 sessions x 2 sides x 5 taps as one mixed model, two arms, with
// and without missing taps: time, and the process' peak memory.
#include "stiff/comparison/mixed_model.h"
#include "stiff/comparison/satterthwaite.h"

#include <benchmark/benchmark.h>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <sys/resource.h>

namespace {

/// \param missing the share of taps that are not there, which makes nearly every participant's
/// design one of its own.
stiff::MixedModelData study(int participants, double missing) {
  boost::random::mt19937_64 random(1);
  boost::random::normal_distribution<double> normal;
  boost::random::uniform_01<double> uniform;
  const Eigen::Index most = participants * 40;
  stiff::MixedModelData data;
  data.fixed = Eigen::MatrixXd::Zero(most, 9);
  data.values.resize(most);
  data.names = {"age"};
  for (int cell = 0; cell < 8; ++cell) data.names.push_back("cell " + std::to_string(cell));
  data.random = {{.name = "participant", .group = {}},
                 {.name = "side in participant", .group = {}},
                 {.name = "session in participant", .group = {}},
                 {.name = "session in side", .group = {}}};
  Eigen::Index row = 0;
  for (int p = 0; p < participants; ++p) {
    const double person = 0.2 * normal(random);
    const double age = normal(random);
    const double sides[2] = {0.05 * normal(random), 0.05 * normal(random)};
    for (int session = 0; session < 4; ++session) {
      const double day = 0.04 * normal(random);
      for (int side = 0; side < 2; ++side) {
        const double place = 0.03 * normal(random);
        for (int tap = 0; tap < 5; ++tap) {
          if (uniform(random) < missing) continue;
          data.fixed(row, 0) = age;
          data.fixed(row, 1 + 4 * (p % 2) + session) = 1;
          data.values(row) = 5.5 - 0.1 * (p % 2) * (session > 0) + 0.01 * age + person +
                             sides[side] + day + place + 0.02 * normal(random);
          data.participant.push_back(p);
          data.random[0].group.push_back(p);
          data.random[1].group.push_back(2 * p + side);
          data.random[2].group.push_back(4 * p + session);
          data.random[3].group.push_back(8 * p + 2 * session + side);
          ++row;
        }
      }
    }
  }
  data.fixed.conservativeResize(row, 9);
  data.values.conservativeResize(row);
  return data;
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void fit_study(benchmark::State& state) {
  const stiff::MixedModelData data = study(10000, static_cast<double>(state.range(0)) / 100);
  for (auto _ : state) {
    const stiff::MixedModelFit fit = stiff::fit_mixed_model(data);
    Eigen::VectorXd weights(9);
    weights << 0, 1, 0, 0, -1, -1, 0, 0, 1;
    const auto contrast = stiff::model_contrast(fit, weights);
    state.counters["contrast"] = contrast.estimate.value;
    state.counters["dof"] = contrast.dof;
    state.counters["converged"] = fit.converged ? 1 : 0;
  }
  state.counters["rows"] = static_cast<double>(data.values.size());
  state.counters["peak_MB"] = peak_megabytes();
}
BENCHMARK(fit_study)->Arg(0)->Arg(10)->Unit(benchmark::kSecond)->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
