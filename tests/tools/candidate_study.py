"""Candidates as `stiff flag` hands them on, written by h5py: what the tests of `stiff report` know beforehand."""

import hashlib

import h5py
import numpy as np

IDENTITY = ("recording_id", "participant", "session", "muscle", "side", "site", "state", "posture", "probe_direction",
            "device", "run", "modality", "source", "source_sha256")
NUMBERS = ("mean", "core", "peak", "baseline", "ratio", "difference")
PARTS = ("", "_std_error", "_ci_low", "_ci_high")
CANDIDATE = {"muscle": "phantom", "side": "", "site": "", "number": 1, "kind": "nodule", "quantity": "shear_modulus",
             "units": "kPa", "centroid_lateral_mm": 1.2, "centroid_axial_mm": 19.9, "depth_mm": 16.4, "area_mm2": 48.5,
             "major_axis_mm": 8.4, "minor_axis_mm": 7.3, "orientation_deg": -12.0, "score": "own", "z": 7.1,
             "p_fwer": 0.002, "alpha": 0.05, "quality": 0.9, "edge_distance_mm": 2.6,
             "referral": "felt in the temple & behind the eye"}
FLAGGED = {"status": "ok", "message": "", "quantity": "shear_modulus", "units": "kPa", "score": "own", "found": 1,
           "expected": 0.05, "p_fwer": 0.002, "z_max": 7.1, "z_max_own": 7.1, "z_max_side": np.nan,
           "z_max_healthy": 5.2, "heterogeneity_index": 0.12, "healthy_share": 0.02, "median": 9.1, "baseline": 8.8, "upper_limit": 12.6,
           "valid_area_mm2": 250.0, "people": 20}
MARKS = ("recording_id", "quantity", "number", "lateral_mm", "axial_mm", "z", "statistic", "p_fwer", "flagged")


def framed(data):
    return len(data).to_bytes(8, "little") + data


def seal(group):
    """The checksum over a group's texts as FORMAT.md defines it."""
    entries = {}

    def add(key, texts):
        texts = [text.encode() if isinstance(text, str) else bytes(text) for text in texts]
        content = len(texts).to_bytes(8, "little") + b"".join(map(framed, texts))
        entries[key.encode()] = hashlib.sha256(content).hexdigest().encode()

    def add_attributes(key, item):
        for name in item.attrs:
            kind = h5py.check_string_dtype(item.attrs.get_id(name).dtype)
            if kind is not None and kind.length is None and key + name != "strings_sha256":
                add(f"{key}@{name}", np.atleast_1d(item.attrs[name]).tolist())

    add_attributes("", group)
    for name, item in group.items():
        if isinstance(item, h5py.Dataset):
            add_attributes(name, item)
            if h5py.check_string_dtype(item.dtype):
                add(name, item[:].tolist())
    total = b"".join(framed(key) + framed(value) for key, value in sorted(entries.items()))
    group.attrs["strings_sha256"] = hashlib.sha256(total).hexdigest()


def head(f, kind):
    f.attrs["format"], f.attrs["format_version"] = kind, 1
    f.attrs["history"], f.attrs["stiff_version"] = "stiff 0.1.0 flag", "0.1.0"


def table(f, name, columns):
    group = f.create_group(name, track_order=True)
    group["row"] = np.arange(len(next(iter(columns.values()))), dtype="i4")
    group["row"].make_scale("row")
    for column, values in columns.items():
        if values and isinstance(values[0], str):
            group.create_dataset(column, data=values, dtype=h5py.string_dtype())
        else:
            kind = "i8" if values and isinstance(values[0], int) else "f8"
            group.create_dataset(column, data=np.array(values, kind))
        group[column].dims[0].attach_scale(group["row"])
    seal(group)


def columns_of(rows):
    return {name: [row[name] for row in rows] for name in rows[0]}


def write(results, maps):
    """`maps`: by recording, its labels (0 and the numbers of its candidates), on the grid of its map."""
    flagged, candidates = [], []
    with h5py.File(results / "results.h5") as f:
        table_of = {name: [value.decode() for value in f["recordings"][name][()]] for name in IDENTITY}
    for i, recording in enumerate(table_of["recording_id"]):
        if recording not in maps:
            continue
        identity = {name: table_of[name][i] for name in IDENTITY}
        numbers = [int(number) for number in np.unique(maps[recording]) if number > 0]
        flagged.append({**identity, **FLAGGED, "found": len(numbers)})
        for number in numbers:
            row = {"recording_id": recording, **CANDIDATE, "number": number}
            for k, name in enumerate(NUMBERS):
                value = (15.0 + k) if name != "ratio" else 1.68
                row.update(zip((name + part for part in PARTS), (value, 0.5, value - 1, value + 1)))
            candidates.append(row)
        write_map(results, recording, maps[recording], identity)
    with h5py.File(results / "candidates.h5", "w", track_order=True) as f:
        head(f, "stiff candidates")
        digest = hashlib.sha256((results / "results.h5").read_bytes()).hexdigest()
        f.attrs.create("input_sha256", [f"{digest}  results.h5"], dtype=h5py.string_dtype())
        table(f, "recordings", columns_of(flagged))
        table(f, "candidates", columns_of(candidates))
        table(f, "marks", {name: [""] if name in MARKS[:2] else [1] if name in ("number", "flagged") else [0.5]
                           for name in MARKS})
        seal(f)


def write_map(results, recording, labels, identity):
    (results / "candidates").mkdir(exist_ok=True)
    with h5py.File(results / "maps" / (recording + ".h5")) as maps:
        axes = {name: maps[name][()] for name in ("axial", "lateral")}
        value = maps["shear_modulus"][()]
    with h5py.File(results / "candidates" / (recording + ".h5"), "w", track_order=True) as f:
        head(f, "stiff candidate map")
        for name, text in identity.items():
            f.attrs[name] = text
        for name, values in axes.items():
            f[name] = values
            f[name].make_scale(name)
        score = (value - np.nanmedian(value)) / 0.8
        for name, values in (("label", labels.astype("i4")), ("z_own", score.astype("f4")),
                             ("z_healthy", (score - 0.5).astype("f4"))):
            f.create_dataset(name, data=values)
            f[name].dims[0].attach_scale(f["axial"])
            f[name].dims[1].attach_scale(f["lateral"])
        seal(f)
