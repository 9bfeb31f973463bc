"""The recording file: h5py reads what the library writes, the library what h5py writes."""
import os
import tempfile

import h5py
import numpy as np
import xarray

from check_results_file import check_rules
from file_program import run
from format_document import lines_of

NAME = "sub-01_muscle-soleus_side-left_swe.h5"


def facts(text):
    return dict(line.split(" ", 1) for line in text.splitlines())


def check_ours():
    run("write-recording", "ours.h5")
    check_rules("ours.h5")
    z, x, t = np.meshgrid(np.arange(6), np.arange(4), np.arange(5), indexing="ij")
    with h5py.File("ours.h5") as f:
        for k in (1, 2):
            push = f[f"push_{k}"]
            np.testing.assert_array_equal(push["iq_re"], 100 * z + 10 * x + t + k - 1)
            np.testing.assert_array_equal(push["iq_im"], -(100 * z + 10 * x + t))
            np.testing.assert_allclose(push["time"], -2e-4 + 2e-4 * np.arange(5), atol=1e-18)
        assert f["push_1"].attrs["PushLateral"] == -0.01
        assert f.attrs["SampleKind"] == "iq" and f.attrs["CenterFrequency"] == 5e6
        assert f["truth/shear_wave_speed"][1, 2] == 3.5 and f["truth"].attrs["Viscosity"] == 0.3
        assert f["truth/region_1"].attrs["Speed"] == 3.5
        np.testing.assert_array_equal(f["region_1"].attrs["Values"], [0.001, 0.006, 0.002])
    for engine in ("h5netcdf", "netcdf4"):
        push = xarray.open_dataset("ours.h5", group="push_1", engine=engine)
        assert push.iq_re.dims == ("axial", "lateral", "time") and push.time.units == "s"
        truth = xarray.open_dataset("ours.h5", group="truth", engine=engine)
        assert truth.shear_wave_speed.dims == ("axial", "lateral")
    read = facts(run("read-recording", "ours.h5"))
    assert read["pushes"] == "2" and read["muscle"] == "trapèze"


def check_document():
    names = {}
    exec(lines_of("recording"), names)
    read = facts(run("read-recording", NAME))
    assert read["axial"].split()[2] == "40" and read["lateral"].split()[2] == "60"
    np.testing.assert_allclose(float(read["axial"].split()[1]), 0.2e-3, rtol=1e-12)
    sample = names["iq"].astype("c8")[2, 1, 3]
    got = [float(number) for number in read["sample_2_1_3"].split()]
    assert got == [sample.real, sample.imag]
    return names


def check_variants(names):
    """What FORMAT.md also allows, and what it refuses."""
    with h5py.File(NAME, "a") as f:
        del f["push_1/iq_re"], f["push_1/iq_im"]
        f["push_1/iq"] = names["iq"]
        f.attrs["Isotropic"] = True
        f.attrs["Muscle"] = "soleus"
        f["push_1/time"].attrs["units"] = "s"
    assert facts(run("read-recording", NAME))["muscle"] == "soleus"

    def refused(change, *expected):
        exec(lines_of("recording"), {})
        with h5py.File(NAME, "a") as f:
            change(f)
        line = run("read-recording", NAME, 65)
        assert all(text in line for text in expected), line

    def replace(f, path, value):
        del f[path]
        f[path] = value

    refused(lambda f: f["axial"].attrs.update(units="mm"), "/axial", "mm")
    refused(lambda f: replace(f, "axial", np.arange(41.0)), "iq_re", "40 x 60 x 30", "41 x 60 x 30")
    refused(lambda f: replace(f, "lateral", 30.0 * np.arange(60)), "wide")
    refused(lambda f: f.attrs.update(format_version=2), "newer")
    refused(lambda f: f.attrs.update(format="something else"), "format")
    refused(lambda f: f.attrs.update(SampleKind="speckle"), "SampleKind")
    refused(lambda f: f.attrs.update(CenterFrequency="5 MHz"), "CenterFrequency")
    refused(lambda f: f.attrs.pop("CenterFrequency"), "CenterFrequency")
    refused(lambda f: f.pop("push_1"), "push_1")
    refused(lambda f: f["push_1"].pop("iq_im"), "iq_im")
    refused(lambda f: replace(f, "push_1/time", "soon"), "time")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        check_ours()
        check_variants(check_document())
