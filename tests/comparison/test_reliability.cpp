#include "stiff/comparison/intraclass_correlation.h"
#include "stiff/comparison/measurement_error.h"
#include "stiff/comparison/reliability.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "comparison/reliability_study.h"
#include <catch2/catch.hpp>

using stiff::Measurement;
using stiff::Reason;
using stiff::Reliability;
using stiff::Repeats;
using namespace stiff_test;

namespace {

std::vector<double> pairs(const Study& s, const std::string& side) {
  std::vector<double> out;
  for (const Measurement& pre : s.values) {
    if (pre.side != side || pre.session != "pre") continue;
    out.push_back(pre.value);
    for (const Measurement& post : s.values) {
      if (post.side == side && post.session == "post" && post.participant == pre.participant) {
        out.push_back(post.value);
      }
    }
  }
  return out;
}

}  // namespace

TEST_CASE("Sessions as repeats: each side's table and that of their mean") {
  const Study s = study(1);
  const Reliability r = of(s);
  for (const std::string side : {"left", "right"}) {
    const std::vector<double> values = pairs(s, side);
    const stiff::MeanSquares ms = stiff::mean_squares(values, 2);
    const auto icc = stiff::intraclass_correlations(ms);
    CHECK(index_of(r, side, "ICC(A,1)").value == Approx(icc[1].estimate.value).epsilon(1e-12));
    CHECK(index_of(r, side, "ICC(C,k)").ci_low == Approx(icc[5].estimate.ci_low).epsilon(1e-10));
    const auto error = stiff::measurement_error(values, ms);
    CHECK(index_of(r, side, "sem_agreement").value ==
          Approx(error.sem_agreement.value).epsilon(1e-12));
    CHECK(index_of(r, side, "mdc95_percent_sqrt_mse").value ==
          Approx(100 * 1.96 * std::sqrt(2) * error.sem_sqrt_mse.value / ms.mean).epsilon(1e-12));
  }
  std::vector<double> mean = pairs(s, "left");
  const std::vector<double> right = pairs(s, "right");
  for (std::size_t i = 0; i < mean.size(); ++i) mean[i] = 0.5 * (mean[i] + right[i]);
  CHECK(index_of(r, "mean", "ms_between_people").value ==
        Approx(stiff::mean_squares(mean, 2).between_people).epsilon(1e-12));
  CHECK(r.rows.front().people == 12);
  CHECK(r.rows.front().repeats == 2);
  // Limits: left, right, and both as pairs of one person; post less pre.
  REQUIRE(r.limits.size() == 3);
  CHECK(r.limits[0].first == "pre");
  CHECK(r.limits[0].second == "post");
  const std::vector<double> left = pairs(s, "left");
  double bias = 0;
  for (std::size_t i = 0; i < left.size(); i += 2) bias += (left[i + 1] - left[i]) / 12;
  CHECK(r.limits[0].limits.bias.value == Approx(bias).epsilon(1e-10));
  CHECK(r.limits[2].side == "all");
  CHECK(r.limits[2].design == "pairs");
  CHECK(r.limits[2].limits.people == 12);
  CHECK(r.limits[2].limits.pairs == 24);
}

TEST_CASE("Components take taps as nested, and say what two sessions differ by") {
  const Reliability r = of(study(2, 200));
  REQUIRE(r.components.size() == 5);
  // Three standard errors of REML's components from 30, 10 and 4, 5 squared.
  const double truth[] = {900, 100, 16, stiff::kNaN, 25};
  for (std::size_t i = 0; i < 5; ++i) {
    const auto& c = r.components[i];
    INFO(c.component);
    if (c.component == "run") {  // one a session: not told apart from it
      CHECK(c.variance.reason == Reason::too_few);
      continue;
    }
    CHECK(c.variance.value == Approx(truth[i]).margin(3 * c.variance.std_error));
  }
  CHECK(r.components[4].groups == 4000);
  CHECK(r.components[4].per_group == Approx(5));
  const double between = r.components[2].variance.value + r.components[4].variance.value / 5;
  CHECK(index_of(r, "nested", "sem_between_sessions").value == Approx(std::sqrt(between)));
  CHECK(index_of(r, "nested", "mdc95_between_sessions").value ==
        Approx(1.96 * std::sqrt(2 * between)));
  CHECK(index_of(r, "nested", "sem_within_session").value ==
        Approx(std::sqrt(r.components[4].variance.value / 5)));
}

