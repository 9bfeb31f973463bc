"""HDF5 files that ask for more than they hold: each is refused with one line and exit code 65."""
import os
import resource
import tempfile

import h5py
import numpy as np

from file_program import run


def refused(name, fill, *expected):
    path = name + ".h5"
    with h5py.File(path, "w") as f:
        fill(f)
    line = run("read-all", path, 65)
    assert path in line and any(text in line for text in expected), (name, line)


def external_link(f):
    with h5py.File("secret.h5", "w") as other:
        other["x"] = np.arange(3.0)
    f["x"] = h5py.ExternalLink("secret.h5", "/x")


def soft_to_external(f):
    external_link(f)
    f["a"] = h5py.SoftLink("/x")
    f.move("x", "z")
    f["x"] = h5py.SoftLink("/z")


def external_storage(f):
    f.create_dataset("x", (100,), "u1", external=[("/etc/passwd", 0, 100)])


def virtual(f):
    with h5py.File("part.h5", "w") as other:
        other["x"] = np.arange(3.0)
    layout = h5py.VirtualLayout((3,), "f8")
    layout[:] = h5py.VirtualSource("part.h5", "x", (3,))
    f.create_virtual_dataset("x", layout)


def terabytes(f):
    f.create_dataset("x", (1 << 40,), "f8", chunks=(1 << 10,))


def contiguous_terabytes(f):
    f.create_dataset("x", (1 << 40,), "f8")


def overflowing(f):
    f.create_dataset("x", (1 << 40, 1 << 40), "f8", chunks=(1, 1))


def giant_chunk(f):
    data = f.create_dataset("x", (1 << 27,), "u1", chunks=(1 << 27,), compression="gzip")
    data[:] = 0


def sparse(f):
    f.create_dataset("x", (1 << 20,), "f8", chunks=(1 << 10,), compression="gzip")[:10] = 1


def unwritten(f):
    f.create_dataset("x", (10,), "f8")


def other_filter(f):
    f.create_dataset("x", data=np.arange(1000), scaleoffset=True, chunks=(100,))


def pointing_texts(f):
    """One text of 1 MB, to which 100 000 elements point: 100 GB in memory."""
    data = f.create_dataset("x", (100_000,), h5py.string_dtype())
    data[0] = "a" * (1 << 20)
    data[1:] = "b"
    offset = data.id.get_offset()
    f.flush()
    with open(f.filename, "rb") as raw:
        raw.seek(offset)
        element = raw.read(16)
    pointing_texts.patch = (offset, element * 100_000)


def bounded():
    """The refusals come from the checks, before memory is asked for; 4 GB keep a fault from the machine."""
    if os.environ.get("STIFF_SANITIZED"):
        return    # AddressSanitizer reserves terabytes of addresses
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


def main():
    bounded()
    refused("link", external_link, "link to another file")
    refused("soft", soft_to_external, "link to another file", "missing")
    refused("storage", external_storage, "another file")
    refused("virtual", virtual, "virtual")
    refused("terabytes", terabytes, "larger")
    refused("contiguous", contiguous_terabytes, "larger", "never written")
    refused("overflowing", overflowing, "larger")
    refused("chunk", giant_chunk, "chunks larger")
    refused("sparse", sparse, "never written", "larger")
    refused("unwritten", unwritten, "never written")
    refused("filter", other_filter, "filter")

    with h5py.File("texts.h5", "w") as f:
        pointing_texts(f)
    offset, elements = pointing_texts.patch
    with open("texts.h5", "r+b") as raw:
        raw.seek(offset)
        raw.write(elements)
    assert "too long" in run("read-all", "texts.h5", 65)

    # No file of the kind, and files cut anywhere: never a crash, never silence.
    with open("text.h5", "w") as f:
        f.write("not HDF5")
    assert "not a HDF5 file" in run("read-all", "text.h5", 65)
    with open("empty.h5", "w") as f:
        pass
    run("read-all", "empty.h5", 65)
    run("read-all", "absent.h5", 66)
    run("write-results", "whole.h5")
    with open("whole.h5", "rb") as f:
        whole = f.read()
    for length in range(100, len(whole) - 1, len(whole) // 40):
        with open("cut.h5", "wb") as f:
            f.write(whole[:length])
        run("read-all", "cut.h5", 65)

    # What is allowed is read: deflate, shuffle and fletcher32 together, scalars, empty ones, numbers of all sizes.
    with h5py.File("fine.h5", "w") as f:
        f.create_dataset("packed", data=np.arange(1000.0), compression="gzip", shuffle=True, fletcher32=True)
        f["scalar"] = 3.5
        f["empty"] = np.zeros((0, 3))
        f["bytes"] = np.arange(5, dtype=">u2")
        f["complex"] = np.array([1 + 2j])
        f["texts"] = ["a", "bé"]
        f["alias"] = h5py.SoftLink("/scalar")
    lines = dict(line.split() for line in run("read-all", "fine.h5").splitlines())
    assert lines == {"/packed": "499500", "/scalar": "3.5", "/empty": "0", "/bytes": "10", "/complex": "-1",
                     "/texts": "2", "/alias": "3.5"}, lines


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        main()
