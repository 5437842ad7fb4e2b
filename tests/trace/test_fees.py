from dataclasses import replace

import numpy as np
from hypothesis import given

from nps_chain.chain.tables import Chain
from nps_chain.trace.fees import fees
from tests.handmade import chain_of, histories

STORY = (
    "a: new -> ann 5000",
    "b: a:0 -> ann 4700",
    "+ c: b:0 -> ann 4100",
    "d: new -> bob 50",
    "e: c:0 -> ann 3200",
    "+ f: ? -> kim 7",
    "+ g: e:0 -> ann 3050",
)
DAYS = np.array(["2025-01-20T09:59", "2025-01-20T23:59", "2025-01-21T00:01", "2025-01-22T10:00"])


def chain():
    made = chain_of(*STORY)
    seconds = DAYS.astype("datetime64[s]").astype(np.int64)
    columns = replace(made.columns, blocks=replace(made.columns.blocks, time=seconds))
    return Chain("regtest", columns)


def test_each_day_has_the_rates_and_the_sum_of_its_fees():
    # Each transaction has 150 virtual bytes.
    found = fees(chain())
    assert found.index.name == "day"
    assert found.to_dict("index") == {
        "2025-01-20": {"transactions": 2, "median": 3.0, "highest": 4.0, "total": 900},
        "2025-01-22": {"transactions": 2, "median": 3.5, "highest": 6.0, "total": 1050},
    }


def test_a_day_without_a_known_fee_is_not_there():
    assert fees(chain(), as_of=0).empty
    assert fees(chain(), as_of=-1).columns.tolist() == [
        "transactions", "median", "highest", "total"
    ]  # fmt: skip


@given(histories())
def test_fees_add_up_and_know_nothing_from_the_future(story):
    made = chain_of(*story)
    known = made.txs[~made.txs["coinbase"] & (made.txs["fee"] >= 0)]
    assert fees(made)["total"].sum() == known["fee"].sum()
    assert fees(made)["transactions"].sum() == len(known)
    height = made.height // 2
    assert fees(made, as_of=height).equals(fees(made.upto(height)))
