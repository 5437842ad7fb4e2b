"""``draw``: the picture that fits what it is given.

The table below says what can be drawn, and by which function. A new kind is a line there.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes

from nps_chain.chain.views import TransactionView
from nps_chain.errors import NpsError
from nps_chain.show.alternative import tell_in_notebooks
from nps_chain.show.flow_graph import draw_flow
from nps_chain.show.policies import draw_policies
from nps_chain.show.transaction import draw_transaction
from nps_chain.trace.taint import Comparison


class Kind(NamedTuple):
    """A kind of thing of which there is a picture."""

    made_by: str
    """What gives such a thing, as a person calls it."""
    fits: Callable[[Any], bool]
    draw: Callable[[Any, Axes | None], Axes]


def _is_a(*types: type) -> Callable[[Any], bool]:
    return lambda x: isinstance(x, types)


def _has(*columns: str) -> Callable[[Any], bool]:
    return lambda x: isinstance(x, pd.DataFrame) and set(columns) <= set(x.columns)


def _is_flow(x: Any) -> bool:
    return isinstance(x, nx.Graph) and "direction" in x.graph


KINDS = (
    Kind("chain.tx(txid)", _is_a(TransactionView), draw_transaction),
    Kind("nps.follow(chain, txid)", _is_flow, draw_flow),
    Kind("nps.compare_policies(chain, source, stop)", _is_a(Comparison), draw_policies),
)
"""What can be drawn; the first that fits is taken."""


def draw(x: Any, ax: Axes | None = None) -> Axes:
    """Return axes with the picture of a thing; in a notebook, show it after that.

    What can be drawn is what these give:

    ========================================  ====================================================
    ``chain.tx(txid)``                        a transaction: coins that go in, coins that come out
    ``nps.follow(chain, txid)``, and the      where money went, hop by hop
    ``.graph`` of paths and of a peel chain
    ``nps.compare_policies(chain, ...)``      where each policy of taint sees the same money
    ========================================  ====================================================

    Each picture keeps a description in words, which a notebook's reader of screens speaks.

    Parameters
    ----------
    x : object
        One of the above.
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
    for kind in KINDS:
        if kind.fits(x):
            drawn = kind.draw(x, ax)
            tell_in_notebooks()
            return drawn
    raise NpsError(
        f"There is no picture of a {type(x).__name__}; what can be drawn is what these give: "
        f"{', '.join(kind.made_by for kind in KINDS)}."
    )
