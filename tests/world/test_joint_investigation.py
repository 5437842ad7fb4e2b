"""The joint investigation can be solved by three agencies together, and by no two of them."""

import pytest

from nps_chain.world.scenario import Scenario
from nps_chain.world.story import tell
from tests.world.investigator import Exchanges, Investigator, Missing
from tests.world.played import quickly

CLASSROOMS = [pytest.param("classroom", seed, marks=pytest.mark.slow) for seed in range(6)]
WORLDS = [("tiny", 0), *CLASSROOMS]

WITHIN = {"tiny": 0.15, "classroom": 0.10}
"""How far off the sum may be: what lay unspent in a wallet of one address isn't found."""


def case(preset, seed):
    world = quickly(preset, seed)
    return world, tell(seed, Scenario.of(preset)), Exchanges(world.exchanges)


@pytest.mark.parametrize(("preset", "seed"), WORLDS)
def test_three_folders_the_chain_and_one_reply_solve_it(preset, seed):
    world, story, exchanges = case(preset, seed)
    told = world.facts.vendor("saltmeadow")
    answer = Investigator(world.folders, world.chain, exchanges.ask).solve()
    assert answer.person == told.person
    assert answer.exchange == story.exchange("in full").name
    assert [wallet.handle for wallet in answer.wallets] == [shop.handle for shop in told.shops]
    assert answer.account == {one for account in told.accounts for one in account.addresses}
    owners = world.truth.ownership.astype(str).set_index("address").wallet
    for wallet, shop in zip(answer.wallets, told.shops, strict=True):
        # Of her own wallets alone: that of the shop, and that which its peel chains go through.
        assert set(owners[list(wallet.addresses)]) == {
            shop.wallet,
            f"{told.name}, peels of" + shop.wallet.removeprefix(told.name + ","),
        }
    earned = sum(shop.earned for shop in told.shops)
    assert abs(answer.earned - earned) <= WITHIN[preset] * earned
    assert len(exchanges.letters) == 1


@pytest.mark.parametrize(("preset", "seed"), WORLDS)
@pytest.mark.parametrize("without", ["purchases", "pages", "phone"])
def test_two_agencies_stop_at_a_missing_fact(preset, seed, without):
    world, story, exchanges = case(preset, seed)
    salt, brine = story.shop("saltmeadow").handle, story.shop("brineacre").handle
    missing = {
        "purchases": f"no payment is known to have gone to {brine}: nobody bought there",
        "pages": f"no key of {salt}: nothing says which other handle is the same",
        "phone": "nobody says at which service the money ended",
    }
    left = {
        name: held for name, held in world.folders.items() if name != story.agency(without).short
    }
    assert len(left) == 2
    with pytest.raises(Missing) as caught:
        Investigator(left, world.chain, exchanges.ask).solve()
    assert str(caught.value) == missing[without]
    assert exchanges.letters == []


@pytest.mark.parametrize(("preset", "seed"), WORLDS)
def test_only_the_agency_with_the_purchases_may_ask(preset, seed):
    world, story, exchanges = case(preset, seed)
    name = story.exchange("in full").name
    told = world.facts.vendor("saltmeadow").accounts[-1].addresses[0]
    for agency in story.agencies:
        one = Investigator({agency.short: world.folders[agency.short]}, world.chain, exchanges.ask)
        if agency.role == "purchases":
            assert one.write(name, told, "a report").holder == story.vendor("saltmeadow").person
        else:
            with pytest.raises(Missing, match=f"nobody at the table may ask {name}"):
                one.write(name, told, "a report")


@pytest.mark.parametrize(("preset", "seed"), WORLDS)
def test_a_letter_without_a_reason_gets_no_answer_nor_does_one_to_who_never_answers(preset, seed):
    world, story, exchanges = case(preset, seed)
    told = world.facts.vendor("saltmeadow").accounts[0]
    assert exchanges.ask(told.exchange, told.addresses[0], "") is None
    never = story.exchange("never").name
    lynx = world.facts.vendor("paper-lynx").accounts
    for account in lynx:
        assert account.exchange == never
        if account.deposits:
            assert exchanges.ask(never, account.addresses[0], "a reason") is None


@pytest.mark.parametrize(("preset", "seed"), WORLDS)
def test_what_each_folder_says_of_the_suspect_is_what_it_should(preset, seed):
    """No address of the suspect's stands in a folder but those by which the case hangs together."""
    world, story, _ = case(preset, seed)
    told, truth = world.facts.vendor("saltmeadow"), world.truth.ownership.astype(str)
    hers = set(truth[truth.entity == told.name].address)
    hers |= {one for account in told.accounts for one in account.addresses}
    found = {
        agency.role: {
            address
            for address in hers
            for path, data in world.folders[agency.short].items()
            if address.encode() in data
        }
        for agency in story.agencies
    }
    accounts = [one for account in told.accounts for one in account.addresses]
    assert found["purchases"] == set()
    assert found["pages"] == {world.facts.signed.address}
    assert len(found["phone"]) == 1
    assert found["phone"] < set(accounts)


@pytest.mark.parametrize(("preset", "seed"), WORLDS)
def test_nobody_else_knows_an_address_of_the_exchange_that_answers(preset, seed):
    """Or the chain would show, a hop after the deposit, whose service it is."""
    world, story, _ = case(preset, seed)
    truth = world.truth.ownership.astype(str)
    its = set(truth[truth.entity == story.exchange("in full").name].address)
    for role in ("purchases", "pages"):
        held = b"\n".join(world.folders[story.agency(role).short].values()).decode()
        assert not [address for address in its if address in held]
