"""What is handed to a score by mistake: each is refused in a sentence, and none in a traceback."""

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.groundtruth.amounts import score_taint
from nps_chain.groundtruth.calibration import calibration, score_probabilities
from nps_chain.groundtruth.clusterings import score_clustering
from nps_chain.groundtruth.coinjoins import score_coinjoins
from nps_chain.groundtruth.heuristics import score_change
from nps_chain.groundtruth.services import score_services
from nps_chain.groundtruth.store import save, truth
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.taint import taint

KNOWN = truth("core-regtest")
CHAIN = KNOWN.chain
LABELS = np.arange(len(CHAIN.addresses))
FRAME = {
    "taint": pd.DataFrame({"output": [1], "tainted": [5]}),
    "services": pd.DataFrame({"cluster": [1], "kind": ["mixer"]}),
    "coinjoins": pd.DataFrame({"tx": [1], "kind": ["whirlpool"]}),
    "change": pd.Series([-1, -1]),
    "clustering": LABELS,
    "probabilities": pd.DataFrame({"output": [1], "probability": [0.5]}),
    "owners": pd.DataFrame({"a": [1], "b": [2], "probability": [0.5]}),
}
SCORER = {
    "taint": (score_taint, {"entity": "carol"}),
    "services": (score_services, {"clusters": LABELS}),
    "coinjoins": (score_coinjoins, {}),
    "change": (score_change, {}),
    "clustering": (score_clustering, {}),
    "probabilities": (score_probabilities, {}),
    "owners": (score_probabilities, {}),
}
NOT_THIS = (
    None, "x", 1.5, True, b"x", object(), [None], {}, np.array(3), np.array([[1], [2]]), pd.NA,
    pd.DataFrame({"q": [1]}), pd.Series(["a"]), pd.Series([1, None], dtype="Int64"),
)  # fmt: skip


@pytest.mark.parametrize("what", SCORER)
def test_what_is_not_to_be_scored_is_refused_in_a_sentence(what):
    scorer, options = SCORER[what]
    for x in NOT_THIS:
        with pytest.raises(NpsError):
            scorer(x, KNOWN, **options)
        if x is not None:
            with pytest.raises(NpsError, match="no chain"):
                scorer(FRAME[what], KNOWN, **options, chain=x)
        with pytest.raises(NpsError, match="Score against a truth"):
            scorer(FRAME[what], x, **options)


@pytest.mark.parametrize("what", [what for what in SCORER if what != "taint"])
def test_draws_are_named_by_a_whole_number(what):
    scorer, options = SCORER[what]
    for seed in (None, -1, 1.5, "x", [], [1], True, np.array(3), pd.NA):
        with pytest.raises(NpsError, match="seed is"):
            scorer(FRAME[what], KNOWN, **options, seed=seed)
    one, again = (scorer(FRAME[what], KNOWN, **options, seed=s) for s in (3, np.uint8(3)))
    pd.testing.assert_frame_equal(one.frame, again.frame)


@pytest.mark.parametrize("what", SCORER)
def test_a_frame_without_rows_is_scored_whatever_pandas_made_of_its_columns(what):
    scorer, options = SCORER[what]
    nothing = FRAME[what][:0]
    for empty in (nothing, nothing.astype(float), nothing.astype(object)):
        if what != "clustering" or empty.dtype == LABELS.dtype:
            assert scorer(empty, KNOWN, **options).line


def test_a_lacking_column_is_named():
    with pytest.raises(NpsError, match=r"need the columns tx and kind, .* no kind; it has tx, x"):
        score_coinjoins(pd.DataFrame({"tx": [1], "x": [2]}), KNOWN)
    with pytest.raises(NpsError, match=r"columns a, b and probability, .* no b and no probability"):
        score_probabilities(pd.DataFrame({"a": [1]}), KNOWN)


