"""The lessons can be read by people whose third language is English; and so the measure is right.

What is held: nine of ten sentences have at most twenty words; at most three percent of the words
are outside 3,000 common ones and the glossary; no term stands before the place that explains it;
the middling cell has two to four lines of code.
"""

import importlib.util
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from nps_chain.course.glossary import Term, terms

HOME = Path(__file__).resolve().parent.parent

_spec = importlib.util.spec_from_file_location("reading", HOME / "tools" / "reading.py")
reading = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reading)
english = reading.english

READ = reading.lessons()
NAMES = reading.names(READ)
NUMBERED = [lesson for lesson in READ if lesson.number]  # extras are exempt
each_lesson = pytest.mark.parametrize("lesson", NUMBERED, ids=[one.name for one in NUMBERED])


@each_lesson
def test_sentences_are_short(lesson):
    longest = sorted(lesson.sentences, key=lambda one: -len(one.words))
    assert lesson.p90 <= reading.LONGEST, "\n".join(one.text for one in longest[:10])


@each_lesson
def test_words_are_common_or_in_the_glossary(lesson):
    strange, count = reading.outside(lesson, NAMES)
    assert reading.share(strange, count) <= reading.STRANGE, strange.most_common()


@each_lesson
def test_no_term_stands_before_the_lesson_that_explains_it(lesson):
    early = reading.too_early(lesson)
    assert [pair for pair in early if not reading.is_ordinary(pair[0])] == []


@each_lesson
def test_a_lesson_explains_its_own_terms_where_it_first_uses_them(lesson):
    assert [term.name for term in reading.unlinked(lesson)] == []
    assert reading.before_link(lesson) == []


@each_lesson
def test_a_link_in_bold_names_the_term_that_it_leads_to(lesson):
    forms = {term.anchor: {term.name, *term.forms} for term in terms()}
    for text, target in lesson.links:
        if target.startswith("../glossary.md#"):
            said = text.strip("*").lower()
            assert said in {form.lower() for form in forms[target.partition("#")[2]]}


@each_lesson
def test_the_meanings_of_terms_are_short_and_use_no_later_term(lesson):
    assert reading.hard_meanings(lesson) == []


@each_lesson
def test_cells_are_small(lesson):
    least, most = reading.LINES
    assert least <= median(lesson.code) <= most


def test_each_term_has_a_lesson_that_is_there():
    known = {lesson.number for lesson in NUMBERED}
    assert {term.lesson for term in terms()} <= known


def test_the_list_has_three_thousand_words_each_once():
    lines = english.LIST.read_text(encoding="utf-8").splitlines()
    heads = [line.split()[0] for line in lines]
    assert len(heads) == len(set(heads)) == 3000
    assert heads == sorted(heads, key=str.lower)


@pytest.mark.parametrize(
    "word",
    [
        *["trace", "traces", "traced", "tracing", "tracer", "Traced", "police's", "courts'"],
        *["cities", "wives", "studied", "lying", "stopped", "running", "bigger", "latest"],
        *["easily", "basically", "simply", "fully", "happiness", "useful", "lawful", "careless"],
        *["went", "written", "children", "don't", "won't", "it’s", "they'd", "cannot"],
        *["colour", "centre", "organise", "organised", "defence", "travelled", "realises"],
        *["well-known", "re-read", "a", "I", "seventeen"],
    ],
)
def test_a_form_of_a_common_word_is_known(word):
    assert english.known(word)


@pytest.mark.parametrize(
    "word",
    ["obfuscate", "pseudonym", "launder", "albeit", "ledger", "unspent", "co-spending", "satoshi"],
)
def test_a_rare_word_is_not_known(word):
    assert not english.known(word)


@pytest.mark.parametrize(
    ("paragraph", "pieces"),
    [
        ("One. Two!", ["One.", "Two!"]),
        ("It says 2.5 BTC, e.g. Here. `x` follows.", 2),
        ('He said "No." Then he left.', ['He said "No.', "Then he left."]),
        ("You will do one; say two; write three.", 3),
        ("One; and two.", 1),
        ("M. Dorn and Mr. X paid no. 3 of it.", 1),
        ("Why? (Because.) So.", 3),
    ],
)
def test_a_paragraph_has_so_many_sentences(paragraph, pieces):
    found = reading.sentences(reading.plain(paragraph))
    assert (found if isinstance(pieces, list) else len(found)) == pieces


