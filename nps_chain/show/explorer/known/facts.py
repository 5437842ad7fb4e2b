"""What is known of a chain, always as of a height: the one door through which an explorer asks.

Three kinds of knowledge come through it, and stay apart: payments, which are facts of the chain;
clusters, change and verdicts on services, which are inferences; and tags, which are somebody's
word. What comes later than the height is not told, whichever of them it is.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.show.explorer.known import find
from nps_chain.show.explorer.known.clusters_then import ClustersThen
from nps_chain.show.explorer.known.kinds import Verdict, is_service, verdicts_by_cluster
from nps_chain.show.explorer.known.payments import Payment, Payments, Sums
from nps_chain.show.explorer.known.tags_known import Tag, TagsKnown
from nps_chain.trace.change.given import given_change
from nps_chain.trace.clock import known
from nps_chain.trace.cluster import Clustering
from nps_chain.trace.cluster.why import Why
from nps_chain.trace.taint.result import Taint

__all__ = ["Facts", "Payment", "Sums", "Tag"]

_LAST = 2**31 - 1  # no height is larger


class Facts:
    """What is known of a chain.

    Whatever takes long is worked out when it is first asked for, and kept.

    Parameters
    ----------
    chain : Chain
        The chain.
    clusters : Clustering, optional
        Of this chain; co-spending alone by default.
    tags : Tags or pandas.DataFrame, optional
        See `nps_chain.show.explorer.known.tags_known.TagsKnown`.
    taint : Taint, optional
        Of this chain.
    services : pandas.DataFrame, optional
        Verdicts as ``nps.services`` gives them, on these clusters. They don't say since when they
        could have been made, so they are told at every height: make them as of the day in question.
    change : pandas.Series, str or callable, optional
        As ``nps.change`` gives or takes it; the vote by default. Answers of a rule that looks
        forward are told at every height: make them as of the day in question.

    Attributes
    ----------
    chain : Chain
        The chain.
    has : frozenset of str
        What nodes can be coloured by, of `nps_chain.show.explorer.scenes.scene.COLOURS`.
    notes : tuple of str
        What of the tags was passed over, a sentence each.

    Raises
    ------
    NpsError
        If what is given is of another kind, or of another chain.
    """

    def __init__(
        self,
        chain: Chain,
        *,
        clusters: Clustering | None = None,
        tags: Any = None,
        taint: Taint | None = None,
        services: pd.DataFrame | None = None,
        change: Any = None,
    ) -> None:
        self.chain = known(chain, None)
        self._clusters = ClustersThen(chain, clusters)
        if clusters is not None:
            _must_share(chain, clusters.chain, "clusters are")
        if not isinstance(taint, Taint | None):
            raise NpsError(f"taint is what nps.taint(...) returns, not {type(taint).__name__}.")
        if taint is not None:
            _must_share(chain, taint.chain, "taint is")
        self._taint = taint
        self._tags = None if tags is None else TagsKnown(chain, tags)
        self._verdicts = {} if services is None else verdicts_by_cluster(services)
        self._given_change = "vote" if change is None else change
        self._payments = Payments(chain, lambda: self._change[0])
        self.notes = () if self._tags is None else self._tags.notes
        offered = {
            "cluster": True,
            "kind": services is not None or (self._tags is not None and self._tags.have_kinds),
            "taint": taint is not None,
            "tag": tags is not None,
        }
        self.has = frozenset(colour for colour, there in offered.items() if there)

    # The clock.

    def txs_known(self, as_of: int) -> int:
        """Return how many transactions the blocks up to a height have."""
        # Sought as what the column holds: numpy would turn all of it into int64 otherwise.
        last = np.int32(max(-1, min(as_of, _LAST)))
        return int(np.searchsorted(self.chain.columns.txs.height, last, "right"))

    def known(self, tx: int, as_of: int) -> bool:
        """Return whether a transaction is in a block up to this height."""
        return self.height(tx) <= as_of

    def height(self, tx: int) -> int:
        """Return the height of a transaction's block."""
        return int(self.chain.columns.txs.height[tx])

    def time(self, tx: int) -> int:
        """Return the time of a transaction's block, in seconds since 1970 (UTC)."""
        blocks = self.chain.columns.blocks
        place = np.searchsorted(blocks.height, self.chain.columns.txs.height[tx])
        return int(blocks.time[place])

    def first_seen(self, address: int) -> int:
        """Return the row of the first transaction in which an address appears."""
        return int(self.chain.columns.addresses.first_seen[address])

    # Facts: who pays.

    def of_transaction(self, tx: int) -> tuple[Payment, ...]:
        """Return what a transaction spends, then what it pays, by address.

        In the order of the first coin of each; all coins without an address are one payment. The
        new coins of a coinbase come from nobody, and are none.
        """
        return self._payments.of_transaction(tx)

    def of_addresses(self, rows: Sequence[int], as_of: int) -> tuple[Payment, ...]:
        """Return all payments from and to some addresses up to a height, in chain order."""
        return self._payments.of_addresses(rows, self.txs_known(as_of))

    def sums(self, rows: Sequence[int], as_of: int, *, spends: bool) -> Sums:
        """Return what some addresses as one spend in each transaction, or are paid by it.

        As arrays, and so for an exchange of a hundred thousand payments in a moment.
        """
        return self._payments.sums(rows, self.txs_known(as_of), spends=spends)

    # Inferences: clusters, their kind, taint.

    def cluster(self, address: int, as_of: int) -> int:
        """Return the smallest row of an address's cluster; of one not seen yet, its own row."""
        return self._clusters.cluster(address, self._clock(as_of))

    def members(self, address: int, as_of: int) -> np.ndarray:
        """Return the rows of all addresses in an address's cluster, sorted."""
        return self._clusters.members(address, self._clock(as_of))

    def size(self, address: int, as_of: int) -> int:
        """Return how many addresses are in an address's cluster."""
        return self._clusters.size(address, self._clock(as_of))

    def evidence_height(self, as_of: int) -> int:
        """Return up to which block evidence was looked at: clusters may be of an earlier day."""
        return self._clusters.height(self._clock(as_of))

    def why(self, a: int, b: int, as_of: int) -> Why:
        """Return what links two addresses by evidence up to a height.

        Raises
        ------
        NpsError
            If one of them first appears later.
        """
        return self._clusters.why(a, b, self._clock(as_of))

    def kind(self, address: int, as_of: int) -> str:
        """Return what an address is said to be: by its first tag that says so, or the verdict.

        The verdict is on the cluster that the address was known to be in; empty if there is none.
        """
        for tag in self.tags(address, as_of):
            if tag.kind:
                return tag.kind
        verdict = self.verdict(address, as_of)
        return verdict.kind if verdict else ""

    def verdict(self, address: int, as_of: int) -> Verdict | None:
        """Return the verdict on the cluster that an address was known to be in, with reasons."""
        return self._verdicts.get(self.cluster(address, as_of)) if self._verdicts else None

    def is_service(self, address: int, as_of: int) -> bool:
        """Return whether that kind is one of a service, which pools the coins of many."""
        return is_service(self.kind(address, as_of))

    def tainted(self, addresses: int | Sequence[int], as_of: int) -> tuple[int, int]:
        """Return how much of what addresses were paid is tainted, and all of it, in satoshi."""
        if self._taint is None:
            return 0, 0
        return self._tainted(self._payments.paid_to(addresses, self.txs_known(as_of)))

    def tainted_tx(self, tx: int) -> tuple[int, int]:
        """Return how much of a transaction's outputs is tainted, and all of it, in satoshi."""
        if self._taint is None:
            return 0, 0
        return self._tainted(np.arange(*self.chain.first_output[tx : tx + 2]))

    # Attributions.

    def tags(self, address: int, as_of: int) -> tuple[Tag, ...]:
        """Return the names that others gave to an address by then, in the order given."""
        return () if self._tags is None else self._tags.of(address, as_of)

    def tagged(self, rows: Sequence[int]) -> list[int]:
        """Return those of some addresses that have tags, from whatever height on, in order."""
        return [] if self._tags is None else self._tags.among(rows)

    # Names.

    def find(self, text: str, as_of: int | None = None) -> str:
        """Return the name of a txid or address, whole or its beginning, such as ``t12``, ``a45``.

        Parameters
        ----------
        text : str
            See `nps_chain.show.explorer.known.find.find`.
        as_of : int, optional
            Find only what had appeared by this height; all by default.

        Raises
        ------
        NpsError
            If it names nothing, or several things, or what appears later only.
        """
        return find.find(self.chain, text, self.txs_known(_LAST if as_of is None else as_of))

    def name(self, thing: str) -> str:
        """Return the whole txid or address of a thing, such as ``t12``, ``a45``, ``c45``, ``t12>``.

        Raises
        ------
        NpsError
            If there is no such thing.
        """
        return find.name(self.chain, thing)

    def _clock(self, as_of: int) -> int:
        return min(as_of, self._height)

    @cached_property
    def _height(self) -> int:
        return self.chain.height

    @property
    def change_rule(self) -> str:
        """Name of the rule by which change is told."""
        return self._change[1]

    @cached_property
    def _change(self) -> tuple[np.ndarray, str]:
        return given_change(self.chain, self._given_change, None)

    def _tainted(self, outputs: np.ndarray) -> tuple[int, int]:
        assert self._taint is not None
        amounts = self._taint.amounts
        tainted = amounts[outputs[outputs < len(amounts)]]  # it may know fewer blocks
        return int(tainted.sum()), int(self.chain.columns.outputs.value[outputs].sum())


def _must_share(chain: Chain, other: Chain, what: str) -> None:
    """Refuse what was made of another chain: as far as both go, their blocks are the same."""
    ours, theirs = chain.columns.blocks.hash, other.columns.blocks.hash
    both = min(len(ours), len(theirs))
    if not both or ours[both - 1].tobytes() != theirs[both - 1].tobytes():
        raise NpsError(f"The {what} of another chain: make them of this one, as of any height.")
