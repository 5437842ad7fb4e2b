"""``draw``: the picture that fits what it is given."""

from typing import Any

import networkx as nx
from matplotlib.axes import Axes

from nps_chain.chain.views import TransactionView
from nps_chain.errors import NpsError
from nps_chain.show.flow_graph import draw_flow
from nps_chain.show.transaction import draw_transaction


def draw(x: Any, ax: Axes | None = None) -> Axes:
    """Return axes with a picture of a transaction or of a flow; in a notebook, show it after that.

    Parameters
    ----------
    x : TransactionView or networkx.MultiDiGraph
        What ``chain.tx`` or ``nps.follow`` gave.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a new figure, large enough for its labels.

    Raises
    ------
    NpsError
        If there is no picture of such a thing.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> ax = nps.draw(chain.tx(300))
    >>> plt.show()
    """
    if isinstance(x, TransactionView):
        return draw_transaction(x, ax)
    if isinstance(x, nx.Graph) and "direction" in x.graph:
        return draw_flow(x, ax)
    raise NpsError(
        f"There is no picture of a {type(x).__name__}: draw a transaction, as in"
        " nps.draw(chain.tx(txid)), or what nps.follow(chain, txid) gives."
    )
