"""`stiff baseline`: a cohort's limits, merging without raw data, what is published, and what is refused."""

import math
import re
import unittest

import h5py
import numpy as np
import xarray

from stiff_program import EndToEnd, stiff


def readings(people, seed, first=0, sides=("left", "right"), device="scanner", quantity="shear_modulus", units="kPa"):
    """A scanner's table of healthy masseters: ln kPa normal, 0.2 between people and 0.1 within."""
    rng = np.random.default_rng(seed)
    lines = ["participant;muscle;side;state;device;quantity;units;value"]
    for person in range(first, first + people):
        centre = math.log(10) + 0.2 * rng.standard_normal()
        for side in sides:
            value = math.exp(centre + 0.1 * rng.standard_normal())
            lines.append(f"p{person};masseter;{side};rest;{device};{quantity};{units};{value:.9g}")
    return "\n".join(lines) + "\n"


def logs_of(table):
    """ln value by person, as the table has them."""
    people = {}
    for line in table.splitlines()[1:]:
        cells = line.split(";")
        people.setdefault(cells[0], []).append(math.log(float(cells[-1])))
    return people


class BaselineTest(EndToEnd):
    def results(self, name, table):
        path = self.folder / (name + ".csv")
        path.write_text(table)
        self.ok("import", path, "--from", "readings", "--out", self.folder / (name + ".h5"))
        return self.folder / (name + ".h5")

    def built(self, name, table, *options):
        out = self.folder / (name + "_healthy.h5")
        self.ok("baseline", "build", self.results(name, table), "--out", out, *options)
        return out

    def entries(self, path):
        return xarray.open_dataset(path, group="entries").to_dataframe()


