from nps_chain.world.draft import Output
from nps_chain.world.people.exchanges import Entry, Exchange
from tests.world.people.stage import COIN, Person, Stage, purposes


class Seller(Person):
    sells = True


def _open(**more):
    """An exchange with 100 bitcoins in ten coins, and Ann, who has 10."""
    stage = Stage()
    exchange = Exchange(stage.economy, "Pallory", **more)
    ann = stage.person("Ann")
    stage.begin()
    for _ in range(10):
        stage.give(exchange.hot, 10 * COIN)
        stage.play(1)
    stage.give(ann.main, 10 * COIN)
    stage.play(1)
    return stage, exchange, ann


def _deposit(exchange, person, amount, **more):
    address = exchange.deposit_address(person, **more)
    assert person.pay_out(Output(amount, address, "deposit"), "deposit") is not None
    return address


def test_a_deposit_is_credited_once_it_is_in_a_block():
    stage, exchange, ann = _open()
    address = _deposit(exchange, ann, 3 * COIN)
    assert exchange.accounts == {}
    stage.play(1)
    assert exchange.accounts == {"Ann": 3 * COIN}
    assert exchange.history["Ann"] == [Entry(stage.engine.now, "deposit", 3 * COIN, address)]
    assert address.wallet is exchange.deposits


def test_who_sells_at_once_has_no_account_that_grows():
    stage, exchange, _ = _open()
    bob = Seller(stage.economy, "Bob")
    stage.give(bob.main, 2 * COIN)
    stage.play(1)
    address = _deposit(exchange, bob, COIN)
    stage.play(1)
    assert exchange.accounts == {"Bob": 0}
    assert exchange.history["Bob"] == [
        Entry(stage.engine.now, "deposit", COIN, address),
        Entry(stage.engine.now, "sold", -COIN, None),
    ]


