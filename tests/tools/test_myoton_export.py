"""stiff import --from myoton-export: every row accounted for, and nobody's name in any byte."""

import csv
import json
import os
import unittest

import h5py
import numpy
import xarray

from stiff_program import EndToEnd, SHARED_DATA, stiff

HEADER = ("Measurement ID;Measurement time;Iteration;Subject ID;Subject name;Birth date;Gender;Height;Weight;BMI;Dominant "
          "side;Pattern;Object;Location;Position;Side;State;Frequency;Stiffness;Decrement;Relaxation;Creep;Taptime;"
          "Operator;Device SN;Year;Month;Week;Weekday;Period\n")
ROW = ("7,62E+18;09/03/2026;{tap};{id};Xaverius Quandt;17/08/1961;Male;170;65;22;Right;Leg;{muscle};;Prone;{side};"
       "Relaxed;15,2;{s};1,05;20,1;1,20;15;Zbigniew;SN-77;2026;3;11;1;Day\n")
PRIVATE = (b"quandt", b"xaverius", b"zbigniew", b"1961", b"sn-77", b"7,62", b"09/03/2026", b"2026-03")


def row(tap=1, id="S01", muscle="Soleus", side="Left", s="270"):
    return ROW.format(tap=tap, id=id, muscle=muscle, side=side, s=s)


def table(file, group):
    return xarray.open_dataset(file, group=group).to_dataframe()


class ImportTest(EndToEnd):
    def run_import(self, *files, code=0, more=()):
        out = self.folder / "device.h5"
        done = stiff("import", *files, "--from", "myoton-export", "--out", out, *more)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, "")
        return out, done.stderr

    def write(self, name, *rows):
        path = self.folder / name
        path.write_text(HEADER + "".join(rows))
        return path

    def private_in(self, *contents):
        return [word for word in PRIVATE for content in contents if word in content.lower()]


class MyotonExport(ImportTest):
    def test_no_private_word_is_in_any_byte(self):
        export = self.write("quandt.csv", row(1), row(2, id="Quandt"), row(3, muscle="Quandt"), row(4, side="Zbigniew"),
                            row(5, s="Quandt"), row(6))
        out, messages = self.run_import(export, code=1)
        self.assertEqual(self.private_in(out.read_bytes(), messages.encode()), [])
        self.assertEqual(sorted(os.listdir(self.folder)), ["device.h5", "quandt.csv"])
        self.assertIn("6 rows: 3 imported, 0 duplicates, 3 refused", messages)
        self.assertEqual(set(table(out, "recordings").participant), {"S01", "p01"})
        # A file with nothing good, or that is no export, says so without repeating a cell.
        for text in (HEADER + row(s="0"), row() + row()):
            (self.folder / "bad.csv").write_text(text)
            said = self.refused(65, "import", self.folder / "bad.csv", "--from", "myoton-export", "--out",
                                self.folder / "no.h5")
            self.assertEqual(self.private_in(said.encode()), [])
            self.assertFalse((self.folder / "no.h5").exists())

    def test_names_birth_dates_and_the_order_of_files_change_no_byte(self):
        export = self.write("a.csv", row(1), row(2))
        out, _ = self.run_import(export)
        first = out.read_bytes()
        out.unlink()
        text = export.read_text().replace("Xaverius Quandt", "Someone Else").replace("Zbigniew", "Other")
        export.write_text(text)
        self.assertEqual(self.run_import(export)[0].read_bytes(), first)

    def test_two_exports_that_overlap_give_each_tap_once(self):
        a = self.write("a.csv", row(1, s="270"), row(2, s="271"))
        b = self.write("b.csv", row(2, s="271"), row(3, s="272"), row(1, side="R", s="280"))
        out, messages = self.run_import(a, b)
        self.assertIn("5 rows: 4 imported, 1 duplicate, 0 refused", messages)
        account = table(out, "account")
        self.assertEqual(list(account.fate), ["imported", "imported", "duplicate", "imported", "imported"])
        self.assertEqual(list(account.file), [1, 1, 2, 2, 2])
        self.assertEqual(account.reason[2], "the same as line 3 of file 1")

    def test_tables_of_the_user_map_places_and_muscles(self):
        export = self.write("a.csv", row(1, muscle="Point 7"), row(2, muscle="Popliteus"))
        self.refused(65, "import", export, "--from", "myoton-export", "--out", self.folder / "no.h5", says="no muscle")
        (self.folder / "sites.tsv").write_text("text\tmuscle\tsite\npoint 7\tuppertrapezius\tP7\n")
        (self.folder / "muscles.tsv").write_text("label\tname\npopliteus\tpopliteus\n")
        out, _ = self.run_import(export, more=("--sites", self.folder / "sites.tsv", "--muscles",
                                               self.folder / "muscles.tsv", "--device", "MyotonPRO"))
        recordings = table(out, "recordings")
        self.assertEqual(set(zip(recordings.muscle, recordings.site)), {("uppertrapezius", "p7"), ("popliteus", "")})
        self.assertEqual(set(recordings.device), {"MyotonPRO"})
        with h5py.File(out) as file:
            inputs = [text.split("  ")[1] for text in file.attrs["input_sha256"]]
        self.assertEqual(inputs, ["myoton-export (what is kept of it)", "muscles.tsv", "sites.tsv"])

    def test_the_output_is_one_file_and_is_not_overwritten(self):
        export = self.write("a.csv", row())
        self.refused(64, "import", export, "--from", "myoton-export", "--out", self.folder / "x", says="must end in .h5")
        self.run_import(export)
        self.refused(73, "import", export, "--from", "myoton-export", "--out", self.folder / "device.h5")


