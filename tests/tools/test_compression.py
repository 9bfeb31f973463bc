"""Sustained compressions from file to release: `stiff simulate compression`, `stiff run`, tables of real life, bad input."""

import unittest

import numpy as np
import xarray

from batch_study import contents, rows
from stiff_program import stiff
from trace_study import TraceStudy, table

RATE = 100


def hold(release=0.0, seconds=20, noise=0.02, seed=3):
    """Time (s) and force (N): 2 s of rest, a ramp of 0.5 s to 20 N, relaxation, 3 s of rest."""
    t = np.arange(0, 2.5 + seconds + 3.5, 1 / RATE)
    since = t - 2.5
    held = 20 * (0.8 + 0.1 * np.exp(-since / 2) + 0.1 * np.exp(-since / 15)) - release * (since >= 11)
    force = np.interp(t, [0, 2, 2.5], [0, 0, 20])
    force = np.where((since >= 0) & (since < seconds), held, force)
    end = held[since < seconds][-1]
    force = np.where(since >= seconds, np.maximum(end * (1 - (since - seconds) / 0.5), 0), force)
    return t, force + noise * np.random.default_rng(seed).normal(size=t.size)


class Compression(TraceStudy):
    name = "sub-01_muscle-soleus_compression"


class ToResults(Compression):
    def test_a_simulated_session_comes_back(self):
        made = self.folder / "made"
        self.ok("simulate", "compression", "--out", made, "--count", 2, "--holds", 2, "--hold", 15, "--release-drop", 1,
                "--release-time", 8, "--release-hold", 2)
        self.ok("run", made, "--out", self.out)
        found = xarray.open_dataset(self.out / "results.h5", group="estimates").to_dataframe()
        truth = [line.split("\t") for line in (made / "truth.tsv").read_text().splitlines()[1:]]
        self.assertEqual(len({row[0] for row in truth}), 2)
        first = {(r.recording_id, r.quantity, r.repeat): r for r in found.itertuples()
                 if not r.method.startswith("prony_term")}
        for recording, quantity, _, repeat, value, units in truth:
            row = first[(recording, quantity, int(repeat))]
            self.assertEqual(row.units, units)
            if quantity == "release_time" and value != "n/a":
                self.assertLess(abs(row.value - float(value)), 0.1)
            if quantity == "release_drop" and value != "n/a":
                self.assertLess(abs(row.value - float(value)), 5 * row.std_error)
            if quantity in ("hold_force", "hold_pressure"):
                self.assertLess(abs(row.value / float(value) - 1), 0.005)
            if quantity == "hold_onset":
                self.assertLess(abs(row.value - float(value)), 0.1)
        for name in {row[0] for row in truth}:
            with xarray.open_dataset(self.out / "maps" / (name + ".h5"), group="trace_hold_2") as trace:
                self.assertEqual(trace.force.dims, ("time",))
                self.assertEqual(trace.force.attrs["units"], "N")
                self.assertLess(abs(float(trace.release_time[0]) - 8), 0.1)
                # The model follows the force to within its noise of 0.1 N wherever it is given.
                rest = trace.force - trace.model_force
                self.assertLess(float(rest.std()), 0.15)
                self.assertGreater(int(np.isfinite(rest).sum()), 1000)

    def test_tables_of_real_life(self):
        t, force = hold(release=2)
        self.write("\ufeff" + table([t, 1e-3 * force], ["Time (s)", "Force (kN)"], ";", True),
                   sidecar={"ProbeArea": 2e-4})
        self.write(table([1e3 * t, force], ["t [ms]", "load [N]"], "\t"), "sub-02_compression", {"ProbeDiameter": 0.016})
        self.write(table([t, -force], ["time [s]", "force [N]"]), "sub-03_compression", {"ForceScale": -1})
        self.write(table([force], ["force [N]"]), "sub-04_compression", {"SamplingFrequency": RATE})
        self.ok("run", self.study, "--out", self.out)
        for name in ("sub-01_muscle-soleus_compression", "sub-02_compression", "sub-03_compression", "sub-04_compression"):
            row = [r for r in rows(self.out / "results.h5", "estimates") if r["recording_id"] == name
                   and r["primary"] == 1]
            value = {r["quantity"]: r["value"] for r in row}
            reason = {r["quantity"]: r["reason"] for r in row}
            self.assertLess(abs(value["release_time"] - 11), 0.1, name)
            self.assertLess(abs(value["release_drop"] - 2), 0.2, name)
            if name in ("sub-03_compression", "sub-04_compression"):
                self.assertEqual(reason["hold_pressure"], "missing_metadata")
                self.assertIn("ProbeArea", self.recordings()[name]["message"])
            self.assertEqual(reason["compression_stiffness_before"], "missing_metadata")

    def test_equal_bytes(self):
        t, force = hold()
        for number in (1, 2, 3):
            self.write(table([t, force + number], ["time [s]", "force [N]"]), f"sub-0{number}_compression")
        self.ok("run", self.study, "--out", self.out, "--jobs", 1)
        self.ok("run", self.study, "--out", self.folder / "two", "--jobs", 2)
        self.assertEqual(contents(self.out), contents(self.folder / "two"))


