"""Addresses are found however they are written; what isn't one is refused, and told why."""

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.chain.address import check
from nps_chain.evidence.pages.forms import coins
from tests.evidence.pages.forms.look import found, sought, whys
from tests.world.pages.story import address

OLD, NEW = address(1, "pages", "p2pkh"), address(1, "pages", "p2wpkh")
WRONG = NEW[:20] + ("q" if NEW[20] != "q" else "p") + NEW[21:]


@pytest.mark.parametrize("text", [OLD, NEW, address(2, "pages", "p2sh")])
@pytest.mark.parametrize("around", ["{}", "({}).", "pay:{},", "„{}“", "адрес{}и", "_{}_", "={}&"])
def test_an_address_is_found_between_other_signs(text, around):
    assert found(coins.find, around.format(text)) == [("address", text, True, "")]


def test_capitals_mean_the_same_where_they_do():
    assert found(coins.find, NEW.upper()) == [("address", NEW, True, "")]
    (refused,) = found(coins.find, NEW[:30] + NEW[30:].upper())
    assert refused[2:] == (False, "wrong letter")


def test_a_payment_link_is_told():
    for link in (f"bitcoin:{OLD}?amount=0.5", f"BITCOIN:{NEW.upper()}?AMOUNT=0.5"):
        ((kind, text, valid, trap),) = found(coins.find, link)
        assert (kind, valid, trap) == ("address", True, "payment link")
        assert text in (OLD, NEW)


def test_what_the_source_cuts_reads_as_one():
    cut = "<wbr>".join(NEW[at : at + 7] for at in range(0, len(NEW), 7))
    coded = "".join(f"&#{ord(letter)};" for letter in NEW)
    for source in (cut, f"<b>{NEW[:9]}</b><i>{NEW[9:]}</i>", NEW[:9] + "\u200b" + NEW[9:], coded,
                   NEW[:9] + "<!-- x --><script>1</script>" + NEW[9:]):  # fmt: skip
        assert found(coins.find, source) == [("address", NEW, True, "")]


def test_what_is_printed_in_groups_is_joined_if_it_is_right():
    grouped = " ".join(NEW[at : at + 4] for at in range(0, len(NEW), 4))
    broken = OLD[:17] + "\n" + OLD[17:]
    assert found(coins.find, f"<pre>{grouped} is mine, {broken}</pre>") == [
        ("address", NEW, True, "in pieces"),
        ("address", OLD, True, "in pieces"),
    ]
    assert found(coins.find, f"{OLD[:17]} {OLD[18:]}") == []


def test_a_wrong_letter_is_refused_with_the_reason():
    assert found(coins.find, WRONG) == [("address", WRONG, False, "wrong checksum")]
    assert whys(coins.find, WRONG) == [check(WRONG).why]
    zero = OLD[:12] + "0" + OLD[13:]
    assert found(coins.find, zero) == [("address", zero, False, "wrong letter")]


def test_a_letter_of_another_alphabet_is_refused_and_named():
    place = NEW.index("e", 6) if "e" in NEW[6:] else NEW.index("a", 6)
    fake = NEW[:place] + {"e": "е", "a": "а"}[NEW[place]] + NEW[place + 1 :]
    assert found(coins.find, fake) == [("address", fake, False, "look-alike letter")]
    (why,) = whys(coins.find, fake)
    assert why.startswith(f"It isn't all Latin: letter {place + 1} is Cyrillic small letter ")
    assert why.endswith("its checksum would be right.")


@pytest.mark.parametrize(
    "short",
    [f"{OLD[:8]}…{OLD[-5:]}", f"{NEW[:9]}...{NEW[-4:]}", f"{OLD[:6]}[…]{OLD[-6:]}", "mqnNVF…ySXsQ"],
)
def test_a_shortened_address_is_refused(short):
    assert found(coins.find, f"Somebody wrote {short} here.") == [
        ("address", short, False, "shortened")
    ]


