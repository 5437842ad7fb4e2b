"""The annex: every transaction that a report speaks of, as the chain has it.

A reader who doubts a finding begins here. A transaction is in the annex if a finding names it or a
coin of it, if a finding tells a value of it, or if the thing that a finding tells a value of lists
it among its steps, as a peel chain does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import AddressView, Coin, TransactionView
from nps_chain.errors import ChainError
from nps_chain.evidence.report.findings import Finding
from nps_chain.evidence.report.paths import Path
from nps_chain.evidence.report.workings import Workings
from nps_chain.exhibits import Exhibit
from nps_chain.trace.named import is_txid
from nps_chain.trace.texts import count

MOST_OF_ONE = 100
"""Transactions of one result that are listed; of one with more only their number is told."""


@dataclass(frozen=True)
class Listed:
    """A transaction in the annex.

    Attributes
    ----------
    txid : str
        Its name.
    height, fee : int
        Of its block; and what its miner got, in satoshi, -1 where that is unknown.
    time : pandas.Timestamp
        Of its block, UTC.
    inputs, outputs : tuple of Coin
        Address, satoshi, and a note.
    findings, exhibits : tuple of str
        What speaks of it, and by which names the case knows it.
    """

    txid: str
    height: int
    time: pd.Timestamp
    fee: int
    inputs: tuple[Coin, ...]
    outputs: tuple[Coin, ...]
    findings: tuple[str, ...]
    exhibits: tuple[str, ...]


def annex(findings: Iterable[Finding], workings: Workings) -> tuple[list[Listed], list[str]]:
    """Return the transactions in the order of the chain, and what isn't listed, in sentences."""
    chains = [chain for _, chain in workings.chains()]
    named: dict[str, dict[str, None]] = {}
    left_out: dict[str, None] = {}
    for finding in findings:
        for txid in _named_in(finding, workings, left_out):
            named.setdefault(txid, {})[finding.name] = None
    found = []
    for txid, by in named.items():
        view = _view(chains, txid)
        if view is not None:
            found.append((view.height, view.row, _listed(view, tuple(by), workings)))
    return [one for *_, one in sorted(found, key=lambda each: each[:2])], list(left_out)


def find(workings: Workings, txid: str) -> TransactionView | None:
    """Return a transaction of one of the chains, or None if none has it."""
    return _view([chain for _, chain in workings.chains()], txid)


def exhibits_of(finding: Finding, workings: Workings) -> list[Exhibit]:
    """Return the exhibits that a finding rests on, or names, by name."""
    behind = workings.behind(*(told.root for told in finding.told))
    code = {name: workings.steps[name].code for name in behind}
    words = {*finding.sentence.text.replace("(", " ").replace(")", " ").split()}
    used = {
        one.name
        for one in workings.exhibits.values()
        if any(workings.results[name] is one or f'"{one}"' in code[name] for name in behind)
        or one.name in {word.strip(".,;:") for word in words}
    }
    return [workings.exhibits[name] for name in sorted(used)]


def _named_in(finding: Finding, workings: Workings, left_out: dict[str, None]) -> Iterator[str]:
    for sentence in finding.sentences:
        for name in sentence.identifiers:
            yield from _txid(name)
    for one in exhibits_of(finding, workings):
        yield from _txid(one)
    for told in finding.told:
        yield from _in_result(told.path, workings.results[told.root], left_out)


def _txid(name: str) -> Iterator[str]:
    txid = name.partition(":")[0].lower()
    if is_txid(txid):
        yield txid


def _in_result(path: Path, value: Any, left_out: dict[str, None]) -> Iterator[str]:
    """Yield the transactions that a result is, or lists; of a table's row that is told, its own."""
    if isinstance(value, TransactionView):
        yield value.txid
    elif isinstance(value, str):
        yield from _txid(value)
    elif not isinstance(value, Chain | AddressView):
        frame = value if isinstance(value, pd.DataFrame) else getattr(value, "frame", None)
        if isinstance(frame, pd.DataFrame) and "txid" in frame:
            one = path.steps[-1] if frame is value and path.steps else None
            rows = frame.loc[[one]] if isinstance(one, int) else frame
            txids = [txid for txid in rows["txid"].unique().tolist() if isinstance(txid, str)]
            if len(txids) <= MOST_OF_ONE:
                yield from (txid for name in txids for txid in _txid(name))
            else:
                many = count(len(txids), "transaction")
                told = f"{path.name} has {many}, which are not listed: the workings give them."
                left_out[told] = None


def _view(chains: Iterable[Chain], txid: str) -> TransactionView | None:
    for chain in chains:
        try:
            return chain.tx(txid)
        except ChainError:
            continue
    return None


def _listed(view: TransactionView, findings: tuple[str, ...], workings: Workings) -> Listed:
    exhibits = [
        one.name for one in workings.exhibits.values() if one.partition(":")[0] == view.txid
    ]
    return Listed(
        view.txid, view.height, view.time, view.fee,
        tuple(view.inputs), tuple(coin._replace(note="") for coin in view.outputs),
        findings, tuple(sorted(exhibits)),
    )  # fmt: skip
