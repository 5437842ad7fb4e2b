import pytest

from tests.world.story_played import played


@pytest.fixture(scope="module", params=[0, 1])
def thief(request):
    return played(request.param).cast.thief


def test_the_deceived_pay_one_address_that_is_not_the_vendors(thief):
    (address,) = {coin.address.text for coin in thief.thefts}
    assert address == thief.main.receive_address().text
    assert address not in {coin.address.text for coin in thief.of.takings}
    assert len(thief.thefts) >= 2
    assert min(coin.draft.minute for coin in thief.thefts) >= (thief.since - 1) * 1440


def test_a_theft_is_a_deed_of_the_thief(thief):
    for coin in thief.thefts:
        name, what, by, to, known = thief.economy.books.deeds[coin.draft.outputs[coin.n].deed]
        assert name.startswith("theft ")
        assert what.endswith(f" pays the clone of {thief.of.handle}'s page")
        assert (by, to) == (thief.entity.row, coin.draft.senders[0].entity.row)
        assert known == ()
