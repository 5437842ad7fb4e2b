"""Copies of sites: clones, mirrors, and those of which nothing can be said."""

import pytest

import nps_chain as nps
from nps_chain.evidence.pages.copies import COLUMNS, copies, mirrored
from tests.evidence.pages.made import made, page, saved

WORDS = [f"word{number}" for number in range(100)]
SAME = " ".join(WORDS)
BOTH = ("onion one.onion", "onion two.onion")


def shop(host, *shown, text=SAME, path="/"):
    return page(f"{host}{path}", *shown, text=text)


def verdict(*told):
    found = copies(made(*told))
    assert len(found) == 1
    return found.iloc[0]


def test_a_clone_shows_another_address_and_forgot_the_first_in_a_comment():
    told = verdict(
        shop("one.onion", "address A", "key K", "address A!"),
        shop("two.onion", "address T", "key K", "address A!"),
    )
    assert (told.verdict, told.copier, told.differs) == ("clone", "two.onion", "address")
    assert (told.here, told.there, told.likeness) == ("A", "T", 1.0)
    assert told.pair == "one / two"
    assert told.why == (
        "The pages share 100 % of their text. The first shows the address A, the second T in its"
        " place: whoever changed it gains by it. two.onion is the copy: the other's address is"
        " still in its source, where no reader sees it."
    )


def test_two_that_left_each_others_address_and_an_address_that_both_show_tell_nothing():
    each = verdict(
        shop("one.onion", "address A", "address T!"), shop("two.onion", "address T", "address A!")
    )
    both = verdict(
        shop("one.onion", "address A", "address B"),
        shop("two.onion", "address A", "address T", "address A!"),
    )
    for told in (each, both):
        assert (told.verdict, told.copier) == ("clone", "")
        assert told.why.endswith("Nothing here tells which of the two is the copy.")
    assert (both.here, both.there) == ("B", "T")


def test_two_sites_are_one_pair_in_whatever_order_their_pages_were_saved():
    first = SAME.replace("word", "first")
    told = verdict(
        shop("one.onion", "address A", text=first, path="/x"),
        shop("two.onion", "address T", text=f"{first} and more", path="/x"),
        shop("two.onion", "address T", path="/y"),
        shop("one.onion", "address A", path="/y"),
    )
    assert (told.site, told.other, told.likeness) == ("one.onion", "two.onion", 1.0)
    assert (told.here, told.there) == ("A", "T")


def test_a_clone_is_not_named_by_the_mirror_that_it_names():
    found = copies(
        made(
            shop("clone.onion", "address T", "onion clone.onion", "onion two.onion"),
            shop("one.onion", "address A", *BOTH),
            shop("two.onion", "address A", *BOTH),
        )
    )
    assert found[["site", "other", "verdict", "copier"]].values.tolist() == [
        ["clone.onion", "one.onion", "clone", "clone.onion"],
        ["clone.onion", "two.onion", "clone", "clone.onion"],
        ["one.onion", "two.onion", "mirror", ""],
    ]
    assert "it names two.onion, which doesn't name it." in found["why"][0]


def test_a_forum_that_warns_of_a_clone_does_not_make_the_shop_a_copy():
    found = copies(
        made(
            shop("one.onion", "address A", "onion forum.onion"),
            shop("clone.onion", "address T"),
            shop("forum.onion", "onion clone.onion", text="another text"),
        )
    )
    assert found[["verdict", "copier"]].values.tolist() == [["clone", ""]]
    assert found["why"][0].endswith("Nothing here tells which of the two is the copy.")


def test_another_key_makes_a_clone_too():
    told = verdict(shop("one.onion", "key K", *BOTH), shop("two.onion", "fingerprint L", *BOTH))
    assert (told.verdict, told.differs, told.here, told.there) == ("clone", "key", "K", "L")


@pytest.mark.parametrize("kind", ["address", "fingerprint"])
def test_a_mirror_keeps_what_a_thief_would_change_and_each_names_the_other(kind):
    told = verdict(shop("one.onion", f"{kind} A", *BOTH), shop("two.onion", f"{kind} A", *BOTH))
    assert (told.verdict, told.copier, told.differs) == ("mirror", "", "")
    assert told.why.endswith("Each names the other.")


