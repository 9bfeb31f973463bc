"""The library as another program sees it: installed, found by CMake, and the README's lines built and run on it."""

import os
import re
import subprocess
import unittest

from stiff_program import EndToEnd, SOURCE

BUILD = os.environ["STIFF_BUILD_DIR"]


def code_blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", (SOURCE / "README.md").read_text(encoding="utf-8"), re.S | re.M)


class Install(EndToEnd):
    def run_ok(self, *words):
        done = subprocess.run([*map(str, words)], capture_output=True, text=True, timeout=800)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_ten_lines_run_the_pipeline(self):
        program = [block for block in code_blocks("cpp") if "int main" in block]
        lists = [block for block in code_blocks("cmake") if "find_package(stiff" in block]
        self.assertEqual((len(program), len(lists)), (1, 1))
        self.assertLessEqual(len([line for line in program[0].splitlines() if line.strip()]), 14)

        prefix, source, build = (self.folder / name for name in ("prefix", "consumer", "build"))
        source.mkdir()
        (source / "main.cpp").write_text(program[0], encoding="utf-8")
        (source / "CMakeLists.txt").write_text(lists[0], encoding="utf-8")
        self.run_ok("cmake", "--install", BUILD, "--prefix", prefix)
        self.assertTrue((prefix / "include" / "stiff" / "core" / "estimate.h").exists())

        sanitized = "-fsanitize" in (open(os.path.join(BUILD, "CMakeCache.txt"), encoding="utf-8").read())
        flags = ["-DCMAKE_CXX_FLAGS=-fsanitize=address,undefined"] if sanitized else []
        self.run_ok("cmake", "-S", source, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
                    "-DCMAKE_BUILD_TYPE=Release", *flags)
        self.run_ok("cmake", "--build", build)

        recording = self.folder / "phantom.h5"
        self.ok("simulate", "swe", "--out", recording, "--speed", "3")
        programs = [path for path in build.iterdir() if path.is_file() and os.access(path, os.X_OK)]
        printed = self.run_ok(programs[0], recording)
        modulus = re.search(r"^shear_modulus all .*?([\d.]+) \+- ([\d.]+) kPa", printed, re.M)
        self.assertIsNotNone(modulus, printed)
        # mu = rho c^2 = 9 kPa; a group speed of displacement is within 2 % on a finite push, mu within 4 %.
        self.assertAlmostEqual(float(modulus.group(1)), 9, delta=0.36)


if __name__ == "__main__":
    unittest.main()