class BadInput(Compression):
    def test_each_is_one_line_and_the_rest_goes_on(self):
        t, force = hold()
        sound = table([t, force], ["time [s]", "force [N]"])
        self.write(sound, "sub-00_compression")
        bad = {
            "sub-01": (table([t, -force], ["time [s]", "force [N]"]), "ForceScale"),
            "sub-02": (table([t, 0 * force + 0.01 * np.sin(t)], ["time [s]", "force [N]"]), "held"),
            "sub-03": (table([t[600:], force[600:]], ["time [s]", "force [N]"]), "ramp"),
            "sub-04": (table([np.delete(t, slice(900, 950)), np.delete(force, slice(900, 950))], ["time [s]", "force [N]"]),
                       "gap"),
            "sub-05": (table([t[:20], force[:20]], ["time [s]", "force [N]"]), "20 samples"),
            "sub-06": (table([t, force], ["time [s]", "power [W]"]), "force"),
            "sub-07": (table([t, force], ["time [s]", "force [mm]"]), "force"),
            "sub-08": ("", "empty"),
            "sub-09": (table([t, force, force], ["time [s]", "force [N]", "Force [N]"]), "force"),
        }
        for name, (text, _) in bad.items():
            self.write(text, name + "_compression")
        done = stiff("run", self.study, "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stderr)
        recordings = self.recordings()
        self.assertEqual(recordings["sub-00_compression"]["status"], "ok")
        for name, (_, says) in bad.items():
            row = recordings[name + "_compression"]
            self.assertEqual(row["status"], "refused", name)
            self.assertIn(says.lower(), row["message"].lower(), name)
            self.assertNotIn("\n", row["message"])
        for row in rows(self.out / "results.h5", "estimates"):
            if row["recording_id"] in ("sub-02_compression", "sub-03_compression"):
                self.assertEqual(row["reason"], "no_hold")

    def test_a_million_rows(self):
        t, force = hold()
        long = np.tile(force, 390)[:1_000_000]
        self.write("force [N]\n" + "\n".join(f"{value:.3f}" for value in long) + "\n",
                   sidecar={"SamplingFrequency": 1000})  # 2.6 s a press: none is a hold
        self.write(table([t, force], ["time [s]", "force [N]"]), "sub-02_compression")
        done = stiff("run", self.study, "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stderr)
        recordings = self.recordings()
        self.assertEqual(recordings["sub-01_muscle-soleus_compression"]["status"], "refused")
        self.assertEqual(recordings["sub-02_compression"]["status"], "ok")


if __name__ == "__main__":
    unittest.main()
