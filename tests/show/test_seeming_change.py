import pytest

from nps_chain.show.seeming_change import seeming_change
from nps_chain.trace.change import vote
from tests.handmade import chain_of
from tests.node_chain import node_chain

CASES = {
    "t: ?ann=5000000 -> eve 2000000, kim 2990123": (
        1,
        "new address, script type of the inputs, not round",
    ),
    "t: ?ann=5000000 -> eve 2000000, ann 2990000": (
        1,
        "an input's own address, script type of the inputs; against it: round",
    ),
    "t: ?ann=3000123 ?lee=2000123 -> eve 4000000, kim 999123": (
        1,
        "new address, script type of the inputs, less than each input, not round",
    ),
    "t: new -> ann 5, bob 6": (-1, ""),
    "t: ?ann=5 -> bob 5, data 0": (
        -1,
        "1 output can be spent, so there is nothing to choose from",
    ),
    "t: ?ann=7 -> bob 3, kim 4": (-1, "no rule decides, or they disagree"),
}


@pytest.mark.parametrize("line", CASES)
def test_the_reasons_of_the_vote_have_short_words(line):
    assert seeming_change(chain_of(line).tx(0)) == CASES[line]


def test_it_is_the_answer_of_the_vote_and_each_of_its_reasons_has_words():
    chain = node_chain()
    found = vote(chain)
    seeming = [seeming_change(chain.tx(row)) for row in range(0, len(found), 3)]
    assert [change.output for change in seeming] == found[::3].tolist()
    assert sum(change.output >= 0 for change in seeming) > 100
