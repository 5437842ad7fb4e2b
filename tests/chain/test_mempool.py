"""What was sent and never came into a block, read as little trusted as any file."""

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.chain.mempool import LARGEST, mempool
from nps_chain.chain.wire.hashes import shown
from nps_chain.chain.wire.transaction import parse_transaction
from nps_chain.errors import ChainError

HEAD = "time,txid,fee,vsize,fate,raw"
WAITS = f"2025-01-27T08:37Z,{'ab' * 32},168,150,waits,0200"
GONE = f"2025-01-28T23:59Z,{'cd' * 32},0,99,replaced by {'ef' * 32},03ff"


def saved(folder, *lines):
    (folder / "mempool.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def test_each_line_is_a_row(tmp_path):
    found = mempool(saved(tmp_path, HEAD, WAITS, GONE))
    assert found.to_dict("list") == {
        "time": [pd.Timestamp("2025-01-27 08:37Z"), pd.Timestamp("2025-01-28 23:59Z")],
        "txid": ["ab" * 32, "cd" * 32],
        "fee": [168, 0],
        "vsize": [150, 99],
        "replaced_by": ["", "ef" * 32],
        "raw": ["0200", "03ff"],
    }
    assert mempool(saved(tmp_path, HEAD)).empty


def test_what_was_replaced_spends_a_coin_of_what_took_its_place():
    chain = nps.load("classroom")
    for row in mempool().itertuples():
        sent = parse_transaction(bytes.fromhex(row.raw))
        assert (shown(sent.txid), sent.vsize) == (row.txid, row.vsize)
        assert row.txid not in chain.block(chain.height).txids
        if row.replaced_by:
            dearer = chain.tx(row.replaced_by)
            assert row.fee < dearer.fee
            spent = {shown(coin.txid) for coin in sent.inputs}
            assert spent & {tx.txid for tx in dearer.came_from if tx}


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["time,txid"], "its columns are not time, txid, fee, vsize, fate, raw"),
        ([HEAD, WAITS.replace("168", "-1")], "in line 2 the column fee makes no sense"),
        ([HEAD, WAITS, GONE.replace("cd", "XY")], "in line 3 the column txid makes no sense"),
        ([HEAD, WAITS.replace("waits", "lost")], "in line 2 the column fate makes no sense"),
        ([HEAD, WAITS.replace("01-27", "13-27")], "a time in it is no time"),
        ([HEAD, WAITS.replace("0200", "020")], "in line 2 the column raw makes no sense"),
        ([HEAD, "2025-01-27T08:37Z"], "line 2 has 1 columns"),
        ([HEAD, WAITS + "é"], "in line 2 the column raw makes no sense"),
        ([], "its columns are not time, txid, fee, vsize, fate, raw"),
        ([HEAD, WAITS + "0" * LARGEST], f"it is larger than {LARGEST:,} bytes"),
    ],
)
def test_a_damaged_log_is_refused(tmp_path, lines, why):
    with pytest.raises(ChainError, match=f"mempool.csv is damaged: {why}. Get the folder again"):
        mempool(saved(tmp_path, *lines))


def test_only_simulated_data_sets_have_one():
    with pytest.raises(ChainError, match="no data set or folder 'core-regtest' with a log"):
        mempool("core-regtest")
    with pytest.raises(ChainError, match="7 names no data set"):
        mempool(7)
