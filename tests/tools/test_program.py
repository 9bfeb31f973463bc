"""The program as a whole: help, version, exit codes, config files, a standard output that goes away."""

import json
import re
import subprocess
import unittest

from stiff_program import EndToEnd, PROGRAM, SOURCE, stiff


def commands():
    """The names in the overview; a line is two spaces, the name, spaces, what it does."""
    return [match.group(1) for match in re.finditer(r"^  ([a-z]+(?: [a-z]+)*)  +\S", stiff("--help").stdout, re.M)]


class Help(EndToEnd):
    def test_every_command_has_help_with_an_example(self):
        self.assertIn("simulate swe", commands())
        for command in commands():
            with self.subTest(command):
                text = self.ok(*command.split(), "--help")
                self.assertEqual(text, self.ok("help", *command.split()))
                self.assertIn("Examples:\n  stiff " + command, text)
                self.assertNotRegex(text, r"\.\d{12}")

    def test_the_reference_is_up_to_date(self):
        """`stiff help --reference > tools/COMMANDS.md` writes it anew."""
        self.assertEqual((SOURCE / "tools" / "COMMANDS.md").read_text(encoding="utf-8"), self.ok("help", "--reference"))

    def test_the_version_is_the_project_s(self):
        version = re.search(r"project\(stiff VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text()).group(1)
        self.assertEqual(self.ok("--version"), f"stiff {version}\n")
        self.assertIn(f"version: {version}\n", (SOURCE / "CITATION.cff").read_text())


class Usage(EndToEnd):
    def test_a_wrong_command_line_is_one_line_and_64(self):
        self.refused(64, says="--help")
        self.refused(64, "unknown", says="unknown")
        self.refused(64, "simulate", says="simulate swe")
        self.refused(64, "simulate", "swe", says="--out")
        out = self.folder / "a.h5"
        self.refused(64, "simulate", "swe", "--out", out, "--sped", "2", says="sped")
        self.refused(64, "simulate", "swe", "--out", out, "--spee", "2", says="spee")  # no prefix is guessed
        self.refused(64, "simulate", "swe", "--out", out, "--speed", "fast", says="--speed")
        self.refused(64, "simulate", "swe", "--out", out, "--speed", "2,5", says="--speed")
        self.refused(64, "simulate", "swe", "--out", out, "--speed", "nan", says="--speed")
        self.refused(64, "simulate", "swe", "--out", out, "--speed", "-2", says="at least")
        self.refused(64, "simulate", "swe", "--out", out, "--speed", "2", "--speed", "3", says="twice")
        self.refused(64, "simulate", "swe", "extra", "--out", out, says="extra")
        self.assertFalse(out.exists())

    def test_a_config_file_is_held_to_the_same_rules(self):
        out = self.folder / "a.h5"
        config = self.folder / "réglages.json"
        for given, says in (({"sped": 2}, "sped"), ({"speed": 99}, "speed"), ({"speed": None}, "speed"), ([], "object")):
            config.write_text(json.dumps(given))
            self.refused(64, "simulate", "swe", "--out", out, "--config", config, says=says)
        config.write_text('{"speed": 2')
        self.refused(64, "simulate", "swe", "--out", out, "--config", config, says="JSON")
        self.refused(66, "simulate", "swe", "--out", out, "--config", self.folder / "none.json", says="none.json")
        self.assertFalse(out.exists())


class Streams(EndToEnd):
    def test_a_full_standard_output_is_an_error(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, "--help"], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 74)
        self.assertEqual(done.stderr.count("\n"), 1)

    def test_a_reader_that_goes_away_does_not_kill(self):
        done = subprocess.run(f"set -o pipefail; '{PROGRAM}' help --reference | true", shell=True, executable="/bin/bash",
                              capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 74))


if __name__ == "__main__":
    unittest.main()
