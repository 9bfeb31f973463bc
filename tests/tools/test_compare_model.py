"""`stiff compare model`: designs as a researcher has them, against least squares in closed form; what is refused."""

import unittest

import numpy as np
import pandas
import xarray
from scipy import stats

from stiff_program import EndToEnd, SHARED_DATA, stiff

HEADER = "participant;session;muscle;side;run;repeat;quantity;units;value"


class ModelTest(EndToEnd):
    def results(self, lines, people=None, sessions=None, treatments=None, name="results"):
        """Readings imported as results.h5, with the study's tables beside it."""
        folder = self.folder / name
        folder.mkdir()
        table = self.folder / (name + ".csv")
        table.write_text("\n".join([HEADER, *lines]) + "\n")
        self.ok("import", table, "--from", "readings", "--out", folder / "results.h5")
        for file, rows in (("participants", people), ("sessions", sessions), ("treatments", treatments)):
            if rows:
                (folder / (file + ".tsv")).write_text("\n".join("\t".join(map(str, row)) for row in rows) + "\n")
        return folder

    def models(self, folder, name="model"):
        return xarray.open_dataset(folder / "comparisons" / (name + ".h5"), group="models").to_dataframe()


def reading(person, session, value, side="left", muscle="soleus", run="", repeat=""):
    return f"p{person:02};{session};{muscle};{side};{run};{repeat};shear_modulus;kPa;{value:.12g}"


def two_arms(people=14, effect=-0.2, seed=2):
    """log values by (person, session); even people are treated."""
    rng = np.random.default_rng(seed)
    y = {}
    for p in range(people):
        level = 2 + 0.3 * rng.standard_normal()
        for k, session in enumerate(("pre", "post", "week4")):
            change = effect * (p % 2 == 0) * (1, 1, 0.5)[k] if k else 0
            y[p, session] = level + change + 0.08 * rng.standard_normal()
    return y


PEOPLE = [("participant_id", "group", "sex", "age", "bmi")] + \
    [(f"p{p:02}", "massage" if p % 2 == 0 else "control", "FM"[p % 3 == 0], 20 + 3 * (p * 5 % 14), 20 + p % 7)
     for p in range(14)]
SESSIONS = [("participant_id", "session", "time_point", "day")] + \
    [("n/a", session, point, day) for session, point, day in
     (("pre", "baseline", 0), ("post", "immediate", 0.1), ("week4", "follow-up", 28))]


class Arms(ModelTest):
    def study(self):
        y = two_arms()
        return y, self.results([reading(p, s, np.exp(v)) for (p, s), v in y.items()], PEOPLE, SESSIONS)

    def test_treatment_by_time_is_the_analysis_of_variance(self):
        y, folder = self.study()
        shown = self.ok("compare", "model", folder)
        self.assertIn("14 people, 42 numbers; random: participant\n", shown)
        rows = self.models(folder)
        # Complete and balanced: error mean square of people within arms by sessions, 12 * 2 degrees of freedom.
        table = np.array([[y[p, s] for s in ("pre", "post", "week4")] for p in range(14)])
        residual = np.concatenate([part - part.mean(0) - part.mean(1, keepdims=True) + part.mean()
                                   for part in (table[::2], table[1::2])])
        error = (residual ** 2).sum() / 24
        for k, session in ((1, "post"), (2, "week4")):
            row = rows[(rows.term == "treatment x time") & (rows.session == session)].iloc[0]
            change = table[:, k] - table[:, 0]
            value = change[::2].mean() - change[1::2].mean()
            std_error = np.sqrt(error * 4 / 7)
            half = stats.t.ppf(0.975, 24) * std_error
            self.assertEqual((row.group, row.versus, row.baseline, row.units), ("massage", "control", "pre", "%"))
            self.assertAlmostEqual(row.value, 100 * np.expm1(value), places=7)
            self.assertAlmostEqual(row.dof, 24, places=4)
            self.assertAlmostEqual(row.ci_low, 100 * np.expm1(value - half), places=6)
            self.assertAlmostEqual(row.ci_high, 100 * np.expm1(value + half), places=6)
            self.assertAlmostEqual(row.p, 2 * stats.t.sf(abs(value / std_error), 24), places=9)
        p = rows[(rows.term == "treatment x time") & (rows.part == "contrast")].p
        self.assertAlmostEqual(rows.loc[p.idxmin()].p_holm, min(1, 2 * p.min()), places=12)
        joint = rows[rows.part == "joint"].iloc[0]
        self.assertEqual((joint.numerator_dof, round(joint.dof, 4)), (2, 24))
        self.assertEqual(set(rows.converged), {1})

    def test_the_csv_is_the_table_and_the_bytes_are_the_same(self):
        _, folder = self.study()
        self.ok("compare", "model", folder, "--covariates", "age,sex,bmi")
        made = folder / "comparisons" / "model.h5"
        first = made.read_bytes()
        rows = self.models(folder)
        csv = pandas.read_csv(folder / "comparisons" / "model_models.csv", float_precision="round_trip")
        np.testing.assert_array_equal(csv.value.to_numpy(), rows.value.to_numpy())
        self.assertEqual(list(csv.columns), list(rows.columns))
        self.assertEqual(set(rows[rows.part == "covariate"].term), {"age", "sex", "bmi"})
        self.ok("compare", "model", folder, "--covariates", "age,sex,bmi")
        self.assertEqual(made.read_bytes(), first)

    def test_at_the_same_baseline(self):
        y, folder = self.study()
        self.ok("compare", "model", folder, "--adjust-baseline", "--name", "adjusted", "--scale", "linear")
        rows = self.models(folder, "adjusted")
        self.assertEqual(set(rows[rows.part == "contrast"].term), {"difference"})
        self.assertEqual(set(rows[rows.term == "difference"].units), {"kPa", "1"})
        self.assertIn("baseline", set(rows[rows.part == "covariate"].term))

    def test_what_is_refused(self):
        _, folder = self.study()
        ask = ("compare", "model", folder)
        self.refused(65, *ask, "--baseline", "week1", says="no such session")
        self.refused(65, *ask, "--control", "placebo", says="no one measured is of that arm")
        self.refused(65, *ask, "--covariates", "height", says="age, sex, bmi")
        self.refused(65, *ask, "--design", "sides", says="--control-side")
        self.refused(65, *ask, "--slope", "correlated", "--control-side", "right", says="no recording is of that side")
        self.refused(64, *ask, "--design", "latin", says="latin")
        self.refused(66, "compare", "model", self.folder / "nowhere", says="nowhere")
        self.assertFalse((folder / "comparisons").exists())

    def test_one_participant_one_arm_one_value(self):
        y = two_arms()
        lone = self.results([reading(0, s, np.exp(y[0, s])) for s in ("pre", "post")], name="lone")
        self.refused(65, "compare", "model", lone, "--baseline", "pre", says="one participant")
        flat = self.results([reading(p, s, 7) for p in range(5) for s in ("pre", "post")], name="flat")
        self.refused(65, "compare", "model", flat, "--baseline", "pre", says="all values are equal")
        few = self.results([reading(p, s, np.exp(y[p, s])) for p in (0, 1) for s in ("pre", "post")],
                           PEOPLE[:3], SESSIONS, name="few")
        done = stiff("compare", "model", few)
        self.assertEqual(done.returncode, 65)
        self.assertIn("more columns than data", done.stderr)