@pytest.mark.parametrize("text", ["more…stuff", "2024…2025", "note...that", "mmmmmmmm…mmmmmmm"])
def test_other_shortened_words_are_no_address(text):
    assert found(coins.find, text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0x7E57" + "aB" * 18, "ethereum"),
        ("4" + "8" + "aB3" * 31, "monero"),
        ("ltc1q" + "w508d6qejxtdg4y5r3zarvary0c5xw7kg", "litecoin"),
        ("addr1" + "qx2" * 20, "cardano"),
    ],
)
def test_addresses_of_other_coins_are_known_by_their_form(text, kind):
    written = text.lower() if kind == "ethereum" else text
    assert found(coins.find, f"not bitcoin: {text}") == [(kind, written, True, "other coin")]


def test_bitcoin_cash_is_known_by_what_stands_before_it():
    ((kind, _, valid, _),) = found(coins.find, "bitcoincash:qp3wjpa3tjlj042z2wv7hahsldgwhwy0rq")
    assert (kind, valid) == ("bitcoin cash", True)


def test_a_private_key_is_refused_and_only_its_ends_are_told(data):
    rows = json.loads((data / "addresses" / "key_io_valid.json").read_text("utf-8"))
    keys = [text for text, _, how in rows if how["isPrivkey"]]
    for key in keys:
        text = sought(f"<p>{key}</p>")
        coins.find(text)
        (refused,) = text.found
        assert (refused.text, refused.valid) == (f"{key[:4]}…{key[-4:]}", False)
        assert refused.trap == "private key"
        assert "handle it as a secret" in refused.why
        assert key not in text.hushed
        assert len(text.hushed) == len(text.whole)
    assert len(keys) > 5


def test_what_nobody_sees_is_refused_only_where_it_can_be_nothing_else():
    random = "m3kJ9" + OLD[5:]
    assert found(coins.find, f"<p data-id={random}>", where="attribute") == []
    assert found(coins.find, f"<p data-id={WRONG}>", where="attribute") == [
        ("address", WRONG, False, "wrong checksum")
    ]
    assert found(coins.find, f"<!-- {OLD} -->", where="comment") == [("address", OLD, True, "")]


SEPARATORS = ["</p>\n<p>", " ", "<br>", ", ", "|"]


@pytest.mark.parametrize("between", SEPARATORS)
def test_no_vector_that_is_right_is_missed_and_none_that_is_wrong_is_taken(data, between):
    """The vectors of Bitcoin Core and of the BIPs; and 2,400 real addresses."""
    folder = data / "addresses"
    right = {text for text, _, how in json.loads((folder / "key_io_valid.json").read_text("utf-8"))
             if not how["isPrivkey"]}  # fmt: skip
    wrong = {row[0] for row in json.loads((folder / "key_io_invalid.json").read_text("utf-8"))}
    for name in ("bip173_bech32.json", "bip350_bech32m.json"):
        vectors = json.loads((folder / name).read_text("utf-8"))
        named = {row["address"] for row in vectors["valid_addresses"]}
        right |= {text for text in named if check(text).valid}  # later versions: BIP 350 alone
        wrong |= {row["address"] for row in vectors["invalid_addresses"]}
    right |= set((folder / "real_addresses.txt").read_text("utf-8").split())
    assert len(right) > 2_400
    assert len(wrong) > 50

    def taken(texts):
        page = between.join(map(html.escape, sorted(texts)))
        return {text for kind, text, valid, _ in found(coins.find, page) if valid}

    assert taken(right) == {text.lower() if text.isupper() else text for text in right}
    assert taken(wrong) == set()


@given(st.text(max_size=80))
def test_nothing_is_taken_that_a_checksum_refuses(text):
    for kind, each, valid, _ in found(coins.find, html.escape(text)):
        assert kind != "address" or valid == check(each).valid
