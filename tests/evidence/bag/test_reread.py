"""Files are read again in few passes, and never another than was examined."""

import pytest

from nps_chain.evidence.bag import reread, verify
from nps_chain.evidence.bag.opened.package import Package
from tests.evidence.bag.packages import FORMS, LIST, NOTE, as_folder, sealed, stored

MANY = {f"files/{n:02}.txt": b"%d" % n * 10 for n in range(40)}


@pytest.fixture
def passes(monkeypatch):
    """Let each pass through a package be noted, with the number of files that it reads."""
    noted, through = [], Package.pieces

    def note(self, chosen):
        noted.append(len(chosen))
        return through(self, chosen)

    monkeypatch.setattr(Package, "pieces", note)
    return noted


@pytest.mark.parametrize("form", FORMS)
def test_all_files_are_read_in_one_pass_if_they_are_small(form, tmp_path, passes):
    verdict = verify(stored(sealed(MANY), form, tmp_path))
    passes.clear()
    assert {name: verdict.payload[name] for name in verdict.payload} == MANY
    assert dict(verdict.payload) == MANY
    assert len(passes) == 1


def test_no_more_is_kept_than_the_file_asked_for_or_the_bound(tmp_path, passes, monkeypatch):
    monkeypatch.setattr(reread, "AHEAD", 45)  # bytes: files of 10 up to 09, then of 20
    verdict = verify(stored(sealed(MANY), "tar", tmp_path))
    passes.clear()
    assert dict(verdict.payload) == MANY
    assert passes == [4, 4, 3] + [2] * 14 + [1]
    monkeypatch.setattr(reread, "AHEAD", 5)
    assert verdict.payload["files/00.txt"] == b"0" * 10
    assert passes[-1] == 1


def test_a_file_that_was_read_ahead_is_what_was_examined(tmp_path):
    top = as_folder(sealed(), tmp_path / "case")
    verdict = verify(top)
    assert verdict.bytes(LIST) == b"a,b\n1,2\n"
    (top / NOTE).write_bytes(b"seen at nuun\n")
    assert verdict.bytes(NOTE) == b"seen at noon\n"
