import pytest

from nps_chain.world.economy import day
from nps_chain.world.people.exit_scam import PARTS
from tests.world.story_played import played


@pytest.fixture(scope="module", params=[0, 1])
def world(request):
    return played(request.param)


@pytest.fixture(scope="module")
def exit_(world):
    return world.cast.exit


def test_hot_and_cold_wallet_are_empty_within_six_hours(world, exit_):
    first = day(exit_.when) // 60
    heights = [draft.height for draft in exit_.moves]
    assert first < min(heights)
    assert max(heights) <= min(heights) + 5 <= first + 7
    left = {wallet for draft in exit_.moves for wallet in draft.senders}
    market = exit_.market
    assert {market.hot, market.cold} <= left
    assert {out.address.wallet for d in exit_.moves for out in d.outputs} == {exit_.loot}
    assert sum(c.value for c in market.cold.coins) == 0
    assert sum(c.value for c in market.hot.coins) < 10**6  # dust, or a late sweep's


def test_nothing_leaves_for_vendors_from_then_on(world, exit_):
    assert all(d.minute < day(exit_.when, 2) for d in world.of("vendor_payout"))
    orders = [one for one in world.cast.trade.orders if one.shop.market is exit_.market]
    assert max(order.minute for order in orders) < day(exit_.when + 1)


def test_the_loot_goes_on_by_all_four_ways_over_the_days_that_follow(world, exit_):
    assert [part for part, _ in PARTS] == list(exit_.steps)
    assert sum(permille for _, permille in PARTS) == 1000
    ends = {
        "swap": "Ferry",
        "gambling": "Luckfen",
        "exchange": world.story.exchange("never").name,
    }
    whole = sum(out.value for draft in exit_.moves for out in draft.outputs)
    for part, name in ends.items():
        paid = [
            out for draft in exit_.steps[part] for out in draft.outputs if out.purpose != "change"
        ]
        assert {out.address.wallet.entity.name for out in paid} == {name}
        assert len(paid) >= 3
        share = sum(out.value for out in paid) * 1000 // whole
        assert dict(PARTS)[part] * 8 // 10 <= share <= dict(PARTS)[part]
    days = {draft.minute // 1440 + 1 for drafts in exit_.steps.values() for draft in drafts}
    assert min(days) > exit_.when
    assert max(days) <= exit_.until + 1


def test_what_went_through_coinjoins_ends_where_nobody_answers(world, exit_):
    into, *out_of = exit_.steps["mixing"]
    assert {out.address.wallet for out in into.outputs} == {exit_.mixing, exit_.loot}
    never = world.economy.named(world.story.exchange("never").name)
    assert out_of
    for draft in out_of:
        assert {coin.draft.kind for coin in draft.inputs} == {"coinjoin"}
        assert {out.address.wallet for out in draft.outputs} == {never.deposits}


def test_it_is_one_deed(world, exit_):
    name, what, by, to, known = world.deed(exit_.deed)
    assert name == "exit scam"
    assert what == f"{exit_.market.name} leaves with its customers' money"
    assert (by, to, known) == (exit_.market.entity.row, -1, ())
    assert {out.deed for draft in exit_.moves for out in draft.outputs} == {exit_.deed}
