"""`stiff compare change`: before and after, of groups and of persons, as a researcher runs it; and what is refused."""

import csv
import json
import math
import unittest

import numpy as np
import scipy.stats
import xarray

from stiff_program import EndToEnd, SHARED_DATA, stiff

HEADER = "participant;session;muscle;side;run;device;quantity;units;value"
SLEEP = ([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0], [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def line(person, session, value, side="right", run="", device="scanner", units="kPa", muscle="masseter",
         quantity="shear_modulus"):
    return f"{person};{session};{muscle};{side};{run};{device};{quantity};{units};{value!r}"


def trial(people=12, responders=8, effect=math.log(0.86), seed=1, sessions=("pre", "post")):
    """Right sides that fall in the first people, left sides that do not; SEM 1.4 % between sessions."""
    rng = np.random.default_rng(seed)
    lines = []
    for person in range(people):
        level = math.log(10) + 0.15 * rng.standard_normal()
        for side in ("left", "right"):
            for session in sessions:
                falls = session != "pre" and side == "right" and person < responders
                value = math.exp(level + 0.014 * rng.standard_normal() + (effect if falls else 0))
                lines.append(line(f"p{person:02}", session, value, side))
    return lines


class ChangeTest(EndToEnd):
    def results(self, lines, name="a"):
        path = self.folder / (name + ".csv")
        path.write_text("\n".join([HEADER, *lines]) + "\n")
        out = self.folder / name
        self.ok("import", path, "--from", "readings", "--out", out / "results.h5")
        return out

    def table(self, out, group, name="change"):
        return xarray.open_dataset(out / "comparisons" / (name + ".h5"), group=group).to_dataframe()

    def changed(self, lines, *options):
        out = self.results(lines)
        self.said = self.ok("compare", "change", out, "--pre", "pre", "--post", "post", *options)
        return out


class Groups(ChangeTest):
    def test_the_sleep_study_is_r_s(self):
        """Student's data, raised by 10 so that it may be a stiffness; R's numbers."""
        lines = [line(f"p{i}", session, 10 + value) for session, drug in zip(("pre", "post"), SLEEP)
                 for i, value in enumerate(drug)]
        out = self.changed(lines, "--quantity", "shear_modulus", "--margin", 1)
        rows = self.table(out, "changes").set_index(["estimator", "interval"])
        mean = rows.loc[("mean_difference", "t")]
        self.assertAlmostEqual(mean.value, 1.58, places=9)
        self.assertAlmostEqual(mean.ci_low, 0.700114236723, places=9)
        self.assertAlmostEqual(mean.ci_high, 2.459885763277, places=9)
        self.assertAlmostEqual(mean.p, 0.00283289019738, places=9)
        self.assertEqual(mean.units, "kPa")
        for name, value in (("dz", 1.284557562591), ("gz", 1.173924903514), ("dav", 0.833496341313),
                            ("gav", 0.761711378727), ("drm", 0.822176638386)):
            self.assertAlmostEqual(rows.loc[name].value.iloc[0], value, places=9)
        ranks = rows.loc[("hodges_lehmann", "rank")]
        self.assertEqual(ranks.statistic, 45)
        self.assertAlmostEqual(ranks.p, 0.00909069801593, places=9)
        self.assertIn("normal approximation", ranks.note)
        tost = rows.loc[("tost_difference", "t")]
        self.assertAlmostEqual(tost.p, 0.914944114551, places=9)
        self.assertAlmostEqual(tost.ci_low, 0.866994732971, places=9)
        self.assertEqual((tost.confidence, tost.margin_low, tost.margin_high), (0.9, -1, 1))
        bca = rows.loc[("mean_difference", "bca")]
        self.assertAlmostEqual(bca.ci_low, 1.05, delta=0.03)
        self.assertAlmostEqual(bca.ci_high, 2.62, delta=0.1)
        logs = np.log((10 + np.array(SLEEP[1])) / (10 + np.array(SLEEP[0])))
        percent = rows.loc[("percent_change", "t")]
        self.assertAlmostEqual(percent.value, 100 * math.expm1(logs.mean()), places=9)
        self.assertAlmostEqual(percent.p, scipy.stats.ttest_1samp(logs, 0).pvalue, places=9)

    def test_arms_are_compared_by_welch_and_families_by_holm(self):
        lines = trial(people=20, responders=10, seed=2)
        (self.folder / "participants.tsv").write_text(
            "participant_id\tgroup\n" + "".join(f"p{i:02}\t{'massage' if i < 10 else 'control'}\n" for i in range(20)))
        out = self.changed(lines, "--participants", self.folder / "participants.tsv", "--margin-percent", 5)
        rows = self.table(out, "changes")
        between = rows[(rows.contrast == "between_arms") & (rows.estimator == "percent_change")
                       & (rows.interval == "welch")].set_index("side")
        self.assertEqual(list(between.arm), ["massage"] * 2)
        self.assertEqual(list(between.versus), ["control"] * 2)
        values = {tuple(cell.split(";")[i] for i in (0, 1, 3)): float(cell.split(";")[-1]) for cell in lines}
        logs = np.array([[math.log(values[(f"p{i:02}", "post", side)] / values[(f"p{i:02}", "pre", side)])
                          for side in ("left", "right")] for i in range(20)])
        for k, side in enumerate(("left", "right")):
            test = scipy.stats.ttest_ind(logs[:10, k], logs[10:, k], equal_var=False)
            self.assertAlmostEqual(between.loc[side].p / test.pvalue, 1, places=7)
            mean = logs[:10, k].mean() - logs[10:, k].mean()
            self.assertAlmostEqual(between.loc[side].value, 100 * math.expm1(mean), places=7)
        self.assertAlmostEqual(between.loc["left"].p_holm, max(between.p.max(), 2 * between.p.min()))
        self.assertAlmostEqual(between.loc["right"].p_holm / (2 * between.loc["right"].p), 1)
        self.assertEqual(set(between.family), {"between_arms of shear_modulus, percent_change"})
        self.assertEqual(set(between.n_people), {20})
        # The untreated left sides: no change larger than 5 %.
        tost = rows[(rows.estimator == "tost_percent") & (rows.contrast == "between_arms")].set_index("side")
        self.assertLess(tost.loc["left"].p, 0.05)
        self.assertGreater(tost.loc["right"].p, 0.95)
        # The control arm is found, both its sides are repeats.
        error = self.table(out, "between_session_error").set_index("scale")
        self.assertEqual((error.loc["log"].n_people, error.loc["log"].n_places), (10, 20))
        self.assertIn("arm control", error.loc["log"].source)

    def test_any_number_of_threads_gives_the_same_bytes(self):
        out = self.results(trial())
        for jobs in (1, 2, 7):
            self.ok("compare", "change", out, "--pre", "pre", "--post", "post", "--control-side", "left", "--jobs", jobs,
                    "--name", f"with{jobs}")
        files = [(out / "comparisons" / f"with{jobs}.h5").read_bytes() for jobs in (1, 2, 7)]
        self.assertEqual(files[0], files[1])
        self.assertEqual(files[0], files[2])

    def test_csv_says_the_same(self):
        out = self.changed(trial(), "--control-side", "left")
        for group in ("changes", "responders", "responder_counts", "between_session_error", "time_course",
                      "time_to_return", "dropped"):
            table = self.table(out, group)
            with open(out / "comparisons" / f"change_{group}.csv", newline="", encoding="utf-8") as text:
                rows = list(csv.DictReader(text))
            self.assertEqual(len(rows), len(table), group)
            if group == "changes":
                self.assertEqual([float(row["value"]) for row in rows], list(table.value))


class Persons(ChangeTest):
    def test_responders_are_found_and_counted(self):
        out = self.changed(trial(), "--control-side", "left")
        people = self.table(out, "responders")
        softer = set(people[people.verdict == "softer"].apply(lambda r: (r.participant, r.side), axis=1))
        self.assertTrue({(f"p{i:02}", "right") for i in range(8)} <= softer, softer)
        self.assertEqual(set(people[people.side == "left"].role), {"control"})
        right = people[people.side == "right"].iloc[0]
        self.assertAlmostEqual(right.percent_change, 100 * (right.post / right.pre - 1), places=9)
        self.assertLess(right.percent_ci_low, right.percent_change)
        error = self.table(out, "between_session_error").set_index("scale").loc["log"]
        left = people[people.side == "left"]
        sd = np.log(left.post / left.pre).std(ddof=1)
        self.assertAlmostEqual(error.mdc, 100 * math.expm1(1.96 * sd), places=8)
        self.assertAlmostEqual(error.mdc_high, 100 * math.expm1(1.96 * sd * math.sqrt(11 / scipy.stats.chi2.ppf(0.025, 11))),
                               places=7)
        self.assertAlmostEqual(error.chance_share, 2 * scipy.stats.t.sf(1.96, 11), places=9)
        self.assertTrue(((people.verdict == "softer") == (people.percent_change < people.percent_mdc_low)).all())
        counts = self.table(out, "responder_counts")
        count = counts[(counts.role == "treated") & (counts.verdict == "softer")].iloc[0]
        test = scipy.stats.binomtest(int(count["count"]), 12, scipy.stats.t.sf(1.96, 11), alternative="greater")
        interval = scipy.stats.binomtest(int(count["count"]), 12).proportion_ci(method="exact")
        self.assertAlmostEqual(count.ci_low, interval.low, places=9)
        self.assertAlmostEqual(count.ci_high, interval.high, places=9)
        self.assertAlmostEqual(count.p_binomial, test.pvalue, places=12)
        self.assertGreater(count.p, count.p_binomial)

    def test_without_repeats_between_sessions_there_is_no_verdict(self):
        out = self.changed(trial())
        people = self.table(out, "responders")
        self.assertEqual(set(people.verdict), {"no verdict"})
        self.assertIn("--control", people.reason.iloc[0])
        self.assertTrue(people.ci_low.isna().all())
        self.assertIn("no verdict on persons", self.said)

    def test_the_untreated_side_is_found_in_the_treatments(self):
        lines = trial(seed=4)
        study = self.folder / "study"
        study.mkdir()
        (study / "sessions.tsv").write_text("session_id\tday\npre\t0\npost\t1\n")
        (study / "treatments.tsv").write_text(
            "participant_id\tsession_id\tmuscle\tside\ttechnique\n"
            + "".join(f"p{i:02}\tpre\tmasseter\tright\tdry needling\n" for i in range(12)))
        out = self.changed(lines, "--study", study)
        people = self.table(out, "responders")
        self.assertEqual(set(people[people.role == "control"].side), {"left"})
        self.assertEqual(set(people[people.role == "treated"].technique), {"dry_needling"})
        self.assertGreaterEqual((people.verdict == "softer").sum(), 8)
        self.assertIn("between_sides", set(self.table(out, "changes").contrast))

    def test_the_time_to_return(self):
        rng = np.random.default_rng(5)
        (self.folder / "sessions.tsv").write_text("session_id\tday\npre\t0\npost\t1\nweek1\t7\nweek4\t28\n")
        lines = []
        for person in range(10):
            for session in ("pre", "post", "week1", "week4"):
                falls = session == "post" or (session == "week1" and person < 5)
                for side, noise in (("left", 0.02), ("right", 0.003)):  # so that nobody is beyond the MDC by chance
                    log = math.log(10) + noise * rng.standard_normal() + (-0.3 if falls and side == "right" else 0)
                    lines.append(line(f"p{person}", session, math.exp(log), side))
        out = self.changed(lines, "--control-side", "left", "--sessions", self.folder / "sessions.tsv")
        times = self.table(out, "time_to_return")
        times = times[times.role == "treated"].set_index("participant")
        self.assertEqual(set(times.status), {"returned"})
        self.assertEqual(list(times.session), ["week4"] * 5 + ["week1"] * 5)
        self.assertEqual(list(times.day_low), [6] * 5 + [0] * 5)
        self.assertEqual(list(times.day_high), [27] * 5 + [6] * 5)
        course = self.table(out, "time_course")
        right = course[course.side == "right"]
        self.assertEqual(list(right.session), ["post", "week1", "week4"])
        self.assertEqual(list(right.n_lower)[:2], [10, 5])


class SharedStudy(ChangeTest):
    def test_who_responded_in_the_shared_study(self):
        study = SHARED_DATA / "myotonometry" / "study"
        if not study.exists():
            print("no recordings beside the checkout: the shared study is not compared")
            return
        out = self.folder / "out"
        self.ok("run", study, "--out", out)
        self.ok("compare", "change", out, "--study", study, "--pre", "pre", "--post", "post", "--control-side", "left",
                "--quantity", "dynamic_stiffness")
        truth = json.loads((SHARED_DATA / "myotonometry" / "truth.json").read_text())
        responders = {row["participant"].removeprefix("sub-") for row in truth if row["responder"]}
        people = self.table(out, "responders")
        softer = {(r.participant.removeprefix("sub-"), r.side) for r in people[people.verdict == "softer"].itertuples()}
        self.assertEqual(len(people), 24)
        # Every responder's right side; of the other 16 places one in 14 is called changed by chance.
        self.assertTrue({(who, "right") for who in responders} <= softer, softer)
        others = people[(people.verdict != "within error")
                        & ~((people.side == "right") & people.participant.str.removeprefix("sub-").isin(responders))]
        print(f"shared study: {len(softer)} softer; beside responders' right sides "
              f"{[(r.participant, r.side, r.verdict, round(r.percent_change, 2)) for r in others.itertuples()]}")
        self.assertLessEqual(len(others), 1)
        error = self.table(out, "between_session_error").set_index("scale").loc["log"]
        self.assertAlmostEqual(error.mdc, 4, delta=1)


class Refusals(ChangeTest):
    def compare(self, lines, code, says, *options, pre="pre", post="post"):
        out = self.results(lines, f"bad{sum(1 for _ in self.folder.glob('bad*.csv'))}")
        done = stiff("compare", "change", out, "--pre", pre, "--post", post, *options)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertIn(says, done.stderr.splitlines()[-1])
        self.assertFalse((out / "comparisons").exists())

    def test_each_bad_study_has_its_line(self):
        good = trial(people=4)
        for name, lines, says, options in (
                ("one participant", [x for x in good if x.startswith("p00")], "one participant", ()),
                ("another device", [x.replace("scanner", "other") if ";post;" in x else x for x in good],
                 "--force-device", ()),
                ("no such group", good, "no such group", ("--control", "sham")),
                ("no such side", good, "no such side", ("--control-side", "middle")),
                ("nobody twice", [x for x in good if (";pre;" in x) == ("p00" in x)], "nobody has a number both", ())):
            with self.subTest(name):
                self.compare(lines, 65, says, *options)

    def test_a_session_that_is_nowhere_says_which_there_are(self):
        self.compare(trial(people=4), 65, "there is no such session, but post, pre", post="week4")

    def test_an_empty_arm(self):
        lines = [x for x in trial(people=4) if not (x.startswith("p03") and ";post;" in x)]
        table = self.folder / "participants.tsv"
        table.write_text("participant_id\tgroup\n" + "".join(f"p0{i}\t{'control' if i == 3 else 'a'}\n" for i in range(4)))
        self.compare(lines, 65, "the arm control is empty: of its 1 people", "--participants", table)

    def test_the_command_line(self):
        out = self.results(trial(people=4))
        self.refused(64, "compare", "change", out, "--pre", "pre", "--post", "pre")
        self.refused(64, "compare", "change", out, "--pre", "pre")
        self.refused(64, "compare", "change", out, "--pre", "pre", "--post", "post", "--margin", 1, says="--quantity")
        self.refused(66, "compare", "change", self.folder / "none", "--pre", "pre", "--post", "post")

    def test_another_device_is_marked_where_forced(self):
        lines = [x.replace("scanner", "other") if ";post;" in x and "p01" in x else x for x in trial(people=4)]
        out = self.changed(lines, "--control-side", "left", "--force-device")
        people = self.table(out, "responders")
        self.assertEqual(set(people[people.note.str.contains("another device")].participant), {"p01"})
        self.assertTrue(self.table(out, "changes").note.str.contains("another device").all())

    def test_nobody_is_left_out_silently(self):
        lines = [x for x in trial() if not (x.startswith("p03") and ";post;masseter;right" in x)]
        out = self.results(lines)
        done = stiff("compare", "change", out, "--pre", "pre", "--post", "post", "--control-side", "left")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("sub-p03 masseter right: no number after (post)", done.stderr)
        dropped = self.table(out, "dropped")
        self.assertEqual((dropped.participant.iloc[0], dropped.side.iloc[0]), ("p03", "right"))
        rows = self.table(out, "changes")
        self.assertEqual(set(rows[(rows.contrast == "change") & (rows.side == "right")].n_people), {11})
        self.assertTrue(rows[rows.contrast == "between_sides"].note.str.contains("one side only").all())

    def test_values_that_are_all_alike(self):
        lines = [line(f"p{i}", session, 10.0 if session == "pre" else 9.0, side) for i in range(6)
                 for session in ("pre", "post") for side in ("left", "right")]
        out = self.changed(lines, "--control-side", "left")
        rows = self.table(out, "changes")
        mean = rows[(rows.estimator == "mean_difference") & (rows.interval == "t")].iloc[0]
        self.assertEqual(mean.value, -1)
        self.assertTrue(math.isnan(mean.ci_low) and math.isnan(mean.p))
        people = self.table(out, "responders")
        self.assertEqual(set(people.verdict), {"no verdict"})
        self.assertIn("alike", people.reason.iloc[0])


if __name__ == "__main__":
    unittest.main()
