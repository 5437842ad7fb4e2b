"""What saved pages are and show is read with the truth, or refused with the reason."""

import shutil

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.groundtruth.saved import PAGES_COLUMNS, SHOWN_COLUMNS
from nps_chain.places import data_path


@pytest.fixture
def own(tmp_path):
    """A truth that a test may spoil."""
    shutil.copytree(data_path("tiny/truth"), tmp_path / "truth")
    return tmp_path / "truth"


def test_a_data_set_with_pages_knows_what_they_are_and_show():
    known = nps.truth("tiny")
    assert dict(known.pages.dtypes.astype(str)) == PAGES_COLUMNS
    assert dict(known.shown.dtypes.astype(str)) == SHOWN_COLUMNS
    pages = known.pages.set_index("site")
    assert pages.loc["clone-tin_harbour", ["kind", "malicious", "about"]].tolist() == [
        "clone", True, "tin_harbour",
    ]  # fmt: skip
    assert set(known.shown["file"]) <= set(known.pages["file"])
    assert not known.shown.loc[known.shown["trap"] == "shortened address", "genuine"].any()


def test_what_is_done_to_a_frame_is_not_done_to_the_truth():
    known = nps.truth("tiny")
    frame = known.pages
    frame["kind"] = "shop"
    assert known.pages["kind"].nunique() > 1


def test_a_data_set_without_pages_has_empty_tables():
    known = nps.truth("core-regtest")
    assert dict(known.pages.dtypes.astype(str)) == PAGES_COLUMNS
    assert dict(known.shown.dtypes.astype(str)) == SHOWN_COLUMNS
    assert len(known.pages) == len(known.shown) == 0


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda top: (top / "shown.csv").unlink(), r"shown\.csv can't be read"),
        (lambda top: (top / "pages.csv").unlink(), r"pages\.csv can't be read"),
        (lambda top: (top / "pages.csv").write_bytes(b"\xff\xfe\x00"), "it is no table"),
        (lambda top: (top / "pages.csv").write_bytes(b""), "it is no table"),
        (lambda top: (top / "shown.csv").write_text("file,type\na,b\n"), "other columns than"),
        (lambda top: spell(top, "True", "yes"), "other words than True and False in genuine"),
        (lambda top: spell(top, "forum/", "nowhere/"), "don't fit each other"),
        (lambda top: twice(top / "pages.csv"), "don't fit each other"),
    ],
)
def test_tables_that_are_damaged_are_refused(own, spoil, says):
    spoil(own)
    with pytest.raises(NpsError, match=says):
        nps.truth(own)


def spell(top, one, other):
    path = top / "shown.csv"
    path.write_text(path.read_text("utf-8").replace(one, other, 1), "utf-8")


def twice(path):
    frame = pd.read_csv(path)
    pd.concat([frame, frame.head(1)]).to_csv(path, index=False)