TEST_CASE("Taps as repeats stay within a session") {
  const Reliability r = of(study(3), {.repeats = Repeats::repeat});
  std::vector<std::string> sessions;
  for (const auto& row : r.rows) {
    if (row.side == "left" && row.index == "ICC(1)") {
      sessions.push_back(row.key.session);
      CHECK(row.repeats == 5);
      CHECK(row.people == 12);
    }
  }
  CHECK(sessions == std::vector<std::string>{"post", "pre"});
  // SEM of a tap is 5: chi-square on 44, three standard errors of 11 %.
  CHECK(index_of(r, "left", "sem_sqrt_mse").value == Approx(5).epsilon(0.33));
}

TEST_CASE("Who lacks a session is left out of the table with a line, and stays in the components") {
  Study s = study(4);
  std::erase_if(s.values, [](const Measurement& m) {
    return m.participant == "3" && m.side == "left" && m.session == "post";
  });
  const Reliability r = of(s);
  CHECK(index_of(r, "left", "ICC(1)").n == 11);
  CHECK(index_of(r, "right", "ICC(1)").n == 12);
  CHECK(index_of(r, "mean", "ICC(1)").n == 11);
  CHECK(has_note(r, "soleus left sub-3 lacks post (dynamic_stiffness)"));
  REQUIRE(r.left_out.size() == 2);
  CHECK(r.left_out[0].side == "left");
  CHECK(r.left_out[0].left_out.participant == "3");
  CHECK(r.limits[0].limits.people == 11);
  CHECK(r.limits[2].limits.pairs == 23);
  // The mean of sides is of people who have both.
  Study one_sided = study(4);
  std::erase_if(one_sided.values, [](const Measurement& m) {
    return std::stoi(m.participant) > 5 && m.side == "right";
  });
  CHECK(index_of(of(one_sided), "mean", "ICC(1)").n == 5);
  CHECK(index_of(of(one_sided), "left", "ICC(1)").n == 12);
  // A repeat that hardly anybody has costs nobody else.
  Study t = study(5);
  t.values.push_back(measured("1", "left", "later", 250));
  const Reliability u = of(t);
  CHECK(index_of(u, "left", "ICC(1)").n == 12);
  CHECK(has_note(u, "repeat later only 1 of 12 have it"));
}

TEST_CASE(
    "Runs of a session: averaged for sessions, repeats by themselves, replicates for limits") {
  Study s;
  stiff_test::Normal normal(6);
  for (int p = 1; p <= 15; ++p) {
    const double person = 40 + normal(5);
    for (const char* session : {"1", "2"}) {
      const double of_session = person + normal(1);
      for (const char* run : {"1", "2", "10"}) {
        Measurement m = measured(std::to_string(p), "left", session, of_session + normal(2));
        m.run = run;
        s.values.push_back(m);
      }
    }
  }
  const Reliability sessions = of(s);
  CHECK(sessions.limits.size() == 2);
  CHECK(sessions.limits[1].design == "replicates");
  // A single run scatters by more than the mean of three.
  CHECK(sessions.limits[1].limits.sd > sessions.limits[0].limits.sd);
  const Reliability runs = of(s, {.repeats = Repeats::run});
  CHECK(index_of(runs, "left", "ICC(1)").value > 0.5);
  CHECK(runs.limits[0].second == "2");
  CHECK(runs.limits.back().second == "10");
  // person / side / session / run, without taps.
  REQUIRE(sessions.components.size() == 4);
  CHECK(sessions.components[3].component == "run");
  CHECK(sessions.components[3].variance.value == Approx(4).epsilon(0.6));
}

TEST_CASE("Reliability does not depend on the order of the numbers") {
  Study s = study(9);
  const Reliability a = of(s);
  std::reverse(s.values.begin(), s.values.end());
  std::reverse(s.taps.begin(), s.taps.end());
  const Reliability b = of(s);
  REQUIRE(a.rows.size() == b.rows.size());
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    CHECK(a.rows[i].index == b.rows[i].index);
    const double x = a.rows[i].estimate.value, y = b.rows[i].estimate.value;
    CHECK((x == y || (std::isnan(x) && std::isnan(y))));
  }
  for (std::size_t i = 0; i < a.components.size(); ++i) {
    const double x = a.components[i].variance.value, y = b.components[i].variance.value;
    CHECK((x == y || (std::isnan(x) && std::isnan(y))));
  }
}

TEST_CASE("Tables have a row a number, and one length") {
  const std::vector<stiff::Table> tables = stiff::reliability_tables(of(study(10)));
  REQUIRE(tables.size() == 5);
  for (const stiff::Table& table : tables) {
    for (const stiff::Column& column : table.columns) {
      CHECK(column.size() == table.columns.front().size());
    }
  }
  CHECK(tables[0].name == "reliability");
  CHECK(tables[1].name == "limits_of_agreement");
  CHECK(tables[2].name == "differences");
  CHECK(tables[3].name == "components");
  CHECK(tables[4].columns.front().size() == 0);
}
