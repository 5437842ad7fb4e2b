"""Addresses agree with everybody else's: Core's, the BIPs', and plain Python's."""

import csv
import gzip
import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.chain.address import check, decode, encode, format, parse
from nps_chain.chain.address.script import classify
from nps_chain.chain.networks import NETWORKS
from nps_chain.errors import AddressError
from tests import oracle, oracle_address
from tests.locking_scripts import SCRIPTS, WELL_FORMED, laid_out, types_of

CORE_CHAINS = {"main": "main", "testnet4": "test", "signet": "signet", "regtest": "regtest"}
PAYMENT = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"


def vectors(data, file):
    return json.loads((data / "addresses" / file).read_text("utf-8"))


def written(scripts, network):
    layout = laid_out(scripts)
    texts = encode(*layout, classify(*layout), network)
    texts.validate(full=True)
    return texts.to_pylist()


def test_core_vectors_of_valid_addresses_and_keys(data) -> None:
    cases = vectors(data, "key_io_valid.json")
    assert {case["chain"] for *_, case in cases} == set(CORE_CHAINS)
    for text, script, case in cases:
        network = CORE_CHAINS[case["chain"]]
        if case["isPrivkey"]:
            assert not check(text).valid
            assert "private key" in check(text).why
            continue
        assert parse(text, network) == (network, bytes.fromhex(script))
        assert check(text).script == bytes.fromhex(script)
        assert format(bytes.fromhex(script), network) == text
        if case.get("tryCaseFlip"):
            assert check(text.upper(), network) == check(text, network)


def test_core_vectors_of_what_is_no_address(data) -> None:
    for (text,) in vectors(data, "key_io_invalid.json"):
        assert not check(text).valid, text


def test_bip_vectors(data) -> None:
    cases = vectors(data, "bip350_bech32m.json")
    for case in cases["valid_addresses"]:
        assert check(case["address"]).script == bytes.fromhex(case["script"])
    old = vectors(data, "bip173_bech32.json")
    for case in old["valid_addresses"]:
        # Versions from 1 on were written in bech32 then, and are refused since BIP 350.
        if case["script"].startswith("00"):
            assert check(case["address"]).script == bytes.fromhex(case["script"])
        else:
            assert "needs bech32m" in check(case["address"]).why
    for case in cases["invalid_addresses"] + old["invalid_addresses"]:
        assert not check(case["address"]).valid, case


def test_taproot_wallet_vectors(data) -> None:
    cases = json.loads((data / "wire" / "bip341_wallet_vectors.json").read_text("utf-8"))
    expected = [case["expected"] for case in cases["scriptPubKey"]]
    scripts = [bytes.fromhex(case["scriptPubKey"]) for case in expected]
    assert written(scripts, "main") == [case["bip350Address"] for case in expected]


def test_real_addresses_come_back_as_they_were(data) -> None:
    texts = (data / "addresses" / "real_addresses.txt").read_text("ascii").split()
    scripts = [parse(text, "main")[1] for text in texts]
    assert written(scripts, "main") == texts
    assert types_of(scripts) == [check(text).type for text in texts]


def test_every_output_of_real_blocks_has_the_address_that_core_gives(data, real_block) -> None:
    for file in sorted((data / "blocks").glob("*.outputs.csv.gz")):
        with gzip.open(file, "rt", encoding="ascii") as lines:
            expected = [row["address"] or None for row in csv.DictReader(lines)]
        (block,) = oracle.parse_blocks([real_block(file.name.split(".")[0])], hashes=False)
        scripts = [script for tx in block["txs"] for _, script in tx["outputs"]]
        found = [
            None if text is None or text.startswith("script:") else text
            for text in written(scripts, "main")
        ]
        assert found == expected, file.name


def test_core_decodes_scripts_to_the_same_addresses(data) -> None:
    for script, answer in vectors(data, "rpc_decodescript.json"):
        text = format(bytes.fromhex(script), "regtest")
        assert answer.get("address") == (text if text and "script:" not in text else None)


@pytest.mark.parametrize("network", NETWORKS)
@given(scripts=st.lists(SCRIPTS, max_size=40))
def test_bulk_writing_agrees_with_plain_python(network: str, scripts) -> None:
    expected = [oracle_address.address_of(script, network) for script in scripts]
    assert written(scripts, network) == expected


@pytest.mark.parametrize("network", NETWORKS)
@given(script=WELL_FORMED)
def test_what_is_written_is_read_back(network: str, script: bytes) -> None:
    text = format(script, network)
    if text is None or text.startswith("script:"):
        return
    found = check(text, network)
    assert (found.valid, found.network, found.script) == (True, network, script)
    assert [found.type] == types_of([script])


