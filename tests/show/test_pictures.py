import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.show.alternative import description
from nps_chain.show.pictures import KINDS
from nps_chain.trace.activity import activity
from nps_chain.trace.change import threshold_curve, vote_scores
from tests.handmade import chain_of

CHAIN = chain_of("a: new -> ann 50", "b: a:0 -> bob 30, ann 20")


def table(columns, *row):
    return pd.DataFrame([row], columns=columns.split(), index=["co-spending"])


THINGS = {
    "chain.tx(txid)": (
        lambda: CHAIN.tx(1),
        "0.00000050 BTC from 1 input to 2 outputs\n",
    ),
    "chain.block(height)": (lambda: CHAIN.block(1), "Block 1: 1 transaction"),
    "chain.address(address)": (lambda: CHAIN.address(1), "0.00000030 BTC came in, "),
    "activity(chain, addresses)": (lambda: activity(CHAIN, [0, 1]), "0.00000050 BTC came in, "),
    "nps.fees(chain)": (lambda: nps.fees(CHAIN), "Fees stay near "),
    "nps.follow(chain, txid)": (lambda: nps.follow(CHAIN, 0), "From ca9781…ee48bb to 2 ends: "),
    "nps.peel(chain, output)": (lambda: nps.peel(CHAIN, 0), "1 step peeled 0.00000030 BTC off "),
    "nps.taint(chain, source, stop)": (
        lambda: nps.taint(CHAIN, 0, None),
        "Of 0.00000050 BTC, 100 % is unspent\n",
    ),
    "nps.compare_policies(chain, source, stop)": (
        lambda: nps.compare_policies(CHAIN, 0, None),
        "By every policy the money reaches 3 outputs\n",
    ),
    "clusters.growth(address)": (
        lambda: nps.cluster(CHAIN).growth(0),
        "Nothing joined the address: ",
    ),
    "nps.interpretations(tx)": (
        lambda: nps.interpretations(CHAIN.tx(1)),
        "One interpretation only: ",
    ),
    "threshold_curve(scores, change)": (
        lambda: threshold_curve(vote_scores(CHAIN), pd.Series([-1, 2])),
        "From a score of ",
    ),
    "nps.compare_rules(chain, truth)": (
        lambda: nps.compare_rules(nps.load("tiny"), nps.truth("tiny")),
        "The surest is ",
    ),
    "nps.compare_scores(clusterings, truth)": (
        lambda: nps.compare_scores(
            {"co-spending": nps.cluster(nps.load("tiny"))}, nps.truth("tiny")
        ),
        "The surest is co-spending: ",
    ),
    "nps.realism(chain, truth)": (
        lambda: nps.realism(nps.load("tiny"), nps.truth("tiny")),
        "6 of 26 measures are within ",
    ),
    "a table of reliability": (
        lambda: table("from to cases said came_true", 0.9, 1.0, 9, 0.95, 1.0),
        "Said and came true lie 5.0 points apart",
    ),
    "nps.services_apart(chain, truth)": (
        lambda: table("clusters services apart largest b_cubed", 9, 4, 3, 5, 0.5),
        "Of 4 services 3 stay apart",
    ),
}
"""For each kind by what makes it: one of it, and how its title begins."""


def test_every_kind_is_tried_here_and_told_in_the_help():
    assert [kind.made_by for kind in KINDS] == list(THINGS)
    for kind in KINDS:
        assert kind.made_by in nps.draw.__doc__.replace("\n     ", "")


@pytest.mark.parametrize("made_by", THINGS)
def test_the_picture_fits_what_is_given_and_goes_where_it_is_asked_to(made_by):
    make, title = THINGS[made_by]
    thing = make()
    assert nps.draw(thing).get_title().startswith(title)
    _, ax = plt.subplots()
    assert nps.draw(thing, ax) is ax
    assert ax.get_title().startswith(title)
    assert len(description(ax)) > 40


@pytest.mark.parametrize("made_by", THINGS)
@pytest.mark.parametrize("rows", [1, 2])
def test_two_in_one_figure_have_room_beside_each_other(made_by, rows):
    thing = THINGS[made_by][0]()
    figure, pair = plt.subplots(rows, 3 - rows)
    for ax in pair:
        nps.draw(thing, ax)
    figure.canvas.draw()
    one, other = (ax.get_tightbbox().padded(-1) for ax in pair)
    assert not one.overlaps(other)


@pytest.mark.parametrize("thing", [CHAIN, None, "text", pd.DataFrame({"x": [1]}), nx.Graph()])
def test_for_other_things_the_error_says_what_can_be_drawn(thing):
    with pytest.raises(NpsError) as failed:
        nps.draw(thing)
    assert str(failed.value) == (
        f"There is no picture of a {type(thing).__name__}; what can be drawn is what these give: "
        f"{', '.join(THINGS)}."
    )
