"""The schema's rules here are those of GraphSense's own files, and the words those of its lists."""

import csv
from datetime import date

import pytest
import yaml

from nps_chain.evidence.tags.schema import ACTOR, ACTOR_PACK, CONTEXT, PACK, TAG, faults
from nps_chain.evidence.tags.words import (
    CONCEPTS,
    CONFIDENCE,
    COUNTRIES,
    TAG_TYPES,
    interpol,
    spoken,
)
from nps_chain.evidence.tags.yaml_data import NotText
from tests.evidence.tags.packs import DATA, words


def rules(kind, part):
    """The public schema's fields of a part: kind, whether they are mandatory, list of words."""
    told = yaml.safe_load((DATA / f"schema/{kind}_schema.yaml").read_text(encoding="utf-8"))[part]
    return {
        name: (rule["type"], rule["mandatory"], "".join(rule.get("taxonomy", "")))
        for name, rule in told.items()
    }


def ours(fields):
    return {
        name: ("list" if rule.kind == "items" else rule.kind, rule.mandatory, rule.words)
        for name, rule in fields.items()
    }


def test_the_fields_are_those_of_the_public_schema():
    assert ours(PACK) == rules("tagpack", "header")
    assert ours(TAG) == rules("tagpack", "tag")
    assert ours(ACTOR_PACK) == rules("actorpack", "header")
    assert ours(ACTOR) == rules("actorpack", "actor")
    context = rules("actorpack", "context")
    assert {name: kind for name, (kind, _, _) in context.items()} == CONTEXT


def test_the_words_are_those_of_the_public_lists():
    public = words()
    assert frozenset(public["concept"]) == CONCEPTS
    assert frozenset(public["country"]) == COUNTRIES
    assert list(TAG_TYPES) == public["tag_type"]
    with (DATA / "schema/confidence.csv").open(encoding="utf-8", newline="") as opened:
        levels = [(row["id"], int(row["level"])) for row in csv.DictReader(opened)]
    assert list(CONFIDENCE.items()) == levels


def test_a_pack_as_it_should_be_has_no_fault():
    told = {"label": "x", "lastmod": date(2025, 3, 1), "concepts": ["drugs"],
            "is_cluster_definer": False, "context": "a page"}  # fmt: skip
    assert list(faults(told, TAG)) == []
    assert list(faults({"lastmod": "2025-03-01"}, TAG)) == []


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("entity", "x", "is no field of the public schema: correct its name, or take it out"),
        ("label", None, "has nothing in it: fill it in, or take it out"),
        ("label", " \u2800", "has nothing in it that can be seen"),
        ("label", NotText("0x12", "a number"), "is 0x12, which YAML takes for a number: put it in"
         " quotation marks"),
        ("label", False, "is a word that YAML takes for yes or no: put it in quotation marks"),
        ("label", ["x"], "is a list, where a text is wanted"),
        ("label", {"x": "y"}, "is a mapping, where a text is wanted"),
        ("label", date(2025, 3, 1), "is a date, where a text is wanted"),
        ("concepts", "drugs", "is the text 'drugs', where a list of texts is wanted"),
        ("concepts", ["drugs", None], "is nothing, where a text is wanted"),
        ("is_cluster_definer", "true", "is the text 'true', where true or false is wanted"),
        ("lastmod", True, "is true, where a date such as 2025-03-01 is wanted"),
        ("lastmod", NotText("2025-02-30", "no real date"), "is 2025-02-30 (no real date), where a"
         " date such as 2025-03-01 is wanted"),
    ],
)  # fmt: skip
def test_what_the_schema_refuses_is_told(field, value, why):
    assert list(faults({field: value}, TAG)) == [(field, why)]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("{}", ""),
        ('{"uris": ["x"], "own": 1}', ""),
        ("a page", "is no JSON"),
        ("[" * 3000, "is no JSON"),
        ("[]", 'is no JSON object, as in {"uris": []}'),
        ('{"uris": "x"}', "has uris, which is the text 'x', where a list of texts is wanted"),
        ('{"uris": [1]}', "has uris, which is a number, where a text is wanted"),
        ('{"legal_name": null}', "has legal_name, which is nothing, where a text is wanted"),
    ],
)
def test_the_context_of_an_actor_is_json(value, why):
    assert list(faults({"context": value}, ACTOR)) == ([("context", why)] if why else [])


def test_terms_of_interpol_are_cited_by_their_place_and_explained_in_our_words():
    base = "https://interpol-innovation-centre.github.io/DW-VA-Taxonomy/taxonomies/"
    assert interpol("money mule") == (
        f"{base}entities#money_mule", "moves another's criminal money for a share",
    )  # fmt: skip
    assert interpol("Mixing-Service")[0] == f"{base}entities#tumbler"
    assert interpol("ransomware")[0] == f"{base}abuses#ransomware"
    assert interpol("payroll") == ("", "")
    assert spoken(" Exit__scam ") == "exit scam"
