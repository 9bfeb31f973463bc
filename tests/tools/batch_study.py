"""A small study for the tests of `stiff run`: made once a process, copied for each test."""

import atexit
import pathlib
import shutil
import subprocess
import tempfile

import h5py

from stiff_program import EndToEnd, PROGRAM

COUNT = 4
FIRST, LAST = 2.5, 3.5  # m/s
# 13 x 41 pixels, 70 frames: a tenth of a second to compute.
SMALL = ("--kind", "displacement", "--width", "24mm", "--lateral-pitch", "0.6mm", "--axial-pitch", "1mm", "--shallow",
         "14mm", "--deep", "26mm", "--frames", "70", "--push-lateral", "-9")
_made = None


def pristine():
    """The study's folder; nobody writes to it."""
    global _made
    if _made is None:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="stiff-study-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _made = folder / "study"
        subprocess.run([PROGRAM, "simulate", "swe", "--out", _made, "--count", str(COUNT), "--speed", str(FIRST),
                        "--last-speed", str(LAST), *SMALL], check=True, capture_output=True, timeout=300)
    return _made


def column(file, group, name):
    with h5py.File(file) as opened:
        values = opened[group][name][()]
        return [value.decode() if isinstance(value, bytes) else value for value in values]


def rows(file, group):
    """A table as a list of dictionaries."""
    with h5py.File(file) as opened:
        names = [name for name in opened[group] if name != "row"]
    columns = {name: column(file, group, name) for name in names}
    return [dict(zip(columns, values)) for values in zip(*columns.values())]


def contents(out):
    """Every file that a run made with its bytes; locks and hidden files aside."""
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*"))
            if path.is_file() and path.suffix != ".lock" and not path.name.startswith(".")}


def hidden(out):
    return [path.name for path in out.rglob(".*")]


class BatchTest(EndToEnd):
    def setUp(self):
        super().setUp()
        self.study = self.folder / "une étude"
        shutil.copytree(pristine(), self.study)
        self.out = self.folder / "out"

    def recording(self, number):
        return self.study / f"sub-{number:02}" / f"sub-{number:02}_muscle-phantom_swe.h5"
