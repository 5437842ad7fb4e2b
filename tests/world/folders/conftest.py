"""The folders of the smallest world, by what their agencies hold."""

import pytest

from nps_chain.world.scenario import Scenario
from nps_chain.world.story import tell


@pytest.fixture(scope="session")
def story():
    return tell(0, Scenario.of("tiny"))


@pytest.fixture(scope="session")
def date(story):
    """The day on which the folders were closed."""
    return story.days.answer - story.exchange("in full").days


@pytest.fixture(scope="session")
def folders(tiny, story):
    return {agency.role: tiny.folders[agency.short] for agency in story.agencies}


@pytest.fixture(scope="session")
def owners(tiny):
    """The name of the owner of each address."""
    return tiny.truth.ownership.astype(str).set_index("address").entity.to_dict()
