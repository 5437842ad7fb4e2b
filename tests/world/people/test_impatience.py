import pytest

from nps_chain.world.draft import Output
from nps_chain.world.people.impatience import Impatience, bump, pull
from tests.world.people.stage import COIN, Stage

FULL = 400  # vbytes: room for one payment or two


def _waiting(software="desktop", coins=1):
    """Ann has paid Bob at a low fee rate, and the going rate has risen."""
    stage = Stage()
    ann, bob = stage.person("Ann", software), stage.person("Bob", "mobile")
    stage.begin()
    for _ in range(coins):
        stage.give(ann.main, 3 * COIN)
    stage.play(1)
    stage.engine.capacity = lambda height, usual: 0
    draft = ann.main.pay([Output(COIN, bob.main.new_address(), "payment", 5)], "payment")
    stage.engine.feerate = 20_000
    return stage, ann, bob, draft


def test_a_replacement_has_the_same_inputs_and_payment_and_takes_the_fee_from_the_change():
    stage, _ann, bob, draft = _waiting()
    new = bump(draft, urgency=1500)
    assert new.inputs == draft.inputs
    paid = [(o.value, o.address, o.purpose, o.deed) for o in new.outputs if o.purpose == "payment"]
    assert paid == [(o.value, o.address, o.purpose, o.deed) for o in draft.outputs if o.deed == 5]
    old_change, change = (next(o for o in d.outputs if o.purpose == "change") for d in (draft, new))
    assert change.address is old_change.address
    assert new.fee == -(-new.vsize * 30_000 // 1000)
    assert old_change.value - change.value == new.fee - draft.fee
    assert stage.engine.replaced == [(draft, new)]
    stage.engine.capacity = lambda height, usual: None
    stage.play(1)
    assert stage.of("payment") == [new]
    assert bob.main.balance == COIN
    assert stage.books_add_up()


def test_a_replacement_pays_at_least_for_being_passed_on_even_if_rates_fell():
    stage, _, _, draft = _waiting()
    stage.engine.feerate = 3000
    new = bump(draft, urgency=100)
    assert new.fee == draft.fee + new.vsize


@pytest.mark.parametrize("why", ["not marked", "mined", "change spent", "change small"])
def test_what_cannot_be_replaced_stays(why):
    stage, ann, _bob, draft = _waiting("core" if why == "not marked" else "desktop")
    if why == "mined":
        stage.engine.capacity = lambda height, usual: None
        stage.play(1)
    if why == "change spent":
        ann.main.empty(
            Output(0, ann.main.new_address(), "self_transfer"), "self_transfer", ann.main.coins
        )
    if why == "change small":
        stage.engine.feerate = 10**10
    assert bump(draft) is None
    assert stage.engine.replaced == []


@pytest.mark.parametrize("who", ["payee", "sender"])
def test_a_child_pays_for_its_parent(who):
    stage, ann, bob, parent = _waiting()
    puller = bob if who == "payee" else ann
    coin = next(coin for coin in parent.coins if coin.address.wallet is puller.main)
    child = pull(coin, puller.main, urgency=1500)
    assert child.inputs == [coin]
    assert [(o.purpose, o.address.wallet) for o in child.outputs] == [
        ("self_transfer", puller.main)
    ]
    both = parent.vsize + child.vsize
    assert parent.fee + child.fee == -(-both * 30_000 // 1000)
    # Others pay more than the parent and less than both together: the two are mined first.
    stage.engine.feerate = 25_000
    stage.give(stage.person("Carl").main, COIN)
    stage.engine.capacity = lambda height, usual: both
    stage.play(1)
    assert stage.mined[-2:] == [parent, child]
    stage.engine.capacity = lambda height, usual: None
    stage.play(1)
    assert puller.main.balance == sum(coin.value for coin in puller.main.coins)
    assert child.coins[0] in puller.main.coins
    assert stage.books_add_up()


def test_no_child_for_a_coin_that_is_mined_or_spent_or_too_small():
    stage, ann, bob, parent = _waiting()
    coin = next(coin for coin in parent.coins if coin.address.wallet is bob.main)
    stage.engine.feerate = 10**10
    assert pull(coin, bob.main) is None
    stage.engine.feerate = 5000
    assert pull(coin, bob.main) is not None
    assert pull(coin, bob.main) is None
    stage.engine.capacity = lambda height, usual: None
    stage.play(1)
    change = next(coin for coin in parent.coins if coin.address.wallet is ann.main)
    assert pull(change, ann.main) is None


def _congested(**more):
    """Twenty people, half of whom can replace, pay each other while hardly anything is mined."""
    stage = Stage()
    people = [stage.person(f"person {n}", "desktop" if n % 2 else "core") for n in range(20)]
    stage.begin()
    for person in people:
        stage.give(person.main, 3 * COIN)
        stage.play(1)
    Impatience(
        stage.economy,
        [person.main for person in people],
        first_day=7,
        last_day=8,
        low_bids=0,
        **more,
    )
    stage.until(6)
    for payer, payee in zip(people, people[1:] + people[:1], strict=True):
        payer.main.pay([Output(COIN, payee.main.new_address(), "payment")], "payment")
    stage.engine.capacity = lambda height, usual: 0
    return stage


def test_nobody_does_anything_before_he_waited_for_two_hours():
    stage = _congested(replaced=1000, children=1000)
    for person in stage.economy.actors.values():
        for coin in getattr(person, "main", stage.miner.main).coins:
            coin.draft.minute = stage.engine.now  # as if it were sent now
    stage.play(2)
    assert stage.engine.replaced == []
    stage.play(1)
    assert len(stage.engine.replaced) == 10


def test_the_impatient_replace_what_they_can_and_have_children_pay_for_the_rest():
    stage = _congested(replaced=1000, children=1000)
    stage.play(24)
    assert len(stage.engine.replaced) == 10
    assert {old.senders[0].software.name for old, _ in stage.engine.replaced} == {"desktop"}
    stage.engine.capacity = lambda height, usual: None
    stage.play(1)
    children = stage.of("self_transfer")
    assert len(children) == 10
    for child in children:
        (coin,) = child.inputs
        assert coin.draft.height == child.height
        assert coin.draft.senders[0] is not child.senders[0]
    assert len(stage.of("payment")) == 20
    assert stage.books_add_up()


def test_the_patient_wait():
    stage = _congested(replaced=0, children=0)
    stage.play(24)
    assert stage.engine.replaced == []
    stage.engine.capacity = lambda height, usual: None
    stage.play(1)
    assert stage.of("self_transfer") == []


def test_some_begin_with_a_low_fee_half_of_them_replaceable():
    stage = Stage()
    people = [stage.person(f"person {n}", "desktop" if n == 0 else "core") for n in range(20)]
    stage.begin()
    for person in people:
        for _ in range(5):
            stage.give(person.main, COIN)
            stage.play(1)
    stage.until(9)
    wallets = [person.main for person in people]
    Impatience(stage.economy, wallets, first_day=10, last_day=14, low_bids=20)
    stage.engine.feerate = 10**6  # so high that it doesn't come back to the floor
    stage.until(15)
    low = [d for d in stage.of("payment") if d.senders[0] in wallets]
    assert 85 <= len(low) <= 100
    assert 35 <= sum(draft.senders[0] is wallets[0] for draft in low) <= 65
    assert stage.books_add_up()
