from nps_chain.world import keys
from nps_chain.world.knobs import Wallets
from nps_chain.world.software import KINDS

LOCKS = set(keys.INPUT_WEIGHT)


def test_each_kind_is_made_of_habits_that_wallets_know():
    for name, kind in KINDS.items():
        assert kind.name == name
        assert {kind.receive, kind.change_lock} <= LOCKS
        assert kind.version in (1, 2)
        assert kind.order in ("random", "bip69", "change first", "change last")
        assert kind.selection in ("largest", "smallest", "newest", "oldest", "fit", "match")
        assert kind.change in ("fresh", "same")
        permille = (kind.change_again, kind.needless, kind.all_coins, kind.payee_pays)
        assert all(0 <= chance <= 1000 for chance in permille)


def test_there_is_a_kind_for_each_knob_of_wallets_and_for_each_lock():
    assert set(Wallets().parts()) <= set(KINDS)
    assert {kind.receive for kind in KINDS.values()} == LOCKS


def test_a_service_charges_nobody_and_spends_no_coin_in_vain():
    services = [kind for name, kind in KINDS.items() if name.startswith("service")]
    assert len(services) == 7
    for kind in services:
        assert (kind.needless, kind.all_coins, kind.payee_pays) == (0, 0, 0)
        assert kind.change_lock == kind.receive
