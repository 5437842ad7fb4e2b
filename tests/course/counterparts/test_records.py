"""An account is found by its address, and told as it was on a day."""

import pytest

from nps_chain.course.counterparts.records import account, canonical, manner
from nps_chain.errors import NpsError
from nps_chain.evidence.letters.told import Told

OWN = "bcrt1qcer9eu3cm7kuu0gdh6a6rfjgmupagrtcv4hts5"
OTHER = "2MyfZ79vwVUrW8wtD8LuEg1uFc8CcK5qLb4"
ADDRESSES = f"address,account\n{OWN},M-1\n{OTHER},M-2\n"
ACCOUNTS = (
    "account,holder,kind,country,phone\nM-1,A. Someone,person,Aldoria,\nM-2,B,firm,Velmark,1\n"
)
ENTRIES = f"""account,time,what,satoshi,address
M-1,2025-01-05T13:00Z,deposit,100,{OWN}
M-2,2025-01-05T14:00Z,deposit,7,{OTHER}
M-1,2025-01-09T13:00Z,withdrawal,-50,{OTHER}
M-1,2025-01-07T13:00Z,sold,-10,
"""  # fmt: skip


@pytest.fixture
def data(tmp_path):
    top = tmp_path / "exchanges" / "Merivane"
    top.mkdir(parents=True)
    (top / "addresses.csv").write_text(ADDRESSES)
    (top / "accounts.csv").write_text(ACCOUNTS)
    (top / "entries.csv").write_text(ENTRIES)
    (top / "manner.csv").write_text("status,delay_days,gives\nin part,12,deposits\n")
    return tmp_path


def test_an_account_is_told_with_its_holder_and_what_was_booked(data):
    found = account(data, "Merivane", OWN, "2025-01-09")
    assert (found.account, found.holder) == (
        "M-1", {"holder": "A. Someone", "kind": "person", "country": "Aldoria"},
    )  # fmt: skip
    assert list(found.entries.itertuples(index=False, name=None)) == [
        ("2025-01-05T13:00Z", "deposit", 100, OWN),
        ("2025-01-07T13:00Z", "sold", -10, ""),
        ("2025-01-09T13:00Z", "withdrawal", -50, OTHER),
    ]
    assert found.entries.dtypes.equals(Told().entries.dtypes)


@pytest.mark.parametrize(("day", "lines"), [("2025-01-05", 1), ("2025-01-08", 2)])
def test_nothing_is_later_than_the_day(data, day, lines):
    assert len(account(data, "Merivane", OWN, day).entries) == lines


def test_an_address_is_unknown_before_anything_came_there(data):
    assert account(data, "Merivane", OWN, "2025-01-04") is None
    assert account(data, "Merivane", OTHER[::-1], "2025-01-30") is None


def test_the_manner_of_an_exchange_is_read(data):
    found = manner(data, "Merivane")
    assert (found.status, found.days, found.gives) == ("part", 12, "deposits")


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("manner.csv", "status,delay_days,gives\nsoon,1,x\n", "How Merivane answers is not told"),
        ("manner.csv", "status,delay_days,gives\nfull,-1,x\n", "How Merivane answers is not told"),
        ("manner.csv", "status,delay_days,gives\n", "How Merivane answers is not told"),
        ("manner.csv", "status\nfull\n", "has other columns than status, delay_days, gives"),
        ("manner.csv", "", "is no table"),
    ],
)
def test_a_damaged_manner_is_told(data, file, text, says):
    (data / "exchanges" / "Merivane" / file).write_text(text)
    with pytest.raises(NpsError, match=says):
        manner(data, "Merivane")


def test_damaged_entries_are_told(data):
    (data / "exchanges" / "Merivane" / "entries.csv").write_text("account,time\n")
    with pytest.raises(NpsError, match="has other columns than account, time, what, satoshi"):
        account(data, "Merivane", OWN, "2025-01-30")


@pytest.mark.parametrize(
    ("text", "written"), [(OWN, OWN), (OWN.upper(), OWN), (OTHER, OTHER), ("saltmeadow", "")]
)
def test_an_address_is_written_in_one_way(text, written):
    assert canonical(text) == written