class Sides(ModelTest):
    def test_treated_by_the_table_of_treatments(self):
        rng = np.random.default_rng(4)
        lines, treatments = [], [("participant_id", "session", "muscle", "side", "technique")]
        for p in range(12):
            level = 2 + 0.2 * rng.standard_normal()
            treated = "left" if p % 2 else "right"
            treatments.append((f"p{p:02}", "pre", "soleus", treated, "gua_sha"))
            for side in ("left", "right"):
                of_side = level + 0.1 * rng.standard_normal()
                for session in ("pre", "post"):
                    effect = -0.3 if (side, session) == (treated, "post") else 0
                    lines += [reading(p, session, np.exp(of_side + effect + 0.05 * rng.standard_normal()), side,
                                      repeat=push) for push in (1, 2, 3)]
        folder = self.results(lines, PEOPLE, SESSIONS[:3], treatments)
        shown = self.ok("compare", "model", folder, "--taps")
        self.assertIn("sides are compared within each arm", shown)
        rows = self.models(folder)
        self.assertEqual(set(rows.design), {"sides"})
        contrast = rows[(rows.term == "treatment x time") & (rows.part == "contrast")]
        self.assertEqual(set(zip(contrast.group, contrast.versus)),
                         {("control treated", "control untreated"), ("massage treated", "massage untreated")})
        truth = 100 * np.expm1(-0.3)
        # 99.9 % intervals of the two arms both hold what was planted.
        for row in contrast.itertuples():
            t = stats.t.ppf(0.9995, row.dof) / stats.t.ppf(0.975, row.dof)
            self.assertLess(row.value + t * (row.ci_low - row.value), truth)
            self.assertGreater(row.value + t * (row.ci_high - row.value), truth)

    @unittest.skipUnless((SHARED_DATA / "myotonometry").exists(), "no shared data")
    def test_a_study_of_one_treated_side(self):
        study, out = SHARED_DATA / "myotonometry" / "study", self.folder / "out"
        self.ok("run", study, "--out", out)
        self.ok("compare", "model", out, "--study", study, "--baseline", "pre", "--control-side", "left",
                "--quantity", "dynamic_stiffness")
        rows = self.models(out)
        row = rows[rows.term == "treatment x time"].iloc[0]
        # -14 % in two thirds of the people: (0.86)^(2/3) of the geometric mean.
        truth = 100 * (0.86 ** (2 / 3) - 1)
        self.assertLess(row.ci_low, truth)
        self.assertGreater(row.ci_high, truth)
        self.assertLess(row.p, 0.01)
        self.assertEqual(set(rows.singular), {1})
        self.assertTrue(all("is zero" in note for note in rows.note))


if __name__ == "__main__":
    unittest.main()