def test_a_cell_is_taken_apart_as_it_is_read_aloud():
    source = """## A heading with `code`

**Question.** What is [**a term**](../glossary.md#a-term)? *See*
the next line.

> **Note** A box.
> It goes on.

- first
  goes on
1. second
   - (a) third

| a | b |
|---|---|
| c `x` | d |

```
no text
```
"""
    assert list(reading.paragraphs(source)) == [
        "# A heading with ▯",
        "What is a term? See the next line.",
        "A box. It goes on.",
        "first goes on",
        "second",
        "third",
        *["a", "b", "c ▯", "d"],
    ]


def test_minutes_and_needs_are_no_prose():
    aims = "**You will** do it; say it. *(25 min + 15 min exercises. Needs: 11. Data: invented.)*"
    assert list(reading.paragraphs(aims)) == ["You will do it; say it."]


def lesson(*cells, name="day2/21_of_words"):
    """Make a lesson of text cells; those that begin with ``>>>`` are code."""
    return reading.Lesson(
        reading.LESSONS / f"{name}.ipynb",
        [
            {"cell_type": "code", "source": text.removeprefix(">>> ")}
            if text.startswith(">>> ")
            else {"cell_type": "markdown", "source": [text]}
            for text in cells
        ],
    )


def test_strange_words_are_counted_without_names_code_sources_and_what_is_cited():
    strange, count = reading.outside(
        lesson(
            "# Obfuscate",
            "The police asked Freyport to obfuscate (Meiklejohn et al., 2013). Freyport said "
            "`obfuscate`.",
            "## Quiz",
            "## Sources\n\nObfuscated.",
        ),
        frozenset({"Freyport"}),
    )
    assert strange == Counter({"obfuscate": 2})
    assert count == 7  # Obfuscate; The police asked to obfuscate; said


@pytest.fixture
def terms_of_two_lessons(monkeypatch):
    """Give the tool three terms, of lesson 21 and of lesson 24."""
    own = Term("co-spending", ("co-spent",), "", "", "", "21")
    later = Term("peel chain", ("peel chains",), "", "", "", "24")
    plain = Term("tag", ("tags",), "", "", "", "24")
    monkeypatch.setattr(reading, "terms", lambda: (own, later, plain))
    reading._patterns.cache_clear()
    yield own, later, plain
    reading._patterns.cache_clear()


def test_a_term_of_a_later_lesson_is_found_in_any_form(terms_of_two_lessons):
    _, later, plain = terms_of_two_lessons
    text = "Peel chains and tags. Again a peel chain's end."
    found = reading.too_early(lesson("# Title", text))
    assert [(term, one.text) for term, one in found] == [
        (later, "Peel chains and tags."),
        (plain, "Peel chains and tags."),
    ]
    assert reading.is_ordinary(plain)
    assert not reading.is_ordinary(later)
    assert reading.too_early(lesson("# Title", text, name="day2/24_of_words")) == []
    assert reading.too_early(lesson("# Title", text, name="beyond/of_words")) == []


def test_a_term_must_be_linked_in_bold_where_it_is_first_used(terms_of_two_lessons):
    own, *_ = terms_of_two_lessons
    top = ("# Co-spending", "**Question.** Co-spent?", "**You will** see co-spending.")
    linked = "This is [**co-spending**](../glossary.md#co-spending)."
    assert reading.unlinked(lesson(*top, linked)) == []
    assert reading.before_link(lesson(*top, "## Co-spending", linked, "co-spent")) == []
    assert reading.before_link(lesson(*top, f"A co-spent coin.\n\n{linked}"))[0][0] == own
    assert reading.unlinked(lesson(*top, linked.replace("**", ""))) == [own]


def test_lines_of_code_count_without_blank_ones_and_imports():
    code = lesson(
        ">>> import nps_chain as nps\n\nchain = 1\nchain",
        ">>> import numpy",
        ">>> x = 1\n# nps.hint",
    )
    assert code.code == [2, 2]


def test_the_report_names_what_exceeds_a_limit(capsys):
    assert reading.main(["day2/21"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("day2/21_")
    assert "| 21 | " in said
    assert reading.main(["nothing"]) == 1
    assert capsys.readouterr().err == "No lesson begins with nothing.\n"
    long = lesson("# A title", "word " * 21, f">>> {'x' * 79}")
    assert "<-- the limit is 78" in reading.report(long, frozenset())
