"""The truth in the rows of a chain, and as a person reads it."""

import gc
import weakref

import numpy as np
import pytest

from nps_chain.errors import NpsError
from nps_chain.groundtruth.rows import NO_CHANGE, SEVERAL, UNTOLD
from nps_chain.groundtruth.store import truth
from nps_chain.groundtruth.tables import PURPOSES, TX_KINDS
from tests.groundtruth.worlds import truth_of
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain
from tests.node_chain import truth as notes

STORY = (
    "mint: new -> ann 50",
    "pay: mint:0 -> bob 30, ann2 19",
    "join: pay:0 ?eve=40 -> bob2 20, eve2 20, bob3 9, data 0",
)
OWNERS = {"ann": "ann", "ann2": "ann", "bob": "bob", "bob2": "bob", "bob3": "bob", "kim": "kim"}
TXS = {
    "join": ("coinjoin", "mix mix change data"),
    "elsewhere": ("payment", "payment"),
    "pay": ("payment", "payment change"),
}


def test_what_is_known_stands_in_the_rows_of_the_chain():
    chain, known = chain_of(*STORY), truth_of(OWNERS, TXS)
    assert chain.addresses["address"].to_list() == [
        address_of(name) for name in ("ann", "bob", "ann2", "eve", "bob2", "eve2", "bob3")
    ]
    assert known.owners(chain).tolist() == [0, 1, 0, -1, 1, -1, 1]
    assert known.owners(chain).dtype == np.int32
    assert known.owners(chain, by="wallet").tolist() == [0, 1, 0, -1, 1, -1, 1]
    kinds = [TX_KINDS[kind] if kind >= 0 else "" for kind in known.kinds(chain)]
    assert kinds == ["", "payment", "coinjoin"]
    purposes = [PURPOSES[p] if p >= 0 else "" for p in known.purposes_of(chain)]
    assert purposes == ["", "payment", "change", "mix", "mix", "change", "data"]
    assert known.change_outputs(chain).tolist() == [UNTOLD, 2, 5]
    assert known.outputs_of(chain, entity="bob").tolist() == [1, 3, 5]
    assert known.outputs_of(chain, entity="kim").tolist() == []
    assert known.owner(address_of("ann2")) == "ann"


def test_a_chain_cut_short_has_the_first_rows():
    chain, known = chain_of(*STORY), truth_of(OWNERS, TXS)
    assert known.owners(chain.upto(1)).tolist() == [0, 1, 0]
    assert known.change_outputs(chain.upto(1)).tolist() == [UNTOLD, 2]
    assert known.owners(chain.upto(-1)).tolist() == []
    assert known.change_outputs(chain.upto(-1)).tolist() == []


@pytest.mark.parametrize(
    ("purposes", "change"),
    [
        ("payment change payment", 2),
        ("payment payment payment", NO_CHANGE),
        ("change payment change", SEVERAL),
        ("change ? payment", UNTOLD),
        ("? ? ?", UNTOLD),
        ("", UNTOLD),
    ],
)
def test_a_transaction_has_its_one_change_output_or_a_reason(purposes, change):
    chain = chain_of("mint: new -> ann 9", "pay: mint:0 -> bob 1, ann 2, kim 3")
    known = truth_of({}, {"pay": ("payment", purposes)})
    assert known.change_outputs(chain).tolist() == [UNTOLD, change]


def test_payments_have_one_coin_that_is_paid_and_one_that_is_change():
    chain = chain_of(
        "mint: new -> ann 90",
        "pay: mint:0 -> bob 30, ann2 59",
        "note: pay:1 -> ann3 9, data 0, bob 40",
        "gift: pay:0 note:0 -> kim 3, lee 4",
        "last: note:2 -> kim 5, lee 6, bob2 7",
    )
    told = {
        "pay": ("payment", "payment change"),
        "note": ("op_return", "change data payment"),
        "gift": ("donation", "donation donation"),
        "last": ("payment", "payment payment change"),
    }
    found = truth_of({}, told).payments(chain)
    assert found.to_dict("list") == {
        "tx": [1, 2],
        "txid": [chain.tx(1).txid, chain.tx(2).txid],
        "kind": ["payment", "op_return"],
        "paid": [30, 40],
        "change": [59, 9],
    }
    assert truth_of({}, {}).payments(chain).empty


def test_the_truth_about_another_chain_is_noticed():
    known = truth_of({}, {"pay": ("payment", "payment change payment")})
    with pytest.raises(NpsError, match="has 2 outputs, and the truth tells of 3"):
        known.change_outputs(chain_of(*STORY))


