from nps_chain.world.people.custody import Custodian
from tests.world.people.stage import COIN, Stage, purposes


def _custody(**more):
    stage = Stage()
    yard = stage.person("Atlas Yard")
    custody = Custodian(stage.economy, "Harbrook Custody", exchange=stage.exchange, **more)
    return stage, yard, custody


def test_a_client_has_a_vault_of_his_own_that_two_of_three_keys_open():
    stage, yard, custody = _custody(old=0)
    other = stage.person("Bob")
    stage.begin()
    addresses = [custody.vault_address(yard), custody.vault_address(yard)]
    addresses.append(custody.vault_address(other))
    assert [address.lock for address in addresses] == ["p2wsh"] * 3
    assert [len(address.secrets) for address in addresses] == [3] * 3
    assert len(set(addresses)) == 3
    assert list(custody.vaults) == ["Atlas Yard", "Bob"]
    assert [address.wallet for address in addresses] == [
        custody.vaults["Atlas Yard"], custody.vaults["Atlas Yard"], custody.vaults["Bob"],
    ]  # fmt: skip


def test_what_leaves_takes_half_a_day_to_two_days_and_comes_from_that_vault():
    stage, yard, custody = _custody(old=1000)
    stage.begin()
    stage.give(custody.vault_address(yard).wallet, 30 * COIN)
    stage.play(1)
    asked = stage.engine.now
    custody.release(yard, 10 * COIN, yard.main.new_address())
    stage.play(60)
    (paid,) = stage.of("multisig_payment", custody)
    assert 720 <= paid.minute - asked <= 2880
    assert purposes(paid) == ["change", "withdrawal"]
    assert paid.inputs[0].address.lock == "p2sh-multisig"
    assert yard.main.balance == 10 * COIN
    assert stage.books_add_up()


def test_what_a_vault_lacks_is_paid_once_it_came():
    stage, yard, custody = _custody()
    stage.begin()
    custody.release(yard, 10 * COIN, yard.main.new_address())
    stage.play(72)
    assert yard.main.balance == 0
    stage.give(custody.vault_address(yard).wallet, 30 * COIN)
    stage.play(24)
    assert yard.main.balance == 10 * COIN


def test_keys_are_renewed_and_all_coins_move():
    stage, yard, custody = _custody(renew_days=(5, 5))
    stage.begin()
    vault = custody.vault_address(yard).wallet
    for _ in range(3):
        stage.give(vault, COIN)
        stage.play(1)
    stage.play(5 * 24)
    (moved,) = stage.of("cold_storage", custody)
    assert (len(moved.inputs), len(moved.outputs)) == (3, 1)
    assert moved.outputs[0].address.wallet is vault
    assert stage.books_add_up()


def test_savers_store_large_sums_and_rarely_take_some_out():
    stage = Stage()
    savers = stage.people(4)
    custody = Custodian(
        stage.economy, "Harbrook Custody", exchange=stage.exchange, savers=savers, every=5 * 1440,
        middle=COIN,
    )  # fmt: skip
    stage.begin()
    stage.until(60)
    stored = [o for d in stage.of("withdrawal") for o in d.outputs if o.purpose == "cold_storage"]
    assert len(stored) > 20
    taken = stage.of("multisig_payment", custody)
    assert 0 < len(taken) < len(stored)
    assert {tuple(purposes(draft)) for draft in taken} == {("change", "deposit")}
    assert list(custody.vaults) == sorted(custody.vaults, key=list(custody.vaults).index)
    assert set(custody.vaults) == {saver.name for saver in savers}
    assert stage.books_add_up()
