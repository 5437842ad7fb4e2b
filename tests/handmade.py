"""Small chains written by hand, a line a transaction, for tests that state their whole case.

``pay: a:0 ?carol=5 -> bob 30, data 0`` spends output 0 of transaction a and a coin of carol's from
outside the data, and pays bob 30 satoshi. An input ``new`` makes a coinbase, ``?`` is a coin from
outside of which nothing is known. Each line has a block of its own, unless it begins with ``+``.
"""

import hashlib

import numpy as np
from hypothesis import strategies as st

from nps_chain.chain.address import encode
from nps_chain.chain.address.script import P2WPKH
from nps_chain.chain.assemble import assemble
from nps_chain.chain.pieces import Pieces
from nps_chain.chain.tables import Chain

SCRIPTS = {
    "data": bytes.fromhex("6a0464617461"),  # nobody can spend it
    "anchor": bytes.fromhex("51024e73"),  # anyone can: pay to anchor
    "riddle": bytes.fromhex("87"),  # nonstandard
}


def script_of(owner: str) -> bytes:
    return SCRIPTS.get(owner) or b"\x00\x14" + hashlib.sha256(owner.encode()).digest()[:20]


def txid_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def address_of(owner: str) -> str:
    """The address of an owner who isn't in SCRIPTS."""
    script = np.frombuffer(script_of(owner), np.uint8)
    at, size = np.array([0]), np.array([len(script)], np.int32)
    return encode(script, at, size, np.array([P2WPKH], np.int8), "regtest")[0].as_py()


def chain_of(*lines: str) -> Chain:
    wire = {"": bytes(32)}
    block_txs, txs, inputs, outputs = [], [], [], []
    for line in lines:
        name, rest = line.lstrip("+ ").split(":", 1)
        spent, paid = (side.split() for side in rest.replace(",", " ").split("->"))
        if line.startswith("+"):
            block_txs[-1] += 1
        else:
            block_txs.append(1)
        wire[name] = bytes.fromhex(txid_of(name))[::-1]
        txs.append((wire[name], len(spent), len(paid) // 2))
        for k, coin in enumerate(spent):
            if coin == "new":
                inputs.append((bytes(32), 0xFFFFFFFF, -1, None))
            elif coin.startswith("?"):
                owner, _, value = coin[1:].partition("=")
                strange = hashlib.sha256(f"{name} {k}".encode()).digest()
                inputs.append((strange, k, int(value or -1), script_of(owner) if owner else None))
            else:
                source, n = coin.split(":")
                inputs.append((wire[source], int(n), -1, None))
        outputs += zip(map(script_of, paid[::2]), map(int, paid[1::2]), strict=True)
    return assemble(_pieces(block_txs, txs, inputs, outputs), "regtest")


def _pieces(block_txs, txs, inputs, outputs) -> Pieces:
    blocks = len(block_txs)
    hashes = np.zeros((blocks, 32), np.uint8)
    hashes[:, 0] = np.arange(blocks)
    prevout_scripts = b"".join(script or b"" for *_, script in inputs)
    return Pieces(
        height=np.arange(blocks, dtype=np.int32),
        block_hash=hashes,
        time=1_700_000_000 + 600 * np.arange(blocks),
        header=np.zeros((blocks, 80), np.uint8),
        block_txs=np.array(block_txs, np.int32),
        txid=np.array([list(txid) for txid, *_ in txs], np.uint8).reshape(-1, 32),
        version=np.full(len(txs), 2, np.uint32),
        locktime=np.zeros(len(txs), np.uint32),
        vsize=np.full(len(txs), 150, np.int32),
        tx_inputs=np.array([ins for _, ins, _ in txs], np.int32),
        tx_outputs=np.array([outs for *_, outs in txs], np.int32),
        prevout_txid=np.array([list(txid) for txid, *_ in inputs], np.uint8).reshape(-1, 32),
        prevout_n=np.array([n for _, n, *_ in inputs], np.int64),
        sequence=np.full(len(inputs), 0xFFFFFFFF, np.uint32),
        witness=np.ones(len(inputs), np.int8),
        prevout_value=np.array([value for _, _, value, _ in inputs], np.int64),
        prevout_script_length=np.array(
            [-1 if script is None else len(script) for *_, script in inputs], np.int32
        ),
        value=np.array([value for _, value in outputs], np.int64),
        script_length=np.array([len(script) for script, _ in outputs], np.int32),
        prevout_scripts=np.frombuffer(prevout_scripts, np.uint8),
        scripts=np.frombuffer(b"".join(script for script, _ in outputs), np.uint8),
    )


@st.composite
def histories(draw, most: int = 20) -> tuple[str, ...]:
    """Lines of random transactions among few owners, so that addresses come back often."""
    owner = st.sampled_from(["ann", "bob", "eve", "kim", "lee", "mia", "data", "anchor", "riddle"])
    lines, unspent = [], []
    for t in range(draw(st.integers(1, most))):
        choice = draw(st.integers(0, 9)) if t else 0
        if choice == 0:
            spent, total = ["new"], draw(st.integers(0, 5_000))
        else:
            spent, total = [], 0
            for _ in range(draw(st.integers(1, 4))):
                if unspent and draw(st.integers(0, 5)):
                    coin, value = unspent.pop(draw(st.integers(0, len(unspent) - 1)))
                elif draw(st.booleans()):
                    value = draw(st.integers(0, 5_000))
                    coin = f"?{draw(owner.filter(lambda name: name != 'data'))}={value}"
                else:
                    coin, value = "?", 0
                spent.append(coin)
                total += value
        paid = []
        for n in range(draw(st.integers(1, 4))):
            value, name = draw(st.integers(0, total)), draw(owner)
            total -= value
            paid.append(f"{name} {value}")
            if name != "data":
                unspent.append((f"t{t}:{n}", value))
        joins = "+ " if choice > 5 else ""
        lines.append(f"{joins}t{t}: {' '.join(spent)} -> {', '.join(paid)}")
    return tuple(lines)
