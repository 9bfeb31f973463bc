"""A flagged study with known truth: candidates.h5 written with h5py, as FORMAT.md has it, and its labels."""

import math
import pathlib

import h5py
import numpy as np

from candidate_study import IDENTITY, seal

TEXT = h5py.string_dtype()
ESTIMATES = ("mean", "core", "peak", "baseline", "ratio", "difference")
COLUMNS = {
    "recordings": ([*IDENTITY, "status", "message", "quantity", "units", "score"], ["found", "people"],
                   "expected p_fwer z_max z_max_own z_max_side z_max_healthy heterogeneity_index healthy_share median "
                   "baseline upper_limit valid_area_mm2".split()),
    "candidates": ("recording_id muscle side site kind quantity units score referral".split(), ["number"],
                   "centroid_lateral_mm centroid_axial_mm depth_mm area_mm2 major_axis_mm minor_axis_mm "
                   "orientation_deg z p_fwer alpha quality edge_distance_mm".split()
                   + [e + s for e in ESTIMATES for s in ("", "_std_error", "_ci_low", "_ci_high")]),
    "marks": (["recording_id", "quantity"], ["number", "flagged"], "lateral_mm axial_mm z statistic p_fwer".split()),
}


def write_candidates(path, **tables):
    """tables: rows as dicts of recordings, candidates, marks; what a row lacks is empty, 0 or NaN."""
    pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w", track_order=True) as f:
        f.attrs["Conventions"] = "CF-1.11"
        f.attrs["format"] = "stiff candidates"
        f.attrs["format_version"] = np.int32(1)
        f.attrs["comment"] = "each candidate is a place to look at, not a diagnosis"
        for name, (texts, wholes, reals) in COLUMNS.items():
            rows = tables.get(name, [])
            group = f.create_group(name, track_order=True)
            group["row"] = np.arange(len(rows), dtype="i4")
            group["row"].make_scale("row")
            for column, kind, default in ([(t, TEXT, "") for t in texts] + [(w, "i8", 0) for w in wholes]
                                          + [(r, "f8", np.nan) for r in reals]):
                values = [row.get(column, default) for row in rows]
                data = group.create_dataset(column, data=np.array(values, dtype=object if kind is TEXT else kind),
                                            dtype=kind)
                data.dims[0].attach_scale(group["row"])
            seal(group)
        seal(f)


def above(z):
    """The chance of a standard normal above z."""
    return 0.5 * math.erfc(z / math.sqrt(2))


class Study:
    """People with both sides of a muscle; a positive side has a trigger point at (lateral 5, axial 12) mm.

    A side's z is normal, raised by `distance` where it is positive, and shares half its variance within the person;
    p is that of z, flagged at 0.05. A map has its mark of that z, on the point for a positive side and elsewhere for
    another, and two lower ones elsewhere."""

    def __init__(self, people=40, distance=3.0, seed=1, muscles=("uppertrapezius",), maps=True):
        rng = np.random.default_rng(seed)
        self.recordings, self.candidates, self.marks, self.labels = [], [], [], []
        for person in range(people):
            ill = person % 2 == 0
            for muscle in muscles:
                shared = rng.standard_normal()
                for side in ("left", "right"):
                    positive = ill and (side == "right" or person % 4 == 0)
                    self.add(rng, f"{person:02d}", muscle, side, positive,
                             distance * positive + np.sqrt(0.5) * (shared + rng.standard_normal()), maps)

    def add(self, rng, person, muscle, side, positive, z, maps):
        name = f"sub-{person}_muscle-{muscle}_side-{side}_swe"
        p = above(z)
        flagged = bool(p <= 0.05)
        self.recordings.append({
            "recording_id": name, "participant": person, "muscle": muscle, "side": side, "status": "ok",
            "modality": "swe" if maps else "myotonometry", "quantity": "shear_modulus", "units": "kPa",
            "score": "healthy", "found": int(flagged), "expected": 0.05, "p_fwer": p, "z_max": z, "z_max_healthy": z,
            "median": 10 + z, "people": 20, "valid_area_mm2": 800.0 if maps else np.nan})
        self.labels.append({"recording_id": name, "participant": person, "muscle": muscle, "side": side,
                            "label": "active" if positive else "none", "lateral_mm": 5 if positive and maps else None,
                            "axial_mm": 12 if positive and maps else None, "rater": "A"})
        lateral, axial = (6.0, 13.0) if positive else (-12.0, 20.0)
        common = {"recording_id": name, "quantity": "shear_modulus"}
        if flagged:
            self.candidates.append(common | {
                "muscle": muscle, "side": side, "number": 1, "kind": "nodule" if maps else "site", "units": "kPa",
                "score": "healthy", "z": z, "p_fwer": p, "alpha": 0.05,
                "centroid_lateral_mm": lateral if maps else np.nan, "centroid_axial_mm": axial if maps else np.nan})
        if not maps:
            return
        lower = z - 0.1 - np.cumsum(rng.exponential(size=2))
        places = [(lateral, axial, z), (-5.0, 5.0, lower[0]), (15.0, 25.0, lower[1])]
        for number, (at, depth, mark_z) in enumerate(places, 1):
            self.marks.append(common | {"number": number, "lateral_mm": at, "axial_mm": depth, "z": mark_z,
                                        "statistic": mark_z, "p_fwer": above(mark_z),
                                        "flagged": int(number == 1 and flagged)})

    def write(self, folder):
        write_candidates(folder / "candidates.h5", recordings=self.recordings, candidates=self.candidates,
                         marks=self.marks)
        write_labels(folder / "labels.tsv", self.labels)
        return folder


def write_labels(path, labels):
    columns = list(labels[0])
    cells = lambda row: ("n/a" if row.get(c) is None else str(row[c]) for c in columns)
    path.write_text("\n".join(["\t".join(columns)] + ["\t".join(cells(row)) for row in labels]) + "\n")
