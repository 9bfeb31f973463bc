"""The house's rules that no compiler checks: the direction of includes, what each room may touch, sizes, names.

Run by ctest with the source directory in STIFF_SOURCE_DIR.
"""

import os
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(os.environ["STIFF_SOURCE_DIR"])
LIBRARY = ROOT / "libstiff" / "stiff"

# Which rooms a room may include, itself aside (libstiff/CONVENTIONS.md, "Rooms").
SEES = {
    "core": set(),
    "dsp": {"core"},
    "tissue": {"core"},
    "recording": {"core"},
    "result": {"core", "recording"},
    "baseline": {"core", "dsp", "result"},
    "candidates": {"core", "dsp", "recording", "result", "baseline"},
    "comparison": {"core", "result"},
    "report": {"core", "recording", "result"},
    "motion": {"core", "dsp", "recording", "result"},
    "wave": {"core", "dsp", "recording", "result", "motion", "tissue"},
    "contact": {"core", "dsp", "recording", "result", "tissue"},
    "phantom": {"core", "dsp", "recording", "tissue"},
    "io": {"core", "recording", "result"},
    "study": {"core", "dsp", "recording", "result", "baseline", "candidates", "motion", "wave", "contact", "tissue", "phantom", "io"},
}
TOP_LEVEL = {
    "CMakeLists.txt", "CMakePresets.json", "libstiff", "tools", "datasets", "notebooks", "tests",
    "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff",
}
LONGEST_FILE = 350
FORBIDDEN_WORDS = ("utils", "common", "misc", "helper", "manager")
# A room where a package's header may stand; elsewhere it would leak into everything that includes it.
ONLY_IN = {r"fftw3\.h": {"dsp"}, r"hdf5(_hl)?\.h|H5\w+\.h": {"io"}, r"matio\.h": {"io"},
           r"boost/program_options.*": set(), r"nlohmann/.*": {"io"}}
# What a library must not do: print, end the process, read the environment, the clock or a random device.
SILENT = re.compile(
    r"std::(cout|cerr|clog)\b|\b(f|v|vf)?printf\s*\(|\bputs\s*\(|\b(std::)?(exit|_exit|quick_exit|abort)\s*\("
    r"|\bgetenv\s*\(|\b(std::)?s?rand\s*\(|\brandom_device\b|system_clock|steady_clock|high_resolution_clock"
    r"|\b(std::)?time\s*\(\s*(nullptr|NULL|0|&)|\bgettimeofday\b|\blocaltime|\bsetlocale\s*\(")
# A worker is a process of its own: it must end itself, and its parent must watch the clock.
EXEMPT_FROM_SILENCE = {"study": re.compile(r"_exit\s*\(|steady_clock")}


