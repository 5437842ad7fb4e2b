from nps_chain.world.people.charities import Charity
from tests.world.people.stage import Stage


def test_all_donate_to_one_address_and_change_comes_back_to_it():
    stage = Stage()
    people = stage.people(6)
    fund = Charity(
        stage.economy, "Openwell Fund", exchange=stage.exchange, donors=people, every=240
    )
    stage.begin()
    stage.until(20)
    given = stage.of("donation")
    assert len(given) > 50
    public = fund.receive_address()
    gifts = [o for d in given for o in d.outputs if o.purpose == "donation"]
    assert {o.address for o in gifts} == {public}
    spent = stage.of("deposit", fund)
    assert len(spent) > 2
    assert {coin.address for draft in spent for coin in draft.inputs} == {public}
    change = [o.address for draft in spent for o in draft.outputs if o.purpose == "change"]
    assert set(change) == {public}
    assert stage.books_add_up()
