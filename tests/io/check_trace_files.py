"""Traces as xarray and h5py see what is written, and as scipy and h5py write what is read."""
import os
import random
import signal
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import scipy.io
import xarray

from check_results_file import check_rules
from format_document import lines_of
from file_program import run


def check_traces(engine):
    trace = xarray.open_dataset("traces.h5", group="trace", engine=engine)
    assert trace.acceleration.dims == ("tap", "time") and trace.fit.dims == ("tap", "time")
    # 100 signal + 10 repeat + sample: a transposed write cannot pass.
    expected = 10.0 * np.arange(3)[:, None] + np.arange(7)
    np.testing.assert_array_equal(trace.acceleration, expected)
    np.testing.assert_array_equal(trace.fit, 100 + expected)
    np.testing.assert_array_equal(trace.time, 0.5 * np.arange(7))
    assert trace.time.dtype == np.float64 and trace.time.units == "s", "no durations"
    np.testing.assert_array_equal(trace.tap, [1, 2, 3])
    assert trace.start.dims == ("tap",) and trace.start.units == "s"
    assert trace.acceleration.units == "m s-2" and "into the tissue" in trace.acceleration.long_name
    one = xarray.open_dataset("traces.h5", group="trace_loading", engine=engine)
    assert one.acceleration.dims == ("depth",) and one.depth.units == "mm"
    assert one.start.dims == ("tap",) and one.start.size == 1
    root = xarray.open_dataset("traces.h5", engine=engine)
    assert root.attrs["muscle"] == "trapèze" and root.attrs["format"] == "stiff traces"


def check_recording(engine):
    data = xarray.open_dataset("recording.h5", engine=engine)
    assert data.force.dims == ("time",) and data.force.units == "mN"
    np.testing.assert_array_equal(data.force, 1 + 0.25 * np.arange(9))
    np.testing.assert_array_equal(data.time, 0.25 * np.arange(9))
    assert data.attrs["ProbeDiameter"] == 0.01 and data.attrs["ProbeShape"] == "flat"
    assert data.attrs["format"] == "stiff trace recording" and data.attrs["Muscle"] == "trapèze"
    truth = xarray.open_dataset("recording.h5", group="truth", engine=engine)
    np.testing.assert_array_equal(truth.cycle_start_s, [0.5, 1, 1.5])
    assert float(truth.young_modulus_pa[0]) == 12000


def columns_of(path):
    """Of each column: units, rows, sum, last, fault; and the metadata."""
    columns, rest = {}, {}
    for line in run("read-trace", path).splitlines():
        if line.startswith("column "):
            name, units, rows, total, last, fault = line[7:].split("|")
            columns[name] = (units, int(rows), float(total), float(last), fault)
        else:
            key, value = line.split("|")
            rest[key] = value
    return columns, rest


time = np.arange(50) / 3200
taps = np.arange(150.0).reshape(3, 50)
EXPECTED = {f"tap{i + 1}": ("m/s2", 50, taps[i].sum(), taps[i, -1], "") for i in range(3)}


def check_taps(path, units="m/s2"):
    columns, rest = columns_of(path)
    for name, expected in EXPECTED.items():
        assert columns[name] == (units, *expected[1:]), (path, name, columns)
    assert columns["time"][:2] == ("s", 50) and np.isclose(columns["time"][3], time[-1], rtol=1e-15)
    return columns, rest


