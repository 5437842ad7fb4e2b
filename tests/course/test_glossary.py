"""The glossary explains each term once, in plain words, and answers whatever it is asked."""

import importlib.util
import re
from pathlib import Path

import pytest

import nps_chain as nps
from nps_chain.course import glossary as module
from nps_chain.course.glossary import glossary, terms

HOME = Path(__file__).resolve().parent.parent.parent


def tool(name):
    spec = importlib.util.spec_from_file_location(name, HOME / "tools" / f"{name}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


reading, page = tool("reading"), tool("glossary")


def test_each_form_belongs_to_one_term():
    forms = [form.lower() for term in terms() for form in (term.name, *term.forms)]
    assert len(forms) == len(set(forms)), sorted(f for f in set(forms) if forms.count(f) > 1)
    assert len({term.anchor for term in terms()}) == len(terms()) > 80


@pytest.mark.parametrize("term", terms(), ids=[term.name for term in terms()])
def test_a_meaning_is_one_sentence(term):
    assert re.fullmatch(r"[A-Z][^.]*(\.\w[^.]*)*\.", term.meaning)


@pytest.mark.parametrize("term", terms(), ids=[term.name for term in terms()])
def test_translations_are_in_their_scripts_and_without_blanks_around(term):
    for word in (term.russian, term.romanian, term.name, term.meaning, *term.forms):
        assert word == word.strip()
    assert not re.search("[А-я]", term.romanian)
    assert not term.russian or re.search("[А-я]", term.russian)


def test_a_term_is_explained_with_its_lesson_and_its_translations(capsys):
    nps.glossary("Clusters ")
    said = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"cluster \(lesson 21\): .+\.", said[0])
    assert said[1:] == [
        "  Russian: кластер (not yet reviewed by a native investigator)",
        "  Romanian: cluster (not yet reviewed by a native investigator)",
    ]


def test_a_doubtful_translation_is_marked(capsys):
    glossary("dead drop")
    assert "ascunzătoare (not yet reviewed by a native investigator; doubtful)" in (
        capsys.readouterr().out
    )


def test_each_term_answers_to_its_own_name_first(capsys):
    for term in terms():
        glossary(term.name.upper())
        assert capsys.readouterr().out.startswith(f"{term.name} (lesson {term.lesson}): ")


@pytest.mark.parametrize(
    ("asked", "offered"),
    [("clutser", "cluster"), ("conjoin", "CoinJoin"), ("fingerprint of a key", "key fingerprint")],
)
def test_near_misses_are_suggested(capsys, asked, offered):
    glossary(asked)
    said = capsys.readouterr().out
    assert "is not in the glossary. Did you mean " in said
    assert offered in said


class Hostile:
    """An object that can't even be shown."""

    def __repr__(self):
        raise RuntimeError("no")


@pytest.mark.parametrize("asked", [5, ..., "", " ", "ж" * 10_000, b"key", [], Hostile()])
def test_nothing_is_raised_whatever_is_asked(capsys, asked):
    glossary(asked)
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert len(said) < 300


def test_without_a_term_all_are_listed_by_lesson(capsys):
    glossary()
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Lesson 00: notebook, cell, ")
    listed = [name for line in said[:-1] for name in line.partition(": ")[2].split(", ")]
    assert listed == [term.name for term in terms()]


def test_a_table_of_other_columns_is_refused(tmp_path, monkeypatch):
    (tmp_path / "21.csv").write_text("term,meaning\na,b\n", encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda name: tmp_path)
    module.terms.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"21.csv must have the columns term, forms, "):
            terms()
    finally:
        module.terms.cache_clear()


def test_the_page_is_in_step_with_the_tables(capsys):
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), "run python tools/glossary.py"
    assert page.main(["--check"]) == 0


def test_the_page_has_an_anchor_for_each_term_and_says_what_is_not_reviewed():
    text = page.page()
    assert re.findall("^### (.+)$", text, re.M) == sorted(term.name.lower() for term in terms())
    assert "not yet reviewed by a native investigator" in text
    assert "Romanian: ascunzătoare (*doubtful*)" in text


def test_the_page_is_handed_out_with_the_lessons():
    from nps_chain.setup import checksums

    assert "glossary.md" in checksums.files(page.LESSONS)
