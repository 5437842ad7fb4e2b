"""A legend below the axes, where nothing that is drawn can lie under it."""

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from nps_chain.show import style


def legend_below(ax: Axes, handles: Sequence[Artist], inches: float, columns: int = 1) -> None:
    """Write what handles mean, so many inches below the axes, which leaves room for ticks and name.

    In inches, for a share of the axes' height would change as the layout makes room for it.
    """
    down = ScaledTranslation(0, -inches, ax.figure.dpi_scale_trans)
    ax.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        bbox_transform=ax.transAxes + down,
        ncols=columns,
        fontsize=style.SIZE,
        frameon=False,
        borderaxespad=0,
        borderpad=0.2,
        columnspacing=1.2,
        handletextpad=0.5,
    )
