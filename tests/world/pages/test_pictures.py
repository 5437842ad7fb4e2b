"""Pictures are PNG files that other programs read, and stay alike when saved again."""

import matplotlib.image
import numpy as np
import pytest

from nps_chain.world.dice import Dice
from nps_chain.world.pages.pictures import png, portrait, saved_again


def hashed(rows):
    """Return the difference hash of a picture: which of two neighbours is lighter."""
    small = np.array([list(row) for row in rows], float).reshape(8, 2, 8, 2).mean(axis=(1, 3))
    return small[:, 1:] > small[:, :-1]


def test_a_file_holds_its_rows(tmp_path):
    rows = portrait(Dice(1, "face"))
    (tmp_path / "face.png").write_bytes(png(rows))
    read = matplotlib.image.imread(tmp_path / "face.png")
    assert (np.round(read * 255).astype(int) == [list(row) for row in rows]).all()


@pytest.mark.parametrize("seed", range(20))
def test_a_picture_saved_again_has_other_bytes_and_looks_alike(seed):
    rows = portrait(Dice(seed, "face"))
    again = saved_again(rows, Dice(seed, "again"))
    other = portrait(Dice(seed, "somebody else"))
    assert png(again) != png(rows)
    assert np.abs(np.array(again, int) - np.array(rows, int)).max() <= 2
    assert (hashed(again) != hashed(rows)).mean() < 0.1
    assert (hashed(other) != hashed(rows)).mean() > 0.2
