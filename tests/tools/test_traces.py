"""info and import of traces: tables of numbers, HDF5 and .mat under the contact modalities' suffixes."""

import json
import unittest

import h5py
import numpy
import scipy.io
import xarray

from stiff_program import EndToEnd, stiff

RATE = 2000
TIME = numpy.arange(400) / RATE


def swing(stiffness=300.0, mass=0.03, zeta=0.12, onset=0.02, force=0.4, duration=0.015):
    """The acceleration of a damped oscillator under a rectangular push, in closed form."""
    decay = zeta * numpy.sqrt(stiffness / mass)
    omega = numpy.sqrt(stiffness / mass - decay**2)

    def after(t):    # acceleration after a step of force at 0
        t = numpy.maximum(t, 0)
        return force / mass * numpy.exp(-decay * t) * (numpy.cos(omega * t) - decay / omega * numpy.sin(omega * t))

    t = TIME - onset
    return numpy.where(t >= 0, after(t), 0) - numpy.where(t >= duration, after(t - duration), 0)


class Traces(EndToEnd):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "sub-01/sub-01_muscle-soleus_side-left_myotonometry.csv"
        self.file.parent.mkdir()
        rows = ["time_s,tap1_m_s2,tap2_m_s2,remark"]
        rows += [f"{t:.7f},{a:.5f},{2 * a:.5f},{'rest' if t < 0.02 else ''}" for t, a in zip(TIME, swing())]
        self.file.write_text("\n".join(rows) + "\n")
        self.sidecar(ProbeMass=0.03, ProbeDiameter=0.003, Wrong=1)

    def sidecar(self, **keys):
        (self.folder / "myotonometry.json").write_text(json.dumps(keys))

    def test_info_says_what_was_understood_and_what_is_missing(self):
        text = self.ok("info", self.file)
        for part in ("table of numbers", "soleus", "left", "400", "2000 Hz, 0 to 0.1995 s", "column 'tap1'", "m/s2, ",
                     "0.03 kg", "0.003 m", "TapForce", "not given", "keys that nothing reads", "Wrong",
                     "ready for `stiff run`"):
            self.assertIn(part, text)

    def test_info_of_a_trace_that_is_no_good_ends_with_65_and_one_line(self):
        self.sidecar(ProbeMass=-0.03)
        done = stiff("info", self.file)
        self.assertEqual(done.returncode, 65)
        self.assertIn("'ProbeMass' is -0.03 kg, which cannot be", done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertIn("refused", done.stdout)
        self.assertIn("tap1", done.stdout)

    def test_a_damaged_file_that_the_library_dies_of_is_one_clear_line(self):
        good = self.folder / "good_indentation.h5"
        self.ok("simulate", "indentation", "--out", good, "--cycles", 1)
        whole = good.read_bytes()
        heap = whole.index(b"GCOL")    # the texts of the attributes: HDF5 1.10.8 trusts their lengths
        bad = self.folder / "bad_indentation.h5"
        for at in range(heap + 16, heap + 16 + 8 * 40, 8):
            bad.write_bytes(whole[:at] + b"\xff" * 8 + whole[at + 8:])
            done = stiff("info", bad)
            self.assertIn(done.returncode, (0, 65), (at - heap, done.returncode, done.stderr))
            self.assertEqual(done.stderr.count("\n"), int(done.returncode == 65), done.stderr)

    def test_a_file_of_another_kind_under_the_suffix_is_one_clear_line(self):
        for modality in ("myotonometry", "indentation", "compression", "twitch"):
            kinds = {"jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(200), "JPEG"),
                     "xlsx": (b"PK\x03\x04\x14\0\6\0", "Excel"), "empty": (b"", "it is empty"),
                     "header": (b"time_s,force_N\n", "header and no row"), "text": (b"a note\nand more\n", "no table"),
                     "utf16": ("time_s\nx\n".encode("utf-16"), "'x' is no number")}
            for kind, (content, says) in kinds.items():
                file = self.folder / f"sub-01_run-{kind}_{modality}.csv"
                file.write_bytes(content)
                done = stiff("info", file)
                self.assertEqual((done.returncode, done.stderr.count("\n")), (65, 1), done.stderr)
                self.assertIn(says, done.stderr)
                self.assertIn(file.name, done.stderr)

    def test_import_gives_the_recording_that_a_run_reads_the_same(self):
        out = self.folder / "recordings"
        printed = self.ok("import", self.file, "--out", out).strip()
        made = out / "sub-01" / (self.file.stem + ".h5")
        self.assertEqual(printed, str(made))
        data = xarray.open_dataset(made)
        self.assertEqual(data.attrs["format"], "stiff trace recording")
        self.assertEqual((data.attrs["Muscle"], data.attrs["ProbeMass"]), ("soleus", 0.03))
        self.assertEqual((data.tap1.dims, data.tap1.units, data.time.units), (("time",), "m/s2", "s"))
        numpy.testing.assert_allclose(data.tap2, 2 * swing(), atol=0.6e-5)
        self.assertNotIn("remark", data)
        self.assertEqual(data.attrs["input_sha256"][0][66:], "sub-01/" + self.file.name)
        self.refused(73, "import", self.file, "--out", out)
        results = []
        for number, source in enumerate((self.file, made)):
            self.ok("run", source, "--out", self.folder / f"results{number}")
            table = xarray.open_dataset(self.folder / f"results{number}/results.h5", group="estimates")
            results.append(table.to_dataframe().drop(columns=["recording_id"]))
        self.assertTrue(results[0].equals(results[1]))
        self.assertGreater(len(results[0]), 5)

    def test_a_file_without_a_suffix_says_itself_what_it_is(self):
        self.ok("import", self.file, "--out", self.folder / "anything.h5")
        self.assertIn("myotonometry", self.ok("info", self.folder / "anything.h5"))
        lonely = self.folder / "lonely.csv"
        lonely.write_text(self.file.read_text())
        self.refused(65, "info", lonely, says="_myotonometry")

    def test_a_batch_refuses_each_bad_file_in_one_line_and_goes_on(self):
        good = self.file.read_text()
        bad = {"jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(200), "JPEG picture"), "empty": (b"", "it is empty"),
               "header": (b"time_s,tap1_m_s2\n", "a header and no row"),
               "double": (good.replace("tap2_m_s2", "tap 1 [g]").encode(), "have one number"),
               "units": (good.replace("tap1_m_s2", "tap1 [V]").encode(), "'V' is no unit for it"),
               "unitless": (good.replace("tap1_m_s2", "tap1").encode(), "it has no unit"),
               "column": (good.replace("tap", "pat").encode(), "it has no column of a tap"),
               "text": (good.replace("rest\n0.0010000,", "rest\n0.0010000,x").encode(), "line 4: 'x"),
               "gap": (good.replace("\n0.1000000", "\n0.1003000").encode(), "a gap of 0.8 ms"),
               "back": (good.replace("\n0.1000000", "\n0.0900000").encode(), "the time goes back"),
               "clock": (good.replace("time_s", "time_ms").encode(), "samples a second, 'SamplingFrequency' says"),
               "short": ("\n".join(good.splitlines()[:20]).encode(), "samples; a swing needs"),
               "cut": (good[:-20].rsplit(",", 2)[0].encode(), "ends in the middle of a row"),
               "matlab": (b"MATLAB 5.0 MAT-file", "damaged MATLAB")}
        self.sidecar(ProbeMass=0.03, ProbeDiameter=0.003, SamplingFrequency=RATE)
        for name, (content, _) in bad.items():
            (self.file.parent / f"sub-01_run-{name}_myotonometry.csv").write_bytes(content)
        done = stiff("run", self.folder, "--out", self.folder / "results")
        self.assertEqual(done.returncode, 1, done.stderr)
        table = xarray.open_dataset(self.folder / "results/results.h5", group="recordings").to_dataframe()
        self.assertEqual(len(table), len(bad) + 1)
        for _, row in table.iterrows():
            if row.run not in bad:
                self.assertEqual(row.status, "ok", row.message)
                continue
            self.assertEqual(row.status, "refused", row.run)
            self.assertIn(bad[row.run][1], row.message)
            self.assertIn(f"run-{row.run}_", row.message)
            self.assertNotIn("\n", row.message)
            self.assertNotIn(str(self.folder), row.message)
        estimates = xarray.open_dataset(self.folder / "results/results.h5", group="estimates").to_dataframe()
        refused = estimates[estimates.reason == "bad_input"]
        self.assertEqual(set(refused.recording_id), {f"sub-01_run-{name}_myotonometry" for name in bad})

    def test_files_of_other_makers_are_traces_too(self):
        stem = self.folder / "sub-02_muscle-soleus_myotonometry"
        scipy.io.savemat(f"{stem}.mat", {"time_s": TIME, "tap_m_s2": numpy.stack([swing(), swing()])})
        self.assertIn("tap2", self.ok("info", f"{stem}.mat"))
        with h5py.File(self.folder / "sub-03_muscle-soleus_myotonometry.h5", "w") as f:
            f["acceleration"] = swing() / 9.80665
            f["acceleration"].attrs["units"] = "g"
            f.attrs["SamplingFrequency"] = float(RATE)
        text = self.ok("info", self.folder / "sub-03_muscle-soleus_myotonometry.h5")
        self.assertIn("2000 Hz", text)
        self.assertIn("column 'acceleration'", text)


if __name__ == "__main__":
    unittest.main()
