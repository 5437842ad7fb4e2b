import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.show.alternative import description
from nps_chain.show.pictures import KINDS
from tests.handmade import chain_of

CHAIN = chain_of("a: new -> ann 50", "b: a:0 -> bob 30, ann 20")

THINGS = {
    "chain.tx(txid)": (
        lambda: CHAIN.tx(1),
        "0.00000050 BTC from 1 input to 2 outputs\n",
    ),
    "nps.follow(chain, txid)": (
        lambda: nps.follow(CHAIN, 0),
        "Where money went from ",
    ),
    "nps.compare_policies(chain, source, stop)": (
        lambda: nps.compare_policies(CHAIN, 0, None),
        "By every policy the money reaches 3 outputs\n",
    ),
}
"""For each kind by what makes it: one of it, and how its title begins."""


def test_every_kind_is_tried_here_and_told_in_the_help():
    assert [kind.made_by for kind in KINDS] == list(THINGS)
    for kind in KINDS:
        assert f"``{kind.made_by.partition('(')[0]}(" in nps.draw.__doc__


@pytest.mark.parametrize("made_by", THINGS)
def test_the_picture_fits_what_is_given_and_goes_where_it_is_asked_to(made_by):
    make, title = THINGS[made_by]
    thing = make()
    assert nps.draw(thing).get_title().startswith(title)
    _, ax = plt.subplots()
    assert nps.draw(thing, ax) is ax
    assert ax.get_title().startswith(title)
    assert len(description(ax)) > 40


@pytest.mark.parametrize("thing", [CHAIN, None, "text", pd.DataFrame({"x": [1]}), nx.Graph()])
def test_for_other_things_the_error_says_what_can_be_drawn(thing):
    with pytest.raises(NpsError) as failed:
        nps.draw(thing)
    assert str(failed.value) == (
        f"There is no picture of a {type(thing).__name__}; what can be drawn is what these give: "
        f"{', '.join(THINGS)}."
    )
