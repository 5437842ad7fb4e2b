"""The vote: against plain Python, against the truth of a node's chain, and in its own words."""

import gzip

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.trace.change import change, explain_change, threshold_curve, vote, vote_scores
from nps_chain.trace.change.evidence import ODDS, STATES
from nps_chain.trace.published import PUBLISHED_ERRORS
from tests.handmade import chain_of, histories, txid_of
from tests.node_chain import node_chain, truth, txids_of
from tests.trace.change import oracle
from tests.trace.change.node_truth import true_change
from tests.trace.change.varied import varied


def agrees_with_plain_python(chain):
    scores = vote_scores(chain)
    expected = {}
    for tx in oracle.transactions(chain):
        ordered = sorted(oracle.chances(tx).items(), key=lambda one: -one[1])
        if ordered and ordered[0][1] > ordered[1][1] * (1 + 1e-9):
            expected[tx.row] = ordered[0]
    assert scores["tx"].tolist() == list(expected)
    assert scores["output"].tolist() == [row for row, _ in expected.values()]
    np.testing.assert_allclose(scores["score"], [sure for _, sure in expected.values()], atol=1e-4)
    for sure in (0.6, 0.8, 0.95):
        answer = vote(chain, at_least=sure)
        enough = scores[scores["score"] >= sure]
        assert answer[answer >= 0].to_dict() == dict(
            zip(enough["tx"], enough["output"], strict=True)
        )


def test_the_vote_is_that_of_plain_python_on_the_node_chain():
    agrees_with_plain_python(node_chain())


@settings(max_examples=60)
@given(histories(), st.integers(0, 5))
def test_the_vote_is_that_of_plain_python(lines, seed):
    agrees_with_plain_python(varied(chain_of(*lines), seed))


@settings(max_examples=30)
@given(histories(), st.data())
def test_the_vote_knows_nothing_of_the_future(lines, data):
    chain = chain_of(*lines)
    height = data.draw(st.integers(-1, chain.height))
    early, ours = chain.upto(height), vote_scores(chain, as_of=height)
    pd.testing.assert_frame_equal(ours, vote_scores(early, as_of=height))
    pd.testing.assert_frame_equal(ours, vote_scores(early))


def test_the_vote_is_right_in_98_of_100_answers_and_answers_7_of_10():
    answer, true = vote(node_chain()), true_change()
    answers = int((answer >= 0).sum())
    right = int(((answer == true) & (answer >= 0)).sum())
    # An answer where there is no change, or more than one, counts as wrong.
    assert (answers, right, int((true >= 0).sum())) == (384, 377, 518)
    assert right / answers >= 0.98
    assert right / (true >= 0).sum() >= 0.72


def test_no_kind_of_wallet_carries_the_vote():
    """Leave the payments of any wallet out, and the rest are still right in 97 of 100."""
    answer, true = vote(node_chain()), true_change()
    sender = {transaction["txid"]: transaction["sender"] for transaction in truth("transactions")}
    senders = node_chain().txs["txid"].map(sender)
    for left_out in set(senders):
        given_by_others = (answer >= 0) & (senders != left_out)
        assert (answer == true)[given_by_others].mean() >= 0.975


def test_the_vote_abstains_where_several_seem_to_spend_together():
    answer = vote(node_chain())
    joined = [node_chain().tx(txid).row for txid in txids_of("coinjoin")]
    assert len(joined) == 10
    assert (answer[joined] == -1).all()
    crowd = [f"?p{k}={1000 + k}" for k in range(1000)]
    equal = [f"q{k} 900" for k in range(1000)]
    rest = [f"r{k} {1 + k}" for k in range(899)]
    chain = chain_of(f"a: {' '.join(crowd)} -> {', '.join(equal + rest)}")
    assert vote(chain).tolist() == [-1]
    reason = explain_change(chain, 0)["reason"].item()
    assert reason.endswith("perhaps a CoinJoin")


@pytest.mark.parametrize(
    ("rule", "change_rate", "payment_rate", "several"),
    [
        ("client_change_address_behavior", oracle.FRESH, oracle.FRESH_PAYMENT, 1),
        ("address_type", oracle.TYPED, oracle.TYPED_PAYMENT, 1),
        ("optimal_change", oracle.BELOW, oracle.BELOW_PAYMENT, 0.61),
        ("power_of_ten_2", oracle.TWO, oracle.TWO_PAYMENT, 1),
        ("power_of_ten_4", oracle.FOUR, oracle.FOUR_PAYMENT, 1),
    ],
)
def test_rates_give_back_how_often_a_rule_decides_and_errs(
    rule, change_rate, payment_rate, several
):
    decides, error, _ = PUBLISHED_ERRORS.loc[rule]
    right, wrong = change_rate * (1 - payment_rate), (1 - change_rate) * payment_rate
    assert (right + wrong) * several == pytest.approx(decides, abs=1e-5)
    assert wrong / (right + wrong) == pytest.approx(error, abs=1e-5)


