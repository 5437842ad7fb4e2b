import hashlib

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.deconflict import break_salted_hashes, salted, salted_hashes
from tests.evidence.deconflict.people import address

CHAIN = nps.load("tiny")
SALT = "agreed by telephone"
HELD = CHAIN.addresses["address"].tolist()[500:536]


def test_a_salted_hash_is_of_salt_and_address():
    one, other = address(1), address(2)
    expected = [hashlib.sha256(f"{SALT}{text}".encode()).hexdigest() for text in (one, other)]
    assert salted_hashes([one, other.upper(), one], SALT) == sorted(expected)


def test_all_of_a_list_is_found_by_trying_the_chains_own_addresses():
    hashes = salted_hashes(HELD, SALT)
    broken = break_salted_hashes(hashes, SALT, CHAIN)
    assert sorted(broken.frame["address"]) == sorted(HELD)
    assert broken.frame["hash"].tolist() == hashes
    again = [hashlib.sha256(f"{SALT}{one}".encode()) for one in broken.frame["address"]]
    assert [hashed.hexdigest() for hashed in again] == hashes
    assert (broken.found, broken.share, broken.guesses) == (36, 1.0, 2181)
    assert repr(broken) == ("Broken(36 of 36 hashes, by 2,181 guesses: every address on the chain)")


def test_what_is_on_no_chain_isnt_found():
    hashes = [*salted_hashes(HELD[:1], SALT), *salted_hashes([address(1), address(2)], SALT)]
    broken = break_salted_hashes([one.upper() for one in hashes], SALT, CHAIN)
    pd.testing.assert_frame_equal(
        broken.frame,
        pd.DataFrame(
            {"hash": [one.upper() for one in hashes], "address": [HELD[0], "", ""]}, dtype="str"
        ),
    )
    assert (broken.found, round(broken.share, 3)) == (1, 0.333)


def test_without_the_salt_nothing_is_found():
    broken = break_salted_hashes(salted_hashes(HELD, SALT), "another", CHAIN)
    assert (broken.found, broken.share) == (0, 0.0)


@pytest.mark.parametrize("hashes", ["ab" * 32, [], [b"ab"], [None], 7])
def test_what_is_no_list_of_hashes_is_refused(hashes):
    with pytest.raises(NpsError, match=r"^Give a list of hashes, as texts, 200,000 at most\.$"):
        break_salted_hashes(hashes, SALT, CHAIN)


@pytest.mark.parametrize("chain", ["tiny", None])
def test_a_chain_is_a_chain(chain):
    with pytest.raises(NpsError, match=r"^The chain is what nps\.load returns, not \w+\.$"):
        break_salted_hashes(["ab"], SALT, chain)


def test_no_more_is_read_than_is_said(monkeypatch):
    monkeypatch.setattr(salted, "LONGEST", 2)
    with pytest.raises(NpsError, match=r"^Give a list of hashes, as texts, 2 at most\.$"):
        break_salted_hashes(iter(["a", "b", "c"]), SALT, CHAIN)


@pytest.mark.parametrize("salt", [b"salt", None, 7])
def test_a_salt_is_a_text(salt):
    with pytest.raises(NpsError, match=r"^The salt is a text, not \w+\.$"):
        salted_hashes(HELD, salt)
