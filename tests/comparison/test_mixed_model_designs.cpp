// 50 small, unbalanced designs with cells missing, nested and singular ones among them, against R's
// lme4 and lmerTest. check_mixed_models.R made the files and checks R against them.
#include "stiff/comparison/mixed_model.h"
#include "stiff/comparison/satterthwaite.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "validation.h"
#include <catch2/catch.hpp>

namespace {

using Row = std::map<std::string, std::string>;

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> out;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, by);) out.push_back(part);
  return out;
}

std::vector<Row> table(const std::string& name) {
  std::ifstream file(std::string(STIFF_SOURCE_DIR) + "/tests/comparison/mixed_models/" + name);
  REQUIRE(file.good());
  std::string line;
  std::getline(file, line);
  const auto header = split(line, '\t');
  std::vector<Row> out;
  while (std::getline(file, line)) {
    const auto cells = split(line, '\t');
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (i == 0) out.emplace_back();
      out.back()[header[i]] = cells.at(i);
    }
  }
  return out;
}

/// A product of columns: s1 is the indicator of session 1.
double product(const Row& row, const std::string& token) {
  double out = 1;
  for (const std::string& part : split(token, '*')) {
    if (part == "1") continue;
    const bool session = part.size() == 2 && part[0] == 's';
    out *= session ? (row.at("session") == part.substr(1) ? 1 : 0) : std::stod(row.at(part));
  }
  return out;
}

Eigen::MatrixXd columns(const std::vector<Row>& rows, const std::vector<std::string>& tokens) {
  Eigen::MatrixXd out(rows.size(), tokens.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t c = 0; c < tokens.size(); ++c) {
      out(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(c)) = product(rows[i], tokens[c]);
    }
  }
  return out;
}

stiff::RandomTerm random_term(const std::vector<Row>& rows, const std::string& text) {
  stiff::RandomTerm out;
  const std::size_t at = text.find_first_of(":!");
  out.name = text.substr(0, at);
  out.correlated = text[at] == ':';
  out.column_names = split(text.substr(at + 1), ',');
  out.columns = columns(rows, out.column_names);
  std::map<std::string, int> labels;
  for (const Row& row : rows) {
    std::string label;
    for (const std::string& factor : split(out.name, '.')) label += row.at(factor) + ".";
    out.group.push_back(labels.try_emplace(label, static_cast<int>(labels.size())).first->second);
  }
  return out;
}

stiff::MixedModelData model_of(const Row& design, const std::vector<Row>& rows) {
  stiff::MixedModelData out;
  out.names = split(design.at("fixed"), ' ');
  out.fixed = columns(rows, out.names);
  out.values = columns(rows, {"y"});
  for (const Row& row : rows) out.participant.push_back(std::stoi(row.at("p")));
  for (const std::string& term : split(design.at("random"), ' ')) {
    out.random.push_back(random_term(rows, term));
  }
  return out;
}

/// The covariances as R lists them: terms with more groups first, of as many the later one, the
/// lower triangle by columns.
std::vector<double> covariances(const stiff::MixedModelFit& fit) {
  std::vector<double> out;
  auto terms = fit.random;
  std::stable_sort(terms.begin(), terms.end(),
                   [](const auto& a, const auto& b) { return a.groups < b.groups; });
  std::reverse(terms.begin(), terms.end());
  for (const stiff::TermCovariance& term : terms) {
    for (Eigen::Index b = 0; b < term.covariance.cols(); ++b) {
      for (Eigen::Index a = b; a < (term.correlated ? term.covariance.rows() : b + 1); ++a) {
        out.push_back(term.covariance(a, b));
      }
    }
  }
  out.push_back(fit.residual_variance);
  return out;
}

}  // namespace

TEST_CASE("50 designs are R's, singular ones among them") {
  std::map<std::string, std::vector<Row>> values;
  for (const Row& row : table("values.tsv")) values[row.at("design")].push_back(row);
  std::map<std::string, std::map<std::string, double>> expected;
  for (const Row& row : table("expected.tsv")) {
    expected[row.at("design")][row.at("number")] = std::stod(row.at("value"));
  }
  int designs = 0, singular = 0;
  double above = -1, estimate_off = 0, error_off = 0, dof_off = 0, variance_off = 0;
  for (const Row& design : table("designs.tsv")) {
    const std::string& number = design.at("design");
    INFO("design " << number << " " << design.at("kind"));
    auto& r = expected.at(number);
    REQUIRE(r["agree"] == 1);
    const stiff::MixedModelFit fit = fit_mixed_model(model_of(design, values.at(number)));
    CHECK(fit.converged);
    ++designs;
    above = std::max(above, fit.criterion - r["criterion"]);
    CHECK(fit.criterion <= r["criterion"] + 1e-6);
    CHECK(fit.singular == (r["singular"] == 1));
    CHECK(fit.singular == (fit.note.find("singular") != std::string::npos));
    singular += fit.singular ? 1 : 0;
    for (Eigen::Index i = 0; i < fit.coefficients.size(); ++i) {
      const std::string nth = std::to_string(i + 1);
      const auto c = model_contrast(fit, Eigen::VectorXd::Unit(fit.coefficients.size(), i));
      const double error = r.at("std_error" + nth);
      INFO("coefficient " << design.at("fixed") << " " << nth);
      // Relative to the estimate, or to its error where the estimate is next to nothing.
      const double size = std::max(std::abs(r.at("estimate" + nth)), error);
      const double off[3] = {std::abs(c.estimate.value - r.at("estimate" + nth)) / size,
                             std::abs(c.estimate.std_error / error - 1),
                             std::abs(c.dof / r.at("dof" + nth) - 1)};
      CHECK(off[0] < 1e-5);
      CHECK(off[1] < 1e-5);
      CHECK(off[2] < 1e-3);
      estimate_off = std::max(estimate_off, off[0]);
      error_off = std::max(error_off, off[1]);
      dof_off = std::max(dof_off, off[2]);
    }
    if (fit.coefficients.size() > 1) {
      const Eigen::Index p = fit.coefficients.size();
      const auto joint = joint_test(fit, Eigen::MatrixXd::Identity(p, p).bottomRows(p - 1));
      const double f_off = std::abs(joint.f / r.at("f") - 1);
      const double joint_off = std::abs(joint.denominator_dof / r.at("dof_f") - 1);
      CHECK(f_off < 1e-4);  // a square over a variance, each to 1e-5
      CHECK(joint_off < 1e-3);
      CHECK(joint.numerator_dof == static_cast<double>(p - 1));
      dof_off = std::max(dof_off, joint_off);
    }
    const std::vector<double> mine = covariances(fit);
    for (std::size_t i = 0; i < mine.size(); ++i) {
      const double theirs = r.at("covariance" + std::to_string(i + 1));
      const double off =
          std::abs(mine[i] - theirs) / std::max(std::abs(theirs), fit.residual_variance);
      CHECK(off < 1e-5);
      variance_off = std::max(variance_off, off);
    }
  }
  CHECK(designs == 50);
  CHECK(singular >= 10);
  std::ostringstream measured;
  measured << "criterion above R's by at most " << above << ", estimates " << estimate_off
           << ", errors " << error_off << ", degrees of freedom " << dof_off << ", variances "
           << variance_off << "; " << singular << " singular";
  INFO(measured.str());
  CHECK(above <= 1e-6);
  validation::note("mixed models: 50 designs against lme4 and lmerTest", measured.str(),
                   "1e-6; 1e-5, 1e-5, 1e-3 relative");
}
