"""Local twitch responses as a researcher runs them: simulate, run, open the results; and what is wrong with real files."""

import csv
import json
import math
import unittest

import h5py
import numpy
import xarray

from batch_study import contents, rows
from stiff_program import EndToEnd, stiff

AMONG_OTHERS = ("--taps", 2, "--clicks", 1, "--motion-times-noise", 20)


def estimates(out):
    return xarray.open_dataset(out / "results.h5", group="estimates").to_dataframe()


class Simulated(EndToEnd):
    def test_what_was_simulated_comes_back(self):
        study, out = self.folder / "study", self.folder / "out"
        self.ok("simulate", "twitch", "--out", study, "--count", 12, "--times-noise", 8, "--axes", 3, *AMONG_OTHERS)
        self.ok("run", study, "--out", out)
        table = estimates(out)
        with open(study / "truth.tsv", newline="") as text:
            truth = list(csv.DictReader(text, delimiter="\t"))
        found = near = 0
        for one in truth:
            if one["quantity"] != "twitch_onset" or one["repeat"] != "0":
                continue
            onsets = table[(table.recording_id == one["recording_id"]) & (table.quantity == "twitch_onset") & (table.repeat > 0)]
            errors = abs(onsets.value - float(one["value"]))
            found += bool((errors < 0.1).any())
            near += bool((errors < 0.02).any())
        # Twice the amplitude of which 95 % are found; one may lie under a tap.
        self.assertGreaterEqual(found, 11)
        self.assertGreaterEqual(near, 11)
        primary = table[table.primary == 1]
        self.assertEqual(set(primary.groupby("recording_id").size()), {5})
        self.assertEqual(set(primary[primary.quantity == "twitch_peak_acceleration"].units), {"m s-2"})

    def test_quiet_recordings_have_a_count_of_0_and_a_reason(self):
        study, out = self.folder / "study", self.folder / "out"
        self.ok("simulate", "twitch", "--out", study, "--count", 10, "--bursts", 0, "--colour", "pink", *AMONG_OTHERS)
        self.ok("run", study, "--out", out)
        table = estimates(out)
        counts = table[table.quantity == "twitch_count"]
        self.assertEqual(len(counts), 10)
        self.assertLessEqual((counts.value > 0).sum(), 4)  # 99.9 % of Binomial(10, 0.05)
        none = table[(table.quantity == "twitch_onset") & (table.repeat == 0) & table.value.isna()]
        self.assertEqual(set(none.reason), {"no_twitch"})
        messages = [row["message"] for row in rows(out / "results.h5", "recordings")]
        self.assertTrue(all("alarm rate 5 %" in message for message in messages), messages)

    def test_the_picture_opens_and_the_file_holds_its_truth(self):
        file, out = self.folder / "needle_twitch.h5", self.folder / "out"
        self.ok("simulate", "twitch", "--out", file, "--times-noise", 10, "--bursts", 2)
        with h5py.File(file) as made:
            onsets = list(made["truth/twitch_onset_s"][()])
        self.ok("run", file, "--out", out)
        maps = next((out / "maps").glob("*.h5"))
        with xarray.open_dataset(maps, group="trace") as trace:
            self.assertEqual(trace.acceleration.dims, ("time",))
            self.assertEqual(trace.acceleration.attrs["units"], "m s-2")
            first = trace.sel(time=slice(onsets[0], onsets[0] + 0.1))
            self.assertGreater(float(first.excess_power.max()), 1)
            # The envelope of the band is that of the burst: ten times the noise of 0.05 m/s2.
            self.assertAlmostEqual(float(first.envelope.max()), 0.5, delta=0.1)
            self.assertLess(float(abs(trace.band - trace.acceleration).std()), 0.06)
        with xarray.open_dataset(maps, group="trace_twitch") as each:
            self.assertEqual(each.acceleration.dims, ("twitch", "time"))
            for onset, true in zip(each.twitch_onset.values, onsets):
                self.assertAlmostEqual(float(onset), true, delta=0.01)

    def test_a_cine_says_when_and_where(self):
        file, out = self.folder / "cine_twitch.h5", self.folder / "out"
        self.ok("simulate", "twitch", "--out", file, "--cine", "--record", "1.5s", "--rate", 500, "--motion-times-noise", 20)
        with h5py.File(file) as made:
            truth = made["truth"].attrs["Maker"]
        true_onset = float(truth.split("onset ")[1].split(" s")[0])
        depth, lateral = (float(truth.split(what)[0].split()[-1]) for what in (" mm deep", " mm lateral"))
        self.ok("run", file, "--out", out)
        table = estimates(out)
        onset = table[(table.quantity == "twitch_onset") & (table.repeat == 0)].iloc[0]
        self.assertAlmostEqual(onset.value, true_onset, delta=0.01)
        self.assertEqual(set(table[table.quantity == "twitch_peak_velocity"].units), {"mm s-1"})
        with xarray.open_dataset(next((out / "maps").glob("*.h5")), group="trace_twitch") as each:
            self.assertAlmostEqual(float(each.twitch_axial[0]), depth, delta=3)
            self.assertAlmostEqual(float(each.twitch_lateral[0]), lateral, delta=3)
        self.assertIn("mm depth", rows(out / "results.h5", "recordings")[0]["message"])

    def test_equal_options_give_equal_bytes(self):
        for name in ("a", "b"):
            self.ok("simulate", "twitch", "--out", self.folder / name, "--count", 2, *AMONG_OTHERS)
            self.ok("run", self.folder / name, "--out", self.folder / (name + "-out"), "--jobs", 1 if name == "a" else 2)
        self.assertEqual(contents(self.folder / "a"), contents(self.folder / "b"))
        self.assertEqual(contents(self.folder / "a-out"), contents(self.folder / "b-out"))


