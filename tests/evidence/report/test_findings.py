"""A finding that lacks what its kind has to have is refused, and the refusal names the sentence."""

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.report.methods import method as known_method
from tests.evidence.report.conftest import begin

OF_WALLET = "The {wallet:address} belong to one person."
WORD = {"source": "A bank", "date": "2025-03-01", "grade": "B2"}


def test_a_fact_is_told_with_its_numbers(begun):
    payment = begun.workings.results["payment"]
    found = begun.fact("It was paid on {payment.time:date}, for {payment.fee}, in ADP-2.")
    assert repr(found) == (
        f"F1 (fact): It was paid on {payment.time:%Y-%m-%d}, for 0.00000459 BTC (459 satoshi), in"
        " ADP-2."
    )
    assert [one.code for one in found.told] == ["payment.time", "payment.fee"]


def test_an_inference_is_told_with_all_that_it_needs(begun, whole):
    found = begun.inference(OF_WALLET, **whole)
    many = len(begun.workings.results["wallet"])
    assert found.sentence.text == f"The {nps_count(many)} belong to one person."
    assert (found.name, found.method.name, len(found.alternatives)) == ("I1", "co-spending", 1)


def nps_count(many):
    return "1 address" if many == 1 else f"{many:,} addresses"


@pytest.mark.parametrize(
    ("lacks", "told"),
    [
        ("method", "lacks its method"),
        ("error", "lacks its error: say how often co-spending is wrong"),
        ("alternatives", "lacks other explanations"),
    ],
)
def test_an_inference_is_refused_without(begun, whole, lacks, told):
    del whole[lacks]
    with pytest.raises(NpsError, match=rf"The inference “The {{wallet:address}} belong.*{told}"):
        begun.inference(OF_WALLET, **whole)
    assert begun.findings == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"error": "It is rarely wrong, they say."}, "lacks its error as measured"),
        ({"error": "In {payment.fee} it was wrong."}, "lacks its error as measured"),
        ({"error": "In 3 % of cases it was wrong."}, "has the figure '3' typed by hand"),
        ({"error": "  "}, "lacks its error"),
        ({"alternatives": []}, "lacks other explanations"),
        ({"alternatives": 5}, "lacks other explanations"),
        ({"alternatives": ["It was a CoinJoin."]}, "wasn't weighed: each is a pair"),
        ({"alternatives": [("It was so.", "It was so.")]}, "wasn't weighed: say what speaks"),
        ({"alternatives": [("It was a CoinJoin.", "No.")]}, "is no sentence"),
        ({"alternatives": [("It was a CoinJoin.", "")]}, "is no sentence"),
        ({"alternatives": {"He is guilty of it.": "We think so."}}, "for a court to say"),
        (
            {"alternatives": [("It was so.", "It held {quality.clusters:cluster} then.")]},
            "only of invented",
        ),
        ({"method": "a feeling"}, "lacks the published error of its method"),
        ({"cannot_know": "It errs in 5 cases."}, "has the figure '5' typed by hand"),
        ({"likelihood": 12}, "give what report.likelihood"),
    ],
)
def test_an_inference_that_is_not_whole_is_refused(begun, whole, changed, told):
    with pytest.raises(NpsError, match=told):
        begun.inference(OF_WALLET, **(whole | changed))
    assert begun.findings == []


WRONG = "Its answers were right in {value} of the cases."
SCORED = {
    "fresh.precision": 'nps.change(chain, heuristic="power_of_ten_4")',
    "quality.pair_precision": "nps.cluster(chain)",
    "shapes.precision": "nps.coinjoins(chain)",
}
"""Values of scores, and what was scored."""


@pytest.fixture
def scored(begun, tiny):
    """The same report with scores of several techniques."""
    truth = begun.workings.results["truth"]
    for name, score, function, options in (
        ("change", "fresh", nps.change, {"heuristic": "power_of_ten_4"}),
        ("early", "nothing", nps.change, {"heuristic": "power_of_ten_4", "as_of": 3}),
        ("joined", "shapes", nps.coinjoins, {}),
    ):
        begun.call(score, nps.score, begun.call(name, function, tiny, **options), truth)
    return begun


