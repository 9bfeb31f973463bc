"""`stiff run` where something is wrong: one clear line, the right exit code, nothing else lost."""

import os
import pathlib
import resource
import shutil
import signal
import subprocess
import time
import unittest

import h5py
import numpy

from batch_study import BatchTest, contents, hidden, rows
from stiff_program import PROGRAM, SHARED_DATA, stiff

NOBODY = 65534


class Output(BatchTest):
    def test_a_folder_with_something_else_is_left_alone(self):
        self.out.mkdir()
        (self.out / "thesis.tex").write_text("precious")
        self.refused(73, "run", self.study, "--out", self.out, says="thesis.tex")
        self.refused(73, "run", self.study, "--out", self.out, "--dry-run", says="thesis.tex")
        self.refused(73, "run", self.study, "--out", self.out / "thesis.tex", says="not a folder")
        self.assertEqual([path.name for path in self.out.iterdir()], ["thesis.tex"])
        self.refused(66, "collect", self.out, says="not a results folder")
        self.refused(66, "collect", self.folder / "nowhere", says="nowhere")

    def test_a_folder_that_cannot_be_written_is_73(self):
        self.out.mkdir()
        self.out.chmod(0o555)
        self.folder.chmod(0o755)
        drop = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        try:
            self.refused(73, "run", self.study, "--out", self.out, says="ermission", **drop)
        except PermissionError:
            self.skipTest("the program lies where nobody else may read it")
        self.assertEqual(list(self.out.iterdir()), [])
        self.refused(73, "run", self.study, "--out", "/proc/nowhere/out", says="/proc/nowhere")

    def test_a_full_disk_is_74_and_the_next_run_goes_on(self):
        self.ok("run", self.study, "--out", self.folder / "undisturbed")
        expected = contents(self.folder / "undisturbed")
        largest = max(len(content) for content in expected.values())
        for limit in (100, largest // 4, largest - 1):
            with self.subTest(limit=limit):
                done = stiff("run", self.study, "--out", self.out,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
                self.assertEqual(done.returncode, 74, done.stderr)
                self.assertIn("File too large", done.stderr.splitlines()[-1])
                self.assertEqual(hidden(self.out), [])
                for name, content in contents(self.out).items():
                    self.assertEqual(content, expected[name], name)
        self.ok("run", self.study, "--out", self.out)
        self.assertEqual(contents(self.out), expected)


class Input(BatchTest):
    def test_nothing_to_read_is_66(self):
        empty = self.folder / "empty"
        empty.mkdir()
        self.refused(66, "run", empty, "--out", self.out, says="no recording")
        (empty / "README.txt").write_text("none here either")
        self.refused(66, "run", empty, "--out", self.out, says="no recording")
        self.refused(66, "run", self.folder / "nowhere", "--out", self.out, says="nowhere")
        self.refused(64, "run", "--out", self.out)
        self.refused(64, "run", self.study)
        self.refused(64, "run", self.study, "--out", self.out, "--shard", "5/4", says="5/4")
        self.assertFalse(self.out.exists())

    def test_one_id_twice_and_a_wrong_table_are_65_before_any_work(self):
        shutil.copy(self.recording(1), self.study / self.recording(1).name)
        self.refused(65, "run", self.study, "--out", self.out, says="sub-01_muscle-phantom_swe")
        (self.study / self.recording(1).name).unlink()
        (self.study / "rois.tsv").write_text("recording_id\tname\tshape\tnumbers_mm\n*\tx\tstar\t1 2 3\n")
        self.refused(65, "run", self.study, "--out", self.out, says="rois.tsv")
        self.assertFalse(self.out.exists())

    def spoil(self, name, change):
        """A copy of the first recording, spoilt, as participant `name`."""
        path = self.study / f"sub-{name}" / f"sub-{name}_swe.h5"
        path.parent.mkdir()
        shutil.copy(self.recording(1), path)
        with h5py.File(path, "r+") as file:
            change(file)
        return path

    def test_a_bad_recording_is_a_row_with_its_reason_and_stops_no_other(self):
        def replace(file, samples, time=None, lateral=None):
            del file["push_1/displacement"]
            file["push_1/displacement"] = samples
            for name, values in (("push_1/time", time), ("lateral", lateral)):
                if values is not None:
                    del file[name]
                    file[name] = values

        def samples(file):
            return file["push_1/displacement"][()]

        def external(file):
            del file["push_1/displacement"]
            file["push_1/displacement"] = h5py.ExternalLink("/etc/hostname", "/x")

        def huge(file):
            del file["push_1/displacement"]
            file["push_1"].create_dataset("displacement", (1 << 14, 1 << 14, 1 << 14), "f4", chunks=(64, 64, 64))

        def metres(file):
            file["lateral"][()] = file["lateral"][()] * 1000

        spoilt = {
            "nan": lambda f: replace(f, numpy.full_like(samples(f), numpy.nan)),
            "zeros": lambda f: replace(f, numpy.zeros_like(samples(f))),
            "oneframe": lambda f: replace(f, samples(f)[:, :, :1], f["push_1/time"][:1]),
            "oneline": lambda f: replace(f, samples(f)[:, :1], lateral=f["lateral"][:1]),
            "wide": metres,
            "link": external,
            "huge": huge,
        }
        for name, change in spoilt.items():
            self.spoil(name, change)
        cut = self.study / "cut.mat"  # known by its content alone
        cut.write_bytes(b"MATLAB 5.0 MAT-file".ljust(124) + b"\x00\x01IM" + b"\x0e\x00\x00\x00\xff\x00\x00\x00")
        (self.study / "scan_IQreal.bin").write_bytes(b"\0" * 64)  # two of its three files are lost
        broken = self.recording(4).with_suffix(".json")
        broken.write_text('{"SoundSpeed": ')
        (self.study / "sub-é 9 ü").mkdir()
        shutil.copy(self.recording(1), self.study / "sub-é 9 ü" / "sub-é 9 ü_swe.h5")

        done = stiff("run", self.study, "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stderr)
        recordings = {row["recording_id"]: row for row in rows(self.out / "results.h5", "recordings")}
        good = ["sub-01_muscle-phantom_swe", "sub-02_muscle-phantom_swe", "sub-03_muscle-phantom_swe", "sub-é 9 ü_swe"]
        for name in good:
            self.assertEqual(recordings[name]["status"], "ok", recordings[name]["message"])
            self.assertTrue((self.out / "maps" / (name + ".h5")).exists())
        bad = {f"sub-{name}_swe" for name in spoilt} | {"cut", "scan", "sub-04_muscle-phantom_swe"}
        self.assertEqual(set(recordings), bad | set(good))
        estimates = rows(self.out / "results.h5", "estimates")
        for name in bad:
            with self.subTest(name):
                self.assertEqual(recordings[name]["status"], "refused")
                self.assertTrue(recordings[name]["message"])
                self.assertNotIn("\n", recordings[name]["message"])
                self.assertNotIn(str(self.folder), recordings[name]["message"])
                own = [row for row in estimates if row["recording_id"] == name]
                self.assertEqual({row["quantity"] for row in own}, {"shear_modulus", "shear_wave_speed"})
                self.assertTrue(all(numpy.isnan(row["value"]) and row["reason"] == "bad_input" for row in own))
                self.assertFalse((self.out / "maps" / (name + ".h5")).exists())
        says = {"sub-nan_swe": "finite", "sub-oneframe_swe": "frame", "sub-oneline_swe": "1 lateral line",
                "sub-wide_swe": "mm", "cut": "cut.mat", "scan": "scan_", "sub-04_muscle-phantom_swe": "line 1"}
        for name, word in says.items():
            self.assertIn(word, recordings[name]["message"])
        for line in done.stderr.splitlines():
            self.assertRegex(line, r"^(stiff: |\[\d+/\d+\] )")

    @unittest.skipUnless((SHARED_DATA / "swe" / "amem_inclusion.mat").exists(), "no recordings beside the checkout")
    def test_what_a_result_depends_on_is_named_and_never_guessed(self):
        study = self.folder / "amem"
        study.mkdir()
        os.symlink(SHARED_DATA / "swe" / "amem_inclusion.mat", study / "amem_inclusion.mat")
        done = stiff("run", study, "--out", self.out)
        self.assertEqual(done.returncode, 1)
        self.assertIn("CenterFrequency", rows(self.out / "results.h5", "recordings")[0]["message"])
        (study / "swe.json").write_text('{"CenterFrequency": 5e6}')
        self.ok("run", study, "--out", self.out)


class Workers(BatchTest):
    """A recording whose computing takes seconds, beside small ones."""

    def setUp(self):
        super().setUp()
        self.slow = self.study / "sub-05" / "sub-05_swe.h5"
        self.slow.parent.mkdir()
        self.ok("simulate", "swe", "--out", self.slow, "--kind", "displacement", "--frames", 150, "--lateral-pitch",
                "0.1mm", "--axial-pitch", "0.1mm", "--push-lateral", "-12")

    def row(self):
        return [row for row in rows(self.out / "results.h5", "recordings") if row["recording_id"] == "sub-05_swe"][0]

    def test_over_its_time_or_memory_it_fails_and_is_tried_again(self):
        for limit, says in (("--time-limit=0.1", "time limit of 0.100 s"), ("--memory-limit=0.1", "memory limit")):
            with self.subTest(limit):
                done = stiff("run", self.study, "--out", self.out, limit)
                if "AddressSanitizer" in subprocess.run(["ldd", PROGRAM], capture_output=True, text=True).stdout:
                    self.skipTest("built with a sanitizer: workers have no limits")
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertEqual(self.row()["status"], "failed")
                self.assertIn(says, self.row()["message"])
        self.ok("run", self.study, "--out", self.out)
        self.assertEqual(self.row()["status"], "ok")

    def test_a_worker_that_crashes_is_a_row_and_stops_no_other(self):
        process = subprocess.Popen([PROGRAM, "run", self.study, "--out", self.out, "--jobs", "1"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:  # the slow one is the last, and alone
            if line.startswith("[4/5]"):
                break
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        deadline = time.monotonic() + 60
        while not children.read_text().split() and time.monotonic() < deadline:
            time.sleep(0.001)
        os.kill(int(children.read_text().split()[0]), signal.SIGABRT)
        process.stderr.read()
        self.assertEqual(process.wait(timeout=120), 1)
        process.stderr.close()
        self.assertEqual(self.row()["status"], "failed")
        self.assertIn("SIGABRT", self.row()["message"])
        self.ok("run", self.study, "--out", self.out)
        self.assertEqual(self.row()["status"], "ok")


if __name__ == "__main__":
    unittest.main()
