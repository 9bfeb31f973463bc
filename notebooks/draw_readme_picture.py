"""Draws notebooks/shear_modulus_map.png, the README's picture, from the results of `stiff demo`.

    build/release/stiff demo --out demo && /usr/bin/python3 notebooks/draw_readme_picture.py demo
"""

import pathlib
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import xarray

RECORDING = "sub-05_muscle-nodule_swe"

demo = pathlib.Path(sys.argv[1])
maps = xarray.open_dataset(demo / "results" / "maps" / f"{RECORDING}.h5")
truth = xarray.open_dataset(demo / "study" / "sub-05" / f"{RECORDING}.h5", group="truth")
true_modulus = 1000 * truth.shear_wave_speed.values**2 / 1e3  # kPa, at the simulated 1000 kg/m3

fig, (left, middle, right) = plt.subplots(1, 3, figsize=(10.5, 2.9), sharex=True, sharey=True, layout="constrained")
extent = [maps.lateral[0], maps.lateral[-1], maps.axial[-1], maps.axial[0]]
modulus = left.imshow(maps.shear_modulus, extent=extent, vmin=0, vmax=1.15 * true_modulus.max())
top = float(maps.shear_modulus_std_error.quantile(0.98))
error = middle.imshow(maps.shear_modulus_std_error, extent=extent, vmin=0, vmax=top, cmap="magma")
right.imshow(true_modulus, extent=extent, vmin=0, vmax=1.15 * true_modulus.max())
for panel, title in ((left, "shear modulus"), (middle, "its standard error"), (right, "truth")):
    panel.set(title=title, xlabel="lateral, mm", facecolor="0.8")
left.set_ylabel("depth, mm")
fig.colorbar(modulus, ax=left, label="kPa", shrink=0.8)
fig.colorbar(error, ax=middle, label="kPa", shrink=0.8)
fig.colorbar(modulus, ax=right, label="kPa", shrink=0.8)
fig.savefig(pathlib.Path(__file__).with_name("shear_modulus_map.png"), dpi=90, metadata={"Software": None})
