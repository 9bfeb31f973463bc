"""candidates.h5 and candidates/<recording>.h5 as xarray sees them, with both of its engines."""
import os
import tempfile

import numpy as np
import xarray

from check_results_file import check_rules
from file_program import run
from format_document import lines_of

RECORDING = "sub-10000_muscle-trapèze_swe"


def check_tables(engine):
    root = xarray.open_dataset("candidates.h5", engine=engine)
    assert "candidate" in root.comment and "not a diagnosis" in root.comment
    candidates = xarray.open_dataset("candidates.h5", group="candidates", engine=engine).to_dataframe()
    row = candidates.iloc[0]
    assert len(candidates) == 1 and row.kind == "taut_band" and row.recording_id == RECORDING
    assert row["mean"] == 32.28 and row.mean_std_error == 1.5
    assert abs(row.mean_ci_low - (32.28 - 1.959964 * 1.5)) < 1e-5
    assert np.isnan(row.core) and np.isnan(row.core_ci_high) and np.isnan(row.depth_mm)
    marks = xarray.open_dataset("candidates.h5", group="marks", engine=engine).to_dataframe()
    assert list(marks.number) == [1, 2] and list(marks.flagged) == [1, 0]
    recordings = xarray.open_dataset("candidates.h5", group="recordings", engine=engine).to_dataframe()
    assert list(recordings.status) == ["refused", "ok"] and list(recordings.found) == [0, 1]
    assert recordings.people.dtype == np.int64


def check_map(engine):
    path = f"candidates/{RECORDING}.h5"
    candidates = xarray.open_dataset(path, engine=engine)
    assert "not a diagnosis" in candidates.comment and candidates.attrs["muscle"] == "trapèze"
    assert candidates.label.dtype == np.int32 and candidates.label.dims == ("axial", "lateral")
    assert candidates.label.values[3, 3] == 70000 and candidates.label.values.sum() == 70001
    np.testing.assert_allclose(candidates.axial, 5 + 0.5 * np.arange(5), rtol=1e-15)
    assert candidates.lateral.units == "mm"
    expected = (100.0 * np.arange(5)[:, None] + np.arange(7)[None, :]).astype("f4")
    expected[0, 0] = np.nan
    np.testing.assert_array_equal(candidates.z_own, expected)
    assert "z_side" not in candidates and candidates.p_fwer.values[1, 1] == 0.25


def main():
    os.mkdir("candidates")
    run("write-candidates", "candidates.h5")
    run("write-candidate-map", f"candidates/{RECORDING}.h5")
    for path in ("candidates.h5", f"candidates/{RECORDING}.h5"):
        check_rules(path)
    for engine in ("h5netcdf", "netcdf4"):
        check_tables(engine)
        check_map(engine)
    os.rename(f"candidates/{RECORDING}.h5", "candidates/sub-01_swe.h5")
    exec(lines_of("candidates"), {})


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        main()
