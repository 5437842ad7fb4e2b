"""An agency's folder is opened only if every file is what its index says."""

import shutil

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.places import data_path

COLUMNS = ["time", "block_height", "txid", "direction", "satoshi", "address"]


@pytest.fixture
def own(tmp_path):
    """A data set with a folder of ADP's that a test may spoil."""
    shutil.copytree(data_path("tiny/folders/ADP"), tmp_path / "folders" / "ADP")
    return tmp_path


def test_a_folder_tells_whose_it_is_and_what_it_asks():
    held = nps.folder("CFI", data="tiny")
    assert (held.agency, held.country) == ("CFI", "Cestania")
    assert held.question == "Who is saltmeadow, and how much did that person earn?"
    assert held.table("phone/history.csv").columns.tolist() == COLUMNS
    assert repr(held) == f"Folder(CFI, Cestania: {len(held.index)} files)"
    assert held.bytes("notes.txt").decode() == held.text("notes.txt")


def test_a_folder_stands_for_its_path(own):
    assert (own / "folders" / "ADP").samefile(nps.folder("ADP", data=own))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda top: (top / "notes.txt").write_text("changed"), "was changed after it was"),
        (lambda top: (top / "notes.txt").unlink(), r"is listed in index\.csv and isn't there"),
        (lambda top: (top / "more.txt").write_text("?"), r"isn't listed in index\.csv"),
        (lambda top: (top / "index.csv").write_text("a,b\n"), "has other columns than"),
        (lambda top: (top / "index.csv").write_bytes(b"\xff"), "is no text in UTF-8"),
    ],
)
def test_what_is_not_as_listed_is_refused(own, spoil, says):
    spoil(own / "folders" / "ADP")
    with pytest.raises(NpsError, match=says):
        nps.folder("ADP", data=own)


def test_a_listed_path_that_leads_out_is_refused(own):
    index = own / "folders" / "ADP" / "index.csv"
    (own / "secret").write_text("secret")
    lines = index.read_text().splitlines()
    lines.append(f"../../secret,{'0' * 64},nobody,2025-01-01T00:00:00Z")
    index.write_text("\n".join(lines) + "\n")
    with pytest.raises(NpsError, match="secret is listed"):
        nps.folder("ADP", data=own)
    with pytest.raises(NpsError, match="leads out of its folder"):
        nps.folder("CFI", data="tiny").bytes("../ADP/notes.txt")


def test_nobodys_folder_is_told_with_those_that_there_are(own):
    with pytest.raises(NpsError, match=r"no folder of 'TCB' .* it has folders of: ADP"):
        nps.folder("TCB", data=own)
    with pytest.raises(NpsError, match="is no agency"):
        nps.folder("../ADP", data=own)


def test_a_readme_that_names_nobody_is_refused(own):
    (own / "folders" / "ADP" / "README.txt").write_text("A folder.\n")
    with pytest.raises(NpsError, match="doesn't say whose folder it is"):
        _ = nps.folder("ADP", data=own).agency


def test_a_text_is_found_in_files_in_the_order_of_the_index():
    held = nps.folder("TCB", data="tiny")
    address = nps.exhibit("TCB-signed", data="tiny")
    found = held.where(address)
    assert found == [file for file in held.index["file"] if address in held.text(file)]
    signed = held.where(address, "signed/")
    assert signed == [file for file in found if file.startswith("signed/")]
    assert len(signed) == 1
    assert held.where("nobody wrote this") == []
    with pytest.raises(NpsError, match="say what to look for"):
        held.where("")
