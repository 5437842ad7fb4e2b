"""Habits that two handles share, and those who only look as if they did."""

from dataclasses import replace

from nps_chain.world.dice import Dice
from nps_chain.world.pages.voices import copycat, twins, voices
from tests.world.pages.story import STORY


def test_the_twins_are_the_two_handles_of_one_person(facts):
    first, second = twins(facts)
    assert (first.handle, second.handle) == STORY[:2]
    alone = replace(facts, vendors=facts.vendors[1:])
    assert twins(alone) is None
    assert copycat(alone) is None


def test_the_copycat_is_the_smallest_early_vendor_without_a_part(facts):
    imitator = copycat(facts)
    assert imitator.market == "Lanternfen"
    assert imitator.language == "en"
    assert imitator.since <= 18
    assert not imitator.shop
    others = [
        vendor
        for vendor in facts.vendors
        if vendor.market == "Lanternfen" and vendor.language == "en" and vendor.since <= 18
        if not vendor.shop and vendor.signed_address is None
    ]
    assert len(imitator.orders) == min(len(vendor.orders) for vendor in others)


def test_one_person_has_one_phrase_and_a_picture_saved_twice(facts):
    told = voices(facts, Dice(0, "voices"))
    assert [*told] == [vendor.handle for vendor in facts.vendors]
    ours, theirs, imitator = (told[h] for h in (*STORY[:2], copycat(facts).handle))
    assert ours.phrase == theirs.phrase == imitator.phrase
    assert (ours.copied, theirs.copied, imitator.copied) == (False, False, True)
    assert ours.picture != theirs.picture
    assert len({told[handle].phrase for handle in STORY[1:]}) == 5


def test_more_vendors_than_phrases_share_them(facts):
    many = tuple(
        replace(facts.vendors[5], handle=f"vendor_{number}", person=f"person {number}")
        for number in range(30)
    )
    told = voices(replace(facts, vendors=many, clone=None), Dice(0, "voices"))
    assert len({voice.phrase for voice in told.values()}) == 16  # all that the texts have
