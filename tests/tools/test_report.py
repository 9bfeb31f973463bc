"""`stiff report`: pages that are well-formed, whole, fetch nothing, and show what the files hold."""

import re
import unittest

import h5py
import numpy as np
import xarray

import candidate_study
import page_reader
from report_study import ID, ReportTest
from stiff_program import stiff

TITLES = {"Logarithmic decrement": "log_decrement", "Relaxation time (myotonometer)": "myoton_relaxation_time",
          "Creep ratio (myotonometer)": "myoton_creep_ratio", "Kelvin-Voigt spring": "kelvin_voigt_spring",
          "Kelvin-Voigt dashpot": "kelvin_voigt_dashpot", "Young\u2019s modulus": "young_modulus"}


class Pages(ReportTest):
    def test_each_recording_has_a_page_and_the_index_links_it(self):
        self.ok("report", self.results)
        self.assertEqual([page.stem for page in self.pages()], sorted(self.ids() + ["index"]))
        root = page_reader.tree(self.page("index"))
        links = [link.get("href") for link in root.iter("a")]
        self.assertEqual(sorted(links), sorted(name + ".html" for name in self.ids()))
        self.assertIn("9 recordings: 8 ok, 1 refused, 0 failed", page_reader.words(root))
        self.assertIn("refused: no push (1)", page_reader.words(root))

    def test_pages_are_well_formed_run_nothing_and_fetch_nothing(self):
        self.ok("report", self.results)
        for page in self.pages():
            root = page_reader.tree(page)
            text = page.read_text(encoding="utf-8")
            for word in ("<script", "http://", "https://", "//fonts", "url(", "@import", str(self.folder), "<iframe"):
                self.assertNotIn(word, text, page.name)
            for element in root.iter():
                self.assertFalse([name for name in element.attrib if name.startswith("on")], page.name)
                for name in ("src", "href"):
                    link = element.get(name, "")
                    self.assertRegex(link, r"^(|data:image/png;base64,[A-Za-z0-9+/=]+|[\w.%~-]+\.html)$")
            self.assertTrue(root.get("lang") == "en" and root.find("head/title").text)
            policy = [one.get("content") for one in root.iter("meta") if one.get("http-equiv")]
            self.assertTrue(policy[0].startswith("default-src 'none'"))
            self.assertIn("not a diagnosis", page_reader.words(root))

    def test_what_is_drawn_is_also_said(self):
        self.ok("report", self.results)
        drawings = 0
        for page in self.pages():
            root = page_reader.tree(page)
            for heading, drawing in page_reader.figures(root):
                drawings += 1
                self.assertEqual(drawing.get("role"), "img")
                self.assertGreater(len(drawing.get("aria-label")), 15)
                self.assertNotIn("nan", drawing.get("aria-label"))
                self.assertTrue(heading)
            for head in root.iter("th"):
                self.assertIn(head.get("scope"), ("row", "col"))
            self.assertNotRegex(page_reader.words(root), r"\b(nan|inf|-nan)\b")
        self.assertGreater(drawings, 25)

    def test_the_map_is_the_files_pixel_by_pixel(self):
        self.ok("report", self.results)
        drawings = dict(page_reader.figures(page_reader.tree(self.page(ID))))
        maps = xarray.open_dataset(self.results / "maps" / (ID + ".h5"))
        drawing = drawings["Shear modulus (kPa)"]
        ((link, x, y, width, height),), (bar,) = page_reader.fields(drawing)
        pixels, colours = page_reader.picture(link), page_reader.picture(bar)[::-1, 0]
        self.assertEqual(pixels.shape[:2], maps.shear_modulus.shape)
        self.assertEqual(len(colours), 254)
        value = maps.shear_modulus.values
        self.assertEqual((pixels[np.isnan(value)] == 200).all(), True)
        # Each pixel's colour is on the bar, as far up as the pixel's kPa is: a line, but for rounding. (Neighbours on
        # the bar may have one colour: then it is as far up as one of them.)
        known = np.isfinite(value)
        places = [np.flatnonzero((colours == pixel).all(axis=1)) for pixel in pixels[known]]
        first, last = np.array([[place[0], place[-1]] for place in places]).T
        free = (first > 0) & (last < 253)
        self.assertGreater(free.sum(), 200)
        slope, offset = np.polyfit(value[known][free], (first + last)[free] / 2, 1)
        line = slope * value[known][free] + offset
        self.assertTrue((line > first[free] - 0.6).all() and (line < last[free] + 0.6).all())
        # The bar's numbers: ends where the line says.
        texts = [(float(text.text), float(text.get("y"))) for text in drawing.findall("text")
                 if text.get("text-anchor") is None and re.fullmatch(r"[\d.]+", text.text)]
        self.assertGreaterEqual(len(texts), 3)
        frame = next(rect for rect in drawing.iter("rect"))
        top, tall = float(frame.get("y")), float(frame.get("height"))
        for number, at in texts:
            self.assertAlmostEqual((slope * number + offset) / 253, (top + tall - (at - 4)) / tall, delta=0.01)
        # A millimetre is as long down as along.
        span = [float(maps[name][-1] - maps[name][0]) * len(maps[name]) / (len(maps[name]) - 1) for name in ("lateral", "axial")]
        self.assertAlmostEqual(width / span[0], height / span[1], delta=0.02)

    def test_grey_pixels_are_counted_with_their_reasons(self):
        self.ok("report", self.results)
        root = page_reader.tree(self.page(ID))
        reason = xarray.open_dataset(self.results / "maps" / (ID + ".h5")).reason
        share = float((reason == 0).mean())
        self.assertRegex(page_reader.words(root), rf"{round(100 * share)} % of the pixels have a value")
        (rows,) = [rows for _, heads, rows in page_reader.tables(root) if heads[:2] == ["Share", "Reason"]]
        names = reason.flag_meanings.split()
        counted = {names[int(code)]: float((reason == code).mean()) for code in np.unique(reason.values) if code}
        self.assertEqual(len(rows), len(counted))
        shown = [float(re.match(r"(?:< )?([\d.]+)", row[0]).group(1)) / 100 for row in rows]
        np.testing.assert_allclose(shown, sorted(counted.values(), reverse=True), atol=0.005)

    def test_numbers_are_the_tables(self):
        self.ok("report", self.results)
        table = xarray.open_dataset(self.results / "results.h5", group="estimates").to_dataframe()
        for name in self.ids():
            rows = [row for caption, _, rows in page_reader.tables(page_reader.tree(self.page(name)))
                    if caption.startswith(("To quote", "Beside")) for row in rows]
            mine = table[table.recording_id == name]
            self.assertEqual(len(rows), len(mine))
            first = mine[(mine.primary == 1) & mine.value.notna()]
            for row in rows[:len(first)]:
                wanted = first[first.quantity == TITLES.get(row[0], row[0].lower().replace(" ", "_"))].iloc[0]
                if wanted.quantity.endswith("_p_value"):
                    self.assertTrue(row[4].startswith("< ") == (wanted.value < 0.001), row)
                    continue
                shown = page_reader.number(row[4])
                half = 0.5 * np.nan_to_num(wanted.ci_high - wanted.ci_low)
                self.assertLessEqual(abs(shown - wanted.value), max(0.06 * half, 1e-3 * abs(wanted.value)), row)

    def test_traces_are_drawn_as_their_instrument_asks(self):
        self.ok("report", self.results)
        wanted = {"myotonometry": ["Acceleration of the probe", "Displacement of the probe"],
                  "indentation": ["Force against depth", "Modulus over depth"],
                  "compression": ["Hold 1"], "twitch": ["Whole recording", "Search"]}
        for name in self.ids():
            for kind, headings in wanted.items():
                if name.endswith(kind):
                    drawings = dict(page_reader.figures(page_reader.tree(self.page(name))))
                    for heading in headings:
                        self.assertIn(heading, drawings, name)
                        lines = [path for path in drawings[heading].find("svg") if path.tag == "path"]
                        self.assertGreaterEqual(len(lines), 1)

    def test_a_refused_recording_says_why(self):
        self.ok("report", self.results)
        (name,) = self.ids("refused")
        said = page_reader.words(page_reader.tree(self.page(name)))
        self.assertIn("No number: this recording was refused.", said)
        self.assertIn("no push", said)

    def test_references_are_whole(self):
        self.ok("report", self.results)
        said = page_reader.words(page_reader.tree(self.page(ID)))
        self.assertIn("doi:10.1016/j.ultrasmedbio", said)
        with h5py.File(self.results / "maps" / (ID + ".h5")) as maps:
            for key in maps.attrs["references"]:
                self.assertNotIn(key, said)
            self.assertIn(maps.attrs["history"], said)
            for line in maps.attrs["options"]:
                self.assertIn(line.strip() if not line.endswith("= ") else line + "(empty)", said)