def check_foreign():
    with h5py.File("one.h5", "w") as f:
        f.attrs["ProbeMass"], f.attrs["Muscle"], f.attrs["operator"] = 0.03, "soleus", "x"
        f["time"] = time
        f["time"].attrs["units"] = "s"
        f.create_dataset("taps", data=taps.astype("f4"), compression="gzip").attrs["units"] = "m s-2"
        f["remarks"] = "begin"
        f["gains"] = np.ones((2, 2, 2, 2))
        f["SamplingFrequency"] = 3200.0
    columns, rest = check_taps("one.h5", "m s-2")
    assert rest == {"ProbeMass": "0.029999999999999999", "Muscle": "soleus", "SamplingFrequency": "3200"}
    assert set(columns) == {"time", "tap1", "tap2", "tap3"}

    with h5py.File("turned.h5", "w") as f:    # (time, tap), all in one group, numbers in the names
        group = f.create_group("exam")
        group["time_s"], group["tap_m_s2"] = time, np.ascontiguousarray(taps.T)
    check_taps("turned.h5")

    # What xarray writes is read, whatever the order of its dimensions.
    data = xarray.Dataset({"tap": (("number", "time"), taps, {"units": "m/s2"})},
                          {"time": ("time", time, {"units": "s"}), "number": np.arange(3)})
    data.to_netcdf("by_xarray.h5", engine="h5netcdf", encoding={"time": {"dtype": "f8"}})
    check_taps("by_xarray.h5")

    scipy.io.savemat("v5.mat", {"time_s": time, "tap_m_s2": taps, "ProbeMass": 0.03, "label": "x",
                                "Muscle": "soleus", "complex": taps[0] * 1j, "s": {"a": 1.0}})
    columns, rest = check_taps("v5.mat")
    assert rest == {"ProbeMass": "0.029999999999999999", "Muscle": "soleus"} and len(columns) == 4
    scipy.io.savemat("v5_turned.mat", {"time_s": time[:, None], "tap_m_s2": taps.T})
    check_taps("v5_turned.mat")
    with h5py.File("v73.mat", "w", userblock_size=512) as f:    # sizes the other way round, as MATLAB writes
        f["time_s"], f["tap_m_s2"] = time[:, None], np.ascontiguousarray(taps.T)
        for item in f.values():
            item.attrs["MATLAB_class"] = np.bytes_("double")
    with open("v73.mat", "r+b") as f:
        f.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\x00\x02IM")
    check_taps("v73.mat")

    with h5py.File("none.h5", "w") as f:
        f["label"] = "nothing"
    assert "it holds no line of numbers" in run("read-trace", "none.h5", 65)
    scipy.io.savemat("none.mat", {"s": {"time": time}})
    assert "it holds no line of numbers" in run("read-trace", "none.mat", 65)


def check_document():
    """The recording that FORMAT.md shows is read as it says."""
    exec(lines_of("trace"), {})
    columns, rest = columns_of("sub-01_muscle-soleus_side-left_myotonometry.h5")
    assert set(columns) == {"time", "tap1", "tap2", "tap3", "tap4", "tap5"}
    assert all(column[1] == 800 and column[4] == "" for column in columns.values())
    assert float(rest["ProbeMass"]) == 0.03 and float(rest["ProbeDiameter"]) == 0.003
    os.makedirs("maps", exist_ok=True)
    os.replace("traces.h5", "maps/sub-01_myotonometry.h5")
    names = {}
    exec(lines_of("result trace"), names)
    assert names["trace"].acceleration.dims == ("tap", "time")


def check_hostile():
    """What the guarded reader refuses stays refused here."""
    with h5py.File("else.h5", "w") as f:
        f["time"] = time
    with h5py.File("link.h5", "w") as f:
        f["time"] = h5py.ExternalLink("else.h5", "time")
    run("read-trace", "link.h5", 65)
    with h5py.File("vast.h5", "w") as f:
        f.create_dataset("time", shape=(1 << 40,), chunks=(1 << 16,), dtype="f8")
    run("read-trace", "vast.h5", 65)
    whole = open("one.h5", "rb").read()
    for part in (0, 7, 100, len(whole) // 2, len(whole) - 1):
        with open("cut.h5", "wb") as f:
            f.write(whole[:part])
        run("read-trace", "cut.h5", 65)


def check_damage():
    """Damage anywhere is refused in one line, or changes nothing that is guarded; or the HDF5 library dies of it, as
    Debian's 1.10.8 does of some damaged texts: which is why the commands read a file in a process of its own."""
    died = 0
    run("write-trace-recording", "good.h5")
    with open("good.h5", "rb") as f:
        good = f.read()
    rng = random.Random(3)
    for _ in range(150):
        bad = bytearray(good)
        for _ in range(rng.randrange(1, 4)):
            bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
        with open("bad.h5", "wb") as f:
            f.write(bad[:rng.randrange(len(bad))] if rng.random() < 0.2 else bad)
        # What the library leaks of a damaged file under a sanitizer is its own.
        done = subprocess.run([sys.argv[1], "read-trace", "bad.h5"], capture_output=True, text=True, errors="replace",
                              env=dict(os.environ, ASAN_OPTIONS="detect_leaks=0"))
        if done.returncode == -signal.SIGSEGV or "libhdf5" in done.stderr:
            died += 1
            continue
        assert done.returncode in (0, 65), (done.returncode, done.stderr)
        assert done.stderr.count("\n") == (done.returncode != 0), done.stderr
    assert died <= 5, died    # 1 in 150 as this is written


def main():
    run("write-traces", "traces.h5")
    run("write-trace-recording", "recording.h5")
    for path in ("traces.h5", "recording.h5"):
        check_rules(path)
    for engine in ("h5netcdf", "netcdf4"):
        check_traces(engine)
        check_recording(engine)
    check_foreign()
    check_hostile()
    check_damage()
    check_document()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        main()
