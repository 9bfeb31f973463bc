"""simulate, info and import, with h5py and xarray as independent readers."""

import hashlib
import json
import unittest

import h5py
import numpy
import xarray

from stiff_program import EndToEnd, SHARED_DATA, stiff

SMALL = ("--width", "12mm", "--deep", "15mm", "--push-lateral", "0", "--push-focus", "10mm", "--frames", "20")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Simulate(EndToEnd):
    def test_equal_options_give_equal_bytes_and_another_seed_others(self):
        files = [self.folder / f"{name}.h5" for name in "abc"]
        for file, seed in zip(files, (7, 7, 8)):
            self.ok("simulate", "swe", "--out", file, "--seed", seed, *SMALL)
        self.assertEqual(digest(files[0]), digest(files[1]))
        self.assertNotEqual(digest(files[0]), digest(files[2]))

    def test_a_study_has_participants_truth_and_the_speeds_asked_for(self):
        out = self.folder / "une étude"
        self.ok("simulate", "swe", "--out", out, "--count", 3, "--speed", 2, "--last-speed", 4, *SMALL)
        names = sorted(path.name for path in out.rglob("*.h5"))
        self.assertEqual(names, [f"sub-0{n}_muscle-phantom_swe.h5" for n in (1, 2, 3)])
        truth = [line.split("\t") for line in (out / "truth.tsv").read_text().splitlines()]
        moduli = [row[4:] for row in truth[1:] if row[1] == "shear_modulus"]
        self.assertEqual(moduli, [["4", "kPa"], ["9", "kPa"], ["16", "kPa"]])  # mu = rho c^2
        self.assertEqual(len((out / "participants.tsv").read_text().splitlines()), 4)
        with h5py.File(out / "sub-02" / names[1]) as file:
            self.assertIn("--speed=3", file.attrs["history"])
            self.assertIn("--seed=2", file.attrs["history"])

    def test_nothing_is_overwritten(self):
        file = self.folder / "a.h5"
        file.write_text("mine")
        self.refused(73, "simulate", "swe", "--out", file, *SMALL, says="a.h5")
        self.refused(73, "simulate", "swe", "--out", self.folder, *SMALL, says="not empty")
        self.assertEqual(file.read_text(), "mine")

    def test_a_config_file_does_what_options_do(self):
        config = self.folder / "phantom.json"
        config.write_text(json.dumps({"width": 0.012, "deep": 0.015, "push-lateral": "0", "push-focus": 0.01,
                                      "frames": 20, "speed": 3}))
        self.ok("simulate", "swe", "--out", self.folder / "a.h5", "--config", config)
        self.ok("simulate", "swe", "--out", self.folder / "b.h5", "--speed", 3, *SMALL)
        self.assertEqual(digest(self.folder / "a.h5"), digest(self.folder / "b.h5"))

    def test_an_output_that_cannot_be_made_is_73_and_a_full_disk_74(self):
        self.refused(73, "simulate", "swe", "--out", "/proc/nowhere/a.h5", *SMALL)
        limit = self.folder / "full"
        limit.mkdir()

        def small_files():
            import resource
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

        self.refused(74, "simulate", "swe", "--out", limit / "a.h5", *SMALL, preexec_fn=small_files)
        self.assertEqual(list(limit.iterdir()), [])


class Info(EndToEnd):
    def test_it_says_sizes_axes_and_units(self):
        file = self.folder / "sub-01_muscle-soleus_side-left_swe.h5"
        self.ok("simulate", "swe", "--out", file, *SMALL)
        text = self.ok("info", file)
        for part in ("IQ", "soleus", "left", "5 to 15 mm, step 0.2 mm", "20 frames", "8000 a second", "5000000 Hz",
                     "lateral 0 mm, focus 10 mm", "ready for `stiff run`"):
            self.assertIn(part, text)

    def test_what_is_missing_is_named_and_a_sidecar_gives_it(self):
        file = self.folder / "a_swe.h5"
        self.ok("simulate", "swe", "--out", file, *SMALL)
        with h5py.File(file, "a") as h5:
            del h5.attrs["CenterFrequency"]
        done = stiff("info", file)
        self.assertEqual(done.returncode, 65)
        self.assertRegex(done.stdout, r"CenterFrequency +MISSING")
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertIn("CenterFrequency", done.stderr)
        (self.folder / "swe.json").write_text(json.dumps({"CenterFrequency": 6e6, "Colour": "blue"}))
        text = self.ok("info", file)
        self.assertIn("6000000 Hz", text)
        self.assertIn("swe.json", text)
        self.assertRegex(text, r"keys that nothing reads +Colour")

    def test_what_is_no_recording_is_65_and_what_is_not_there_66(self):
        text = self.folder / "a.mat"
        text.write_text("hello")
        self.refused(65, "info", text, says="a.mat")
        (self.folder / "empty.h5").write_bytes(b"")
        self.refused(65, "info", self.folder / "empty.h5", says="empty.h5")
        self.refused(66, "info", self.folder / "none.mat", says="none.mat")
        nothing = self.folder / "nothing"
        nothing.mkdir()
        self.refused(66, "info", nothing, says="no recording")
        self.refused(64, "info", says="FILE")


