"""Runs the `stiff` that was built, for the end-to-end tests: STIFF_PROGRAM is the executable."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["STIFF_PROGRAM"]
SOURCE = pathlib.Path(os.environ["STIFF_SOURCE_DIR"])
SHARED_DATA = pathlib.Path(os.environ.get("STIFF_SHARED_DATA", "/nonexistent"))


def stiff(*words, **options):
    """The finished process, its output as text. Options are subprocess.run's."""
    options.setdefault("timeout", 300)
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, **options)


class EndToEnd(unittest.TestCase):
    """A test with a folder of its own, `self.folder`, whose name has a space and a letter beyond ASCII."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stiff tést "))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def ok(self, *words, **options):
        """Runs and expects success; returns standard output."""
        done = stiff(*words, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def refused(self, code, *words, says="", **options):
        """Runs and expects one clear line on standard error, nothing on standard output, and the code."""
        done = stiff(*words, **options)
        self.assertEqual(done.returncode, code, (done.stdout, done.stderr))
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertTrue(done.stderr.startswith("stiff: "), done.stderr)
        self.assertIn(says, done.stderr)
        return done.stderr
