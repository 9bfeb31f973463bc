"""`stiff compare link`: whether outcomes go with stiffness, on a study with a planted link and on bad input."""

import io
import math
import re
import unittest

import numpy as np
import pandas
import xarray
from scipy import stats

from stiff_program import EndToEnd, stiff


class CompareLink(EndToEnd):
    def setUp(self):
        super().setUp()
        self.study = self.folder / "trial"

    def simulated(self, *options):
        self.ok("simulate", "trial", "--out", self.study, *options)

    def compared(self, *options):
        out = self.ok("compare", "link", self.study, *options)
        name = options[options.index("--name") + 1] if "--name" in options else "link"
        return out, self.group("links", name)

    def group(self, name, file="link"):
        return xarray.open_dataset(self.study / "comparisons" / f"{file}.h5", group=name).to_dataframe()

    def edit(self, name, change):
        path = self.study / name
        before = path.read_text()
        after = change(before)
        self.assertNotEqual(before, after)
        path.write_text(after)

    def test_numbers_are_those_of_an_own_calculation(self):
        self.simulated("--people", "20", "--seed", "2")
        out, links = self.compared("--outcome", "pain", "--mcid", "1.5", "--margin", "5")
        pairs = self.group("pairs")
        of = lambda side: pairs[pairs.side == side].assign(percent=lambda t: 100 * np.log(t.stiffness))
        for side in ("right", "left", "all"):
            here = of(side)
            self.assertEqual(len(here), 80)
            within = here.groupby("participant")[["percent", "outcome_value"]].transform(lambda x: x - x.mean())
            row = links[(links.kind == "repeated") & (links.side == side) & (links.group == "all")].iloc[0]
            r = np.corrcoef(within.percent, within.outcome_value)[0, 1]
            self.assertAlmostEqual(row.r, r, places=10)
            self.assertEqual((row.dof, row.n_people, row.n_pairs), (39, 40, 80))
            t = r * math.sqrt(39 / (1 - r * r))
            self.assertAlmostEqual(row.p, 2 * stats.t.sf(abs(t), 39), places=10)
            low, high = np.tanh(np.arctanh(r) + np.array([-1, 1]) * stats.norm.ppf(0.975) / math.sqrt(38))
            self.assertAlmostEqual(row.ci_low, low, places=9)
            self.assertAlmostEqual(row.ci_high, high, places=9)
        wide = of("right").pivot(index="participant", columns="session", values=["percent", "outcome_value"])
        softer = wide.percent.post - wide.percent.pre
        change = wide.outcome_value.post - wide.outcome_value.pre
        row = links[(links.kind == "change_pearson") & (links.side == "right") & (links.group == "all")].iloc[0]
        r, p = stats.pearsonr(softer, change)
        self.assertAlmostEqual(row.r, r, places=10)
        self.assertAlmostEqual(row.p, p, places=10)
        self.assertEqual((row.pre, row.post, row.n_people), ("pre", "post", 40))
        rank = links[(links.kind == "change_spearman") & (links.side == "right") & (links.group == "all")].iloc[0]
        self.assertAlmostEqual(rank.r, stats.spearmanr(softer, change)[0], places=10)
        agreement = self.group("agreement")
        row = agreement[(agreement.side == "right") & (agreement.group == "all")].iloc[0]
        softened = softer <= 100 * math.log(0.95)
        self.assertEqual(row.softer_better, (softened & (change <= -1.5)).sum())
        self.assertEqual(row.softer_not_better, (softened & (change > -1.5)).sum())
        self.assertEqual(row.not_softer_better, (~softened & (change <= -1.5)).sum())
        # Arms beside all; Holm over the three places, over the three places of the two arms.
        self.assertEqual(set(links.group), {"all", "treatment", "control"})
        for here, tests in ((links.group == "all", 3), (links.group != "all", 6)):
            first = links[here & (links.kind == "repeated")].sort_values("p").iloc[0]
            self.assertAlmostEqual(first.p_holm, min(1, tests * first.p), places=12)
        printed = pandas.read_csv(io.StringIO(out.split("# agreement")[0]), sep=r"\s+", comment="#")
        np.testing.assert_allclose(printed.r, links.r, rtol=1e-3)
        _, alone = self.compared("--outcome", "pain", "--side", "right", "--name", "one")
        self.assertEqual(set(alone.side), {"right"})

    def test_the_planted_link_is_found_where_it_is(self):
        """Pain falls by 0.1 a percent of the right side; noise 0.7."""
        self.simulated("--people", "40", "--seed", "7")
        _, links = self.compared("--outcome", "pain")
        pick = lambda side: links[(links.kind == "repeated") & (links.side == side) & (links.group == "all")].iloc[0]
        right, left = pick("right"), pick("left")
        self.assertAlmostEqual(right.slope, 0.1, delta=4 * right.slope_std_error)
        self.assertLess(right.p_holm, 0.001)
        self.assertGreater(left.p_holm, 0.05)
        self.assertGreater(right.ci_low, 0)

    def test_a_threshold_goes_with_its_side_alone(self):
        self.simulated("--people", "15")
        _, links = self.compared("--outcome", "PPT")
        self.assertEqual(set(links.side), {"right"})
        self.assertEqual(set(links.outcome), {"pressure_pain_threshold"})
        self.assertLess(links[(links.kind == "repeated") & (links.group == "all")].iloc[0].slope, 0)

    def test_csv_is_the_same_as_the_groups(self):
        self.simulated("--people", "6")
        self.compared("--name", "mine")
        for name in ("links", "pairs", "dropped"):
            csv = pandas.read_csv(self.study / "comparisons" / f"mine_{name}.csv", dtype={"participant": str},
                                  keep_default_na=False, na_values=[""], float_precision="round_trip")
            group = self.group(name, "mine")
            self.assertEqual(list(csv.columns), list(group.columns))
            self.assertEqual(len(csv), len(group))
            for column in csv.columns:
                if group[column].dtype.kind in "fi":
                    np.testing.assert_array_equal(csv[column].to_numpy(dtype=float), group[column].to_numpy(dtype=float))

    def test_info_says_what_is_in_the_file(self):
        self.simulated("--people", "6")
        self.compared("--outcome", "pain")
        out = self.ok("info", self.study / "comparisons" / "link.h5")
        self.assertRegex(out, r"format +stiff comparison\n +made by +stiff \S+ compare link --outcome=pain\n")
        self.assertIn("  links  27 rows\n  pairs  72 rows\n  dropped  0 rows\n", out)

    def test_equal_input_gives_equal_bytes(self):
        self.simulated("--people", "6")
        self.compared("--name", "a")
        self.compared("--name", "b")
        folder = self.study / "comparisons"
        for path in folder.glob("a*"):
            self.assertEqual(path.read_bytes(), (folder / ("b" + path.name[1:])).read_bytes())

    def test_nothing_is_dropped_without_a_line(self):
        self.simulated("--people", "4", "--sessions", "3", "--drop-out", "0.5", "--seed", "4")
        self.edit("outcomes.tsv", lambda t: re.sub(r"(sub-01\tses-pre\tpain\t)[\d.]+", r"\1n/a", t))
        done = stiff("compare", "link", self.study, "--outcome", "pain")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("dropped: sub-01 ses-pre pain: no value (n/a)", done.stderr)
        self.assertIn("dropped: sub-01 ses-pre uppertrapezius right dynamic_stiffness: no outcome", done.stderr)
        self.assertIn("--pre and --post name two of the sessions followup1, post, pre", done.stderr)
        dropped = self.group("dropped")
        self.assertEqual(len(dropped), 3)

    def test_a_journal_by_date(self):
        self.simulated("--people", "8")
        rows = [line.split("\t") for line in (self.study / "sessions.tsv").read_text().splitlines()]
        day = {"ses-pre": "2024-03-05", "ses-post": "2024-03-12"}
        (self.study / "sessions.tsv").write_text("\n".join(
            "\t".join(row[:3] + [day.get(row[1], "date")]) for row in rows) + "\n")
        _, before = self.compared("--outcome", "pain")
        near = {"ses-pre": "2024-03-05", "ses-post": "2024-03-13"}
        lines = (self.study / "outcomes.tsv").read_text().splitlines()
        rows = [line.split("\t") for line in lines]
        rows[0][1] = "date"
        for row in rows[1:]:
            row[1] = near[row[1]]
        (self.study / "outcomes.tsv").write_text("\n".join("\t".join(row) for row in rows) + "\n")
        _, after = self.compared("--outcome", "pain")
        pandas.testing.assert_frame_equal(before, after)
        done = stiff("compare", "link", self.study, "--outcome", "pain", "--journal-window", "0.5")
        self.assertIn("without a session within the window", done.stderr)

    def test_bad_input(self):
        self.simulated("--people", "3")
        refuse = lambda code, *options, says: self.refused(code, "compare", "link", self.study, *options, says=says)
        refuse(65, "--outcome", "mood", says="no outcome 'mood': there is pain, pressure_pain_threshold")
        refuse(65, "--quantity", "shear_modulus", says="there are the quantities dynamic_stiffness")
        refuse(65, "--pre", "pre", "--post", "later", says="no session 'later'")
        refuse(64, "--name", "../x", says="--name")
        refuse(66, "--study", self.folder / "nowhere", says="no folder")
        refuse(66, "--study", self.folder, says="has no participants.tsv")
        outcomes = self.study / "outcomes.tsv"
        whole = outcomes.read_text()
        outcomes.write_text(whole + whole.splitlines()[1] + "\n")
        refuse(65, says="stands twice")
        outcomes.write_text(whole.replace("\t1\t0\t10\t", "\t1\t0\t3\t"))
        refuse(65, says="the scale of 'pain'")
        outcomes.write_text(re.sub(r"sub-0", "sub-9", whole))
        refuse(65, says="no number has an outcome of its session")
        outcomes.write_text(re.sub(r"(pain\t)[\d.]+", r"\g<1>5", whole))
        done = stiff("compare", "link", self.study, "--outcome", "pain")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("no_spread", done.stdout)
        self.assertEqual(set(self.group("links").reason), {"no_spread"})
        outcomes.write_text(whole.splitlines()[0] + "\n")
        refuse(65, says="no number has an outcome")
        outcomes.unlink()
        refuse(66, says="there is no outcomes.tsv")
        self.refused(66, "compare", "link", self.folder / "nothing.h5", says="nothing.h5")

    def test_one_person_has_a_line_but_no_change(self):
        self.simulated("--people", "1", "--sessions", "5", "--arms", "a", "--techniques", "cupping", "--effects", "-14")
        _, links = self.compared("--outcome", "pain", "--pre", "pre", "--post", "post")
        kinds = links[links.side == "right"].set_index("kind")
        self.assertEqual(kinds.loc["repeated"].reason, "none")
        self.assertEqual(kinds.loc["repeated"].dof, 3)
        self.assertEqual(kinds.loc["change_pearson"].reason, "too_few")


