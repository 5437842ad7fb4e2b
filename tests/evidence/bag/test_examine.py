"""What BagIt allows and yet is odd is a note; what versions differ in is judged by the version."""

import pytest

from nps_chain.evidence.bag import verify
from nps_chain.evidence.bag.seal import sign
from nps_chain.evidence.bag.sealed import SEAL
from tests.evidence.bag.packages import (
    FORMS,
    KEY,
    NOTE,
    PAYLOAD,
    as_zip,
    digest,
    found,
    relisted,
    sealed,
    stored,
)

DATA = {f"data/{name}": data for name, data in PAYLOAD.items()}


def bag(files, version="1.0", lists=("sha512",), tags=(), encoding="UTF-8"):
    """A package that others might make: with some lists, and tag lists, of all files."""
    declared = f"BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n"
    made = {**files, "bagit.txt": declared.encode()}
    for each in lists:
        lines = [
            f"{digest(files[name], each)} {name}\n" for name in files if name.startswith("data/")
        ]
        made[f"manifest-{each}.txt"] = "".join(lines).encode(encoding)
    about = {name: data for name, data in made.items() if not name.startswith("data/")}
    for each in tags:
        lines = [f"{digest(data, each)} {name}\n" for name, data in about.items()]
        made[f"tagmanifest-{each}.txt"] = "".join(lines).encode(encoding)
    return made


def judged(files, where):
    """Whether a package is whole, its problems, and its notes as pairs."""
    verdict = verify(as_zip(files, where))
    notes = verdict.notes[["what", "where"]].to_numpy().tolist()
    return verdict.ok, found(verdict), sorted(map(tuple, notes))


@pytest.mark.parametrize(
    "lists", [("sha512",), ("sha256",), ("sha224", "sha384"), ("md5", "sha512")]
)
def test_others_packages_are_whole_by_whatever_list(lists, tmp_path):
    assert judged(bag(DATA, lists=lists, tags=lists), tmp_path) == (True, [], [])


@pytest.mark.parametrize("weak", ["md5", "sha1"])
def test_a_checksum_that_can_be_forged_is_noted(weak, tmp_path):
    notes = [("weak", f"manifest-{weak}.txt")]
    assert judged(bag(DATA, lists=(weak,), tags=(weak,)), tmp_path) == (True, [], notes)


def test_a_checksum_that_is_not_known_is_noted_and_does_not_do(tmp_path):
    unknown = {"manifest-whirlpool.txt": b"0123 data/files/note.txt\n"}
    made = bag({**DATA, **unknown}, tags=("sha512",))
    assert judged(made, tmp_path) == (True, [], [("list", "manifest-whirlpool.txt")])
    made = bag({**DATA, **unknown}, lists=())
    assert judged(made, tmp_path)[:2] == (
        False,
        [
            ("missing", "manifest-sha512.txt"),
        ],
    )


def test_without_a_list_nothing_vouches_for_what_is_said(tmp_path):
    made = bag({**DATA, "bag-info.txt": b"A: b\n"})
    unlisted = ["bag-info.txt", "bagit.txt", "manifest-sha512.txt"]
    assert judged(made, tmp_path) == (True, [], [("unlisted", name) for name in unlisted])


@pytest.mark.parametrize(("version", "ok"), [("0.97", True), ("1.0", False)])
def test_what_one_of_two_lists_lacks_was_allowed_before_version_1(version, ok, tmp_path):
    made = bag(DATA, version, lists=("sha256", "sha512"))
    lines = made["manifest-sha256.txt"].splitlines(keepends=True)
    made["manifest-sha256.txt"] = b"".join(line for line in lines if b"note.txt" not in line)
    problems = [] if ok else [("unlisted", NOTE)]
    assert judged(made, tmp_path)[:2] == (ok, problems)
    none = bag({**DATA}, version, lists=("sha256", "sha512")) | {"data/more.txt": b""}
    assert judged(none, tmp_path)[:2] == (False, [("unlisted", "data/more.txt")])


@pytest.mark.parametrize(("version", "ok"), [("0.96", True), ("1.0", False)])
def test_a_file_about_the_package_that_no_list_has(version, ok, tmp_path):
    made = bag(DATA, version, tags=("sha512",)) | {"more.txt": b""}
    about = [("unlisted", "more.txt")]
    assert judged(made, tmp_path) == ((True, [], about) if ok else (False, about, []))


def test_a_seal_on_an_older_package_holds_for_all_of_it(tmp_path):
    made = relisted({**sealed(), "bagit.txt": bag({}, "0.97")["bagit.txt"]}, KEY)
    assert judged(made, tmp_path) == (True, [], [])
    assert judged({**made, "more.txt": b""}, tmp_path)[:2] == (False, [("unlisted", "more.txt")])


