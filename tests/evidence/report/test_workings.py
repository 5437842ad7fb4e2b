"""Calls on record: what may be called, what may be given, and the same again."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.chain.address import check
from nps_chain.errors import NpsError
from nps_chain.evidence.report.functions import FACT, INFERENCE, TRUTH, WORD
from nps_chain.evidence.report.paths import parse
from nps_chain.evidence.report.workings import Workings


@pytest.fixture
def workings(tiny):
    made = Workings()
    made.given("chain", tiny, 'nps.load("tiny")')
    return made


def call(workings, name, function, *args, **options):
    return workings.call(name, function, args, options)


def codes(workings):
    return [f"{step.name} = {step.code}" for step in workings.steps.values()]


def test_calls_are_written_down_as_a_program(workings, tiny):
    paid = call(workings, "paid", nps.exhibit, "ADP-2", data="tiny")
    payment = call(workings, "payment", tiny.tx, paid)
    clusters = call(workings, "clusters", nps.cluster, tiny, coinjoins="keep", as_of=700)
    shop = workings.take("shop", parse("payment.inputs[0].address"))
    call(workings, "wallet", clusters.of, shop)
    call(workings, "moves", nps.activity, tiny, [shop, payment.outputs[0].address])
    call(workings, "read", check, shop)
    call(workings, "ways", nps.interpretations, tiny.tx(5))
    change = payment.outputs[0].address
    assert codes(workings) == [
        'chain = nps.load("tiny")',
        'paid = nps.exhibit("ADP-2", data="tiny")',
        "payment = chain.tx(paid)",
        'clusters = nps.cluster(chain, coinjoins="keep", as_of=700)',
        "shop = payment.inputs[0].address",
        "wallet = clusters.of(shop)",
        f'moves = nps.activity(chain, [shop, "{change}"])',
        "read = check(shop)",
        f'ways = nps.interpretations(chain.tx("{tiny.tx(5).txid}"))',
    ]
    assert [step.imported for step in workings.steps.values() if step.imported] == [
        "from nps_chain.chain.address import check",
    ]
    assert workings.steps["clusters"].as_of == 700
    again = workings.again({})
    assert again["wallet"] == workings.results["wallet"]
    assert again["clusters"] is not clusters
    assert [*workings.exhibits] == ["ADP-2"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (None, "None"), (True, "True"), (3, "3"), (np.int64(3), "3"), (0.25, "0.25"),
        (np.float64(0.25), "0.25"), ("a", '"a"'), ("a\"'\n", "'a\"\\'\\n'"), ([1, "b"], '[1, "b"]'),
        ((1,), "(1,)"), ((1, 2), "(1, 2)"), ({"b", "a"}, '["a", "b"]'), ({3, 1}, "[1, 3]"),
        ({"mixer": [1]}, '{"mixer": [1]}'), (Path("a/b"), '"a/b"'),
    ],
)  # fmt: skip
def test_what_can_be_given_is_written_as_python(workings, given, code):
    from nps_chain.evidence.report.arguments import argument

    found = argument(given, workings)
    assert found.code == code
    assert found.again({}) == eval(code)


@pytest.mark.parametrize(
    "given",
    [pd.DataFrame(), np.zeros(2), object(), float("nan"), {1: 2}, b"bytes", print],
)
def test_what_can_not_be_written_down_is_refused(workings, given, tiny):
    with pytest.raises(NpsError, match="nobody could give it again"):
        call(workings, "x", nps.cluster, tiny, without=given)
    assert [*workings.steps] == ["chain"]


def test_what_is_too_large_is_refused(workings, tiny):
    with pytest.raises(NpsError, match="10,000 are the most"):
        call(workings, "x", nps.cluster, tiny, without=[0] * 10_001)
    with pytest.raises(NpsError, match="10,000 are the most"):
        call(workings, "x", nps.load, "x" * 10_001)


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (nps.draw, "'draw' is no call that a report can rest on"),
        (nps.report, "'report' is no call"),
        (len, "'len' is no call"),
        (eval, "'eval' is no call"),
        (lambda: 1, "'<lambda>' is no call"),
        (pd.DataFrame, "'DataFrame' is no call"),
        ("nps.load", "A str was given where a function is to stand"),
        ([], "A list was given where a function is to stand"),
    ],
)
def test_what_a_report_can_not_rest_on_is_refused(workings, function, told):
    with pytest.raises(NpsError, match=told):
        call(workings, "x", function)


def test_a_function_that_only_has_the_name_of_one_is_refused(workings):
    def cluster():
        return 1

    with pytest.raises(NpsError, match="'cluster' is no call"):
        call(workings, "x", cluster)


def test_methods_that_change_something_or_are_of_strangers_are_refused(workings, tiny, tmp_path):
    with pytest.raises(NpsError, match=r"chain\.save is no call"):
        call(workings, "x", tiny.save, str(tmp_path))
    assert not [*tmp_path.iterdir()]
    with pytest.raises(
        NpsError, match=r"Chain\.tx belongs to a Chain that this report doesn't know"
    ):
        call(workings, "x", tiny.upto(5).tx, 3)
    with pytest.raises(NpsError, match="of a chain was given that this report doesn't know"):
        call(workings, "x", nps.interpretations, tiny.upto(5).tx(3))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("chain", "is the name of an earlier result"), ("class", "means something in Python"),
        ("nps", "means something in Python"), ("check", "means something in Python"),
        ("1a", "is no name"), ("_a", "is no name"), ("a b", "is no name"), ("", "is no name"),
        ("a" * 61, "is no name"), (None, "is no name"), ("ä", "is no name"), ("a\n", "is no name"),
    ],
)  # fmt: skip
def test_names_are_words_that_are_free(workings, name, told):
    with pytest.raises(NpsError, match=told):
        call(workings, name, nps.load, "tiny")


def test_a_result_is_no_better_than_what_it_was_worked_out_from(workings, tiny):
    clusters = call(workings, "clusters", nps.cluster, tiny)
    wallet = call(workings, "wallet", clusters.of, 5)
    call(workings, "address", tiny.address, wallet[0])
    call(workings, "moves", nps.activity, tiny, wallet)
    truth = call(workings, "truth", nps.truth, "tiny")
    call(workings, "quality", nps.score, clusters, truth)
    adp = call(workings, "adp", nps.folder, "ADP", data="tiny")
    call(workings, "table", adp.table, "purchases/purchases.csv")
    workings.take("one", parse("wallet[0]"))
    assert {name: step.nature for name, step in workings.steps.items()} == {
        "chain": FACT,
        "clusters": INFERENCE,
        "wallet": INFERENCE,
        "address": FACT,
        "moves": INFERENCE,
        "truth": TRUTH,
        "quality": TRUTH | INFERENCE,
        "adp": WORD,
        "table": WORD,
        "one": INFERENCE,
    }
    assert workings.behind("table", "one") == ["chain", "clusters", "wallet", "adp", "table", "one"]


def test_what_rules_say_of_one_payment_is_inferred(workings, tiny):
    payment = tiny.tx(nps.exhibit("ADP-2", data="tiny"))
    asked = call(workings, "asked", nps.ask_rules, tiny, payment, ["address_reuse"])
    change = call(workings, "change", nps.change_output, tiny, payment, "address_reuse")
    assert (workings.steps["asked"].nature, workings.steps["change"].nature) == (
        INFERENCE,
        INFERENCE,
    )
    again = workings.again({})
    assert again["asked"].equals(asked)
    assert again["change"] == change


def test_what_the_truth_alone_names_is_not_found_by_reading_the_chain(workings, tiny):
    call(workings, "truth", nps.truth, "tiny")
    owned = workings.take("owned", parse("truth.ownership[address][0]"))
    call(workings, "address", tiny.address, owned)
    assert workings.steps["address"].nature == TRUTH


def test_what_was_scored_is_known_through_what_was_read_off_it(workings, tiny):
    clusters = call(workings, "clusters", nps.cluster, tiny)
    early = call(workings, "early", clusters.labels_at, 400)
    truth = call(workings, "truth", nps.truth, "tiny")
    call(workings, "quality", nps.score, early, truth)
    call(workings, "both", nps.score, truth=truth, x=clusters)
    workings.take("precision", parse("quality.pair_precision"))
    for name in ("quality", "both", "precision"):
        assert [step.name for step in workings.scored(name)] == ["clusters"]
    assert [*workings.scored("truth"), *workings.scored("clusters")] == []
    assert workings.maker("early").name == "clusters"


def test_the_last_block_that_a_result_knows_of(workings, tiny):
    early = call(workings, "early", tiny.upto, 300)
    call(workings, "tx", early.tx, 5)
    call(workings, "clusters", nps.cluster, tiny, as_of=200)
    call(workings, "all", nps.cluster, tiny)
    call(workings, "paid", nps.exhibit, "ADP-2", data="tiny")
    assert workings.horizon("tx") == (tiny.block(300).time, "early")
    assert workings.horizon("clusters") == (tiny.block(200).time, "chain")
    assert workings.horizon("all") == (tiny.block(tiny.height).time, "chain")
    assert workings.horizon("paid") is None


def test_a_call_that_fails_leaves_nothing(workings, tiny):
    with pytest.raises(NpsError):
        call(workings, "x", tiny.tx, "no txid")
    assert [*workings.steps] == ["chain"]
