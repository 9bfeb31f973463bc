"""`stiff simulate trial`: a study with its truth, and the whole chain from its taps."""

import math
import unittest

import pandas
import xarray

from stiff_program import EndToEnd, stiff


def tsv(path):
    return pandas.read_csv(path, sep="\t", na_values="n/a")


class SimulateTrial(EndToEnd):
    def setUp(self):
        super().setUp()
        self.trial = self.folder / "trial"

    def estimates(self, results):
        return xarray.open_dataset(results, group="estimates").to_dataframe()

    def test_the_fast_form_is_a_study_with_its_numbers(self):
        self.ok("simulate", "trial", "--out", self.trial, "--people", "10", "--sites", "2", "--seed", "3")
        self.assertEqual(sorted(path.name for path in self.trial.iterdir()),
                         ["outcomes.tsv", "participants.tsv", "results.h5", "sessions.tsv", "treatments.tsv",
                          "trial_truth.tsv", "truth.tsv"])
        estimates = self.estimates(self.trial / "results.h5")
        recordings = xarray.open_dataset(self.trial / "results.h5", group="recordings").to_dataframe()
        self.assertEqual(len(recordings), 20 * 2 * 2 * 2)
        self.assertEqual(set(recordings.site), {"s1", "s2"})
        self.assertEqual(len(estimates), len(recordings) * 6)
        truth = tsv(self.trial / "truth.tsv").set_index("recording_id")
        whole = estimates[estimates["repeat"] == 0].set_index("recording_id")
        self.assertEqual(set(whole.primary), {1})
        # A mean of five taps of 1 %: 0.45 %; five of these.
        self.assertLess(abs(whole.value / truth.value - 1).max(), 5 * 0.01 / math.sqrt(5))
        people = tsv(self.trial / "participants.tsv")
        self.assertEqual(list(people.group).count("treatment"), 10)
        truth = tsv(self.trial / "trial_truth.tsv")
        self.assertEqual(truth.responds.sum(), 7)  # two thirds of ten
        self.assertEqual(set(truth[truth.responds == 1].side), {"right"})
        self.assertEqual(set(truth[truth.responds == 1].effect_percent), {-14})

    def test_planted_effects_come_out(self):
        self.ok("simulate", "trial", "--out", self.trial, "--people", "30", "--seed", "5")
        recordings = xarray.open_dataset(self.trial / "results.h5", group="recordings").to_dataframe()
        estimates = self.estimates(self.trial / "results.h5")
        whole = estimates[estimates["repeat"] == 0].merge(recordings, on="recording_id")
        wide = whole.pivot_table(index=["participant", "side"], columns="session", values="value")
        change = 100 * (wide.post / wide.pre - 1)
        truth = tsv(self.trial / "trial_truth.tsv")
        truth["participant"] = truth.participant_id.str.slice(4)
        truth = truth.set_index(["participant", "side"])
        change = change.reindex(truth.index)
        # Sessions scatter by 1.4 %, sets of taps by 0.45 %: a change by 2.1 %.
        self.assertAlmostEqual(change[truth.responds == 1].mean(), -14, delta=4 * 2.1 / math.sqrt(20))
        self.assertAlmostEqual(change[truth.responds == 0].mean(), 0, delta=4 * 2.1 / math.sqrt(100))
        self.assertAlmostEqual(change[truth.responds == 0].std(), 2.1, delta=0.6)

    def test_drop_outs_are_missing_in_all_tables(self):
        self.ok("simulate", "trial", "--out", self.trial, "--people", "40", "--sessions", "4", "--drop-out", "0.3")
        truth = tsv(self.trial / "trial_truth.tsv")
        attended = truth.groupby("participant_id").sessions.first()
        self.assertGreater((attended < 4).sum(), 8)
        for name in ("sessions", "outcomes"):
            table = tsv(self.trial / f"{name}.tsv")
            self.assertEqual(list(table.groupby("participant_id").session_id.nunique()), list(attended))
        self.assertIn("recordings that are missing: ", self.ok("info", self.trial))

    def test_equal_options_give_equal_bytes(self):
        other = self.folder / "other"
        for out in (self.trial, other):
            self.ok("simulate", "trial", "--out", out, "--seed", "9", "--quantity", "shear_modulus", "--mean", "12")
        for path in self.trial.iterdir():
            self.assertEqual(path.read_bytes(), (other / path.name).read_bytes(), path.name)

    def test_arms_as_they_are_named(self):
        self.ok("simulate", "trial", "--out", self.trial, "--arms", "needles, massage,wait", "--techniques",
                "dry needling,massage,control", "--effects", "-14,-5,0", "--sides", "1")
        self.assertEqual(sorted(set(tsv(self.trial / "participants.tsv").group)), ["massage", "needles", "wait"])
        self.assertEqual(sorted(set(tsv(self.trial / "treatments.tsv").technique)), ["dry_needling", "massage", "rest"])
        self.assertEqual(set(tsv(self.trial / "trial_truth.tsv").side), {"right"})

    def test_the_whole_chain_from_taps(self):
        self.ok("simulate", "trial", "--out", self.trial, "--people", "2", "--taps", "3", "--recordings")
        results = self.folder / "results"
        self.ok("run", self.trial, "--out", results, "--jobs", "2")
        estimates = self.estimates(results / "results.h5")
        stiffness = estimates[(estimates.quantity == "dynamic_stiffness") & (estimates.primary == 1)]
        self.assertEqual(len(stiffness), 16)
        truth = tsv(self.trial / "truth.tsv")
        truth = truth[(truth.quantity == "dynamic_stiffness") & (truth.repeat == 0)].set_index("recording_id")
        ratio = stiffness.set_index("recording_id").value / truth.value
        self.assertLess(abs(ratio - 1).max(), 0.003)
        self.ok("compare", "link", results, "--study", self.trial, "--quantity", "dynamic_stiffness")
        links = xarray.open_dataset(results / "comparisons" / "link.h5", group="links").to_dataframe()
        self.assertEqual(set(links.muscle), {"uppertrapezius"})

    def test_bad_options(self):
        out = self.trial
        self.refused(64, "simulate", "trial", "--out", out, "--effects", "-14", says="one word for each arm")
        self.refused(64, "simulate", "trial", "--out", out, "--effects", "-14,low", says="effects")
        self.refused(64, "simulate", "trial", "--out", out, "--effects", "-100,0", says="above -100 %")
        self.refused(64, "simulate", "trial", "--out", out, "--techniques", "needeling,rest", says="dry_needling")
        self.refused(65, "simulate", "trial", "--out", out, "--quantity", "hardness", says="hardness")
        self.refused(65, "simulate", "trial", "--out", out, "--muscle", "trapesius", says="nearest")
        self.refused(64, "simulate", "trial", "--out", out, "--quantity", "shear_modulus", "--recordings",
                     says="dynamic_stiffness")
        self.assertFalse(out.exists())
        self.ok("simulate", "trial", "--out", out, "--people", "1")
        self.refused(73, "simulate", "trial", "--out", out, says="not empty")


if __name__ == "__main__":
    unittest.main()
