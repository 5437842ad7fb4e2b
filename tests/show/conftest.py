import matplotlib.pyplot as plt
import pytest


@pytest.fixture(autouse=True)
def without_windows():
    """Draw into memory, and leave no figure behind."""
    with plt.ioff():
        plt.switch_backend("agg")
        yield
        plt.close("all")