def test_odds_speak_for_what_they_are_said_to_speak_for():
    for states in STATES:
        for state in states:
            if state.rule != "peeling_chain":
                speaks = {-1: "against", 0: "nothing", 1: "for"}[int(np.sign(state.odds - 1))]
                assert state.says == speaks
    assert len(ODDS) == 243


@pytest.mark.parametrize("sure", [0.5, 1, 80, "most", None])
def test_a_vote_is_sure_by_more_than_a_half(sure):
    with pytest.raises(NpsError, match=r"at_least is .*: give a number above 0.5 and below 1"):
        change(node_chain(), "vote", at_least=sure)


def test_a_vote_is_explained_in_words():
    chain = chain_of("a: new -> ann 5000, bob 7000", "b: a:0 a:1 -> bob 10000, kim 1234, data 0")
    told = explain_change(chain, txid_of("b"))
    assert told.columns.tolist() == ["output", "rule", "says", "reason"]
    assert (
        told.groupby("output", sort=False)["says"].apply(list).to_dict()
        == {
            2: ["for", "for", "against", "against", "nothing", "nothing"],
            3: ["for", "for", "for", "for", "nothing", "for"],
        }
        or told is None
    )
    assert told["rule"].tolist()[:6] == [
        "address_reuse", "address_type", "optimal_change", "power_of_ten_value", "peeling_chain",
        "vote",
    ]  # fmt: skip
    pd.testing.assert_frame_equal(told, explain_change(chain, chain.tx(1)))


def test_what_leaves_no_choice_is_explained_too():
    chain = chain_of("a: new -> ann 5, bob 5", "b: a:0 -> kim 5, data 0", "c: a:1 -> data 0")
    reasons = [explain_change(chain, tx)["reason"].item() for tx in range(3)]
    assert reasons == [
        "it makes new coins, and gives back none",
        "1 output can be spent, so there is nothing to choose from",
        "no output can be spent, so there is nothing to choose from",
    ]
    with pytest.raises(NpsError, match="Give one transaction to explain, not 2"):
        explain_change(chain, [0, 1])
    with pytest.raises(NpsError, match="No transaction"):
        explain_change(chain, txid_of("c"), as_of=1)


def test_an_explanation_says_what_the_vote_says():
    chain, answer = node_chain(), vote(node_chain())
    for tx in (109, 110, 300, 340, 671):
        told = explain_change(chain, tx)
        chosen = told.loc[(told["rule"] == "vote") & (told["says"] == "for"), "output"].tolist()
        assert chosen == [row for row in [answer[tx]] if row >= 0]


def test_the_curve_counts_answers_at_every_score():
    scores = pd.DataFrame(
        {"tx": [0, 1, 2, 3, 4], "output": [1, 2, 5, 7, 9], "score": [0.9, 0.7, 0.9, 0.6, 0.95]}
    )
    true = pd.Series([1, 3, -1, 7, 9, 20])
    curve = threshold_curve(scores, true)
    assert curve["at_least"].tolist() == [0.95, 0.9, 0.7, 0.6]
    assert curve["answers"].tolist() == [1, 3, 4, 5]
    assert curve["right"].tolist() == [1, 2, 2, 3]
    assert curve["precision"].tolist() == [1, 2 / 3, 0.5, 0.6]
    assert curve["coverage"].tolist() == [0.2, 0.4, 0.4, 0.6]
    assert len(threshold_curve(scores[:0], true)) == 0
    assert threshold_curve(scores, true.mask(true >= 0, -1))["coverage"].isna().all()


def test_the_curve_meets_the_vote():
    curve = threshold_curve(vote_scores(node_chain()), true_change())
    for sure in (0.8, 0.9):
        at = curve[curve["at_least"] >= sure].iloc[-1]
        answer = vote(node_chain(), at_least=sure)
        assert at["answers"] == (answer >= 0).sum()
        assert at["right"] == ((answer == true_change()) & (answer >= 0)).sum()


def test_real_blocks_that_lack_what_came_before_are_voted_on(tmp_path, data):
    for name in ("block277647", "block413567", "block482683"):
        raw = gzip.decompress((data / "blocks" / f"{name}.raw.gz").read_bytes())
        (tmp_path / f"{name}.raw").write_bytes(raw)
        chain = nps.read(tmp_path / f"{name}.raw")
        agrees_with_plain_python(chain)


@pytest.mark.parametrize(
    ("scores", "true", "told"),
    [
        (None, pd.Series([1]), "scores is a frame with the columns tx, output and score"),
        (pd.DataFrame({"tx": [0]}), pd.Series([1]), "scores is a frame with the columns"),
        ("vote", [1], "change is a series of rows in outputs"),
        ("vote", pd.Series([0.5]), "change is a series of rows in outputs"),
        ("vote", pd.Series([1, None], dtype="Int64"), "change is a series of rows in outputs"),
        ("vote", pd.Series([1, 2]), "change has 2 rows: give one for each transaction"),
        ("vote", true_change()[::-1], "in its order, numbered from 0"),
    ],
)
def test_what_the_curve_is_to_count_must_fit(scores, true, told):
    given = vote_scores(node_chain()) if isinstance(scores, str) else scores
    with pytest.raises(NpsError, match=told):
        threshold_curve(given, true)