@given(script=WELL_FORMED, data=st.data())
def test_a_changed_character_is_noticed(script: bytes, data) -> None:
    text = format(script, "main") or ""
    if not check(text).valid:
        return
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    changed = text[:at] + other + text[at + 1 :]
    assert check(changed).valid == (changed in (text, text.upper()))


@given(st.text(st.characters(exclude_categories=()), max_size=120))
def test_no_text_is_too_strange(text: str) -> None:
    found = check(text)
    assert (found.valid, found.script) == (False, None)
    assert found.why.endswith(".")


def test_scripts_without_an_address() -> None:
    script = bytes.fromhex("21" + "02" + "11" * 32 + "ac")
    # As the command sha256sum gives it.
    assert format(script, "main") == "script:1d3b71a153a348a9"
    assert format(b"", "main") == "script:e3b0c44298fc1c14"
    assert format(b"\x6a\x01x", "main") is None
    assert written([b"\x6a", b"", b"\x6a\x6a"], "main") == [None, "script:e3b0c44298fc1c14", None]
    assert written([], "main") == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (PAYMENT[:-1] + "5", "checksum is wrong"),
        (PAYMENT[:-1], "checksum is wrong"),
        (PAYMENT[:-1] + "T", "mixes small and capital"),
        (PAYMENT.replace("8", "b"), "Character 8, 'b'"),
        ("tc1qw508d6qejxtdg4y5r3zarvary0c5xw7kg3g4ty", "prefix, 'tc', is of no Bitcoin network"),
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", "needs bech32:"),
        ("1BoatSLRHtKNngkdXEeobR76b53LETtpyt", "checksum is wrong"),
        ("1BoatSLRHtKNngkdXEeobR76b53LETtpyl", "Character 34, 'l'"),
        ("37G2kMDLpmWVhimxRdzwNfE8JFvWXnJYnVcXeeGrek2qumdJuK7XArcVVpRtLLjRra3t64BEPF2", "50 bytes"),
        (oracle_address.base58check(b"\x1e" + bytes(20)), "Dogecoin"),
        (oracle_address.base58check(b"\x41" + bytes(20)), "Tron"),
        (oracle_address.base58check(b"\x99" + bytes(20)), "version, 153, is of no Bitcoin"),
        ("ab" * 32, "transaction id"),
        (None, "something else (NoneType)"),
        (17, "something else (int)"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_mistake(text, why: str) -> None:
    found = check(text)
    assert (found.valid, found.network, found.type, found.script) == (False, None, None, None)
    assert why in found.why


def test_networks_that_share_prefixes() -> None:
    legacy, segwit = format(b"\xa9\x14" + bytes(20) + b"\x87", "signet"), PAYMENT
    assert check(legacy).network == "test"
    assert "test or testnet4 or signet or regtest" in check(legacy).why
    assert check(legacy, "regtest").network == "regtest"
    assert check(format(b"\x00\x14" + bytes(20), "regtest")).network == "regtest"
    found = check(segwit, "regtest")
    assert (found.valid, found.network, found.script) == (False, "main", None)
    assert found.why == "It is an address of main, not of regtest."
    with pytest.raises(AddressError, match="no network 'mainnet'; choose from main, test"):
        check(segwit, "mainnet")


def test_a_refused_text_is_not_repeated_in_full() -> None:
    secret = "L5nJeqKmpHp4P7F8ZYyjwc5a7P4d8EabuGAzfGJk7yC1BJyzNaEd"
    with pytest.raises(AddressError) as refusal:
        parse(secret)
    assert str(refusal.value).startswith("'L5nJeq…NaEd' is refused as an address. It looks like a")
    with pytest.raises(AddressError, match=r"'\\u202e1B' is refused"):
        parse("\u202e1B")


def test_many_texts_decode_each_once() -> None:
    other = format(b"\xa9\x14" + bytes(20) + b"\x87", "main")
    abroad = format(b"\xa9\x14" + bytes(20) + b"\x87", "test")
    texts = [PAYMENT, other, None, PAYMENT, abroad, "nonsense", PAYMENT.upper()]
    for column in (texts, pa.array(texts), pa.array(texts, pa.large_string())):
        scripts, start, length = decode(column, "main")
        found = [
            scripts[s : s + n].tobytes() if n >= 0 else None
            for s, n in zip(start, length, strict=True)
        ]
        payment, hashed = parse(PAYMENT)[1], parse(other)[1]
        assert found == [payment, hashed, None, payment, None, None, payment]
        assert start[0] == start[3]
        assert (start.dtype, length.dtype) == (np.int64, np.int32)
    assert [column.size for column in decode([], "main")] == [0, 0, 0]
    assert decode([None, "x"], "main")[2].tolist() == [-1, -1]
