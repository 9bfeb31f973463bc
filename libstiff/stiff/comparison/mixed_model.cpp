#include "stiff/comparison/mixed_model.h"

#include "stiff/comparison/participant_blocks.h"
#include "stiff/comparison/restricted_likelihood.h"
#include "stiff/comparison/trust_region.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <Eigen/Dense>

namespace stiff {
namespace {

/// Below this a factor's diagonal, its columns scaled, is called zero (lme4's isSingular).
constexpr double kZeroFactor = 1e-4;

/// How many numbers the sums run over up to which every start is followed to its end.
constexpr std::int64_t kSmall = 20000;

Eigen::VectorXd diagonal_theta(const RelativeCovariance& shape, const Eigen::VectorXd& of_term) {
  std::vector<Eigen::MatrixXd> factors;
  for (std::size_t t = 0; t < shape.terms().size(); ++t) {
    const Eigen::Index effects = shape.terms()[t].effects;
    factors.emplace_back(of_term(static_cast<Eigen::Index>(t)) *
                         Eigen::MatrixXd::Identity(effects, effects));
  }
  return shape.theta(factors);
}

/// All terms alike over two decades, and each term alone large.
std::vector<Eigen::VectorXd> starts(const RelativeCovariance& shape) {
  const auto terms = static_cast<Eigen::Index>(shape.terms().size());
  std::vector<Eigen::VectorXd> out;
  for (const double size : {1.0, 0.1, 0.3, 3.0, 10.0}) {
    out.push_back(diagonal_theta(shape, Eigen::VectorXd::Constant(terms, size)));
  }
  for (Eigen::Index t = 0; terms > 1 && t < terms; ++t) {
    Eigen::VectorXd size = Eigen::VectorXd::Constant(terms, 0.1);
    size(t) = 2;
    out.push_back(diagonal_theta(shape, size));
  }
  return out;
}

/// A point below `minimum` where a term's covariance grows in a direction that it lacks, if the
/// criterion falls there: a factor on the border can be stationary where its covariance is not.
bool leave_border(const RestrictedLikelihood& likelihood, const RelativeCovariance& shape,
                  const TrustRegionMinimum& minimum, Eigen::VectorXd& start) {
  const Eigen::VectorXd gradient = likelihood.covariance_gradient(minimum.point);
  for (std::size_t t = 0; t < shape.terms().size(); ++t) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(shape.gradient_matrix(gradient, t));
    if (!(eigen.eigenvalues()(0) < -1e-7)) continue;
    const Eigen::VectorXd v = eigen.eigenvectors().col(0);
    std::vector<Eigen::MatrixXd> factors;
    for (std::size_t k = 0; k < shape.terms().size(); ++k) {
      factors.push_back(shape.factor(minimum.point, k));
    }
    const Eigen::MatrixXd covariance = factors[t] * factors[t].transpose();
    for (const double size : {1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6}) {
      Eigen::MatrixXd grown = covariance + size * v * v.transpose();
      grown.diagonal().array() += 1e-14;
      factors[t] = Eigen::LLT<Eigen::MatrixXd>(grown).matrixL();
      start = shape.theta(factors);
      const double fall = minimum.at.value - likelihood.value(start);
      if (fall > 1e-11 * (1 + std::abs(minimum.at.value))) return true;
    }
  }
  return false;
}

TrustRegionMinimum minimum_from(const RestrictedLikelihood& likelihood,
                                const RelativeCovariance& shape, Eigen::VectorXd start) {
  const auto value = [&](const Eigen::VectorXd& theta) { return likelihood.value(theta); };
  const auto model = [&](const Eigen::VectorXd& theta) { return likelihood.model(theta); };
  TrustRegionMinimum out = trust_region_minimum(value, model, start);
  for (int i = 0; i < 5 && out.converged && leave_border(likelihood, shape, out, start); ++i) {
    TrustRegionMinimum lower = trust_region_minimum(value, model, start);
    if (!(lower.at.value < out.at.value)) break;
    out = lower;
  }
  return out;
}

/// Factors that are zero to within what the criterion can tell are zero.
void snap_to_zero(const RestrictedLikelihood& likelihood, const RelativeCovariance& shape,
                  TrustRegionMinimum& minimum) {
  std::vector<Eigen::MatrixXd> factors;
  for (std::size_t t = 0; t < shape.terms().size(); ++t) {
    factors.push_back(shape.factor(minimum.point, t));
    for (Eigen::Index c = 0; c < factors.back().cols(); ++c) {
      if (factors.back()(c, c) < kZeroFactor) factors.back()(c, c) = 0;
    }
  }
  const Eigen::VectorXd snapped = shape.theta(factors);
  const double there = likelihood.value(snapped);
  if (!(there <= minimum.at.value + 1e-13 * (1 + std::abs(there)))) return;
  minimum.point = snapped;
  minimum.at.value = there;
}

TrustRegionMinimum best_minimum(const RestrictedLikelihood& likelihood,
                                const ParticipantBlocks& blocks) {
  std::vector<Eigen::VectorXd> from = starts(blocks.shape);
  if (blocks.shape.size() == 0) {
    from.resize(1);
  } else if (blocks.rows > kSmall) {
    // Much data make one valley: the best of the starts alone is followed.
    std::vector<double> values;
    for (const Eigen::VectorXd& theta : from) values.push_back(likelihood.value(theta));
    const auto best = std::min_element(values.begin(), values.end()) - values.begin();
    from = {from[static_cast<std::size_t>(best)]};
  }
  TrustRegionMinimum out;
  for (const Eigen::VectorXd& theta : from) {
    const TrustRegionMinimum one = minimum_from(likelihood, blocks.shape, theta);
    const bool first = out.point.size() == 0 && out.steps == 0 && !out.converged;
    if (first || (one.converged && !out.converged) ||
        (one.converged == out.converged && one.at.value < out.at.value)) {
      out = one;
    }
  }
  out.point = blocks.shape.with_positive_diagonal(out.point);
  snap_to_zero(likelihood, blocks.shape, out);
  return out;
}

/// 2 H^-1 over what the deviance curves upwards in; a number that it does not depend on (part of a
/// factor whose variance is zero) has no share in any degrees of freedom.
Eigen::MatrixXd parameter_covariance(const Eigen::MatrixXd& hessian) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(hessian);
  const Eigen::VectorXd& lambda = eigen.eigenvalues();
  Eigen::VectorXd inverse = Eigen::VectorXd::Zero(lambda.size());
  for (Eigen::Index i = 0; i < lambda.size(); ++i) {
    if (lambda(i) > 1e-10 * lambda(lambda.size() - 1)) inverse(i) = 2 / lambda(i);
  }
  return eigen.eigenvectors() * inverse.asDiagonal() * eigen.eigenvectors().transpose();
}

