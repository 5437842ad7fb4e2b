"""Pictures kept beside the tests: what no test of positions sees, a look at the whole does.

A picture is kept small, in few colours, as ``tests/show/images/<name>.png``. Two are compared block
by block, each of 8 by 8 dots by its mean colour: so letters that another build of the font library
draws a little broader pass, and a band that is missing or has another colour doesn't. Another
version of matplotlib lays out a figure anew; there they aren't compared.

After a change of looks that is meant, look at the new pictures, and keep them::

    NPS_KEEP_PICTURES=1 pytest tests/show
"""

import io
import os
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.testing import set_font_settings_for_testing
from PIL import Image

KEPT = Path(__file__).resolve().parent / "images"
KEEP = "NPS_KEEP_PICTURES"
KEPT_WITH = 3, 11
"""The version of matplotlib that drew them, which is the pinned one."""

DOTS_AN_INCH = 50
COLOURS = 64
BLOCK = 8  # dots
TOLERANCE = 40  # of 255, by which a block's mean may differ


def drawn(ax):
    """The figure of these axes as a small picture, without a date or a program's version."""
    held = io.BytesIO()
    with plt.rc_context():
        set_font_settings_for_testing()
        ax.figure.savefig(held, dpi=DOTS_AN_INCH, metadata={"Software": None}, facecolor="white")
    return Image.open(held).convert("RGB")


def opened(path):
    """A picture from a file, which is closed at once."""
    return Image.open(io.BytesIO(path.read_bytes()))


def difference(a, b):
    """By how much two pictures differ where they differ most, from 0 to 255."""
    if a.size != b.size:
        return 255.0
    return float(np.abs(_means(a) - _means(b)).max())


def _means(picture):
    dots = np.asarray(picture.convert("RGB"), float)
    rows, columns = (size // BLOCK for size in dots.shape[:2])
    dots = dots[: rows * BLOCK, : columns * BLOCK]
    return dots.reshape(rows, BLOCK, columns, BLOCK, 3).mean(axis=(1, 3))


def _bytes(picture):
    return picture.size, picture.convert("RGB").tobytes()


def compare(ax, name, folder):
    """Fail if the axes' figure isn't the picture kept by this name, and leave it in the folder."""
    if matplotlib.__version_info__[:2] != KEPT_WITH:
        pytest.skip(f"Pictures are kept as matplotlib {KEPT_WITH[0]}.{KEPT_WITH[1]} draws them.")
    KEPT.mkdir(exist_ok=True)
    actual, kept = drawn(ax), KEPT / f"{name}.png"
    if os.environ.get(KEEP):
        # Pillow's usual way gives the colours to the larger areas, and small ones another's.
        few = actual.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        if not kept.exists() or _bytes(opened(kept)) != _bytes(few):
            few.save(kept, optimize=True)
    seen = folder / f"{name}.png"
    how = f"It is left in {seen}: look at it. If it is meant, keep it: {KEEP}=1 pytest tests/show"
    if not kept.exists():
        actual.save(seen)
        pytest.fail(f"No picture is kept by the name {name}. {how}")
    far = difference(actual, opened(kept))
    if far > TOLERANCE:
        actual.save(seen)
        pytest.fail(f"The picture {name} changed, by {far:.0f} of 255 in some place. {how}")