def test_what_is_bought_and_paid_out_is_in_the_history():
    stage, exchange, ann = _open()
    to = ann.main.new_address()
    exchange.buy(ann, 2 * COIN)
    exchange.withdraw(ann, COIN, to)
    exchange.sell(ann, COIN // 2)
    now = stage.engine.now
    assert exchange.accounts == {"Ann": COIN // 2}
    assert exchange.history["Ann"] == [
        Entry(now, "bought", 2 * COIN, None), Entry(now, "withdrawal", -COIN, to),
        Entry(now, "sold", -COIN // 2, None),
    ]  # fmt: skip


def test_a_withdrawal_comes_within_hours_to_the_satoshi_with_its_deed_and_purpose():
    stage, exchange, ann = _open()
    to = ann.main.new_address()
    exchange.withdraw(ann, COIN + 1, to, 0, "payout")
    stage.play(3)
    (paid,) = stage.of("withdrawal", exchange)
    assert [(o.value, o.deed, o.purpose) for o in paid.outputs if o.address is to] == [
        (COIN + 1, 0, "payout")
    ]
    assert {coin.address.wallet for coin in paid.inputs} == {exchange.hot}
    assert stage.books_add_up()


def test_several_withdrawals_go_in_one_batch_or_each_alone():
    for batches, kinds in ((1000, ["withdrawal_batch"]), (0, ["withdrawal"] * 3)):
        stage, exchange, ann = _open(batches=batches)
        for number in range(3):
            exchange.withdraw(ann, COIN + number, ann.main.new_address())
        stage.play(3)
        paid = [draft for draft in stage.mined if draft.senders == (exchange.hot,)]
        paid = [draft for draft in paid if "withdrawal" in purposes(draft)]
        assert [draft.kind for draft in paid] == kinds
        values = [o.value for draft in paid for o in draft.outputs if o.purpose == "withdrawal"]
        assert sorted(values) == [COIN, COIN + 1, COIN + 2]


def test_two_withdrawals_are_no_batch():
    stage, exchange, ann = _open(batches=1000)
    for _ in range(2):
        exchange.withdraw(ann, COIN, ann.main.new_address())
    stage.play(3)
    assert stage.of("withdrawal_batch") == []
    assert len(stage.of("withdrawal", exchange)) == 2


def test_who_asks_for_more_than_there_is_waits_and_others_behind_him_wait_in_order():
    stage, exchange, ann = _open(batches=0)
    asked = [150 * COIN, COIN, 2 * COIN]
    for amount in asked:
        exchange.withdraw(ann, amount, ann.main.new_address())
    stage.play(5)
    assert stage.of("withdrawal", exchange) == []
    stage.give(exchange.hot, 49 * COIN)
    stage.play(1)
    stage.give(exchange.hot, 9 * COIN)
    stage.play(5)
    paid = [
        output.value
        for draft in stage.of("withdrawal", exchange)
        for output in draft.outputs
        if output.purpose == "withdrawal"
    ]
    assert paid == asked
    assert stage.books_add_up()


def test_a_batch_that_must_wait_is_paid_in_the_order_in_which_it_was_asked_for():
    stage, exchange, ann = _open(batches=1000)
    asked = [150 * COIN, COIN, 2 * COIN]
    for amount in asked:
        exchange.withdraw(ann, amount, ann.main.new_address())
    stage.play(3)
    exchange.batches = 0
    for _ in range(2):
        stage.give(exchange.hot, 40 * COIN)
        stage.play(1)
    stage.play(3)
    paid = [
        output.value
        for draft in stage.of("withdrawal", exchange)
        for output in draft.outputs
        if output.purpose == "withdrawal"
    ]
    assert paid == asked


def test_deposits_are_swept_into_the_hot_wallet_with_several_in_one_transaction():
    stage, exchange, ann = _open(one_by_one=0, rotates=1000, sweep_hours=6)
    for _ in range(3):
        _deposit(exchange, ann, COIN)
    stage.play(8)
    sweeps = stage.of("sweep", exchange)
    assert [len(draft.inputs) for draft in sweeps] == [3]
    assert {output.address.wallet for output in sweeps[0].outputs} == {exchange.hot}
    assert exchange.deposits.coins == []
    assert exchange.accounts == {"Ann": 3 * COIN}, "what the exchange does is no customer's affair"


def test_sweeps_may_be_small_or_one_by_one():
    for more, sizes in (({"one_by_one": 1000}, [1] * 5), ({"most_swept": 2}, [1, 2, 2])):
        stage, exchange, ann = _open(**{"one_by_one": 0, "rotates": 1000} | more)
        for _ in range(5):
            _deposit(exchange, ann, COIN)
        stage.play(8)
        sweeps = stage.of("sweep", exchange)
        assert sorted(len(draft.inputs) for draft in sweeps) == sizes


def test_a_large_coin_goes_into_cold_storage_and_comes_back_when_coins_are_short():
    stage, exchange, ann = _open(batches=0, gathers_above=100)
    for _ in range(8):
        stage.give(exchange.hot, 49 * COIN)
        stage.play(1)
    hot = exchange.hot
    exchange.hot.empty(
        Output(0, hot.new_address(), "consolidation"),
        "consolidation",
        sorted(hot.coins, key=lambda coin: -coin.value)[:7],
    )
    stage.play(26)
    (stored,) = stage.of("cold_storage", exchange)
    (coin,) = exchange.cold.coins
    assert (coin.address.lock, coin.value) == ("p2wsh", stored.outputs[0].value)
    assert coin.value > 300 * COIN
    # A smaller one than that stays where it is.
    assert max(coin.value for coin in exchange.hot.coins) < 300 * COIN
    exchange.withdraw(ann, 200 * COIN, ann.main.new_address())
    stage.play(5)
    back = stage.of("cold_storage", exchange)[1]
    assert {coin.address.wallet for coin in back.inputs} == {exchange.cold}
    assert {output.address.wallet for output in back.outputs} == {exchange.hot}
    assert ann.main.balance == 210 * COIN
    assert stage.books_add_up()


def test_many_small_coins_are_put_together():
    stage, exchange, _ = _open(gathers_above=11)
    for _ in range(2):
        stage.give(exchange.hot, COIN)
        stage.play(1)
    stage.play(3)
    (gathered,) = stage.of("consolidation", exchange)
    assert len(gathered.inputs) == 12
    assert len(exchange.hot.coins) == 1


def test_a_customer_keeps_an_address_or_gets_a_new_one():
    stage, exchange, ann = _open(rotates=0)
    bob = stage.person("Bob")
    first = exchange.deposit_address(ann)
    assert exchange.deposit_address(ann) is first
    assert exchange.deposit_address(bob) is not first
    assert exchange.deposit_address(ann, fresh=True) is not first
    _, exchange, ann = _open(rotates=1000)
    assert len({exchange.deposit_address(ann) for _ in range(5)}) == 5
    assert set(exchange.holder.values()) == {"Ann"}


def test_a_deposit_address_has_the_customers_lock_or_the_exchanges_or_what_he_asks_for():
    for like, lock in ((1000, "p2tr"), (0, "p2wpkh")):
        stage, exchange, ann = _open(like_customer=like)
        ann.lock = "p2tr"
        assert exchange.deposit_address(ann).lock == lock
        assert exchange.deposit_address(stage.person("Bob")).lock == "p2wpkh"
        assert exchange.deposit_address(ann, "p2pkh", fresh=True).lock == "p2pkh"


def test_who_changes_at_the_same_address_shows_one_to_all():
    _, exchange, _ = _open(software="service static")
    assert exchange.hot.receive_address() is exchange.hot.receive_address()
    _, exchange, _ = _open(software="service")
    assert exchange.hot.receive_address() is not exchange.hot.receive_address()