std::string singular_note(const TermCovariance& term, const Eigen::MatrixXd& factor) {
  for (Eigen::Index c = 0; c < factor.cols(); ++c) {
    if (factor(c, c) >= kZeroFactor) continue;
    if (factor.row(c).norm() < kZeroFactor) {
      return "singular: the variance of " + term.name +
             (factor.cols() > 1 ? " (" + term.column_names[static_cast<std::size_t>(c)] + ")"
                                : "") +
             " is zero";
    }
    return "singular: the effects of " + term.name + " are correlated by +-1";
  }
  return "";
}

/// A term's covariance in the data's units with its standard errors by the delta method.
TermCovariance term_covariance(const RandomTerm& term, const ParticipantBlocks& blocks,
                               std::size_t index, const Eigen::VectorXd& theta, double sigma2,
                               const Eigen::MatrixXd& parameters, std::string& note) {
  TermCovariance out{.name = term.name, .column_names = term.column_names};
  const Eigen::MatrixXd factor = blocks.shape.factor(theta, index);
  const Eigen::Index effects = factor.rows();
  for (Eigen::Index e = static_cast<Eigen::Index>(out.column_names.size()); e < effects; ++e) {
    out.column_names.push_back(e == 0 ? "intercept" : "column " + std::to_string(e + 1));
  }
  out.groups = blocks.groups[index];
  out.correlated = term.correlated;
  const std::string singular = singular_note(out, factor);
  out.singular = !singular.empty();
  if (out.singular) note += (note.empty() ? "" : "; ") + singular;

  const Eigen::MatrixXd jacobian = blocks.shape.jacobian(theta);
  const Eigen::VectorXd s = blocks.shape.covariances(theta);
  const double scale2 = blocks.scale * blocks.scale;
  out.covariance = Eigen::MatrixXd::Zero(effects, effects);
  out.std_error = Eigen::MatrixXd::Constant(effects, effects, kNaN);
  Eigen::Index j = blocks.shape.first(index);
  for (Eigen::Index b = 0; b < effects; ++b) {
    for (Eigen::Index a = b; a < (term.correlated ? effects : b + 1); ++a, ++j) {
      const double units = scale2 / (blocks.column_scale[index](a) * blocks.column_scale[index](b));
      out.covariance(a, b) = out.covariance(b, a) = sigma2 * s(j) * units;
      Eigen::VectorXd gradient(theta.size() + 1);
      gradient << sigma2 * jacobian.row(j).transpose(), 2 * std::sqrt(sigma2) * s(j);
      const double variance = gradient.dot(parameters * gradient);
      if (!out.singular) out.std_error(a, b) = out.std_error(b, a) = std::sqrt(variance) * units;
    }
  }
  return out;
}

