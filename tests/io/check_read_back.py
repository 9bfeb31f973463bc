"""Maps and traces of a result as they are read back: of files that h5py wrote whole, and of ours that it edited."""
import os
import tempfile

import h5py
import numpy as np

from check_results_file import strings_sha256
from file_program import run

RNG = np.random.default_rng(4)


def lines_of_output(text):
    """Each line's first word and the rest; numbers as an array where all are."""
    for line in text.splitlines():
        words = line.split(" ")
        try:
            yield words[0], np.array([float(word) for word in words[1:]])
        except ValueError:
            yield words[0], line[len(words[0]) + 1:]


def group_of(parent, name):
    return parent.create_group(name, track_order=True) if name else parent


def scale(group, name, values, units):
    group.create_dataset(name, data=values).attrs["units"] = units
    group[name].make_scale(name)
    return group[name]


def variable(group, name, values, scales, **attributes):
    item = group.create_dataset(name, data=values, chunks=values.shape, fletcher32=True)
    for i, one in enumerate(scales):
        item.dims[i].attach_scale(one)
    for key, text in attributes.items():
        item.attrs[key] = text


def seal(group):
    group.attrs["strings_sha256"] = strings_sha256(group)


def root_of(f, kind):
    f.attrs["format"], f.attrs["format_version"] = kind, 1
    f.attrs["history"], f.attrs["muscle"] = "by hand", "trapèze"


def write_maps(path):
    """A whole file by h5py; what must be read of it, a line each."""
    expected = {"muscle": "trapèze", "history": "by hand"}
    fields = {}
    with h5py.File(path, "w", track_order=True) as f:
        root_of(f, "stiff maps")
        axes = [scale(f, "axial", 5 + 0.5 * np.arange(4), "mm"), scale(f, "lateral", -1 + 0.25 * np.arange(6), "mm")]
        expected["axial"], expected["lateral"] = [5e-3, 0.5e-3, 4], [-1e-3, 0.25e-3, 6]
        for name in ("shear_modulus", "shear_modulus_std_error", "quality", "bmode"):
            fields[name] = RNG.normal(size=(4, 6)).astype("f4")
            fields[name][1, 2] = np.nan
            variable(f, name, fields[name], axes)
        f["shear_modulus"].attrs["comment"] = "of a wave"
        fields["reason"] = np.arange(24, dtype="i1").reshape(4, 6)
        variable(f, "reason", fields["reason"], axes, flag_meanings="none no_push")
        group = group_of(f, "space_time")
        group.attrs["axial_mm"], group.attrs["comment"] = 6.5, "line"
        line = [scale(group, "lateral", -1 + 0.5 * np.arange(3), "mm"), scale(group, "time", 0.1 * np.arange(5), "ms")]
        fields["velocity"] = RNG.normal(size=(3, 5)).astype("f4")
        variable(group, "velocity", fields["velocity"], line)
        variable(group, "arrival", np.array([1.0, np.nan, 3.0]), line[:1])
        variable(group, "fit_arrival", np.array([1.0, 2.0, 3.0]), line[:1])
        expected["line_lateral"], expected["line_time"] = [-1e-3, 0.5e-3, 3], [0, 1e-4, 5]
        expected["arrival"], expected["fit_arrival"] = [1e-3, np.nan, 3e-3], [1e-3, 2e-3, 3e-3]
        seal(group)
        seal(f)
    for name, field in fields.items():
        expected[name] = [*field.shape, *field.ravel().astype(float)]
    expected["note"] = "of a wave"
    return expected


def check(found, expected):
    assert set(found) == set(expected), set(found) ^ set(expected)
    for name, value in expected.items():
        if isinstance(value, str):
            assert found[name] == value, (name, found[name])
        else:
            np.testing.assert_allclose(found[name], value, rtol=1e-12, atol=1e-18, err_msg=name)


