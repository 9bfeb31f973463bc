"""`stiff compare maps`: maps with a known shift and a known change, as a user has them."""

import shutil
import unittest

import h5py
import numpy as np
import xarray

import candidate_study
from stiff_program import EndToEnd, stiff

# 25 x 41 pixels of 0.5 x 0.6 mm; what they hold is put in by the tests.
SMALL = ("--kind", "displacement", "--width", "24mm", "--lateral-pitch", "0.6mm", "--axial-pitch", "0.5mm", "--shallow",
         "14mm", "--deep", "26mm", "--frames", "70", "--push-lateral", "-9")
COLUMNS = 2    # the probe lies 1.2 mm further left after: tissue lies two columns further right
ERROR = 0.1    # kPa


def name(who, session, more=""):
    return f"sub-{who}_ses-{session}_muscle-uppertrapezius_side-right{more}_swe"


def tissue(seed, rows, columns):
    """ln kPa: 10 kPa, 10 % of unevenness of about two pixels."""
    noise = np.random.default_rng(seed).standard_normal((rows, columns))
    row = np.exp(-0.5 * (np.arange(-6, 7) / 1.5) ** 2)
    for axis in (0, 1):
        noise = np.apply_along_axis(np.convolve, axis, noise, row, "same")
    return np.log(10) + 0.1 * noise / noise.std()


