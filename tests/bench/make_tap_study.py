"""A study of many CSV recordings of one tap each (800 samples), to measure what a batch costs:

    python3 tests/bench/make_tap_study.py /tmp/taps 10000
    time stiff run /tmp/taps --out /tmp/taps-results
"""

import json
import pathlib
import sys

import numpy as np

RATE, SIZE, START = 3200.0, 800, 64
MASS, FORCE, WIDTH = 0.030, 0.40, 0.015  # kg, N, s
PER_PERSON = 10


def swing(t, stiffness, damping_ratio):
    """The acceleration after a force step of a damped oscillator at rest."""
    natural = np.sqrt(stiffness / MASS)
    damped = natural * np.sqrt(1 - damping_ratio**2)
    after = np.maximum(t, 0)
    return (t > 0) * FORCE / MASS * np.exp(-damping_ratio * natural * after) * (
        np.cos(damped * after) - damping_ratio * natural / damped * np.sin(damped * after))


def main(folder, count):
    folder.mkdir(parents=True)
    sidecar = {"SamplingFrequency": RATE, "ProbeMass": MASS, "ProbeDiameter": 0.003, "Preload": 0.18, "TapForce": FORCE,
               "TapDuration": WIDTH}
    (folder / "myotonometry.json").write_text(json.dumps(sidecar))
    time = np.arange(SIZE) / RATE
    t = time - START / RATE
    rng = np.random.default_rng(1)
    for i in range(count):
        stiffness, damping_ratio = rng.uniform(200, 400), rng.uniform(0.1, 0.2)
        tap = swing(t, stiffness, damping_ratio) - swing(t - WIDTH, stiffness, damping_ratio)
        tap += rng.normal(0, 0.02, SIZE) + 0.05
        person, own = f"sub-{i // PER_PERSON:04d}", i % PER_PERSON
        (folder / person).mkdir(exist_ok=True)
        name = f"{person}_muscle-soleus_side-{('right', 'left')[own % 2]}_run-{own // 2 + 1}_myotonometry.csv"
        rows = "".join(f"{a:.7f},{b:.6f}\n" for a, b in zip(time, tap))
        (folder / person / name).write_text("time (s),tap_1 (m/s2)\n" + rows)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
