"""The coins that the inputs of bitcoin-etl spend, as far as enrichment tells them, and witnesses.

The format leaves witnesses out, but the kinds of lock and of unlocking script decide by consensus
which inputs have one (BIP 141). What a row tells of a coin that is in the data must be so.
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nps_chain.chain.address import decode, encode
from nps_chain.chain.address.script import (
    MULTISIG,
    NONSTANDARD,
    P2A,
    P2PK,
    P2PKH,
    P2SH,
    P2TR,
    P2WPKH,
    P2WSH,
    WITNESS_UNKNOWN,
    classify,
)
from nps_chain.chain.pieces import NO_SCRIPT, Pieces, starts
from nps_chain.chain.readers.bitcoin_etl.arrow import fixed, mask, ragged, ragged_octets
from nps_chain.chain.readers.bitcoin_etl.rows import Rows
from nps_chain.chain.schema import UNKNOWN
from nps_chain.errors import ChainError

LOCKS = {
    "pubkey": P2PK,
    "pubkeyhash": P2PKH,
    "scripthash": P2SH,
    "multisig": MULTISIG,
    "witness_v0_keyhash": P2WPKH,
    "witness_v0_scripthash": P2WSH,
    "witness_v1_taproot": P2TR,
    "anchor": P2A,
    "witness_unknown": WITNESS_UNKNOWN,
}
"""Bitcoin Core's names of the kinds of lock, as far as they tell one: bitcoin-etl writes
"nonstandard" for all that has no address."""

# Older nodes write a raw public key as the address of its hash, which has another script.
_WITHOUT_ADDRESS = (UNKNOWN, P2PK, MULTISIG)

_EMPTY, _WRAPPED, _UNSURE, _OTHER = range(4)
# What an unlocking script is: empty; nothing but a push of a witness program, of version 0 or of
# one that has no meaning yet; anything else.

Fault = Callable[[int, str], ChainError]
"""Returns the error that an input, by its row, has a problem."""


def coins_of(rows: Rows) -> pa.Array:
    """Return for each transaction what is told of the coins that it spends."""
    rows.whole("inputs.value")
    script, length = rows.octets("inputs.script_hex")
    place = pc.index_in(rows.columns["inputs.type"], pa.array(list(LOCKS)))
    columns = {
        "value": rows.columns["inputs.value"],
        "lock": pa.array(list(LOCKS.values()), pa.int8()).take(place),
        "address": rows.columns["inputs.addresses"],
        "unlock": pa.array(_unlocks(script, length)),
    }
    coins = pa.StructArray.from_arrays(list(columns.values()), list(columns))
    return pa.ListArray.from_arrays(rows.edges("inputs").astype(np.int32), coins)


def _unlocks(script: np.ndarray, length: np.ndarray) -> np.ndarray:
    start = starts(length)[:-1]
    padded = np.append(script, np.zeros(3, np.uint8)).astype(np.int32)
    push, version, size = (padded[start + k] for k in range(3))
    program = (push == length - 1) & (size == length - 3) & (length >= 5) & (length <= 43)
    unlock = np.full(len(length), _OTHER, np.int8)
    unlock[program & (version >= 0x51) & (version <= 0x60)] = _UNSURE
    unlock[program & (version == 0) & ((length == 23) | (length == 35))] = _WRAPPED
    unlock[length == 0] = _EMPTY
    return unlock


def add_coins(pieces: Pieces, coins: pa.StructArray, network: str, fault: Fault) -> np.ndarray:
    """Set the values and scripts of coins from outside the data; return the kinds of all coins.

    Parameters
    ----------
    pieces : Pieces
        The transactions.
    coins : pyarrow.StructArray
        What is told of the coin of each input, null for a coinbase.
    network : str
        Of which network addresses must be.
    fault : callable
        Makes the error for an input.

    Raises
    ------
    ChainError
        If an address is none of its kind, or a coin in the data isn't what is told of it.
    """
    value = coins.field("value").fill_null(UNKNOWN).to_numpy()
    lock = coins.field("lock").fill_null(UNKNOWN).to_numpy()
    address = coins.field("address")
    source = pc.index_in(fixed(pieces.prevout_txid), fixed(pieces.txid)).fill_null(UNKNOWN)
    source = source.to_numpy()
    inside = (source != UNKNOWN) & (pieces.prevout_n < pieces.tx_outputs[source])
    output = (starts(pieces.tx_outputs)[source] + pieces.prevout_n)[inside]
    start, length = starts(pieces.script_length)[output], pieces.script_length[output]
    kind = lock.copy()
    kind[inside] = classify(pieces.scripts, start, length)

    told, found = lock[inside], kind[inside]
    text = encode(pieces.scripts, start, length, found, network)
    other = pc.not_equal(address.filter(pa.array(inside)).cast(text.type), text).fill_null(False)
    for name, differs in (
        ("value", (value[inside] != UNKNOWN) & (value[inside] != pieces.value[output])),
        ("type", ~np.isin(told, (UNKNOWN, WITNESS_UNKNOWN)) & (told != found)),
        ("addresses", ~np.isin(told, _WITHOUT_ADDRESS) & (told == found) & mask(other)),
    ):
        if differs.any():
            at = int(np.flatnonzero(inside)[differs.argmax()])
            raise fault(at, f'the field "{name}" doesn\'t tell the coin that it spends')

    script = _scripts(address, np.where(inside, UNKNOWN, lock), network, fault)
    pieces.prevout_value = np.where(inside, UNKNOWN, value)
    lengths = pc.binary_length(script).fill_null(NO_SCRIPT)
    pieces.prevout_script_length = lengths.to_numpy().astype(np.int32)
    pieces.prevout_scripts, _ = ragged_octets(script)
    return kind


def _scripts(address: pa.Array, lock: np.ndarray, network: str, fault: Fault) -> pa.Array:
    """Return the locking scripts that addresses stand for, null where no kind of lock is told."""
    wanted = pc.if_else(pa.array(~np.isin(lock, _WITHOUT_ADDRESS)), address, None)
    texts = wanted.dictionary_encode()
    scripts, start, length = decode(texts.dictionary, network)
    kinds = np.where(length < 0, UNKNOWN, classify(scripts, start, np.maximum(length, 0)))
    rows = texts.indices.fill_null(UNKNOWN).to_numpy()
    kind = np.append(kinds, UNKNOWN)[rows]
    # Older nodes know taproot only as an unknown version, and write it with another checksum.
    future = (lock == WITNESS_UNKNOWN) & np.isin(kind, (UNKNOWN, P2TR))
    wrong = (rows != UNKNOWN) & ~future & (kind != lock)
    if wrong.any():
        problem = f'the field "addresses" holds no address of its type and of the network {network}'
        raise fault(int(wrong.argmax()), problem)
    found = pa.array(rows, mask=kind == UNKNOWN)
    return ragged(scripts, np.append(start, len(scripts))).take(found)


def witnesses(
    pieces: Pieces, has: np.ndarray, kind: np.ndarray, coins: pa.StructArray, fault: Fault
) -> np.ndarray:
    """Return which inputs have a witness: 1, 0, or UNKNOWN where that isn't certain.

    A witness program of version 0 or 1 can't be spent without a witness, and no other lock with
    one, unless the unlocking script is nothing but a push of a witness program. A coin of unknown
    kind that is unlocked in that way is taken for pay to script hash.

    Parameters
    ----------
    pieces : Pieces
        The transactions.
    has : numpy.ndarray
        Which of them have a witness at all: 1, 0 or UNKNOWN.
    kind : numpy.ndarray
        The kinds of the coins that are spent, as `add_coins` returns them.
    coins : pyarrow.StructArray
        What is told of the coin of each input, null for a coinbase.
    fault : callable
        Makes the error for an input.
    """
    unlock = coins.field("unlock").fill_null(_OTHER).to_numpy()
    witness = np.full(len(kind), UNKNOWN, np.int8)
    unlocked = np.isin(kind, (P2SH, UNKNOWN))
    witness[unlocked & (unlock == _WRAPPED)] = 1
    witness[unlocked & (unlock == _OTHER)] = 0
    witness[(kind == P2SH) & (unlock == _EMPTY)] = 0
    witness[np.isin(kind, (P2WPKH, P2WSH, P2TR))] = 1
    witness[np.isin(kind, (P2PK, P2PKH, MULTISIG, NONSTANDARD))] = 0
    owner = np.repeat(np.arange(len(has)), pieces.tx_inputs)
    coinbase = mask(coins.is_null())
    witness[coinbase] = has[owner[coinbase]]
    witness[has[owner] == 0] = 0
    some = np.bincount(owner, witness == 1, len(has)) > 0
    unsure = np.bincount(owner, witness == UNKNOWN, len(has))
    wrong = ((has == 1) & ~some & (unsure == 0))[owner]
    if wrong.any():
        problem = "by its size the transaction has witnesses, and none of its inputs can have one"
        raise fault(int(wrong.argmax()), problem)
    witness[((has == 1) & ~some & (unsure == 1))[owner] & (witness == UNKNOWN)] = 1
    return witness
