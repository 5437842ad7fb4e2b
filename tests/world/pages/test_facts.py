"""Facts that no page could show are refused, with the reason."""

from dataclasses import replace

import pytest

from nps_chain.errors import NpsError
from nps_chain.world.pages.facts import Clone, Named, Round
from nps_chain.world.pages.sellers import Product


def refusal(facts, **changed):
    with pytest.raises(NpsError) as caught:
        replace(facts, **changed)
    return str(caught.value)


def with_first(facts, **changed):
    return (replace(facts.vendors[0], **changed), *facts.vendors[1:])


def test_a_vendor_is_checked(facts):
    for changed, complaint in [
        (
            {"handle": "Salt Meadow"},
            "'Salt Meadow' is no handle for a page: use 3 to 30 small letters, digits, hyphens "
            "and underscores.",
        ),
        (
            {"handle": "../escape"},
            "'../escape' is no handle for a page: use 3 to 30 small letters, digits, hyphens "
            "and underscores.",
        ),
        ({"market": "Nowhere"}, "'saltmeadow' sells on 'Nowhere', which is no market here."),
        ({"language": "fr"}, "'saltmeadow' writes in 'fr': choose from en, ru, ro."),
        ({"signed_day": 3}, "'saltmeadow' can't sign on day 3: not there yet."),
        (
            {"products": (Product("XX-100", 1, 1),)},
            "'saltmeadow' offers 'XX-100': a code is one of SC, CT, PH, TR, BZ, OP, OT, a hyphen "
            "and three digits.",
        ),
        (
            {"products": ()},
            "'saltmeadow' has nothing on offer: give it a product or more.",
        ),
        (
            {"handle": "brineacre"},
            "Two vendors have the handle 'brineacre': give each one of its own.",
        ),
    ]:
        assert refusal(facts, vendors=with_first(facts, **changed)) == complaint


@pytest.mark.parametrize("days", [(), (0,), (33, 20)])
def test_rounds_are_in_order(facts, days):
    complaint = "The rounds of saving pages must be in order of days, from day 1 on."
    assert refusal(facts, rounds=tuple(Round("TCB", day) for day in days)) == complaint


def test_an_address_has_its_checksum_and_is_of_regtest(facts):
    wrong = facts.charity.address[:-1] + ("q" if facts.charity.address[-1] != "q" else "p")
    assert refusal(facts, charity=Named("Openwell Fund", wrong)).startswith(
        f"The pages were given '{wrong}' for an address. Its checksum is wrong"
    )
    real = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"  # public vector, as in the tests of addresses
    assert refusal(facts, charity=Named("Openwell Fund", real)) == (
        f"The pages were given '{real}' for an address. It is an address of main, not of regtest."
    )


def test_a_thief_needs_a_shop_that_shows_an_address(facts):
    address = facts.clone.address
    assert refusal(facts, clone=Clone("coldquay", address, 40)) == (
        "A thief can't swap the address on the shop of 'coldquay': it shows none."
    )
    assert refusal(facts, clone=Clone("tin_harbour", address, 9)) == (
        "The shop of 'tin_harbour' is copied before it is there."
    )
    assert refusal(facts, clone=Clone("nobody", address, 40)) == (
        "No vendor has the handle 'nobody'."
    )


def test_a_mixer_has_an_address(facts):
    mixer = replace(facts.mixer, addresses=())
    assert refusal(facts, mixer=mixer) == (
        "The mixer's letters name an address: give it one or more."
    )


def test_a_round_wants_what_it_names_or_everything():
    everything, some = Round("TCB", 33), Round("ADP", 20, ("forum", "brineacre"))
    assert everything.wants("news", "front")
    assert some.wants("forum", "index", "front")
    assert some.wants("quincegate", "vendor-brineacre", "profile", "brineacre")
    assert not some.wants("quincegate", "rules", "rules")
