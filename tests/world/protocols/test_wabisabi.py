from collections import Counter

from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.coinjoin.facts import denominations
from nps_chain.world.protocols.wabisabi import Juniper
from tests.world.protocols.stage import (
    Stage,
    everybody_has_what_the_books_say,
    kind_found,
    values,
)

STANDARD = set(denominations().tolist())


def _round(stage: Stage, crowd, rounds: int = 1, days: int = 2) -> Juniper:
    juniper = Juniper(stage.economy, every=1440, people=(len(crowd), len(crowd)), small=0, start=0)
    juniper.begin()
    for wallet in crowd:
        juniper.enter(wallet, rounds=rounds)
    stage.play(24 * days)
    return juniper


def _people(stage: Stage):
    crowd = [
        stage.wallet(f"person {number}", 7_654_321 * number, 31_234_567 - number * 999_983)
        for number in range(1, 11)
    ]
    stage.play(1)
    return crowd


def test_what_each_brings_comes_out_in_standard_amounts(tmp_path):
    stage = Stage()
    crowd = _people(stage)
    juniper = _round(stage, crowd)
    draft = stage.of("coinjoin")[0]
    mixed, change = values(draft, "mix"), values(draft, "change")
    assert set(mixed) <= STANDARD
    # The largest that both wallets cut can stand alone in the end; most come up again.
    repeated = [amount for amount, many in Counter(mixed).items() if many > 1]
    assert len(repeated) >= 5
    # At most ten pieces and a change for each.
    many = Counter(out.address.wallet for out in draft.outputs if out.purpose != "payment")
    assert set(many) == set(crowd)
    assert max(many.values()) <= 9
    assert len(change) <= 10
    assert min(mixed + change) >= 5000
    assert {out.address.lock for out in draft.outputs} == {"p2wpkh", "p2tr"}
    assert len({out.address for out in draft.outputs}) == len(draft.outputs)
    assert everybody_has_what_the_books_say(stage, juniper)
    chain = stage.chain(tmp_path)
    assert kind_found(coinjoins(chain), chain, draft) == "wabisabi"


def test_outputs_and_inputs_are_listed_from_the_largest():
    stage = Stage()
    _round(stage, _people(stage))
    draft = stage.of("coinjoin")[0]
    paid, put_in = [out.value for out in draft.outputs], [coin.value for coin in draft.inputs]
    assert (paid, put_in) == (sorted(paid)[::-1], sorted(put_in)[::-1])


def test_the_coordinator_takes_three_thousandths_of_what_is_new_and_not_small():
    stage = Stage()
    crowd = stage.crowd(8, 30_000_000, 900_000)
    _round(stage, crowd, rounds=2, days=6)
    first, second = stage.of("coinjoin")[:2]
    large = sum(coin.value for coin in first.inputs if coin.value > 10**6)
    assert values(first, "payment") == [large * 3 // 1000]
    new = sum(
        coin.value for coin in second.inputs if coin.draft is not first and coin.value > 10**6
    )
    again = [coin for coin in second.inputs if coin.draft is first]
    assert again
    assert sum(values(second, "payment")) == new * 3 // 1000


def test_coins_of_old_locks_stay_out():
    stage = Stage()
    old = stage.wallet("Ann", 30_000_000, lock="p2pkh")
    stage.play(1)
    assert not Juniper(stage.economy).enter(old)


def test_two_people_with_a_coin_each_are_no_crowd(tmp_path):
    stage = Stage()
    _round(stage, stage.crowd(2, 30_000_000))
    draft = stage.of("coinjoin")[0]
    chain = stage.chain(tmp_path)
    assert len(draft.inputs) == 2
    assert kind_found(coinjoins(chain), chain, draft) == ""
