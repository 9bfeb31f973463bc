"""A study of traces in CSV files that a test writes, and what `stiff run` made of it."""

import json

from batch_study import rows
from stiff_program import EndToEnd


def table(columns, header, separator=",", comma=False):
    lines = [separator.join(header)]
    for values in zip(*columns):
        line = separator.join(f"{value:.7g}" for value in values)
        lines.append(line.replace(".", ",") if comma else line)
    return "\n".join(lines) + "\n"


class TraceStudy(EndToEnd):
    """`name` and `sidecar` are what `write` takes where it is told nothing."""

    name = ""
    sidecar = None

    def setUp(self):
        super().setUp()
        self.study = self.folder / "study"
        self.study.mkdir()
        self.out = self.folder / "out"

    def write(self, text, name=None, sidecar=None):
        file = self.study / ((name or self.name) + ".csv")
        file.write_text(text, encoding="utf-8")
        sidecar = self.sidecar if sidecar is None else sidecar
        if sidecar is not None:
            file.with_suffix(".json").write_text(json.dumps(sidecar))
        return file

    def results(self):
        table = rows(self.out / "results.h5", "estimates")
        return {(row["quantity"], row["method"], row["repeat"]): row for row in table}

    def recordings(self):
        return {row["recording_id"]: row for row in rows(self.out / "results.h5", "recordings")}
