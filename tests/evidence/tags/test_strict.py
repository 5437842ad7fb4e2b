"""Addresses, hashes and dates that the public schema lets through, and ours doesn't."""

from datetime import UTC, date, datetime, timedelta, timezone

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.tags.strict import address_of, bitcoin_network, day_of, moment_of, txid_of
from nps_chain.evidence.tags.yaml_data import NotText
from tests.evidence.tags.packs import MAIN, OTHER, REGTEST

LITECOIN = "LW98ceYNxYki9e9QxDACLn82TtVEPm4qmy"  # the hash of OTHER's, with Litecoin's version


def test_an_address_of_the_network_that_is_named_is_right():
    assert address_of(MAIN, "BTC") == (MAIN, "", True)
    assert address_of(MAIN.upper(), "bitcoin") == (MAIN, "", True)
    assert address_of(OTHER, "XBT") == (OTHER, "", True)
    assert address_of(REGTEST, "REGTEST") == (REGTEST, "", True)


@pytest.mark.parametrize(
    ("address", "network", "why"),
    [
        (MAIN[:-1] + "5", "BTC", f"is '{MAIN[:-1]}5': its checksum is wrong"),
        (OTHER[:-1] + "t", "BTC", f"is '{OTHER[:-1]}t': its checksum is wrong"),
        (REGTEST, "BTC", f"is '{REGTEST}': it is an address of regtest, not of main"),
        (MAIN, "REGTEST", f"is '{MAIN}': it is an address of main, not of regtest"),
        (f" {MAIN}", "BTC", "has blanks around it: take them out"),
        ("ab" * 32, "BTC", f"is '{'ab' * 32}': it looks like a transaction id or a block hash"),
        ("0x1234", "ETH", "is '0x1234': an address has 0x and 40 hex digits there"),
        (f"{LITECOIN}x", "LTC", f"is '{LITECOIN}x': its checksum is wrong"),
    ],
)
def test_an_address_that_nobody_can_own_there_is_refused(address, network, why):
    written, told, checked = address_of(address, network)
    assert told.startswith(why)
    assert (written, checked) == (address.strip(), True)


def test_other_coins_are_checked_by_their_form_or_said_to_be_unchecked():
    on_ethereum = "0x" + "aB" * 20
    assert address_of(on_ethereum, "ETH") == (on_ethereum, "", True)
    assert address_of(LITECOIN, "LTC") == (LITECOIN, "", True)
    for address, network in ((MAIN, "SOL"), ("ltc1whatever", "LTC"), ("zs1whatever", "ZEC")):
        assert address_of(address, network) == (address, "", False)


def test_packs_call_networks_in_several_ways():
    names = {"btc": "main", "MainNet": "main", "testnet3": "test", "SIGNET": "signet", "ETH": None}
    assert {name: bitcoin_network(name) for name in names} == names


def test_a_hash_has_its_digits():
    assert txid_of("AB" * 32, "BTC") == ("ab" * 32, "")
    assert txid_of("0x" + "AB" * 32, "ETH") == ("0x" + "ab" * 32, "")
    assert txid_of("anything", "SOL") == ("anything", "")
    assert txid_of("ab" * 31, "BTC") == (
        "ab" * 31, f"is '{'ab' * 31}', of 62 characters: a hash has 64 hex digits",
    )  # fmt: skip
    assert txid_of("0x" + "ab" * 32, "BTC")[1].endswith(
        "of 66 characters: a hash has 64 hex digits"
    )
    assert txid_of("xy" * 32, "BTC")[1].endswith("of 64 characters: a hash has 64 hex digits")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (date(2025, 3, 1), "2025-03-01"),
        ("2025-03-01", "2025-03-01"),
        (datetime(2025, 3, 1, 9, 30), "2025-03-01T09:30:00Z"),
        (datetime(2025, 3, 1, 1, tzinfo=timezone(timedelta(hours=2))), "2025-02-28T23:00:00Z"),
        ("2025-03-01T09:30:00.5+00:00", "2025-03-01T09:30:00Z"),
        (date(2009, 1, 3), "2009-01-03"),
    ],
)
def test_days_and_moments_are_told_in_one_way_in_utc(given, told):
    assert day_of(given) == (told, "")


@pytest.mark.parametrize(
    ("given", "told", "why"),
    [
        ("2025-02-30", "", "is '2025-02-30', which is no real date; write it as 2025-03-01"),
        ("1.3.2025", "", "is '1.3.2025', which is no real date; write it as 2025-03-01"),
        ("2025-3-1", "", "is '2025-3-1', which is no real date; write it as 2025-03-01"),
        (NotText("2025-13-01", "no real date"), "", "is '2025-13-01', which is no real date; write"
         " it as 2025-03-01"),
        (date(2009, 1, 2), "", "is 2009-01-02, and before 2009-01-03 there was nothing to"
         " put a name on"),
        (date(1, 1, 1), "", "is 0001-01-01, and before 2009-01-03 there was nothing to"
         " put a name on"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9))), "", "is 0001-01-01"
         " 00:00:00+09:00, which is no real date; write it as 2025-03-01"),
    ],
)  # fmt: skip
def test_a_day_that_never_was_is_refused(given, told, why):
    assert day_of(given) == (told, why)


def test_whoever_asks_for_a_date_must_give_one():
    assert moment_of(pd.Timestamp("2025-03-01 12:00", tz="UTC")) == "2025-03-01T12:00:00Z"
    for wrong in (5, None, pd.NaT, ["2025-03-01"]):
        with pytest.raises(NpsError, match="is no date: give a day, such as '2025-03-01'"):
            moment_of(wrong)
    with pytest.raises(NpsError, match=r"^The date is 'soon', which is no real date"):
        moment_of("soon")


@given(st.text(max_size=120), st.sampled_from(["BTC", "REGTEST", "ETH", "LTC", "ZEC", "SOL", ""]))
def test_any_text_is_an_address_or_refused(text, network):
    written, why, checked = address_of(text, network)
    assert len(written) <= 200
    assert isinstance(checked, bool)
    assert "\n" not in why


@given(st.datetimes(timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=-14))])))
def test_any_moment_has_one_form(moment):
    told, why = day_of(moment)
    assert why or (len(told) == 20 and told == day_of(told)[0])
