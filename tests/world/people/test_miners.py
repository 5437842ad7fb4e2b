from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.miners import Pool
from tests.world.people.stage import COIN, Stage


def _mining(**more):
    stage = Stage()
    other = Exchange(stage.economy, "Pallory", size=50)
    pool = Pool(stage.economy, "North", **more)
    stage.engine.miner = lambda height, reward: [pool.reward(reward)]
    members = stage.people(20)
    pool.members = members
    stage.economy.begin()
    return stage, pool, members, other


def test_all_new_coins_go_to_the_pools_one_address():
    stage, pool, _, _ = _mining()
    stage.play(50)
    assert {output.address for draft in stage.coinbases for output in draft.outputs} == {
        pool.coins.receive_address()
    }
    assert pool.coins.balance == 50 * 50 * COIN


def test_no_coin_is_spent_before_it_is_a_hundred_blocks_old():
    stage, _pool, _, _ = _mining()
    stage.play(140)
    payouts = stage.of("miner_payout")
    assert len(payouts) >= 4
    assert payouts[0].height > 100
    for draft in payouts:
        for coin in draft.inputs:
            assert coin.draft.kind != "coinbase" or draft.height - coin.height >= 100


def test_a_payout_spends_the_oldest_coins_and_no_more_than_a_firm_would_put_together():
    stage, pool, _, _ = _mining(first_day=9)
    pool.members = []  # then less than all of these coins would do
    stage.play(24 * 8 + 8)
    first = stage.of("miner_payout")[0]
    assert [coin.height for coin in first.inputs] == list(range(1, 31))


def test_a_pool_sells_most_and_pays_members_the_rest():
    stage, pool, members, other = _mining(to_members=60)
    stage.play(200)
    sold = paid = 0
    for draft in stage.of("miner_payout", pool):
        assert len(draft.inputs) <= 30
        for output in draft.outputs:
            sold += output.value * (output.purpose == "deposit")
            paid += output.value * (output.purpose == "payout")
    assert 0.035 < paid / (sold + paid) < 0.06
    assert sum(member.main.balance for member in members) == paid
    assert sum(member.main.balance > 0 for member in members) > 15
    told = [one.history["North"] for one in (stage.exchange, other)]
    amounts = [sum(e.amount for e in one if e.what == "deposit") for one in told]
    assert sum(amounts) == sold
    assert amounts[0] > amounts[1]
    assert [one.accounts["North"] for one in (stage.exchange, other)] == [0, 0]
    assert stage.books_add_up()


def test_a_pool_without_members_sells_all():
    stage, pool, _, _ = _mining()
    pool.members = []
    stage.play(150)
    assert {
        output.purpose for draft in stage.of("miner_payout", pool) for output in draft.outputs
    } == {"deposit", "change"}
