import matplotlib.pyplot as plt
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from tests.handmade import chain_of

CHAIN = chain_of("a: new -> ann 50", "b: a:0 -> bob 30, ann 20")


def test_the_picture_fits_what_is_given_and_goes_where_it_is_asked_to():
    _, ax = plt.subplots()
    assert nps.draw(CHAIN.tx(1), ax) is ax
    assert ax.get_title().startswith("0.00000050 BTC from 1 input to 2 outputs")
    assert nps.draw(nps.follow(CHAIN, 0)).get_title().startswith("Where money went")


@pytest.mark.parametrize("thing", [CHAIN, CHAIN.address(0), None, "text"])
def test_for_other_things_the_error_says_what_can_be_drawn(thing):
    told = f"There is no picture of a {type(thing).__name__}: draw a transaction, as in nps.draw"
    with pytest.raises(NpsError, match=told):
        nps.draw(thing)
