#include "stiff/motion/bulk_motion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <Eigen/Cholesky>

namespace stiff {
namespace {

constexpr int kMaxDegree = 5;
constexpr int kPlane = 3;  // 1, z, x
constexpr Index kMaxBlocks = 12;
constexpr std::size_t kMaxFrames = 40;
constexpr int kPasses = 12;
constexpr double kLeastShare = 0.05;
constexpr double kEnough = 1.4;  // times what the highest degree leaves: a lower one is enough

/// Means over blocks of pixels: (block, frame), with the blocks' centres in [-1, 1].
struct Blocks {
  Picture<double> value;
  std::vector<std::array<double, kPlane>> plane;
};

/// The coordinate of index i of n samples in [-1, 1].
double unit(double i, Index n) {
  return n > 1 ? 2 * i / static_cast<double>(n - 1) - 1 : 0;
}

Blocks block_means(const Cube<float>& field, const Picture<float>& noise_std) {
  const Index rows = std::min(field.axial(), kMaxBlocks);
  const Index columns = std::min(field.lateral(), kMaxBlocks);
  Blocks blocks{Picture<double>::Zero(rows * columns, field.time()), {}};
  Eigen::ArrayXd sum(field.time());
  for (Index i = 0; i < rows; ++i) {
    const Index z0 = i * field.axial() / rows;
    const Index z1 = (i + 1) * field.axial() / rows;
    for (Index j = 0; j < columns; ++j) {
      const Index x0 = j * field.lateral() / columns;
      const Index x1 = (j + 1) * field.lateral() / columns;
      sum.setZero();
      double total = 0;
      for (Index z = z0; z < z1; ++z) {
        for (Index x = x0; x < x1; ++x) {
          const auto noise = static_cast<double>(noise_std(z, x));
          const double weight = noise > 0 ? 1 / (noise * noise) : 0;
          const auto trace = field.trace(z, x);
          const Eigen::Map<const Eigen::ArrayXf> samples(trace.data(), field.time());
          // A pixel whose noise is not known counts only where none is known.
          if (weight > 0 && total < 0) {
            sum.setZero();
            total = 0;
          }
          if (weight > 0) {
            sum += weight * samples.cast<double>();
            total += weight;
          } else if (total <= 0) {
            sum -= samples.cast<double>();
            total -= 1;
          }
        }
      }
      blocks.value.row(i * columns + j) = (sum / total).transpose();
      blocks.plane.push_back({1.0, unit(0.5 * static_cast<double>(z0 + z1 - 1), field.axial()),
                              unit(0.5 * static_cast<double>(x0 + x1 - 1), field.lateral())});
    }
  }
  return blocks;
}

/// Legendre polynomials 0 .. kMaxDegree over the record: (degree, frame).
Picture<double> legendre(Index frames) {
  Picture<double> basis(kMaxDegree + 1, frames);
  for (Index t = 0; t < frames; ++t) {
    const double s = unit(static_cast<double>(t), frames);
    basis(0, t) = 1;
    basis(1, t) = s;
    for (int n = 1; n < kMaxDegree; ++n) {
      basis(n + 1, t) = ((2 * n + 1) * s * basis(n, t) - n * basis(n - 1, t)) / (n + 1);
    }
  }
  return basis;
}

/// The magnitude that the given share of the values does not reach.
double magnitude_at(const Eigen::MatrixXd& residual, double share) {
  std::vector<double> magnitude(static_cast<std::size_t>(residual.size()));
  std::transform(residual.data(), residual.data() + residual.size(), magnitude.begin(),
                 [](double r) { return std::abs(r); });
  const double rank = share * static_cast<double>(magnitude.size() - 1);
  const auto at = magnitude.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(magnitude.begin(), at, magnitude.end());
  return *at;
}

double median_magnitude(const Eigen::MatrixXd& residual) {
  return magnitude_at(residual, 0.5);
}

/// At most kMaxFrames of the frames, the first and the last among them.
std::vector<Index> spread(const std::vector<Index>& frames) {
  const std::size_t count = std::min(frames.size(), kMaxFrames);
  std::vector<Index> some;
  for (std::size_t k = 0; k < count; ++k) {
    some.push_back(frames[k * (frames.size() - 1) / (count - 1)]);
  }
  return some;
}

/// The fit of one degree: coefficients (plane, degree), and the median magnitude that it leaves.
struct Fit {
  Eigen::MatrixXd coefficients;
  double remaining = 0;
};

/// Robust least squares of value = plane * coefficients * basis, (block, frame).
class BulkFit {
 public:
  BulkFit(const Blocks& blocks, const Picture<double>& basis, const std::vector<Index>& frames)
      : value_(blocks.value.rows(), static_cast<Index>(frames.size())),
        plane_(value_.rows(), kPlane),
        basis_(basis.rows(), value_.cols()) {
    for (Index k = 0; k < value_.cols(); ++k) {
      value_.col(k) = blocks.value.col(frames[static_cast<std::size_t>(k)]).matrix();
      basis_.col(k) = basis.col(frames[static_cast<std::size_t>(k)]).matrix();
    }
    for (Index b = 0; b < plane_.rows(); ++b) {
      for (Index k = 0; k < kPlane; ++k) {
        plane_(b, k) = blocks.plane[static_cast<std::size_t>(b)][static_cast<std::size_t>(k)];
      }
    }
  }