@pytest.mark.parametrize(
    ("method", "value", "wanted"),
    [
        ("co-spending", "fresh.precision", "nps.cluster gives"),
        ("peel chain", "quality.pair_precision", "nps.change gives"),
        ("coinjoin", "fresh.precision", "nps.coinjoins gives"),
        ("taint", "quality.pair_precision", "nps.taint gives"),
        ("service", "quality.pair_precision", "nps.services gives"),
        ("shared key", "quality.pair_precision", "pages.links gives"),
        ("inherited tag", "fresh.precision", "nps.cluster gives"),
        ("vote", "shapes.precision", "nps.change or nps.cluster gives"),
        (
            "meiklejohn",
            "fresh.precision",
            'nps.change or nps.cluster gives by the rule "meiklejohn"',
        ),
    ],
)
def test_an_error_is_refused_that_is_another_method_s(scored, whole, method, value, wanted):
    told = {"method": method, "error": WRONG.replace("value", value)}
    with pytest.raises(NpsError) as refused:
        scored.inference(OF_WALLET, **(whole | told))
    assert str(refused.value) == (
        "The inference “The {wallet:address} belong to one person.” has the method"
        f" {known_method(method, '', None, None).name}, but an error that was measured on"
        f" {SCORED[value]}: score what {wanted}, and tell a value of that."
    )
    assert scored.findings == []


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("co-spending", "quality.pair_precision"),
        ("inherited tag", "quality.pair_precision"),
        ("peel chain", "fresh.precision"),
        ("vote", "fresh.precision"),
        ("power_of_ten_4", "fresh.precision"),
        ("coinjoin", "shapes.precision"),
        ("time and amount", "shapes.precision"),
    ],
)
def test_an_error_is_taken_that_is_the_method_s_own(scored, whole, method, value):
    told = {"method": method, "error": WRONG.replace("value", value)}
    assert scored.inference(OF_WALLET, **(whole | told)).name == "I1"


def test_links_between_pages_tell_their_own_error(scored, whole):
    pages = scored.call("pages", nps.pages, "tiny")
    links = scored.call("links", pages.links)
    row = int(links["error"].notna().to_numpy().argmax())
    told = {"error": WRONG.replace("value", f"links[error][{row}]")}
    assert scored.inference(OF_WALLET, **(whole | told | {"method": "shared key"})).name == "I1"
    with pytest.raises(
        NpsError, match=r"measured on pages.links\(\): score what nps.cluster gives"
    ):
        scored.inference(OF_WALLET, **(whole | told))


@pytest.mark.parametrize(
    "value",
    [
        "table[error][0]",
        "truth.wallets:wallet",
        "nothing.precision",  # nan: a share of nothing
    ],
)
def test_what_is_no_score_measures_nothing(scored, whole, value):
    adp = scored.call("adp", nps.folder, "ADP", data="tiny")
    scored.call("table", adp.table, "purchases/purchases.csv")
    scored.workings.results["table"] = pd.DataFrame({"error": [0.01]})  # as anybody can write one
    with pytest.raises(NpsError, match="lacks its error as measured"):
        scored.inference(OF_WALLET, **(whole | {"error": WRONG.replace("value", value)}))


def test_what_is_inferred_is_no_fact(begun):
    with pytest.raises(
        NpsError, match=r"can't tell len\(wallet\), which is worked out by a method"
    ):
        begun.fact(OF_WALLET)
    with pytest.raises(NpsError, match="which is worked out by a method"):
        begun.attribution(OF_WALLET, **WORD)
    one = begun.workings.results["wallet"][0]
    assert begun.fact("{wallet[0]} is an address, nothing more.").sentence.text == (
        f"{one} is an address, nothing more."
    )


