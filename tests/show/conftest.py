import matplotlib.pyplot as plt
import pytest

from tests.show.image import compare


@pytest.fixture(autouse=True)
def without_windows():
    """Draw into memory, and leave no figure behind."""
    with plt.ioff():
        plt.switch_backend("agg")
        yield
        plt.close("all")


@pytest.fixture
def same_picture(tmp_path):
    """``same_picture(ax, name)`` fails if the figure isn't tests/show/images/<name>.png."""
    return lambda ax, name: compare(ax, name, tmp_path)
