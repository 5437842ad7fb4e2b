"""Which inputs have a witness, decided from locks and unlocking scripts (BIP 141)."""

from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest

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
)
from nps_chain.chain.readers.bitcoin_etl.coins import coins_of, witnesses
from nps_chain.chain.readers.bitcoin_etl.rows import TRANSACTION
from nps_chain.chain.readers.bitcoin_etl.values import rows_of
from nps_chain.chain.schema import UNKNOWN
from nps_chain.errors import ChainError

EMPTY, SIGNATURE = "", "47" + "30" * 71
KEY_HASH, SCRIPT_HASH = "16" + "0014" + "aa" * 20, "22" + "0020" + "aa" * 32
TAPROOT, TWO_PUSHES = "22" + "5120" + "aa" * 32, KEY_HASH + "51"
SHORT = "15" + "0013" + "aa" * 19


def found(*inputs, has=1):
    """Return the witnesses of one transaction with these pairs of lock and unlocking script."""
    spends = [{"script_hex": script} for _, script in inputs]
    rows = rows_of("t.json", 1, TRANSACTION, [{"inputs": spends, "outputs": []}])
    return witnesses(
        SimpleNamespace(tx_inputs=np.array([len(inputs)])),
        np.array([has], np.int8),
        np.array([kind for kind, _ in inputs], np.int8),
        coins_of(rows).flatten(),
        lambda at, problem: ChainError(f"input {at}: {problem}"),
    ).tolist()


@pytest.mark.parametrize(
    ("kind", "script", "witness"),
    [
        (P2WPKH, EMPTY, 1),
        (P2WSH, EMPTY, 1),
        (P2TR, EMPTY, 1),
        (P2PK, SIGNATURE, 0),
        (P2PKH, SIGNATURE + "21" + "02" * 33, 0),
        (MULTISIG, "00" + SIGNATURE, 0),
        (NONSTANDARD, EMPTY, 0),
        (P2SH, KEY_HASH, 1),
        (P2SH, SCRIPT_HASH, 1),
        (P2SH, TAPROOT, UNKNOWN),
        (P2SH, TWO_PUSHES, 0),
        (P2SH, SHORT, 0),
        (P2SH, "00" + SIGNATURE + "51", 0),
        (P2A, EMPTY, UNKNOWN),
        (WITNESS_UNKNOWN, EMPTY, UNKNOWN),
        (UNKNOWN, EMPTY, UNKNOWN),
        (UNKNOWN, SIGNATURE, 0),
        (UNKNOWN, KEY_HASH, 1),
        (UNKNOWN, TAPROOT, UNKNOWN),
        (P2PKH, KEY_HASH, 0),
    ],
)
def test_in_a_transaction_that_has_witnesses(kind, script, witness):
    assert found((kind, script), (P2WPKH, EMPTY)) == [witness, 1]


def test_a_transaction_without_witnesses_has_none():
    assert found((UNKNOWN, EMPTY), (P2SH, KEY_HASH), (P2TR, EMPTY), has=0) == [0, 0, 0]


def test_the_only_input_that_may_have_one_has_it():
    assert found((UNKNOWN, EMPTY)) == [1]
    assert found((UNKNOWN, EMPTY), (UNKNOWN, SIGNATURE)) == [1, 0]
    assert found((UNKNOWN, EMPTY), (UNKNOWN, EMPTY)) == [UNKNOWN, UNKNOWN]


def test_witnesses_that_no_input_can_have():
    with pytest.raises(ChainError, match="input 0: by its size the transaction has witnesses"):
        found((P2PKH, SIGNATURE), (UNKNOWN, SIGNATURE))


def test_the_input_of_a_coinbase_has_what_its_transaction_has():
    coins = pa.array([None], coins_of(rows_of("t", 1, TRANSACTION, [])).type.value_type)
    for has in (1, 0, UNKNOWN):
        pieces = SimpleNamespace(tx_inputs=np.array([1]))
        kind = np.array([UNKNOWN], np.int8)
        assert witnesses(pieces, np.array([has], np.int8), kind, coins, None).tolist() == [has]