def test_what_somebody_wrote_is_no_fact(begun):
    adp = begun.call("adp", nps.folder, "ADP", data="tiny")
    begun.call("purchases", adp.table, "purchases/purchases.csv")
    told = "They paid {purchases[price_satoshi][0]:BTC} for it."
    with pytest.raises(NpsError, match=r"which is somebody's word: tell it by report.attribution"):
        begun.fact(told)
    assert begun.attribution(told, **WORD).name == "A1"


def test_the_truth_finds_nothing(begun, whole):
    begun.value("most", "quality.largest_cluster")
    for tell in (begun.fact, lambda text: begun.inference(text, **whole), begun.limit):
        with pytest.raises(NpsError, match="which is known only of invented data"):
            tell("The largest has {most:address} in it.")


@pytest.mark.parametrize("lacks", ["source", "date", "grade"])
def test_an_attribution_is_refused_without(begun, lacks):
    given = {key: value for key, value in WORD.items() if key != lacks}
    with pytest.raises(NpsError, match=f"The attribution “It is hers.” lacks its {lacks}"):
        begun.attribution("It is hers.", **given)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"date": "2026-01-01"}, "is of 2026-01-01, and the report of 2025-12-31"),
        ({"date": "1 March"}, "is written as 2025-03-23, not '1 March'"),
        ({"date": "2025-02-30"}, "is written as 2025-03-23, not '2025-02-30'"),
        ({"grade": "B5"}, "lacks its grade: 'B5' is no grade"),
        ({"code": "H7"}, "has no handling code 'H7'"),
        ({"code": ["H0"]}, r"has no handling code \['H0'\]: H0, H1, H2, H3"),
    ],
)
def test_an_attribution_that_makes_no_sense_is_refused(begun, changed, told):
    with pytest.raises(NpsError, match=f"The attribution “It is hers.” {told}"):
        begun.attribution("It is hers.", **(WORD | changed))


def test_a_source_is_quoted_with_its_own_figures(begun):
    found = begun.attribution("They wrote “2 of 3, and he is guilty”.", **WORD)
    assert found.worth == (
        "The word of A bank, 2025-03-01. Grade B2: a source that has been reliable in most"
        " instances; known to the source, not to the officer who passes it on."
    )
    with pytest.raises(NpsError, match="typed by hand"):
        begun.fact("They wrote “2 of 3” there.")


def test_what_may_not_be_passed_on_is_not_marked_for_all(tiny):
    for mark in ("TLP:CLEAR", "TLP:GREEN"):
        report = begin(tiny, handling=mark)
        with pytest.raises(NpsError, match="is not to be passed on"):
            report.attribution("It is hers.", **WORD, code="H2")
        assert report.attribution("It is hers.", **WORD, code="H1").code == "H1"


def test_nothing_rests_on_blocks_later_than_the_report(tiny, whole):
    report = begin(tiny, date="2025-01-25")
    with pytest.raises(
        NpsError, match=r'known = report.call\("known", chain.upto, (\d+)\)'
    ) as told:
        report.fact("It was paid for {payment.fee}.")
    report.fact("See ADP-2 for that payment.")
    with pytest.raises(NpsError, match=r"The picture “It is seen here\.” rests on blocks up to"):
        report.picture(b"", of="clusters", caption="It is seen here.", alternative="x")
    report.findings.clear()
    height = int(str(told.value).rpartition(", ")[0].rpartition("upto, ")[2].partition(")")[0])
    known = report.call("known", report.workings.results["chain"].upto, height)
    assert f"{known.block(height).time:%Y-%m-%d}" == "2025-01-25"
    assert f"{tiny.block(height + 1).time:%Y-%m-%d}" == "2025-01-26"
    report.call("then", known.tx, 100)
    assert report.fact("It was paid for {then.fee}.").name == "F1"
    clusters = report.call("early", nps.cluster, tiny, as_of=height)
    report.call("small", clusters.of, 5)
    assert report.inference("The {small:address} are one person's.", **whole).name == "I2"


def test_a_transaction_that_was_typed_has_to_be_there(begun, tiny):
    txid = tiny.tx(400).txid
    assert begun.fact(f"See transaction {txid} for that.").sentence.typed == [txid]
    with pytest.raises(NpsError, match="which is in no chain of this report"):
        begun.fact(f"See transaction {'ab' * 32} for that.")


