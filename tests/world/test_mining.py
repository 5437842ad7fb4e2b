"""Blocks as readers and rules see them, and a small economy from its first coin to its books."""

import hashlib
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest

import nps_chain as nps
from nps_chain.chain.networks import NETWORKS
from nps_chain.chain.wire.block import parse_block
from nps_chain.chain.wire.rules import bip34_height, check_block
from nps_chain.groundtruth.tables import PURPOSES
from nps_chain.world.consensus import Judge
from nps_chain.world.dice import Dice
from nps_chain.world.draft import Draft, Output
from nps_chain.world.economy import Actor, Economy
from nps_chain.world.engine import Engine, Mined
from nps_chain.world.mining import GENESIS, Miner, block_time, write_blocks
from nps_chain.world.signing import sign
from nps_chain.world.software import KINDS
from nps_chain.world.wallets import Wallet
from tests.world.small_chain import BTC, LOCKS, SmallChain


def coinbase(pool: str = "Copper Pool", *, wallets: int = 1) -> Draft:
    engine = Engine(0, sign)
    wallet = Wallet(engine, "pool", engine.books.entity(pool, "miner"), KINDS["pool"])
    outputs = [Output(BTC, wallet.new_address(), "coinbase") for _ in range(wallets)]
    draft = Draft("coinbase", [], outputs, ())
    draft.coins = [None] * wallets
    return draft


def test_genesis_is_the_first_block_of_regtest():
    block = parse_block(GENESIS)
    check_block(block)
    assert block.hash[::-1].hex() == NETWORKS["regtest"].genesis


@pytest.mark.parametrize(
    ("height", "script"),
    [
        (1, "51"),
        (16, "60"),
        (17, "0111"),
        (127, "017f"),
        (128, "028000"),
        (255, "02ff00"),
        (2160, "027008"),
        (32768, "03008000"),
    ],
)
def test_a_coinbase_tells_height_pool_and_that_it_is_synthetic(height, script):
    draft = coinbase()
    block = parse_block(Miner(0).mine(Mined(height, (draft,))))
    made = block.transactions[0].inputs[0].script
    assert made == bytes.fromhex(script) + b"\x17/Copper Pool/SYNTHETIC/"
    assert bip34_height(made) == height


def test_a_coinbase_commits_to_all_witnesses_and_the_draft_knows_it():
    draft = coinbase(wallets=2)
    block = parse_block(Miner(0).mine(Mined(1, (draft,))))
    made = block.transactions[0]
    assert [(out.value, out.purpose) for out in draft.outputs] == [
        (BTC, "coinbase"),
        (BTC, "coinbase"),
        (0, "commitment"),
    ]
    assert [(out.value, out.script) for out in draft.outputs] == [
        (out.value, out.script) for out in made.outputs
    ]
    assert draft.coins == [None, None, None]
    assert (draft.txid, draft.raw) == (made.txid, made.to_bytes())
    assert made.inputs[0].witness == (bytes(32),)


def test_blocks_hold_together_by_all_rules_that_need_no_chain():
    chain = SmallChain()
    blocks = [parse_block(raw) for raw in (GENESIS, *chain.blocks)]
    for before, block in pairwise(blocks):
        check_block(block)
        assert block.header.previous == before.hash
        assert (block.header.version, block.header.bits) == (0x20000000, 0x207FFFFF)
    drafts = [coin.draft.raw for coin in chain.coins["p2tr"][:1]]
    assert [tx.to_bytes() for tx in blocks[102].transactions[1:]] == drafts


def test_a_pool_whose_name_is_too_long_is_told_how_long_it_may_be():
    Miner(0).mine(Mined(1, (coinbase("x" * 63),)))
    with pytest.raises(nps.NpsError) as refused:
        Miner(0).mine(Mined(1, (coinbase("x" * 64),)))
    assert str(refused.value) == (
        f"The mining pool {'x' * 64!r} has too long a name for a coinbase. Shorten it to 63 bytes."
    )


def test_a_block_is_found_in_the_last_minute_of_its_hour():
    dice = Dice(3, "block times")
    times = [datetime.fromtimestamp(block_time(dice, height), UTC) for height in range(1, 2161)]
    found = [(time.date().isoformat(), time.hour, time.minute) for time in times]
    assert found[0] == ("2025-01-01", 0, 59)
    assert found[23:25] == [("2025-01-01", 23, 59), ("2025-01-02", 0, 59)]
    assert found[-1] == ("2025-03-31", 23, 59)
    assert [(hour, minute) for _, hour, minute in found] == [(h, 59) for h in range(24)] * 90
    assert {time.second for time in times} == set(range(1, 60))


