"""Examples: a transaction of each kind that lessons take apart, found by the truth.

A lesson on change wants a payment that goes back to where it came from, one on fees a child that
pays for its parent. Which they are, in whatever world, only its truth can say. Of several the one
in the middle is taken, so that it is no odd one out of the first days.

An example's name says what it is, since a lesson shows it for that; whose it is nobody says.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.exhibits import Exhibit
from nps_chain.groundtruth import rows
from nps_chain.groundtruth.tables import ENTITY_KINDS, PURPOSES, TX_KINDS
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.coinjoin import coinjoins
from nps_chain.world.mempool_log import Unmined

_LETTERS = 2
_PAYS_FOR_BOTH = 2  # times its parent's fee rate, at least, for a child that is meant to help


class _Known:
    """A chain with the truth about it, by rows, and what was replaced."""

    def __init__(self, chain: Chain, truth: Truth, log: Sequence[Unmined]) -> None:
        self.chain, self.truth, self.log = chain, truth, log
        self.txs, self.inputs = chain.columns.txs, chain.columns.inputs
        self.outputs = chain.columns.outputs
        self.n_in, self.n_out = np.diff(chain.first_input), np.diff(chain.first_output)

    @cached_property
    def rate(self) -> np.ndarray:
        """The fee rate of each transaction, satoshi per 1,000 vbytes."""
        rate: np.ndarray = self.txs.fee * 1000 // self.txs.vsize
        return rate

    def of_kind(self, *words: str) -> np.ndarray:
        """Return for each transaction whether it is of one of these kinds."""
        return np.isin(self.truth.kinds(self.chain), [TX_KINDS.index(word) for word in words])

    def meant_as(self, purpose: str) -> np.ndarray:
        """Return for each output whether it was made for this."""
        found: np.ndarray = self.truth.purposes_of(self.chain) == PURPOSES.index(purpose)
        return found

    def owned_by(self, kind: str) -> np.ndarray:
        """Return for each output whether such an entity owns it."""
        entities = self.truth.tables.entities.kind == ENTITY_KINDS.index(kind)
        # The last place stands for addresses without an owner, and outputs without an address.
        addresses = np.append(entities, False)[np.append(self.truth.owners(self.chain), UNKNOWN)]
        found: np.ndarray = addresses[self.outputs.address]
        return found

    def sent_by(self, kind: str) -> np.ndarray:
        """Return for each transaction whether such an entity sent it, or the first of several."""
        t = self.truth.tables
        wallets = t.entities.kind[t.wallets.entity] == ENTITY_KINDS.index(kind)
        found: np.ndarray = np.append(wallets, False)[self.truth.senders(self.chain)]
        return found

    def paying(self, outputs: np.ndarray) -> np.ndarray:
        """Return for each transaction whether it makes one of these outputs."""
        found: np.ndarray = np.bincount(self.outputs.tx[outputs], minlength=len(self.n_in)) > 0
        return found

    def spending_only(self, script_type: str) -> np.ndarray:
        """Return for each transaction whether all that it spends is of a script type."""
        kinds = np.append(self.chain.addresses["script_type"].to_numpy(object), "")
        fits = kinds[self.inputs.address] == script_type
        of_type = np.bincount(self.inputs.tx[fits], minlength=len(self.n_in))
        found: np.ndarray = (of_type == self.n_in) & ~self.txs.coinbase
        return found

    def rows_of(self, txids: Iterable[str]) -> np.ndarray:
        """Return the rows of those transactions that are in the chain."""
        wanted = [bytes.fromhex(txid)[::-1] for txid in txids]
        texts = np.ascontiguousarray(self.txs.txid).view("V32").ravel()
        return np.flatnonzero(np.isin(texts, np.array(wanted, "V32")))

    def transaction(self, name: str, which: np.ndarray, about: str) -> Iterator[Exhibit]:
        """Yield the middle one of those transactions, as rows or as a mask, if there is one."""
        found = np.flatnonzero(which) if which.dtype == bool else which
        if len(found):
            txid = self.chain.tx(int(found[len(found) // 2])).txid
            yield Exhibit(txid, name=name, kind="transaction", about=about)

    def output(self, name: str, row: int, about: str) -> Exhibit:
        """Return an output as an exhibit."""
        tx = self.chain.tx(int(self.outputs.tx[row]))
        return Exhibit(
            f"{tx.txid}:{row - tx.output_rows[0]}", name=name, kind="output", about=about
        )


def examples_of(chain: Chain, truth: Truth, log: Sequence[Unmined]) -> dict[str, Exhibit]:
    """Return the examples that a world has, by name.

    Parameters
    ----------
    chain : Chain
        Its chain.
    truth : Truth
        The truth about it.
    log : sequence of Unmined
        What never came into a block.
    """
    known = _Known(chain, truth, log)
    return {one.name: one for part in _PARTS for one in part(known)}


def _payments(known: _Known) -> Iterator[Exhibit]:
    """Yield payments that show change, keys, data and fees."""
    two = known.of_kind("payment", "withdrawal") & (known.n_out == 2)
    change = known.truth.change_outputs(known.chain)
    single = np.flatnonzero(two & (known.n_in == 1) & (change >= 0))
    origin = known.inputs.address[known.chain.first_input[single]]
    back = single[known.outputs.address[change[single]] == origin]
    yield from known.transaction("self-change", back, "A payment to two addresses.")
    taproot = known.spending_only("p2tr")
    yield from known.transaction("taproot", taproot, "A payment from a Taproot address.")
    several = known.of_kind("cold_storage", "multisig_payment") & known.spending_only("p2wsh")
    yield from known.transaction("multisig", several, "A payment that two of three keys signed.")
    yield from known.transaction("data", known.of_kind("op_return"), "A payment with data in it.")


def _impatience(known: _Known) -> Iterator[Exhibit]:
    """Yield what people did, and paid, when blocks were full."""
    mined = known.rows_of(one.replaced_by for one in known.log)
    payments = np.flatnonzero(known.of_kind("payment") & (known.n_out == 2))
    payments = np.setdiff1d(payments, mined)
    dearest = payments[known.rate[payments].argsort(kind="stable")[-1:]]
    about = "Of all payments that were sent once, the one with the highest fee for its size."
    yield from known.transaction("dear-payment", dearest, about)
    about = "A payment that took the place of a cheaper version, which is in mempool.csv."
    yield from known.transaction("replacement", mined, about)
    alone = (known.n_in == 1) & (known.n_out == 1) & known.of_kind("self_transfer")
    child = np.flatnonzero(alone)
    parent = known.outputs.tx[known.inputs.spends[known.chain.first_input[child]]]
    both = known.txs.height[child] == known.txs.height[parent]
    both &= known.rate[child] >= _PAYS_FOR_BOTH * known.rate[parent]
    # And nobody else came in as cheaply: without the child, the parent would have had to wait.
    lowest = np.full(known.chain.height + 1, np.inf)
    others = np.setdiff1d(np.flatnonzero(~known.txs.coinbase), parent[both])
    np.minimum.at(lowest, known.txs.height[others], known.rate[others])
    both &= known.rate[parent] < lowest[known.txs.height[parent]]
    for name, found in (("parent", parent[both]), ("child", child[both])):
        about = f"The {name} of two transactions that came into one block by the child's fee."
        yield from known.transaction(f"fee-{name}", found, about)


def _together(known: _Known) -> Iterator[Exhibit]:
    """Yield transactions of several people, and those of one that look so."""
    found = coinjoins(known.chain)
    verdicts, right = found["kind"].to_numpy(object), known.of_kind("coinjoin")[found["tx"]]
    for kind in ("wasabi1", "wabisabi", "whirlpool", "joinmarket"):
        some = found["tx"].to_numpy()[right & (verdicts == kind)]
        yield from known.transaction(kind, some, f"A CoinJoin, of the kind {kind}.")
    yield from known.transaction("tx0", known.of_kind("tx0"), "What comes before a CoinJoin.")
    shops = known.of_kind("payjoin") & known.paying(known.owned_by("vendor"))
    payjoin = shops if shops.any() else known.of_kind("payjoin")
    yield from known.transaction("payjoin", payjoin, "A purchase in a shop.")
    wages = known.of_kind("wage") & known.sent_by("payroll")
    yield from known.transaction("payroll", wages, "A firm's payday.")
    yield from known.transaction("airdrop", known.of_kind("airdrop"), "Gifts to many people.")
    yield from known.transaction("dust", known.of_kind("dust"), "Tiny sums to many addresses.")


def _crooked(known: _Known) -> Iterator[Exhibit]:
    """Yield what came into a mixer and out of it, and what letters asked for."""
    deeds = rows.deeds(known.truth.tables, known.chain)
    paid_in = np.flatnonzero(known.meant_as("deposit") & known.owned_by("mixer") & (deeds >= 0))
    mixed = known.of_kind("mixer_payout")[known.outputs.tx]
    paid_out = np.flatnonzero(known.meant_as("payout") & mixed)
    orders = paid_in[np.isin(deeds[paid_in], deeds[paid_out])]
    if len(orders):
        deposit = int(orders[len(orders) // 2])
        payout = int(paid_out[deeds[paid_out] == deeds[deposit]][0])
        yield known.output("mixer-deposit", deposit, "A coin paid into a mixer.")
        yield known.output("mixer-payout", payout, "A coin paid out by a mixer.")
    asked = known.outputs.address[known.meant_as("ransom")]
    for number, row in enumerate(asked[:_LETTERS].tolist(), start=1):
        about = "An address to which a letter of blackmail asked to pay."
        text = known.chain.address(row).text
        yield Exhibit(text, name=f"letter-{number}", kind="address", about=about)


_PARTS: tuple[Callable[[_Known], Iterator[Exhibit]], ...] = (
    _payments, _impatience, _together, _crooked,
)  # fmt: skip
