"""Each link of a lesson leads somewhere: to a file that is handed out, and to a heading in it."""

import importlib.util
import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent

_spec = importlib.util.spec_from_file_location("reading", HOME / "tools" / "reading.py")
reading = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reading)

GLOSSARY = reading.LESSONS / "glossary.md"
OUTSIDE = ("https://", "http://", "mailto:")


def links():
    """Yield each relative link of a lesson, or of the glossary, with the file that it stands in."""
    for lesson in reading.lessons():
        yield from ((lesson.path, target) for _, target in lesson.links)
    text = GLOSSARY.read_text(encoding="utf-8")
    yield from ((GLOSSARY, target) for _, target in reading.LINK.findall(text))


def headings(file):
    """Return the anchors of a page's headings, as JupyterLab and GitHub both make them.

    JupyterLab keeps capitals, and GitHub doesn't; only what is alike in both may be linked.
    """
    found = re.findall("^#+ (.+)$", file.read_text(encoding="utf-8"), re.M)
    return {text.replace(" ", "-") for text in found if text == text.lower()}


INSIDE = sorted({pair for pair in links() if not pair[1].startswith(OUTSIDE)})


@pytest.mark.parametrize(
    ("file", "target"), INSIDE, ids=[f"{file.stem}: {target}" for file, target in INSIDE]
)
def test_a_relative_link_resolves(file, target):
    place, _, anchor = target.partition("#")
    found = (file.parent / place).resolve() if place else file
    assert found.is_file()
    assert found.is_relative_to(reading.LESSONS), "only what lies below notebooks is handed out"
    if anchor and found.suffix == ".md":
        assert anchor in headings(found)
