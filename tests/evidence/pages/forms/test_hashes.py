"""Hexadecimal digits are told apart by the chain, by words around, or by their own grammar."""

import pytest

from nps_chain.evidence.pages.forms import hashes
from tests.evidence.pages.forms.look import found, whys

NAME = "ab" * 32
PRINT = "0123456789ABCDEF0123456789ABCDEF01234567"
NONE = frozenset()


def kinds(source, on_chain=None, prints=NONE, where="text"):
    return [
        (kind, text) for kind, text, *_ in found(hashes.find, source, on_chain, prints, where=where)
    ]


@pytest.mark.parametrize(
    "said",
    ["The txid is {} here", "I paid: {}", "Транзакция: {}", "Tranzacția: {}", "my deposit was {}",
     "Перевёл утром: {}", "see https://x.example/tx/{}"],
)  # fmt: skip
def test_without_a_chain_words_before_it_make_a_txid(said):
    assert kinds(said.format(NAME)) == [("txid", NAME)]


@pytest.mark.parametrize(
    "said",
    ["{}", "The hash of the last canary was {}", "I paid. Now this: {}", "{} is not a txid",
     "txid? {} is not a txid", "the payment's hash {}", "{}  harbour.jpg", "block {}"],
)  # fmt: skip
def test_without_such_a_word_it_is_some_hash(said):
    assert kinds(said.format(NAME)) == [("hash", NAME)]


def test_the_chain_decides_whatever_words_say():
    assert kinds(f"hash {NAME}", {NAME}) == [("txid", NAME)]
    assert kinds(f"txid {NAME.upper()}", set()) == [("hash", NAME)]
    assert whys(hashes.find, NAME, {NAME}, NONE) == ["It is a transaction of the chain."]


def test_where_nobody_looks_only_transactions_count():
    assert kinds(f"<a href='/tx/{NAME}'>", where="link") == [("txid", NAME)]
    assert kinds(f"<a href='/file/{NAME}'>", where="link") == []


@pytest.mark.parametrize("text", [NAME[:-1], NAME + "a", "x" + NAME, "g" * 64])
def test_other_lengths_are_nothing(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "written",
    [
        "0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567",
        "0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567",
        "01234567 89ABCDEF 01234567 89ABCDEF 01234567",
        "key 0123456789ABCDEF0123456789ABCDEF01234567",
        "PGP: 01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67",
        "<pre>0123 4567 89AB CDEF 0123\n4567 89AB CDEF 0123 4567</pre>",
    ],
)
def test_a_fingerprint_is_found_in_any_spacing(written):
    assert kinds(written) == [("fingerprint", PRINT)]


def test_a_fingerprint_of_a_key_that_is_there_is_told():
    (why,) = whys(hashes.find, PRINT, None, frozenset({PRINT}))
    assert why == "It is the fingerprint of a key that stands on these pages."
    (why,) = whys(hashes.find, f"key {PRINT}", None, NONE)
    assert why == "It has the form of a key's fingerprint; no page here has the key."
    assert kinds(NAME, None, frozenset({NAME.upper()})) == [("fingerprint", NAME.upper())]


@pytest.mark.parametrize(
    "text",
    ["2024 2025 2026 2027 2028 2029 2030 2031 2032 2033", "01 02 03 04 05 06 07 08 09 10 11 12",
     "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67"],
)  # fmt: skip
def test_other_groups_of_digits_are_no_fingerprint(text):
    assert kinds(text) == []


def test_forty_digits_alone_may_be_either():
    assert kinds(PRINT) == [("hash", PRINT.lower())]


def test_a_locking_script_is_known_by_its_grammar():
    keys = ["02" + f"{number:02x}" * 32 for number in (1, 2, 3)]
    script = "52" + "".join(f"21{key}" for key in keys) + "53ae"
    lines = "\n".join(script[at : at + 60] for at in range(0, len(script), 60))
    assert kinds(f"<pre>{lines}\nbe</pre>") == [("script", script)]
    assert whys(hashes.find, f"<pre>{lines}</pre>", None, NONE) == [
        "It is a locking script that asks for 2 signatures of 3 keys."
    ]
    assert kinds("76a914" + "ab" * 20 + "88ac") == [("script", "76a914" + "ab" * 20 + "88ac")]
    assert kinds(script[:-2]) == []