class Build(BaselineTest):
    def test_numbers_are_those_of_the_table(self):
        table = readings(20, seed=1)
        healthy = self.built("a", table)
        entries = self.entries(healthy)
        self.assertEqual(list(entries.side), ["all", "left", "right"])
        whole = entries.iloc[0]
        logs = logs_of(table)
        means = np.array([np.mean(values) for values in logs.values()])
        within = np.mean([np.var(values, ddof=1) for values in logs.values()])
        self.assertEqual((whole.n_people, whole.n_values), (20, 40))
        self.assertAlmostEqual(whole.location, math.exp(means.mean()), places=6)
        # One value of one person: S2 + (1 - 1/2) MSW.
        self.assertAlmostEqual(whole.sd_total, math.sqrt(means.var(ddof=1) + within / 2), places=9)
        self.assertAlmostEqual(whole.sd_within, math.sqrt(within), places=6)
        self.assertAlmostEqual(whole.sd_between, math.sqrt(means.var(ddof=1) - within / 2), places=6)
        # A side has one value a person: the printed factor of 20 people (Odeh and Owen) is 2.396.
        left = entries.iloc[1]
        self.assertAlmostEqual(left.tolerance_factor, 2.396, delta=0.0006)
        firsts = np.array([values[0] for values in logs.values()])
        self.assertAlmostEqual(math.log(left.upper_limit), firsts.mean() + left.tolerance_factor * firsts.std(ddof=1),
                               places=6)
        people = xarray.open_dataset(healthy, group="people").to_dataframe()
        self.assertEqual(len(people), 60)
        centiles = xarray.open_dataset(healthy, group="centiles").to_dataframe()
        self.assertEqual(len(centiles), 27)

    def test_no_label_of_a_person_is_in_the_file(self):
        table = readings(12, seed=2).replace("p3;", "Annemarie;")
        (self.folder / "participants.tsv").write_text("participant_id\tsex\tage\nAnnemarie\tF\t93\n")
        healthy = self.built("a", table, "--participants", self.folder / "participants.tsv")
        data = healthy.read_bytes()
        for label in (b"Annemarie", b"p7", str(self.folder).encode()):
            self.assertNotIn(label, data)
        people = xarray.open_dataset(healthy, group="people").to_dataframe()
        self.assertEqual(sorted(set(people.sex)), ["", "female"])
        self.assertEqual(np.nanmax(people.age), 90)
        means = people[people.entry == 0]["mean"].to_numpy()
        self.assertTrue((np.diff(means) >= 0).all())

    def test_sex_and_age_where_people_are_enough(self):
        lines = ["participant_id\tsex\tage\tgroup"]
        lines += [f"p{i}\t{'F' if i % 2 else 'M'}\t{20 + i}\t{'control' if i < 30 else 'pain'}" for i in range(40)]
        (self.folder / "participants.tsv").write_text("\n".join(lines) + "\n")
        healthy = self.built("a", readings(40, seed=3), "--participants", self.folder / "participants.tsv", "--group",
                             "control")
        whole = self.entries(healthy).iloc[0]
        self.assertEqual(whole.n_people, 30)
        self.assertTrue(math.isfinite(whole.sex_effect) and math.isfinite(whole.age_effect))
        self.assertIn("ten years of age", self.ok("baseline", "show", healthy))

    def test_three_people_and_one_say_so(self):
        three = self.built("three", readings(3, seed=4, sides=("left",)))
        shown = self.ok("baseline", "show", three)
        self.assertIn("3 people: the limits lie 7.66 SD from the centre, 1.64 if all people were known", shown)
        one = self.built("one", readings(1, seed=5))
        shown = self.ok("baseline", "show", one)
        self.assertIn("1 person: no spread between people, so no limits", shown)
        self.assertNotIn("upper limit", shown)
        self.assertTrue(math.isnan(self.entries(one).iloc[0].upper_limit))

    def test_info_knows_the_file(self):
        said = self.ok("info", self.built("a", readings(4, seed=30)))
        self.assertIn("stiff baseline", said)
        self.assertRegex(said, r"entries +3")
        self.assertRegex(said, r"muscles +masseter")

    def test_equal_input_gives_equal_bytes(self):
        results = self.results("a", readings(15, seed=6))
        for name in ("x.h5", "y.h5"):
            self.ok("baseline", "build", results, "--out", self.folder / name)
        self.assertEqual((self.folder / "x.h5").read_bytes(), (self.folder / "y.h5").read_bytes())

    def test_two_studies_have_different_people_unless_told(self):
        left = self.results("l", readings(8, seed=7, sides=("left",)))
        right = self.results("r", readings(8, seed=8, sides=("right",)))
        self.ok("baseline", "build", left, right, "--out", self.folder / "two.h5")
        self.ok("baseline", "build", left, right, "--same-people", "--out", self.folder / "same.h5")
        self.assertEqual(self.entries(self.folder / "two.h5").iloc[0].n_people, 16)
        self.assertEqual(self.entries(self.folder / "same.h5").iloc[0].n_people, 8)


class Merge(BaselineTest):
    def test_merged_is_built_of_both(self):
        a, b = readings(14, seed=10), readings(9, seed=11, first=14)
        first, second = self.built("a", a), self.built("b", b)
        self.ok("baseline", "merge", first, second, "--out", self.folder / "merged.h5")
        joint = self.built("joint", a + b.split("\n", 1)[1])
        merged, joint = self.entries(self.folder / "merged.h5"), self.entries(joint)
        self.assertEqual(merged.shape, joint.shape)
        for column in merged.columns:
            if merged[column].dtype.kind == "f":
                np.testing.assert_array_equal(merged[column], joint[column], err_msg=column)
            else:
                self.assertEqual(list(merged[column]), list(joint[column]))

    def test_the_same_people_are_not_counted_twice(self):
        first = self.built("a", readings(10, seed=12))
        self.refused(65, "baseline", "merge", first, first, "--out", self.folder / "m.h5", says="count twice")
        # Another file of the same people, by another name.
        again = self.built("b", readings(10, seed=12) + "\n")
        self.refused(65, "baseline", "merge", first, again, "--out", self.folder / "m.h5", says="twice")

    def test_other_devices_stay_apart(self):
        first = self.built("a", readings(5, seed=13))
        second = self.built("b", readings(5, seed=14, device="other"))
        self.ok("baseline", "merge", first, second, "--out", self.folder / "m.h5")
        entries = self.entries(self.folder / "m.h5")
        self.assertEqual(sorted(set(entries.device)), ["other", "scanner"])
        self.assertEqual(len(entries), 6)


