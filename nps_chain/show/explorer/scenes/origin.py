"""What a user gives to begin with, turned into the names of things, those nearest to it first.

A person has an address from a page, a view, a cluster as a list, or the graph of a flow that was
already found. A graph is taken coin by coin from its start, so that of one which is too large the
part around the start is shown.
"""

from typing import Any, NamedTuple

import networkx as nx
import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN, hexadecimal
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import AddressView, TransactionView
from nps_chain.errors import NpsError
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.known.find import spelled
from nps_chain.trace.flow.found import Paths
from nps_chain.trace.flow.peel import Peel
from nps_chain.trace.named import address_rows, from_view, is_txid, listed, tx_rows
from nps_chain.trace.texts import address_texts


class Origin(NamedTuple):
    """Where an exploration begins.

    Attributes
    ----------
    names : list of str
        Of transactions and addresses.
    began : list of str or None
        Those of them where the flow began which is given; None if all of them are the beginning.
    as_of : int or None
        Height as of which that flow was found.
    """

    names: list[str]
    began: list[str] | None = None
    as_of: int | None = None

    def step(self, height: int) -> dict[str, Any]:
        """Return what the step ``start`` takes, at a height."""
        began = {} if self.began is None else {"began": self.began}
        return {"names": self.names, **began, "height": height}


def origin(facts: Facts, start: Any, as_of: int) -> Origin:
    """Return what somebody begins with.

    Parameters
    ----------
    facts : Facts
        What is known.
    start : str, int, view, several of these, frame, graph, Paths or Peel
        As `nps_chain.show.explorer.explorer.explore` takes it.
    as_of : int
        A beginning of a text is looked for up to this height.

    Raises
    ------
    NpsError
        If it names nothing in the chain.
    """
    if isinstance(start, Paths | Peel):
        start = start.graph
    if isinstance(start, nx.Graph):
        return _of_graph(facts.chain, start)
    if isinstance(start, pd.DataFrame) and "address" not in start and "tx" in start:
        return Origin([f"t{row}" for row in tx_rows(facts.chain, start)])
    given = [from_view(facts.chain, one) if isinstance(one, TransactionView) else one
             for one in listed(start, "address")]  # fmt: skip
    if len(given) == 1 and isinstance(given[0], str):
        return Origin([facts.find(given[0], as_of)])
    texts = [spelled(one) for one in given if isinstance(one, str)]
    txs = [one for one in given if not isinstance(one, str | AddressView)]
    addresses = [one for one in given if isinstance(one, AddressView)]
    names = [f"t{row}" for row in tx_rows(facts.chain, txs + list(filter(is_txid, texts)))]
    others = [text for text in texts if not is_txid(text)]
    names += [f"a{row}" for row in address_rows(facts.chain, addresses + others)]
    if not names:
        raise NpsError("There is nothing to begin with: give an address or a transaction.")
    return Origin(names)


def _of_graph(chain: Chain, graph: nx.Graph) -> Origin:
    """Return the transactions and addresses of a flow, in the order in which it spreads."""
    told = graph.graph
    if "start" not in told or "direction" not in told or not graph.is_multigraph():
        raise NpsError("Explore the graph of a flow, as nps.follow(chain, start) gives it.")
    txs = {name: f"t{node['row']}" for name, node in graph.nodes(data=True) if "row" in node}
    _must_be_of(chain, graph, list(txs))
    coins = sorted(
        graph.edges(keys=True, data=True),
        key=lambda coin: (min(abs(graph.nodes[end]["hop"]) for end in coin[:2]), -coin[3]["value"]),
    )
    address_of = _addresses(chain, coins)
    names: dict[str, None] = {}
    for source, target, coin, _ in coins:
        ends = [txs.get(source), address_of.get(coin), txs.get(target)]
        names.update(dict.fromkeys(name for name in ends if name))
    began = [_start(chain, name, txs, address_of) for name in told["start"].split()]
    names = dict.fromkeys([*began, *names])
    return Origin(list(names), list(dict.fromkeys(began)), told["as_of"])


def _must_be_of(chain: Chain, graph: nx.Graph, txids: list[str]) -> None:
    rows = np.array([graph.nodes[txid]["row"] for txid in txids], np.int64)
    known = chain.columns.txs.txid
    here = bool((rows < len(known)).all())
    if not here or hexadecimal(known[rows]).to_pylist() != txids:
        raise NpsError("This graph is of another chain: explore it on the one that it was made of.")


def _addresses(chain: Chain, coins: list[tuple[str, str, str, dict]]) -> dict[str, str]:
    """Return the name of each coin's address, of those that have one."""
    rows = {}
    outside = {}
    for _, _, coin, told in coins:
        if told["output"] != UNKNOWN:
            rows[coin] = int(chain.columns.outputs.address[told["output"]])
        elif told["address"]:
            outside[coin] = told["address"]
    known = address_rows(chain, sorted(set(outside.values())))
    row_of = dict(zip(address_texts(chain, known), known.tolist(), strict=True))
    rows |= {coin: row_of[text] for coin, text in outside.items()}
    return {coin: f"a{row}" for coin, row in rows.items() if row != UNKNOWN}


def _start(chain: Chain, name: str, txs: dict[str, str], address_of: dict[str, str]) -> str:
    """Return what a flow began with: a transaction, the address of a coin, or an address."""
    if name in txs or name in address_of:
        return txs.get(name) or address_of[name]
    if is_txid(name):
        return f"t{chain.tx(name).row}"
    txid, _, place = name.rpartition(":")
    if is_txid(txid):
        view = chain.tx(txid)
        address = int(chain.columns.outputs.address[view.output_rows[int(place)]])
        return f"t{view.row}" if address == UNKNOWN else f"a{address}"
    return f"a{chain.address(name).row}"