class Candidates(ReportTest):
    def setUp(self):
        super().setUp()
        shape = xarray.open_dataset(self.results / "maps" / (ID + ".h5")).shear_modulus.shape
        self.labels = np.zeros(shape, int)
        self.labels[4:9, 18:26] = 1
        self.labels[4, 18] = self.labels[8, 25] = 0
        self.labels[10:12, 30:36] = 2
        candidate_study.write(self.results, {ID: self.labels})

    def test_the_outline_holds_the_labels_pixels_and_no_others(self):
        self.ok("report", self.results)
        drawings = dict(page_reader.figures(page_reader.tree(self.page(ID))))
        for heading in ("Shear modulus (kPa)", "Standard error (kPa)", "Against the muscle\u2019s own field",
                        "Against healthy people"):
            drawing = drawings[heading]
            ((_, x, y, width, height),), _ = page_reader.fields(drawing)
            rows, columns = self.labels.shape
            edges = page_reader.outlines(drawing)
            self.assertEqual(len(edges), 2)
            for number, loops in enumerate(edges, start=1):
                for row in range(rows):
                    for column in range(columns):
                        at = (x + width * (column + 0.5) / columns, y + height * (row + 0.5) / rows)
                        self.assertEqual(page_reader.inside(loops, *at), self.labels[row, column] == number)
            numbers = [text.text for text in drawing.findall("text") if text.get("class") == "badge-text"]
            self.assertEqual(numbers, ["1", "2"])

    def test_found_stands_beside_expected(self):
        self.ok("report", self.results)
        said = page_reader.words(page_reader.tree(self.page(ID)))
        for words in ("2 candidates found in the shear modulus. In a healthy muscle like this one 0.050 would be found",
                      "p = 0.002", "12 % of the muscle lies above the healthy upper limit; in healthy muscle 2.0 %",
                      "baseline of 20 people", "felt in the temple & behind the eye", "nodule (compact)"):
            self.assertIn(words, said)
        index = page_reader.words(page_reader.tree(self.page("index")))
        self.assertIn("2 candidates found in 1 recording; in healthy muscles like these 0.050", index)
        self.assertIn("2 (0.050 expected)", index)
        other = page_reader.words(page_reader.tree(self.page("sub-01_muscle-phantom_swe")))
        self.assertIn("Nobody has looked for candidates", other)

    def test_candidates_of_other_results_are_said_to_be(self):
        with h5py.File(self.results / "candidates.h5", "a") as f:
            f.attrs.create("input_sha256", ["0" * 64 + "  results.h5"], dtype=h5py.string_dtype())
            candidate_study.seal(f)
        done = stiff("report", self.results)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("of other results", page_reader.words(page_reader.tree(self.page("index"))))

    def test_candidates_that_cannot_be_read(self):
        whole = (self.results / "candidates.h5").read_bytes()
        (self.results / "candidates.h5").write_bytes(whole[:1000])
        done = stiff("report", self.results)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("candidates could not be read", page_reader.words(page_reader.tree(self.page("index"))))
        self.assertEqual(len(self.pages()), 10)
        (self.results / "candidates.h5").write_bytes(whole)
        (self.results / "candidates" / (ID + ".h5")).unlink()
        done = stiff("report", self.results)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("candidates are not drawn", page_reader.words(page_reader.tree(self.page(ID))))


if __name__ == "__main__":
    unittest.main()
