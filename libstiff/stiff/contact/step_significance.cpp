#include "stiff/contact/step_significance.h"

#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace stiff {
namespace {

constexpr int kPilots = 40;  // estimates of a known noise, for their bias and spread
constexpr int kEnough = 20;  // exceedances
constexpr double kMostReflection = 0.995;

double share(int as_clear, int draws) {
  if (as_clear >= kEnough) return static_cast<double>(as_clear) / draws;
  return (as_clear + 1.0) / (draws + 1.0);
}

}  // namespace

StepSignificance step_significance(const ReleaseScan& scan, const ReleaseScanResult& found,
                                   int draws, std::uint64_t seed) {
  boost::random::mt19937_64 generator(seed);
  boost::random::normal_distribution<double> distribution;
  const auto normal = [&] { return distribution(generator); };
  const Eigen::MatrixXd& courses = scan.basis().courses;
  Eigen::VectorXd random(courses.cols());
  const auto course = [&]() -> Eigen::VectorXd {
    for (double& one : random) one = normal();
    return courses * random;
  };
  const Eigen::VectorXd estimated = found.noise.reflection;
  Eigen::MatrixXd pilots(estimated.size(), kPilots);
  for (int i = 0; i < kPilots; ++i) {
    const Eigen::VectorXd noise = draw_noise(found.noise, scan.samples(), normal);
    pilots.col(i) = scan.run(noise + course()).noise.reflection;
  }
  const Eigen::VectorXd mean = pilots.rowwise().mean();
  std::vector<ColouredNoise> noises;
  for (int i = 0; i < kPilots; ++i) {
    const Eigen::VectorXd corrected = estimated + (estimated - mean) + (pilots.col(i) - mean);
    noises.push_back(
        coloured_noise(corrected.cwiseMax(-kMostReflection).cwiseMin(kMostReflection)));
  }
  StepSignificance result;
  int drops = 0, rises = 0;
  while (result.draws < draws && !(drops >= kEnough && rises >= kEnough)) {
    const ColouredNoise& noise = noises[static_cast<std::size_t>(result.draws % kPilots)];
    const ReleaseScanResult drawn = scan.run(draw_noise(noise, scan.samples(), normal) + course());
    ++result.draws;
    if (drops < kEnough && drawn.drop_evidence >= found.drop_evidence && ++drops == kEnough) {
      result.drop_p = share(drops, result.draws);
    }
    if (rises < kEnough && drawn.rise_evidence >= found.rise_evidence && ++rises == kEnough) {
      result.rise_p = share(rises, result.draws);
    }
  }
  if (drops < kEnough) result.drop_p = share(drops, result.draws);
  if (rises < kEnough) result.rise_p = share(rises, result.draws);
  return result;
}

}  // namespace stiff
