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
constexpr Index kMaxBlocks = 16;
constexpr int kPasses = 12;

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

double median_magnitude(const std::vector<double>& residual) {
  std::vector<double> magnitude(residual.size());
  std::transform(residual.begin(), residual.end(), magnitude.begin(),
                 [](double r) { return std::abs(r); });
  const auto middle = magnitude.begin() + static_cast<std::ptrdiff_t>(magnitude.size() / 2);
  std::nth_element(magnitude.begin(), middle, magnitude.end());
  return *middle;
}

/// The fit of one degree: coefficients (degree, plane), and what it leaves.
struct Fit {
  Eigen::VectorXd coefficients;
  double remaining = 0;
};

class BulkFit {
 public:
  BulkFit(const Blocks& blocks, const Picture<double>& basis, std::vector<Index> frames)
      : blocks_(blocks), basis_(basis), frames_(std::move(frames)) {}

  Fit fit(int degree) {
    std::vector<double> residual = residuals(Eigen::VectorXd::Zero((degree + 1) * kPlane));
    std::vector<double> weight(residual.size(), 1.0);
    Fit out;
    for (int pass = 0; pass < kPasses; ++pass) {
      out.coefficients = solve(degree, weight);
      residual = residuals(out.coefficients);
      out.remaining = median_magnitude(residual);
      const double reach = 4.685 * std::max(out.remaining / 0.67449, 1e-300);
      for (std::size_t i = 0; i < residual.size(); ++i) {
        const double r = residual[i] / reach;
        weight[i] = std::abs(r) < 1 ? (1 - r * r) * (1 - r * r) : 0;
      }
    }
    return out;
  }

  double typical() const { return median_magnitude(residuals(Eigen::VectorXd::Zero(kPlane))); }

 private:
  std::vector<double> residuals(const Eigen::VectorXd& coefficients) const {
    const Index degrees = coefficients.size() / kPlane;
    std::vector<double> residual;
    residual.reserve(blocks_.plane.size() * frames_.size());
    for (std::size_t b = 0; b < blocks_.plane.size(); ++b) {
      for (const Index t : frames_) {
        double model = 0;
        for (Index j = 0; j < degrees; ++j) {
          double along = 0;
          for (Index k = 0; k < kPlane; ++k) {
            along += coefficients[j * kPlane + k] * blocks_.plane[b][static_cast<std::size_t>(k)];
          }
          model += along * basis_(j, t);
        }
        residual.push_back(blocks_.value(static_cast<Index>(b), t) - model);
      }
    }
    return residual;
  }

  Eigen::VectorXd solve(int degree, const std::vector<double>& weight) const {
    const Index size = (degree + 1) * kPlane;
    Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(size, size);
    Eigen::VectorXd right = Eigen::VectorXd::Zero(size);
    Eigen::VectorXd row(size);
    std::size_t i = 0;
    for (std::size_t b = 0; b < blocks_.plane.size(); ++b) {
      for (const Index t : frames_) {
        const double w = weight[i++];
        if (w == 0) continue;
        for (Index j = 0; j <= degree; ++j) {
          for (Index k = 0; k < kPlane; ++k) {
            row[j * kPlane + k] = basis_(j, t) * blocks_.plane[b][static_cast<std::size_t>(k)];
          }
        }
        normal.selfadjointView<Eigen::Lower>().rankUpdate(row, w);
        right += w * blocks_.value(static_cast<Index>(b), t) * row;
      }
    }
    // A field of one depth or one line has no slope there: the ridge sets it to 0.
    normal.diagonal().array() += 1e-9 * normal.diagonal().maxCoeff() + 1e-300;
    return normal.selfadjointView<Eigen::Lower>().ldlt().solve(right);
  }

  const Blocks& blocks_;
  const Picture<double>& basis_;
  std::vector<Index> frames_;
};

/// Takes the model, less its mean over the reference frames, off every pixel.
void subtract(Cube<float>& field, const Eigen::VectorXd& coefficients, const Picture<double>& basis,
              std::span<const Index> reference) {
  const Index degrees = coefficients.size() / kPlane;
  Picture<double> course = Picture<double>::Zero(kPlane, field.time());
  for (Index j = 0; j < degrees; ++j) {
    for (Index k = 0; k < kPlane; ++k) course.row(k) += coefficients[j * kPlane + k] * basis.row(j);
  }
  for (Index k = 0; k < kPlane && !reference.empty(); ++k) {
    double zero = 0;
    for (const Index t : reference) zero += course(k, t);
    course.row(k) -= zero / static_cast<double>(reference.size());
  }
  Eigen::ArrayXf model(field.time());
  for (Index z = 0; z < field.axial(); ++z) {
    for (Index x = 0; x < field.lateral(); ++x) {
      model = (course.row(0) + unit(static_cast<double>(z), field.axial()) * course.row(1) +
               unit(static_cast<double>(x), field.lateral()) * course.row(2))
                  .cast<float>()
                  .transpose();
      Eigen::Map<Eigen::ArrayXf>(field.trace(z, x).data(), field.time()) -= model;
    }
  }
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
  const Blocks blocks = block_means(field, noise_std);
  const Picture<double> basis = legendre(field.time());
  BulkFit fitter(blocks, basis, frames);
  bulk.typical = fitter.typical();
  bulk.remaining = bulk.typical;
  Fit best;
  for (int degree = 1; degree <= kMaxDegree; ++degree) {
    Fit fit = fitter.fit(degree);
    if (degree > 1 && !(fit.remaining < 0.9 * best.remaining)) break;
    best = std::move(fit);
    bulk.degree = degree;
  }
  if (!(best.remaining < 0.5 * bulk.typical)) return {0, bulk.typical, bulk.typical};
  bulk.remaining = best.remaining;
  subtract(field, best.coefficients, basis, reference);
  return bulk;
}

}  // namespace stiff
