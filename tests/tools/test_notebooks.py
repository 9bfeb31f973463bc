"""Each notebook runs from top to bottom on the results of `stiff demo`, and is committed without outputs."""

import json
import os
import pathlib
import subprocess
import unittest

from stiff_program import EndToEnd, SOURCE

DEMO = pathlib.Path(os.environ["STIFF_BUILD_DIR"]) / "demo-of-tests"
NOTEBOOKS = sorted((SOURCE / "notebooks").glob("*.ipynb"))


class Notebooks(EndToEnd):
    def test_they_run(self):
        self.assertTrue(NOTEBOOKS)
        # Debian's kernel is started as `python3`: another one may stand before it on PATH.
        environment = dict(os.environ, STIFF_RESULTS=str(DEMO / "results"), PATH="/usr/bin:/bin",
                           HOME=str(self.folder))
        environment.pop("MPLBACKEND", None)  # the notebook's own, which draws into it
        for notebook in NOTEBOOKS:
            with self.subTest(notebook.name):
                done = subprocess.run(
                    ["/usr/bin/python3", "-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir", self.folder,
                     "--ExecutePreprocessor.timeout=300", notebook],
                    capture_output=True, text=True, env=environment, timeout=600)
                self.assertEqual(done.returncode, 0, done.stderr)
                cells = json.loads((self.folder / notebook.name).read_text(encoding="utf-8"))["cells"]
                images = [output for cell in cells for output in cell.get("outputs", ())
                          if "image/png" in output.get("data", {})]
                self.assertGreaterEqual(len(images), 2)

    def test_they_hold_no_outputs(self):
        for notebook in NOTEBOOKS:
            for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
                self.assertFalse(cell.get("outputs"), notebook)
                self.assertIsNone(cell.get("execution_count"), notebook)


if __name__ == "__main__":
    unittest.main()
