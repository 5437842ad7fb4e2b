"""A tag for each service: an address that stands for it, as a perfect list of tags would name it.

Services deal with the public, so their addresses become known in real life too. Here each has one,
the address that is used most. With it one asks whether a clustering tells services apart; given to
a clustering as names to keep apart, it shows the most that such a list can do.

Source: of the way of asking, M. Möser and A. Narayanan, "Resurrecting Address Clustering in
Bitcoin", Financial Cryptography 2022.
"""

import numpy as np
import pandas as pd

from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.tables import Chain
from nps_chain.groundtruth.tables import ENTITY_KINDS

SERVICES = (
    "miner", "exchange", "market", "mixer", "coordinator", "swap", "broker", "gambling", "merchant",
    "processor", "payroll", "charity", "gift_cards", "custodian", "notary", "airdropper",
)  # fmt: skip
"""Kinds of entities that deal with the public, and so get a tag."""


def service_tags(
    chain: Chain, owners: np.ndarray, names: np.ndarray, kinds: np.ndarray
) -> pd.DataFrame:
    """Return a tag for each service: its most used address, as a row, its ``label`` and ``kind``.

    Used is how many transactions pay to it or spend from it; of equals the earliest is taken.
    A service that has no address on the chain gets none.

    Parameters
    ----------
    chain : Chain
        The chain.
    owners : numpy.ndarray
        The entity that owns each address, -1 unknown.
    names, kinds : numpy.ndarray
        Of each entity.
    """
    c = chain.columns
    address = np.concatenate([c.outputs.address, c.inputs.address]).astype(np.int64)
    tx = np.concatenate([c.outputs.tx, c.inputs.tx])
    pairs = np.unique((address << 32 | tx)[address != UNKNOWN])
    used = np.bincount(pairs >> 32, minlength=len(owners))
    is_service = np.isin(kinds, [ENTITY_KINDS.index(kind) for kind in SERVICES])
    rows = np.flatnonzero(np.append(is_service, False)[owners])
    rows = rows[np.lexsort((rows, -used[rows], owners[rows]))]
    _, first = np.unique(owners[rows], return_index=True)
    rows = rows[first]
    kind = np.array(ENTITY_KINDS, object)[kinds[owners[rows]]]
    return pd.DataFrame(
        {
            "address": rows,
            "label": pd.array(names[owners[rows]], dtype="str"),
            "kind": pd.array(kind, dtype="str"),
        }
    )
