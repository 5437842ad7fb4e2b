"""Two pages side by side: the lines that only one of them shows its reader."""

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.pages.compared import MOST_LINES, compare
from tests.evidence.pages.made import made, page, saved


def differences(one, other):
    told = made(page("a.onion/", text=one, file="one"), page("b.onion/", text=other, file="other"))
    frame = compare(told, "one", "other")
    assert frame.dtypes.astype(str).to_dict() == {"here": "str", "there": "str"}
    return list(frame.itertuples(index=False, name=None))


def test_a_line_in_the_place_of_another_stands_beside_it():
    assert differences("shop\npay to A\nend", "shop\npay to B\nend") == [("pay to A", "pay to B")]


def test_a_line_that_one_lacks_stands_alone():
    assert differences("a\nb\nc", "a\nc") == [("b", "")]
    assert differences("a\nc", "a\nb\nb2\nc") == [("", "b"), ("", "b2")]


def test_equal_pages_have_no_row():
    assert differences("a\nb", "a\nb") == []


def test_lines_are_made_harmless_and_only_so_many_are_read():
    assert differences("a\u202eb", "a")[0] == ("a\ufffdb", "a")
    assert len(differences("a", "\n".join(map(str, range(5_000))))) <= MOST_LINES


def test_a_clone_differs_from_its_original_in_what_the_thief_changed():
    seen = saved("tiny")
    clone = seen.copies().iloc[0]
    found = seen.compare(*clone["files"])
    assert len(found) == 2
    assert nps.exhibit("shop-tin_harbour", data="tiny") in found["here"].iloc[0]
    assert nps.exhibit("clone-tin_harbour", data="tiny") in found["there"].iloc[0]
    assert found["there"].iloc[1] == clone["other"]
    with pytest.raises(NpsError, match="no page"):
        seen.compare(clone["files"][0], "other")
