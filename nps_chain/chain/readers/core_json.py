"""Bitcoin Core's JSON: the answers to ``getblock`` at verbosity 2 and 3.

Each block is rebuilt as bytes from its fields (and has to agree with the ``hex`` of its
transactions, where that is given). The bytes must hash to the block's name, and the parser of raw
blocks then checks proof of work, merkle root and witness commitment: so a field can't lie about a
transaction. Verbosity 3 also tells the coins that were spent, which matters for those from before
the first block; there the node's word is taken.

Field names changed over the years (``addresses`` became ``address``, a transaction's version was
negative where it is now above 2^31); all are understood. Source: Bitcoin Core, ``core_io.cpp`` and
``rpc/blockchain.cpp``, versions 0.16 to 30.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nps_chain.chain.readers.shared.fields import (
    each,
    field,
    identity,
    integer,
    octets,
    satoshi,
    unhex,
    within,
)
from nps_chain.chain.readers.shared.json_values import head, values
from nps_chain.chain.readers.shared.networks import ENOUGH, network_of
from nps_chain.chain.readers.shared.progress import progress, size_of
from nps_chain.chain.readers.shared.rebuilt import Coins, Rebuilt, pieces_of
from nps_chain.chain.readers.shared.source import Reading, Source
from nps_chain.chain.wire.block import Header
from nps_chain.chain.wire.cursor import compact_size
from nps_chain.chain.wire.hashes import double_sha256, shown
from nps_chain.chain.wire.rules import bip34_height
from nps_chain.chain.wire.transaction import Input, Output, Transaction
from nps_chain.errors import ChainError

_ASK = "ask the node with `bitcoin-cli getblock HASH 3` (2 before version 23)."
_CHANGED = "The file was changed or damaged; " + _ASK


@dataclass(frozen=True)
class _Block(Rebuilt):
    """A rebuilt block, and what its place in the chain is told by."""

    height: int
    header: Header


NAME = "Bitcoin Core's getblock JSON"


def knows(source: Source) -> bool:
    """Return whether a file looks like JSON of Bitcoin Core."""
    start = head(source)
    return start[:1] in (b"{", b"[") and bool(re.search(rb'"(merkleroot|scriptPubKey)"\s*:', start))


def read(sources: list[Source], network: str | None = None, height: int | None = None) -> Reading:
    """Return the blocks of these files, which may be in any order, as one chain.

    A block that is given twice counts once. Where two blocks have one height, the one that the next
    block follows is kept. ``height`` is not needed, since the blocks tell theirs.
    """
    blocks: dict[bytes, _Block] = {}
    addresses: list[str] = []
    with progress("Reading blocks", size_of(sources), unit=" blocks") as bar:
        for source in sources:
            for where, record in values(source):
                block = _block(where, record, addresses)
                same = blocks.get(block.header.hash, block)
                if same.height != block.height:
                    raise ChainError(
                        f"{where}: this block is said to have height {block.height}, and in"
                        f" {same.where} height {same.height}. {_CHANGED}"
                    )
                if same is block or same.coins.known() < block.coins.known():
                    blocks[block.header.hash] = block
                bar.update()
    if not blocks:
        raise ChainError(f"{sources[0].name} holds no blocks; {_ASK}")
    chain = _linked(blocks)
    network = network_of(
        network,
        genesis=chain[0].header.hash if chain[0].height == 0 else None,
        bits=chain[-1].header.bits,
        addresses=addresses,
    )
    pieces = pieces_of(chain, network)
    pieces.height = np.array([block.height for block in chain], np.int32)
    return Reading(pieces, network, tuple(_notes(chain, len(blocks))))


def _block(where: str, record: Any, addresses: list[str]) -> _Block:
    """Return the block that an answer of the node tells."""
    _refuse_others(where, record)
    with within(where, f". {_CHANGED}"):
        height = integer(record, "height", most=0x7FFFFFFF)
    with within(f"{where}: block {height}", f". {_CHANGED}"):
        header = Header(
            version=integer(record, "version", -0x80000000, 0x7FFFFFFF),
            previous=identity(record, "previousblockhash") if height else bytes(32),
            merkle_root=identity(record, "merkleroot"),
            time=integer(record, "time"),
            bits=int.from_bytes(octets(record, "bits", 4), "big"),
            nonce=integer(record, "nonce"),
        )
        if header.hash != identity(record, "hash"):
            raise ChainError(
                'the fields of its header (version, "previousblockhash", "merkleroot", time, bits,'
                ' nonce) don\'t hash to the field "hash"'
            )
        coins = Coins()
        raw = each(record, "tx", "transaction", lambda tx: _transaction(tx, coins, addresses))
        if header.version >= 3 and _height(record) not in (None, height):
            raise ChainError(f'its coinbase tells height {_height(record)}, not the field "height"')
        raw[:0] = header.to_bytes(), compact_size(len(raw))
        return _Block(where, b"".join(raw), coins, height, header)


def _height(record: Any) -> int | None:
    """Return the height that the coinbase of a block tells (BIP 34, a rule since version 3)."""
    for transaction in record["tx"][:1]:
        for spent in transaction["vin"][:1]:
            return bip34_height(octets(spent, "coinbase"))
    return None


def _refuse_others(where: str, record: Any) -> None:
    """Name the node's answers that are no whole blocks."""
    if type(record) is str:
        what = "is text, not a block"
    elif type(record) is not dict or not record.keys() & {"merkleroot", "vin", "tx"}:
        what = "is no block"
    elif "vin" in record:
        what = "is a single transaction (getrawtransaction)"
    elif "tx" not in record:
        what = "is only the header of a block (getblockheader)"
    elif type(record["tx"]) is list and str in map(type, record["tx"]):
        what = "has txids in place of transactions (getblock at verbosity 1)"
    else:
        return
    raise ChainError(f"{where}: this {what}. A chain is read from whole blocks: {_ASK}")


