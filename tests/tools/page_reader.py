"""Reads a page of `stiff report` as an independent reader does: as XML, its pictures by Pillow or by the standard."""

import base64
import io
import re
import struct
import xml.etree.ElementTree as ET
import zlib

import numpy as np


def tree(page):
    """The page as XML: not well-formed is an error. HTML's doctype is no XML, the rest is."""
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>\n"), text[:40]
    return ET.fromstring(text.split("\n", 1)[1])


def words(element):
    return re.sub(r"\s+", " ", "".join(element.itertext()).replace("\u00a0", " ")).strip()


def number(text):
    """The first number of a text as a page writes it: "-1.2 \u00d7 10^-6 kPa" in its own signs."""
    digits = dict(zip("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b", "0123456789-"))
    found = re.match(r"(\u2212?[\d.]+)(?: \u00d7 10(\S+))?", text)
    power = "".join(digits[letter] for letter in found.group(2)) if found.group(2) else "0"
    return float(found.group(1).replace("\u2212", "-")) * 10.0 ** int(power)


def tables(root):
    """Each table: its caption, its heads, its rows of words."""
    for one in root.iter("table"):
        caption = one.find("caption")
        yield ("" if caption is None else words(caption), [words(cell) for cell in one.find("thead").iter("th")],
               [[words(cell) for cell in row] for row in one.find("tbody")])


def picture(link):
    """The pixels (row, column, 3) of a data link."""
    data = base64.b64decode(link.removeprefix("data:image/png;base64,"), validate=True)
    try:
        from PIL import Image
        return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    except ImportError:
        return decoded(data)


def decoded(data):
    """An indexed PNG by the standard, where Pillow is not there."""
    chunks, at = {}, 8
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        chunks[kind] = chunks.get(kind, b"") + data[at + 8:at + 8 + size]
        at += 12 + size
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colour) == (8, 3)
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert (rows[:, 0] == 0).all()
    return np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3)[rows[:, 1:]]


def figures(root):
    """Each figure: its heading and its outermost drawing."""
    for figure in root.iter("figure"):
        heading = figure.find("h3")
        yield "" if heading is None else words(heading), figure.find("svg")


def fields(drawing):
    """The pictures within the axes with their places in px, and the pictures beside them."""
    inner = drawing.find("svg")
    within = [(image.get("href"), *(float(image.get(name)) for name in ("x", "y", "width", "height")))
              for image in inner.iter("image")]
    beside = [image.get("href") for image in drawing.findall("image")]
    return within, beside


def outlines(drawing):
    """The closed paths of the candidates' edges, in px."""
    paths = [path.get("d") for path in drawing.iter("path") if path.get("class") == "edge-dark"]
    return [[np.array([[float(v) for v in point.split(" ")] for point in re.split("[ML]", part)[1:]])
             for part in path.split("Z")[:-1]] for path in paths]


def inside(loops, x, y):
    """Whether a point lies within the loops (even-odd)."""
    crossings = 0
    for loop in loops:
        for (x1, y1), (x2, y2) in zip(loop, np.roll(loop, -1, axis=0)):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1
