"""`stiff compare reliability` and `stiff compare plan`: printed examples through files, who is left out, what is refused."""

import io
import math
import unittest

import numpy as np
import pandas
import xarray

from stiff_program import EndToEnd, SHARED_DATA, stiff

# Shrout and Fleiss 1979, table 2: six people by four repeats; R's irr and psych.
RATINGS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
ICC = {"ICC(1)": (0.1657417684, -0.13293232, 0.72256006), "ICC(A,1)": (0.2897637795, 0.01878651, 0.76108437),
       "ICC(C,1)": (0.7148407148, 0.34246477, 0.94585826), "ICC(1,k)": (0.4427971337, -0.88444216, 0.91241542),
       "ICC(A,k)": (0.6200505476, 0.03944018, 0.92857318), "ICC(C,k)": (0.9093155424, 0.67567471, 0.98589168)}
# Bland and Altman 1986: two peak flow meters, here two sessions.
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
HEADER = "participant;session;muscle;side;run;repeat;quantity;units;value"


def line(person, session, value, side="left", run="", repeat="", muscle="masseter"):
    return f"{person};{session};{muscle};{side};{run};{repeat};shear_modulus;kPa;{value:.12g}"


def trial(people=8, seed=1):
    """Both sides, pre and post, three pushes; the right side is treated and 3 kPa softer."""
    rng = np.random.default_rng(seed)
    lines = []
    for person in range(1, people + 1):
        level = 12 + 2 * rng.standard_normal()
        for side in ("left", "right"):
            of_side = level + rng.standard_normal()
            for session in ("pre", "post"):
                mean = of_side + 0.5 * rng.standard_normal() - (3 if (side, session) == ("right", "post") else 0)
                lines += [line(f"p{person}", session, mean + 0.3 * rng.standard_normal(), side, repeat=push)
                          for push in (1, 2, 3)]
    return lines


class CompareTest(EndToEnd):
    def results(self, lines, name="results"):
        """Readings imported as a results.h5 in a folder of its own."""
        folder = self.folder / name
        folder.mkdir()
        table = self.folder / (name + ".csv")
        table.write_text("\n".join([HEADER, *lines]) + "\n")
        self.ok("import", table, "--from", "readings", "--out", folder / "results.h5")
        return folder

    def table(self, folder, group, name="reliability"):
        return xarray.open_dataset(folder / "comparisons" / (name + ".h5"), group=group).to_dataframe()

    def index(self, folder, index, side="left"):
        rows = self.table(folder, "reliability")
        rows = rows[(rows["index"] == index) & (rows.side == side)]
        self.assertEqual(len(rows), 1)
        return rows.iloc[0]


class Printed(CompareTest):
    def test_shrout_and_fleiss(self):
        folder = self.results([line(f"p{i}", f"s{j}", value) for i, row in enumerate(RATINGS)
                               for j, value in enumerate(row)])
        shown = self.ok("compare", "reliability", folder)
        self.assertIn("ICC(A,1) 0.2898 [0.01879, 0.7611]", shown)
        for name, (value, low, high) in ICC.items():
            row = self.index(folder, name)
            self.assertAlmostEqual(row.value, value, places=9)
            self.assertAlmostEqual(row.ci_low, low, places=7)
            self.assertAlmostEqual(row.ci_high, high, places=7)
            self.assertEqual((row.n_people, row.k, row.units), (6, 4, "1"))
        self.assertAlmostEqual(self.index(folder, "sem_agreement").value, 2.50277623628, places=10)
        self.assertAlmostEqual(self.index(folder, "sem_sqrt_mse").value, 1.00967541539, places=10)
        self.assertEqual(self.index(folder, "ms_error").units, "(kPa)^2")
        # The CSV beside it has the same numbers.
        csv = pandas.read_csv(folder / "comparisons" / "reliability_reliability.csv", keep_default_na=False,
                              float_precision="round_trip",
                              na_values={"value": [""], "ci_low": [""], "ci_high": [""]})
        tidy = self.table(folder, "reliability")
        self.assertEqual(list(csv["index"]), list(tidy["index"]))
        np.testing.assert_array_equal(csv.value, tidy.value)

    def test_bland_and_altman(self):
        folder = self.results([line(f"p{i}", session, values[i]) for i in range(17)
                               for session, values in (("base", MINI), ("later", WRIGHT))])
        self.ok("compare", "reliability", folder)
        row = self.table(folder, "limits_of_agreement").iloc[0]
        self.assertEqual((row["first"], row.second, row.n_people, row.design, row.interval),
                         ("base", "later", 17, "single", "exact"))
        for name, value, places in (("bias", -2.11764705882, 9), ("sd", 38.76512987361, 9),
                                    ("lower_limit", -78.09730161109, 9), ("upper_limit", 73.86200749345, 9),
                                    ("upper_limit_ci_low", 48.8596, 4), ("upper_limit_ci_high", 119.9255, 4),
                                    ("lower_limit_ci_low", -124.1608, 4), ("lower_limit_ci_high", -53.0949, 4),
                                    ("upper_limit_ci1999_high", 108.6176551656, 7),
                                    ("bias_ci_low", -22.04883769665, 7)):
            self.assertAlmostEqual(row[name], value, places=places, msg=name)
        points = self.table(folder, "differences").sort_values("participant", key=lambda p: p.str[1:].astype(int))
        np.testing.assert_allclose(points.difference, np.subtract(WRIGHT, MINI), rtol=1e-12)
        np.testing.assert_allclose(points["mean"], np.add(WRIGHT, MINI) / 2, rtol=1e-12)
        self.assertEqual(set(zip(points["first"], points.second, points.units)), {("base", "later", "kPa")})


