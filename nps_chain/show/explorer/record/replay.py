"""A log read back, and its steps taken again, to see whether they come to the same graph.

A log comes by mail or on a stick. It is data and never code: each of its parts is looked at before
it is used, and what a step asks for is looked at as if it came from a browser.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.show.explorer.explorer import Explorer
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.record.log import FIELDS, MOST_STEPS, VERSION, Step, last_block
from nps_chain.show.explorer.session import now

LARGEST = 50_000_000
"""Bytes of a log's file."""

_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Told:
    """What a log's file says.

    Attributes
    ----------
    chain : dict
        Network, height and hash of its last block.
    names : dict of str to str
        Of the things that its steps name, the txid or address of each.
    steps : tuple of Step
        The first one is the beginning.
    """

    chain: dict[str, Any]
    names: dict[str, str]
    steps: tuple[Step, ...]


def replay(chain: Chain, log: str | os.PathLike[str], **known: Any) -> Explorer:
    """Return an explorer that has taken the steps of a log, and seen the same after each of them.

    Parameters
    ----------
    chain : Chain
        The chain on which the steps were taken.
    log : path
        The file, as ``explorer.save_log`` wrote it.
    **known
        What `nps_chain.show.explorer.explore` was given besides: ``clusters``, ``tags``, ``taint``,
        ``services``, ``change``.

    Returns
    -------
    Explorer
        With that log, to which further steps are added.

    Raises
    ------
    NpsError
        If the file is no log, or of another chain, or a step comes to something else than it did:
        the message says which.

    Examples
    --------
    >>> import tempfile
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> explorer = nps.explore(chain, chain.tx(300)).hide("change")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = explorer.save_log(f"{folder}/log.json")
    ...     nps.replay(chain, file)
    Explorer(3 nodes, 2 payments, as of block 153, 1 step)
    """
    told = read_log(log)
    facts = Facts(chain, **known)
    if told.chain != last_block(facts.chain):
        raise NpsError(f"The log in {log} was kept on another chain, or on more or fewer blocks.")
    for name, text in told.names.items():
        if facts.name(name) != text:
            raise NpsError(f"The log in {log} calls {name} what is something else in this chain.")
    first, *steps = told.steps
    if first.do != "start":
        raise NpsError(f"The log in {log} doesn't begin with a start.")
    times = _times(told.steps)
    step = first
    try:
        explorer = Explorer(facts, first.with_, lambda: next(times))
        _must_agree(explorer, first)
        for step in steps:
            explorer.act(step.do, **step.with_)
            _must_agree(explorer, step)
    except NpsError as error:
        raise NpsError(
            f"Step {step.number:,} of the log in {log} comes out otherwise: {error}"
        ) from None
    return explorer


def read_log(path: str | os.PathLike[str]) -> Told:
    """Return what a log's file says.

    Raises
    ------
    NpsError
        If it can't be read, or is no log.
    """

    def refuse(why: str) -> NoReturn:
        raise NpsError(f"{path} is no log of an explorer: {why}.")

    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise NpsError(f"The log {path} can't be read: {error.strerror}.") from None
    except ValueError:  # the character zero, or half a character
        raise NpsError(f"{path!r:.80} is no name of a file: give that of a log.") from None
    if len(data) > LARGEST:
        refuse(f"it has more than {LARGEST:,} bytes")
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        refuse("it is no JSON")
    if not isinstance(told, dict) or told.get("explorer") != VERSION:
        refuse(f"it doesn't say that it is one, of version {VERSION}")
    chain, names, steps = told.get("chain"), told.get("names"), told.get("steps")
    if not isinstance(chain, dict):
        refuse("it doesn't say of which chain")
    texts = isinstance(names, dict) and all(isinstance(text, str) for text in names.values())
    if not isinstance(names, dict) or not texts:
        refuse("its names are no texts")
    if not isinstance(steps, list) or not 0 < len(steps) <= MOST_STEPS + 1:
        refuse(f"it has no steps, or more than {MOST_STEPS:,}")
    read = []
    for number, step in enumerate(steps):
        parts = _step(number, step)
        if parts is None:
            refuse(f"its step {number:,} makes no sense")
        read.append(parts)
    return Told(chain, names, tuple(read))


def _step(number: int, told: Any) -> Step | None:
    if not isinstance(told, dict):
        return None
    step = Step._make(told.get(field) for field in FIELDS)
    texts = step.at, step.do, step.shown, step.digest
    if not all(isinstance(text, str) and len(text) <= 100 for text in texts):
        return None
    if step.number != number or not isinstance(step.with_, dict) or not _is_time(step.at):
        return None
    return step if _DIGEST.fullmatch(step.digest) else None


def _is_time(text: str) -> bool:
    try:
        return _AT.fullmatch(text) is not None and bool(datetime.fromisoformat(text))
    except ValueError:  # the 30th of February
        return False


def _must_agree(explorer: Explorer, step: Step) -> None:
    """Refuse a step that came to something else than it did when the log was kept."""
    last = explorer.last
    if last.number != step.number:
        raise NpsError("here it changes nothing.")
    if last.digest != step.digest:
        raise NpsError(
            f"here it comes to {last.shown}, and it came to {step.shown}. Give the same clusters,"
            " tags, taint, services and change."
        )


def _times(steps: Sequence[Step]) -> Iterator[datetime]:
    """Yield when each step was taken, and after them the time that it is."""
    for step in steps:
        yield datetime.fromisoformat(step.at)
    while True:
        yield now()
