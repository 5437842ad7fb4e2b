"""``draw``: the picture that fits what it is given.

The table below says what can be drawn, and by which function. A new kind is a line there.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import networkx as nx
from matplotlib.axes import Axes

from nps_chain.chain.views import AddressView, BlockView, TransactionView
from nps_chain.errors import NpsError
from nps_chain.show import collapse, reliability, scorecard, scores, threshold
from nps_chain.show.activity import draw_activity
from nps_chain.show.alternative import tell_in_notebooks
from nps_chain.show.block import draw_block
from nps_chain.show.fees import draw_fees
from nps_chain.show.fees import fits as are_fees
from nps_chain.show.flow_graph import draw_flow
from nps_chain.show.flow_in_time import draw_flow_in_time
from nps_chain.show.growth import draw_growth
from nps_chain.show.links import draw_links
from nps_chain.show.peel import draw_peel
from nps_chain.show.policies import draw_policies
from nps_chain.show.rules import draw_rules
from nps_chain.show.rules import fits as are_rules
from nps_chain.show.transaction import draw_transaction
from nps_chain.trace.activity import Activity
from nps_chain.trace.cluster.growth import Growth
from nps_chain.trace.coinjoin.interpretations import Interpretations
from nps_chain.trace.flow import Peel
from nps_chain.trace.taint import Comparison, Taint


class Kind(NamedTuple):
    """A kind of thing of which there is a picture."""

    made_by: str
    """What gives such a thing, as a person calls it."""
    fits: Callable[[Any], bool]
    draw: Callable[[Any, Axes | None], Axes]


def _is_a(*types: type) -> Callable[[Any], bool]:
    return lambda x: isinstance(x, types)


def _is_flow(x: Any) -> bool:
    return isinstance(x, nx.Graph) and "direction" in x.graph


KINDS = (
    Kind("chain.tx(txid)", _is_a(TransactionView), draw_transaction),
    Kind("chain.block(height)", _is_a(BlockView), draw_block),
    Kind("chain.address(address)", _is_a(AddressView), draw_activity),
    Kind("activity(chain, addresses)", _is_a(Activity), draw_activity),
    Kind("nps.fees(chain)", are_fees, draw_fees),
    Kind("nps.follow(chain, txid)", _is_flow, draw_flow),
    Kind("nps.peel(chain, output)", _is_a(Peel), draw_peel),
    Kind("nps.taint(chain, source, stop)", _is_a(Taint), draw_flow_in_time),
    Kind("nps.compare_policies(chain, source, stop)", _is_a(Comparison), draw_policies),
    Kind("clusters.growth(address)", _is_a(Growth), draw_growth),
    Kind("nps.interpretations(tx)", _is_a(Interpretations), draw_links),
    Kind("threshold_curve(scores, change)", threshold.fits, threshold.draw_threshold),
    Kind("nps.compare_rules(chain, truth)", are_rules, draw_rules),
    Kind("nps.compare_scores(clusterings, truth)", scores.fits, scores.draw_scores),
    Kind("nps.realism(chain, truth)", scorecard.fits, scorecard.draw_scorecard),
    Kind("a table of reliability", reliability.fits, reliability.draw_reliability),
    Kind("nps.services_apart(chain, truth)", collapse.fits, collapse.draw_collapse),
)
"""What can be drawn; the first that fits is taken."""


def draw(x: Any, ax: Axes | None = None) -> Axes:
    """Return axes with the picture of a thing; in a notebook, show it after that.

    What can be drawn is what these give:

    - ``chain.tx(txid)``: coins that go into a transaction, coins that come out, and the fee;
    - ``chain.block(height)``: how many coins each transaction of a block takes and makes;
    - ``chain.address(address)``, or ``activity(chain, addresses)`` of
      :mod:`nps_chain.trace.activity` for a cluster: what they held, received and spent, and at
      which hours of the day;
    - ``nps.fees(chain)``: what a place in a block cost, day by day;
    - ``nps.follow(chain, txid)``, and the graph of paths: where money went, hop by hop;
    - ``nps.peel(chain, output)``: a peel chain as a staircase;
    - ``nps.taint(chain, source, stop)``: where the money of a source was, day after day;
    - ``nps.compare_policies(chain, source, stop)``: where each policy sees the same money;
    - ``clusters.growth(address)``: how a cluster came to be;
    - ``nps.interpretations(tx)``: which inputs of a transaction may pay which outputs;
    - ``threshold_curve(scores, change)`` of :mod:`nps_chain.trace.change`: how often the vote on
      change is right, at each threshold;
    - ``nps.compare_rules(chain, truth)``: how much each rule of change decides, and how often it is
      right;
    - ``nps.compare_scores(clusterings, truth)``: how much of each clustering is right, and how
      much it finds;
    - ``nps.realism(chain, truth)``: how like Bitcoin a chain is;
    - a table of reliability, with columns ``from``, ``to``, ``cases``, ``said`` and ``came_true``:
      how honest probabilities are;
    - ``nps.services_apart(chain, truth)``, or another table of clusterings with columns
      ``clusters``, ``services``, ``apart``, ``largest``: how clustering collapses.

    Each picture keeps a description in words, which a notebook's readers of screens speak.

    Parameters
    ----------
    x : object
        One of the above.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a new figure, large enough for its labels. The figure of axes
        that are too small for them grows.

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
