#include "stiff/comparison/intraclass_correlation.h"
#include "stiff/comparison/measurement_error.h"
#include "stiff/comparison/reliability.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "comparison/simulated_repeats.h"
#include <catch2/catch.hpp>

using stiff::Measurement;
using stiff::Reason;
using stiff::Reliability;
using stiff::ReliabilityOptions;
using stiff::Repeats;

namespace {

struct Study {
  std::vector<Measurement> values;
  std::vector<Measurement> taps;
};

Measurement measured(const std::string& person, const std::string& side, const std::string& session,
                     double value, int repeat = 0) {
  Measurement m;
  m.participant = person;
  m.side = side;
  m.session = session;
  m.muscle = "soleus";
  m.quantity = "dynamic_stiffness";
  m.units = "N m-1";
  m.method = "oscillator_fit";
  m.value = value;
  m.repeat = repeat;
  return m;
}

/// Twelve people, both sides, `pre` and `post`, five taps; SD 30, 10, 4 and 5.
Study study(std::uint64_t seed, int people = 12) {
  stiff_test::Normal normal(seed);
  Study out;
  for (int p = 1; p <= people; ++p) {
    const double person = 250 + normal(30);
    for (const char* side : {"left", "right"}) {
      const double of_side = person + normal(10);
      for (const char* session : {"post", "pre"}) {
        const double of_session = of_side + normal(4);
        double mean = 0;
        for (int t = 1; t <= 5; ++t) {
          const double tap = of_session + normal(5);
          mean += tap / 5;
          out.taps.push_back(measured(std::to_string(p), side, session, tap, t));
        }
        out.values.push_back(measured(std::to_string(p), side, session, mean));
      }
    }
  }
  return out;
}

Reliability of(const Study& s, const ReliabilityOptions& options = {}) {
  return stiff::reliability(s.values, s.taps, options);
}

const stiff::Estimate& index_of(const Reliability& r, const std::string& side,
                                const std::string& index) {
  for (const auto& row : r.rows) {
    if (row.side == side && row.index == index) return row.estimate;
  }
  FAIL("no row " << side << " " << index);
  throw 0;
}

bool has_note(const Reliability& r, const std::string& part) {
  return std::any_of(r.notes.begin(), r.notes.end(),
                     [&](const std::string& note) { return note.find(part) != std::string::npos; });
}

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

TEST_CASE("What was treated between sessions is no repeat") {
  Study s = study(7);
  for (auto* numbers : {&s.values, &s.taps}) {
    for (Measurement& m : *numbers) {
      m.treatment = m.side == "right" ? "massage" : "none";
      if (m.side == "right" && m.session == "post") {
        m.technique = "massage";
        m.value -= 40;
      }
    }
  }
  const Reliability r = of(s);
  for (const auto& row : r.rows) CHECK((row.side == "left" || row.side == "nested"));
  CHECK(has_note(r, "12 muscles and sides that were treated"));
  CHECK(index_of(r, "nested", "sem_between_sessions").value < 10);
  const Reliability all = of(s, {.with_treated = true});
  CHECK(index_of(all, "right", "sem_agreement").value > 20);
  CHECK(has_note(all, "--with-treated"));
  // Two sessions before the treatment are repeats.
  Study t = s;
  for (Measurement m : s.values) {
    if (m.session != "pre") continue;
    m.session = "base";
    m.technique.clear();
    t.values.push_back(m);
  }
  const Reliability before = of(t, {.session = "base,pre,post"});
  CHECK(has_note(before, "12 treated muscles and sides are taken with their sessions before"));
  CHECK(index_of(before, "right", "ICC(A,1)").n == 12);
  // Rest is no treatment, a sham is one.
  Study arms = study(7);
  for (Measurement& m : arms.values) m.treatment = std::stoi(m.participant) > 6 ? "rest" : "sham";
  arms.taps.clear();
  CHECK(index_of(of(arms), "left", "ICC(A,1)").n == 6);
  // Taps within a session are not touched by it.
  CHECK(index_of(of(s, {.repeats = Repeats::repeat}), "right", "sem_sqrt_mse").n == 12);
  for (Measurement& m : s.values) m.treatment = "massage";
  CHECK_THROWS_AS(of(s), stiff::Error);
}

TEST_CASE("Raters, devices and units stay apart") {
  Study s = study(8);
  for (Measurement& m : s.values) m.rater = m.session == "pre" ? "anna" : "ben";
  s.taps.clear();
  CHECK_THROWS_AS(of(s), stiff::Error);  // each rater has one session
  const Reliability r = of(s, {.repeats = Repeats::rater});
  CHECK(r.limits[0].first == "anna");
  CHECK(index_of(r, "left", "ICC(A,1)").n == 12);
  Study two = study(8);
  for (Measurement& m : two.values) {
    if (std::stoi(m.participant) > 6) m.device = "other";
  }
  const Reliability devices = of(two);
  for (const auto& row : devices.rows) {
    if (row.side == "left") CHECK(row.people == 6);
  }
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

TEST_CASE("Refusals of a reliability study") {
  const auto says = [](const Study& s, const ReliabilityOptions& options) {
    try {
      of(s, options);
    } catch (const stiff::Error& error) {
      CHECK(error.kind() == stiff::ErrorKind::bad_data);
      return std::string(error.what());
    }
    return std::string("no refusal");
  };
  CHECK_THAT(says(study(1, 1), {}), Catch::Contains("one participant"));
  CHECK_THAT(says(study(1), {.session = "pre"}), Catch::Contains("one session (pre)"));
  CHECK_THAT(says(study(1), {.repeats = Repeats::run}), Catch::Contains("one run"));
  CHECK_THAT(says(study(1), {.session = "never"}), Catch::Contains("no number is of --session"));
  Study plain = study(1);
  plain.taps.clear();
  CHECK_THAT(says(plain, {.repeats = Repeats::repeat}),
             Catch::Contains("no recording has repeats"));
  // All values equal: rows that say so, no refusal.
  Study flat = study(1);
  for (Measurement& m : flat.values) m.value = 250;
  for (Measurement& m : flat.taps) m.value = 250;
  const Reliability r = of(flat);
  CHECK(index_of(r, "left", "ICC(A,1)").reason == Reason::no_spread);
  CHECK(r.limits[0].limits.reason == Reason::no_spread);
  CHECK(r.components[0].variance.reason == Reason::no_spread);
}

TEST_CASE("Names in the order that people mean") {
  CHECK(stiff::natural_less("2", "10"));
  CHECK(stiff::natural_less("run2", "run10"));
  CHECK_FALSE(stiff::natural_less("run10", "run2"));
  CHECK(stiff::natural_less("a", "b"));
  CHECK(stiff::natural_less("a", "a1"));
  CHECK_FALSE(stiff::natural_less("a", "a"));
  CHECK(stiff::natural_less("01", "1") != stiff::natural_less("1", "01"));
}

TEST_CASE("Tables have a row a number, and one length") {
  const std::vector<stiff::Table> tables = stiff::reliability_tables(of(study(10)));
  REQUIRE(tables.size() == 4);
  for (const stiff::Table& table : tables) {
    for (const stiff::Column& column : table.columns) {
      CHECK(column.size() == table.columns.front().size());
    }
  }
  CHECK(tables[0].name == "reliability");
  CHECK(tables[1].name == "limits_of_agreement");
  CHECK(tables[2].name == "components");
  CHECK(tables[3].columns.front().size() == 0);
}
