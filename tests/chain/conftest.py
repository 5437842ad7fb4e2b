"""A chain that a real node made, read and saved once for all tests of the tables."""

import shutil
from pathlib import Path

import pytest

from tests import node_chain


@pytest.fixture(scope="session")
def real_chain():
    """The chain of a real node."""
    return node_chain.node_chain()


@pytest.fixture(scope="session")
def saved(real_chain, tmp_path_factory):
    """A folder in which it is saved, to be looked at only."""
    folder = tmp_path_factory.mktemp("saved") / "chain"
    real_chain.save(folder)
    return folder


@pytest.fixture
def folder(saved, tmp_path):
    """A copy of that folder, to be spoilt."""
    return Path(shutil.copytree(saved, tmp_path / "copy"))
