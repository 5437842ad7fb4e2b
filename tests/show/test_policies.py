import numpy as np
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.show.alternative import description
from nps_chain.show.policies import draw_policies
from nps_chain.trace.taint import POLICIES, Comparison
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain
from tests.show.image import compare
from tests.show.legible import check

CHAIN = chain_of(
    "a: new -> ann 60, bob 40", "b: a:0 a:1 -> kim 30, shop 50, kim 10", "c: new -> lee 60"
)


def shop(policies=tuple(POLICIES)):
    """Of bob's 40 satoshi: where they are if the shop is a stop."""
    found = nps.compare_policies(CHAIN, 1, [address_of("shop")], fees="lose")
    return Comparison({policy: found.taints[policy] for policy in policies})


def bars(ax):
    """Each bar by name: its row, where it starts and how long it is."""
    return {
        bar.get_gid(): (round(bar.get_y() + bar.get_height() / 2), bar.get_x(), bar.get_width())
        for bar in ax.patches
    }


def texts(ax):
    return {text.get_gid(): text.get_text() for text in ax.texts}


def test_each_bar_is_all_of_the_money_and_poison_has_none():
    ax = draw_policies(shop())
    assert [label.get_text() for label in ax.get_yticklabels()] == list(POLICIES)
    assert bars(ax) == {
        "unspent haircut": (1, 0, 40),
        "stopped haircut": (1, 40, 50),
        "fees haircut": (1, 90, 10),
        "unspent fifo": (2, 0, 25),
        "stopped fifo": (2, 25, 50),
        "fees fifo": (2, 75, 25),
        "unspent lifo": (3, 0, 75),
        "stopped lifo": (3, 75, 25),
        "stopped tiho": (4, 0, 100),
        "unspent seniority": (5, 0, 75),
        "stopped seniority": (5, 75, 25),
        "unspent juniority": (6, 0, 25),
        "stopped juniority": (6, 25, 50),
        "fees juniority": (6, 75, 25),
    }
    assert texts(ax)["poison"] == "no sum: it marks whole outputs, worth 0.00000090 BTC"


def test_percent_stand_in_the_bars_and_counts_beside_them():
    ax = draw_policies(shop(["haircut", "poison"]))
    assert texts(ax) == {
        "unspent haircut": "40 %",
        "stopped haircut": "50 %",
        "fees haircut": "10 %",
        "outputs haircut": "4",
        "addresses haircut": "3",
        "poison": "no sum: it marks whole outputs, worth 0.00000090 BTC",
        "outputs poison": "4",
        "addresses poison": "3",
        "outputs": "outputs",
        "addresses": "addresses",
    }
    (kim,) = [text for text in ax.texts if text.get_gid() == "stopped haircut"]
    assert kim.get_position() == (65, 0)


def test_the_title_says_how_far_apart_the_policies_are():
    assert draw_policies(shop()).get_title() == (
        "By one policy 25 % of the money is at a stop, by another 100 %\n"
        "0.00000040 BTC, 1 address to stop at; blocks up to 2"
    )
    assert draw_policies(shop(["poison", "haircut", "lifo"])).get_title() == (
        "The same money reaches 3 outputs by lifo, and 4 by poison\n"
        "0.00000040 BTC, 1 address to stop at; blocks up to 2"
    )
    assert draw_policies(shop(["fifo"])).get_title() == (
        "By every policy the money reaches 3 outputs\n"
        "0.00000040 BTC, 1 address to stop at; blocks up to 2"
    )


def test_what_is_shown_is_told_in_words():
    assert description(draw_policies(shop(["poison", "fifo", "tiho"]))) == (
        "By one policy 50 % of the money is at a stop, by another 100 %. poison: whole outputs"
        " worth 0.00000090 BTC, no sum; fifo: 25 % unspent, 50 % at a stop, 25 % lost in fees;"
        " tiho: 100 % at a stop."
    )


def test_the_legend_has_what_occurs_in_a_bar():
    def legend(comparison):
        return [text.get_text() for text in draw_policies(comparison).get_legend().get_texts()]

    assert legend(shop(["poison", "fifo"])) == ["unspent", "at a stop", "lost in fees"]
    assert legend(shop(["tiho"])) == ["at a stop"]
    burnt = chain_of("a: new -> ann 60", "b: a:0 ? -> kim 9", "c: new -> data 5, ann 4")
    assert legend(nps.compare_policies(burnt, [0, 2, 3], None)) == ["unspent", "burnt", "unknown"]


def test_a_part_too_short_for_figures_has_none_and_a_source_of_nothing_no_bar():
    chain = chain_of("a: new -> ann 1000", "b: a:0 -> bob 999, kim 1", "c: new -> eve 0")
    ax = draw_policies(nps.compare_policies(chain, [1, 2], [address_of("kim")]))
    assert texts(ax)["unspent fifo"] == ">99 %"
    assert "stopped fifo" not in texts(ax)
    assert bars(ax)["stopped fifo"] == (2, pytest.approx(99.9), pytest.approx(0.1))
    ax = draw_policies(nps.compare_policies(chain, 3, None))
    assert (bars(ax), ax.get_legend()) == ({}, None)
    assert "fifo: nothing" in description(ax)


def test_nothing_to_compare_is_refused_in_a_sentence():
    with pytest.raises(NpsError, match="There is no policy to draw"):
        draw_policies(Comparison({}))


def test_letters_are_large_and_never_cover_each_other():
    check(draw_policies(nps.compare_policies(node_chain(), 843, np.arange(40), fees="lose")))


def test_the_whole_is_as_it_was_when_last_looked_at(tmp_path):
    compare(draw_policies(shop()), "policies", tmp_path)