class Refusals(BaselineTest):
    def test_no_such_muscle_or_quantity_says_what_there_is(self):
        healthy = self.built("a", readings(5, seed=20))
        self.refused(65, "baseline", "show", healthy, "--muscle", "soleus", says="there is masseter")
        self.refused(65, "baseline", "show", healthy, "--quantity", "viscosity", says="there is shear_modulus")
        self.refused(65, "baseline", "published", "--muscle", "hamster", says="masseter")

    def test_a_recording_without_a_person(self):
        table = readings(5, seed=21).replace("p2;", ";")
        results = self.results("a", table)
        self.refused(65, "baseline", "build", results, "--out", self.folder / "h.h5", says="has no participant")
        self.assertFalse((self.folder / "h.h5").exists())

    def test_files_that_are_no_baseline(self):
        results = self.results("a", readings(5, seed=22))
        self.refused(65, "baseline", "show", results, says="stiff baseline")
        self.refused(66, "baseline", "show", self.folder / "absent.h5")
        healthy = self.built("b", readings(5, seed=23))
        self.refused(65, "baseline", "build", healthy, "--out", self.folder / "h.h5")
        self.refused(73, "baseline", "build", results, "--out", healthy, says="is there already")
        whole = healthy.read_bytes()
        cut = self.folder / "cut.h5"
        cut.write_bytes(whole[: len(whole) // 2])
        self.refused(65, "baseline", "show", cut)
        with h5py.File(healthy, "a") as f:
            f.attrs["format_version"] = 2
        self.refused(65, "baseline", "show", healthy, says="newer")
        healthy.write_bytes(whole)
        with h5py.File(healthy, "a") as f:
            f["entries/units"][0] = "Pa"
        self.refused(65, "baseline", "show", healthy, says="edited")

    def test_the_command_line(self):
        results = self.results("a", readings(5, seed=24))
        out = self.folder / "h.h5"
        self.refused(64, "baseline", "build", results)
        self.refused(64, "baseline", "build", results, results, "--out", out, says="twice")
        self.refused(65, "baseline", "build", results, "--out", out, "--group", "control", says="participants.tsv")
        self.refused(65, "baseline", "build", results, "--out", out, "--session", "pre", says="no number is left")
        self.refused(64, "baseline", "build", results, "--out", out, "--content", "1.5")
        self.refused(64, "baseline", "merge", out, "--out", self.folder / "m.h5")


class Published(EndToEnd):
    def test_values_come_with_their_sources_and_are_marked_weaker(self):
        shown = self.ok("baseline", "published", "--muscle", "masseter")
        self.assertIn("weaker", shown)
        self.assertIn("10.1055/s-0044-102013", shown)
        self.assertRegex(shown, r"2\.45 \+- 0\.25 m s-1")
        self.assertNotIn("\nsoleus", shown)
        whole = self.ok("baseline", "published")
        healthy, in_pain = whole.split("NOT healthy")
        self.assertNotIn("taut band", healthy)
        self.assertIn("taut band", in_pain)
        self.assertEqual(len(re.findall(r"^      (from its|not checked)", whole, flags=re.M)),
                         len(re.findall(r"^  \w", whole, flags=re.M)))

    def test_a_muscle_by_another_name(self):
        self.assertIn("upper trapezius", self.ok("baseline", "published", "--muscle", "uppertrapezius"))

    def test_the_family_lists_its_members(self):
        done = stiff("baseline")
        for name in ("build", "show", "merge", "published"):
            self.assertIn("baseline " + name, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
