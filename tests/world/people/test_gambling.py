from nps_chain.world.draft import Output
from nps_chain.world.people.gambling import Gambling
from tests.world.people.stage import COIN, Stage


def _playing(wins, **more):
    stage = Stage()
    site = Gambling(stage.economy, "Luckfen", exchange=stage.exchange, wins=wins, **more)
    (ann,) = stage.people(1)
    stage.begin()
    stage.until(7)
    for _ in range(8):
        stage.give(ann.main, 2 * COIN)
        stage.play(1)
    return stage, site, ann


def _bet(stage, site, ann, amount=COIN):
    address = site.bet_address(ann)
    draft = ann.pay_out(Output(amount, address, "payment"), "payment")
    stage.play(2)
    return draft


def test_a_winner_gets_nearly_double_back_to_where_the_bet_came_from():
    stage, site, ann = _playing(wins=1000)
    bets = [_bet(stage, site, ann, COIN + number) for number in range(5)]
    won = [
        output for draft in stage.of("payment", site) for output in draft.outputs
        if output.purpose == "payout"
    ]  # fmt: skip
    assert [output.value for output in won] == [(COIN + n) * 196 // 100 for n in range(5)]
    assert [output.address for output in won] == [bet.inputs[0].address for bet in bets]
    assert stage.books_add_up()


def test_a_loser_gets_nothing():
    stage, site, ann = _playing(wins=0)
    for _ in range(5):
        _bet(stage, site, ann)
    assert stage.of("payment", site) == []


def test_bets_go_to_few_addresses_for_each_lock_all_of_the_sites():
    _, site, ann = _playing(wins=0)
    ann.lock = "p2pkh"
    shown = [site.bet_address(ann) for _ in range(100)]
    locks = [address.lock for address in dict.fromkeys(shown)]
    assert {lock: locks.count(lock) for lock in locks} == {"p2pkh": 4, "p2sh-p2wpkh": 4}
    assert 25 < sum(address.lock == "p2pkh" for address in shown) < 55
    assert {address.wallet for address in shown} == {site.main}


def test_a_prize_waits_until_there_are_coins():
    stage, site, ann = _playing(wins=1000, float_=0)
    assert site.main.balance == 0
    _bet(stage, site, ann)
    stage.play(8)
    assert stage.of("payment", site) == []
    stage.give(site.main, 3 * COIN)
    stage.play(8)
    (paid,) = stage.of("payment", site)
    assert COIN * 196 // 100 in [output.value for output in paid.outputs]


def test_it_buys_what_it_needs_and_sells_what_is_too_much():
    stage, site, _ = _playing(wins=0, float_=10 * COIN)
    # Half way between where it buys, 5, and where it sells, 20.
    assert site.main.balance == 125 * COIN // 10
    stage.give(site.main, 15 * COIN)
    stage.play(26)
    assert 125 * COIN // 10 - 10**5 < site.main.balance <= 125 * COIN // 10
    assert [entry.what for entry in stage.exchange.history["Luckfen"]] == [
        "bought", "withdrawal", "deposit", "sold",
    ]  # fmt: skip
