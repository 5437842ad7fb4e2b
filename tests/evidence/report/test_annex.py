"""The annex lists each transaction that is spoken of, as the chain has it."""

import nps_chain as nps


def listed(report):
    return [
        (txid, findings)
        for txid, findings in zip(report.annex["txid"], report.annex["findings"], strict=True)
    ]


def test_what_is_named_told_or_typed_is_listed_in_the_order_of_the_chain(begun, tiny):
    typed, coin = tiny.tx(900), tiny.tx(300)
    payment = begun.workings.results["payment"]
    begun.fact(f"See {typed.txid} for more.")
    begun.value("output", "payment.outputs[0].address")
    begun.fact("It was paid for {payment.fee}.")
    begun.fact(f"The coin {coin.txid}:0 is another.")
    expected = sorted(
        [(typed.row, typed.txid, "F1"), (payment.row, payment.txid, "F2"),
         (coin.row, coin.txid, "F3")]
    )  # fmt: skip
    assert listed(begun) == [(txid, by) for _, txid, by in expected]
    row = begun.annex.set_index("txid").loc[payment.txid]
    assert row.to_dict() == {
        "height": payment.height, "time": payment.time, "fee": payment.fee,
        "inputs": len(payment.inputs), "outputs": len(payment.outputs), "findings": "F2",
        "exhibits": "ADP-2",
    }  # fmt: skip


def test_an_exhibit_that_is_named_is_listed(begun):
    begun.fact("The payment ADP-2 was made by a purse.")
    assert listed(begun) == [(begun.workings.results["payment"].txid, "F1")]
    assert begun.data["findings"][0]["exhibits"] == ["ADP-2"]


def test_of_a_table_the_row_that_is_told_is_listed(begun):
    adp = begun.call("adp", nps.folder, "ADP", data="tiny")
    table = begun.call("purchases", adp.table, "purchases/purchases.csv")
    begun.attribution(
        "They bought from {purchases[handle][2]} there.", source="ADP", date="2025-03-01",
        grade="A1",
    )  # fmt: skip
    assert listed(begun) == [(table["txid"][2], "A1")]


def test_steps_of_a_chain_of_payments_are_listed(begun, tiny, whole):
    peel = begun.call("peel", nps.peel, tiny, nps.exhibit("peel-brineacre", data="tiny"))
    change = begun.call("change", nps.change, tiny)
    begun.call("fresh", nps.score, change, begun.workings.results["truth"])
    error = "On invented data {fresh.precision} of the answers were right."
    told = {"method": "peel chain", "error": error}
    begun.inference("In {peel:step} it was paid away.", **(whole | told))
    start = peel.start.partition(":")[0]
    assert {txid for txid, _ in listed(begun)} == {start, *peel.frame["txid"]}


def test_what_is_too_much_to_list_is_said(begun, tiny, whole):
    every = begun.call("every", nps.taint, tiny, [*range(400, 500)], None, policy="poison")
    assert len(every.frame["txid"].unique()) > 100
    begun.inference("In all {sum(every.frame[tainted])} are tainted.", **whole)
    assert listed(begun) == []
    many = f"{every.frame['txid'].nunique():,} transactions"
    told = f"every has {many}, which are not listed: the workings give them."
    assert begun.data["not listed"] == [told]
    assert told in begun.html


def test_new_coins_have_no_fee(begun, tiny):
    new = tiny.tx(1)
    assert new.coinbase
    begun.fact(f"See {new.txid} for new coins.")
    assert "Fee: none: new coins." in begun.html
    assert begun.data["transactions"][0]["inputs"][0]["note"] == "new coins"
