"""A case is packed, sealed, verified and opened again, and nothing is lost or left behind."""

import zipfile

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.bag.seal.key import new_key
from tests.evidence.bag.packages import KEY, OTHER, library_says

CASE = {"title": "Operation «Lantern»", "agency": "TCB", "date": "2025-03-23"}
FILES = {"note.txt": b"seen at noon\n", "отчёт/1.csv": b"a\n1\n"}


@pytest.fixture
def key(tmp_path):
    new_key(tmp_path / "key", comment="Anna", secret=KEY.secret)
    return tmp_path / "key"


@pytest.mark.parametrize("name", ["дело", "дело.zip"])
def test_a_case_is_packed_sealed_and_opened_again(name, tmp_path, key):
    verdict = nps.bag(tmp_path / name, **CASE, files=FILES, sign_with=key)
    assert repr(verdict) == f"The package is whole, and sealed by {KEY.fingerprint}, as expected."
    assert verdict.info == {
        "Source-Organization": "TCB",
        "External-Description": "Operation «Lantern»",
        "Bagging-Date": "2025-03-23",
        "Handling": "TLP:AMBER",
        "Bag-Software-Agent": f"nps-chain {nps.__version__}",
        "Sealed-By": KEY.fingerprint,
        "Payload-Oxum": f"{sum(map(len, verdict.payload.values()))}.{len(verdict.payload)}",
    }
    packed = {file: verdict.payload[f"files/{file}"] for file in FILES}
    assert packed == FILES
    assert (verdict.contents.title, verdict.contents.agency) == (CASE["title"], "TCB")


def test_what_is_packed_here_is_valid_for_the_library(tmp_path, key):
    nps.bag(tmp_path / "case", **CASE, files=FILES, sign_with=key)
    assert library_says(tmp_path / "case")
    nps.bag(tmp_path / "case.zip", **CASE, files=nps.folder("TCB", data="tiny"))
    with zipfile.ZipFile(tmp_path / "case.zip") as opened:
        opened.extractall(tmp_path / "unpacked")
    assert library_says(tmp_path / "unpacked" / "case")
    (tmp_path / "unpacked" / "case" / "data" / "files" / "notes.txt").write_text("changed")
    assert not library_says(tmp_path / "unpacked" / "case")


def test_an_agencys_folder_goes_in_byte_for_byte(tmp_path):
    held = nps.folder("CFI", data="tiny")
    made = nps.bag(tmp_path / "case.zip", **CASE, files=held)
    packed = {name for name in made.payload if name.startswith("files/")}
    assert packed == {f"files/{name}" for name in (*held.index["file"], "index.csv", "README.txt")}
    assert all(made.payload[name] == held.bytes(name.removeprefix("files/")) for name in packed)


def test_the_same_case_is_the_same_to_the_byte(tmp_path, key):
    for name in ("one", "two"):
        nps.bag(tmp_path / name / "case.zip", **CASE, files=FILES, sign_with=key)
    one, two = ((tmp_path / name / "case.zip").read_bytes() for name in ("one", "two"))
    assert one == two


def test_whose_seal_it_is_the_package_can_not_say(tmp_path, key):
    nps.bag(tmp_path / "case.zip", **CASE, files=FILES, sign_with=key)
    assert repr(nps.verify(tmp_path / "case.zip")) == (
        f"The package is whole, and sealed by {KEY.fingerprint}. Whose key that is, it can't say:"
        " compare the fingerprint with one that you got by another way."
    )
    assert nps.verify(tmp_path / "case.zip", signer=f"{key}.pub").ok
    assert not nps.verify(tmp_path / "case.zip", signer=OTHER.fingerprint)


def test_a_package_without_a_seal_says_so(tmp_path):
    verdict = nps.bag(tmp_path / "case.zip", **CASE, files=FILES)
    assert (verdict.ok, verdict.signer, len(verdict.problems), len(verdict.notes)) == (
        True,
        "",
        0,
        0,
    )
    assert "Sealed-By" not in verdict.info
    assert repr(verdict) == (
        "The package is whole, but not sealed: whoever changes a file can change the lists as well."
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"title": "two\nPayload-Oxum: 0.0"}, "title"),
        ({"title": ""}, "title"),
        ({"agency": "T\u202eCB"}, "agency"),
        ({"date": "23.03.2025"}, "23.03.2025"),
        ({"date": "2025-02-30"}, "2025-02-30"),
        ({"handling": "secret"}, "is no TLP mark"),
        ({"sign_with": "no such key"}, "can't be read"),
        ({"files": {"../a": b""}}, "leads out of the package"),
        ({"files": "no such folder"}, "is no folder"),
    ],
)
@pytest.mark.parametrize("name", ["case", "case.zip"])
def test_nothing_is_written_where_something_is_wrong(given, says, name, tmp_path):
    with pytest.raises(NpsError) as caught:
        nps.bag(tmp_path / name, **{**CASE, "files": FILES, **given})
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_kept(tmp_path):
    nps.bag(tmp_path / "case.zip", **CASE, files=FILES)
    before = (tmp_path / "case.zip").read_bytes()
    with pytest.raises(NpsError, match=r"case\.zip is there already"):
        nps.bag(tmp_path / "case.zip", **CASE, files={"other.txt": b""})
    assert (tmp_path / "case.zip").read_bytes() == before


def test_the_private_key_is_not_handed_over(tmp_path):
    (tmp_path / "held").mkdir()
    new_key(tmp_path / "held" / "key")
    for files in (tmp_path / "held", {"key": tmp_path / "held" / "key"}):
        with pytest.raises(NpsError) as caught:
            nps.bag(tmp_path / "case", **CASE, files=files, sign_with=tmp_path / "held" / "key")
        assert str(caught.value) == (
            "files/key holds the private key: who gets the package could seal in your name."
            " Move the key out of what is packed."
        )
    new_key(tmp_path / "key")  # another's may be evidence
    assert nps.bag(tmp_path / "case", **CASE, files=tmp_path / "held", sign_with=tmp_path / "key")


@pytest.mark.parametrize("name", ["case", "inner/case.zip"])
def test_a_package_is_not_put_into_the_folder_that_is_packed(name, tmp_path):
    (tmp_path / "note.txt").write_text("?")
    with pytest.raises(NpsError, match="would be in the folder that is packed: put it elsewhere"):
        nps.bag(tmp_path / name, **CASE, files=tmp_path)
    assert [place.name for place in tmp_path.iterdir()] == ["note.txt"]
