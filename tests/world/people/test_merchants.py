from nps_chain.world.draft import Output
from nps_chain.world.people.merchants import Merchant, Processor
from tests.world.people.stage import COIN, Stage, purposes


def _pay(stage, person, amount, address):
    assert person.pay_out(Output(amount, address, "payment"), "payment") is not None
    stage.play(1)


def _rich(stage, *names):
    people = [stage.person(name) for name in names]
    stage.begin()
    for person in people:
        stage.give(person.main, 40 * COIN)
    stage.play(1)
    return people


def test_a_shop_shows_one_address_and_sells_most_of_what_it_takes():
    stage = Stage()
    shop = Merchant(stage.economy, "Oakrow Books", exchange=stage.exchange, keeps=200)
    (ann,) = _rich(stage, "Ann")
    assert shop.shop_address(1) is shop.shop_address(2) is shop.receive_address()
    _pay(stage, ann, 10 * COIN, shop.shop_address(10 * COIN))
    stage.play(48)
    first = stage.of("deposit", shop)[0]
    sold = next(output for output in first.outputs if output.purpose == "deposit")
    assert stage.exchange.holder[sold.address] == "Oakrow Books"
    assert 8 * COIN <= sold.value <= 10 * COIN
    stage.play(24 * 8)
    # It keeps selling until next to nothing is left.
    assert shop.main.balance < COIN // 5
    told = stage.exchange.history["Oakrow Books"]
    assert [entry.what for entry in told] == ["deposit", "sold"] * (len(told) // 2)
    assert stage.exchange.accounts["Oakrow Books"] == 0
    assert stage.books_add_up()


def test_a_shop_that_keeps_nothing_empties_its_wallet():
    stage = Stage()
    shop = Merchant(stage.economy, "Oakrow Books", exchange=stage.exchange, keeps=0)
    (ann,) = _rich(stage, "Ann")
    for _ in range(3):
        _pay(stage, ann, COIN, shop.shop_address(COIN))
    stage.play(48)
    assert {tuple(purposes(draft)) for draft in stage.of("deposit", shop)} == {("deposit",)}
    assert shop.main.coins == []


def test_a_shop_does_not_sell_crumbs():
    stage = Stage()
    shop = Merchant(stage.economy, "Oakrow Books", exchange=stage.exchange)
    (ann,) = _rich(stage, "Ann")
    _pay(stage, ann, 2 * 10**6, shop.shop_address(1))
    stage.play(48)
    assert stage.of("deposit", shop) == []


def _processor(**more):
    stage = Stage()
    processor = Processor(stage.economy, "Paywick", exchange=stage.exchange, **more)
    shops = [
        Merchant(stage.economy, name, exchange=stage.exchange, public=False, sell_hours=1000)
        for name in ("Brightwick", "Quillmark")
    ]
    processor.shops += shops
    return stage, processor, shops


def test_each_order_has_an_invoice_and_shops_get_what_it_brought_but_a_hundredth():
    stage, processor, (one, other) = _processor(repeats=0)
    ann, bob = _rich(stage, "Ann", "Bob")
    invoices = [processor.invoice(*who) for who in ((one, ann), (other, bob), (one, ann))]
    assert len(set(invoices)) == 3
    for payer, amount, address in zip((ann, bob, ann), (1, 2, 4), invoices, strict=True):
        _pay(stage, payer, amount * COIN, address)
    assert processor.owed == {one: 5 * COIN * 99 // 100, other: 2 * COIN * 99 // 100}
    stage.play(24 * 3)
    (payout,) = stage.of("payment", processor)
    assert {o.address: o.value for o in payout.outputs if o.purpose == "payout"} == {
        one.receive_address(): 5 * COIN * 99 // 100,
        other.receive_address(): 2 * COIN * 99 // 100,
    }
    assert processor.owed == {one: 0, other: 0}
    sweeps = stage.of("sweep", processor)
    assert sum(len(draft.inputs) for draft in sweeps) == 3
    assert processor.invoices.coins == []
    assert stage.books_add_up()


def test_an_address_from_before_is_shown_again_and_the_shop_of_the_new_order_is_paid():
    stage, processor, (one, other) = _processor(repeats=1000)
    ann, bob = _rich(stage, "Ann", "Bob")
    first = processor.invoice(one, ann)
    _pay(stage, ann, COIN, first)
    assert processor.invoice(other, ann) is first
    _pay(stage, ann, 2 * COIN, first)
    assert processor.owed == {one: COIN * 99 // 100, other: 2 * COIN * 99 // 100}
    assert processor.invoice(one, bob) is not first


def test_a_processor_sells_what_is_its_own_once_that_is_much():
    stage, processor, (one, _) = _processor()
    (ann,) = _rich(stage, "Ann")
    stage.give(processor.hot, 30 * COIN)
    _pay(stage, ann, 5 * COIN, processor.invoice(one, ann))
    stage.play(48)
    deposit = stage.of("deposit", processor)[0]
    sold = next(output.value for output in deposit.outputs if output.purpose == "deposit")
    assert 24 * COIN <= sold <= 24 * COIN + 5 * COIN
    assert processor.hot.balance >= sum(processor.owed.values())
    assert stage.books_add_up()
