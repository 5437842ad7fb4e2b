"""The addresses at which a trace stops: most often those of services, which pool coins of many.

Which addresses these are, a user says: by a list of labels, or by verdicts of
:func:`nps_chain.trace.services.stops`. A stop that nobody named stops nothing.
"""

from typing import Any

import numpy as np

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import AddressView
from nps_chain.trace.named import address_rows, from_view, listed


def stop_rows(chain: Chain, stop: Any) -> tuple[np.ndarray, int]:
    """Return the rows of addresses at which to stop, and how many of those given aren't there.

    A list of services serves many cases and days. So an address that this chain, or this day,
    doesn't know is no mistake, as it would be for a start.

    Parameters
    ----------
    chain : Chain
        The chain, as it was known.
    stop : str, int, AddressView, iterable of these, pandas.DataFrame or None
        As in :func:`nps_chain.trace.named.address_rows`.

    Returns
    -------
    rows : numpy.ndarray
        Shape (addresses,), int64, sorted.
    elsewhere : int
        How many distinct addresses were passed over.

    Raises
    ------
    NpsError
        If a row is not in the chain, or what is given names no address.

    Examples
    --------
    >>> import nps_chain as nps
    >>> rows, elsewhere = stop_rows(nps.load("core-regtest"), [7, "bc1qnobody"])
    >>> rows.tolist(), elsewhere
    ([7], 1)
    """
    given = [from_view(chain, one) if isinstance(one, AddressView) else one
             for one in listed(stop, "address")]  # fmt: skip
    texts = {one.strip() for one in given if isinstance(one, str)}
    by_text = address_rows(chain, texts, missing="skip")
    by_row = address_rows(chain, [one for one in given if not isinstance(one, str)])
    return np.union1d(by_text, by_row), len(texts) - len(by_text)
