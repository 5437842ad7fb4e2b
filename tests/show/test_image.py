"""Whether a picture that changed is noticed."""

import re
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import pytest

from tests.show import image

PINS = Path(__file__).resolve().parents[2] / "requirements-test.txt"


def bars(heights=(3, 2, 1), colour="#0072B2", letters=14):
    _, ax = plt.subplots(figsize=(6, 4), layout="constrained")
    ax.bar(["a", "b", "c"], heights, color=colour)
    ax.set_title("Three bars", fontsize=letters)
    return ax


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A folder of kept pictures that holds the three bars."""
    monkeypatch.setattr(image, "KEPT", tmp_path / "images")
    image.KEPT.mkdir()
    monkeypatch.setenv(image.KEEP, "1")
    image.compare(bars(), "bars", tmp_path)
    monkeypatch.delenv(image.KEEP)
    return image.KEPT / "bars.png"


def test_the_same_picture_passes_and_leaves_nothing(kept, tmp_path):
    image.compare(bars(), "bars", tmp_path)
    assert not (tmp_path / "bars.png").exists()


@pytest.mark.parametrize(
    "other", [{"heights": (3, 2, 1.3)}, {"heights": (3, 2, 0)}, {"colour": "#E69F00"}]
)
def test_another_picture_fails_and_is_left_to_be_looked_at(kept, tmp_path, other):
    with pytest.raises(pytest.fail.Exception, match=r"The picture bars changed.*NPS_KEEP_PICTURES"):
        image.compare(bars(**other), "bars", tmp_path)
    assert image.opened(tmp_path / "bars.png").size == (300, 200)


def test_small_areas_keep_their_colours(tmp_path, monkeypatch):
    _, ax = plt.subplots(figsize=(12, 6))
    for row in range(20):
        ax.text(0.1, row / 20, "0.12345678 BTC  bcrt1q…0fs5m2 " * 2, fontsize=14)
    for row in range(8):
        ax.plot([0.1, 0.9], [row / 8, 1 - row / 8], linewidth=row, color="#999999")
        ax.plot(0.05, row / 8, "o", markersize=14, color="#0072B2")
    ax.plot(0.95, 0.3, "s", markersize=13, color="#E69F00")
    monkeypatch.setattr(image, "KEPT", tmp_path)
    monkeypatch.setenv(image.KEEP, "1")
    image.compare(ax, "marks", tmp_path)
    assert image.difference(image.drawn(ax), image.opened(tmp_path / "marks.png")) < 10


def test_another_size_fails(kept, tmp_path):
    ax = bars()
    ax.figure.set_size_inches(6.2, 4)
    with pytest.raises(pytest.fail.Exception, match="by 255 of 255"):
        image.compare(ax, "bars", tmp_path)


def test_a_picture_that_none_is_kept_of_fails(kept, tmp_path):
    with pytest.raises(pytest.fail.Exception, match="No picture is kept by the name other"):
        image.compare(bars(), "other", tmp_path)
    assert (tmp_path / "other.png").exists()


def test_a_kept_picture_names_no_program_and_is_written_anew_only_when_it_changed(
    kept, tmp_path, monkeypatch
):
    assert image.opened(kept).info == {}
    before = kept.read_bytes(), kept.stat().st_mtime_ns
    monkeypatch.setenv(image.KEEP, "1")
    image.compare(bars(), "bars", tmp_path)
    assert (kept.read_bytes(), kept.stat().st_mtime_ns) == before
    image.compare(bars((1, 2, 3)), "bars", tmp_path)
    assert kept.read_bytes() != before[0]


def test_pictures_are_kept_with_the_version_of_matplotlib_that_is_pinned():
    pinned = re.search(r"^matplotlib==(\d+)\.(\d+)", PINS.read_text("utf-8"), re.M)
    assert tuple(map(int, pinned.groups())) == image.KEPT_WITH


def test_with_another_version_nothing_is_compared(kept, tmp_path, monkeypatch):
    monkeypatch.setattr(matplotlib, "__version_info__", (3, 99, 0))
    with pytest.raises(pytest.skip.Exception, match=r"as matplotlib 3\.11 draws them"):
        image.compare(bars((0, 0, 0)), "bars", tmp_path)
