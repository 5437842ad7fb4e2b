"""The pages of one story, made once for all tests."""

import pytest

from nps_chain.world.dice import Dice
from nps_chain.world.pages import make_pages
from tests.world.pages.story import story


@pytest.fixture(scope="session")
def facts():
    return story(0)


@pytest.fixture(scope="session")
def pages(facts):
    return make_pages(facts, Dice(0, "pages"))
