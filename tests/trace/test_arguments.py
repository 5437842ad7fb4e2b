"""Whole numbers and frames are taken as they are meant, or refused in a sentence."""

import numpy as np
import pandas as pd
import pytest

from nps_chain.errors import NpsError
from nps_chain.trace.arguments import check_columns, whole


@pytest.mark.parametrize("number", [3, np.uint8(3), np.int64(3)])
def test_whole_numbers_of_every_kind_are_numbers(number):
    assert whole(number, "hops", 1) == 3
    assert type(whole(number, "hops", 1)) is int


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "hops is 0: it has to be 1 to 9."),
        (10, "hops is 10: it has to be 1 to 9."),
        (True, "hops is True: give a whole number."),
        (1.0, "hops is 1.0: give a whole number."),
        ("3", "hops is '3': give a whole number."),
        (np.array(3), "hops is array(3): give a whole number."),
        (None, "hops is None: give a whole number."),
    ],
)
def test_what_is_no_such_number_is_refused(number, told):
    with pytest.raises(NpsError) as refused:
        whole(number, "hops", 1, 9)
    assert str(refused.value) == told
    with pytest.raises(NpsError, match=r"^hops is .*: say how many\.$"):
        whole(number, "hops", 1, 9, wanted="say how many")


def test_a_frame_says_which_columns_it_lacks():
    check_columns(pd.DataFrame({"tx": [], "kind": []}), "tx", "kind", what="Verdicts")
    for given, told in (
        (pd.DataFrame({"tx": []}), "Verdicts need the columns tx and kind, and this frame has no"
                                   " kind; it has tx."),
        (7, "Verdicts are a frame with the columns tx and kind, not 7."),
    ):  # fmt: skip
        with pytest.raises(NpsError) as refused:
            check_columns(given, "tx", "kind", what="Verdicts")
        assert str(refused.value) == told