@unittest.skipUnless((SHARED_DATA / "myotonometry" / "device_export.csv").exists(), "the shared data are not there")
class SharedExport(ImportTest):
    """The export of the shared study against its file, read by Python, and against the taps' truth."""

    def test_every_row_is_accounted_for_and_the_taps_are_those_of_the_study(self):
        source = SHARED_DATA / "myotonometry" / "device_export.csv"
        with open(source, encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, delimiter=";"))
        header, rows = lines[0], lines[1:]
        out, messages = self.run_import(source)
        for word in ("NAME-", "01/01/1990", "1990-01-01", "OP1", "SN-TEST", "7,62E", "09/03/2026", "16/03/2026"):
            self.assertNotIn(word.encode(), out.read_bytes())
            self.assertNotIn(word, messages)

        account = table(out, "account")
        self.assertEqual(list(account.line), list(range(2, len(rows) + 2)))
        seen = set()
        for fate, cells in zip(account.fate, rows):
            self.assertEqual(fate, "duplicate" if tuple(cells) in seen else "imported")
            seen.add(tuple(cells))
        self.assertEqual((account.fate == "duplicate").sum(), 5)

        truth = {(one["participant"][4:], {"pre": "1", "post": "2"}[one["session"]], one["side"]): one for one in
                 json.loads((source.parent / "truth.json").read_text())}
        estimates = table(out, "estimates").set_index(["recording_id", "quantity", "repeat"]).value
        recordings = table(out, "recordings").set_index("recording_id")
        columns = {"oscillation_frequency": "Frequency", "dynamic_stiffness": "Stiffness", "log_decrement": "Decrement",
                   "myoton_relaxation_time": "Relaxation", "myoton_creep_ratio": "Creep"}
        errors = []
        for (_, line), cells in zip(account.iterrows(), rows):
            if line.fate != "imported":
                continue
            for quantity, name in columns.items():
                self.assertEqual(estimates[line.recording_id, quantity, line["repeat"]],
                                 float(cells[header.index(name)].replace(",", ".")))
            who = recordings.loc[line.recording_id]
            true = truth[who.participant, who.session, who.side]
            k = true["stiffness_N_per_m"][line["repeat"] - 1]
            errors.append(estimates[line.recording_id, "dynamic_stiffness", line["repeat"]] - k)
            # D = 2 pi zeta / sqrt(1 - zeta^2), to the last digit of the export.
            zeta = true["damping_ratio"]
            decrement = 2 * numpy.pi * zeta / numpy.sqrt(1 - zeta**2)
            self.assertLess(abs(estimates[line.recording_id, "log_decrement", line["repeat"]] - decrement), 0.0051)
        # Whole N/m: the right tap of the right set is within the rounding.
        self.assertLess(numpy.abs(errors).max(), 0.51)
        self.assertEqual(len(table(out, "missing")), 6)  # 234 of 240 taps


if __name__ == "__main__":
    unittest.main()