def test_a_signed_message_that_names_both_makes_a_mirror():
    lists = page("one.onion/list", "onion one.onion 5 6", "onion two.onion 7 8", "signature K 0 50")
    fronts = (shop("one.onion", "key K"), shop("two.onion", "key K"))
    told = verdict(*fronts, lists)
    assert told.verdict == "mirror"
    assert told.why.endswith("A signed message names both.")
    # One name stands below the message; or its signature fails.
    below = page(
        "one.onion/list", "onion one.onion 5 6", "onion two.onion 60 61", "signature K 0 50"
    )
    assert verdict(*fronts, below).verdict == "alike"
    fails = page(
        "one.onion/list", "onion one.onion 5 6", "onion two.onion 7 8", "-signature K 0 50"
    )
    assert verdict(*fronts, fails).verdict == "alike"


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        # Nobody owns both, or nothing is there that a thief would change.
        (("address A",), ("address A",), "Nothing on them tells"),
        (("address A", *BOTH), ("address A", "onion two.onion"), "Nothing on them tells"),
        (BOTH, BOTH, "Nothing on them tells"),
        # A thief may put an address beside that of the shop.
        (("address A", *BOTH), ("address A", "address T", *BOTH), "shows the address T"),
        (("address A", *BOTH), BOTH, "shows the address A"),
        # A refused address is none.
        (("address A",), ("-address T",), "shows the address A"),
    ],
)  # fmt: skip
def test_of_others_it_is_said_only_that_they_are_alike(one, other, says):
    told = verdict(shop("one.onion", *one), shop("two.onion", *other))
    assert (told.verdict, told.copier) == ("alike", "")
    assert says in told.why


def test_a_site_with_a_new_address_at_each_visit_is_no_clone_of_its_mirror():
    visits = (
        shop("one.onion", "address A", path="/pay"),
        shop("one.onion", "address B", path="/pay"),
        shop("two.onion", "address C", path="/pay"),
    )
    told = verdict(*visits)
    assert told.verdict == "alike"
    assert told.why.endswith("The addresses are others at each visit, so they tell nothing.")
    keys = (
        shop("one.onion", "address A", "key K", path="/pay"),
        shop("one.onion", "address B", "key K", path="/pay"),
        shop("two.onion", "address C", "key L", path="/pay"),
    )
    assert verdict(*keys).verdict == "clone"


def test_sites_that_share_less_are_no_copies():
    some = " ".join(WORDS[:80] + [f"other{number}" for number in range(20)])
    told = verdict(shop("one.onion", "address A"), shop("two.onion", "address T", text=some))
    assert (told.verdict, told.likeness) == ("alike", 0.658)
    assert "too little for a copy" in told.why
    few = " ".join(WORDS[:50])
    assert len(copies(made(shop("one.onion"), shop("two.onion", text=few)))) == 0
    assert len(copies(made(shop("one.onion"), shop("one.onion")))) == 0  # one site


def test_no_pages_no_copies():
    assert list(copies(made()).columns) == list(COLUMNS)


def test_mirrors_are_one_site_and_clones_another():
    found = copies(
        made(
            shop("two.onion", "address A", *BOTH),
            shop("one.onion", "address A", *BOTH),
            shop("clone.onion", "address T"),
        )
    )
    assert mirrored(found, ["one.onion", "two.onion", "clone.onion"]) == {
        "one.onion": "one.onion",
        "two.onion": "one.onion",
        "clone.onion": "clone.onion",
    }


def test_the_story_tells_the_clone_of_tin_harbours_shop_from_its_mirror():
    found = saved("tiny").copies()
    assert found["verdict"].tolist() == ["clone", "clone", "mirror"]
    assert found["differs"].tolist() == ["address, onion", "address, onion", ""]
    assert found["copier"].tolist() == [found["other"][0], found["other"][0], ""]
    assert found["there"][0] == "mp35KeFuZtv8Z17YvoNsrneTRLfzzGibXc"
    known = nps.truth("tiny")
    result = nps.score(found, known)
    assert repr(result) == "3 of 3 verdicts right; tells 3 of 3 pairs of clones and mirrors"
    assert (result.named, result.named_right) == (2, 2)
