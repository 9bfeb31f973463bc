#include "stiff/comparison/participant_blocks.h"

#include "stiff/comparison/mixed_model_checks.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>

#include <Eigen/Dense>

namespace stiff {
namespace {

/// The rows of each participant, participants in the order of their first row.
std::vector<std::vector<Eigen::Index>> rows_by_participant(const std::vector<int>& participant) {
  std::map<int, std::size_t> number;
  std::vector<std::vector<Eigen::Index>> out;
  for (std::size_t i = 0; i < participant.size(); ++i) {
    const auto [at, is_new] = number.try_emplace(participant[i], out.size());
    if (is_new) out.emplace_back();
    out[at->second].push_back(static_cast<Eigen::Index>(i));
  }
  return out;
}

/// A term as a participant sees it: its columns scaled, and one's own groups in order.
struct ScaledTerm {
  const RandomTerm* term;
  Eigen::MatrixXd columns;  ///< empty: ones
  Eigen::Index effects;
};

ScaledTerm scaled_term(const RandomTerm& term, Eigen::VectorXd& scale) {
  ScaledTerm out{&term, term.columns, std::max<Eigen::Index>(1, term.columns.cols())};
  scale = Eigen::VectorXd::Ones(out.effects);
  for (Eigen::Index c = 0; c < out.columns.cols(); ++c) {
    scale(c) =
        std::sqrt(out.columns.col(c).squaredNorm() / static_cast<double>(out.columns.rows()));
    if (!(scale(c) > 0)) {
      throw Error(ErrorKind::bad_data,
                  "mixed model: a column of random term " + term.name + " is zero throughout");
    }
    out.columns.col(c) /= scale(c);
  }
  return out;
}

/// Z of one participant: for each term its groups here, each with its effects.
struct RandomDesign {
  Eigen::MatrixXd z;
  std::vector<Eigen::Index> groups;  ///< of each term
};

RandomDesign random_design(const std::vector<ScaledTerm>& terms,
                           const std::vector<Eigen::Index>& rows) {
  RandomDesign out;
  std::vector<std::vector<Eigen::Index>> group(terms.size());
  Eigen::Index columns = 0;
  for (std::size_t t = 0; t < terms.size(); ++t) {
    std::map<int, Eigen::Index> number;
    for (const Eigen::Index row : rows) {
      const int label = terms[t].term->group[static_cast<std::size_t>(row)];
      const auto next = static_cast<Eigen::Index>(number.size());
      group[t].push_back(number.try_emplace(label, next).first->second);
    }
    out.groups.push_back(static_cast<Eigen::Index>(number.size()));
    columns += out.groups.back() * terms[t].effects;
  }
  out.z = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(rows.size()), columns);
  Eigen::Index first = 0;
  for (std::size_t t = 0; t < terms.size(); ++t) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (Eigen::Index e = 0; e < terms[t].effects; ++e) {
        out.z(static_cast<Eigen::Index>(i), first + group[t][i] * terms[t].effects + e) =
            terms[t].columns.cols() > 0 ? terms[t].columns(rows[i], e) : 1;
      }
    }
    first += out.groups[t] * terms[t].effects;
  }
  return out;
}

/// d(Z S Z')/ds_j of the rotated Z.
std::vector<Eigen::MatrixXd> covariance_basis(const Eigen::MatrixXd& z,
                                              const std::vector<Eigen::Index>& groups,
                                              const RelativeCovariance& shape) {
  std::vector<Eigen::MatrixXd> out;
  Eigen::Index first = 0;
  for (std::size_t t = 0; t < groups.size(); ++t) {
    const auto [effects, correlated] = shape.terms()[t];
    for (Eigen::Index b = 0; b < effects; ++b) {
      for (Eigen::Index a = b; a < (correlated ? effects : b + 1); ++a) {
        Eigen::MatrixXd m = Eigen::MatrixXd::Zero(z.rows(), z.rows());
        for (Eigen::Index g = 0; g < groups[t]; ++g) {
          const auto za = z.col(first + g * effects + a);
          const auto zb = z.col(first + g * effects + b);
          m += za * zb.transpose();
          if (a != b) m += zb * za.transpose();
        }
        out.push_back(std::move(m));
      }
    }
    first += groups[t] * effects;
  }
  return out;
}

/// What the participants of one pattern share while they are collected.
struct OpenPattern {
  DesignPattern pattern;
  Eigen::HouseholderQR<Eigen::MatrixXd> rotation;
  std::vector<Eigen::MatrixXd> members;
};

OpenPattern open_pattern(const RandomDesign& design, const RelativeCovariance& shape) {
  OpenPattern out;
  if (design.z.cols() == 0) return out;
  // The rank first, by pivoting; then the rotation by the columns that carry it.
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> pivoted(design.z);
  out.pattern.rows = pivoted.rank();
  Eigen::MatrixXd carrying(design.z.rows(), out.pattern.rows);
  for (Eigen::Index k = 0; k < out.pattern.rows; ++k) {
    carrying.col(k) = design.z.col(pivoted.colsPermutation().indices()(k));
  }
  if (out.pattern.rows == 0) return out;
  out.rotation.compute(carrying);
  const Eigen::MatrixXd rotated = out.rotation.householderQ().adjoint() * design.z;
  out.pattern.basis = covariance_basis(rotated.topRows(out.pattern.rows), design.groups, shape);
  return out;
}

