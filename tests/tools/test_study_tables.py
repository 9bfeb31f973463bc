"""The tables of a study: `stiff info STUDY` says who lacks what, and refuses lines that are wrong."""

import re
import unittest

from stiff_program import EndToEnd, SOURCE, stiff


def table(*rows):
    return "\n".join("\t".join(row) for row in rows) + "\n"


class StudyTables(EndToEnd):
    def setUp(self):
        super().setUp()
        self.study = self.folder / "study"
        self.ok("simulate", "trial", "--out", self.study, "--people", "4", "--sessions", "3")

    def edit(self, name, change):
        path = self.study / name
        before = path.read_text()
        after = change(before)
        self.assertNotEqual(before, after)
        path.write_text(after)

    def info(self, code=0):
        done = stiff("info", self.study)
        self.assertEqual(done.returncode, code, (done.stdout, done.stderr))
        return done

    def lines(self, name, code=0):
        found = [line[2:].strip() for line in self.info(code).stdout.splitlines()[1:]]
        return [line[len(name):].strip() for line in found if line.startswith(name + "  ")]

    def test_a_whole_study_lacks_nothing(self):
        out = self.info().stdout
        self.assertIn("48 of 8 participants; sessions: followup1 16, post 16, pre 16", out)
        self.assertRegex(out, r"participants.tsv +8 rows; columns: sex, age, group; groups: control 4, treatment 4")
        self.assertRegex(out, r"treatments.tsv +8 rows: ischemic_compression 4, rest 4")
        self.assertRegex(out, r"outcomes.tsv +48 rows: pain 24, pressure_pain_threshold 24")
        self.assertEqual(self.lines("lacks"), [])
        self.assertEqual(self.lines("check"), ["complete"])

    def test_who_lacks_what(self):
        self.edit("participants.tsv", lambda t: re.sub(r"sub-03.*\n", "", t) + "sub-99\tF\t30\tcontrol\n")
        self.edit("sessions.tsv", lambda t: re.sub(r"sub-02\tses-post.*\n", "", t) + "sub-99\tses-pre\tbaseline\t0\n")
        self.edit("outcomes.tsv", lambda t: re.sub(r"sub-04.*\n", "", t))
        self.edit("treatments.tsv", lambda t: t + "sub-98\tses-pre\tn/a\tn/a\tmassage\tn/a\tn/a\n")
        self.assertEqual(self.lines("lacks"), [
            "no row in participants.tsv: 03",
            "in participants.tsv, without a recording: 99",
            "no row in sessions.tsv: 02 post",
            "in sessions.tsv, without a recording: 99 pre",
            "in treatments.tsv, not in participants.tsv: 03, 98",
            "in treatments.tsv, without a recording: 98",
            "in outcomes.tsv, not in participants.tsv: 03",
            "no outcome at all: 04",
            "in outcomes.tsv, a session that is nowhere else: 02 post",
        ])
        self.assertEqual(self.lines("check"), ["readable, with what it lacks"])

    def test_wrong_lines_are_all_named_and_refused(self):
        self.edit("outcomes.tsv", lambda t: re.sub(r"(sub-01\tses-pre\tpain\t)[\d.]+", r"\g<1>12", t))
        self.edit("treatments.tsv", lambda t: t.replace("ischemic_compression", "ischemic comprehension", 1))
        done = self.info(65)
        self.assertIn("outcomes.tsv, line 2, column 'value': 12 is outside 0 to 10, the scale of 'pain'", done.stdout)
        self.assertIn("treatments.tsv, line 2, column 'technique': there is no technique 'ischemic comprehension'; "
                      "the nearest: ischemic_compression", done.stdout)
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertIn("2 faults in its tables: treatments.tsv, line 2", done.stderr)
        # A comparison refuses the same, with one line.
        self.refused(65, "compare", "link", self.study, says="treatments.tsv, line 2, column 'technique'")

    def test_a_study_s_own_techniques(self):
        self.edit("treatments.tsv", lambda t: t.replace("ischemic_compression", "Moxa", 1))
        self.info(65)
        (self.study / "techniques.tsv").write_text("technique\tsynonyms\nmoxibustion\tmoxa\n")
        self.assertIn("moxibustion 1", self.info().stdout)

    def test_spellings_of_spreadsheets(self):
        """A byte order mark, semicolons, quotes, decimal commas, n/a, UTF-16, columns in another order."""
        rows = [line.split("\t") for line in (self.study / "outcomes.tsv").read_text().splitlines()]
        text = "\r\n".join(";".join('"%s"' % cell.replace(".", ",") for cell in reversed(row)) for row in rows)
        before = self.info().stdout
        (self.study / "outcomes.tsv").write_bytes(b"\xef\xbb\xbf" + text.encode())
        self.assertEqual(self.info().stdout, before)
        (self.study / "outcomes.tsv").write_bytes(text.encode("utf-16"))
        self.assertEqual(self.info().stdout, before)

    def test_dates_and_notes_are_not_kept(self):
        day = {"pre": "2024-03-05", "post": "2024-03-12", "followup1": "2024-03-19"}
        rows = [line.split("\t") for line in (self.study / "sessions.tsv").read_text().splitlines()]
        dated = [rows[0][:3] + ["date", "note"]] + [row[:3] + [day[row[1][4:]], "Mrs Roe"] for row in rows[1:]]
        self.ok("compare", "link", self.study, "--name", "a")
        (self.study / "sessions.tsv").write_text(table(*dated))
        self.assertRegex(self.info().stdout, r"columns not kept +sessions.tsv: note")
        self.ok("compare", "link", self.study, "--name", "b")
        pairs = (self.study / "comparisons" / "b_pairs.csv").read_bytes()
        self.assertEqual((self.study / "comparisons" / "a_pairs.csv").read_bytes(), pairs)
        for path in (self.study / "comparisons").iterdir():
            self.assertNotIn(b"2024", path.read_bytes())
            self.assertNotIn(b"Roe", path.read_bytes())

    def test_empty_and_strange_folders(self):
        empty = self.folder / "empty"
        empty.mkdir()
        self.refused(66, "info", empty, says="no recording, no results.h5 and no table")
        (empty / "sessions.tsv").write_text("")
        self.refused(65, "info", empty, says="sessions.tsv")
        (empty / "sessions.tsv").write_text("session_id\tday\n")
        self.assertIn("0 rows", self.ok("info", empty))
        (empty / "sessions.tsv").write_text("session_id\tday\npre\tone\n")
        self.refused(65, "info", empty, says="sessions.tsv, line 2, column 'day'")

    def test_the_examples_of_the_document(self):
        text = (SOURCE / "datasets" / "FORMAT.md").read_text(encoding="utf-8")
        study = self.folder / "document"
        study.mkdir()
        for name in ("participants", "sessions", "treatments", "outcomes"):
            example = re.search(r"^`%s\.tsv`.*?^```\n(.*?)^```" % name, text, re.M | re.S)
            (study / (name + ".tsv")).write_text(example.group(1))
        out = self.ok("info", study)
        self.assertRegex(out, r"sessions.tsv +3 rows: fu 1, post 1, pre 1")
        self.assertRegex(out, r"treatments.tsv +2 rows: dry_needling 1, rest 1")
        self.assertRegex(out, r"outcomes.tsv +4 rows: neck_disability_index 1, pain 2, pressure_pain_threshold 1")
        self.assertRegex(out, r"columns not kept +treatments.tsv: note")

    def test_recordings_of_a_study_and_their_sidecars(self):
        study = self.folder / "recorded"
        self.ok("simulate", "trial", "--out", study, "--people", "2", "--taps", "2", "--recordings")
        out = self.ok("info", study)
        self.assertIn("16 of 4 participants; sessions: post 8, pre 8; myotonometry 16", out)
        next(study.glob("sub-02/ses-post/*right*")).unlink()
        self.assertIn("recordings that are missing: 02 post uppertrapezius right", self.ok("info", study))


if __name__ == "__main__":
    unittest.main()