def test_options_of_no_sense_are_refused():
    for odd in (None, 5, ["unheard of"], [None], [["coinjoin"]]):
        with pytest.raises(NpsError, match="no kind of transaction"):
            score_change(FRAME["change"], KNOWN, without=odd)
    for odd in (None, "block", 5, np.array(["sender", "sender"])):
        with pytest.raises(NpsError, match="by transaction or by sender"):
            score_change(FRAME["change"], KNOWN, unit=odd)
        with pytest.raises(NpsError, match="by entity or by wallet"):
            score_clustering(LABELS, KNOWN, by=odd)
    for odd in (5, b"carol", ["carol"], np.nan):
        with pytest.raises(NpsError, match="by its text"):
            score_taint(FRAME["taint"], KNOWN, entity=odd)
        with pytest.raises(NpsError, match="by its text"):
            score_taint(FRAME["taint"], KNOWN, deed=odd)
        with pytest.raises(NpsError, match="by its text"):
            KNOWN.owner(odd)
        with pytest.raises(NpsError, match="by its text"):
            KNOWN.wallet(odd)
        with pytest.raises(NpsError, match="is no chain"):
            KNOWN.owners(odd)


def test_a_taint_that_looks_back_is_no_answer_to_where_money_is():
    with pytest.raises(NpsError, match="looks back"):
        score_taint(taint(CHAIN, 843, None, backward=True), KNOWN, entity="carol")


def test_outcomes_are_true_or_false_and_nothing_is_guessed():
    for odd in (["False", "True"], [None, True], [np.nan, 1.0], [2, 1], [[True], [False]]):
        with pytest.raises(NpsError):
            calibration([0.5, 0.5], odd)
    for said in ("x", ["x", "y"], [None, 0.5], [[0.5], [0.5]], {}, [2, 0]):
        with pytest.raises(NpsError):
            calibration(said, [True, False])
    assert calibration([0.5, 0.5], [1, 0]).brier == calibration([0.5, 0.5], [True, False]).brier


def test_addresses_of_probabilities_may_be_rows_and_texts_side_by_side():
    said = pd.DataFrame(
        {"a": [3, CHAIN.address(4).text], "b": [CHAIN.address(3).text, 3], "probability": [1, 0]}
    )
    assert score_probabilities(said, KNOWN).cases == 2
    with pytest.raises(NpsError, match="names no address"):
        score_probabilities(said.assign(a=[3, None]), KNOWN)


def test_names_that_no_folder_can_have_are_refused(tmp_path):
    for odd in (None, 5, b"core-regtest", ["core-regtest"], pd.NA):
        with pytest.raises(NpsError, match="names no data set"):
            truth(odd)
    for odd in ("a" * 5_000, "a/" * 3_000, "a\0b", "", "\udcff", "/dev/null"):
        with pytest.raises(NpsError) as error:
            truth(odd)
        assert len(str(error.value)) < 500
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(NpsError, match="no data set or folder"):
        truth(loop)


def test_the_own_result_is_not_changed_by_its_score():
    clusters = nps.cluster(CHAIN)
    found = taint(CHAIN, 843, None)
    before = found.frame.copy()
    score_taint(found, KNOWN, entity="carol")
    score_clustering(clusters, KNOWN)
    pd.testing.assert_frame_equal(found.frame, before)


def test_a_figure_that_there_is_not_is_refused():
    result = score_clustering(LABELS, KNOWN)
    for odd in (None, "precision", 5, ["pair_precision"]):
        with pytest.raises(NpsError, match=r"has no figure .* it has pair_precision"):
            result.interval(odd)


def test_what_cannot_be_saved_is_refused(tmp_path):
    for known, folder in ((None, tmp_path), (KNOWN.tables, tmp_path), (KNOWN, None), (KNOWN, b"x")):
        with pytest.raises(NpsError, match="Give a truth and the folder"):
            save(known, folder)
    for folder in ("a\0b", tmp_path / ("a" * 5_000)):
        with pytest.raises(NpsError, match="can't be saved") as error:
            save(KNOWN, folder)
        assert len(str(error.value)) < 500
    for odd in (None, "tables", KNOWN):
        with pytest.raises(NpsError, match="made of its Tables"):
            Truth(odd)


def test_an_address_is_known_by_its_wallet_and_by_who_owns_that():
    wallets = KNOWN.wallets.set_index("name")["entity"]
    for row in KNOWN.ownership.iloc[::100].itertuples():
        assert KNOWN.wallet(row.address) == row.wallet
        assert KNOWN.owner(row.address) == wallets[row.wallet]
    with pytest.raises(NpsError, match="knows no owner of the address nobody's"):
        KNOWN.wallet("nobody's")