  double typical() const { return median_magnitude(value_); }
  double largest() const { return magnitude_at(value_, 0.995); }

  Fit fit(int degree) const {
    Eigen::MatrixXd weight = Eigen::MatrixXd::Ones(value_.rows(), value_.cols());
    Fit out;
    for (int pass = 0; pass < kPasses; ++pass) {
      out.coefficients = solve(degree, weight);
      const Eigen::MatrixXd course = out.coefficients * basis_.topRows(degree + 1);
      Eigen::MatrixXd residual = value_;
      residual.noalias() -= plane_ * course;
      const double before = out.remaining;
      out.remaining = median_magnitude(residual);
      if (pass > 0 && std::abs(out.remaining - before) <= 1e-3 * before) break;
      const double reach = 4.685 * std::max(out.remaining / 0.67449, 1e-300);
      const Eigen::ArrayXXd inside = (1 - (residual.array() / reach).square()).max(0.0);
      weight = inside.square();
    }
    return out;
  }

 private:
  using Plane = Eigen::Matrix<double, Eigen::Dynamic, kPlane>;

  Eigen::MatrixXd solve(int degree, const Eigen::MatrixXd& weight) const {
    const Index terms = degree + 1;
    const Index size = terms * kPlane;
    Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(size, size);
    Eigen::VectorXd right = Eigen::VectorXd::Zero(size);
    for (Index t = 0; t < value_.cols(); ++t) {
      Plane weighted = plane_;
      for (Index k = 0; k < kPlane; ++k) weighted.col(k).array() *= weight.col(t).array();
      const Eigen::Matrix3d square = plane_.transpose().lazyProduct(weighted);
      const Eigen::Vector3d product = weighted.transpose().lazyProduct(value_.col(t));
      for (Index i = 0; i < terms; ++i) {
        right.segment<kPlane>(i * kPlane) += basis_(i, t) * product;
        for (Index j = 0; j < terms; ++j) {
          normal.block<kPlane, kPlane>(i * kPlane, j * kPlane) +=
              basis_(i, t) * basis_(j, t) * square;
        }
      }
    }
    // A field of one depth or one line has no slope there: the ridge sets it to 0.
    normal.diagonal().array() += 1e-9 * normal.diagonal().maxCoeff() + 1e-300;
    const Eigen::VectorXd solution = normal.ldlt().solve(right);
    return Eigen::Map<const Eigen::MatrixXd>(solution.data(), kPlane, terms);
  }

  Eigen::MatrixXd value_;
  Plane plane_;
  Eigen::MatrixXd basis_;
};

/// Takes the model, less its mean over the reference frames, off every pixel.
void subtract(Cube<float>& field, const Eigen::MatrixXd& coefficients, const Picture<double>& basis,
              std::span<const Index> reference) {
  Picture<double> course = (coefficients * basis.matrix().topRows(coefficients.cols())).array();
  for (Index k = 0; k < kPlane && !reference.empty(); ++k) {
    double zero = 0;
    for (const Index t : reference) zero += course(k, t);
    course.row(k) -= zero / static_cast<double>(reference.size());
  }
  for (Index z = 0; z < field.axial(); ++z) {
    const double down = unit(static_cast<double>(z), field.axial());
    for (Index x = 0; x < field.lateral(); ++x) {
      const double along = unit(static_cast<double>(x), field.lateral());
      const auto trace = field.trace(z, x);
      for (std::size_t i = 0; i < trace.size(); ++i) {
        const auto t = static_cast<Index>(i);
        trace[i] -= static_cast<float>(course(0, t) + down * course(1, t) + along * course(2, t));
      }
    }
  }
}

/// The fit of the lowest degree that leaves little more than the highest one does.
Fit simplest_fit(const BulkFit& fitter) {
  Fit richest = fitter.fit(kMaxDegree);
  // Where even this does not halve the motion, no lower degree is of use.
  if (!(richest.remaining < 0.5 * fitter.typical())) return richest;
  for (int degree = 1; degree < kMaxDegree; ++degree) {
    Fit fit = fitter.fit(degree);
    if (fit.remaining <= kEnough * richest.remaining) return fit;
  }
  return richest;
}

}  // namespace

BulkMotion remove_bulk_motion(Cube<float>& field, const Picture<float>& noise_std,
                              std::span<const unsigned char> measured,
                              std::span<const Index> reference) {
  std::vector<Index> frames;
  for (std::size_t t = 0; t < measured.size(); ++t) {
    if (measured[t] != 0) frames.push_back(static_cast<Index>(t));
  }
  BulkMotion bulk;
  if (frames.size() < 2 * (kMaxDegree + 1)) return bulk;
  frames = spread(frames);
  const Blocks blocks = block_means(field, noise_std);
  const Picture<double> basis = legendre(field.time());
  const BulkFit fitter(blocks, basis, frames);
  bulk.typical = fitter.typical();
  bulk.remaining = bulk.typical;
  // So little against the wave is its own tail, or no matter.
  if (!(bulk.typical > kLeastShare * fitter.largest())) return bulk;
  const Fit best = simplest_fit(fitter);
  if (!(best.remaining < 0.5 * bulk.typical)) return bulk;
  bulk.degree = static_cast<int>(best.coefficients.cols()) - 1;
  bulk.remaining = best.remaining;
  subtract(field, best.coefficients, basis, reference);
  return bulk;
}

}  // namespace stiff
