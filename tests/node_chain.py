"""The chain that a real node made, and the truth about it: who owns an address, what was paid."""

import csv
import functools
from pathlib import Path

import nps_chain as nps

FOLDER = Path(__file__).parents[1] / "datasets" / "core-regtest"


@functools.cache
def node_chain() -> nps.Chain:
    return nps.read(FOLDER / "blocks")


def truth(table: str) -> list[dict[str, str]]:
    with (FOLDER / "truth" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def txids_of(*kinds: str) -> list[str]:
    return [row["txid"] for row in truth("transactions") if row["kind"] in kinds]


def owners() -> dict[str, str]:
    """The wallet of each address."""
    return {row["address"]: row["owner"] for row in truth("outputs") if row["address"]}
