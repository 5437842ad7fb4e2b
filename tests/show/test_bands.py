from collections import Counter
from itertools import pairwise

import pytest

import nps_chain as nps
from nps_chain.show import bands as module
from nps_chain.show.bands import ON_THE_WAY, SMALL, Band, bands
from nps_chain.trace.taint import POLICIES
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain


def told(found):
    """Each band as low, high, heights of its blocks and place, each after the row of its coin."""
    times = found.chain.columns.blocks.time.tolist()
    height = {time: height for height, time in enumerate(times)} | {times[-1] + 1: "end"}
    return sorted(
        (band.output, band.low, band.high, height[band.start], height[band.end], band.place)
        for band in bands(found)
    )


def test_a_coin_lasts_until_it_is_spent_and_what_rests_first_is_lowest():
    chain = chain_of(
        "a: new -> ann 100",
        "b: a:0 -> ann 60, shop 35",
        "c: b:0 -> kim 20, data 40",
    )
    found = nps.taint(chain, 0, [address_of("shop")], fees="lose")
    assert told(found) == [
        (-1, 95, 100, 1, "end", "fees"),
        (0, 0, 100, 0, 1, ON_THE_WAY),
        (1, 35, 95, 1, 2, ON_THE_WAY),
        (2, 0, 35, 1, "end", "stopped"),
        (3, 75, 95, 2, "end", "unspent"),
        (4, 35, 75, 2, "end", "unspendable"),
    ]


def test_coins_that_are_joined_change_together_and_keep_their_places():
    chain = chain_of(
        "a: new -> ann 50, bob 30",
        "b: a:0 -> shop 20, ann 30",
        "c: b:1 a:1 -> kim 60",
    )
    found = nps.taint(chain, [0, 1], [address_of("shop")])
    assert told(found) == [
        (0, 0, 50, 0, 1, ON_THE_WAY),
        (1, 50, 80, 0, 2, ON_THE_WAY),
        (2, 0, 20, 1, "end", "stopped"),
        (3, 20, 50, 1, 2, ON_THE_WAY),
        (4, 20, 80, 2, "end", "unspent"),
    ]


def test_a_coin_of_two_places_is_two_bands():
    chain = chain_of("a: new -> ann 10, bob 20, kim 30", "b: a:0 a:2 -> ann 40")
    found = nps.taint(chain, [0, 1, 2], None)
    assert [row for row in told(found) if row[0] == 3] == [
        (3, 0, 10, 1, "end", "unspent"),
        (3, 30, 60, 1, "end", "unspent"),
    ]


def test_fees_that_are_followed_go_into_the_coinbase_of_their_block():
    chain = chain_of("a: new -> ann 100", "m: new -> pool 55", "+ b: a:0 -> bob 95")
    assert told(nps.taint(chain, 0, None)) == [
        (0, 0, 100, 0, 1, ON_THE_WAY),
        (1, 95, 100, 1, "end", "unspent"),
        (2, 0, 95, 1, "end", "unspent"),
    ]
    # A coinbase that takes less than it may leaves the rest to nobody.
    chain = chain_of("a: new -> ann 100", "m: new -> data 3", "+ b: a:0 -> bob 95")
    lost = [row for row in told(nps.taint(chain, 0, None)) if row[0] == -1]
    assert sum(high - low for _, low, high, *_ in lost) == nps.taint(chain, 0, None).total["fees"]


def test_what_goes_in_with_coins_of_unknown_value_is_unknown_from_then_on():
    chain = chain_of("a: new -> ann 100", "b: a:0 ? -> bob 95")
    assert told(nps.taint(chain, 0, None)) == [
        (0, 0, 100, 0, 1, ON_THE_WAY),
        (0, 0, 100, 1, "end", "unknown"),
    ]


def test_a_source_that_another_flows_into_adds_only_what_is_new():
    chain = chain_of("a: new -> ann 50", "b: a:0 ?kim=50 -> bob 30, ann 70")
    found = nps.taint(chain, [0, 2], None)
    assert found.total["source"] == 70 + 30
    assert told(found) == [
        (0, 0, 50, 0, 1, ON_THE_WAY),
        (1, 0, 30, 1, "end", "unspent"),
        (2, 30, 50, 1, "end", "unspent"),
        (2, 50, 100, 1, "end", "unspent"),
    ]


def test_what_is_too_small_to_see_is_not_followed_on():
    chain = chain_of("a: new -> ann 5000", "b: a:0 -> bob 4996, kim 4", "c: b:1 -> eve 4")
    assert told(nps.taint(chain, 0, None)) == [
        (0, 0, 5000, 0, 1, ON_THE_WAY),
        (1, 0, 4996, 1, "end", "unspent"),
        (2, 4996, 5000, 1, "end", SMALL),
    ]


@pytest.mark.parametrize("fees", ["follow", "lose"])
@pytest.mark.parametrize("policy", [name for name in POLICIES if name != "poison"])
def test_bands_are_the_taint_at_every_moment(policy, fees, monkeypatch):
    monkeypatch.setattr(module, "_SMALLEST", 10**18)
    chain = node_chain()
    stops = list(range(0, len(chain.addresses), 7))
    for source in (843, 220, 500):
        found = nps.taint(chain, source, stops, policy=policy, fees=fees)
        drawn = bands(found)
        end = max(band.end for band in drawn)
        kept, by_coin = Counter(), {}
        for band in drawn:
            if band.end == end:
                kept[band.place] += band.high - band.low
            if band.place != "unknown":
                by_coin.setdefault(band.output, set()).add((band.low, band.high))
        total = found.total
        assert +kept == +Counter(
            {place: total[place] for place in total.index if place != "source"}
        )
        amounts = {coin: sum(high - low for low, high in of) for coin, of in by_coin.items()}
        for coin in amounts.keys() - {-1}:
            assert amounts[coin] == found.amounts[coin]
        _check_that_nothing_overlaps(drawn)


def _check_that_nothing_overlaps(drawn: list[Band]):
    for time in {band.start for band in drawn}:
        there = sorted((band.low, band.high) for band in drawn if band.start <= time < band.end)
        assert all(a[1] <= b[0] for a, b in pairwise(there))
