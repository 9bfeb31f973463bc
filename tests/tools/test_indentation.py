"""Indentations from file to kPa: `stiff simulate indentation`, `stiff run`, tables of real life, bad input."""

import time
import unittest

import numpy as np
import xarray

from batch_study import contents, rows
from stiff_program import stiff
from trace_study import TraceStudy, table

SIDECAR = {"ProbeDiameter": 0.008, "ProbeShape": "flat", "TissueThickness": 0.02, "PoissonRatio": 0.5}
# 2 a kappa / (1 - nu^2) of a = 4 mm, h = 20 mm, nu = 0.5: kappa(0.2, 0.5) = 1.2806 (Hayes 1972).
PER_PA_M = 0.008 * 1.2806 / 0.75
MODULUS = 20e3


def cycles(count=2, hold=0.0, rate=200):
    """Time (s), depth (m) and force (N) of an elastic layer: rest, 0.5 mm of air, 1.5 mm deep at 1 mm/s."""
    corners = [(0.0, 0.0)]
    for _ in range(count):
        for seconds, depth in ((1, 0), (2, 2e-3), (hold, 2e-3), (2, 0)):
            corners.append((corners[-1][0] + seconds, depth))
    corners.append((corners[-1][0] + 1, 0))
    at, depth = zip(*corners)
    t = np.arange(0, at[-1], 1 / rate)
    w = np.interp(t, at, depth)
    rng = np.random.default_rng(4)
    force = MODULUS * PER_PA_M * np.maximum(w - 0.5e-3, 0) + 2e-3 * rng.normal(size=t.size)
    return t, w + 1e-6 * rng.normal(size=t.size), force


