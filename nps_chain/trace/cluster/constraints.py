"""What must not merge: clusters that hold different labels, and clusters that are both large.

One wrong merge of two large clusters joins thousands of strangers, and from then on every answer
about one of them is about all. So a clustering can be told names that belong to different people (a
do-not-merge list, such as tags of services), or a size from which on two clusters no longer merge.
A list saves those that are on it. On Bitcoin up to 2021 the smaller of two clusters that change
joined had at most 102 addresses in 9,999 of 10,000 merges, so a limit refuses little that is usual.
(What keeps apart payers and those whom they pay is told in :mod:`nps_chain.trace.cluster.payees`.)

Evidence is weighed in the order of the chain: what came first is kept, and what contradicts it is
refused. So an early error stands and keeps the right merge out; an address with a wrong label, too.
A refused merge doesn't say which of the two sides is wrong.

Source: M. Möser and A. Narayanan, "Resurrecting Address Clustering in Bitcoin", Financial
Cryptography 2022; the size is from notebook 12e of github.com/maltemoeser/dissertation-code.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.arguments import whole

_NO_LIMIT = 2**31 - 1  # as many addresses as there can be rows


class Constraints:
    """A do-not-merge list and a limit; false if there is neither.

    Parameters
    ----------
    chain : Chain
        Where addresses that are given by their row are from.
    apart : pandas.DataFrame or Tags, optional
        Columns ``address`` (text or row) and ``label``; or what has such a frame as ``.apart``, as
        ``nps.tags`` gives it.
    limit : int, optional
        Two clusters that both have more addresses than this don't merge.

    Raises
    ------
    NpsError
        If a column is missing, an address has two labels or none, or the limit is no number.
    """

    def __init__(self, chain: Chain, apart: Any, limit: int | None) -> None:
        self.names: list[Hashable] = []
        wanted = "give a number of addresses, 1 or more"
        given = _NO_LIMIT if limit is None else whole(limit, "limit", 1, wanted=wanted)
        self.limit = min(given, _NO_LIMIT)
        self._code_of = {} if apart is None else self._read(chain, apart)
        self._texts = pa.array(list(self._code_of), pa.large_string())
        self._codes = np.array([*self._code_of.values(), -1], np.int32)

    def __bool__(self) -> bool:
        return self.limit < _NO_LIMIT or bool(self._code_of)

    def __len__(self) -> int:
        """Return how many addresses have a label, those that are in no chain too."""
        return len(self._code_of)

    def codes(self, chain: Chain, first: int) -> np.ndarray:
        """Return the place in ``names`` of the label of each address from ``first`` on, or -1."""
        texts = chain.columns.addresses.address[first:]
        at = pc.fill_null(pc.index_in(texts, value_set=self._texts), -1).to_numpy()
        return self._codes[at]

    def of_clusters(self, chain: Chain, labels: np.ndarray) -> dict[int, Hashable]:
        """Return the label that each cluster holds, if it holds one."""
        if not self.names:
            return {}
        codes = self.codes(chain, 0)
        held = np.flatnonzero(codes >= 0)
        clusters, first = np.unique(labels[held], return_index=True)
        names = [self.names[code] for code in codes[held[first]].tolist()]
        return dict(zip(clusters.tolist(), names, strict=True))

    def _read(self, chain: Chain, apart: Any) -> dict[str, int]:
        if not isinstance(apart, pd.DataFrame):
            apart = getattr(apart, "apart", None)
        if not isinstance(apart, pd.DataFrame) or not {"address", "label"} <= set(apart.columns):
            raise NpsError(
                "apart is a frame with the columns 'address' and 'label', or what nps.tags(...)"
                " returns."
            )
        code_of: dict[str, int] = {}
        place: dict[Hashable, int] = {}
        for given, label in zip(apart["address"].tolist(), apart["label"].tolist(), strict=True):
            address = given.strip() if isinstance(given, str) else chain.address(given).text
            try:
                hash(label)
            except TypeError:
                raise NpsError(
                    f"In apart, the label of {address:.100} is {label!r:.80}: a label is a name,"
                    " a text or a number."
                ) from None
            if pd.api.types.is_scalar(label) and pd.isna(label):
                raise NpsError(f"In apart, the address {address:.100} has no label.")
            code = place.setdefault(label, len(place))
            if code_of.setdefault(address, code) != code:
                earlier = list(place)[code_of[address]]
                raise NpsError(
                    f"In apart, the address {address:.100} has two labels, {earlier!s:.80} and"
                    f" {label!s:.80}: keep the one that you trust."
                )
        self.names = list(place)
        return code_of
