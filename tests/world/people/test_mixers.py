from nps_chain.world.draft import Output
from nps_chain.world.people.mixers import SMALLEST, Mixer
from tests.world.people.stage import COIN, Stage


def _stage(**more):
    stage = Stage()
    mixer = Mixer(stage.economy, "Millrow", exchange=stage.exchange, **more)
    return stage, mixer


def _ancestors(draft):
    """All transactions that a draft's coins come from."""
    found, todo = {}, [coin.draft for coin in draft.inputs]
    while todo:
        one = todo.pop()
        if one not in found:
            found[one] = None
            todo += [coin.draft for coin in one.inputs]
    return found


def test_each_order_is_paid_out_in_parts_later_and_from_others_coins():
    stage, mixer = _stage()
    people = stage.people(12)
    stage.begin()
    for person in people:
        stage.give(person.main, 5 * COIN)
        stage.play(1)
    stage.until(9)
    orders = []
    for person in people:
        to = [person.main.new_address() for _ in range(4)]
        address = mixer.order(person, 2 * COIN, to)
        orders.append(mixer.orders[address])
        person.main.pay([Output(2 * COIN, address, "deposit", orders[-1].deed)], "deposit")
        stage.play(3)
    stage.until(14)
    payouts = stage.of("mixer_payout", mixer)
    deposits = {d.outputs[i].deed: d for d in stage.of("deposit") for i in (0, 1)}
    for person, order in zip(people, orders, strict=True):
        parts = [(d, o) for d in payouts for o in d.outputs if o.deed == order.deed]
        assert 2 <= len(parts) <= 4
        assert len({o.address for _, o in parts}) == len(parts)
        assert {o.address.wallet for _, o in parts} == {person.main}
        assert {o.purpose for _, o in parts} == {"payout"}
        assert (
            9700 * 2 * COIN // 10_000 <= sum(o.value for _, o in parts) <= 9900 * 2 * COIN // 10_000
        )
        deposit = deposits[order.deed]
        for draft, _ in parts:
            assert 2 * 60 <= draft.minute - 60 * deposit.height <= 40 * 60
            assert deposit not in _ancestors(draft)
        assert (order.came, order.due) == (2 * COIN, 0)
    assert stage.books_add_up()


def test_its_customers_come_by_themselves():
    stage = Stage()
    people = stage.people(8)
    mixer = Mixer(stage.economy, "Millrow", exchange=stage.exchange, customers=people, every=240)
    stage.begin()
    stage.until(20)
    done = [order for order in mixer.orders.values() if order.came and not order.due]
    assert len(done) > 40
    assert {order.customer for order in done} == set(people)
    paid = [o for d in stage.of("mixer_payout") for o in d.outputs if o.purpose == "payout"]
    assert len({o.address for o in paid}) == len(paid)
    assert stage.books_add_up()


def test_an_order_larger_than_its_stock_is_paid_from_what_it_buys():
    stage, mixer = _stage(stock=COIN)
    ann = stage.person("Ann")
    stage.begin()
    stage.until(8)
    to = [ann.main.new_address()]
    address = mixer.order(ann, 20 * COIN, to)
    stage.miner.main.pay([Output(20 * COIN, address, "deposit")], "deposit")
    stage.until(14)
    assert {coin.address for coin in ann.main.coins} == set(to)
    assert 2 <= len(ann.main.coins) <= 4
    assert 1940000000 <= ann.main.balance <= 1980000000
    assert stage.books_add_up()


def test_too_little_is_kept():
    stage, mixer = _stage()
    ann = stage.person("Ann")
    stage.begin()
    address = mixer.order(ann, SMALLEST - 1, [ann.main.new_address()])
    stage.miner.main.pay([Output(SMALLEST - 1, address, "deposit")], "deposit")
    stage.until(12)
    assert ann.main.coins == []
    assert stage.of("mixer_payout") == []
