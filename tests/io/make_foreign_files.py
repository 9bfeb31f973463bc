"""Files as MATLAB, scipy and h5py write them, for tests of the readers: their truth is this script.

Usage: make_foreign_files.py FOLDER
"""
import sys
from pathlib import Path

import h5py
import numpy as np
import scipy.io

out = Path(sys.argv[1])

# Samples that say where they are: 1000 z + 10 x + t, the imaginary part its negative less a half.
nz, nx, nt = 7, 9, 6
z, x, t = np.meshgrid(np.arange(nz), np.arange(nx), np.arange(nt), indexing="ij")
re = (1000 * z + 10 * x + t).astype("f4")
im = (-re - 0.5).astype("f4")


class Matlab73:
    """Writes variables as MATLAB 7.3 lays them out: dimensions reversed, cells and arrays of structures as
    references into /#refs#, MATLAB_class on everything that is a variable."""

    def __init__(self, path):
        path.write_bytes(b"")
        self.file = h5py.File(path, "w", userblock_size=512)
        self.refs = self.file.create_group("#refs#")
        self.path = path

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.file.close()
        header = b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\x00\x02IM"
        with open(self.path, "r+b") as f:
            f.write(header)

    def array(self, group, name, value, matlab_class="double"):
        value = np.atleast_2d(np.asarray(value))
        if np.iscomplexobj(value):
            kind = "f4" if value.dtype == np.complex64 else "f8"
            packed = np.empty(value.T.shape, dtype=[("real", kind), ("imag", kind)])
            packed["real"], packed["imag"] = value.real.T, value.imag.T
            value = packed
            data = group.create_dataset(name, data=packed)
        else:
            data = group.create_dataset(name, data=value.T)
        data.attrs["MATLAB_class"] = np.bytes_(matlab_class)
        return data

    def cell(self, group, name, values, matlab_class="single"):
        refs = [self.array(self.refs, f"{name}{i}", v, matlab_class).ref for i, v in enumerate(values)]
        data = group.create_dataset(name, data=np.array(refs, dtype=h5py.ref_dtype).reshape(-1, 1))
        data.attrs["MATLAB_class"] = np.bytes_("cell")

    def struct(self, group, name, elements):
        made = group.create_group(name)
        made.attrs["MATLAB_class"] = np.bytes_("struct")
        for field in elements[0]:
            if len(elements) == 1 and isinstance(elements[0][field], dict):
                self.struct(made, field, [elements[0][field]])
            elif len(elements) == 1:
                self.array(made, field, elements[0][field])
            else:
                refs = [self.array(self.refs, f"{name}_{field}{i}", e[field]).ref for i, e in enumerate(elements)]
                made.create_dataset(field, data=np.array(refs, dtype=h5py.ref_dtype).reshape(-1, 1))


# A Vantage triple, with two grids of which the second is the samples'; the same parameters in both versions.
times_ms = np.array([-0.4, -0.2, 0.1, 0.3, 0.5, 0.7])  # a gap round the push
parameters = {
    "PData": [dict(Size=[[50.0, 40.0, 1.0]], PDelta=[[0.5, 0.0, 0.25]], Origin=[[0.0, 0.0, 0.0]]),
              dict(Size=[[float(nz), float(nx), 1.0]], PDelta=[[1.0, 0.0, 0.5]], Origin=[[-4.0, 0.0, 20.0]])],
    "TX": [dict(focus=[[0.0]], waveform=[[1.0]], Origin=[[0.0, 0.0, 0.0]]),
           dict(focus=[[80.0]], waveform=[[2.0]], Origin=[[3.0, 0.0, 0.0]])],
    "TW": [dict(Parameters=[[5.0, 0.67, 2.0, 1.0]]), dict(Parameters=[[4.0, 1.0, 800.0, 1.0]])],
    "Resource": [dict(Parameters=dict(speedOfSound=[[1500.0]]))],
    "Trans": [dict(frequency=[[6.0]])],
    "T": times_ms[None, :], "ne": [[float(nt)]], "nrefs": [[2.0]],
}


def bins(stem):
    re.astype("<i4").ravel(order="F").tofile(out / f"{stem}_IQreal.bin")
    (2 * re).astype("<i4").ravel(order="F").tofile(out / f"{stem}_IQimag.bin")


def records(elements):
    """A MATLAB structure array for scipy."""
    fields = list(elements[0])
    made = np.empty((1, len(elements)), dtype=[(f, object) for f in fields])
    for i, element in enumerate(elements):
        for f in fields:
            made[0, i][f] = records([element[f]]) if isinstance(element[f], dict) else np.array(element[f])
    return made


bins("v5")
scipy.io.savemat(out / "v5_parameters.mat",
                 {k: records(v) if isinstance(v, list) and isinstance(v[0], dict) else np.array(v)
                  for k, v in parameters.items()}, do_compression=True)
bins("v73")
with Matlab73(out / "v73_parameters.mat") as m:
    for key, value in parameters.items():
        if isinstance(value, list) and isinstance(value[0], dict):
            m.struct(m.file, key, value)
        else:
            m.array(m.file, key, value)

# The a-MEM layout, v5 and v7.3.
cells = [(re + 1j * im).astype("c8"), (2 * re + 1j * im).astype("c8")]
amem = dict(frame_rate=[[8000.0]], X_IQ=[-2.0 + 0.5 * np.arange(nx)], Z_IQ=[3.0 + 0.25 * np.arange(nz)],
            X_push=[[-12.0, 12.0]], SoS=[[1500.0]])
pair = np.empty((1, 2), dtype=object)
pair[0, 0], pair[0, 1] = cells
scipy.io.savemat(out / "amem5.mat", dict(amem, IQ_Data=pair), do_compression=True)
with Matlab73(out / "amem73.mat") as m:
    m.cell(m.file, "IQ_Data", cells)
    for key, value in amem.items():
        m.array(m.file, key, value)

# res_sim and a plane.
scipy.io.savemat(out / "res_sim.mat", dict(arfidata=re * 1e-3, lat=[0.5 * np.arange(nx)], axial=[20 + 0.5 * np.arange(nz)],
                                           t=[1e-4 * np.arange(nt)]), do_compression=True)
scipy.io.savemat(out / "plane.mat", dict(disp=np.float64(re[3]), vel=np.float64(im[3]), lat_mm=[2 + 0.25 * np.arange(nx)],
                                         t_ms=[0.1 * np.arange(nt)], t_push_ms=[[0.2]]), do_compression=False)

# A lab's own: (time, lateral, axial) in an HDF5 group, int16 um/s, axes in several units, two pushes in one array.
with h5py.File(out / "own.h5", "w") as f:
    both = np.stack([re, re + 1], axis=0).transpose(3, 0, 2, 1)  # time, push, lateral, axial
    f["exam/motion"] = both.astype("i2")
    f["exam/x"] = -1.0 + 0.25 * np.arange(nx)  # cm
    f["exam/prf"] = 10.0  # kHz
    f["exam/push"] = np.array([-5.0, 5.0])  # mm
    f["exam/labels"] = (2 * (z[:, :, 0] == 3) + (x[:, :, 0] > 5)).astype("u1")
# Complex of h5py, and real and imaginary parts apart.
with h5py.File(out / "complex.h5", "w") as f:
    f["iq"] = (re + 1j * im).astype("c8")
    f["i"], f["q"] = re, im
    f["x"], f["z"] = 1e-3 * np.arange(nx), 1e-3 * np.arange(nz)
