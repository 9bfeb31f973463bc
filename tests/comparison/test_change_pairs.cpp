#include "stiff/comparison/change_pairs.h"
#include "stiff/comparison/change_roles.h"
#include "stiff/comparison/change_samples.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "comparison/change_cohort.h"
#include <catch2/catch.hpp>

using change_cohort::number;
using stiff::assign_roles;
using stiff::ChangeOptions;
using stiff::ChangePair;
using stiff::ChangePairs;
using stiff::ChangeSample;
using stiff::ContrastKind;
using stiff::ControlSource;
using stiff::Measurement;
using stiff::pair_sessions;

namespace {

ChangeOptions pre_post() {
  ChangeOptions options;
  options.pre = "pre";
  options.post = "post";
  return options;
}

std::vector<Measurement> three_people() {
  std::vector<Measurement> all;
  for (const std::string& who : {std::string("a"), std::string("b"), std::string("c")}) {
    for (const std::string& side : {std::string("left"), std::string("right")}) {
      all.push_back(number(who, "pre", side, 200));
      all.push_back(number(who, "post", side, side == "left" ? 200 : 180));
    }
  }
  return all;
}

void refused(const std::vector<Measurement>& all, const ChangeOptions& options,
             const std::string& says) {
  INFO(says);
  try {
    ChangePairs pairs = pair_sessions(all, options);
    assign_roles(pairs, all, options);
    FAIL("nothing was thrown");
  } catch (const stiff::Error& error) {
    INFO(error.what());
    CHECK(std::string(error.what()).find(says) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("Runs of a session are averaged, with their errors") {
  std::vector<Measurement> all = three_people();
  all[0].run = "1";
  Measurement second = number("a", "pre", "left", 210);
  second.run = "2";
  second.std_error = 3;
  all.push_back(second);
  const ChangePairs pairs = pair_sessions(all, pre_post());
  REQUIRE(pairs.pairs.size() == 6);
  const ChangePair& first = pairs.pairs.front();
  CHECK(first.before.value == 205);
  CHECK(first.before.runs == 2);
  CHECK(first.before.std_error == Approx(std::sqrt(1.0 + 9.0) / 2));
  CHECK(first.change() == -5);
  CHECK(first.log_change() == Approx(std::log(200.0 / 205)));
  CHECK(pairs.dropped.empty());
}

TEST_CASE("Who lacks a session is said, once a place") {
  std::vector<Measurement> all = three_people();
  std::erase_if(all,
                [](const Measurement& m) { return m.participant == "b" && m.session == "post"; });
  Measurement other = number("a", "pre", "left", 0.1);
  other.quantity = "log_decrement";
  all.push_back(other);
  Measurement later = number("d", "week4", "left", 190);
  all.push_back(later);
  const ChangePairs pairs = pair_sessions(all, pre_post());
  CHECK(pairs.pairs.size() == 4);
  REQUIRE(pairs.dropped.size() == 4);
  CHECK(stiff::dropped_line(pairs.dropped[0]) ==
        "sub-a uppertrapezius left log_decrement: no number after (post)");
  CHECK(stiff::dropped_line(pairs.dropped[1]) ==
        "sub-b uppertrapezius left: no number after (post)");
  CHECK(pairs.dropped[3].why == "no number before or after (pre, post)");
}

TEST_CASE("A session may be named by its time point") {
  std::vector<Measurement> all = three_people();
  for (Measurement& m : all) {
    m.time_point = m.session == "pre" ? "baseline" : "immediate";
    m.session = m.session == "pre" ? "1" : "2";
  }
  ChangeOptions options;
  options.pre = "baseline";
  options.post = "immediate";
  CHECK(pair_sessions(all, options).pairs.size() == 6);
  Measurement again = number("a", "0", "left", 199);
  again.time_point = "baseline";
  all.push_back(again);
  refused(all, options, "one time point");
}

TEST_CASE("What cannot be compared is refused in one line") {
  const std::vector<Measurement> all = three_people();
  ChangeOptions options = pre_post();
  options.post = "week4";
  refused(all, options, "--post week4: there is no such session, but post, pre");
  options.post = "pre";
  refused(all, options, "one session");
  options.post = "";
  refused(all, options, "--post");
  options = pre_post();
  options.control = "sham";
  refused(all, options, "--control sham: there is no such group, but none");
  options = pre_post();
  options.control_side = "middle";
  refused(all, options, "there is no such side, but left, right");

  std::vector<Measurement> bad = all;
  bad[1].units = "N mm-1";
  refused(bad, pre_post(),
          "dynamic_stiffness is in N m-1 in sub-a_ses-pre_side-left but in N mm-1");
  bad = all;
  bad[1].device = "other";
  refused(bad, pre_post(), "measured by myoton before and by other after");
  options = pre_post();
  options.force_device = true;
  CHECK(pair_sessions(bad, options).pairs.front().other_device);
  bad = all;
  bad.push_back(all[0]);
  bad.back().recording_id = "copy";
  refused(bad, pre_post(), "sub-a_ses-pre_side-left and copy: two recordings");
  bad.assign(all.begin(), all.begin() + 4);
  refused(bad, pre_post(), "one participant, a");
  bad = all;
  std::erase_if(bad,
                [](const Measurement& m) { return m.session == "post" && m.participant != "c"; });
  std::erase_if(bad,
                [](const Measurement& m) { return m.session == "pre" && m.participant == "c"; });
  refused(bad, pre_post(), "nobody has a number both in pre and in post");
}

TEST_CASE("An arm without a pair is refused, a person without a group is named") {
  std::vector<Measurement> all = three_people();
  for (Measurement& m : all) m.group = m.participant == "a" ? "control" : "massage";
  std::vector<Measurement> without = all;
  std::erase_if(without,
                [](const Measurement& m) { return m.participant == "a" && m.session == "pre"; });
  refused(without, pre_post(), "the arm control is empty: of its 1 people");
  for (Measurement& m : all) {
    if (m.participant == "b") m.group.clear();
  }
  ChangePairs pairs = pair_sessions(all, pre_post());
  assign_roles(pairs, all, pre_post());
  CHECK(pairs.pairs.size() == 4);
  REQUIRE(pairs.dropped.size() == 1);
  CHECK(stiff::dropped_line(pairs.dropped[0]) ==
        "sub-b: no group in participants.tsv, where others have one");
}

TEST_CASE("Controls are named, found in the treatments, found by a group, or none") {
  std::vector<Measurement> all = three_people();
  const auto roles = [&](const ChangeOptions& options, std::size_t controls) {
    ChangePairs pairs = pair_sessions(all, options);
    const ControlSource source = assign_roles(pairs, all, options);
    CHECK(std::count_if(pairs.pairs.begin(), pairs.pairs.end(), [](const ChangePair& p) {
            return p.is_control;
          }) == static_cast<std::ptrdiff_t>(controls));
    return source;
  };
  CHECK_FALSE(roles(pre_post(), 0).is_known);
  ChangeOptions side = pre_post();
  side.control_side = "left";
  CHECK(roles(side, 3).text == "the side left");
  // Treatments: the right side of a and b, nothing of c.
  for (Measurement& m : all) {
    m.treatment = m.side == "right" && m.participant != "c" ? "massage" : "none";
  }
  ControlSource found = roles(pre_post(), 4);
  CHECK(found.by_side);
  CHECK(found.arm == "untreated");
  // With groups the one that gets nothing is the control arm.
  for (Measurement& m : all) m.group = m.participant == "c" ? "waiting" : "massage";
  CHECK(roles(pre_post(), 4).arm == "waiting");
  for (Measurement& m : all) {
    m.treatment.clear();
    m.group = m.participant == "c" ? "Control" : "massage";
  }
  found = roles(pre_post(), 2);
  CHECK(found.arm == "Control");
  CHECK_FALSE(found.by_side);
}

TEST_CASE("Arms are compared with sham by its name, which is no repeat without a treatment") {
  std::vector<Measurement> all = three_people();
  for (Measurement& m : all) m.group = m.participant == "c" ? "Sham" : "zumba";
  ChangePairs pairs = pair_sessions(all, pre_post());
  const ControlSource control = assign_roles(pairs, all, pre_post());
  CHECK_FALSE(control.is_known);
  CHECK(control.arm == "Sham");
  const std::vector<ChangeSample> samples = stiff::change_samples(pairs.pairs, control);
  CHECK(samples.back().contrast == ContrastKind::between_arms);
  CHECK(samples.back().arm == "zumba");
  CHECK(samples.back().versus == "Sham");
}

TEST_CASE("Contrasts: the person is the unit, sides within persons, arms against the control") {
  std::vector<Measurement> all = three_people();
  // A second site of a's right side, which falls to a half: the person's mean counts once.
  Measurement site = number("a", "pre", "right", 100);
  site.site = "2";
  all.push_back(site);
  site.session = "post";
  site.value = 50;
  all.push_back(site);
  ChangeOptions options = pre_post();
  options.control_side = "left";
  ChangePairs pairs = pair_sessions(all, options);
  const ControlSource control = assign_roles(pairs, all, options);
  const std::vector<ChangeSample> samples = stiff::change_samples(pairs.pairs, control);
  REQUIRE(samples.size() == 3);
  CHECK(samples[0].side == "left");
  CHECK(samples[1].side == "right");
  REQUIRE(samples[1].people.size() == 3);
  CHECK(samples[1].changes[0] == -35);  // (-20 - 50) / 2
  CHECK(samples[1].logs[0] == Approx(0.5 * (std::log(0.9) + std::log(0.5))));
  CHECK(samples[2].contrast == ContrastKind::between_sides);
  CHECK(samples[2].versus == "left");
  CHECK(samples[2].changes == std::vector<double>{-35, -20, -20});

  for (Measurement& m : all) m.group = m.participant == "c" ? "control" : "massage";
  ChangePairs armed = pair_sessions(all, pre_post());
  const ControlSource arm = assign_roles(armed, all, pre_post());
  const std::vector<ChangeSample> arms = stiff::change_samples(armed.pairs, arm);
  const auto between = std::find_if(arms.begin(), arms.end(), [](const ChangeSample& s) {
    return s.contrast == ContrastKind::between_arms && s.side == "right";
  });
  REQUIRE(between != arms.end());
  CHECK(between->arm == "massage");
  CHECK(between->versus == "control");
  CHECK(between->changes == std::vector<double>{-35, -20});
  CHECK(between->other_changes == std::vector<double>{-20});
}

TEST_CASE("Treated sides that differ by person are compared by treatment, not by side") {
  std::vector<Measurement> all = three_people();
  for (Measurement& m : all) {
    const bool treated = (m.participant == "a") == (m.side == "left");
    m.treatment = treated ? "massage" : "none";
  }
  ChangePairs pairs = pair_sessions(all, pre_post());
  const ControlSource control = assign_roles(pairs, all, pre_post());
  const std::vector<ChangeSample> samples = stiff::change_samples(pairs.pairs, control);
  REQUIRE(samples.size() == 3);
  CHECK(samples[0].side == "treated");
  CHECK(samples[1].side == "untreated");
  CHECK(samples[2].contrast == ContrastKind::between_sides);
  CHECK(samples[2].changes == std::vector<double>{20, -20, -20});
}

TEST_CASE("A value that is not above 0 takes the logarithms of its contrast") {
  std::vector<Measurement> all = three_people();
  all[3].value = -1;
  ChangePairs pairs = pair_sessions(all, pre_post());
  const ControlSource control = assign_roles(pairs, all, pre_post());
  const std::vector<ChangeSample> samples = stiff::change_samples(pairs.pairs, control);
  CHECK(samples[0].logs.size() == 3);
  CHECK(samples[1].logs.empty());
  CHECK(samples[1].changes.size() == 3);
}
