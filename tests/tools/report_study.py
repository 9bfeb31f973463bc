"""Results for the tests of `stiff report`: made once a process, copied for each test."""

import atexit
import pathlib
import shutil
import tempfile

import xarray

from batch_study import SMALL, pristine
from stiff_program import EndToEnd, stiff

_made = None
ID = "sub-02_muscle-phantom_swe"


def pristine_results():
    """Results of four maps, a push that did not happen, taps, a hold, an indentation and a twitch."""
    global _made
    if _made is None:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="stiff-report-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        simulated = {"sub-05_muscle-nopush_swe.h5": ("swe", "--push=false", *SMALL),
                     "sub-06_myotonometry.h5": ("myotonometry",), "sub-07_indentation.h5": ("indentation",),
                     "sub-08_compression.h5": ("compression",), "sub-09_twitch.h5": ("twitch",)}
        parts = [pristine()]
        for name, (kind, *options) in simulated.items():
            done = stiff("simulate", kind, "--out", folder / name, *options)
            assert done.returncode == 0, done.stderr
            parts.append(folder / name)
        done = stiff("run", *parts, "--out", folder / "results")
        assert done.returncode == 1, done.stderr    # one has no push
        _made = folder / "results"
    return _made


class ReportTest(EndToEnd):
    def setUp(self):
        super().setUp()
        self.results = self.folder / "results"
        shutil.copytree(pristine_results(), self.results)

    def pages(self):
        return sorted((self.results / "report").glob("*.html"))

    def page(self, name):
        return self.results / "report" / (name + ".html")

    def ids(self, status=None):
        table = xarray.open_dataset(self.results / "results.h5", group="recordings").to_dataframe()
        return list(table.recording_id[table.status == status] if status else table.recording_id)
