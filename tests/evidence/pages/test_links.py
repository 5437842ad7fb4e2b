"""Links between vendors: what is shared, by whom, and no stronger than their kind may err."""

import math

import nps_chain as nps
from nps_chain.evidence.pages.links import BY, COLUMNS, MOST_HOLDERS, links
from nps_chain.world.dice import Dice
from nps_chain.world.pages.pictures import png, portrait, saved_again
from tests.evidence.pages.made import made, page, saved

SAME = " ".join(f"word{number}" for number in range(60))


def told(frame):
    return list(zip(frame["one"], frame["other"], frame["by"], frame["value"], strict=True))


def test_two_handles_with_one_key_and_the_phrase_that_a_third_copied():
    saying = "<em>What the tide brings, the tide takes.</em>"
    found = links(
        made(
            page("m.onion/salt", "handle salt", "key K", source=saying),
            page("m.onion/hazel", "handle hazel", "key H", source=saying),
            page("q.onion/brine", "handle brine", "fingerprint K", source=saying),
        )
    )
    tide = "What the tide brings, the tide takes."
    assert told(found) == [
        ("salt", "brine", "key", "K"),
        ("salt", "hazel", "wording", tide),
        ("salt", "brine", "wording", tide),
        ("hazel", "brine", "wording", tide),
    ]
    assert found["strength"].tolist() == ["strong", "weak", "weak", "weak"]
    assert found["site"].tolist() == ["m.onion", "m.onion", "m.onion", "m.onion"]
    assert found["files"].tolist()[0] == ("m.onion_salt-0.html", "q.onion_brine-2.html")
    assert "ask for a signed message" in found["why"][0]
    assert "none of 40 such links between two handles was wrong" in found["why"][0]
    assert "80 of 120 such links between two handles were wrong" in found["why"][1]


def test_a_handle_elsewhere_is_told_only_where_nothing_firmer_links_it():
    found = links(
        made(
            page("m.onion/ann", "handle ann", "key K", "e-mail a@b.test", "phone +1"),
            page("s.onion/ann", "handle ann", "key K", "e-mail a@b.test", "phone +1"),
            page("cook.test/sugar", "handle ann", "handle eve", title="Sugar"),
        )
    )
    assert told(found) == [
        ("ann", "ann", "key", "K"),
        ("ann", "ann", "e-mail", "a@b.test"),
        ("ann", "ann", "handle elsewhere", "ann"),
        ("ann", "ann", "handle elsewhere", "ann"),
        ("ann", "ann", "phone", "+1"),
    ]
    assert found["strength"].tolist() == ["strong", "strong", "fair", "fair", "not measured"]
    assert math.isnan(found["error"].iloc[-1])
    assert found["other_site"].tolist()[2:4] == ["cook.test", "cook.test"]


def test_two_handles_are_told_before_one_that_is_seen_twice():
    found = links(
        made(
            page("m.onion/ann", "handle ann", "key K"),
            page("s.onion/ann", "handle ann", "key K"),
            page("q.onion/bob", "handle bob", "key K"),
        )
    )
    assert [row[:2] for row in told(found)] == [("ann", "bob"), ("ann", "bob"), ("ann", "ann")]


def test_one_purse_under_two_handles():
    pages = [page(f"m.onion/{who}", f"handle {who}", "address A") for who in ("ann", "bob")]
    found = links(made(*pages))
    assert told(found) == [("ann", "bob", "address", "A")]
    assert found["strength"][0] == "not measured"
    assert "no such link between two handles" in found["why"][0]


def test_one_picture_saved_again_under_two_handles():
    rows = portrait(Dice(1, "face"))
    faces = [rows, saved_again(rows, Dice(2, "again")), portrait(Dice(3, "other"))]
    pages = [
        page(f"m.onion/{who}", f"handle {who}", pictures=[png(face)])
        for who, face in zip(("ann", "bob", "eve"), faces, strict=True)
    ]
    assert [row[:3] for row in told(links(made(*pages)))] == [("ann", "bob", "picture")]


def test_what_many_share_or_refuse_links_nobody():
    many = [page(f"m.onion/v{n}", f"handle v{n}", "key K") for n in range(MOST_HOLDERS + 1)]
    assert told(links(made(*many))) == []
    assert len(links(made(*many[:-1]))) == MOST_HOLDERS * (MOST_HOLDERS - 1) // 2
    refused = [page(f"m.onion/v{n}", f"handle v{n}", "-key K") for n in range(2)]
    assert told(links(made(*refused))) == []


def test_what_a_clone_copied_links_nobody_and_mirrors_are_one_site():
    def shop(host, address, *more):
        front = page(
            f"{host}/", "handle ann", "key K", f"address {address}", *more, title="ann", text=SAME
        )
        return front

    found = links(
        made(
            page("m.onion/ann", "handle ann", "key K"),
            shop("shop.onion", "A", "onion shop.onion", "onion mirror.onion"),
            shop("mirror.onion", "A", "onion shop.onion", "onion mirror.onion"),
            shop("clone.onion", "T", "onion clone.onion", "address A!"),
        )
    )
    assert told(found) == [("ann", "ann", "key", "K")]
    assert (found["site"][0], found["other_site"][0]) == ("m.onion", "shop.onion")


def test_no_pages_no_links():
    found = links(made())
    assert list(found.columns) == list(COLUMNS)
    assert len(found) == 0


def test_the_story_links_saltmeadow_to_brineacre():
    found = saved("classroom").links()
    two = found[found["one"] != found["other"]]
    assert two[["one", "other", "by", "strength"]].values.tolist() == [
        ["saltmeadow", "brineacre", "key", "strong"],
        ["saltmeadow", "brineacre", "picture", "weak"],
        ["saltmeadow", "hazelweir", "wording", "weak"],
        ["saltmeadow", "brineacre", "wording", "weak"],
        ["hazelweir", "brineacre", "wording", "weak"],
    ]
    assert set(found["by"]) <= set(BY)
    order = ["strong", "fair", "weak", "not measured"]
    places = [order.index(word) for word in found["strength"]]
    assert places == sorted(places)


def test_the_story_in_score():
    known = nps.truth("classroom")
    result = nps.score(saved("classroom").links(), known)
    by_kind = result.by_kind.set_index("two_handles", append=True)[["links", "right"]]
    assert {key: tuple(row) for key, row in zip(by_kind.index, by_kind.values, strict=True)} == {
        ("e-mail", False): (3, 3),
        ("handle elsewhere", False): (34, 31),
        ("key", False): (3, 3),
        ("key", True): (1, 1),
        ("picture", True): (1, 1),
        ("wording", True): (3, 1),
    }
    wrong = result.wrong[result.wrong["by"] == "handle elsewhere"]
    assert wrong["one"].nunique() == 1  # the namesake who cooks
    assert (result.pairs, result.found) == (1, 1)
    assert 1 / 400 < result.base_rate < 1 / 300


def test_the_same_links_again():
    assert saved("tiny").links().equals(nps.pages("tiny").links())
