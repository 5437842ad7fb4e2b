import pytest

from nps_chain.chain.networks import NETWORKS
from nps_chain.chain.readers.shared.networks import network_of
from nps_chain.chain.wire.hashes import from_shown
from nps_chain.errors import ChainError

# BIP 173 and BIP 341 examples, and Bitcoin Core's key_io_valid.json.
MAIN = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
TEST = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"
TEST_OLD = "mo9ncXisMeAoXwqcV5EWuyncbmCcQN4rVs"
REGTEST = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"


@pytest.mark.parametrize("name", NETWORKS)
def test_block_0_names_its_network(name):
    assert network_of(genesis=from_shown(NETWORKS[name].genesis)) == name


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ({}, "main"),
        ({"genesis": bytes(32)}, "main"),
        ({"bits": 0x207FFFFF}, "regtest"),
        ({"bits": 0x1E0377AE}, "signet"),
        ({"bits": 0x1E00FFFF}, "signet"),
        ({"bits": 0x1D00FFFF}, "main"),
        ({"bits": 0x17034219}, "main"),
        ({"bits": 0x17034219, "addresses": [TEST]}, "test"),
        ({"bits": 0x1E0377AE, "addresses": [TEST, TEST_OLD]}, "signet"),
        ({"bits": 0x207FFFFF, "addresses": [TEST_OLD]}, "regtest"),
        ({"addresses": [MAIN]}, "main"),
        ({"addresses": [TEST_OLD]}, "test"),
        ({"addresses": [TEST_OLD, REGTEST]}, "regtest"),
        ({"addresses": ["", "no address", MAIN[:-1] + "5"]}, "main"),
        ({"asked": "signet", "addresses": [TEST]}, "signet"),
        ({"asked": "testnet4", "bits": 0x1D00FFFF}, "testnet4"),
    ],
)
def test_evidence_rules_networks_out(evidence, expected):
    assert network_of(**evidence) == expected


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        ({"asked": "mainnet"}, "There is no network 'mainnet': choose from main, test"),
        ({"asked": "main", "bits": 0x207FFFFF}, "of the network regtest, not of main"),
        ({"asked": "main", "addresses": [TEST]}, "test or testnet4 or signet, not of main"),
        ({"asked": "test", "genesis": from_shown(NETWORKS["signet"].genesis)}, "signet, not"),
        ({"addresses": [MAIN, TEST]}, "not of one network"),
        ({"bits": 0x207FFFFF, "addresses": [MAIN]}, "not of one network"),
        ({"bits": 0x21000001}, "not of one network"),
    ],
)  # fmt: skip
def test_contradictions_are_refused(evidence, message):
    with pytest.raises(ChainError) as refusal:
        network_of(**evidence)
    assert message in str(refusal.value)
