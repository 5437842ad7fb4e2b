"""Stops in every form: those that aren't there are counted, a row that isn't there is refused."""

import numpy as np
import pandas as pd
import pytest

from nps_chain.errors import ChainError
from nps_chain.trace.stops import stop_rows
from tests.handmade import address_of, chain_of

CHAIN = chain_of("mint: new -> ann 50", "pay: mint:0 -> bob 20, ann 30")
OTHER = chain_of("mint: new -> eve 50", "pay: mint:0 -> bob 20")


@pytest.mark.parametrize(
    ("stop", "rows", "elsewhere"),
    [
        (None, [], 0),
        ([], [], 0),
        (f" {address_of('bob')}", [1], 0),
        (1, [1], 0),
        (np.array([[1], [0]]), [0, 1], 0),
        ([address_of("bob"), 1, CHAIN.address(1), address_of("eve"), address_of("eve")], [1], 1),
        (pd.DataFrame({"address": [address_of("ann"), "nobody"]}), [0], 1),
        ([OTHER.address(0), OTHER.address(1)], [1], 1),
    ],
)
def test_stops_of_every_form_are_rows(stop, rows, elsewhere):
    found, missing = stop_rows(CHAIN, stop)
    assert (found.tolist(), missing) == (rows, elsewhere)
    assert found.dtype == np.int64


def test_a_row_that_is_not_there_is_refused():
    with pytest.raises(ChainError, match="no address in row 2"):
        stop_rows(CHAIN, 2)
