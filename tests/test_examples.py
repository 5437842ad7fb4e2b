"""The examples in docstrings are run as they stand."""

import doctest
import importlib
import pkgutil

import matplotlib.pyplot as plt
import pytest

import nps_chain

MODULES = [module.name for module in pkgutil.walk_packages(nps_chain.__path__, "nps_chain.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_show_what_really_comes_back(name):
    plt.switch_backend("agg")
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    plt.close("all")
    assert failed == 0