def check_maps():
    expected = write_maps("maps.h5")
    check(dict(lines_of_output(run("read-maps", "maps.h5"))), expected)
    # Numbers have their own checksum; a text that was changed has that of its group.
    with h5py.File("maps.h5", "a") as f:
        f["shear_modulus"][0, 0] = 7
    assert dict(lines_of_output(run("read-maps", "maps.h5")))["shear_modulus"][2] == 7
    for place, group in (("/", "'/'"), ("shear_modulus", "'/'"), ("space_time", "'/space_time'")):
        write_maps("edited.h5")
        with h5py.File("edited.h5", "a") as f:
            f[place].attrs["comment"] = "of another"
        line = run("read-maps", "edited.h5", 65)
        assert "checksum" in line and group in line, line
    write_maps("edited.h5")
    with h5py.File("edited.h5", "a") as f:
        del f.attrs["strings_sha256"]
    assert "checksum" in run("read-maps", "edited.h5", 65)
    for name, values in (("quality", np.zeros((6, 4), "f4")), ("axial", np.array([1.0, 2, 4, 8]))):
        write_maps("edited.h5")
        with h5py.File("edited.h5", "a") as f:
            del f[name]
            f[name] = values
            seal(f)
        assert name in run("read-maps", "edited.h5", 65)
    write_maps("edited.h5")
    with h5py.File("edited.h5", "a") as f:
        f.attrs["format_version"] = 2
        seal(f)
    assert "newer" in run("read-maps", "edited.h5", 65)
    run("write-traces", "traces.h5")
    assert "stiff maps" in run("read-maps", "traces.h5", 65)
    run("read-maps", "absent.h5", 66)


def write_traces(path, repeats, samples):
    """Two traces; every line that is to be read of them."""
    expected = ["muscle trapèze"]
    with h5py.File(path, "w", track_order=True) as f:
        root_of(f, "stiff traces")
        for name, axis, units, repeat in (("trace", "time", "s", "tap"), ("trace_a", "depth", "mm", "cycle")):
            group = group_of(f, name)
            numbers = scale(group, repeat, np.arange(1, repeats + 1, dtype="i4"), "1")
            at = scale(group, axis, 0.5 * np.arange(samples), units)
            expected.append(f"trace {name} {axis} {units} {repeat} {repeats}")
            expected.append(("at", 0.5 * np.arange(samples)))
            shape = (samples,) if repeats == 1 else (repeats, samples)
            dims = [at] if repeats == 1 else [numbers, at]
            for signal in ("force", "fit"):
                values = RNG.normal(size=shape).astype("f4")
                variable(group, signal, values, dims, units="N", long_name="what " + signal)
                expected.append((f"signal {signal} N", values.ravel()))
            values = RNG.normal(size=repeats)
            variable(group, "onset", values, [numbers], units="s")
            expected.append(("mark onset s", values))
            seal(group)
        seal(f)
    return expected


def check_traces():
    for repeats, samples in ((3, 7), (1, 7), (4, 4), (1, 2)):
        expected = write_traces("traces.h5", repeats, samples)
        lines = run("read-traces", "traces.h5").splitlines()
        assert len(lines) == len(expected), lines
        for line, wanted in zip(lines, expected):
            if isinstance(wanted, str):
                assert line == wanted, (line, wanted)
                continue
            assert line.startswith(wanted[0] + " "), (line, wanted[0])
            numbers = [float(word) for word in line[len(wanted[0]) + 1:].split(" ")]
            np.testing.assert_array_equal(numbers, wanted[1].astype(float))
    with h5py.File("traces.h5", "a") as f:
        f["trace/force"].attrs["units"] = "mN"
    assert "'/trace'" in run("read-traces", "traces.h5", 65)
    write_traces("traces.h5", 3, 7)
    with h5py.File("traces.h5", "a") as f:
        f["trace/odd"] = np.zeros(5)
        seal(f["trace"])
    assert "'odd'" in run("read-traces", "traces.h5", 65)
    write_traces("traces.h5", 3, 7)
    with h5py.File("traces.h5", "a") as f:
        del f["trace/time"]
        seal(f["trace"])
    assert "no axis" in run("read-traces", "traces.h5", 65)
    # Of our own writer.
    run("write-traces", "ours.h5")
    lines = run("read-traces", "ours.h5").splitlines()
    assert lines[1] == "trace trace time s tap 3" and lines[5] == "mark start s 0.25 0.25 0.25", lines
    assert lines[6] == "trace trace_loading depth mm tap 1", lines
    run("write-maps", "maps.h5")
    assert "stiff traces" in run("read-traces", "maps.h5", 65)
    run("read-traces", "absent.h5", 66)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        check_maps()
        check_traces()
