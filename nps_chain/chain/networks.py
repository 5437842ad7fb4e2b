"""What tells Bitcoin's networks apart: magic bytes, first block, easiest work, address prefixes.

The test networks share their prefixes, so an address alone never says which of them it is of.

Source: Bitcoin Core, ``kernel/chainparams.cpp``.
"""

from typing import NamedTuple


class Network(NamedTuple):
    """The constants of one network."""

    magic: bytes  # before each block in a node's files, and each message between nodes
    genesis: str  # hash of block 0, as explorers print it
    easiest: int  # the easiest proof of work it accepts, as compact bits
    halving: int  # after so many blocks a block's reward halves
    p2pkh: int  # version bytes of Base58Check
    p2sh: int
    bech32: str  # what addresses of SegWit begin with


NETWORKS = {
    "main": Network(
        bytes.fromhex("f9beb4d9"),
        "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",
        0x1D00FFFF, 210_000, 0, 5, "bc",
    ),
    "test": Network(
        bytes.fromhex("0b110907"),
        "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943",
        0x1D00FFFF, 210_000, 111, 196, "tb",
    ),
    "testnet4": Network(
        bytes.fromhex("1c163f28"),
        "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043",
        0x1D00FFFF, 210_000, 111, 196, "tb",
    ),
    "signet": Network(
        bytes.fromhex("0a03cf40"),
        "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6",
        0x1E0377AE, 210_000, 111, 196, "tb",
    ),
    "regtest": Network(
        bytes.fromhex("fabfb5da"),
        "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206",
        0x207FFFFF, 150, 111, 196, "bcrt",
    ),
}  # fmt: skip
