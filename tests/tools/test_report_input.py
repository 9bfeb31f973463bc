"""`stiff report` where something is wrong, hostile, or done twice."""

import html.parser
import shutil
import unittest
import urllib.parse

import h5py
import numpy as np

import candidate_study
import page_reader
from report_study import ID, ReportTest
from stiff_program import stiff

HOSTILE = "\"><script>alert(1)</script><img src=x>&amp;' é"


class BadInput(ReportTest):
    def test_no_results(self):
        self.refused(66, "report", self.folder / "absent", says="absent")
        (self.folder / "empty").mkdir()
        self.refused(66, "report", self.folder / "empty", says="results.h5")
        self.assertFalse((self.folder / "empty" / "report").exists())
        self.refused(64, "report")

    def test_what_is_no_results_file(self):
        maps = self.results / "maps" / (ID + ".h5")
        self.refused(65, "report", maps, "--out", self.folder / "out", says="stiff results")
        whole = (self.results / "results.h5").read_bytes()
        for size in (0, 100, len(whole) // 2):
            (self.results / "results.h5").write_bytes(whole[:size])
            self.refused(65, "report", self.results)
        self.assertFalse((self.results / "report").exists())

    def test_one_file_needs_to_be_told_where(self):
        file = self.results / "results.h5"
        self.refused(64, "report", file, says="--out")
        self.ok("report", file, "--out", self.folder / "pages")
        self.assertEqual(len(list((self.folder / "pages").iterdir())), 10)
        said = page_reader.words(page_reader.tree(self.folder / "pages" / (ID + ".html")))
        self.assertIn("Shear modulus", said)

    def test_damaged_maps_are_said_on_their_page_and_the_others_are_written(self):
        maps = self.results / "maps"
        whole = (maps / (ID + ".h5")).read_bytes()
        cases = {ID: whole[:len(whole) // 2], "sub-01_muscle-phantom_swe": b"", "sub-06_myotonometry": whole}
        for name, content in cases.items():
            (maps / (name + ".h5")).write_bytes(content)
        (maps / "sub-08_compression.h5").unlink()
        with h5py.File(maps / "sub-07_indentation.h5", "a") as f:
            f["trace/force"].attrs["units"] = "mN"
        done = stiff("report", self.results)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertIn("9 pages, 5 of them not whole", done.stderr)
        words = {name: page_reader.words(page_reader.tree(self.page(name))) for name in self.ids()}
        said = {ID: ID, "sub-01_muscle-phantom_swe": "sub-01", "sub-06_myotonometry": "of other data",
                "sub-08_compression": "is not there", "sub-07_indentation": "checksum"}
        for name, text in words.items():
            self.assertEqual("This page is not whole" in text, name in said, name)
            self.assertIn(said.get(name, ""), text)
            self.assertNotIn(str(self.folder), text)
            self.assertIn("To quote: one number a quantity", text)
        self.assertEqual(page_reader.words(page_reader.tree(self.page("index"))).count("page not whole"), 5)

    def test_any_flipped_bits_end_in_a_page(self):
        maps = self.results / "maps"
        names = self.ids("ok")
        for turn, name in enumerate(names):
            data = bytearray((maps / (name + ".h5")).read_bytes())
            for k in range(40):
                data[(k * 7919 + 104729 * turn) % len(data)] ^= 1 << (k % 8)
            (maps / (name + ".h5")).write_bytes(data)
        done = stiff("report", self.results)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        for name in names:
            page_reader.tree(self.page(name))

    def test_a_page_that_is_not_ours_is_never_touched(self):
        (self.results / "report").mkdir()
        foreign = self.results / "report" / "notes.html"
        foreign.write_text("<p>mine</p>")
        self.refused(73, "report", self.results, says="notes.html")
        self.assertEqual(foreign.read_text(), "<p>mine</p>")
        self.ok("report", self.results, "--out", self.folder / "new" / "pages")
        self.assertTrue((self.folder / "new" / "pages" / "index.html").exists())
        self.refused(73, "report", self.results, "--out", self.results / "results.h5")


class Again(ReportTest):
    def contents(self):
        return {page.name: page.read_bytes() for page in self.pages()}

    def test_equal_input_gives_equal_bytes_for_any_number_of_workers(self):
        self.ok("report", self.results, "--jobs", "1")
        one = self.contents()
        self.ok("report", self.results, "--jobs", "4")
        self.assertEqual(self.contents(), one)
        shutil.rmtree(self.results / "report")
        elsewhere = self.folder / "else where"
        self.results.rename(elsewhere)
        self.ok("report", elsewhere, cwd=self.folder)
        self.results = elsewhere
        self.assertEqual(self.contents(), one)

    def test_pages_of_before_are_replaced_and_old_ones_go(self):
        self.ok("report", self.results)
        old = self.page("sub-77_swe")
        shutil.copy(self.page(ID), old)
        (self.results / "report" / "notes.txt").write_text("mine")
        before = self.contents()
        self.page(ID).write_bytes(self.page("index").read_bytes())
        self.ok("report", self.results)
        self.assertFalse(old.exists())
        before.pop(old.name)
        self.assertEqual(self.contents(), before)
        self.assertEqual((self.results / "report" / "notes.txt").read_text(), "mine")


class Hostile(ReportTest):
    """Labels and file names of strangers."""

    def test_labels_are_text(self):
        with h5py.File(self.results / "results.h5", "a") as f:
            for column in ("participant", "session", "muscle", "side", "site", "state", "posture", "device", "run",
                           "message"):
                f["recordings"][column][...] = [HOSTILE] * len(f["recordings"][column])
            f["estimates/roi"][...] = [HOSTILE] * len(f["estimates/roi"])
            f["estimates/method"][...] = [HOSTILE] * len(f["estimates/method"])
            for group in ("recordings", "estimates"):
                candidate_study.seal(f[group])
        self.ok("report", self.results)
        self.assertEqual(len(self.pages()), 10)
        for page in self.pages():
            text = page.read_text(encoding="utf-8")
            self.assertNotIn("<script", text)
            self.assertNotIn("<img", text)
            self.assertIn(HOSTILE, page_reader.words(page_reader.tree(page)))

    def test_names_lead_nowhere_else(self):
        names = ["../../up", "/etc/x", ".hidden", "index", "a b#c?d%20.h5", "<b>&\"'", "x" * 300, "line\nbreak",
                 "é" * 100]
        with h5py.File(self.results / "results.h5", "a") as f:
            ids = [name.decode() for name in f["recordings/recording_id"][()]]
            new = dict(zip(ids, names))
            for group in ("recordings", "estimates"):
                column = f[group]["recording_id"]
                column[...] = [new[name.decode()] for name in column[()]]
                candidate_study.seal(f[group])
        done = stiff("report", self.results)
        self.assertEqual(done.returncode, 1)    # the maps have other names
        report = self.results / "report"
        everything = {path.relative_to(self.folder) for path in self.folder.rglob("*") if path.suffix == ".html"}
        self.assertEqual(everything, {path.relative_to(self.folder) for path in report.glob("*.html")})
        self.assertEqual(len(everything), 10)
        links = [link.get("href") for link in page_reader.tree(self.page("index")).iter("a")]
        targets = [report / urllib.parse.unquote(link) for link in links]
        self.assertEqual(len(set(targets)), 9)
        for target in targets:
            self.assertTrue(target.exists())
            self.assertEqual(target.parent, report)


class VoidElements(html.parser.HTMLParser):
    """What HTML itself makes of a page: elements that end by `/>` are void or within a drawing."""
    VOID = {"meta", "br"}

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        if tag not in self.VOID and "svg" not in self.open:
            self.wrong.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append("/" + tag)


class Html(ReportTest):
    def test_html_reads_the_same_tree_as_xml(self):
        labels = np.zeros((13, 41), int)
        labels[4:7, 18:26] = 1
        candidate_study.write(self.results, {ID: labels})
        self.ok("report", self.results)
        for page in self.pages():
            reader = VoidElements()
            reader.feed(page.read_text(encoding="utf-8"))
            self.assertEqual((reader.open, reader.wrong), ([], []), page.name)


if __name__ == "__main__":
    unittest.main()
