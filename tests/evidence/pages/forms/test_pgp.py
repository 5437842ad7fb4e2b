"""Keys are known by their fingerprint; a signature holds if it verifies by a key that is there."""

import html

import pysequoia
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.evidence.pages.forms import pgp
from nps_chain.evidence.pgp.blocks import MOST_BLOCKS, blocks, dearmored
from nps_chain.world.pages.fixtures import key, public_block
from tests.evidence.pages.forms.look import found, sought, whys

ANN, BEA = "key-01", "key-02"
SAID = "This is me.\n- a dash, and <angles> & more\n\nPay nobody else."


def signed(name=ANN, text=SAID):
    return key(name).sign(text, 1_738_000_000).rstrip("\n")


def known(*names):
    keys = pgp.Keys()
    for name in names:
        pgp.learn(keys, public_block(name), f"{name}.html")
    return keys


def pre(text):
    return f"<pre>{html.escape(text)}</pre>"


def test_a_key_is_its_fingerprint_and_says_whose_it_is():
    assert found(pgp.find, pre(public_block(ANN)), known()) == [
        ("key", key(ANN).fingerprint, True, "")
    ]
    (why,) = whys(pgp.find, pre(public_block(ANN)), known())
    assert why.startswith("It is the key of 'FIXTURE KEY")
    assert why.endswith("as it says itself.")


@pytest.mark.parametrize(
    "shape",
    [
        lambda text: "<p>" + html.escape(text).replace("\n", "<br>\n  ") + "</p>",
        lambda text: "<div>" + html.escape(text) + "</div>",
        lambda text: pre("> ".join(text.split("> ")).replace("\n", "\r\n")),
    ],
)
def test_a_key_is_read_whatever_became_of_its_lines(shape):
    assert found(pgp.find, shape(public_block(ANN)), known()) == [
        ("key", key(ANN).fingerprint, True, "")
    ]


def test_a_damaged_key_is_refused():
    block = public_block(ANN)
    place = block.index("\n\n") + 70
    other = "A" if block[place] != "A" else "B"
    changed = block[:place] + other + block[place + 1 :]
    assert found(pgp.find, pre(changed), known()) == [("key", "", False, "damaged")]
    assert whys(pgp.find, pre(changed), known()) == [
        "It is no key: its checksum is wrong, so a letter was changed."
    ]
    assert found(pgp.find, pre(block[:200]), known()) == [("key", "", False, "cut off")]
    empty = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n-----END PGP PUBLIC KEY BLOCK-----"
    assert whys(pgp.find, pre(empty), known()) == ["It is no key: there is nothing in it."]


def test_a_name_that_somebody_put_into_a_key_is_not_told():
    cert = pysequoia.Cert.from_bytes(public_block(ANN).encode())
    data = bytes(cert).replace(b"FIXTURE KEY", b"SOMEBODY IT")
    block = pysequoia.armor(data, pysequoia.ArmorKind.PublicKey)
    assert found(pgp.find, pre(block), known()) == [("key", key(ANN).fingerprint, True, "")]
    assert whys(pgp.find, pre(block), known()) == [
        "It is a key; no name in it is confirmed by the key itself."
    ]


def test_a_secret_key_is_told_to_be_one():
    block = str(pysequoia.Tsk.generate("Ann <ann@mail.example>"))
    (why,) = whys(pgp.find, pre(block), known())
    assert why.endswith("Its secret half is here, too: handle it as a secret.")


def test_a_signature_holds_by_a_key_on_another_page():
    assert found(pgp.find, pre(signed()), known(BEA, ANN)) == [
        ("signature", key(ANN).fingerprint, True, "")
    ]
    assert whys(pgp.find, pre(signed()), known(ANN)) == [
        f"The signature holds, by the key that stands on {ANN}.html."
    ]


def test_a_signature_holds_in_lines_that_the_page_made():
    page = "<p>" + html.escape(signed()).replace("\n", "<br>\n") + "</p>"
    assert found(pgp.find, page, known(ANN)) == [("signature", key(ANN).fingerprint, True, "")]


@pytest.mark.parametrize(
    ("changed", "keys", "trap"),
    [
        (signed().replace("nobody", "anybody"), (ANN,), "signature that fails"),
        (signed(), (BEA,), "key not there"),
        (signed(), (), "key not there"),
        (" ".join(signed().split()), (ANN,), "lines lost"),
    ],
)
def test_a_signature_that_cannot_be_verified_is_refused(changed, keys, trap):
    assert found(pgp.find, pre(changed), known(*keys)) == [
        ("signature", key(ANN).fingerprint, False, trap)
    ]


def test_a_broken_signature_names_nobody():
    text = signed()
    place = text.index("SIGNATURE-----\n\n") + 40
    broken = text[:place] + "@" + text[place + 1 :]
    assert found(pgp.find, pre(broken), known(ANN))[0][1:] == ("", False, "damaged")
    cut = text[: text.index("-----BEGIN PGP SIGNATURE")]
    assert found(pgp.find, pre(cut), known(ANN)) == [("signature", "", False, "cut off")]


def test_what_a_message_says_stays_to_be_searched():
    text = sought(pre(signed()))
    pgp.find(text, known(ANN))
    assert "Pay nobody else." in text.rest
    assert "wnUE" not in text.rest
    (held,) = text.found
    assert text.whole[held.start : held.end] == signed()


def test_only_so_many_blocks_are_read():
    block = "-----BEGIN PGP SIGNED MESSAGE-----\n"
    assert len(list(blocks(block * (MOST_BLOCKS + 5)))) == MOST_BLOCKS


CHANGES = st.lists(st.tuples(st.integers(0, 700), st.integers(0, 255)), max_size=3)


def damaged(data, changes):
    """Bytes of which some were changed."""
    found = bytearray(data)
    for place, byte in changes:
        found[place % len(found)] = byte
    return bytes(found)


@given(CHANGES)
def test_a_key_is_read_or_refused_whatever_became_of_it(changes):
    data = damaged(bytes(pysequoia.Cert.from_bytes(public_block(ANN).encode())), changes)
    block = pysequoia.armor(data, pysequoia.ArmorKind.PublicKey)
    for kind, text, valid, _ in found(pgp.find, pre(block), known()):
        assert (kind, valid) == ("key", bool(text))


@given(CHANGES)
def test_a_signature_holds_or_is_refused_whatever_became_of_it(changes):
    text = signed()
    place = text.index("-----BEGIN PGP SIGNATURE")
    packet = dearmored(text[place:])
    data = damaged(packet, changes)
    armor = pysequoia.armor(data, pysequoia.ArmorKind.Signature)
    ((kind, _, valid, _),) = found(pgp.find, pre(text[:place] + armor), known(ANN))
    assert kind == "signature"
    assert data != packet or valid
