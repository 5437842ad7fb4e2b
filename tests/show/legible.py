"""Whether a picture can be read from the last row: its letters, and where they stand."""

import numpy as np

from nps_chain.show.style import SIZE

PROJECTOR = (12.8, 7.2)
"""Inches of 1280 by 720 dots."""


def written(ax):
    """All texts of the axes that are to be seen."""
    texts = [*ax.texts, ax.title]
    if ax.axison:
        texts += [ax.xaxis.label, ax.yaxis.label, *ticks(ax.xaxis), *ticks(ax.yaxis)]
    legend = ax.get_legend()
    if legend:
        texts += [*legend.get_texts(), legend.get_title()]
    return [text for text in texts if text.get_visible() and text.get_text()]


def ticks(axis):
    """Texts of the ticks within view; matplotlib keeps some beyond it and doesn't draw them."""
    low, high = sorted(axis.get_view_interval())
    return [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]


def check(ax):
    """Fail unless letters are large, cover no others, and all fits the figure and a projector."""
    figure = ax.figure
    figure.canvas.draw()
    texts = written(ax)
    assert [text.get_text() for text in texts if text.get_fontsize() < SIZE] == []
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    edge = figure.bbox.padded(1)  # letters stand on whole dots
    assert [
        text for text, box in boxes if not (edge.contains(*box.min) and edge.contains(*box.max))
    ] == []
    assert [
        (text, other)
        for k, (text, box) in enumerate(boxes)
        for other, other_box in boxes[:k]
        if box.overlaps(other_box)
    ] == []
    assert np.all(figure.get_size_inches() <= PROJECTOR)