class Referral(EndToEnd):
    """Candidates of `stiff flag` against where people say that it hurts."""

    def test_counts_of_a_cohort_with_planted_nodules(self):
        study = self.folder / "cohort"
        self.ok("simulate", "cohort", "--out", study, "--people", "8", "--patients", "4", "--sides", "1",
                "--nodule-ratio", "3", "--uneven", "0.03")
        self.ok("baseline", "build", study, "--participants", study / "participants.tsv", "--group", "healthy", "--out",
                self.folder / "healthy.h5")
        self.ok("flag", study, "--baseline", self.folder / "healthy.h5", "--simulations", "199")
        flagged = xarray.open_dataset(study / "candidates.h5", group="recordings").to_dataframe()
        found = set(flagged[flagged.found > 0].participant)
        self.assertTrue(found >= {"09", "10", "11", "12"}, found)
        # The upper trapezius is known for the neck, ear, temple, eye and jaw: two of the four patients fit.
        pains = {"09": "Right temple, my boss", "10": "HEADACHE", "11": "left temple", "12": "calf", "01": "neck",
                 "02": "knees"}
        (study / "outcomes.tsv").write_text("participant_id\toutcome\tvalue\tpain_region\n" + "".join(
            f"{who}\tpain\t5\t{where}\n" for who, where in pains.items()))
        done = stiff("compare", "link", study, "--quantity", "shear_modulus")
        self.assertEqual(done.returncode, 0, done.stderr)
        group = lambda name: xarray.open_dataset(study / "comparisons" / "link.h5", group=name).to_dataframe()
        counts = group("referral_counts").set_index("muscle").loc["all"]
        fits = {"09", "10", "01"}
        self.assertEqual(counts.n_people, 6)
        self.assertEqual(counts.candidate_fits, len(found & fits))
        self.assertEqual(counts.candidate_fits_not, len((found & set(pains)) - fits))
        self.assertEqual(counts.none_fits, len(fits - found))
        rows = group("referral").set_index("participant")
        self.assertEqual((rows.loc["09"].felt, rows.loc["09"].agrees, rows.loc["09"].pain_side),
                         ("temple", "temple", "right"))
        self.assertEqual(rows.loc["10"].agrees, "head")
        self.assertEqual(rows.loc["11"].agrees, "")  # the other side
        self.assertIn("candidate_fits", done.stdout)
        self.assertIn("no pain region of its session", done.stderr)
        for path in (study / "comparisons").iterdir():
            self.assertNotIn(b"boss", path.read_bytes())
        # One session alone: nothing goes within people.
        self.assertIn("there is one session", done.stderr)
        self.assertEqual(set(group("links").reason), {"too_few"})
        self.refused(66, "compare", "link", study, "--candidates", study / "none.h5", says="none.h5")


if __name__ == "__main__":
    unittest.main()
