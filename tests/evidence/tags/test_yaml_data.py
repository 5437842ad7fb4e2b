"""YAML from anybody: what is plain is read as it is written, and all else is refused in a line."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.tags import yaml_data
from nps_chain.evidence.tags.yaml_data import DEEPEST, NotText, plain, read_yaml


def read(text, **options):
    return read_yaml(text.encode(), "x.yaml", **options)


def refused(text):
    with pytest.raises(NpsError) as caught:
        read(text)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert len(sentence) < 250
    return sentence


def test_texts_stay_texts_and_what_yaml_takes_otherwise_is_told():
    assert read('a: b c\nq: "12"\nz: ""\nlist: [x, y]\nmore:\n- {k: v}\n') == {
        "a": "b c", "q": "12", "z": "", "list": ["x", "y"], "more": [{"k": "v"}],
    }  # fmt: skip
    words = ("12", "0x12", "1.5", "1_000", "12:30", ".inf", "1e3")
    assert [read(f"a: {word}")["a"] for word in words] == [
        *(NotText(word, "a number") for word in words[:-1]), "1e3",
    ]  # fmt: skip
    assert read("[yes, No, off, ~, null, ]") == [True, False, False, None, None]
    assert read("[2025-03-01, 2025-03-01T10:00:00+02:00, 2025-02-30]") == [
        date(2025, 3, 1), datetime(2025, 3, 1, 8, tzinfo=UTC),
        NotText("2025-02-30", "no real date"),
    ]  # fmt: skip
    assert read("a: =") == {"a": NotText("=", "a sign of YAML's own")}
    assert read("!!str 12") == "12"
    assert read("") is read("# nothing\n") is None


def test_a_long_word_is_a_text_though_it_has_digits_only():
    assert read(f"a: {'7' * 64}") == {"a": "7" * 64}


def test_keys_are_texts_as_they_are_written_and_a_mapping_knows_its_line():
    told = read("yes: 1\n2: b\ntags:\n- a: 1\n\n-\n  b: 2\n")
    assert list(told) == ["yes", "2", "tags"]
    assert (told.line, [one.line for one in told["tags"]]) == (1, [4, 7])


def test_the_mark_of_byte_order_is_no_part_of_the_first_key():
    assert read("\ufeffa: b") == {"a": "b"}


def test_an_alias_stands_for_what_it_names():
    told = read("a: &x [b, c]\nd: *x\ne: &y w\nf: [*y, *y]")
    assert told == {"a": ["b", "c"], "d": ["b", "c"], "e": "w", "f": ["w", "w"]}


def test_a_thousand_million_laughs_are_counted_before_they_are_laughed():
    text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for one, other in zip("abcdefghi", "bcdefghij", strict=True):
        text += f"{other}: &{other} [{', '.join([f'*{one}'] * 9)}]\n"
    assert refused(text) == "x.yaml, line 7, comes to more than 1,000,000 values: split the file."


def test_aliases_in_each_other_go_no_deeper_than_lists_do():
    text = "a0: &a0 [x]\n"
    text += "".join(f"a{n + 1}: &a{n + 1} [*a{n}]\n" for n in range(DEEPEST))
    assert refused(text) == f"x.yaml, line {DEEPEST}, has more than {DEEPEST} lists in each other."


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_no_depth_of_lists_takes_the_stack(opening):
    assert "in each other" in (told := refused(opening * 200_000)) or "nesting" in told


def test_neither_does_that_of_lines():
    text = "".join(f"{' ' * n}a:\n" for n in range(500))
    assert refused(text) == f"x.yaml, line {DEEPEST + 1}, has more than 20 lists in each other."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: *a", "line 1, refers to 'a', which isn't there (yet)."),
        ("a: &a [*a]", "line 1, refers to 'a', which isn't there (yet)."),
        ("a: 1\na: 2", "line 2, has the key 'a' twice: keep one of them."),
        ("- {k: 1, 'k': 2}", "line 1, has the key 'k' twice: keep one of them."),
        ("a: &a {b: 1}\nc:\n  <<: *a", "line 3, has the key '<<', which is no plain text: write it"
         " out."),
        ("? [a]\n: b", "line 1, has something else than a text for a key."),
        ("a: &a x\n*a : b", "line 2, has something else than a text for a key."),
        ("a: 1\n---\nb: 2", "line 4, begins a second document: a pack is one."),
        ("a: !include other.yaml", "line 1, includes a file, which is done only after 'header:'."),
        ("header: !include other.yaml", "line 1, includes a file, which is done only after"
         " 'header:'."),
        ("a: [b", "line 2, is no YAML: did not find expected ',' or ']'."),
        ("a: 'b", "line 1, is no YAML: found unexpected end of stream."),
        ("\ta: b", "line 1, is no YAML: found character that cannot start any token."),
        ('a: "\\ud800"', "line 1, is no YAML: found invalid Unicode character escape code."),
    ],
)  # fmt: skip
def test_what_is_no_plain_data_is_refused_with_its_line(text, told):
    assert refused(text) == f"x.yaml, {told}"


@pytest.mark.parametrize(
    "tag",
    ["!!python/object/apply:os.system", "!!python/name:os.system", "!!python/object/new:set",
     "!!binary", "!!set", "!!omap", "!!timestamp", "!own", "!<tag:yaml.org,2000:x>"],
)  # fmt: skip
@pytest.mark.parametrize("value", ["['touch ran']", "{a: b}", "x"])
def test_no_object_is_made_and_nothing_is_run(tag, value, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert refused(f"a: {tag} {value}").endswith("which is no plain data: nothing is run.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("before", ["", "\n", "# x\n", "%YAML 1.1\n", "\r", "\x85", "\u2028"])
def test_directives_that_take_the_parser_minutes_are_refused_at_once(before):
    many = "".join(f"%TAG !a{n}! b\n" for n in range(50_000))
    told = refused(f"{before}{many}--- x")
    assert told == "x.yaml names kinds of objects (%TAG), which are no plain data."


def test_a_percent_sign_in_a_text_is_no_directive():
    assert read("a: 100 %TAG\nb: '%TAG'") == {"a": "100 %TAG", "b": "%TAG"}


@pytest.mark.parametrize("bad", ["\0", "\x1b", "\x7f", "\ufffe"])
def test_signs_that_yaml_has_not_are_refused(bad):
    assert "is no YAML" in refused(f"a: b{bad}")


def test_bytes_of_another_encoding_are_refused_with_their_place():
    with pytest.raises(NpsError, match=r"^x\.yaml is no text in UTF-8: its byte 3 is wrong"):
        read_yaml("a: \xe4".encode("latin-1"), "x.yaml")
    with pytest.raises(NpsError, match="is no text in UTF-8"):
        read_yaml("a: b".encode("utf-16"), "x.yaml")


def test_no_more_than_a_bound_is_read(monkeypatch):
    monkeypatch.setattr(yaml_data, "LARGEST", 10)
    assert read("a: 3456789") == {"a": NotText("3456789", "a number")}
    assert refused("a: 34567890").startswith("x.yaml is larger than 10 bytes, the most")
    monkeypatch.setattr(yaml_data, "LARGEST", 10**6)
    monkeypatch.setattr(yaml_data, "MOST_NODES", 5)
    assert read("[a, b, c, d]") == ["a", "b", "c", "d"]
    assert (
        refused("[a, b, c, d, e]") == "x.yaml, line 1, comes to more than 5 values: split the file."
    )


def test_only_a_header_is_taken_in_and_by_whoever_asks_for_it():
    asked = []

    def include(path):
        asked.append(path)
        return {"creator": "ADP"}

    assert read("header: !include header.yaml\na: b", include=include) == {
        "header": {"creator": "ADP"}, "a": "b",
    }  # fmt: skip
    assert asked == ["header.yaml"]
    for text in ("a: !include x", "tags: [{header: !include x}]", "- !include x", "!include x"):
        with pytest.raises(NpsError, match="only after 'header:'"):
            read(text, include=include)
    assert asked == ["header.yaml"]


def test_values_become_what_json_can_hold():
    told = read("{n: 12, d: 2025-03-01, m: {l: [yes, ~, x]}}")
    assert plain(told) == {"n": "12", "d": "2025-03-01", "m": {"l": [True, None, "x"]}}


_TEXT = st.text("ab:[]{}&*!|>-?%@#,'\"\\ \n\t0123é\u202e", max_size=40)


@given(_TEXT)
def test_any_text_is_read_or_refused_in_one_line(text):
    assert "\n" not in sentence(text.encode())


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(data):
    assert "\n" not in sentence(data)


def sentence(data):
    """With what bytes are refused; nothing if they are read."""
    try:
        read_yaml(data, "x.yaml")
    except NpsError as error:
        return str(error)
    return ""
