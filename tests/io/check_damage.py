"""Equal calls give equal bytes; a flipped bit is noticed; a full disk leaves nothing behind."""
import os
import random
import tempfile

import h5py
import numpy as np

from file_program import run


def equal_bytes():
    for what in ("results", "empty", "maps", "recording", "part", "traces", "trace-recording"):
        contents = []
        # Fresh memory that is not zero would show in anything written without being set.
        for fill in ("", "85", "170"):
            os.environ["MALLOC_PERTURB_"] = fill
            run("write-" + what, "file.h5")
            with open("file.h5", "rb") as f:
                contents.append(f.read())
        os.environ.pop("MALLOC_PERTURB_")
        assert contents[0] == contents[1] == contents[2], what


def flipped_bits():
    """The sum of the numbers differs only where h5py and our reader say so: fletcher32 and checksums."""
    run("write-results", "file.h5")
    with open("file.h5", "rb") as f:
        good = bytearray(f.read())
    with h5py.File("file.h5") as f:
        offset = f["estimates/value"].id.get_chunk_info(0).byte_offset
        size = f["estimates/value"].size * 8
    rng = random.Random(1)
    for _ in range(40):
        bad = bytearray(good)
        bad[offset + rng.randrange(size)] ^= 1 << rng.randrange(8)
        with open("bad.h5", "wb") as f:
            f.write(bad)
        assert "/estimates/value" in run("read-table", "bad.h5", 65)
        with h5py.File("bad.h5") as f:
            try:
                np.asarray(f["estimates/value"])
            except OSError:
                continue
            raise AssertionError("h5py did not notice")
    # A letter of a text lies in the heap, where only the group's own checksum is.
    at = good.rindex("trapèze_swe".encode())
    good[at] ^= 1
    with open("bad.h5", "wb") as f:
        f.write(good)
    assert "checksum" in run("read-table", "bad.h5", 65)


def full_disk():
    os.mkdir("out")
    line = run("write-full-disk", "out/results.h5", 74)
    assert "File too large" in line and os.listdir("out") == []
    # What stood there still stands.
    run("write-empty", "out/results.h5")
    run("write-full-disk", "out/results.h5", 74)
    assert os.listdir("out") == ["results.h5"]
    assert run("read-table", "out/results.h5").strip() == "0"
    run("write-empty", "absent/results.h5", 73)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        equal_bytes()
        flipped_bits()
        full_disk()
