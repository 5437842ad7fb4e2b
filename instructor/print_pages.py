"""Make pages that a browser prints well: the handouts, the test, the page that participants sign.

    python instructor/print_pages.py FOLDER

Open a page of ``FOLDER`` in a browser, and print it. Each is for paper of size A4, black and white:
one sheet, and two for the test. No network is needed.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from nbconvert.filters import markdown2html

INSTRUCTOR = Path(__file__).resolve().parent

STYLE = """
@page { size: A4; margin: 12mm }
body { font: 10.5pt/1.35 sans-serif; color: black; max-width: 186mm; margin: auto }
h1 { font-size: 16pt; margin: 0 0 3mm } h2 { font-size: 12pt; margin: 4mm 0 2mm }
table { border-collapse: collapse; width: 100%; margin: 2mm 0 }
th, td { border: 1px solid #777; padding: 0.6mm 1.5mm; text-align: left; vertical-align: top }
pre, code { font: 8.5pt/1.25 monospace } p, ul, ol { margin: 1.5mm 0 }
.anchor-link { display: none }
"""


def pages() -> list[Path]:
    """Return the pages that are handed out on paper."""
    handouts = sorted((INSTRUCTOR / "handouts").glob("*.md"))
    others = [INSTRUCTOR / name for name in ("safety_and_law.md", "test_before_and_after.md")]
    return [page for page in handouts if page.name != "README.md"] + others


def as_html(page: Path) -> str:
    """Return a page of Markdown as one for a browser."""
    text = markdown2html(page.read_text(encoding="utf-8"))
    head = f'<meta charset="utf-8"><title>{page.stem}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n{text}\n</body></html>\n'


def main(words: Sequence[str]) -> int:
    """Write all pages into the folder that is named; return 0, or 1 if none is."""
    if len(words) != 1 or words[0].startswith("-"):
        print(__doc__)
        return 1
    folder = Path(words[0])
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages():
        target = folder / f"{page.stem}.html"
        target.write_text(as_html(page), encoding="utf-8", newline="\n")
        print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
