"""Runs tests/io/file_program.cpp, whose path is the script's first argument."""
import subprocess
import sys


def run(what, path, exit_code=0):
    """Its output; with another exit code, its one line of complaint."""
    done = subprocess.run([sys.argv[1], what, str(path)], capture_output=True, text=True, timeout=300)
    assert done.returncode == exit_code, (what, path, done.returncode, done.stderr)
    if exit_code == 0:
        assert done.stderr == "", done.stderr
        return done.stdout
    assert done.stdout == "", done.stdout
    assert done.stderr.count("\n") == 1, f"not one line: {done.stderr!r}"
    return done.stderr
