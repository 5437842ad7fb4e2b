"""Rows and numbers as the texts that results show: the way back from ``named``.

A technique works on row numbers. A person wants txids and addresses, and things counted in words.
"""

import math

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray

from nps_chain.chain.schema import hexadecimal
from nps_chain.chain.tables import Chain


def txid_texts(chain: Chain, txs: np.ndarray) -> ExtensionArray:
    """Return the txids of transactions, given by their rows.

    >>> import nps_chain as nps
    >>> [txid[:8] for txid in txid_texts(nps.load("core-regtest"), np.array([5, 5]))]
    ['3ecd957d', '3ecd957d']
    """
    return pd.array(hexadecimal(chain.columns.txs.txid[txs]), dtype="str")


def address_texts(chain: Chain, rows: np.ndarray) -> ExtensionArray:
    """Return addresses, given by their rows; an empty text for row -1.

    >>> import nps_chain as nps
    >>> [text[:8] for text in address_texts(nps.load("core-regtest"), np.array([5, -1]))]
    ['bcrt1ql7', '']
    """
    found = chain.columns.addresses.address.take(pa.array(rows, pa.int64(), mask=rows < 0))
    return pd.array(pc.fill_null(found, ""), dtype="str")


def count(many: int, what: str, plural: str = "") -> str:
    """Return a number of things in words.

    >>> count(1, "cluster"), count(1200, "address"), count(2, "entity", "entities")
    ('1 cluster', '1,200 addresses', '2 entities')
    """
    ending = "es" if what.endswith("s") else "s"
    return f"{many:,} {what if many == 1 else plural or what + ending}"


def percent(share: float, unknown: str = "none") -> str:
    """Return a share in words; one that isn't whole is never told as nothing or all.

    >>> percent(0.9921), percent(0.99999), percent(1), percent(float("nan"))
    ('99.2 %', 'over 99.9 %', '100 %', 'none')
    """
    if math.isnan(share):
        return unknown
    if share in (0, 1):
        return f"{share:.0%}".replace("%", " %")
    if not 0.0005 <= share <= 0.9995:
        return "over 99.9 %" if share > 0.5 else "under 0.1 %"
    return f"{100 * share:.1f} %"