/// Theta in the data's units: a factor's rows over the scale of their columns.
Eigen::VectorXd theta_units(const ParticipantBlocks& blocks) {
  std::vector<Eigen::MatrixXd> units;
  for (const Eigen::VectorXd& scale : blocks.column_scale) {
    units.emplace_back(scale.cwiseInverse().replicate(1, scale.size()));
  }
  return blocks.shape.theta(units);
}

}  // namespace

MixedModelFit fit_mixed_model(const MixedModelData& data, const MixedModelOptions& options) {
  const ParticipantBlocks blocks = participant_blocks(data);
  const RestrictedLikelihood likelihood(blocks, options.deviance);
  const TrustRegionMinimum minimum = best_minimum(likelihood, blocks);
  const RestrictedLikelihood::Solution at = likelihood.solve(minimum.point);

  MixedModelFit out;
  out.names = data.names;
  out.rows = blocks.rows;
  out.participants = blocks.participants;
  out.converged = minimum.converged;
  out.criterion = minimum.at.value;
  const auto r = blocks.r_factor.triangularView<Eigen::Upper>();
  const Eigen::MatrixXd back = r.solve(Eigen::MatrixXd::Identity(blocks.fixed, blocks.fixed));
  const double scale2 = blocks.scale * blocks.scale;
  out.coefficients = blocks.least_squares + blocks.scale * (back * at.coefficients);
  out.covariance = scale2 * at.sigma2 * back * at.inverse * back.transpose();

  const Eigen::Index count = minimum.point.size();
  const Eigen::MatrixXd parameters = parameter_covariance(at.hessian);
  for (std::size_t t = 0; t < data.random.size(); ++t) {
    out.random.push_back(
        term_covariance(data.random[t], blocks, t, minimum.point, at.sigma2, parameters, out.note));
    out.singular = out.singular || out.random.back().singular;
  }
  out.residual_variance = at.sigma2 * scale2;
  out.residual_variance_std_error = 2 * std::sqrt(at.sigma2 * parameters(count, count)) * scale2;
  if (!out.converged) out.note += std::string(out.note.empty() ? "" : "; ") + "not converged";

  Eigen::VectorXd units(count + 1);
  units.head(count) = theta_units(blocks);
  units(count) = blocks.scale;
  out.theta = minimum.point.cwiseProduct(units.head(count));
  out.parameter_covariance = units.asDiagonal() * parameters * units.asDiagonal();
  for (Eigen::Index k = 0; k < count; ++k) {
    out.covariance_gradient.emplace_back(scale2 * at.sigma2 / units(k) * back *
                                         at.inverse_gradient[static_cast<std::size_t>(k)] *
                                         back.transpose());
  }
  out.covariance_gradient.emplace_back(2 / std::sqrt(out.residual_variance) * out.covariance);
  return out;
}

}  // namespace stiff
