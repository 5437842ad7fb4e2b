"""Write the glossary's page from the lessons' tables of terms.

    python tools/glossary.py            # writes notebooks/glossary.md
    python tools/glossary.py --check    # writes nothing; says whether the page is in step

The tables are ``nps_chain/course/glossary/NN.csv``. A heading is a term's anchor, in lower case, so
that the link ``../glossary.md#coinjoin`` finds it in JupyterLab and on GitHub alike.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [] if str(HOME) in sys.path else [str(HOME)]

from nps_chain.course.glossary import (  # noqa: E402
    DOUBTFUL,
    REVIEW,
    Term,
    terms,
    without_doubt,
)

LESSONS = HOME / "notebooks"
PAGE = LESSONS / "glossary.md"
TOP = f"""# Glossary

What the words of this course mean, and which lesson explains each. In a notebook,
`nps.glossary("cluster")` prints one entry.

> **Caution** The words in Russian and Romanian are {REVIEW}.
> Those marked *{DOUBTFUL}* need it most. In a report, use the word that your own law uses.
"""


def page() -> str:
    """Return the page, in the order of the alphabet."""
    ordered = sorted(terms(), key=lambda term: term.name.lower())
    parts = [TOP]
    for letter, group in groupby(ordered, key=lambda term: term.name[0].upper()):
        parts += [f"## {letter}\n", *map(_entry, group)]
    return "\n".join(parts)


def _entry(term: Term) -> str:
    lines = [f"### {term.name.lower()}\n", f"**{term.name}**: {term.meaning} *{_lesson(term)}*\n"]
    translations = list(_translations(term))
    return "\n".join(lines + ([f"{'; '.join(translations)}.\n"] if translations else []))


def _translations(term: Term) -> Iterator[str]:
    for language, word in (("Russian", term.russian), ("Romanian", term.romanian)):
        if word:
            says, doubt = without_doubt(word)
            yield f"{language}: {says}{f' (*{DOUBTFUL}*)' if doubt else ''}"


def _lesson(term: Term) -> str:
    """Return a link to the lesson that explains a term, or its mere number while there is none."""
    found = sorted(LESSONS.glob(f"day?/{term.lesson}_*.ipynb"))
    name = f"Lesson {term.lesson}"
    return f"[{name}]({found[0].relative_to(LESSONS).as_posix()})" if found else name


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or with ``--check`` say whether it is in step."""
    given = sys.argv[1:] if arguments is None else arguments
    in_step = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
    if "--check" in given:
        print("The glossary is in step." if in_step else "Run python tools/glossary.py.")
        return 0 if in_step else 1
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(f"{PAGE.relative_to(HOME).as_posix()} has {len(terms())} terms.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
