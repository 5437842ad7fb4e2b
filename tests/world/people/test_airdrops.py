from collections import Counter

import pytest

from nps_chain.world.people.airdrops import Airdropper
from tests.world.people.stage import Stage


def _airdrop(people, **more):
    stage = Stage()
    people = stage.people(people, fixed=True)
    confetti = Airdropper(
        stage.economy, "Confetti", exchange=stage.exchange, on_day=12,
        targets=lambda: [person.receive_address() for person in people], **more,
    )  # fmt: skip
    stage.begin()
    stage.until(13)
    return stage, confetti, people


@pytest.mark.parametrize(("people", "batches"), [(60, 3), (25, 1), (7, 1)])
def test_everybody_gets_a_gift_and_each_batch_has_the_shape_of_a_coinjoin(people, batches):
    stage, confetti, everybody = _airdrop(people)
    drafts = stage.of("airdrop", confetti)
    assert len(drafts) == batches
    gifts = [o for draft in drafts for o in draft.outputs if o.purpose == "airdrop"]
    assert Counter(o.address for o in gifts) == Counter(p.receive_address() for p in everybody)
    for draft in drafts:
        half = (len(draft.outputs) + 1) // 2
        assert Counter(o.value for o in draft.outputs).most_common(1) == [(10_000, half)]
        assert len({coin.address for coin in draft.inputs}) == half
        assert [o.purpose for o in draft.outputs].count("change") == 1
    assert stage.books_add_up()


def test_its_coins_are_cut_first_and_none_is_left_over():
    stage, confetti, _ = _airdrop(200)
    cut = stage.of("self_transfer", confetti)
    own = [coin for d in cut for coin in d.coins if d.outputs[coin.n].purpose == "self_transfer"]
    assert [coin.spent for coin in own] == [True] * 104
    drafts = stage.of("airdrop", confetti)
    assert {coin.draft for draft in drafts for coin in draft.inputs} == set(cut)
    assert len(cut) == 2
    assert len(drafts) == 8


def test_no_targets_no_airdrop():
    stage, _, _ = _airdrop(0)
    assert "Confetti" not in stage.exchange.history