class Repeats(CompareTest):
    def test_the_treated_side_is_no_repeat_and_pushes_are_nested(self):
        folder = self.results(trial())
        study = self.folder / "study"
        study.mkdir()
        (study / "sessions.tsv").write_text("session_id\tday\npre\t0\npost\t7\n")
        (study / "treatments.tsv").write_text("participant_id\tsession_id\tmuscle\tside\ttechnique\n" + "".join(
            f"p{i}\tpre\tmasseter\tright\tmassage\n" for i in range(1, 9)))
        done = stiff("compare", "reliability", folder, "--study", study)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("8 muscles and sides that were treated", done.stderr)
        rows = self.table(folder, "reliability")
        self.assertEqual(set(rows.side), {"left", "nested"})
        # Between sessions 0.5, and 0.3 of three pushes: SEM 0.53 (chi-square on 7: 0.35 to 1.08 in 95 %).
        self.assertTrue(0.2 < self.index(folder, "sem_agreement").value < 1.2)
        components = self.table(folder, "components")
        self.assertEqual(list(components.component), ["person", "side", "session", "run", "repeat"])
        by_name = components.set_index("component")
        self.assertEqual(by_name.loc["repeat"].n_groups, 48)  # 8 people, one side, two sessions, three pushes
        self.assertEqual(by_name.loc["run"].reason, "too_few")
        self.ok("compare", "reliability", folder, "--study", study, "--with-treated", "--name", "all")
        kept = self.table(folder, "reliability", "all")
        self.assertEqual(set(kept.side), {"left", "right", "mean", "nested"})
        right = kept[(kept["index"] == "sem_agreement") & (kept.side == "right")].iloc[0]
        self.assertGreater(right.value, 1.5)
        # Pushes as repeats: the treatment came between sessions and changes nothing of them.
        self.ok("compare", "reliability", folder, "--study", study, "--repeats", "repeat", "--name", "pushes")
        pushes = self.table(folder, "reliability", "pushes")
        self.assertEqual(set(pushes[pushes.side == "right"].session), {"pre", "post"})
        self.assertEqual(set(pushes[pushes.side == "right"].k), {3})

    def test_without_tables_it_says_that_treatments_are_not_known(self):
        folder = self.results(trial())
        done = stiff("compare", "reliability", folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("no treatments.tsv", done.stderr)

    def test_who_lacks_a_session_is_named(self):
        lines = [one for one in trial() if not one.startswith("p3;post;masseter;left")]
        folder = self.results(lines)
        done = stiff("compare", "reliability", folder, "--side", "left")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("masseter left sub-p3 lacks post", done.stderr)
        self.assertEqual(self.index(folder, "ICC(A,1)").n_people, 7)
        left_out = self.table(folder, "left_out")
        self.assertEqual(list(left_out.participant), ["p3"])
        # Components take the eighth person's one session.
        self.assertEqual(self.table(folder, "components").iloc[0].n_groups, 8)

    def test_equal_input_gives_equal_bytes(self):
        folder = self.results(trial())
        files = []
        for name in ("a", "a"):
            self.ok("compare", "reliability", folder, "--name", name)
            made = folder / "comparisons"
            files.append({path.name: path.read_bytes() for path in made.iterdir()})
        self.assertEqual(files[0], files[1])
        self.assertNotIn(str(self.folder).encode(), files[0]["a.h5"])


class Refusals(CompareTest):
    def test_too_little_to_compare(self):
        one = self.results([line("p1", "pre", 3), line("p1", "post", 4)], "one")
        self.refused_last(65, "compare", "reliability", one, says="one participant")
        once = self.results([line("p1", "pre", 3), line("p2", "pre", 4)], "once")
        self.refused_last(65, "compare", "reliability", once, says="one session (pre)")
        self.refused_last(65, "compare", "reliability", once, "--session", "late", says="--session")
        self.refused_last(65, "compare", "reliability", once, "--repeats", "repeat", says="taps, pushes, cycles")
        self.assertFalse((once / "comparisons").exists())
        alike = self.results([line(f"p{i}", s, 5) for i in range(4) for s in ("pre", "post")], "alike")
        self.assertIn("no_spread", self.ok("compare", "reliability", alike))
        self.assertTrue(math.isnan(self.index(alike, "ICC(A,1)").value))

    def refused_last(self, code, *words, says):
        """As `refused`, where notes may stand before the line that refuses."""
        done = stiff(*words)
        self.assertEqual(done.returncode, code, (done.stdout, done.stderr))
        self.assertIn(says, done.stderr.splitlines()[-1])
        self.assertEqual(done.stdout, "")

    def test_the_command_line(self):
        folder = self.results(trial(), "x")
        self.refused(64, "compare", "reliability", folder, "--repeats", "taps", says="session, run, repeat, rater")
        self.refused(64, "compare", "reliability", folder, "--name", "a/b", says="--name")
        self.refused(66, "compare", "reliability", self.folder / "absent")
        self.refused(64, "compare", "reliability")


class Plan(CompareTest):
    def test_from_numbers(self):
        shown = self.ok("compare", "plan", "--sd-session", 3, "--sd-repeat", 5, "--mean", 250, "--units", "N m-1",
                        "--mdc-percent", 4, "--change", 10, "--sd-response", 8)
        # (10 / 2.7719)^2 = 13.01 leaves 4.01 for 25 / t: seven taps.
        self.assertIn("# MDC95 10 N m-1: 7 taps in 1 run", shown)
        # SD sqrt(2 (9 + 5) + 64) = 9.592: R's power.t.test gives 9.3 (paired) and 15.5 (two-sample).
        self.assertIn("10 people before and after", shown)
        self.assertIn("16 people in each of two arms", shown)
        first = shown.split("\n\n")[0]
        table = pandas.read_csv(io.StringIO(first), sep=r"\s+", comment="#")
        row = table[(table.runs == 1) & (table.taps == 5)].iloc[0]
        self.assertAlmostEqual(row.mdc95, 1.96 * math.sqrt(2 * (9 + 5)), places=2)
        self.assertEqual(list(table[table.enough == 1].taps.groupby(table.runs).min()), [7, 4, 3])

    def test_from_a_file(self):
        folder = self.results(trial(30))
        self.ok("compare", "reliability", folder, "--side", "left")
        file = folder / "comparisons" / "reliability.h5"
        done = stiff("compare", "plan", file, "--mdc", 1.2, "--csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("planned with shear_modulus device", done.stderr)
        table = pandas.read_csv(io.StringIO(done.stdout.split("\n\n")[0]))
        by_name = self.table(folder, "components").set_index("component")
        three = table[(table.runs == 1) & (table.taps == 3)].iloc[0]
        expected = math.sqrt(by_name.loc["session"].variance + by_name.loc["repeat"].variance / 3)
        self.assertAlmostEqual(three["sem"], expected, places=12)

    def test_refusals(self):
        self.refused(64, "compare", "plan", says="nothing to plan with")
        self.refused(64, "compare", "plan", "--sd-session", 3, "--mdc-percent", 5, says="--mean")
        self.refused(64, "compare", "plan", "--sd-session", 3, "--muscle", "masseter", says="of a FILE")
        self.refused(64, "compare", "plan", "--sd-session", -3)
        self.refused(66, "compare", "plan", self.folder / "absent.h5")
        folder = self.results(trial())
        self.refused(65, "compare", "plan", folder / "results.h5", says="stiff comparison")
        self.ok("compare", "reliability", folder)
        self.refused(65, "compare", "plan", folder / "comparisons" / "reliability.h5", "--muscle", "soleus",
                     says="there are shear_modulus")


@unittest.skipUnless((SHARED_DATA / "myotonometry" / "study").is_dir(), "no shared data")
class SharedStudy(CompareTest):
    def test_the_untreated_side_gives_the_change_to_detect(self):
        """Twelve people, five taps, before and after; only right sides were changed (truth.json)."""
        out = self.folder / "out"
        self.ok("run", SHARED_DATA / "myotonometry" / "study", "--out", out)
        self.ok("compare", "reliability", out, "--side", "left", "--quantity", "dynamic_stiffness")
        percent = self.index(out, "mdc95_percent_agreement")
        self.assertEqual((percent.n_people, percent.k), (12, 2))
        # Made with 1.4 % between sessions: 1.96 sqrt(2) 1.4 = 3.9 %, known to a factor of 0.7 to 1.7.
        self.assertTrue(2.8 < percent.value < 5.5, percent.value)
        self.assertGreater(self.index(out, "ICC(A,1)").value, 0.9)
        within = self.index(out, "sem_within_session", "nested").value
        self.assertLess(within, self.index(out, "sem_between_sessions", "nested").value)


if __name__ == "__main__":
    unittest.main()