def tracked():
    """The repository's files, by git where it is one; else what lies in the known folders."""
    try:
        listed = subprocess.run(["git", "-c", "safe.directory=*", "-C", ROOT, "ls-files", "-z"], check=True,
                                capture_output=True, text=True).stdout
        return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).exists()]
    except (OSError, subprocess.CalledProcessError):
        return [path for name in TOP_LEVEL for path in
                ([ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*")) if path.is_file()]


def sources(folder):
    return sorted(path for path in folder.rglob("*") if path.suffix in {".h", ".cpp", ".c"})


def without_comments(text):
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    text = re.sub(r'"(\\.|[^"\\\n])*"', lambda m: m.group(0) if m.string[:m.start()].endswith("#include ") else '""',
                  text)
    return re.sub(r"//[^\n]*", "", text)


def includes(path):
    return re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', path.read_text(encoding="utf-8"), flags=re.M)


class Rooms(unittest.TestCase):
    def test_nothing_lies_outside_a_room(self):
        rooms = {path.name for path in LIBRARY.iterdir()}
        self.assertEqual(rooms - set(SEES), set())

    def test_includes_point_one_way(self):
        wrong = []
        for path in sources(LIBRARY):
            room = path.relative_to(LIBRARY).parts[0]
            for name in includes(path):
                parts = name.split("/")
                if parts[0] == "tools":
                    wrong.append(f"{path}: includes {name}")
                if parts[0] == "stiff" and parts[1] != room and parts[1] not in SEES[room]:
                    wrong.append(f"{path}: {room} must not see {name}")
        self.assertEqual(wrong, [])

    def test_no_two_rooms_include_each_other(self):
        for room, seen in SEES.items():
            for other in seen:
                self.assertNotIn(room, SEES[other])

    def test_a_package_stays_in_its_room(self):
        wrong = []
        for path in sources(LIBRARY):
            room = path.relative_to(LIBRARY).parts[0]
            for name in includes(path):
                for pattern, rooms in ONLY_IN.items():
                    if re.fullmatch(pattern, name) and room not in rooms:
                        wrong.append(f"{path}: {name} belongs to {sorted(rooms) or 'tools'}")
        self.assertEqual(wrong, [])

    def test_includes_are_written_from_the_root(self):
        wrong = [f"{path}: {name}" for path in sources(LIBRARY)
                 for name in re.findall(r'#include "([^"]+)"', path.read_text(encoding="utf-8"))
                 if not name.startswith("stiff/")]
        self.assertEqual(wrong, [])

    def test_the_library_is_silent(self):
        wrong = []
        for path in sources(LIBRARY):
            room = path.relative_to(LIBRARY).parts[0]
            exempt = EXEMPT_FROM_SILENCE.get(room)
            for number, line in enumerate(without_comments(path.read_text(encoding="utf-8")).splitlines(), 1):
                found = SILENT.search(line)
                if found and not (exempt and exempt.search(line)):
                    wrong.append(f"{path}:{number}: {found.group(0)}")
        self.assertEqual(wrong, [])

    def test_headers_are_guarded(self):
        wrong = [str(path) for path in sources(ROOT / "libstiff") + sources(ROOT / "tools")
                 if path.suffix == ".h" and "#pragma once" not in path.read_text(encoding="utf-8")]
        self.assertEqual(wrong, [])

    def test_a_source_includes_its_own_header_first(self):
        """So that the compiler sees each header alone at least once."""
        wrong = []
        for path in sources(LIBRARY):
            own = path.with_suffix(".h")
            if path.suffix == ".cpp" and own.exists() \
                    and includes(path)[:1] != [str(own.relative_to(ROOT / "libstiff"))]:
                wrong.append(str(path))
        self.assertEqual(wrong, [])

    def test_a_type_is_defined_once(self):
        """Two types of one name in one program are undefined behaviour that no linker reports."""
        defined = re.compile(r"^(?:struct|class|enum class)\s+(\w+)[^;{]*\{", re.M)
        where = {}
        for path in sources(LIBRARY) + sources(ROOT / "tools"):
            if path.suffix == ".h":
                for name in defined.findall(without_comments(path.read_text(encoding="utf-8"))):
                    where.setdefault(name, []).append(str(path))
        self.assertGreater(len(where), 100)
        self.assertEqual({name: paths for name, paths in where.items() if len(paths) > 1}, {})


class Files(unittest.TestCase):
    def test_the_top_level_is_fixed(self):
        top = {path.relative_to(ROOT).parts[0] for path in tracked()}
        self.assertEqual({name for name in top if not name.startswith(".")} - TOP_LEVEL, set())

    def test_no_file_is_too_long(self):
        wrong = []
        for folder in ("libstiff", "tools", "tests"):
            for path in sources(ROOT / folder) + sorted((ROOT / folder).rglob("*.py")):
                lines = len(path.read_text(encoding="utf-8").splitlines())
                if lines > LONGEST_FILE:
                    wrong.append(f"{path}: {lines} lines")
        self.assertEqual(wrong, [])

    def test_no_path_has_a_name_that_says_nothing(self):
        wrong = [str(path) for path in tracked()
                 if any(word in str(path.relative_to(ROOT)).lower() for word in FORBIDDEN_WORDS)]
        self.assertEqual(wrong, [])

    def test_nothing_is_left_for_later(self):
        marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
        wrong = []
        for path in tracked():
            if path.suffix in {".h", ".cpp", ".py", ".md", ".sh", ".txt", ".cmake"}:
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                    if marks.search(line):
                        wrong.append(f"{path}:{number}")
        self.assertEqual(wrong, [])

    def test_no_large_file_is_committed(self):
        wrong = [f"{path}: {path.stat().st_size} bytes" for path in tracked() if path.stat().st_size > 400_000]
        self.assertEqual(wrong, [])

    def test_every_source_is_built(self):
        wrong = []
        for path in sources(LIBRARY):
            listed = (path.parent / "CMakeLists.txt").read_text(encoding="utf-8")
            if path.suffix == ".cpp" and not re.search(r"(?<![\w/])" + re.escape(path.name), listed):
                wrong.append(str(path))
        self.assertEqual(wrong, [])


class Documents(unittest.TestCase):
    def test_the_conventions_name_every_reason_and_room(self):
        text = (ROOT / "libstiff" / "CONVENTIONS.md").read_text(encoding="utf-8")
        reasons = re.findall(r'\{Reason::\w+, "(\w+)"\}', (LIBRARY / "core" / "reason.cpp").read_text(encoding="utf-8"))
        self.assertGreater(len(reasons), 10)
        self.assertEqual([name for name in reasons if f"| `{name}` |" not in text], [])
        self.assertEqual([room for room in SEES if not re.search(rf"\b{room}\b", text)], [])


class References(unittest.TestCase):
    KEY = re.compile(r"^- \*\*([A-Z]\w*?\d{4}[a-z]?)\*\*: (.+)$", re.M)

    def listed(self):
        return self.KEY.findall((ROOT / "libstiff" / "REFERENCES.md").read_text(encoding="utf-8"))

    def test_each_key_is_there_once_and_they_are_sorted(self):
        keys = [key for key, _ in self.listed()]
        self.assertEqual(keys, sorted(set(keys)))

    def test_each_line_is_a_reference(self):
        text = (ROOT / "libstiff" / "REFERENCES.md").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line.startswith("- ")]
        self.assertEqual(len(lines), len(self.listed()))

    def test_each_cited_key_is_listed(self):
        keys = {key for key, _ in self.listed()}
        cited = re.compile(r"\b([A-Z][A-Za-z]+(?:19|20)\d\d[a-z]?)\b")
        wrong = []
        for path in sources(LIBRARY):
            for key in cited.findall(path.read_text(encoding="utf-8")):
                if key not in keys:
                    wrong.append(f"{path}: {key}")
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
