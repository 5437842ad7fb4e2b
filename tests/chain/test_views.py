"""Views: one transaction, address or block as a person reads it, and nothing that a page obeys."""

from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings

from nps_chain.chain import tables
from nps_chain.chain.tables import Chain
from nps_chain.chain.views import Coin, bitcoin
from nps_chain.chain.wire.hashes import double_sha256, shown
from nps_chain.errors import ChainError
from tests.chains import stories
from tests.handmade import address_of, chain_of, txid_of

ANN, BOB, CAROL, KIM = map(address_of, ("ann", "bob", "carol", "kim"))
RIDDLE = "script:4bfa260a661d6811"

CHAIN = chain_of(
    "mint: new -> ann 5000000000",
    "pay: mint:0 ?carol=5 -> bob 35, data 0, ann 4999999900, riddle 5",
    "lost: ? pay:2 -> kim 9",
)


# Text


def test_a_payment():
    assert repr(CHAIN.tx("  " + txid_of("pay"))).splitlines() == [
        f"Transaction  {txid_of('pay')}",
        "Block        1, 2023-11-14 22:23:20 UTC",
        f"Input 0      50.00000000 BTC  {ANN}",
        f"Input 1      0.00000005 BTC  {CAROL}  from outside the data",
        f"Output 0     0.00000035 BTC  {BOB}  unspent",
        "Output 1     0.00000000 BTC  op_return  can't be spent",
        f"Output 2     49.99999900 BTC  {ANN}  spent",
        f"Output 3     0.00000005 BTC  {RIDDLE}  unspent",
        "Fee          0.00000065 BTC",
    ]


def test_a_coinbase():
    assert repr(CHAIN.tx(0)).splitlines() == [
        f"Transaction  {txid_of('mint')}",
        "Block        0, 2023-11-14 22:13:20 UTC",
        "Input 0      new coins",
        f"Output 0     50.00000000 BTC  {ANN}  spent",
        "Fee          none: new coins",
    ]


def test_a_payment_with_an_unknown_coin():
    lines = repr(CHAIN.tx(2)).splitlines()
    assert lines[2] == "Input 0      unknown  from outside the data"
    assert lines[-1] == "Fee          unknown"


def test_a_transaction_names_each_address_that_it_spends_from_once():
    chain = chain_of("t: ?bob=1 ?ann=2 ? ?bob=3 -> kim 5")
    assert chain.tx(0).spends_from == [BOB, ANN]
    assert CHAIN.tx(0).spends_from == []  # new coins


def test_an_address():
    assert repr(CHAIN.address(ANN)).splitlines() == [
        f"Address       {ANN}",
        "Kind          p2wpkh",
        "Received      99.99999900 BTC",
        "Balance       0.00000000 BTC",
        "Transactions  3",
        "In blocks     0 to 2",
    ]


def test_a_block():
    assert repr(CHAIN.block(1)).splitlines() == [
        "Block         1",
        f"Hash          {'0' * 63}1",
        "Time          2023-11-14 22:23:20 UTC",
        "Transactions  1",
    ]


@pytest.mark.parametrize(
    ("satoshi", "text"),
    [
        (0, "0.00000000 BTC"),
        (1, "0.00000001 BTC"),
        (123_456_789_012_345, "1,234,567.89012345 BTC"),
        (21_000_000 * 100_000_000, "21,000,000.00000000 BTC"),
        (-1, "unknown"),
    ],
)
def test_amounts_are_shown_to_the_last_satoshi(satoshi, text):
    assert bitcoin(satoshi) == text


# What else a view tells


def test_a_transaction_tells():
    view = CHAIN.tx(1)
    assert (view.txid, view.height, view.fee, view.vsize) == (txid_of("pay"), 1, 65, 150)
    assert view.time == pd.Timestamp("2023-11-14 22:23:20", tz="UTC")
    assert (view.coinbase, CHAIN.tx(0).coinbase) == (False, True)
    assert (view.input_rows, view.output_rows) == (range(1, 3), range(1, 5))
    assert view.inputs == [Coin(ANN, 5_000_000_000, ""), Coin(CAROL, 5, "from outside the data")]
    assert view.outputs[1] == Coin("", 0, "can't be spent")
    assert CHAIN.tx(0).inputs == [Coin("", 0, "new coins")]


def test_a_transaction_tells_where_its_coins_came_from_and_went():
    mint, pay, lost = (CHAIN.tx(row) for row in range(3))
    assert mint.came_from == [None]
    assert [tx and tx.txid for tx in pay.came_from] == [mint.txid, None]
    assert [tx and tx.txid for tx in pay.went_to] == [None, None, lost.txid, None]
    assert lost.came_from[1].went_to[2].row == lost.row
    assert CHAIN.upto(1).tx(1).went_to == [None] * 4