def test_deeds_name_outputs():
    chain = chain_of(*STORY)
    known = truth_of(OWNERS, TXS, deeds={"order 1": ["pay:0", "join:2"], "order 2": []})
    assert known.outputs_of(chain, deed="order 1").tolist() == [1, 5]
    assert known.outputs_of(chain, deed="order 2").tolist() == []
    assert known.purposes["deed"].dropna().to_list() == ["order 1", "order 1"]
    with pytest.raises(NpsError, match="no 'order 3' among its deeds: order 1, order 2"):
        known.outputs_of(chain, deed="order 3")
    with pytest.raises(NpsError, match="no 'lee' among its entities: ann, bob, kim"):
        known.outputs_of(chain, entity="lee")
    with pytest.raises(NpsError, match="Name one thing"):
        known.outputs_of(chain)


def test_what_it_can_not_tell_is_said():
    known = truth_of(OWNERS)
    with pytest.raises(NpsError, match="belongs to no folder"):
        _ = known.chain
    with pytest.raises(NpsError, match="knows no owner of the address nowhere"):
        known.owner("nowhere")
    with pytest.raises(NpsError, match="not by 'name'"):
        known.owners(chain_of(*STORY), by="name")


def test_what_was_found_is_kept_no_longer_than_the_chain():
    known, chain = truth_of(OWNERS, TXS), chain_of(*STORY)
    assert known.owners(chain) is known.owners(chain)
    known.change_outputs(chain)
    gone = weakref.ref(chain)
    del chain
    gc.collect()
    assert gone() is None
    assert not known._found


def test_the_nodes_truth_is_what_its_scripts_noted():
    known, chain = truth("core-regtest"), node_chain()
    outputs = {(row["txid"], int(row["n"])): row for row in notes("outputs")}
    kinds = {row["txid"]: row for row in notes("transactions")}
    entities, addresses = known.entities, chain.addresses["address"]
    noted = {row["address"]: row["owner"] for row in notes("outputs") if row["address"]}
    found = [entities["name"][row] if row >= 0 else None for row in known.owners(chain)]
    assert found == [noted.get(address) for address in addresses]

    shown = known.transactions.set_index("txid")
    assert shown["kind"].to_dict() == {txid: row["kind"] for txid, row in kinds.items()}
    assert shown["senders"].map(lambda names: sorted(names.split("+"))).to_dict() == {
        txid: sorted(row["sender"].split("+")) for txid, row in kinds.items()
    }
    alike = {"change", "mix", "data", "commitment", "coinbase"}
    for row in known.purposes.itertuples():
        role = outputs.pop((row.txid, row.n))["role"]
        assert row.purpose == role or not {row.purpose, role} & alike
    assert not outputs
    assert known.entities.groupby("kind", observed=True)["name"].count().to_dict() == {
        "person": 7, "launderer": 1, "miner": 3, "exchange": 1, "market": 1, "merchant": 1,
        "custodian": 1, "notary": 1,
    }  # fmt: skip
    assert known.owners(known.chain).tolist() == known.owners(chain).tolist()


def test_owners_are_counted_the_one_of_most_addresses_first():
    known = truth_of({"ann1": "ann", "bob1": "bob", "bob2": "bob", "kim1": "kim"})
    counts = known.count_owners(map(address_of, ["kim1", "bob1", "ann1", "bob2"]))
    assert list(counts.items()) == [("bob", 2), ("kim", 1), ("ann", 1)]
    assert len(known.count_owners([])) == 0
    with pytest.raises(NpsError, match="knows no owner of the address"):
        known.count_owners(["nowhere"])
    with pytest.raises(NpsError, match="no owner of the address nowhere"):
        known.count_owners([address_of("ann1"), "nowhere", "elsewhere"])
    with pytest.raises(NpsError, match="by its text, not by 5"):
        known.count_owners([address_of("ann1"), 5])


def test_the_addresses_of_a_wallet_are_found_by_one_of_them():
    known = truth_of(OWNERS, TXS)
    bobs = sorted(map(address_of, ("bob", "bob2", "bob3")))
    assert known.same_wallet(address_of("bob2")) == bobs
    assert known.same_wallet(address_of("kim")) == [address_of("kim")]
    with pytest.raises(NpsError, match="knows no owner of the address"):
        known.same_wallet(address_of("eve"))


def test_frames_show_words():
    known = truth_of(OWNERS, TXS, kinds={"bob": "vendor"}, deeds={"order 1": ["pay:0"]})
    assert known.entities["kind"].to_list() == ["person", "vendor", "person"]
    assert known.wallets["entity"].to_list() == ["ann", "bob", "kim"]
    assert known.ownership["entity"].to_list() == list(OWNERS.values())
    assert known.transactions["senders"].to_list() == ["", "", ""]
    assert known.deeds["known_to"].to_list() == [""]
    assert known.deeds["by"].isna().all()
    assert repr(known) == (
        "Truth(3 entities, 3 wallets, 6 addresses, 3 transactions, 7 outputs, 1 deeds)"
    )
    assert repr(truth_of({})).startswith("Truth(0 entities")
