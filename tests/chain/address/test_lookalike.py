"""What is pasted instead of an address is named; secrets are called secrets."""

import re

import pytest

from nps_chain.chain.address.lookalike import LONGEST, recognise


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "no text"),
        ("a" * (LONGEST + 1), "1001 characters"),
        ("5" + "K" * 50, "private key: .* secret"),
        ("L" + "1" * 51, "private key: .* secret"),
        ("9" + "2" * 50, "private key: .* secret"),
        ("6P" + "R" * 56, "locked with a password: .* secret"),
        ("xprv" + "9" * 107, "whole wallet: .* secret"),
        (" ".join(["abandon"] * 11 + ["about"]), "recovery words .* secret"),
        ("zpub" + "6" * 107, "extended public key"),
        ("0" * 64, "transaction id"),
        ("02" + "ab" * 32, "public key"),
        ("04" + "ab" * 64, "public key"),
        ("0x" + "Ab" * 20, "Ethereum"),
        ("AB" * 20, "PGP fingerprint"),
        ("script:0123456789abcdef", "has no address"),
        ("bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT?amount=1", "payment link"),
        ("BITCOIN:BC1QW508", "payment link"),
        ("lnbc2500u1pvjluezpp5", "Lightning invoice"),
        ("lntb1pvjluez", "Lightning invoice"),
        ("LNURL1DP68GURN8GHJ7", "Lightning"),
        ("ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "Litecoin"),
        ("bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "Bitcoin Cash"),
        ("addr1vx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzers66hrl8", "Cardano"),
        ("44" + "A" * 93, "Monero"),
        ("8B" + "z" * 93, "Monero"),
        ("a" * 56 + ".onion", "onion service"),
        ("http://www." + "b" * 56 + ".onion/market", "onion service"),
        ("https://shop.example/a?b", "web page"),
        ("someone@mail.example", "e-mail"),
        ("bc1q…xq5z", "shortened"),
        ("bc1qw5...8f3t4", "shortened"),
        ("1Boat SLR", "Character 6 is a space"),
        ("1BoatSLR\n", "Character 9 is a space or a line break"),
        ("1B\u043e", "Character 3 is 'cyrillic small letter o'"),
        ("1\u200bB", "Character 2 is 'zero width space'"),
        ("1\ud800", "u\\+d800"),
    ],
)
def test_named(text: str, named: str) -> None:
    assert re.search(named, recognise(text) or "nothing")


@pytest.mark.parametrize(
    "text",
    [
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
        "2NC2hEhe28ULKAJkW5MjZ3jtTMJdvXmByvK",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "BC1SW50QGDZ25J",
        "1BoatSLR!",
    ],
)
def test_what_may_be_an_address_is_left_to_the_checksum(text: str) -> None:
    assert recognise(text) is None
