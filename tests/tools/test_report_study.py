"""The page of a study's comparisons: what it draws and says is what the tables hold."""

import pathlib
import re
import shutil
import tempfile
import unittest

import h5py
import numpy as np
import xarray

import candidate_study
import page_reader
from stiff_program import EndToEnd, stiff

_made = None


def pristine_trial():
    """A simulated trial of two arms and four sessions with all its comparisons."""
    global _made
    if _made is None:
        import atexit
        folder = pathlib.Path(tempfile.mkdtemp(prefix="stiff-study-page-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        trial = folder / "trial"
        for words in (("simulate", "trial", "--out", trial, "--people", "9", "--sessions", "4", "--half-life", "14",
                       "--seed", "3"),
                      ("compare", "change", trial, "--pre", "pre", "--post", "post", "--margin-percent", "5"),
                      ("compare", "reliability", trial), ("compare", "model", trial), ("compare", "link", trial)):
            done = stiff(*words)
            assert done.returncode == 0, done.stderr
        _made = trial
    return _made


class StudyPage(EndToEnd):
    def setUp(self):
        super().setUp()
        self.trial = self.folder / "trial"
        shutil.copytree(pristine_trial(), self.trial)

    def table(self, group, name):
        return xarray.open_dataset(self.trial / "comparisons" / (name + ".h5"), group=group).to_dataframe()

    def root(self):
        return page_reader.tree(self.trial / "report" / "study.html")

    def figures(self):
        return dict(page_reader.figures(self.root()))

    def test_it_is_there_linked_and_keeps_to_a_pages_rules(self):
        self.ok("report", self.trial)
        index = page_reader.tree(self.trial / "report" / "index.html")
        self.assertIn("study.html", [link.get("href") for link in index.iter("a")])
        text = (self.trial / "report" / "study.html").read_text(encoding="utf-8")
        for word in ("<script", "http://", "https://", "url(", str(self.folder)):
            self.assertNotIn(word, text)
        said = page_reader.words(self.root())
        self.assertIn("not a diagnosis", said)
        self.assertNotRegex(said, r"\b(nan|inf)\b")
        for _, drawing in page_reader.figures(self.root()):
            self.assertEqual(drawing.get("role"), "img")
            self.assertGreater(len(drawing.get("aria-label")), 20)

    def forest(self, drawing):
        """Each row of a forest plot: label, note, value and ends on the axis that its numbers give."""
        ticks = [(float(text.text.replace("\u2212", "-")), float(text.get("x"))) for text in drawing.findall("text")
                 if text.get("text-anchor") == "middle" and text.get("class") is None]
        slope, offset = np.polyfit([x for _, x in ticks], [value for value, _ in ticks], 1)
        rows = {}
        for text in drawing.findall("text"):
            if text.get("text-anchor") is None and text.get("class") is None:
                rows.setdefault(float(text.get("y")) - 4, []).append(text.text)
        found = []
        for y, texts in rows.items():
            dots = [float(dot.get("cx")) for dot in drawing.iter("circle") if abs(float(dot.get("cy")) - y) < 0.1]
            bars = [(float(bar.get("x1")), float(bar.get("x2"))) for bar in drawing.findall("line")
                    if bar.get("class", "").startswith("line") and abs(float(bar.get("y1")) - y) < 0.1
                    and bar.get("y1") == bar.get("y2")]
            self.assertEqual((len(dots), len(bars), len(texts)), (1, 1, 2), texts)
            found.append((texts[0], texts[1], *(slope * x + offset for x in (dots[0], *bars[0]))))
        return found

    def test_the_forest_plot_is_the_tables(self):
        self.ok("report", self.trial)
        rows = self.forest(self.figures()["Dynamic stiffness"])
        table = self.table("changes", "change")
        shown = table[(table.estimator == "percent_change") & table.interval.isin(["t", "welch"])]
        self.assertEqual(len(rows), len(shown))
        for (label, note, value, low, high), (_, wanted) in zip(rows, shown.iterrows()):
            np.testing.assert_allclose((value, low, high), (wanted.value, wanted.ci_low, wanted.ci_high), atol=0.05)
            self.assertTrue(label.startswith("Upper trapezius, " + wanted.side), label)
            self.assertEqual("less " + wanted.versus in label, bool(wanted.versus), label)
            self.assertIn(f"n {wanted.n_people}", note)
            self.assertAlmostEqual(page_reader.number(note), wanted.value, delta=0.06)
            p = re.search(r"Holm\u00a0(.*)$", note).group(1)
            self.assertEqual(p, "<\u00a00.001" if wanted.p_holm < 0.001 else
                             f"=\u00a0{wanted.p_holm:.{3 if wanted.p_holm < 0.0995 else 2}f}")

    def test_each_person_is_there_before_and_after(self):
        self.ok("report", self.trial)
        people = self.table("responders", "change")
        figures = self.figures()
        for (side, arm, role), rows in people.groupby(["side", "arm", "role"]):
            drawing = figures[f"Upper trapezius, {side}, {arm} ({role})"]
            groups = [group for group in drawing.find("svg").iter("g")]
            self.assertEqual(len(groups), len(rows))
            heights = np.array([[float(dot.get("cy")) for dot in group] for group in groups])
            wanted = rows[["pre", "post"]].to_numpy()
            # Higher is stiffer: a straight line from values to px, falling.
            slope, offset = np.polyfit(wanted.ravel(), heights.ravel(), 1)
            self.assertLess(slope, 0)
            np.testing.assert_allclose(slope * wanted + offset, heights, atol=0.1)
            inks = [group.get("class").split()[-1] for group in groups]
            wanted = [{"softer": "ink-1", "stiffer": "ink-2"}.get(verdict, "ink-soft") for verdict in rows.verdict]
            self.assertEqual(inks, wanted)

    def test_responders_are_counted_and_sorted(self):
        self.ok("report", self.trial)
        rows = self.forest(self.figures()["Upper trapezius: who changed"])
        people = self.table("responders", "change")
        self.assertEqual(len(rows), len(people))
        treated = people[people.role == "treated"].sort_values("percent_change")
        np.testing.assert_allclose([row[2] for row in rows[:len(treated)]], treated.percent_change, atol=0.1)
        self.assertEqual([row[0] for row in rows[:len(treated)]], list(treated.participant))
        counts = self.table("responder_counts", "change")
        (shown,) = [rows for caption, _, rows in page_reader.tables(self.root()) if caption.startswith("How many changed")]
        self.assertEqual([row[4] for row in shown], [f"{row['count']} of {row.n_people}" for _, row in counts.iterrows()])

    def test_time_course_and_agreement_are_drawn(self):
        self.ok("report", self.trial)
        figures = self.figures()
        course = self.table("time_course", "change")
        dots = [dot for group in figures["Dynamic stiffness over time, upper trapezius"].find("svg").iter("g")
                for dot in group]
        self.assertEqual(len(dots), len(course) + course.groupby(["arm", "side"]).ngroups)
        differences = self.table("differences", "reliability")
        limits = self.table("limits_of_agreement", "reliability")
        pairs = limits[limits.design == "single"]
        drawings = [drawing for _, drawing in page_reader.figures(self.root())
                    if "Bland-Altman" in drawing.get("aria-label")]
        self.assertEqual(len(drawings), min(12, len(pairs)))
        for drawing, (_, row) in zip(drawings, pairs.iterrows()):
            mine = differences[(differences["first"] == row["first"]) & (differences.second == row.second)
                               & (differences.side == row.side)]
            dots = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in drawing.find("svg").iter("circle")]
            self.assertEqual(len(dots), len(mine))
            for k, column in ((0, "mean"), (1, "difference")):
                slope, offset = np.polyfit(mine[column], [dot[k] for dot in dots], 1)
                np.testing.assert_allclose(slope * mine[column] + offset, [dot[k] for dot in dots], atol=0.1)

    def test_methods_cite_their_references_by_number(self):
        self.ok("report", self.trial)
        root = self.root()
        said = page_reader.words(root)
        self.assertIn("The sessions pre and post were compared in 18 people (9 in the arm control, 9 in the arm "
                      "treatment).", said)
        self.assertIn("within \u00b15 %", said)
        (listed,) = [element for element in root.iter("ol")]
        references = [page_reader.words(item) for item in listed]
        cited = {int(number) for group in re.findall(r"\[([\d, ]+)\]", said) for number in group.split(", ")}
        self.assertEqual(cited, set(range(1, len(cited) + 1)))
        number = int(re.search(r"adjusted by Holm \[(\d+)\]", said).group(1))
        self.assertIn("Holm. A simple sequentially rejective", references[number - 1])
        self.assertFalse([one for one in references if re.fullmatch(r"[A-Z]\w+\d{4}[a-z]?", one)])

    def test_a_comparison_that_cannot_be_read_is_said_and_the_rest_is_shown(self):
        whole = (self.trial / "comparisons" / "model.h5").read_bytes()
        (self.trial / "comparisons" / "model.h5").write_bytes(whole[:len(whole) // 2])
        with h5py.File(self.trial / "comparisons" / "link.h5", "a") as f:
            del f["links/r"]
            candidate_study.seal(f["links"])
        done = stiff("report", self.trial)
        self.assertEqual(done.returncode, 1, done.stderr)
        said = page_reader.words(self.root())
        self.assertIn("comparisons/model.h5 could not be read", said)
        self.assertIn("link: the table 'links' has no column 'r'", said)
        self.assertIn("Dynamic stiffness: responders", said)

    def test_without_comparisons_there_is_no_such_page(self):
        self.ok("report", self.trial)
        shutil.rmtree(self.trial / "comparisons")
        self.ok("report", self.trial)
        self.assertFalse((self.trial / "report" / "study.html").exists())

    def test_labels_are_text_and_equal_input_gives_equal_bytes(self):
        hostile = "\"><script>alert(1)</script>&'"
        for name, group, columns in (("change", "responders", ("participant", "arm", "site", "muscle", "side")),
                                     ("change", "changes", ("arm", "versus", "muscle", "method", "state")),
                                     ("link", "links", ("outcome", "group", "muscle"))):
            with h5py.File(self.trial / "comparisons" / (name + ".h5"), "a") as f:
                for column in columns:
                    f[group][column][...] = [hostile] * len(f[group][column])
                candidate_study.seal(f[group])
        self.ok("report", self.trial)
        first = (self.trial / "report" / "study.html").read_bytes()
        self.assertNotIn(b"<script", first)
        self.assertIn(hostile, page_reader.words(self.root()))
        self.ok("report", self.trial, "--jobs", "3")
        self.assertEqual((self.trial / "report" / "study.html").read_bytes(), first)


if __name__ == "__main__":
    unittest.main()