class Indentation(TraceStudy):
    name = "sub-01_muscle-soleus_indentation"
    sidecar = SIDECAR

    def modulus(self):
        return self.results()["indentation_modulus", "loading_secant", 0]

    def recording(self):
        return rows(self.out / "results.h5", "recordings")[0]

    def says(self, words):
        """The run ends with 1, the recording is refused and the rows are there with a reason."""
        done = stiff("run", self.study, "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stderr)
        recording = self.recording()
        self.assertEqual(recording["status"], "refused")
        self.assertNotIn("\n", recording["message"])
        self.assertIn(words, recording["message"])
        row = self.modulus()
        self.assertTrue(np.isnan(row["value"]))
        self.assertNotEqual(row["reason"], "none")
        return row["reason"]


class Simulated(Indentation):
    def test_a_study_comes_back_as_its_truth(self):
        made = self.folder / "made"
        self.ok("simulate", "indentation", "--out", made, "--count", 4, "--modulus", "8kPa", "--last-modulus", "60kPa")
        self.ok("run", made, "--out", self.out)
        estimates = xarray.open_dataset(self.out / "results.h5", group="estimates").to_dataframe()
        truth = np.genfromtxt(made / "truth.tsv", delimiter="\t", names=True, dtype=None, encoding="utf-8")
        compared = 0
        for line in truth:
            found = estimates[(estimates.recording_id == line["recording_id"]) & (estimates.quantity == line["quantity"]) &
                              (estimates.roi == line["roi"]) & (estimates.repeat == line["repeat"]) &
                              estimates.method.isin(["loading_secant", "joint_fit", "work"])]
            self.assertEqual(len(found), 1, line)
            row = found.iloc[0]
            self.assertEqual(row.units, line["units"])
            self.assertLess(abs(row.value - line["value"]), 4.5 * row.std_error, line)
            compared += 1
        self.assertGreaterEqual(compared, 4 * 5)
        for recording in rows(self.out / "results.h5", "recordings"):
            name = self.out / "maps" / (recording["recording_id"] + ".h5")
            with xarray.open_dataset(name, group="trace") as trace:
                self.assertEqual(trace.force.dims, ("time",))
                inside = np.isfinite(trace.fit.values)
                self.assertGreater(inside.sum(), 500)
                self.assertLess(np.std(trace.force.values[inside] - trace.fit.values[inside]), 4e-3)
            with xarray.open_dataset(name, group="trace_modulus") as trace:
                self.assertEqual(trace.modulus.dims, ("cycle", "depth"))
                self.assertEqual(trace.depth.attrs["units"], "mm")
                self.assertIn("frictionless", trace.modulus.attrs["long_name"])

    def test_three_holds_of_a_tissue_that_remembers(self):
        made = self.folder / "made"
        self.ok("simulate", "indentation", "--out", made, "--count", 3, "--hold", 20, "--prony", "0.3,0.5;0.2,6")
        self.ok("run", made, "--out", self.out)
        found = {(row["recording_id"], row["quantity"]): row for row in rows(self.out / "results.h5", "estimates")
                 if row["repeat"] == 0 and row["primary"]}
        truth = np.genfromtxt(made / "truth.tsv", delimiter="\t", names=True, dtype=None, encoding="utf-8")
        compared = set()
        for line in truth:
            if line["repeat"] == 0:
                row = found[line["recording_id"], line["quantity"]]
                self.assertEqual(row["units"], line["units"])
                self.assertLess(abs(row["value"] - line["value"]), 4.5 * row["std_error"], line)
                compared.add(line["quantity"])
        self.assertEqual(compared, {"instantaneous_modulus", "long_time_modulus", "prony_time_constant", "prony_amplitude"})
        for recording in rows(self.out / "results.h5", "recordings"):
            self.assertIn("holds 2, 3: the tissue still recovers from the hold before; the first is quoted", recording["message"])

    def test_equal_options_equal_bytes(self):
        for name in ("a", "b"):
            self.ok("simulate", "indentation", "--out", self.folder / name, "--count", 2, "--prony", "0.3,0.5", "--hold", 3)
        self.assertEqual(contents(self.folder / "a"), contents(self.folder / "b"))
        for jobs in (1, 2):
            self.ok("run", self.folder / "a", "--out", self.folder / f"out{jobs}", "--jobs", jobs)
        self.assertEqual(contents(self.folder / "out1"), contents(self.folder / "out2"))

    def test_a_hold_gives_the_series(self):
        file = self.folder / "sub-01_indentation.h5"
        self.ok("simulate", "indentation", "--out", file, "--prony", "0.25,0.4;0.25,4", "--hold", 15, "--cycles", 1)
        self.ok("run", file, "--out", self.out)
        found = self.results()
        for key, truth in ((("instantaneous_modulus", "prony"), 20), (("long_time_modulus", "prony"), 10),
                           (("prony_time_constant", "prony_term_1"), 0.4), (("prony_time_constant", "prony_term_2"), 4)):
            row = found[(*key, 0)]
            self.assertLess(abs(row["value"] - truth), 4 * row["std_error"], key)
        self.assertIn("mm/s", self.recording()["message"])


class Tables(Indentation):
    def test_of_real_life(self):
        t, w, f = cycles()
        texts = {
            "plain": table((t, w * 1e3, f), ("time [s]", "depth [mm]", "force [N]")),
            "semicolons and commas": table((t * 1e3, f * 1e3, w * 1e6), ("Time (ms)", "Force (mN)", "Displacement (um)"), ";", True),
            "tabs, no time": table((f, w), ("LOAD [N]", "Position [m]"), "\t"),
        }
        for name, text in texts.items():
            with self.subTest(name):
                sidecar = dict(SIDECAR, SamplingFrequency=200) if "no time" in name else SIDECAR
                self.write(text, sidecar=sidecar)
                self.ok("run", self.study, "--out", self.out)
                row = self.modulus()
                # Four standard errors, and 5e-5 / 1.2806 of the rounded kappa.
                self.assertLess(abs(row["value"] - 20), 4 * row["std_error"] + 20 * 4e-5)
                self.assertLess(row["std_error"], 0.05)

    def test_what_is_not_said_is_said_so(self):
        t, w, f = cycles()
        self.write(table((t, w, f), ("time [s]", "depth [m]", "force [N]")), sidecar={"ProbeDiameter": 0.008})
        self.ok("run", self.study, "--out", self.out)
        message = self.recording()["message"]
        self.assertIn("half space", message)
        self.assertIn("no 'PoissonRatio': 0.5", message)
        # Without its kappa the layer reads stiffer by it.
        self.assertAlmostEqual(self.modulus()["value"], 20 * 1.2806, delta=0.2)

    def test_a_sign_is_turned_where_the_sidecar_says_so(self):
        t, w, f = cycles()
        self.write(table((t, -w, -f), ("time [s]", "position [m]", "force [N]")),
                   sidecar=dict(SIDECAR, ForceScale=-1, DepthScale=-1))
        self.ok("run", self.study, "--out", self.out)
        self.assertAlmostEqual(self.modulus()["value"], 20, delta=0.2)

    def test_uneven_times_and_gaps(self):
        t, w, f = cycles()
        keep = np.random.default_rng(1).random(t.size) > 0.3
        keep[(t > 6.5) & (t < 7)] = False
        self.write(table((t[keep], w[keep], f[keep]), ("time [s]", "depth [m]", "force [N]")))
        self.ok("run", self.study, "--out", self.out)
        self.assertAlmostEqual(self.modulus()["value"], 20, delta=0.2)
        self.assertIn("a gap of", self.recording()["message"])

    def test_a_million_rows_within_seconds(self):
        t, w, f = cycles(count=3, hold=1.0, rate=50000)
        self.assertGreater(t.size, 900_000)
        self.write(table((t, w, f), ("time [s]", "depth [m]", "force [N]")))
        begin = time.monotonic()
        self.ok("run", self.study, "--out", self.out)
        seconds = time.monotonic() - begin
        print(f"{t.size} rows: {seconds:.1f} s")
        self.assertLess(seconds, 60)  # some seconds; a busy machine may take longer
        self.assertAlmostEqual(self.modulus()["value"], 20, delta=0.05)


class BadInput(Indentation):
    def given(self, change=None, header=("time [s]", "depth [m]", "force [N]"), sidecar=SIDECAR):
        columns = list(cycles())
        if change:
            change(columns)
        self.write(table(columns, header), sidecar=sidecar)

    def test_columns(self):
        t, w, f = cycles()
        self.write(table((t, w), ("time [s]", "depth [m]")))
        self.assertEqual(self.says("no column of the force"), "bad_input")
        self.write(table((t, f), ("time [s]", "force [N]")))
        self.says("no column of the depth")
        self.write(table((t, w, f, f), ("time [s]", "depth [m]", "force [N]", "load [N]")))
        self.says("load")
        self.write(table((w, f), ("depth [m]", "force [N]")))
        self.says("SamplingFrequency")
        self.write("")
        self.says("sub-01_muscle-soleus_indentation.csv")

    def test_units(self):
        self.given(header=("time [s]", "depth", "force [N]"))
        self.says("depth")
        self.given(header=("time [s]", "depth [N]", "force [N]"))
        self.says("no unit for it")
        self.given(header=("time [s]", "depth [mm]", "force [N]"))  # metres called millimetres
        self.says("is the depth's unit right?")
        self.given(header=("time [s]", "depth [m]", "force [kN]"),
                   change=lambda columns: columns.__setitem__(2, columns[2] * 10))
        self.says("is its unit right?")

    def test_signs(self):
        def force(columns):
            columns[2] = -columns[2]

        def depth(columns):
            columns[1] = -columns[1]
        self.given(force)
        self.says("it looks like the force's sign; if so give 'ForceScale': -1")
        self.given(depth)
        self.says("it looks like the depth's sign; if so give 'DepthScale': -1")

    def test_times(self):
        def back(columns):
            columns[0][100] = columns[0][90]
        self.given(back)
        self.says("time")

    def test_metadata(self):
        for sidecar, words in (({}, "'ProbeDiameter' is missing"), (dict(SIDECAR, ProbeDiameter=8), "'ProbeDiameter' is 8 m"),
                               (dict(SIDECAR, TissueThickness=-0.02), "'TissueThickness' is -0.02 m"),
                               (dict(SIDECAR, TissueThicknessError=0.015), "'TissueThicknessError'"),
                               (dict(SIDECAR, PoissonRatio=0.6), "'PoissonRatio' is 0.6"),
                               (dict(SIDECAR, ProbeShape="cone"), "'flat' or 'sphere'"),
                               (dict(SIDECAR, ForceScale=0), "'ForceScale' is 0")):
            with self.subTest(words):
                self.given(sidecar=sidecar)
                self.says(words)

    def test_no_contact_no_depth_no_way_in(self):
        def air(columns):
            columns[2] = 0.1 + 2e-3 * np.random.default_rng(2).normal(size=columns[2].size)
        self.given(air)
        self.assertEqual(self.says("no contact"), "no_contact")
        self.given(sidecar=dict(SIDECAR, TissueThickness=0.0012))
        self.assertEqual(self.says("1.2 mm thick"), "beyond_thickness")

        def out(columns):
            columns[1] = 2e-3 - 1e-4 * columns[0]
            columns[2] = 2e-3 * np.random.default_rng(2).normal(size=columns[0].size)
        self.given(out)
        self.says("never goes in")

    def test_too_short(self):
        t, w, f = cycles()
        self.write(table((t[:20], w[:20], f[:20]), ("time [s]", "depth [m]", "force [N]")))
        self.says("20 samples")

    def test_the_rest_of_the_batch_goes_on(self):
        self.given()
        self.write("nothing of the kind\n", name="sub-02_muscle-soleus_indentation")
        done = stiff("run", self.study, "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual([row["status"] for row in rows(self.out / "results.h5", "recordings")], ["ok", "refused"])


if __name__ == "__main__":
    unittest.main()
