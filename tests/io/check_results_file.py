"""results.h5 as xarray, h5py and h5dump see it."""
import hashlib
import os
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import xarray

from file_program import run
from format_document import lines_of


def framed(data):
    return len(data).to_bytes(8, "little") + data


def strings_sha256(group):
    """The checksum as FORMAT.md defines it, written anew."""
    entries = {}

    def add(key, texts):
        texts = [text.encode() if isinstance(text, str) else text for text in texts]
        content = len(texts).to_bytes(8, "little") + b"".join(map(framed, texts))
        entries[key.encode()] = hashlib.sha256(content).hexdigest().encode()

    def add_attributes(key, item):
        for name in item.attrs:
            kind = h5py.check_string_dtype(item.attrs.get_id(name).dtype)
            if kind is None or kind.length is not None or key + name == "strings_sha256":
                continue
            add(f"{key}@{name}", np.atleast_1d(item.attrs[name]).tolist())

    add_attributes("", group)
    for name, item in group.items():
        if isinstance(item, h5py.Dataset):
            add_attributes(name, item)
            if h5py.check_string_dtype(item.dtype):
                add(name, item[:].tolist())
    total = b"".join(framed(key) + framed(value) for key, value in sorted(entries.items()))
    return hashlib.sha256(total).hexdigest()


def check_rules(path):
    """What DESIGN asks of every HDF5 file of this project."""
    def visit(name, item):
        if isinstance(item, h5py.Group):
            plist = item.id.get_create_plist()
            order = h5py.h5p.CRT_ORDER_TRACKED | h5py.h5p.CRT_ORDER_INDEXED
            assert plist.get_link_creation_order() == order, name
        else:
            kind = item.dtype.kind
            assert kind in "if" or h5py.check_string_dtype(item.dtype).length is None, name
            if not h5py.h5ds.is_scale(item.id):
                assert all(len(item.dims[i]) == 1 for i in range(item.ndim)), name
            if kind in "if" and item.size > 0:
                assert item.fletcher32 and item.chunks, name
        assert h5py.h5g.get_objinfo(item.id).mtime == 0, name
        if "strings_sha256" in item.attrs:
            assert item.attrs["strings_sha256"] == strings_sha256(item), name

    with h5py.File(path) as f:
        visit("/", f["/"])
        f.visititems(visit)
    with open(path, "rb") as f:
        assert f.read(9)[8] >= 2, "superblock"


def check_contents(engine):
    table = xarray.open_dataset("results.h5", group="estimates", engine=engine).to_dataframe()
    assert list(table.columns) == [
        "recording_id", "quantity", "roi", "method", "repeat", "primary", "value", "std_error",
        "ci_low", "ci_high", "units", "n", "quality", "reason"]
    assert len(table) == 24 and table.index.name == "row" and list(table.index) == list(range(24))
    first = table.iloc[0]
    # Recording 0's shear_modulus rows are k = 4, 5, 6; the primary one is k = 4.
    assert first.recording_id == "sub-10000_muscle-trapèze_swe"
    assert (first.quantity, first.roi, first.primary) == ("shear_modulus", "all", 1)
    assert first.value == 2.0 + 0.125 * 4 and first.std_error == 0.5 and first.units == "kPa"
    assert abs(first.ci_high - first.value - 1.959963984540054 * 0.5) < 1e-12
    assert table.n.dtype == np.int64 and table.value.dtype == np.float64
    keys = list(zip(table.recording_id, table.quantity, 1 - table.primary, table.roi, table.method,
                    table.repeat))
    assert keys == sorted(keys)
    refused = table[table.quantity == "young_modulus"]
    assert len(refused) == 3 and refused.value.isna().all()
    assert set(refused.reason) == {"not_isotropic"} and set(table.reason) == {"none", "not_isotropic"}
    recordings = xarray.open_dataset("results.h5", group="recordings", engine=engine).to_dataframe()
    assert len(recordings) == 3 and set(recordings.status) == {"ok"}
    assert recordings.muscle[0] == "trapèze" and recordings.message[0] == ""
    attributes = xarray.open_dataset("results.h5", engine=engine).attrs
    assert attributes["history"] == "stiff run --isotropic"
    assert list(attributes["options"]) == ["min-correlation = 0.8", "isotropic = true"]
    assert attributes["format"] == "stiff results" and attributes["format_version"] == 1


def main():
    run("write-results", "results.h5")
    check_rules("results.h5")
    for engine in ("h5netcdf", "netcdf4"):
        check_contents(engine)
    exec(lines_of("results"), {})
    assert subprocess.run(["h5dump", "results.h5"], capture_output=True).returncode == 0
    assert run("read-table", "results.h5").strip() == "24"

    run("write-empty", "empty.h5")
    check_rules("empty.h5")
    assert run("read-table", "empty.h5").strip() == "0"
    for engine in ("h5netcdf", "netcdf4"):
        for group in ("recordings", "estimates"):
            assert len(xarray.open_dataset("empty.h5", group=group, engine=engine).to_dataframe()) == 0

    # A newer layout is refused, an edited text is noticed.
    with h5py.File("results.h5", "a") as f:
        f.attrs["format_version"] = 2
    assert "newer" in run("read-table", "results.h5", 65)
    run("write-results", "results.h5")
    with h5py.File("results.h5", "a") as f:
        f["estimates/units"][0] = "Pa"
    assert "edited" in run("read-table", "results.h5", 65)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        main()
    sys.exit(0)
