#include "stiff/wave/local_wavenumber.h"

#include "stiff/core/error.h"
#include "stiff/dsp/unwrap.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Dense>

namespace stiff {
namespace {

using Complex = std::complex<double>;
constexpr int kTerms = 9;  // 1, r, ln r, z, z^2, r z^2, z^2 / r, z^4, z^4 / r
constexpr int kTermsOnALine = 3;
using Normal = Eigen::Matrix<double, kTerms, kTerms>;
using Right = Eigen::Matrix<double, kTerms, 2>;

struct Equations {
  Normal normal = Normal::Zero();
  Right right = Right::Zero();
  double weight = 0, squares = 0;
};

std::size_t nearest_to_focus(const WaveGrid& grid) {
  std::size_t best = 0;
  for (std::size_t z = 1; z < grid.depth_m.size(); ++z) {
    if (std::abs(grid.depth_m[z]) < std::abs(grid.depth_m[best])) {
      best = z;
    }
  }
  return best;
}

// The phase that is left of exp(-i expected r), unwrapped along the focus' depth and from there to
// each side.
Eigen::ArrayXXd residual_phase(const WaveGrid& grid, std::span<const Complex> wave,
                               double expected) {
  const std::size_t columns = grid.distance_m.size(), rows = grid.depth_m.size();
  const std::size_t focus = nearest_to_focus(grid);
  const double middle = grid.distance_m[columns / 2];
  const auto left = [&](std::size_t z, std::size_t x) {
    return std::arg(wave[z * columns + x] *
                    std::polar(1.0, expected * (grid.distance_m[x] - middle)));
  };
  Eigen::ArrayXXd phase(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns));
  std::vector<double> along(columns);
  for (std::size_t x = 0; x < columns; ++x) {
    along[x] = left(focus, x);
  }
  unwrap_phase(std::span<double>(along));
  for (std::size_t x = 0; x < columns; ++x) {
    for (const int direction : {1, -1}) {
      double previous = along[x];
      for (auto z = static_cast<std::ptrdiff_t>(focus);
           z >= 0 && z < static_cast<std::ptrdiff_t>(rows); z += direction) {
        previous += wrap_phase(left(static_cast<std::size_t>(z), x) - previous);
        phase(z, static_cast<Eigen::Index>(x)) = previous;
      }
    }
  }
  return phase;
}

class Solver {
 public:
  Solver(const WaveGrid& grid, double expected, bool point_spreading)
      : grid_(grid),
        expected_(expected),
        point_(point_spreading),
        terms_(grid.has_depth() ? kTerms : kTermsOnALine),
        middle_(0.5 * (grid.distance_m.front() + grid.distance_m.back())) {}

  Eigen::Matrix<double, kTerms, 1> basis(double distance, double depth) const {
    const double r = distance / middle_, z = depth / middle_, z2 = z * z;
    Eigen::Matrix<double, kTerms, 1> b;
    b << 1, r, std::log(r), z, z2, r * z2, z2 / r, z2 * z2, z2 * z2 / r;
    return b;
  }

  // k^2 on the axis, averaged over the distances with the weight that a regression gives to the
  // local slope: a parabola that vanishes half a step beyond the ends.
  Complex wavenumber(const Equations& e, LocalWavenumber* details = nullptr) const {
    const Eigen::MatrixXd normal = e.normal.topLeftCorner(terms_, terms_);
    const Eigen::LDLT<Eigen::MatrixXd> solver(normal);
    if (solver.info() != Eigen::Success || !(solver.rcond() > 1e-14)) {
      return {kNan, kNan};
    }
    const Eigen::MatrixXd q = solver.solve(e.right.topRows(terms_));
    if (details != nullptr) {
      const double explained = q.cwiseProduct(e.right.topRows(terms_)).sum();
      details->misfit = std::sqrt(std::max(0.0, e.squares - explained) / e.weight);
    }
    const auto coefficient = [&](int term) { return Complex(q(term, 0), q(term, 1)); };
    const auto& r = grid_.distance_m;
    const double step = r[1] - r[0];
    Complex sum = 0;
    double weights = 0;
    for (const double distance : r) {
      const double at = distance / middle_;
      // F = log u: u''/u = F'' + F'^2.
      const Complex first =
          (coefficient(1) + coefficient(2) / at) / middle_ - Complex(0, expected_);
      Complex laplacian = -coefficient(2) / (distance * distance) + first * first;
      if (point_) {
        laplacian += first / distance;
      }
      if (terms_ == kTerms) {
        const Complex z_first = coefficient(3) / middle_;
        const Complex z_second = coefficient(4) + coefficient(5) * at + coefficient(6) / at;
        laplacian += 2.0 * z_second / (middle_ * middle_) + z_first * z_first;
      }
      const double weight =
          (distance - r.front() + 0.5 * step) * (r.back() - distance + 0.5 * step);
      sum -= weight * laplacian;
      if (details != nullptr) {
        details->excess.push_back((laplacian - first * first).real());
      }
      weights += weight;
    }
    // The root with a positive real part; a wave that decays on its way has a negative imaginary
    // one.
    return std::sqrt(sum / weights);
  }

 private:
  static constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const WaveGrid& grid_;
  double expected_;
  bool point_;
  int terms_;
  double middle_;
};

}  // namespace

LocalWavenumber local_wavenumber(const WaveGrid& grid, std::span<const Complex> wave,
                                 double expected, bool point_spreading) {
  const std::size_t columns = grid.distance_m.size(), rows = grid.depth_m.size();
  if (columns < LocalWavenumber::kBlocks || rows < 1 || wave.size() != rows * columns ||
      !(grid.distance_m.front() > 0)) {
    throw Error(ErrorKind::usage,
                "a wavenumber needs at least 8 distances > 0 and a wave on all of the grid");
  }
  const Eigen::ArrayXXd phase = residual_phase(grid, wave, expected);
  double largest = 0;
  for (const Complex& u : wave) {
    largest = std::max(largest, std::abs(u));
  }
  const Solver solver(grid, expected, point_spreading);
  std::array<Equations, LocalWavenumber::kBlocks> blocks;
  for (std::size_t z = 0; z < rows; ++z) {
    for (std::size_t x = 0; x < columns; ++x) {
      const double amplitude = std::abs(wave[z * columns + x]);
      if (!(amplitude > 1e-6 * largest)) {
        continue;  // its logarithm says nothing, and its weight is nil
      }
      const double weight = (amplitude / largest) * (amplitude / largest);
      const auto b = solver.basis(grid.distance_m[x], grid.depth_m[z]);
      Equations& e = blocks[x * LocalWavenumber::kBlocks / columns];
      e.normal += weight * b * b.transpose();
      const Eigen::RowVector2d values(
          std::log(amplitude / largest),
          phase(static_cast<Eigen::Index>(z), static_cast<Eigen::Index>(x)));
      e.right += weight * b * values;
      e.weight += weight;
      e.squares += weight * values.squaredNorm();
    }
  }
  Equations all;
  for (const Equations& e : blocks) {
    all.normal += e.normal;
    all.right += e.right;
    all.weight += e.weight;
    all.squares += e.squares;
  }
  LocalWavenumber result;
  result.all = solver.wavenumber(all, &result);
  for (std::size_t block = 0; block < LocalWavenumber::kBlocks; ++block) {
    Equations rest = all;
    rest.normal -= blocks[block].normal;
    rest.right -= blocks[block].right;
    result.without[block] = solver.wavenumber(rest);
  }
  return result;
}

}  // namespace stiff
