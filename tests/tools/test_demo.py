"""What a stranger sees first: `stiff demo`. Leaves its results in the build folder for the notebooks' test."""

import os
import pathlib
import re
import shutil
import unittest

import pandas
import xarray

from stiff_program import EndToEnd, stiff

DEMO = pathlib.Path(os.environ["STIFF_BUILD_DIR"]) / "demo-of-tests"


class Demo(EndToEnd):
    def test_estimates_stand_beside_the_truth(self):
        shutil.rmtree(DEMO, ignore_errors=True)
        done = stiff("demo", "--out", DEMO, timeout=800)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        rows = re.findall(r"^(sub-\S+_swe) +(\S+) +shear_modulus +([\d.]+) kPa +([\d.]+) to ([\d.]+) +([\d.]+)$", done.stdout, re.M)
        self.assertEqual(len(rows), 6, done.stdout)
        for recording, roi, value, low, high, truth in rows:
            with self.subTest(recording):
                # Speeds are to be within 2 % (4 % within a nodule): moduli within twice that.
                self.assertAlmostEqual(float(value) / float(truth), 1, delta=0.08 if roi != "all" else 0.04)
                self.assertLess(float(low), float(value))
                self.assertGreater(float(high), float(value))
        # One of each contact instrument. Values are of one seed: within four half widths of the truth.
        contact = re.findall(r"^sub-\S+_(myotonometry|indentation|compression|twitch) +all +(\S+) +([\d.]+) \S+(?: m-1)? +([\d.]+) to ([\d.]+) +([\d.]+)$",
                             done.stdout, re.M)
        self.assertEqual({row[0] for row in contact}, {"myotonometry", "indentation", "compression", "twitch"}, done.stdout)
        for modality, quantity, value, low, high, truth in contact:
            with self.subTest(quantity):
                half = (float(high) - float(low)) / 2 + 0.01  # and the last digit printed
                self.assertAlmostEqual(float(value), float(truth), delta=4 * half)
        self.assertRegex(done.stdout, r"needled_twitch +all +twitch_count +1.00 +1.00\n")
        self.assertRegex(done.stdout, r"sub-07_muscle-nopush_swe +all +shear_modulus +no value: no_push +none")

        # Six nodules of 8 mm, each found in nine of ten cases or more: one may be missed.
        found = re.search(r"(\d) of 6 planted nodules found, (\d+) elsewhere in 20 maps", done.stdout)
        self.assertTrue(found, done.stdout)
        self.assertGreaterEqual(int(found.group(1)), 5)
        self.assertLessEqual(int(found.group(2)), 5)  # 14 healthy maps and six more at 5 % each: over 5 once in 1e4
        self.assertRegex(done.stdout, r"treated side -\d+\.?\d* % \[-[\d.]+, -[\d.]+\], controls")
        for page in ("patients", "trial"):
            self.assertIn("<html", (DEMO / page / "report" / "index.html").read_text(encoding="utf-8"))

        # The lines that it prints for Python do what they say.
        lines = [line[2:] for line in done.stdout.splitlines() if line.startswith("  ")]
        self.assertEqual(len(lines), 3)
        names = {}
        exec("\n".join(lines), names)
        self.assertIsInstance(names["table"], pandas.DataFrame)
        self.assertEqual(names["picture"].shear_modulus.dims, ("axial", "lateral"))

        # A second demo finds everything done, and changes no byte.
        results = (DEMO / "results" / "results.h5").read_bytes()
        again = stiff("demo", "--out", DEMO, timeout=800)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("0 computed, 11 kept", again.stderr)
        self.assertEqual((DEMO / "results" / "results.h5").read_bytes(), results)
        self.assertEqual(xarray.open_dataset(DEMO / "results" / "results.h5", group="recordings").sizes["row"], 11)

    def test_a_folder_of_somebody_else_is_left_alone(self):
        (self.folder / "thesis.txt").write_text("mine")
        self.refused(73, "demo", "--out", self.folder, says="not empty")
        self.assertEqual([path.name for path in self.folder.iterdir()], ["thesis.txt"])


if __name__ == "__main__":
    unittest.main()
