"""A play of two people: what comes out is what they did, and only the blocks tell the tables."""

import gc
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import nps_chain as nps
from nps_chain.chain.store.manifest import canonical_hash
from nps_chain.errors import NpsError
from nps_chain.world import mempool_log
from nps_chain.world.play import play
from tests.world.two_people import short, two_people


@pytest.fixture(scope="module")
def world():
    return play(short(), 0, stage=two_people)


def test_the_world_is_what_was_played(world):
    assert repr(world) == "World(classroom, seed 0: 20 days, 505 transactions)"
    assert (world.seed, world.scenario, world.chain.height) == (0, short(), 480)
    truth = world.truth
    assert truth.entities.values.tolist() == [["Ann", "person", ""], ["Bea", "person", ""]]
    # Ann pays from day 6 on (15), once more on day 15; Bea from day 13 on (8).
    kinds = truth.transactions[["kind", "senders"]].astype(str).value_counts().to_dict()
    assert kinds == {
        ("coinbase", ""): 480, ("payment", "Ann"): 16, ("payment", "Bea"): 8,
    }  # fmt: skip
    owners = truth.owners(world.chain)
    assert (owners[1:] >= 0).all()
    assert owners[0] == -1, "nobody has the coins of regtest's first block"
    assert len(truth.outputs_of(world.chain, deed="order 1")) == 23


def test_the_chain_is_what_its_blocks_say(world):
    assert repr(world.blocks) == "Blocks(481 blocks, heights 0 to 480)"
    assert len(world.blocks) == 481
    first, *_, last = world.blocks
    assert world.blocks[0] == first
    assert world.blocks[480] == world.blocks[-1] == last
    assert world.blocks[3:5] == [world.blocks[3], world.blocks[4]]
    read = nps.read(world.blocks.path)
    assert canonical_hash(read) == canonical_hash(world.chain)
    block = world.chain.block(7)
    name = world.chain.columns.blocks.hash[block.row].tobytes()
    assert world.chain.raw_block(name) == world.blocks[7]


def test_both_say_that_they_are_synthetic(world):
    said = (
        f"SYNTHETIC: made by nps-chain {nps.__version__}, scenario classroom, seed 0."
        " Nobody in it is real, and its coins have no worth."
    )
    assert world.chain.notes == (said,)
    assert world.truth.notes == (said,)


def test_the_log_has_what_came_into_no_block_and_its_fate(world):
    replaced, waits = world.log
    assert replaced.time == "2025-01-15T12:00Z"
    assert waits.time == "2025-01-20T23:59Z"
    assert waits.fate == "waits"
    assert replaced.fate == f"replaced by {replaced.replaced_by}"
    mined = world.chain.tx(replaced.replaced_by)
    assert mined.fee > 2 * replaced.fee
    assert mined.vsize == replaced.vsize
    for one in world.log:
        with pytest.raises(NpsError, match="No transaction"):
            world.chain.tx(one.txid)


def test_the_log_is_a_line_a_transaction(world):
    head, first, second = mempool_log.written(world.log).decode().splitlines()
    one = world.log[0]
    assert head == "time,txid,fee,vsize,fate,raw"
    assert first == f"{one.time},{one.txid},{one.fee},{one.vsize},{one.fate},{one.raw.hex()}"
    assert second.startswith("2025-01-20T23:59Z,")


def test_the_blocks_go_when_nobody_has_them_and_not_before():
    chain = play(short(), 1, stage=two_people, validate=False).chain
    gc.collect()
    txid = chain.txs.txid[480]
    assert len(chain.raw(txid)) > 100
    folder = Path(chain.raw_block.__defaults__[0].path).parent
    assert folder.is_dir()
    del chain
    gc.collect()
    assert not folder.exists()


def test_nothing_is_left_of_a_play_that_fails(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken(economy, story):
        two_people(economy, story)
        economy.engine.at(5000, lambda: economy.named("nobody"))

    with pytest.raises(NpsError, match="nobody of that name"):
        play(short(), 0, stage=broken)
    assert list(tmp_path.iterdir()) == []


def test_a_block_that_breaks_a_rule_stops_the_play():
    def greedy(economy, story):
        two_people(economy, story)
        honest = economy.engine.miner
        economy.engine.miner = lambda height, reward: honest(height, reward + (height == 33))

    with pytest.raises(NpsError, match="Bitcoin Core refuses block 33: bad-cb-amount"):
        play(short(), 0, stage=greedy)
    with pytest.raises(NpsError, match="row 33: its coinbase takes more than reward and fees"):
        play(short(), 0, stage=greedy, validate=False)  # nobody judges, but the reader looks


def fingerprint(hash_seed):
    """The hash of all blocks of the play with seed 0, in a process of its own."""
    code = (
        "import hashlib\n"
        "from nps_chain.world.play import play\n"
        "from tests.world.two_people import short, two_people\n"
        "world = play(short(), 0, stage=two_people, validate=False)\n"
        "print(hashlib.sha256(b''.join(world.blocks)).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONHASHSEED": str(hash_seed)},
        cwd=Path(__file__).parents[2],
        check=True,
    )
    return done.stdout.strip()


def test_a_seed_gives_the_same_bytes_whatever_pythons_own_hashes_are(world):
    told = hashlib.sha256(b"".join(world.blocks)).hexdigest()
    assert [fingerprint(1), fingerprint(2)] == [told, told]


def test_another_seed_gives_other_bytes(world):
    other = play(short(), 1, stage=two_people, validate=False)
    assert [one == two for one, two in zip(world.blocks[:3], other.blocks[:3], strict=True)] == [
        True, False, False,
    ]  # fmt: skip
