"""Bags that were made to try tools for BagIt: each gets the verdict that its folder tells.

What leads out of its folder on Linux or on Windows is refused on both. What a tool should warn of
is whole, with a note.
"""

import io
import tarfile
from pathlib import Path

import pytest

from nps_chain.evidence.bag import verify
from tests.evidence.bag.packages import as_folder, as_tar, as_zip, found, library_says

SUITE = Path(__file__).parents[2] / "data" / "bagit" / "bagit-conformance.tar.gz"


def bags():
    """Return each bag's files, by its path in the suite: version, verdict, name."""
    files = {}
    with tarfile.open(SUITE) as suite:
        for member in suite:
            version, verdict, name, *inner = member.name.split("/")
            if inner:
                data = suite.extractfile(member).read()
                files.setdefault(f"{version}/{verdict}/{name}", {})["/".join(inner)] = data
    return files


BAGS = bags()
INVALID = {
    "v0.97/invalid/baginfo-missing-encoding": [("declaration", "bagit.txt")],
    "v0.97/invalid/corrupt-data-file": [
        ("changed", "data/bare-filename"),
        ("count", "bag-info.txt"),
    ],
    "v0.97/invalid/corrupt-tag-file": [
        ("changed", "bag-info.txt"),
        ("changed", "bagit.txt"),
        ("changed", "manifest-md5.txt"),
    ],
    "v0.97/invalid/invalid-version-number": [("declaration", "bagit.txt")],
    "v0.97/invalid/missing-baginfo": [("missing", "bag-info.txt")],
    "v0.97/invalid/out-of-scope-file-paths-using-dot-notation": [
        ("path", "manifest-md5.txt, line 3"),
        ("path", "manifest-md5.txt, line 4"),
    ],
    "v0.97/invalid/out-of-scope-file-paths-using-dot-notation-for-fetch": [("path", "fetch.txt")],
    "v0.97/linux-only/out-of-scope-file-paths-using-absolute-path": [
        ("path", "manifest-md5.txt, line 3")
    ],
    "v0.97/linux-only/out-of-scope-file-paths-using-absolute-path-for-fetch": [
        ("path", "fetch.txt")
    ],
    "v0.97/linux-only/out-of-scope-file-paths-using-shortcut-for-fetch": [("path", "fetch.txt")],
    "v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username": [
        ("path", "manifest-md5.txt, line 3")
    ],
    "v0.97/windows-only/out-of-scope-file-paths-using-absolute-path": [
        ("path", "manifest-md5.txt, line 3")
    ],
    "v0.97/windows-only/out-of-scope-file-paths-using-absolute-path-for-fetch": [
        ("path", "fetch.txt")
    ],
    "v0.97/windows-only/out-of-scope-file-paths-using-shortcut-for-fetch": [("path", "fetch.txt")],
    "v0.97/windows-only/out-of-scope-file-paths-using-unc": [("path", "manifest-md5.txt, line 3")],
    "v1.0/invalid/bagit-with-invalid-whitespace": [("declaration", "bagit.txt")],
    "v1.0/invalid/notAllManifestsListAllFiles": [("unlisted", "data/missingFromManifest.txt")],
    "v1.0/invalid/same-filename-listed-twice-with-the-same-hash": [
        ("changed", "bagit.txt"),
        ("twice", "manifest-sha256.txt, line 2"),
        ("unlisted", "debug"),
    ],
}
WARNING = {
    "v0.97/warning/duplicate-file-with-different-case": "alike",
    "v0.97/warning/made-with-md5sum-tools": "list",
    "v0.97/warning/same-filename-listed-twice-with-different-normalization": "alike",
    "v0.97/warning/same-filename-listed-twice-with-the-same-hash": "twice",
}
LAXER = {
    "v0.97/windows-only/out-of-scope-file-paths-using-absolute-path-for-fetch",
    "v0.97/windows-only/out-of-scope-file-paths-using-shortcut-for-fetch",
    "v1.0/invalid/bagit-with-invalid-whitespace",
}
STRICTER = {
    "v0.97/warning/duplicate-file-with-different-case",
    "v0.97/warning/same-filename-listed-twice-with-different-normalization",
}


def test_the_suite_has_bags_of_all_versions_and_verdicts():
    assert {tuple(bag.split("/")[:2]) for bag in BAGS} == {
        *((f"v0.{minor}", "valid") for minor in (93, 94, 95, 96, 97)),
        *(("v0.97", each) for each in ("invalid", "warning", "linux-only", "windows-only")),
        ("v1.0", "valid"),
        ("v1.0", "invalid"),
    }
    assert len(BAGS) == 40
    assert {bag for bag in BAGS if "/valid/" not in bag} == INVALID.keys() | WARNING.keys()


@pytest.mark.parametrize("form", [as_folder, as_zip, as_tar], ids=["folder", "zip", "tar"])
@pytest.mark.parametrize("bag", BAGS)
def test_a_bag_gets_the_verdict_that_it_is_made_for(bag, form, tmp_path):
    verdict = verify(form(BAGS[bag], tmp_path))
    assert found(verdict) == INVALID.get(bag, [])
    assert verdict.ok == (bag not in INVALID)
    if bag in WARNING:
        assert WARNING[bag] in verdict.notes["what"].tolist()
    if verdict.ok:
        assert verdict.says.startswith("The package is whole, but not sealed: ")


@pytest.mark.parametrize("bag", BAGS)
def test_the_librarys_verdict_is_another_only_where_it_is_known_to_be(bag, tmp_path):
    top = as_folder(BAGS[bag], tmp_path)
    theirs, ours = library_says(top), verify(top).ok
    assert (bag in LAXER, bag in STRICTER) == (theirs and not ours, ours and not theirs)


def test_a_tar_file_without_gzip_is_read_too(tmp_path):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as opened:
        for name, data in BAGS["v1.0/valid/basicBag"].items():
            member = tarfile.TarInfo(f"./{name}")
            member.size = len(data)
            opened.addfile(member, io.BytesIO(data))
    (tmp_path / "case.tar").write_bytes(made.getvalue())
    assert verify(tmp_path / "case.tar").ok