def _transaction(record: Any, coins: Coins, addresses: list[str]) -> bytes:
    """Return the bytes of a transaction, and add to the coins spent and the addresses seen."""
    transaction = Transaction(
        version=integer(record, "version", -0x80000000) & 0xFFFFFFFF,
        inputs=tuple(each(record, "vin", "input", lambda spent: _input(spent, coins))),
        outputs=tuple(each(record, "vout", "output", lambda made: _output(made, addresses))),
        locktime=integer(record, "locktime"),
    )
    raw = transaction.to_bytes()
    bare = transaction.to_bytes(witness=False) if transaction.has_witness else raw
    if double_sha256(bare) != identity(record, "txid"):
        raise ChainError('its fields don\'t hash to the field "txid"')
    if "hash" in record and double_sha256(raw) != identity(record, "hash"):
        raise ChainError('its fields with witnesses don\'t hash to the field "hash"')
    # A node may be set to leave witnesses out of the hex (-rpcserialversion=0, until version 28).
    if "hex" in record and octets(record, "hex") not in (raw, bare):
        raise ChainError('its fields and the field "hex" differ')
    return raw


def _input(record: Any, coins: Coins) -> Input:
    sequence = integer(record, "sequence")
    witness: tuple[bytes, ...] = ()
    if "txinwitness" in record:
        witness = tuple(each(record, "txinwitness", "witness item", unhex))
    if "coinbase" in record:
        coins.add_unknown()
        return Input(bytes(32), 0xFFFFFFFF, octets(record, "coinbase"), sequence, witness)
    if "prevout" in record:
        coin = field(record, "prevout", dict)
        try:
            coins.add(satoshi(coin), octets(field(coin, "scriptPubKey", dict), "hex"))
        except ChainError as error:
            raise ChainError(f'"prevout": {error}') from None
    else:
        coins.add_unknown()
    script = octets(field(record, "scriptSig", dict), "hex")
    return Input(identity(record, "txid"), integer(record, "vout"), script, sequence, witness)


def _output(record: Any, addresses: list[str]) -> Output:
    script = field(record, "scriptPubKey", dict)
    if len(addresses) < ENOUGH:
        told = script.get("addresses")
        texts = told if type(told) is list else [script.get("address")]
        addresses += [text for text in texts if type(text) is str]
    return Output(satoshi(record), octets(script, "hex"))


def _linked(blocks: Mapping[bytes, _Block]) -> list[_Block]:
    """Return the blocks that form a chain, in its order; heights may be missing in between."""
    at_height: dict[int, list[_Block]] = defaultdict(list)
    for block in blocks.values():
        at_height[block.height].append(block)
        parent = blocks.get(block.header.previous)
        if parent and parent.height != block.height - 1:
            raise ChainError(
                f"{block.where}: block {block.height} follows the block that is said to have"
                f" height {parent.height} in {parent.where}. {_CHANGED}"
            )
    chain: list[_Block] = []
    for height in sorted(at_height, reverse=True):
        here = at_height[height]
        if chain and chain[-1].height == height + 1:
            previous = chain[-1].header.previous
            here = [block for block in here if block.header.hash == previous]
            if not here:
                raise ChainError(
                    f"{chain[-1].where}: block {height + 1} follows {shown(previous)}, and another"
                    f" block is given for height {height}. These are blocks of two chains; {_ASK}"
                )
        elif len(here) > 1:
            raise ChainError(
                f"{here[0].where} and {here[1].where} hold different blocks of height {height}, and"
                " none that follows tells which is in the chain. Leave out the one to which the"
                ' node gives "confirmations" of -1.'
            )
        chain.append(here[0])
    return chain[::-1]


def _notes(chain: list[_Block], blocks: int) -> Iterator[str]:
    if blocks > len(chain):
        yield f"Blocks left out, because no block of the chain follows them: {blocks - len(chain)}."
    missing = chain[-1].height - chain[0].height + 1 - len(chain)
    if missing:
        yield (
            f"Blocks missing between the first and the last: {missing}. What was made or spent in"
            " them isn't known."
        )
    if (missing or chain[0].height) and not any(block.coins.known() for block in chain):
        yield (
            "The source doesn't tell value and address of coins from outside the data; at"
            " verbosity 3 the node tells them."
        )
