"""A verdict says all in a sentence, and lets nothing out of a package that is refused."""

import pytest

from nps_chain.errors import NpsError
from nps_chain.evidence.bag import verify
from nps_chain.evidence.bag.findings import WORDS
from nps_chain.evidence.bag.sealed import SEAL
from tests.evidence.bag.packages import FORMS, KEY, LIST, NOTE, as_folder, as_zip, sealed, stored
from tests.evidence.bag.test_tampering import TAMPERINGS


def test_a_refused_package_is_told_shortly_and_whole(tmp_path):
    verdict = verify(as_zip({**sealed(), NOTE: b"?", "data/more": b""}, tmp_path))
    assert not verdict
    assert repr(verdict) == (
        "The package is refused for 3 reasons.\n"
        "  Problem: data/files/note.txt (changed): its SHA-512 is another than manifest-sha512.txt"
        " says.\n"
        "  Problem: data/more (unlisted): it isn't listed in manifest-sha512.txt.\n"
        "  Problem: bag-info.txt (count): there are 9 bytes, and 3 files; Payload-Oxum says '21.2'."
    )
    assert verdict.says == (
        "The package is refused for 3 reasons. The first: data/files/note.txt (changed): its"
        " SHA-512 is another than manifest-sha512.txt says."
    )
    assert verdict.problems.columns.tolist() == ["what", "where", "why"]
    assert verdict.problems["what"].tolist() == ["changed", "unlisted", "count"]


def test_one_reason_is_told_as_one(tmp_path):
    verdict = verify(as_zip({**sealed(), "more": b""}, tmp_path))
    assert verdict.says == (
        "The package is refused. more (unlisted): it isn't listed in tagmanifest-sha512.txt."
    )
    assert repr(verdict) == (
        "The package is refused.\n"
        "  Problem: more (unlisted): it isn't listed in tagmanifest-sha512.txt."
    )


def test_of_many_reasons_ten_are_shown(tmp_path):
    files = sealed() | {f"data/{n:02}": b"" for n in range(12)}
    lines = repr(verify(as_zip(files, tmp_path))).splitlines()
    assert (len(lines), lines[-1]) == (12, "  Problem: 3 more.")


def test_names_and_texts_from_a_package_are_shown_harmless(tmp_path):
    info = b"Title\x1b[2J: \xe2\x80\xae<b>gpj.exe\x07\n"
    files = {**sealed(), "bag-info.txt": info, "data/\u202egpj.exe": b"", "data/\x1b[2J": b""}
    verdict = verify(as_zip(files, tmp_path))
    shown = repr(verdict) + verdict.problems.to_string() + repr(verdict.info)
    assert not {"\u202e", "\x1b", "\x07"} & {*shown}
    assert verdict.info == {"Title\ufffd[2J": "\ufffd<b>gpj.exe\ufffd"}


def test_the_files_of_a_package_are_told_with_size_and_checksum(tmp_path):
    files = sealed()
    frame = verify(as_folder(files, tmp_path / "case")).files
    assert frame["file"].tolist() == sorted(files)
    assert frame["bytes"].tolist() == [len(files[name]) for name in sorted(files)]
    assert {len(each) for each in frame["sha512"]} == {128}
    assert [str(kind) for kind in frame.dtypes] == ["str", "int64", "str"]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_in_a_whole_package_is_read(form, tmp_path):
    verdict = verify(stored(sealed(), form, tmp_path))
    assert verdict.bytes(LIST) == b"a,b\n1,2\n"
    assert verdict.bytes("bagit.txt").startswith(b"BagIt-Version: 1.0\n")
    assert list(verdict.payload) == ["files/kept/list.csv", "files/note.txt"]
    assert ("files/no.txt" in verdict.payload, len(verdict.payload)) == (False, 2)
    for name in ("data/no.txt", "../case.zip", ""):
        with pytest.raises(NpsError, match="has no file"):
            verdict.bytes(name)
    with pytest.raises(NpsError, match=r"no about\.json, so it is no case package of nps-chain"):
        assert verdict.contents


def test_nothing_is_taken_out_of_a_refused_package(tmp_path):
    verdict = verify(as_zip({**sealed(), NOTE: b"?"}, tmp_path))
    with pytest.raises(NpsError, match="is refused, so nothing is taken out of it"):
        verdict.bytes(LIST)
    with pytest.raises(NpsError, match="is refused, so nothing is taken out of it"):
        assert verdict.payload["files/kept/list.csv"]


def test_what_was_changed_since_it_was_verified_is_not_read(tmp_path):
    top = as_folder(sealed(), tmp_path / "case")
    verdict = verify(top)
    (top / NOTE).write_bytes(b"seen at nuun\n")
    with pytest.raises(NpsError, match="was changed since it was verified: verify it again"):
        verdict.bytes(NOTE)


def test_a_verdict_on_what_can_not_be_opened_at_all(tmp_path):
    (tmp_path / "case.zip").write_bytes(b"PK\3\4")
    verdict = verify(tmp_path / "case.zip", KEY.fingerprint)
    assert (verdict.ok, verdict.signer, verdict.info, len(verdict.files)) == (False, "", {}, 0)
    assert dict(verdict.payload) == {}


def test_a_broken_seal_names_no_signer(tmp_path):
    verdict = verify(as_zip({**sealed(), SEAL: sealed({"x": b""})[SEAL]}, tmp_path))
    assert (verdict.ok, verdict.signer) == (False, "")


def test_each_kind_of_problem_is_a_known_word_and_most_are_tried():
    tried = {what for _, problems, _ in TAMPERINGS.values() for what, _ in problems}
    assert tried <= WORDS.keys()
    assert WORDS.keys() - tried == {"alike", "name", "unread", "weak"}
