"""`stiff evaluate`: numbers of a study with known truth, second implementations, and what is refused."""

import math
import unittest

import h5py
import numpy as np
import xarray

from labelled_study import Study, write_candidates, write_labels
from stiff_program import EndToEnd, stiff


def area(positive, negative):
    """All pairs, ties half."""
    x, y = np.array(positive)[:, None], np.array(negative)[None, :]
    return float(((x > y) + 0.5 * (x == y)).mean())


class EvaluateTest(EndToEnd):
    def study(self, name="study", **options):
        made = Study(**options)
        made.write(self.folder / name)
        return self.folder / name, made

    def evaluated(self, folder, *options):
        done = stiff("evaluate", folder, "--labels", folder / "labels.tsv", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def table(self, folder, group):
        return xarray.open_dataset(folder / "evaluation.h5", group=group).to_dataframe()

    def value(self, folder, level, measure, muscle="all"):
        rows = self.table(folder, "summary")
        rows = rows[(rows.level == level) & (rows.measure == measure) & (rows.muscle == muscle)]
        self.assertEqual(len(rows), 1, (level, measure))
        return rows.iloc[0]


class Numbers(EvaluateTest):
    def test_muscle_by_muscle_they_are_those_of_the_tables(self):
        folder, made = self.study(people=40, seed=2)
        said = self.evaluated(folder).stdout
        self.assertIn("not a diagnosis", said)
        truth = {row["recording_id"]: row["label"] != "none" for row in made.labels}
        z = {r["recording_id"]: r["z_max"] for r in made.recordings}
        found = {r["recording_id"]: r["found"] > 0 for r in made.recordings}
        positives = [i for i in truth if truth[i]]
        negatives = [i for i in truth if not truth[i]]
        hits = sum(found[i] for i in positives)
        right = sum(not found[i] for i in negatives)
        self.assertEqual(len(positives), 30)
        for measure, k, n in (("sensitivity", hits, 30), ("specificity", right, 50),
                              ("ppv", hits, hits + 50 - right), ("npv", right, right + 30 - hits),
                              ("prevalence", 30, 80), ("sensitivity_active", hits, 30)):
            row = self.value(folder, "muscle", measure)
            self.assertAlmostEqual(row["value"], k / n, places=12)
            self.assertEqual(row.n, n)
            self.assertTrue(row.ci_low <= row["value"] <= row.ci_high)
        auc = area([z[i] for i in positives], [z[i] for i in negatives])
        for measure in ("auc", "auc_independent", "auc_z_max", "auc_median"):
            self.assertAlmostEqual(self.value(folder, "muscle", measure)["value"], auc, places=12)
        self.assertIn(f"{auc:.3f} [", said)
        # Sides of one person are alike: the interval by people is not that of 80 people.
        by_people, apart = (self.value(folder, "muscle", m) for m in ("auc", "auc_independent"))
        self.assertEqual(by_people.n_people, 40)
        self.assertNotEqual(by_people.std_error, apart.std_error)

    def test_the_true_area_is_within_the_interval(self):
        # z of SD 1, distance 2: Phi(2 / sqrt 2). A right interval misses it once in twenty studies.
        truth = 1 - 0.5 * math.erfc(1)
        held = 0
        for seed in range(12):
            folder, _ = self.study(f"s{seed}", people=30, distance=2, seed=seed, maps=False)
            self.evaluated(folder, "--resamples", "100")
            row = self.value(folder, "muscle", "auc")
            held += row.ci_low <= truth <= row.ci_high
        # Fewer than 9 of 12 at 0.95 each: once in some 5000 choices of seeds.
        self.assertGreaterEqual(held, 9)

    def test_candidate_by_candidate_marks_are_matched_to_places(self):
        folder, made = self.study(people=40, seed=4)
        self.evaluated(folder)
        truth = {row["recording_id"]: row["label"] != "none" for row in made.labels}
        flagged = [truth[c["recording_id"]] for c in made.candidates]
        # Each true candidate lies sqrt 2 mm from its point, every other farther than 5 mm.
        self.assertAlmostEqual(self.value(folder, "candidate", "sensitivity")["value"], sum(flagged) / 30, places=12)
        self.assertAlmostEqual(self.value(folder, "candidate", "ppv")["value"], np.mean(flagged), places=12)
        false = self.value(folder, "candidate", "false_per_healthy")
        self.assertAlmostEqual(false["value"], (len(flagged) - sum(flagged)) / 50, places=12)
        self.assertEqual(false.n, 50)
        self.assertAlmostEqual(self.value(folder, "candidate", "expected_per_healthy")["value"], 0.05, places=12)
        # AFROC: the point's mark against each healthy side's highest.
        points = [m["z"] for m in made.marks if truth[m["recording_id"]] and m["number"] == 1]
        highest = [m["z"] for m in made.marks if not truth[m["recording_id"]] and m["number"] == 1]
        self.assertAlmostEqual(self.value(folder, "candidate", "afroc_area")["value"], area(points, highest), places=12)
        # Found at 0.1 a healthy side: five false marks of fifty sides are allowed, a sixth is not.
        healthy = sorted((m["z"] for m in made.marks if not truth[m["recording_id"]]), reverse=True)
        self.assertAlmostEqual(self.value(folder, "candidate", "found_at_0.1_false_per_healthy")["value"],
                               np.mean([z > healthy[5] for z in points]), places=12)
        froc = self.table(folder, "froc")
        self.assertTrue((np.diff(froc.found) >= 0).all() and (np.diff(froc.threshold) > 0).all())
        self.assertEqual(froc.found.iloc[-1], 1)
        self.assertAlmostEqual(froc.false_per_healthy.iloc[-1], 3)
        self.assertAlmostEqual(froc.false_per_picture.iloc[-1], (3 * 50 + 2 * 30) / 80)

    def test_a_narrower_tolerance_finds_less(self):
        folder, _ = self.study(people=20, seed=5)
        self.evaluated(folder, "--tolerance", "1mm", "--resamples", "100")
        self.assertEqual(self.value(folder, "candidate", "sensitivity")["value"], 0)
        self.evaluated(folder, "--tolerance", "1.5mm", "--resamples", "100")
        self.assertGreater(self.value(folder, "candidate", "sensitivity")["value"], 0.5)

    def test_curves_and_cut(self):
        folder, made = self.study(people=60, seed=6)
        said = self.evaluated(folder).stdout
        roc = self.table(folder, "roc")
        self.assertEqual((roc.sensitivity.iloc[0], roc.specificity.iloc[0]), (0, 1))
        self.assertEqual((roc.sensitivity.iloc[-1], roc.specificity.iloc[-1]), (1, 0))
        auc = np.trapz(roc.sensitivity, 1 - roc.specificity)
        self.assertAlmostEqual(auc, self.value(folder, "muscle", "auc")["value"], places=12)
        self.assertTrue((np.diff(roc.threshold[1:]) > 0).all())  # p: small is suspicious
        cut = self.table(folder, "cut").set_index("measure")
        at = cut.loc["cut", "value"]
        self.assertIn("Youden's cut", said)
        self.assertTrue(cut.loc["cut", "ci_low"] <= at <= cut.loc["cut", "ci_high"])
        called = {r["recording_id"]: r["p_fwer"] <= at for r in made.recordings}
        positive = [called[row["recording_id"]] for row in made.labels if row["label"] != "none"]
        self.assertAlmostEqual(cut.loc["sensitivity_apparent", "value"], np.mean(positive), places=12)
        self.assertLess(cut.loc["index", "value"], cut.loc["sensitivity_apparent", "value"]
                        + cut.loc["specificity_apparent", "value"] - 1)
        # By z: the normal theory's cut is half way, 1.5.
        self.evaluated(folder, "--rating", "z_max")
        cut = self.table(folder, "cut").set_index("measure")
        self.assertLess(abs(cut.loc["cut", "value"] - 1.5), 4 * cut.loc["cut", "std_error"])

    def test_sites_have_no_places(self):
        folder, _ = self.study(people=20, seed=7, maps=False)
        self.evaluated(folder)
        self.assertEqual(set(self.table(folder, "summary").level), {"muscle"})
        self.assertEqual(len(self.table(folder, "froc")), 0)

    def test_two_muscles_and_two_quantities(self):
        folder, made = self.study(people=16, seed=8, muscles=("uppertrapezius", "masseter"))
        again = [row | {"quantity": "shear_wave_speed", "found": 0} for row in made.recordings]
        write_candidates(folder / "candidates.h5", recordings=made.recordings + again, candidates=made.candidates,
                         marks=made.marks)
        said = self.evaluated(folder, "--resamples", "100").stdout
        self.assertIn("masseter", said)
        rows = self.table(folder, "summary")
        self.assertEqual(set(rows.quantity), {"shear_modulus", "shear_wave_speed"})
        self.assertEqual(set(rows.muscle), {"all", "masseter", "uppertrapezius"})
        alone = self.evaluated(folder, "--muscle", "M. masseter", "--quantity", "shear_modulus", "--resamples", "100")
        self.assertEqual(set(self.table(folder, "summary").muscle), {"all"})
        self.assertNotIn("fit no", alone.stderr)
        self.assertEqual(self.value(folder, "muscle", "prevalence").n, 32)

    def test_equal_input_gives_equal_bytes(self):
        folder, _ = self.study(people=20, seed=9)
        self.evaluated(folder)
        first = (folder / "evaluation.h5").read_bytes()
        self.evaluated(folder, "--out", self.folder / "again" / "evaluation.h5")
        self.assertEqual(first, (self.folder / "again" / "evaluation.h5").read_bytes())
        self.assertNotIn(str(self.folder).encode(), first)
        self.evaluated(folder, "--seed", "2")
        self.assertNotEqual(first, (folder / "evaluation.h5").read_bytes())
        self.assertIn("stiff evaluation", self.ok("info", folder / "evaluation.h5"))
        self.assertIn("stiff candidates", self.ok("info", folder / "candidates.h5"))


class Raters(EvaluateTest):
    def test_two_raters_and_the_flags(self):
        folder, made = self.study(people=30, seed=10, maps=False)
        second = [row | {"rater": "B"} for row in made.labels]
        for row in second[::6]:
            row["label"] = "none" if row["label"] != "none" else "latent"
        write_labels(folder / "labels.tsv", made.labels + second)
        done = self.evaluated(folder)
        self.assertIn("10 recordings left out over which the raters are split", done.stderr)
        a = np.array([row["label"] != "none" for row in made.labels])
        b = np.array([row["label"] != "none" for row in second])
        alike = (a == b).mean()
        chance = a.mean() * b.mean() + (1 - a.mean()) * (1 - b.mean())
        raters = self.table(folder, "raters")
        between = raters[(raters.rater_a == "A") & (raters.rater_b == "B")].set_index("measure")
        self.assertAlmostEqual(between.loc["agreement", "value"], alike, places=12)
        self.assertAlmostEqual(between.loc["kappa", "value"], (alike - chance) / (1 - chance), places=12)
        self.assertEqual(set(raters.rater_a), {"A", "flagged"})
        self.evaluated(folder, "--rater", "B")
        self.assertEqual(self.value(folder, "muscle", "prevalence").n, 60)
        self.refused(65, "evaluate", folder, "--labels", folder / "labels.tsv", "--rater", "C", says="A, B")


class LeftOut(EvaluateTest):
    def test_what_is_left_out_is_said(self):
        folder, made = self.study(people=20, seed=11)
        labels = made.labels[:-6]                                   # unlabelled
        labels[0] = labels[0] | {"label": "taut_band"}              # left out
        labels[2] = labels[2] | {"label": "n/a", "lateral_mm": None, "axial_mm": None}
        labels[8] |= {"lateral_mm": None, "axial_mm": None}         # no place
        made.recordings[5] |= {"status": "refused", "p_fwer": math.nan, "message": "no valid pixel"}
        labels += [{"participant": "77", "muscle": "masseter", "label": "none"},
                   {"participant": "78", "muscle": "masseter", "label": "active"},
                   {"participant": "77", "muscle": "soleus", "label": "none"}]
        write_candidates(folder / "candidates.h5", recordings=made.recordings, candidates=made.candidates,
                         marks=made.marks)
        write_labels(folder / "labels.tsv", labels)
        errors = self.evaluated(folder).stderr
        self.assertIn("3 rows fit no flagged recording: participant 77, participant 78\n", errors)
        self.assertIn("7 recordings without a label left out", errors)
        self.assertIn("1 row of the label n/a", errors)
        self.assertIn("1 recording with a taut band alone", errors)
        self.assertIn("1 positive recording left out candidate by candidate", errors)
        self.assertIn("1 labelled recording left out without an answer in shear_modulus", errors)
        self.assertEqual(self.value(folder, "muscle", "prevalence").n, 40 - 6 - 1 - 1 - 1)
        self.assertEqual(self.value(folder, "candidate", "false_per_muscle").n, 40 - 6 - 1 - 1 - 1 - 1)

    def test_one_class_has_half_of_the_numbers(self):
        folder, made = self.study(people=10, seed=12, maps=False)
        write_labels(folder / "labels.tsv", [row | {"label": "none"} for row in made.labels])
        said = self.evaluated(folder).stdout
        self.assertRegex(said, r"sensitivity +not known \(too_few\)")
        self.assertTrue(math.isfinite(self.value(folder, "muscle", "specificity")["value"]))
        self.assertTrue(math.isnan(self.value(folder, "muscle", "auc")["value"]))
        self.assertEqual(self.value(folder, "muscle", "auc").reason, "too_few")
        self.assertEqual(len(self.table(folder, "roc")), 0)

    def test_all_tied(self):
        folder, made = self.study(people=10, seed=13, maps=False)
        rows = [row | {"p_fwer": 1.0, "found": 0} for row in made.recordings]
        write_candidates(folder / "candidates.h5", recordings=rows)
        self.evaluated(folder)
        self.assertEqual(self.value(folder, "muscle", "auc").reason, "low_signal")
        self.assertEqual(set(self.table(folder, "cut").reason), {"low_signal"})


class Chain(EvaluateTest):
    def test_a_simulated_cohort_flagged_and_evaluated(self):
        folder, healthy = self.folder / "patients", self.folder / "healthy.h5"
        self.ok("simulate", "cohort", "--people", "10", "--seed", "1", "--out", self.folder / "people")
        self.ok("baseline", "build", self.folder / "people", "--out", healthy)
        self.ok("simulate", "cohort", "--people", "4", "--patients", "8", "--nodule-ratio", "2", "--seed", "2", "--out",
                folder)
        self.ok("flag", folder, "--baseline", healthy)
        said = self.evaluated(folder).stdout
        self.assertIn("8 positive, 16 healthy, 12 people", said)
        # Nodules of 8 mm at twice the modulus are found: all but two of eight at the least.
        self.assertGreaterEqual(self.value(folder, "candidate", "sensitivity")["value"], 6 / 8)
        self.assertGreaterEqual(self.value(folder, "muscle", "auc")["value"], 0.8)


class Refusals(EvaluateTest):
    def test_labels_that_fit_nobody_name_whom(self):
        folder, made = self.study(people=4, seed=14)
        write_labels(folder / "labels.tsv", [{"participant": "sub-90", "label": "none"},
                                             {"participant": "sub-91", "label": "active"}])
        said = self.refused(65, "evaluate", folder, "--labels", folder / "labels.tsv", says="participant 90")
        self.assertIn("labels.tsv: no label fits any of the 8 recordings", said)
        self.assertFalse((folder / "evaluation.h5").exists())

    def test_a_table_of_labels_with_faults(self):
        folder, _ = self.study(people=4, seed=15)
        labels = folder / "labels.tsv"
        for text, says in (("participant\tlabel\n00\tsore\n", "line 2, column 'label'"),
                           ("participant\tside\n00\tleft\n", "column 'label' is missing"),
                           ("label\nnone\n", "'recording_id' or 'participant'"),
                           ("participant\tlabel\n00\tnone\n00\tactive\n", "line 3: 'none' and another"),
                           ("participant\tlabel\tlateral_mm\n00\tactive\t4\n", "line 2: a place is of one picture"),
                           ("", "labels.tsv")):
            labels.write_text(text)
            self.refused(65, "evaluate", folder, "--labels", labels, says=says)
        self.refused(66, "evaluate", folder, "--labels", folder / "absent.tsv")

    def test_one_person(self):
        folder, made = self.study(people=4, seed=16)
        write_labels(folder / "labels.tsv", [row for row in made.labels if row["participant"] == "00"])
        self.refused_after_notes(folder, "of one person")

    def refused_after_notes(self, folder, says):
        done = stiff("evaluate", folder, "--labels", folder / "labels.tsv")
        self.assertEqual(done.returncode, 65)
        self.assertIn(says, done.stderr.splitlines()[-1])

    def test_files_that_are_no_candidates(self):
        folder, made = self.study(people=4, seed=17)
        labels = folder / "labels.tsv"
        file = folder / "candidates.h5"
        whole = file.read_bytes()
        self.refused(66, "evaluate", self.folder / "absent", "--labels", labels)
        self.refused(65, "evaluate", folder, "--labels", labels, "--quantity", "viscosity", says="shear_modulus")
        self.refused(65, "evaluate", folder, "--labels", labels, "--muscle", "soleus", says="uppertrapezius")
        self.refused(64, "evaluate", folder, says="labels")
        self.refused(64, "evaluate", folder, "--labels", labels, "--tolerance", "-1")
        file.write_bytes(whole[: len(whole) // 2])
        self.refused(65, "evaluate", folder, "--labels", labels)
        file.write_bytes(whole)
        with h5py.File(file, "a") as f:
            f.attrs["format_version"] = np.int32(2)
        self.refused(65, "evaluate", folder, "--labels", labels, says="newer")
        file.write_bytes(whole)
        with h5py.File(file, "a") as f:
            f["recordings/status"][0] = "failed"
        self.refused(65, "evaluate", folder, "--labels", labels, says="edited")


if __name__ == "__main__":
    unittest.main()
