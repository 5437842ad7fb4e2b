"""The smallest world with all of the story in it, made once for all tests."""

import pytest

from nps_chain.world.simulate import simulate


@pytest.fixture(scope="session")
def tiny():
    return simulate("tiny", 0)
