"""`stiff flag`: candidates in a cohort's maps and at sites, the same for any number of jobs, and what is refused."""

import shutil
import unittest

import h5py
import numpy as np
import pandas
import xarray

from stiff_program import EndToEnd, stiff


class FlagTest(EndToEnd):
    def ended(self, code, *words):
        done = stiff(*words)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def cohort(self, name, *options):
        folder = self.folder / name
        self.ok("simulate", "cohort", "--out", folder, *options)
        return folder

    def baseline(self, folder, name="healthy.h5"):
        self.ok("baseline", "build", folder, "--out", self.folder / name)
        return self.folder / name

    def table(self, folder, group):
        return xarray.open_dataset(folder / "candidates.h5", group=group).to_dataframe()


class Maps(FlagTest):
    def test_planted_nodules_are_found_and_told(self):
        healthy = self.baseline(self.cohort("healthy", "--people", "20", "--sides", "1", "--seed", "1"))
        patients = self.cohort("patients", "--people", "0", "--patients", "6", "--seed", "2")
        done = self.ok("flag", patients, "--baseline", healthy)
        self.assertIn("not a diagnosis", done)
        candidates, recordings = self.table(patients, "candidates"), self.table(patients, "recordings")
        self.assertEqual(len(recordings), 12)
        self.assertTrue((recordings.status == "ok").all())
        lesions = pandas.read_csv(patients / "lesions.tsv", sep="\t")
        found = 0
        for lesion in lesions.itertuples():
            here = candidates[candidates.recording_id == lesion.recording_id]
            off = np.hypot(here.centroid_lateral_mm - lesion.lateral_mm, here.centroid_axial_mm - lesion.axial_mm)
            found += bool((off < 4).any())
        # Found in nine of ten at least: five of six or more but once in nine.
        self.assertGreaterEqual(found, 5)
        self.assertTrue((candidates.p_fwer <= 0.05).all())
        self.assertTrue((candidates.ratio > 1).all())
        self.assertTrue(candidates.referral.str.len().gt(0).all())
        # The label map's pixels are the candidate's area.
        row = candidates.iloc[0]
        picture = xarray.open_dataset(patients / "candidates" / f"{row.recording_id}.h5")
        self.assertEqual(picture.label.dims, ("axial", "lateral"))
        self.assertAlmostEqual(int((picture.label == row.number).sum()) * 0.09, row.area_mm2, places=6)
        # Of one side a person the baseline does not say how alike sides are: no score against the other.
        self.assertEqual(set(picture.data_vars), {"label", "z_own", "z_healthy", "statistic", "p_fwer"})
        with h5py.File(patients / "candidates.h5") as file:
            self.assertIn("not a diagnosis", file.attrs["comment"])

        # The same bytes for any number of workers; a second run replaces the first.
        before = (patients / "candidates.h5").read_bytes()
        self.ok("flag", patients, "--baseline", healthy, "--jobs", "3")
        self.assertEqual((patients / "candidates.h5").read_bytes(), before)

        # Any of the scores, the error held over all: as many muscles scored, no more than two fewer found.
        self.ok("flag", patients, "--baseline", healthy, "--score", "any")
        self.assertGreaterEqual(self.table(patients, "candidates").recording_id.nunique(), 4)
        # One side a person in the baseline: how alike sides are is not known, and said.
        done = self.ended(1, "flag", patients, "--baseline", healthy, "--score", "side")
        self.assertIn("how alike two sides are", done.stderr)

    def test_what_cannot_be_compared_is_refused_with_what_there_is(self):
        small = ("--rows", "90", "--columns", "90", "--sides", "1")
        healthy = self.cohort("healthy", "--people", "6", *small)
        built = self.baseline(healthy)
        other = self.cohort("other", "--people", "2", "--muscle", "soleus", "--seed", "5", *small)
        done = self.ended(1, "flag", other, "--baseline", built)
        self.assertIn("there is 'uppertrapezius'", done.stderr)
        self.assertEqual(list(self.table(other, "recordings").status), ["refused", "refused"])
        self.assertEqual(len(self.table(other, "candidates")), 0)
        unknown = self.cohort("unknown", "--people", "1", "--muscle", "trapezis", "--seed", "6", *small)
        done = self.ended(1, "flag", unknown, "--baseline", built)
        self.assertIn("trapez", done.stderr)
        self.assertIn("not known", done.stderr)
        done = self.ended(1, "flag", other, "--baseline", built, "--score", "side")
        self.assertEqual(done.returncode, 1)

        # Few people: three are wide, and said; one has no spread.
        for people, said, score, code in ((3, "3 people: what is healthy is known only roughly", "own", 0),
                                          (1, "1 person: no spread between people", "healthy", 1)):
            few = self.baseline(self.cohort(f"few{people}", "--people", str(people), "--seed", "7", *small),
                                f"few{people}.h5")
            self.assertIn(said, self.ok("baseline", "show", few))
            done = self.ended(code, "flag", healthy, "--baseline", few, "--score", score)
            self.assertEqual("too few people" in done.stderr, code == 1)

        # A map that the quality mask covers whole.
        done = self.ended(1, "flag", healthy, "--baseline", built, "--min-pixel-quality", "1")
        self.assertIn("no valid pixel", done.stderr)

        # Damaged, newer, none; no results.
        damaged = self.folder / "damaged.h5"
        with h5py.File(built) as file:
            sums = file["field_lags/products"].id.get_chunk_info(0)
        data = bytearray(built.read_bytes())
        data[sums.byte_offset + sums.size // 2] ^= 0x01
        damaged.write_bytes(bytes(data))
        self.refused(65, "flag", healthy, "--baseline", damaged, says="damaged.h5")
        damaged.write_bytes(built.read_bytes()[:1000])
        self.refused(65, "flag", healthy, "--baseline", damaged, says="damaged.h5")
        newer = self.folder / "newer.h5"
        shutil.copy(built, newer)
        with h5py.File(newer, "r+") as file:
            file.attrs["format_version"] = np.int32(99)
        self.refused(65, "flag", healthy, "--baseline", newer, says="newer")
        self.refused(66, "flag", healthy, "--baseline", self.folder / "nowhere.h5")
        self.refused(66, "flag", self.folder / "nowhere", "--baseline", built, says="results.h5")
        (other / "candidates.h5").write_text("mine")
        self.refused(73, "flag", other, "--baseline", built, says="candidates.h5")


class Sites(FlagTest):
    def readings(self, name, people, stiff_one=None):
        rng = np.random.default_rng(3)
        lines = ["participant;muscle;side;site;state;device;quantity;units;value"]
        for person in range(people):
            centre = np.log(19) + 0.1 * rng.standard_normal()
            for site in "abc":
                value = np.exp(centre + 0.03 * rng.standard_normal()) * (1.9 if (person, site) == stiff_one else 1)
                lines.append(f"{name}{person};uppertrapezius;left;{site};rest;probe;shear_modulus;kPa;{value:.9g}")
        path = self.folder / (name + ".csv")
        path.write_text("\n".join(lines) + "\n")
        (self.folder / name).mkdir()
        self.ok("import", path, "--from", "readings", "--out", self.folder / name / "results.h5")
        return self.folder / name

    def test_a_site_beyond_the_healthy_limit(self):
        built = self.baseline(self.readings("h", 20))
        patients = self.readings("p", 4, (2, "b"))
        done = self.ok("flag", patients, "--baseline", built)
        candidates, recordings = self.table(patients, "candidates"), self.table(patients, "recordings")
        self.assertEqual(len(recordings), 12)
        self.assertEqual(list(candidates.kind), ["site"])
        self.assertIn("p2", candidates.recording_id.iloc[0])
        self.assertAlmostEqual(candidates.ratio.iloc[0], candidates["mean"].iloc[0] / candidates.baseline.iloc[0], places=9)
        self.assertIn("1 candidate in 1", done)


if __name__ == "__main__":
    unittest.main()
