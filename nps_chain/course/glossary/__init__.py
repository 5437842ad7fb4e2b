"""The course's words: what each means, which lesson explains it, and what Russian and Romanian say.

Each lesson has a table of the terms that it explains, ``NN.csv`` beside this file. A term belongs
to the first lesson that needs it, and no earlier lesson may use it. The translations come from
public texts and from memory: no native investigator has read them yet.
"""

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

REVIEW = "not yet reviewed by a native investigator"
DOUBTFUL = "doubtful"
_COLUMNS = ["term", "forms", "meaning", "russian", "romanian"]


@dataclass(frozen=True)
class Term:
    """One term of the course."""

    name: str
    forms: tuple[str, ...]  # plurals and variants, as they stand in a text
    meaning: str
    russian: str  # empty where there is none; a question mark at its end marks doubt
    romanian: str
    lesson: str

    @property
    def anchor(self) -> str:
        """Where the term stands in ``notebooks/glossary.md``."""
        return self.name.lower().replace(" ", "-")


@cache
def terms() -> tuple[Term, ...]:
    """Return all terms, in the order in which the lessons explain them."""
    tables = [table for table in files(__name__).iterdir() if table.name.endswith(".csv")]
    found = []
    for table in sorted(tables, key=lambda table: table.name):
        lesson = table.name.removesuffix(".csv")
        rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines(), strict=True)
        if rows.fieldnames != _COLUMNS:
            raise ValueError(f"{table.name} must have the columns {', '.join(_COLUMNS)}")
        for row in rows:
            forms = tuple(form for form in row["forms"].split("|") if form)
            rest = row["meaning"], row["russian"], row["romanian"]
            found.append(Term(row["term"], forms, *rest, lesson))
    return tuple(found)


def glossary(term: str | None = None) -> None:
    """Print what a term means, and how Russian and Romanian call it; without a term, all of them.

    It never raises for what is asked: an unknown term is answered with those that look like it.

    Parameters
    ----------
    term
        The term in English, in any of its forms: "cluster", "Clusters". Case doesn't matter.

    Examples
    --------
    >>> glossary("txid")  # doctest: +ELLIPSIS
    txid (lesson 14): ...

    """
    if term is None:
        _print_all()
        return
    if not isinstance(term, str):
        print('Give the term as a text, such as nps.glossary("address").')
        return
    asked = " ".join(term[:100].split()).casefold()
    by_form = {
        form.casefold(): entry for entry in terms() for form in (*entry.forms, entry.name)[::-1]
    }
    if asked in by_form:
        _print_one(by_form[asked])
        return
    near = get_close_matches(asked, by_form, n=5, cutoff=0.6)
    near += [form for form in by_form if asked and (asked in form or form in asked.split())]
    names = list(dict.fromkeys(by_form[form].name for form in near))[:5]
    meant = f" Did you mean {' or '.join(names)}?" if names else ""
    print(f"{term!r:.60} is not in the glossary.{meant} nps.glossary() prints all terms.")


def _print_one(term: Term) -> None:
    print(f"{term.name} (lesson {term.lesson}): {term.meaning}")
    for language, word in (("Russian", term.russian), ("Romanian", term.romanian)):
        if word:
            says, doubt = without_doubt(word)
            print(f"  {language}: {says} ({REVIEW}{f'; {DOUBTFUL}' if doubt else ''})")


def without_doubt(word: str) -> tuple[str, bool]:
    """Return a translation without its question mark, and whether it had one."""
    says = word.rstrip("? ")
    return says, says != word.strip()


def _print_all() -> None:
    by_lesson: dict[str, list[str]] = {}
    for term in terms():
        by_lesson.setdefault(term.lesson, []).append(term.name)
    for lesson, names in by_lesson.items():
        print(f"Lesson {lesson}: {', '.join(names)}")
    print('nps.glossary("address") says what a term means.')