def test_names_that_windows_can_not_have_are_noted(tmp_path):
    made = bag({**DATA, "data/what?.html": b"", "data/nul": b""}, tags=("sha512",))
    notes = [("name", "data/nul"), ("name", "data/what?.html")]
    assert judged(made, tmp_path) == (True, [], notes)


def test_equal_files_with_names_that_are_one_on_some_systems_are_noted(tmp_path):
    made = bag({**DATA, "data/a": b"1", "data/A": b"1"}, tags=("sha512",))
    assert judged(made, tmp_path) == (True, [], [("alike", "data/A, data/a")])


@pytest.mark.parametrize("form", FORMS)
def test_a_name_whose_letters_macos_wrote_in_another_way_is_known_again(form, tmp_path):
    made = sealed({"files/\u00e9.txt": b"1"})
    made["data/files/e\u0301.txt"] = made.pop("data/files/\u00e9.txt")
    verdict = verify(stored(made, form, tmp_path), KEY.fingerprint)
    assert (verdict.ok, verdict.notes["what"].tolist()) == (True, ["alike"])


@pytest.mark.parametrize(("version", "what"), [("0.97", None), ("1.0", "twice")])
def test_one_file_that_is_listed_in_two_ways_of_writing(version, what, tmp_path):
    made = bag({"data/\u00e9": b"1"}, version)
    made["manifest-sha512.txt"] += f"{digest(b'1')} data/e\u0301\n".encode()
    problems = [(what, "data/\u00e9")] if what else []
    assert judged(made, tmp_path)[:2] == (not problems, problems)


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-16", "KOI8-R"])
def test_lists_are_read_in_the_encoding_that_is_told(encoding, tmp_path):
    name = "data/дело" if encoding == "KOI8-R" else "data/\u00e9"
    made = bag({name: b"1"}, encoding=encoding, tags=("sha512",))
    assert judged(made, tmp_path) == (True, [], [])


def test_a_list_in_another_encoding_is_refused(tmp_path):
    made = bag({"data/\u00e9": b"1"}, encoding="ISO-8859-1")
    made["bagit.txt"] = made["bagit.txt"].replace(b"ISO-8859-1", b"UTF-8")
    assert judged(made, tmp_path)[1] == [("encoding", "manifest-sha512.txt")]


def test_what_should_be_fetched_is_told_as_missing(tmp_path):
    fetch = b"http://a.test/x 13 data/files/note.txt\n"
    made = bag({**DATA, "fetch.txt": fetch}, tags=("sha512",))
    assert judged(made, tmp_path) == (True, [], [("fetch", "fetch.txt")])
    del made[NOTE]
    verdict = verify(as_zip(made, tmp_path))
    assert found(verdict) == [("missing", NOTE)]
    assert verdict.problems["why"].tolist() == ["it was to be fetched, which isn't done here"]


def test_fetch_lines_that_can_not_be_read_are_refused(tmp_path):
    made = bag({**DATA, "fetch.txt": b"http://a.test/x\n"}, tags=("sha512",))
    assert judged(made, tmp_path)[:2] == (False, [("fetch", "fetch.txt")])


@pytest.mark.parametrize(("oxum", "ok"), [("21.2", True), ("21.3", False), ("many", False)])
def test_files_and_bytes_are_counted(oxum, ok, tmp_path):
    info = f"payload-oxum: {oxum}\n".encode()
    made = bag({**DATA, "bag-info.txt": info}, tags=("sha512",))
    problems = [] if ok else [("count", "bag-info.txt")]
    assert judged(made, tmp_path) == (ok, problems, [])


def test_what_is_said_in_lines_that_can_not_be_read_is_refused(tmp_path):
    made = bag({**DATA, "bag-info.txt": b"no label\n"}, tags=("sha512",))
    assert judged(made, tmp_path)[:2] == (False, [("list", "bag-info.txt")])


def test_before_version_0_96_what_is_said_stood_in_another_file(tmp_path):
    made = bag({**DATA, "package-info.txt": b"A: b\n"}, "0.95", tags=("sha512",))
    assert verify(as_zip(made, tmp_path)).info == {"A": "b"}
    made = bag({**DATA, "package-info.txt": b"A: b\n"}, "1.0", tags=("sha512",))
    assert verify(as_zip(made, tmp_path)).info == {}


@pytest.mark.parametrize(
    ("lists", "problems"),
    [
        (("sha256",), [("missing", "tagmanifest-sha512.txt")]),
        (("md5", "sha512"), []),
        (("sha256", "sha512"), []),
    ],
)
def test_a_seal_on_others_packages_needs_the_list_that_it_signs(lists, problems, tmp_path):
    made = bag(DATA, lists=lists, tags=lists)
    made[SEAL] = sign(made.get("tagmanifest-sha512.txt", b""), KEY)
    verdict = verify(as_zip(made, tmp_path), KEY.fingerprint)
    assert (verdict.ok, found(verdict)) == (not problems, problems)
