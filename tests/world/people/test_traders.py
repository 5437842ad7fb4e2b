from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.traders import Trader
from tests.world.people.stage import COIN, Stage


def _trading():
    stage = Stage()
    other = Exchange(stage.economy, "Pallory", software="service nested")
    trader = Trader(stage.economy, "trader 1", every=240, middle=COIN)
    stage.begin()
    for _ in range(10):
        stage.give(other.hot, 20 * COIN)
        stage.play(1)
    return stage, other, trader


def test_coins_go_from_one_exchange_straight_to_the_other_each_time_to_a_new_address():
    stage, other, trader = _trading()
    stage.until(16)
    moves = [
        (draft.senders[0].entity.name, output.address)
        for kind in ("withdrawal", "withdrawal_batch")
        for draft in stage.of(kind)
        for output in draft.outputs
        if output.purpose == "deposit"
    ]
    # Six a day, from day 6 or 7 on.
    assert 9 * 6 <= len(moves) <= 11 * 6 + 3
    assert len({address for _, address in moves}) == len(moves)
    for source, address in moves:
        target = other if source == "Merivane" else stage.exchange
        assert address.wallet is target.deposits
        assert target.holder[address] == "trader 1"
    assert {source for source, _ in moves} == {"Merivane", "Pallory"}
    assert stage.economy.books.entities[trader.entity.row].holdings == 0
    assert stage.books_add_up()


def test_a_trader_spends_what_is_in_his_account_before_he_buys():
    stage, other, _trader = _trading()
    stage.until(16)
    told = []
    for exchange in (stage.exchange, other):
        balance = 0
        told += [entry.what for entry in exchange.history["trader 1"]]
        for entry in exchange.history["trader 1"]:
            if entry.what == "bought":
                assert balance < entry.amount
            balance += entry.amount
            assert balance >= 0
    assert set(told) == {"bought", "withdrawal", "deposit"}
    assert told.count("bought") < told.count("deposit")