void stack(OpenPattern& open) {
  DesignPattern& pattern = open.pattern;
  pattern.members = static_cast<Eigen::Index>(open.members.size());
  pattern.stacked.resize(pattern.rows * pattern.members, open.members.front().cols());
  for (Eigen::Index m = 0; m < pattern.members; ++m) {
    pattern.stacked.middleRows(m * pattern.rows, pattern.rows) =
        open.members[static_cast<std::size_t>(m)];
  }
}

/// Least squares, which gives the coordinates: R of X = Q R, the coefficients, the residual.
Eigen::VectorXd least_squares(const MixedModelData& data, ParticipantBlocks& out) {
  const std::vector<std::string> dependent = dependent_columns(data.fixed, data.names);
  if (!dependent.empty()) {
    std::string names;
    for (const std::string& name : dependent) names += (names.empty() ? "" : ", ") + name;
    throw Error(
        ErrorKind::bad_data,
        "mixed model: the design is collinear: " + names +
            " follows from the other columns; leave it out, or a cell of the design is empty");
  }
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(data.fixed);
  out.r_factor = qr.matrixQR().topRows(out.fixed).triangularView<Eigen::Upper>();
  out.least_squares = qr.solve(data.values);
  Eigen::VectorXd residual = data.values - data.fixed * out.least_squares;
  out.scale = std::sqrt(residual.squaredNorm() / static_cast<double>(out.rows));
  const double size = std::sqrt(data.values.squaredNorm() / static_cast<double>(out.rows));
  if (!(out.scale > 1e-12 * size)) {
    throw Error(
        ErrorKind::bad_data,
        "mixed model: the columns fit the values without a rest; there is no error to measure");
  }
  return residual / out.scale;
}

/// The residual that is left whatever the random effects: what they do not touch, less the columns.
/// Where repeats agree to the bit the likelihood has no top.
void check_rest(const ParticipantBlocks& blocks) {
  std::int64_t free = blocks.rows;
  for (const DesignPattern& pattern : blocks.patterns) free -= pattern.rows * pattern.members;
  const Eigen::Index p = blocks.fixed;
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> columns(blocks.rest.topLeftCorner(p, p));
  columns.setThreshold(1e-9);
  if (blocks.patterns.empty() || free <= columns.rank()) return;
  const Eigen::VectorXd along = columns.solve(blocks.rest.col(p).head(p));
  const double left = blocks.rest(p, p) - along.dot(blocks.rest.col(p).head(p));
  if (left > 1e-20 * static_cast<double>(blocks.rows)) return;
  throw Error(
      ErrorKind::bad_data,
      "mixed model: the values within each group of the random terms agree to the bit; there "
      "is no error to measure; give each group's value once, or leave a term out");
}

}  // namespace

ParticipantBlocks participant_blocks(const MixedModelData& data) {
  check_mixed_model(data);
  ParticipantBlocks out;
  out.rows = data.values.size();
  out.fixed = data.fixed.cols();
  const Eigen::VectorXd residual = least_squares(data, out);
  std::vector<ScaledTerm> terms;
  std::vector<RelativeCovariance::Term> sizes;
  for (const RandomTerm& term : data.random) {
    out.column_scale.emplace_back();
    terms.push_back(scaled_term(term, out.column_scale.back()));
    sizes.push_back({terms.back().effects, term.correlated});
  }
  out.shape = RelativeCovariance(sizes);
  out.groups.assign(terms.size(), 0);
  out.rest = Eigen::MatrixXd::Zero(out.fixed + 1, out.fixed + 1);
  const auto participants = rows_by_participant(data.participant);
  out.participants = static_cast<std::int64_t>(participants.size());
  std::map<std::vector<double>, std::size_t> known;
  std::vector<OpenPattern> open;
  for (const auto& rows : participants) {
    const RandomDesign design = random_design(terms, rows);
    for (std::size_t t = 0; t < terms.size(); ++t) out.groups[t] += design.groups[t];
    std::vector<double> key(design.z.data(), design.z.data() + design.z.size());
    for (const Eigen::Index count : design.groups) key.push_back(static_cast<double>(count));
    const auto [at, is_new] = known.try_emplace(std::move(key), open.size());
    if (is_new) open.push_back(open_pattern(design, out.shape));
    OpenPattern& pattern = open[at->second];
    Eigen::MatrixXd mine(design.z.rows(), out.fixed + 1);
    for (Eigen::Index i = 0; i < mine.rows(); ++i) {
      mine.row(i).head(out.fixed) = data.fixed.row(rows[static_cast<std::size_t>(i)]);
      mine(i, out.fixed) = residual(rows[static_cast<std::size_t>(i)]);
    }
    out.r_factor.triangularView<Eigen::Upper>().solveInPlace<Eigen::OnTheRight>(
        mine.leftCols(out.fixed));
    if (pattern.pattern.rows > 0) mine.applyOnTheLeft(pattern.rotation.householderQ().adjoint());
    const Eigen::MatrixXd below = mine.bottomRows(mine.rows() - pattern.pattern.rows);
    out.rest += below.transpose() * below;
    pattern.members.push_back(mine.topRows(pattern.pattern.rows));
  }
  for (OpenPattern& pattern : open) {
    if (pattern.pattern.rows == 0) continue;
    stack(pattern);
    pattern.members.clear();
    out.patterns.push_back(std::move(pattern.pattern));
  }
  check_rest(out);
  return out;
}

}  // namespace stiff
