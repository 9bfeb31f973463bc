"""`stiff run` killed, interrupted, and with a thousand recordings."""

import os
import shutil
import signal
import subprocess
import time
import unittest

import h5py
import numpy

from batch_study import BatchTest, contents, hidden, rows
from stiff_program import PROGRAM, stiff

POINTS = 20


class Killed(BatchTest):
    def setUp(self):
        super().setUp()
        for number in range(5, 9):  # eight recordings, so that the points fall on different ones
            self.recording(number).parent.mkdir()
            shutil.copy(self.recording(number - 4), self.recording(number))
        self.words = [PROGRAM, "run", str(self.study), "--jobs", "2", "--out"]

    def start(self, out):
        return subprocess.Popen([*self.words, out], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def test_at_any_point_no_half_file_is_seen_and_the_next_run_gives_the_same_bytes(self):
        begin = time.monotonic()
        self.ok(*self.words[1:], self.out)
        whole_run = time.monotonic() - begin
        expected = contents(self.out)
        at_work = 0
        for point in range(POINTS):
            out = self.folder / f"out-{point}"
            process = self.start(out)
            time.sleep(whole_run * (2 * point + 1) / (2 * POINTS))
            process.kill()
            at_work += process.wait() == -signal.SIGKILL
            process.stderr.close()
            seen = contents(out) if out.exists() else {}
            for name, content in seen.items():
                self.assertEqual(content, expected[name], f"{name} after point {point}")
            done = stiff(*self.words[1:], out)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(contents(out), expected)
            self.assertEqual(hidden(out), [])
        self.assertGreaterEqual(at_work, POINTS // 2)  # else this tested nothing

    def test_ctrl_c_ends_in_order_and_the_next_run_goes_on(self):
        self.ok(*self.words[1:], self.out)
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number):
                out = self.folder / f"out-{code}"
                process = self.start(out)
                for line in process.stderr:
                    if line.startswith("[1/8]"):  # one is done
                        break
                process.send_signal(number)
                rest = process.stderr.read()
                self.assertEqual(process.wait(timeout=60), code)
                process.stderr.close()
                self.assertIn("stiff: stopped", rest)
                self.assertFalse((out / "results.h5").exists())
                self.assertEqual(hidden(out), [])
                done = stiff(*self.words[1:], out)
                self.assertNotIn("8 computed", done.stderr)
                self.assertEqual(contents(out), contents(self.out))


class Thousand(BatchTest):
    """Recordings that are refused for a single frame: what is left is the batch's own work."""

    def study_of(self, count):
        study = self.folder / f"study-{count}"
        for number in range(count):
            path = study / f"sub-{number:04}" / f"sub-{number:04}_swe.h5"
            path.parent.mkdir(parents=True)
            shutil.copy(self.template, path)
        return study

    def run_study(self, count, *words):
        """(seconds, the largest resident size in MB of the parent and its workers)"""
        begin = time.monotonic()
        process = subprocess.Popen([PROGRAM, "run", self.folder / f"study-{count}", "--out",
                                    self.folder / f"out-{count}", *words], stderr=subprocess.DEVNULL)
        status, usage = os.wait4(process.pid, 0)[1:]
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 1)
        return time.monotonic() - begin, usage.ru_maxrss / 1024

    def test_memory_stays_flat_and_a_recording_costs_little(self):
        self.template = self.folder / "template.h5"
        shutil.copy(self.recording(1), self.template)
        with h5py.File(self.template, "r+") as file:
            samples, times = file["push_1/displacement"][:, :, :1], file["push_1/time"][:1]
            del file["push_1/displacement"], file["push_1/time"], file["truth"]
            file["push_1/displacement"], file["push_1/time"] = samples, times
        self.study_of(100)
        study = self.study_of(1000)
        hundred = self.run_study(100)
        thousand = self.run_study(1000)
        again = self.run_study(1000)
        each = 1000 * (thousand[0] - hundred[0]) / 900
        print(f"\n1000 recordings: {each:.2f} ms each, {1000 * (again[0]) / 1000:.2f} ms each where nothing changed; "
              f"at most {thousand[1]:.1f} MB, {hundred[1]:.1f} MB with 100")
        self.assertEqual(len(rows(self.folder / "out-1000" / "results.h5", "recordings")), 1000)
        # A recording's plan and rows are some kB; a leak of its samples or of a library's state would be more.
        self.assertLess(thousand[1] - hundred[1], 25)
        self.assertLess(each, 100)  # 10 is the aim on a quiet machine; this one may be busy
        self.assertTrue(numpy.isfinite(again[0]) and study.exists())


if __name__ == "__main__":
    unittest.main()