class Files(EndToEnd):
    """One study of good and bad files: each bad one has its line, and the others their numbers."""

    def write(self, label, time, columns, names, comma=False, sidecar=None):
        file = self.study / f"sub-{label}_twitch.csv"
        if sidecar is not None:
            file.with_suffix(".json").write_text(json.dumps(sidecar))
        number = (lambda value: f"{value:.7f}".replace(".", ",")) if comma else (lambda value: f"{value:.7f}")
        data = ([time] if time is not None else []) + list(columns)
        lines = [(";" if comma else ",").join(names)]
        lines += [(";" if comma else ",").join(map(number, row)) for row in zip(*data)]
        file.write_bytes(("\n".join(lines) + "\n").encode("utf-8-sig" if comma else "utf-8"))

    def test_bad_ones_have_a_line_each_and_the_rest_goes_on(self):
        self.study = self.folder / "study"
        self.study.mkdir()
        made = self.folder / "made.h5"
        self.ok("simulate", "twitch", "--out", made, "--times-noise", 10, "--record", "4s")
        with h5py.File(made) as opened:
            time, signal = opened["time"][()], opened["acceleration"][()]
        names = ["time [s]", "acceleration [m/s2]"]
        self.write("good", time, [signal], names)
        self.write("comma", 1e3 * time, [signal / 9.80665], ["Time [ms]", "Acceleration [g]"], comma=True)
        self.write("untimed", None, [signal], names[1:], sidecar={"SamplingFrequency": 1000})
        self.write("short", time[:700], [signal[:700]], names)
        self.write("slow", time[::5], [signal[::5]], names)
        self.write("constant", time, [0 * signal + 9.81], names)
        loud = signal + 20 * numpy.sin(2 * numpy.pi * 3 * time)
        self.write("clipped", time, [numpy.clip(loud, -10, 10)], names)
        self.write("gap", numpy.delete(time, slice(900, 950)), [numpy.delete(signal, slice(900, 950))], names)
        self.write("noclock", None, [signal], names[1:])
        self.write("force", time, [signal], ["time [s]", "force [N]"])
        self.write("length", time, [signal], ["time [s]", "acceleration [mm]"])
        self.write("doubled", time, [signal, signal], names + names[1:])
        holed = (self.study / "sub-good_twitch.csv").read_text().split("\n")
        holed[1200] = holed[1200].split(",")[0] + ","
        (self.study / "sub-hole_twitch.csv").write_text("\n".join(holed))
        (self.study / "sub-empty_twitch.csv").write_bytes(b"")
        (self.study / "sub-hdf_twitch.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(200))
        self.ok("simulate", "twitch", "--out", self.study / "sub-flip_twitch.h5", "--cine", "--record", "0.6s", "--rate", 400)
        done = stiff("run", self.study, "--out", self.folder / "out")
        self.assertEqual(done.returncode, 1, done.stderr)
        found = {row["participant"]: row for row in rows(self.folder / "out" / "results.h5", "recordings")}
        table = estimates(self.folder / "out")
        expected = {"short": "too short", "slow": "too slow", "constant": "throughout", "clipped": "larger range", "gap": "gap",
                    "noclock": "SamplingFrequency", "force": "acceleration", "length": "mm", "doubled": "acceleration",
                    "hole": "row 1200", "empty": "empty", "hdf": "hdf", "flip": "too short"}
        for label, says in expected.items():
            with self.subTest(label):
                message = found[label]["message"]
                self.assertEqual(found[label]["status"], "refused", message)
                self.assertIn(says, message)
                self.assertNotIn("\n", message)
                self.assertNotIn(str(self.folder), message)
                primary = table[(table.recording_id == found[label]["recording_id"]) & (table.primary == 1)]
                self.assertTrue({"twitch_count", "twitch_onset", "twitch_duration", "twitch_p_value"} <= set(primary.quantity))
                self.assertTrue(primary.value.isna().all())
                self.assertNotIn("none", set(primary.reason))
        onsets = {}
        for label in ("good", "comma", "untimed"):
            self.assertEqual(found[label]["status"], "ok", found[label]["message"])
            one = table[(table.recording_id == found[label]["recording_id"]) & (table.quantity == "twitch_onset") & (table.primary == 1)]
            onsets[label] = one.value.iloc[0]
            self.assertFalse(math.isnan(onsets[label]))
        # Seven decimals of g are 1e-6 m/s2 against a noise of 0.05, and a mean step is not quite 1 ms: the search for
        # the best shape ends within a small part of the onset's error.
        self.assertAlmostEqual(onsets["comma"], onsets["good"], delta=1e-3)
        self.assertAlmostEqual(onsets["untimed"], onsets["good"], delta=1e-3)


if __name__ == "__main__":
    unittest.main()