class CompareMaps(EndToEnd):
    def setUp(self):
        super().setUp()
        self.study, self.results = self.folder / "study", self.folder / "results"
        self.study.mkdir()

    def make(self, *names):
        """Results with a map for each name."""
        self.ok("simulate", "swe", "--out", self.folder / "one.h5", *SMALL)
        for one in names:
            shutil.copy(self.folder / "one.h5", self.study / (one + ".h5"))
        self.ok("run", self.study, "--out", self.results)

    def fill(self, one, value, seed):
        """Replaces a map's values, with errors of ERROR that are there."""
        noise = ERROR * np.random.default_rng(seed).standard_normal(value.shape)
        with h5py.File(self.results / "maps" / (one + ".h5"), "r+") as f:
            f["shear_modulus"][...] = value + noise
            f["shear_modulus_std_error"][...] = ERROR
            if "bmode" in f:
                del f["bmode"]

    def shape(self, one):
        with xarray.open_dataset(self.results / "maps" / (one + ".h5")) as opened:
            return opened.shear_modulus.shape

    def nodule(self, shape, shift=0):
        z, x = np.mgrid[:shape[0], :shape[1]]
        return (z - 12) ** 2 + (1.2 * (x - 22 - shift)) ** 2 <= 36

    def plant(self, who, inside=0.8, shift=COLUMNS):
        """Before and after of one person: tissue moved, its nodule softened."""
        before, after = name(who, "pre"), name(who, "post")
        rows, columns = self.shape(before)
        wide = np.exp(tissue(int(who), rows, columns + 10))
        pre, post = wide[:, 5:5 + columns].copy(), wide[:, 5 - shift:5 - shift + columns].copy()
        pre[self.nodule(pre.shape)] *= 1.5
        post[self.nodule(post.shape, shift)] *= 1.5 * inside
        self.fill(before, pre, 10 * int(who))
        self.fill(after, post, 10 * int(who) + 1)
        return before, after

    def compare(self, *options, code=0):
        done = stiff("compare", "maps", self.results, "--pre", "pre", "--post", "post", *options)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def table(self, group, file="maps"):
        return xarray.open_dataset(self.results / "comparisons" / (file + ".h5"), group=group).to_dataframe()

    def test_a_softened_nodule_in_moved_tissue(self):
        self.make(*(name(who, session) for who in ("01", "02") for session in ("pre", "post")))
        pairs = {who: self.plant(who, inside) for who, inside in (("01", 0.8), ("02", 1.0))}
        shape = self.shape(pairs["01"][0])
        labels = {pairs["01"][0]: self.nodule(shape).astype(int),
                  pairs["02"][0]: self.nodule(shape).astype(int),
                  pairs["01"][1]: np.zeros(shape, int),
                  pairs["02"][1]: self.nodule(shape, COLUMNS).astype(int)}
        candidate_study.write(self.results, labels)
        said = self.compare()
        rows = self.table("map_changes").set_index("participant")
        self.assertEqual(list(rows.status), ["ok", "ok"])
        for who in ("01", "02"):
            row = rows.loc[who]
            self.assertEqual(row.registered_by, "map")
            # Two columns of 0.6 mm; 4 standard errors, and a tenth of a pixel for the interpolation.
            self.assertAlmostEqual(row.shift_lateral, 1.2, delta=4 * row.shift_lateral_std_error + 0.06)
            self.assertAlmostEqual(row.shift_axial, 0, delta=4 * row.shift_axial_std_error + 0.05)
            self.assertLess(row.shift_lateral_std_error, 0.3)
            self.assertGreater(row.registration_quality, 0.7)
            self.assertLess(row.p_chance, 0.01)
        fates = self.table("candidate_changes").set_index("participant")
        self.assertEqual(list(fates.fate), ["vanished", "stayed"])
        for who, change in (("01", -20), ("02", 0)):
            row = fates.loc[who]
            # Within 4 standard errors, and 1 % for the edge, where two pixels are interpolated.
            self.assertAlmostEqual(row.inside_percent, change, delta=4 * row.inside_percent_std_error + 1)
            self.assertAlmostEqual(row.outside_percent, 0, delta=4 * row.outside_percent_std_error + 1)
            self.assertLess(row.inside_percent_ci_low, row.inside_percent)
            self.assertLess(row.inside_percent_std_error, 4)
        self.assertIn("vanished", said.stdout)

        with xarray.open_dataset(self.results / "comparisons" / "maps_maps" / (pairs["01"][0] + ".h5")) as opened:
            self.assertEqual(opened.difference.dims, ("axial", "lateral"))
            self.assertEqual(opened.difference.units, "kPa")
            self.assertEqual(opened.axial.units, "mm")
            inside = opened.percent_change.where(opened.candidate_pre == 1)
            self.assertAlmostEqual(float(inside.median()), -20, delta=3)
            seen = np.isfinite(opened.log_ratio)
            self.assertEqual(int(seen.sum()), rows.loc["01"].n_pixels)
            self.assertTrue((opened.difference_std_error.values[seen.values] > ERROR).all())
            np.testing.assert_allclose(opened.difference.values, (opened.post - opened.pre).values, atol=1e-4)
        self.assertTrue((self.results / "comparisons" / "maps_candidate_changes.csv").is_file())

        # Equal input gives equal bytes.
        before = (self.results / "comparisons" / "maps.h5").read_bytes()
        self.compare()
        self.assertEqual((self.results / "comparisons" / "maps.h5").read_bytes(), before)

    def test_other_tissue_is_refused_and_can_be_taken_as_recorded(self):
        self.make(name("01", "pre"), name("01", "post"))
        before, after = self.plant("01")
        rows, columns = self.shape(after)
        self.fill(after, np.exp(tissue(99, rows, columns)), 5)
        done = self.compare(code=1)
        self.assertIn("refused: not registered", done.stdout)
        row = self.table("map_changes").iloc[0]
        self.assertEqual(row.status, "refused")
        self.assertIn("not registered", row.reason)
        self.assertTrue(np.isnan(row.change_percent))
        self.compare("--register-by", "none", "--name", "still")
        row = self.table("map_changes", "still").iloc[0]
        self.assertEqual((row.status, row.registered_by, row.shift_lateral), ("ok", "none", 0))
        self.assertTrue(row.change_percent_ci_low < row.change_percent < row.change_percent_ci_high)

    def test_what_cannot_be_compared_has_a_line_and_the_rest_is_done(self):
        self.make(name("01", "pre"), name("01", "post"), name("02", "pre"), name("03", "pre"), name("03", "post"))
        self.plant("01")
        (self.results / "maps" / (name("03", "post") + ".h5")).unlink()
        done = self.compare(code=1)
        lines = [line for line in done.stderr.splitlines() if "dropped: " in line]
        self.assertEqual(len(lines), 2, done.stderr)
        self.assertIn("no recording of the place in session post", lines[0])
        self.assertIn("it has no map", lines[1])
        self.assertEqual(list(self.table("map_changes").participant), ["01"])
        self.assertEqual(sorted(self.table("dropped").participant), ["02", "03"])

        self.refused(65, "compare", "maps", self.results, "--pre", "pre", "--post", "later", says="'later'; there are: ")
        self.refused(64, "compare", "maps", self.results, "--pre", "pre", "--post", "pre", says="one session")
        self.refused(64, "compare", "maps", self.results, "--pre", "pre", says="--post")
        self.refused(66, "compare", "maps", self.folder / "nowhere", "--pre", "pre", "--post", "post")
        done = self.compare("--quantity", "viscosity", code=1)
        self.assertIn("there is no map of viscosity", done.stdout)


if __name__ == "__main__":
    unittest.main()