def test_a_file_of_blocks_is_read_as_a_nodes(tmp_path):
    chain = SmallChain()
    path = write_blocks(chain.blocks, tmp_path / "node" / "blocks")
    assert path == tmp_path / "node" / "blocks" / "blk00000.dat"
    read = nps.read(tmp_path / "node")
    assert (read.network, read.notes) == ("regtest", ())
    assert read.columns.blocks.height.tolist() == list(range(103))
    assert [read.columns.blocks.hash[h].tobytes() for h in (0, 102)] == [
        parse_block(GENESIS).hash,
        chain.miner.previous,
    ]
    first = parse_block(chain.blocks[0]).transactions[0]
    assert read.raw(first.txid[::-1].hex()) == first.to_bytes()


class Pool(Actor):
    """Mines, and now and then pays Ann, in turn to each kind of lock."""

    kind = "miner"

    def begin(self):
        self.purse = self.wallet("pool")
        self.engine.miner = lambda height, reward: [
            Output(reward, self.purse.receive_address(), "coinbase")
        ]
        for turn in range(28):
            self.at(60 * (101 + turn) + 20, lambda turn=turn: self.pay_out(LOCKS[turn % 6]))

    def pay_out(self, lock):
        ann = self.economy.named("Ann")
        self.purse.pay([Output(3 * BTC, ann.purse.new_address(lock), "payout")], "miner_payout")


class Ann(Actor):
    """Puts half of each payment aside, in the hour in which it comes."""

    def begin(self):
        self.purse, self.savings = self.wallet("desktop", "purse"), self.wallet("vault", "savings")
        self.purse.on_payment = self.save

    def save(self, coin):
        aside = Output(coin.value // 2, self.savings.receive_address(), "self_transfer")
        self.purse.pay([aside], "self_transfer", coins=[coin])


def play(seed: int, blocks: int = 130):
    engine = Engine(seed, sign)
    economy = Economy(engine)
    Pool(economy, "Copper Pool")
    Ann(economy, "Ann")
    economy.begin()
    miner = Miner(seed)
    raws, drafts = [], []
    with Judge() as judge:
        for mined in engine.play(blocks):
            raws.append(miner.mine(mined))
            judge.check(raws[-1])
            drafts += mined.drafts
    return engine, raws, drafts


def test_what_the_books_say_is_what_the_chain_holds(tmp_path):
    engine, raws, drafts = play(1)
    write_blocks(raws, tmp_path)
    chain, truth = nps.read(tmp_path), engine.books.truth(())
    columns = chain.columns
    assert (chain.height, len(columns.txs.txid)) == (130, 131 + 28 + 28)
    spent = {coin.address.lock for draft in drafts for coin in draft.inputs}
    assert spent == {"p2pkh", "p2wpkh", "p2sh-p2wpkh", "p2tr", "p2wsh", "p2sh-multisig"}

    # All is on record but regtest's first block, whose coins nobody has.
    assert truth.kinds(chain)[0] == -1
    assert [bytes(txid) for txid in columns.txs.txid[1:]] == [draft.txid for draft in drafts]
    purposes = truth.purposes_of(chain)
    assert purposes[0] == -1
    assert [PURPOSES[purpose] for purpose in purposes[1:]] == [
        output.purpose for draft in drafts for output in draft.outputs
    ]
    owners = truth.owners(chain)
    assert np.flatnonzero(owners < 0).tolist() == [columns.outputs.address[0]]

    # Each has what the chain says is unspent, and all coins are somebody's.
    unspent = (columns.outputs.spent_by < 0) & (columns.outputs.address >= 0)
    unspent[0] = False
    owner = owners[columns.outputs.address[unspent]]
    value = columns.outputs.value[unspent]
    pool, ann = engine.books.entities
    assert (pool.holdings, ann.holdings) == tuple(
        int(value[owner == row].sum()) for row in (pool.row, ann.row)
    )
    assert pool.holdings + ann.holdings == 130 * 50 * BTC
    assert pool.fees + ann.fees == columns.txs.fee.sum() > 0
    for wallet in engine.books.wallets:
        rows = truth.owners(chain, by="wallet")[columns.outputs.address[unspent]]
        assert wallet.balance == value[rows == wallet.row].sum()

    # And each transaction is of the size that its fee was reckoned by, or a little smaller.
    sizes = zip(columns.txs.vsize[~columns.txs.coinbase], _payments(drafts), strict=True)
    assert {int(draft.vsize - size) for size, draft in sizes} <= {0, 1, 2, 3, 4, 5}


def _payments(drafts):
    return [draft for draft in drafts if draft.kind != "coinbase"]


def test_a_seed_gives_the_same_bytes_again_and_another_gives_others():
    once, again, other = (b"".join(play(seed, 110)[1]) for seed in (1, 1, 2))
    assert hashlib.sha256(once).digest() == hashlib.sha256(again).digest()
    assert once != other


def test_a_block_is_found_after_all_that_it_holds():
    _, raws, drafts = play(2)
    times = {h: parse_block(raw).header.time for h, raw in enumerate(raws, start=1)}
    start = datetime(2025, 1, 1, tzinfo=UTC).timestamp()
    waited = [times[draft.height] - start - 60 * draft.minute for draft in _payments(drafts)]
    assert len(waited) == 28 + 28
    assert min(waited) > 0
    assert max(waited) <= 3600
