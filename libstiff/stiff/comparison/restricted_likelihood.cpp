#include "stiff/comparison/restricted_likelihood.h"

#include <cmath>
#include <cstddef>

#include <Eigen/Dense>
#include <boost/math/constants/constants.hpp>

namespace stiff {
namespace {

enum class Order { value, gradient, hessian };

using Wide = Eigen::Map<const Eigen::MatrixXd>;

/// (rows x rows) times each member's rows, in the layout of `stacked`.
Eigen::MatrixXd times_members(const Eigen::MatrixXd& left, const Eigen::MatrixXd& stacked) {
  Eigen::MatrixXd out(stacked.rows(), stacked.cols());
  const Eigen::Index rows = left.rows();
  const Eigen::Index columns = stacked.size() / rows;
  Eigen::Map<Eigen::MatrixXd>(out.data(), rows, columns).noalias() =
      left * Wide(stacked.data(), rows, columns);
  return out;
}

void add_pattern(const DesignPattern& pattern, const Eigen::VectorXd& s, Order order,
                 LikelihoodSums& sums) {
  const auto members = static_cast<double>(pattern.members);
  Eigen::MatrixXd v = Eigen::MatrixXd::Identity(pattern.rows, pattern.rows);
  for (Eigen::Index j = 0; j < s.size(); ++j)
    v += s(j) * pattern.basis[static_cast<std::size_t>(j)];
  const Eigen::LLT<Eigen::MatrixXd> factor(v);
  sums.log_det += 2 * members * factor.matrixLLT().diagonal().array().log().sum();
  const Eigen::MatrixXd w = factor.solve(Eigen::MatrixXd::Identity(pattern.rows, pattern.rows));
  const Eigen::MatrixXd wt = times_members(w, pattern.stacked);
  sums.products.noalias() += pattern.stacked.transpose() * wt;
  if (order == Order::value) return;
  std::vector<Eigen::MatrixXd> wm;
  std::size_t pair = 0;
  for (Eigen::Index j = 0; j < s.size(); ++j) {
    wm.push_back(w * pattern.basis[static_cast<std::size_t>(j)]);
    sums.traces(j) += members * wm.back().trace();
  }
  for (Eigen::Index j = 0; j < s.size(); ++j) {
    // W M_j W T; with M_l between, the other side is M_l's own.
    const Eigen::MatrixXd left = times_members(wm[static_cast<std::size_t>(j)], wt);
    sums.first[static_cast<std::size_t>(j)].noalias() += pattern.stacked.transpose() * left;
    for (Eigen::Index l = j; order == Order::hessian && l < s.size(); ++l) {
      const Eigen::MatrixXd& m = pattern.basis[static_cast<std::size_t>(l)];
      sums.trace_pairs(j, l) += members * (wm[static_cast<std::size_t>(j)].transpose().array() *
                                           wm[static_cast<std::size_t>(l)].array())
                                              .sum();
      sums.second[pair++].noalias() += times_members(m, wt).transpose() * left;
    }
  }
}

LikelihoodSums likelihood_sums(const ParticipantBlocks& blocks, const Eigen::VectorXd& s,
                               Order order) {
  const Eigen::Index width = blocks.fixed + 1;
  const auto count = static_cast<std::size_t>(s.size());
  LikelihoodSums sums;
  sums.products = blocks.rest;
  sums.traces = Eigen::VectorXd::Zero(s.size());
  sums.trace_pairs = Eigen::MatrixXd::Zero(s.size(), s.size());
  sums.first.assign(count, Eigen::MatrixXd::Zero(width, width));
  sums.second.assign(count * (count + 1) / 2, Eigen::MatrixXd::Zero(width, width));
  for (const DesignPattern& pattern : blocks.patterns) add_pattern(pattern, s, order, sums);
  return sums;
}

/// Generalised least squares from the sums.
struct Fit {
  Eigen::VectorXd b;
  Eigen::MatrixXd inverse;  ///< C
  double log_det = 0;       ///< of X'WX
  double residual = kNaN;   ///< Q = r'Wr
  Eigen::VectorXd minus_b;  ///< (-b, 1), so that r = T minus_b
};

Fit generalised_fit(const Eigen::MatrixXd& products) {
  const Eigen::Index p = products.rows() - 1;
  const Eigen::LLT<Eigen::MatrixXd> factor(products.topLeftCorner(p, p));
  Fit out;
  out.b = factor.solve(products.col(p).head(p));
  out.inverse = factor.solve(Eigen::MatrixXd::Identity(p, p));
  out.log_det = 2 * factor.matrixLLT().diagonal().array().log().sum();
  out.minus_b.resize(p + 1);
  out.minus_b << -out.b, 1;
  out.residual = out.minus_b.dot(products * out.minus_b);
  return out;
}

/// f and its derivatives in (s, sigma^2) at sigma^2 = Q / (n - p), where it is stationary in it.
struct Derivatives {
  double sigma2;
  Eigen::VectorXd s;
  Eigen::MatrixXd ss;
  Eigen::VectorXd s_sigma2;
  double sigma2_sigma2;
};

Derivatives derivatives(const LikelihoodSums& sums, const Fit& fit, double dof, bool restricted) {
  const Eigen::Index count = sums.traces.size();
  const Eigen::Index p = fit.b.size();
  Derivatives out;
  out.sigma2 = fit.residual / dof;
  out.s.resize(count);
  out.ss.resize(count, count);
  out.s_sigma2.resize(count);
  out.sigma2_sigma2 = dof / (out.sigma2 * out.sigma2);
  std::vector<Eigen::VectorXd> a;   // X'W M_j W r
  std::vector<Eigen::MatrixXd> ca;  // C X'W M_j W X
  for (Eigen::Index j = 0; j < count; ++j) {
    const Eigen::MatrixXd& first = sums.first[static_cast<std::size_t>(j)];
    const Eigen::VectorXd first_r = first * fit.minus_b;
    const double q = fit.minus_b.dot(first_r);
    a.push_back(first_r.head(p));
    ca.push_back(fit.inverse * first.topLeftCorner(p, p));
    out.s(j) = sums.traces(j) - (restricted ? ca.back().trace() : 0) - q / out.sigma2;
    out.s_sigma2(j) = q / (out.sigma2 * out.sigma2);
  }
  std::size_t pair = 0;
  for (Eigen::Index j = 0; j < count; ++j) {
    for (Eigen::Index l = j; l < count; ++l) {
      const auto jj = static_cast<std::size_t>(j);
      const auto ll = static_cast<std::size_t>(l);
      const Eigen::MatrixXd& second = sums.second[pair++];
      double trace = sums.trace_pairs(j, l);
      if (restricted) {
        trace += (ca[jj].transpose().array() * ca[ll].array()).sum() -
                 2 * (fit.inverse.array() * second.topLeftCorner(p, p).array()).sum();
      }
      const double squares = fit.minus_b.dot(second * fit.minus_b) - a[jj].dot(fit.inverse * a[ll]);
      out.ss(j, l) = out.ss(l, j) = -trace + 2 * squares / out.sigma2;
    }
  }
  return out;
}

double degrees(const ParticipantBlocks& blocks, Deviance deviance) {
  return static_cast<double>(blocks.rows) -
         (deviance == Deviance::reml ? static_cast<double>(blocks.fixed) : 0);
}

/// The profiled deviance in the data's own units: what the blocks' coordinates took out is put
/// back.
double profiled(const ParticipantBlocks& blocks, Deviance deviance, const LikelihoodSums& sums,
                const Fit& fit) {
  const double dof = degrees(blocks, deviance);
  const double sigma2 = fit.residual / dof * blocks.scale * blocks.scale;
  double out =
      sums.log_det + dof * (1 + std::log(boost::math::constants::two_pi<double>() * sigma2));
  if (deviance == Deviance::reml) {
    out += fit.log_det + 2 * blocks.r_factor.diagonal().array().abs().log().sum();
  }
  return out;
}

}  // namespace

RestrictedLikelihood::RestrictedLikelihood(const ParticipantBlocks& blocks, Deviance deviance)
    : blocks_(blocks), deviance_(deviance) {}

double RestrictedLikelihood::value(const Eigen::VectorXd& theta) const {
  const auto sums = likelihood_sums(blocks_, blocks_.shape.covariances(theta), Order::value);
  return profiled(blocks_, deviance_, sums, generalised_fit(sums.products));
}

QuadraticModel RestrictedLikelihood::model(const Eigen::VectorXd& theta) const {
  const auto sums = likelihood_sums(blocks_, blocks_.shape.covariances(theta), Order::hessian);
  const Fit fit = generalised_fit(sums.products);
  const Derivatives d =
      derivatives(sums, fit, degrees(blocks_, deviance_), deviance_ == Deviance::reml);
  const Eigen::MatrixXd hessian = d.ss - d.s_sigma2 * d.s_sigma2.transpose() / d.sigma2_sigma2;
  return {profiled(blocks_, deviance_, sums, fit), blocks_.shape.jacobian(theta).transpose() * d.s,
          blocks_.shape.pull_back(theta, d.s, hessian)};
}

Eigen::VectorXd RestrictedLikelihood::covariance_gradient(const Eigen::VectorXd& theta) const {
  const auto sums = likelihood_sums(blocks_, blocks_.shape.covariances(theta), Order::gradient);
  const Fit fit = generalised_fit(sums.products);
  const double sigma2 = fit.residual / degrees(blocks_, deviance_);
  Eigen::VectorXd out(sums.traces.size());
  for (Eigen::Index j = 0; j < out.size(); ++j) {
    const Eigen::MatrixXd& first = sums.first[static_cast<std::size_t>(j)];
    const Eigen::Index p = fit.b.size();
    out(j) = sums.traces(j) - fit.minus_b.dot(first * fit.minus_b) / sigma2;
    if (deviance_ == Deviance::reml) {
      out(j) -= (fit.inverse.array() * first.topLeftCorner(p, p).array()).sum();
    }
  }
  return out;
}

RestrictedLikelihood::Solution RestrictedLikelihood::solve(const Eigen::VectorXd& theta) const {
  const auto sums = likelihood_sums(blocks_, blocks_.shape.covariances(theta), Order::hessian);
  const Fit fit = generalised_fit(sums.products);
  const Derivatives d =
      derivatives(sums, fit, degrees(blocks_, deviance_), deviance_ == Deviance::reml);
  const Eigen::Index count = theta.size();
  const Eigen::MatrixXd jacobian = blocks_.shape.jacobian(theta);
  const double sigma = std::sqrt(d.sigma2);
  Solution out{fit.b, fit.inverse, d.sigma2, Eigen::MatrixXd(count + 1, count + 1), {}};
  out.hessian.topLeftCorner(count, count) = blocks_.shape.pull_back(theta, d.s, d.ss);
  out.hessian.col(count).head(count) = 2 * sigma * jacobian.transpose() * d.s_sigma2;
  out.hessian.row(count).head(count) = out.hessian.col(count).head(count).transpose();
  // f is stationary in sigma, so that only the second derivative by sigma^2 is left.
  out.hessian(count, count) = 4 * d.sigma2 * d.sigma2_sigma2;
  const Eigen::Index p = fit.b.size();
  for (Eigen::Index k = 0; k < count; ++k) {
    Eigen::MatrixXd first = Eigen::MatrixXd::Zero(p, p);
    for (Eigen::Index j = 0; j < count; ++j) {
      first += jacobian(j, k) * sums.first[static_cast<std::size_t>(j)].topLeftCorner(p, p);
    }
    out.inverse_gradient.push_back(fit.inverse * first * fit.inverse);
  }
  return out;
}

}  // namespace stiff
