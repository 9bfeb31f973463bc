"""The Python lines of datasets/FORMAT.md, so that the document is run and not copied."""
import pathlib
import re

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "datasets" / "FORMAT.md"


def lines_of(name):
    """The block of code behind `<!-- test: name -->`."""
    text = DOCUMENT.read_text(encoding="utf-8")
    found = re.search(rf"<!-- test: {name} -->\n```python\n(.*?)```", text, re.DOTALL)
    assert found, f"FORMAT.md has no block '{name}'"
    return found.group(1)
