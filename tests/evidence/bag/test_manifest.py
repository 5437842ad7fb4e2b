"""Lists of files: what is in them is read, and what is wrong in them is told."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.evidence.bag.findings import Finding
from nps_chain.evidence.bag.manifest import (
    MOST_LINES,
    Line,
    decoded,
    kind,
    lines_of,
    parse,
    written,
)

FILE, NEW, OLD = "manifest-md5.txt", (1, 0), (0, 97)
D = "d" * 32


def listed(text, version=NEW, file=FILE):
    made = parse(file, text, version)
    return made.lines, made.problems, made.notes


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("manifest-sha512.txt", (False, "sha512")),
        ("tagmanifest-MD5.txt", (True, "md5")),
        ("manifest-.txt", None),
        ("manifest-sha512.txt.sig", None),
        ("data/manifest-sha512.txt", None),
        ("bagit.txt", None),
    ],
)
def test_a_name_tells_a_list(name, means):
    assert kind(name) == means


def test_what_is_written_is_what_sha256sum_reads_and_is_read_again():
    files = {"data/b c.txt": b"2", "data/a.txt": b"1"}
    text = written(files, "sha256").decode()
    one, two = (hashlib.sha256(data).hexdigest() for data in (b"1", b"2"))
    assert text == f"{one}  data/a.txt\n{two}  data/b c.txt\n"
    lines = [Line(one, "data/a.txt"), Line(two, "data/b c.txt")]
    assert listed(text, file="manifest-sha256.txt") == (lines, [], [])


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_lines_end_in_any_of_three_ways(end):
    text = f"{D.upper()} \t data/a{end}{D}  data/b\u2028c\x0b{end}"
    lines, problems, _ = listed(text)
    assert lines == [Line(D, "data/a")]
    assert problems == [
        Finding(
            "path",
            f"{FILE}, line 2",
            "data/b\u2028c\x0b: its name has a character that can't be seen",
        )
    ]


@pytest.mark.parametrize(
    "line", ["", "data/a", D, f"{D}data/a", f" {D}  data/a", f"{D}0  data/a", f"{'g' * 32}  data/a"]
)
def test_a_line_that_is_none_is_told(line):
    why = "it isn't a checksum of 32 characters, a blank, and a name"
    assert listed(f"{line}\n{D}  data/b\n") == (
        [Line(D, "data/b")],
        [Finding("list", f"{FILE}, line 1", why)],
        [],
    )


@pytest.mark.parametrize(
    ("file", "name", "why"),
    [
        (FILE, "bagit.txt", "it is listed in the wrong list"),
        ("tagmanifest-md5.txt", "data/a", "it is listed in the wrong list"),
        (
            "tagmanifest-md5.txt",
            "tagmanifest-sha512.txt",
            "it is a list of this kind itself, which can't list another",
        ),
    ],
)
def test_what_is_in_the_wrong_list_is_told(file, name, why):
    assert listed(f"{D}  {name}\n", file=file)[:2] == (
        [],
        [Finding("list", f"{file}, line 1", f"{name}: {why}")],
    )


@pytest.mark.parametrize(
    ("version", "second", "refused"), [(OLD, D, False), (OLD, "e" * 32, True), (NEW, D, True)]
)
def test_a_file_that_is_listed_twice(version, second, refused):
    lines, problems, notes = listed(f"{D}  data/a\n{second}  data/a\n", version)
    told = [Finding("twice", f"{FILE}, line 2", "data/a is listed before")]
    assert lines == [Line(D, "data/a")]
    assert (problems, notes) == ((told, []) if refused else ([], told))


def test_what_older_tools_write_is_understood_and_told():
    lines, problems, notes = listed(f"{D} *data/a\n{D}  ./data/b\n")
    assert lines == [Line(D, "data/a"), Line(D, "data/b")]
    assert problems == []
    assert notes == [
        Finding("list", f"{FILE}, line 1", "it has a star before the name, as md5sum writes it"),
        Finding("list", f"{FILE}, line 2", "it has ./ before the name"),
    ]


@pytest.mark.parametrize("hidden", ["%2e%2e/x", "data/%0Ax", "data/..%2F"])
def test_what_stands_for_a_character_hides_nothing(hidden):
    lines, problems, _ = listed(f"{D}  {hidden}\n")
    refused = hidden != "data/..%2F"  # that isn't decoded, so it is a name like any other
    assert (bool(problems), lines == []) == (refused, refused)


def test_a_name_that_is_there_as_it_is_written_is_meant_so():
    assert decoded("data/100%25", {"data/100%25": 1, "data/100%": 2}) == "data/100%25"
    assert decoded("data/100%25", {"data/100%": 2}) == "data/100%"
    assert decoded("data/100%25", {}) == "data/100%25"


@pytest.mark.parametrize("line", ["", "x", f"{D}  data/a"])
def test_more_lines_than_are_read_are_told_once(line):
    _, problems, _ = listed(f"{line}\n" * (MOST_LINES + 1))
    told = Finding("list", FILE, "it has more than 20,000 lines, the most that are read")
    assert (problems[-1], len(problems) <= MOST_LINES + 1) == (told, True)


@given(st.text(max_size=300))
def test_no_text_is_more_than_lines_and_findings(text):
    lines, problems, _ = listed(text)
    assert len(lines) + len(problems) == len(list(lines_of(text)))