def test_findings_and_exhibits_are_cited_by_name(begun, whole):
    begun.fact("It was paid for {payment.fee}.")
    assert begun.inference("By F1, " + OF_WALLET, **whole).name == "I2"
    with pytest.raises(NpsError, match="has the figure 'F3' typed by hand"):
        begun.fact("As F3 says, it was paid.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "The fact has no words"),
        (" \n", "The fact has no words"),
        ("Yes.", "The fact “Yes.” is no sentence"),
        ("It cost {payment.fee", "has a brace without its other half"),
        ("It cost payment.fee}.", "has a brace without its other half"),
        ("It cost {} in all.", "can't be filled: '' names no value"),
        ("It cost {pay.fee} in all.", "'pay' is no name of a result; the names are: chain, paid"),
        ("It cost {payment.fees} in all.", "payment has no 'fees'; near to it are fee"),
        ("word " * 300, "is longer than 1,200 characters"),
    ],
)
def test_a_sentence_that_can_not_be_filled_is_refused(begun, text, told):
    with pytest.raises(NpsError, match=told):
        begun.fact(text)


def test_a_likelihood_is_a_recorded_number(begun, whole):
    compared = begun.likelihood("len(wallet)", "they are one person's", "they are strangers'")
    found = begun.inference(OF_WALLET, **whole, likelihood=compared)
    assert [one.code for one in found.told] == [
        "len(wallet)", "quality.pair_precision", "len(wallet)",
    ]  # fmt: skip
    with pytest.raises(NpsError, match="wallet is a list, no number"):
        begun.likelihood("wallet", "they are one person's", "they are strangers'")
    with pytest.raises(NpsError, match="for a court to say"):
        begun.likelihood("len(wallet)", "he is guilty", "they are strangers'")


@pytest.mark.parametrize("lacks", ["title", "agency", "author", "case", "date"])
def test_a_report_says_whose_it_is(lacks):
    given = {"title": "Who?", "agency": "ADP", "author": "A", "case": "c", "date": "2025-01-01"}
    with pytest.raises(NpsError, match=f"lacks its {lacks}|The date of a report is written as"):
        nps.report(**(given | {lacks: " "}))


def test_only_chains_of_data_sets_are_given(begun, tiny):
    with pytest.raises(NpsError, match="wallet is a list, and only chains are given"):
        begun.given(wallet=[])
    with pytest.raises(NpsError, match="This chain is in no data set"):
        begun.given(early=tiny.upto(5))
    for unnamed in ((), (tiny,)):
        with pytest.raises(NpsError, match="Give a chain with a name"):
            begun.given(*unnamed)


def test_a_picture_needs_words_and_a_finding(begun):
    with pytest.raises(NpsError, match="belongs to no finding"):
        begun.picture(b"", of="wallet", caption="All of it is seen.", alternative="x")
    begun.fact("It was paid for {payment.fee}.")
    with pytest.raises(NpsError, match="lacks its words for those who can't see it"):
        begun.picture(b"", of="wallet", caption="All of it is seen.")
    with pytest.raises(NpsError, match="shows 'walet', which is no result of this report"):
        begun.picture(b"", of="walet", caption="All of it is seen.", alternative="x")
    with pytest.raises(NpsError, match=r"shows \['wallet'\], which is no result of this report"):
        begun.picture(b"", of=["wallet"], caption="All of it is seen.", alternative="x")
    with pytest.raises(NpsError, match="typed by hand"):
        begun.picture(b"", of="wallet", caption="All 5 are seen.", alternative="x")
    with pytest.raises(NpsError, match="can't show truth, which is known only of invented data"):
        begun.picture(b"", of="truth", caption="All of it is seen.", alternative="x")
    with pytest.raises(NpsError, match="The picture is no PNG"):
        begun.picture(b"", of="wallet", caption="All of it is seen.", alternative="x")