class Import(EndToEnd):
    def test_what_is_imported_holds_the_samples_and_what_the_sidecar_said(self):
        study = self.folder / "study"
        file = study / "sub-01" / "sub-01_muscle-soleus_swe.h5"
        self.ok("simulate", "swe", "--out", file, *SMALL)
        (study / "swe.json").write_text(json.dumps({"TissueThickness": 0.02, "Density": 1060}))
        out = self.folder / "out"
        printed = self.ok("import", file, "--out", out)
        imported = out / "sub-01" / "sub-01_muscle-soleus_swe.h5"
        self.assertEqual(printed, f"{imported}\n")
        with h5py.File(file) as before, h5py.File(imported) as after:
            self.assertEqual(after.attrs["TissueThickness"], 0.02)
            self.assertEqual(after.attrs["Density"], 1000)  # the file's own word stands above its folder's
            datasets = []
            before.visititems(lambda name, item: datasets.append(name) if isinstance(item, h5py.Dataset) else None)
            samples = [name for name in datasets if before[name].ndim == 3]
            self.assertGreater(len(samples), 0)
            for name in samples:
                numpy.testing.assert_array_equal(before[name][()], after[name][()])
        self.refused(73, "import", file, "--out", out, says="there already")

    def test_one_bad_file_stops_no_other(self):
        good, bad = self.folder / "good_swe.h5", self.folder / "bad_swe.mat"
        self.ok("simulate", "swe", "--out", good, *SMALL)
        bad.write_text("hello")
        done = stiff("import", bad, good, "--out", self.folder / "out")
        self.assertEqual(done.returncode, 65)
        self.assertIn("bad_swe.mat", done.stderr)
        self.assertTrue((self.folder / "out" / "good_swe.h5").exists())

    def test_a_scanner_s_readings_become_estimates(self):
        table = self.folder / "lectures.csv"
        table.write_text("participant;muscle;side;value;region;repeat;Birth date\n"
                         "01;soleus;left;12,3;mid;1;01/02/1990\n01;soleus;left;12,9;mid;2;01/02/1990\n"
                         "02;soleus;left;10,1;mid;1;03/04/1991\n")
        out = self.folder / "readings.h5"
        self.refused(65, "import", table, "--from", "readings", "--out", out, says="lectures.csv")
        self.ok("import", table, "--from", "readings", "--quantity", "young_modulus", "--units", "kPa", "--out", out)
        estimates = xarray.open_dataset(out, group="estimates").to_dataframe()
        self.assertEqual(set(estimates.method), {"device"})
        first = estimates[(estimates.recording_id == estimates.recording_id.iloc[0]) & (estimates.repeat == 0)]
        self.assertAlmostEqual(first.value.iloc[0], 12.6)
        self.assertNotIn(b"1990", out.read_bytes())

    @unittest.skipUnless(SHARED_DATA.exists(), "the shared recordings are not beside the checkout")
    def test_a_vantage_triple_becomes_one_file(self):
        parts = sorted((SHARED_DATA / "swe" / "vantage_cs2p0").iterdir())
        self.ok("import", parts[-1], "--out", self.folder / "a.h5")
        text = self.ok("info", self.folder / "a.h5")
        self.assertIn("81 samples", text)
        self.assertIn("135 samples", text)
        self.assertIn("85 frames", text)


if __name__ == "__main__":
    unittest.main()