def test_a_coin_is_found_by_the_label_that_interpretations_give_it():
    pay = CHAIN.tx(1)
    assert [pay.coin(label) for label in ("i0", "i1")] == pay.inputs
    assert [pay.coin(f"o{place}") for place in range(4)] == pay.outputs
    for wrong in ("i2", "o4", "0", "", "i-1", "I0", 0, None, ["i0"]):
        with pytest.raises(ChainError, match="its inputs are i0 to i1, its outputs o0 to o3"):
            pay.coin(wrong)


def test_an_address_tells():
    view = CHAIN.address(ANN)
    assert (view.text, view.script_type) == (ANN, "p2wpkh")
    assert (view.received, view.balance) == (9_999_999_900, 0)
    assert view.tx_rows.tolist() == [0, 1, 2]
    assert view.txids == [txid_of(name) for name in ("mint", "pay", "lost")]
    assert CHAIN.address(KIM).balance == 9
    only_spends = CHAIN.address(CAROL)
    assert (only_spends.received, only_spends.balance) == (0, 0)
    assert only_spends.txids == [txid_of("pay")]
    assert CHAIN.address(RIDDLE).script_type == "nonstandard"


def test_a_block_tells():
    view = CHAIN.block(2)
    assert (view.hash, view.height, view.row) == ("0" * 63 + "2", 2, 2)
    assert view.tx_rows == range(2, 3)
    assert view.txids == [txid_of("lost")]


def test_a_block_without_its_header_says_so():
    with pytest.raises(ChainError, match="The header of block 2 is not in the data"):
        _ = CHAIN.block(2).previous


@settings(max_examples=50)
@given(stories())
def test_a_header_names_its_block_and_the_one_before(story):
    chain = story.chain()
    for height, block in enumerate(story.blocks, start=story.height):
        view = chain.block(height)
        assert view.header == block.header.to_bytes()
        assert view.previous == shown(block.header.previous)
        assert view.hash == shown(double_sha256(view.header))


@settings(max_examples=50)
@given(stories())
def test_views_add_up(story):
    chain = story.chain()
    for row in range(len(chain.columns.txs.txid)):
        view = chain.tx(row)
        if not view.coinbase and view.fee >= 0:
            paid = sum(coin.value for coin in view.outputs)
            assert sum(coin.value for coin in view.inputs) == paid + view.fee
    unspendable = chain.outputs["address"] < 0
    unspent = chain.outputs["spent_by"] < 0
    everyone = sum(chain.address(row).balance for row in range(len(chain.addresses)))
    assert everyone == chain.outputs["value"][unspent & ~unspendable].sum()
    rows = [tx for block in story.blocks for tx in block.transactions]
    assert sum(len(chain.block(int(h)).tx_rows) for h in chain.blocks["height"]) == len(rows)


# HTML


class Reader(HTMLParser):
    """What a page holds: its tags, and the text of each cell."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.cells, self.open = set(), [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert attrs in ([], [("style", "text-align:left")])
        self.open.append(tag)
        if tag in ("th", "td"):
            self.cells.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.cells[-1] += data


def views(chain):
    yield from map(chain.tx, range(len(chain.columns.txs.txid)))
    yield from map(chain.address, range(len(chain.columns.addresses.address)))
    yield from map(chain.block, chain.columns.blocks.height.tolist())


def read_html(view):
    page = Reader(view._repr_html_())
    assert page.tags == {"table", "tr", "th", "td"}
    assert not page.open
    return list(zip(page.cells[::2], page.cells[1::2], strict=True))


def test_html_says_what_the_text_says():
    for view in views(CHAIN):
        lines = repr(view).splitlines()
        width = max(len(label) for label, _ in read_html(view))
        assert [f"{label:<{width}}  {text}" for label, text in read_html(view)] == lines


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</td></table><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        '" style="display:none',
        "&lt;b&gt;",
        "<!--",
    ],
)
def test_hostile_text_stays_text(text, monkeypatch):
    # The rules of a chain refuse such an address; a view doesn't rely on that.
    monkeypatch.setattr(tables, "validate", lambda columns, network: None)
    columns = CHAIN.columns
    texts = pa.array([text] * 5, pa.large_string())
    addresses = replace(columns.addresses, address=texts)
    chain = Chain("regtest", replace(columns, addresses=addresses))
    assert read_html(chain.address(0))[0] == ("Address", text)
    assert read_html(chain.tx(0))[3] == ("Output 0", f"50.00000000 BTC  {text}  spent")
    for view in views(chain):
        assert "<b>" not in view._repr_html_()
        read_html(view)
