from nps_chain.world.draft import Output
from nps_chain.world.people.launderers import Launderer
from tests.world.people.stage import COIN, Stage, purposes


def _job(peels, amount):
    stage = Stage()
    tailor = Launderer(stage.economy, "the Tailor", exchange=stage.exchange, peels=peels)
    ann, target = stage.person("Ann"), stage.person("Ann abroad")
    stage.begin()
    stage.give(ann.main, 20 * COIN)
    stage.play(1)
    to = target.main.new_address()
    address = tailor.take(ann, amount, to)
    deed = tailor.jobs[address].deed
    ann.main.pay([Output(amount, address, "payment", deed)], "payment")
    stage.play(72)
    assert stage.books_add_up()
    return stage, tailor, target, to, deed


def test_by_peeling_he_passes_on_all_but_four_percent():
    _, tailor, target, to, _ = found = _job(1000, 10 * COIN)
    stage, deed = found[0], found[4]
    peels = stage.of("peel", tailor)
    assert 4 <= len(peels) <= 9
    assert {tuple(purposes(draft)) for draft in peels} == {("change", "peel")}
    assert {o.deed for draft in peels for o in draft.outputs if o.purpose == "peel"} == {deed}
    assert {coin.address for coin in target.main.coins} == {to}
    assert target.main.balance == 9_60000000
    (kept,) = stage.of("self_transfer", tailor)
    fees = kept.fee + sum(draft.fee for draft in peels)
    assert tailor.own.balance == 40000000 - fees
    assert tailor.work.balance == 0


def test_by_splitting_each_part_goes_on_alone():
    stage, tailor, target, _, deed = _job(0, 10 * COIN)
    (split,) = stage.of("self_transfer", tailor)
    assert set(purposes(split)) == {"self_transfer"}
    sent = stage.of("payment", tailor)
    assert 3 <= len(sent) <= 6
    assert [len(draft.inputs) for draft in sent] == [1] * len(sent)
    assert {draft.inputs[0].draft for draft in sent} == {split}
    assert [(o.purpose, o.deed) for d in sent for o in d.outputs] == [("payout", deed)] * len(sent)
    assert len({draft.height for draft in sent}) > 1
    assert target.main.balance == 9_60000000 - sum(draft.fee for draft in sent)
    assert tailor.own.balance == 40000000 - split.fee


def test_a_small_job_goes_on_whole():
    stage, tailor, target, _, _ = _job(1000, 1_000_000)
    (sent,) = stage.of("payment", tailor)
    assert target.main.balance == 1_000_000 - sent.fee


def test_dust_at_his_address_is_no_job():
    stage = Stage()
    tailor = Launderer(stage.economy, "the Tailor", exchange=stage.exchange)
    stage.begin()
    stage.give(tailor.work, 5000)
    stage.play(48)
    assert [coin.value for coin in tailor.work.coins] == [5000]


def test_several_addresses_are_paid_in_turn():
    stage = Stage()
    tailor = Launderer(stage.economy, "the Tailor", exchange=stage.exchange, peels=1000)
    ann = stage.person("Ann")
    stage.begin()
    to = [ann.main.new_address(), ann.main.new_address()]
    stage.give(tailor.work, COIN)  # its first address, by the next line but one
    address = tailor.take(ann, COIN, to)
    stage.miner.main.pay([Output(COIN, address, "payment")], "payment")
    stage.play(72)
    assert {coin.address for coin in ann.main.coins} == set(to)
    assert ann.main.balance == COIN * 96 // 100
