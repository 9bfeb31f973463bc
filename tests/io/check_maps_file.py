"""maps/<recording>.h5 as xarray sees it, with both of its engines."""
import os
import tempfile

import numpy as np
import xarray

from check_results_file import check_rules
from file_program import run
from format_document import lines_of

PATH = "maps/sub-01_swe.h5"


def check_maps(engine):
    maps = xarray.open_dataset(PATH, engine=engine)
    assert dict(maps.sizes) == {"axial": 5, "lateral": 7}
    assert maps.shear_wave_speed.dims == ("axial", "lateral")
    np.testing.assert_allclose(maps.axial, 5 + 0.5 * np.arange(5), rtol=1e-15)
    np.testing.assert_allclose(maps.lateral, -10 + 0.25 * np.arange(7), rtol=1e-15)
    assert maps.axial.units == maps.lateral.units == "mm"
    # 100 row + column: a transposed write cannot pass.
    expected = (100.0 * np.arange(5)[:, None] + np.arange(7)[None, :]).astype("f4")
    expected[0, 0] = np.nan
    np.testing.assert_array_equal(maps.shear_wave_speed, expected)
    np.testing.assert_array_equal(maps.shear_wave_speed_std_error, 0.5 * expected)
    assert maps.shear_wave_speed.units == "m s-1" and maps.shear_modulus.units == "kPa"
    assert maps.shear_modulus.comment == "rho c^2, rho 1000 kg m-3"
    meanings = maps.reason.flag_meanings.split()
    assert maps.reason.dtype == np.int8 and len(meanings) == len(maps.reason.flag_values)
    assert meanings[list(maps.reason.flag_values).index(maps.reason.values[0, 0])] == "under_push"
    assert (maps.reason.values.ravel()[1:] == 0).all()
    assert maps.attrs["muscle"] == "trapèze"


def check_space_time(engine):
    first = xarray.open_dataset(PATH, group="space_time", engine=engine)
    assert first.displacement.dims == ("lateral", "time") and first.displacement.shape == (7, 9)
    assert first.displacement.units == "um" and first.displacement[1, 2] == 4
    np.testing.assert_allclose(first.time, 1 + 0.2 * np.arange(9), rtol=1e-12)
    assert first.time.dtype == np.float64, "a time unit must not become a duration"
    np.testing.assert_allclose(first.arrival, 2)
    np.testing.assert_allclose(first.fit_arrival, 2.5)
    second = xarray.open_dataset(PATH, group="space_time_2", engine=engine)
    assert second.velocity.shape == (7, 10) and second.velocity.units == "mm s-1"


def main():
    os.mkdir("maps")
    run("write-maps", PATH)
    check_rules(PATH)
    for engine in ("h5netcdf", "netcdf4"):
        check_maps(engine)
        check_space_time(engine)
    exec(lines_of("maps"), {})


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        main()
