"""Each wrong letter comes back with its own reason; the right one is answered from the records."""

import csv
import io
import shutil

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.course.counterparts.ledger import Ledger
from nps_chain.errors import NpsError
from nps_chain.evidence.letters import Letter, read_letter
from nps_chain.places import data_path
from nps_chain.world.story import tell
from tests.course.counterparts.letters_of_tiny import AT_PALLORY, REPORTED, letter, sent

MLA = "mutual legal assistance"
FREEZE = {
    "kind": "preservation",
    "to": "Pallory",
    "about": AT_PALLORY,
    "channel": "24/7 point",
    "reason": "Our tag in tags/adp.yaml names Pallory for it.",
    "intent": "A request under art. 31 will follow.",
}


def told(reply):
    return (reply.status, reply.sent, reply.received, reply.gives, reply.why)


def test_the_one_right_letter_is_answered_in_full_after_two_days():
    reply = sent()
    assert told(reply) == (
        "full", "2025-01-26", "2025-01-28", "evidence",
        "Merivane answers in full. It gives holder, documents, deposits, withdrawals, purchases"
        " and sales.",
    )  # fmt: skip
    path = data_path("tiny/exchanges/Merivane")
    owner = {row["address"]: row["account"] for row in _rows(path / "addresses.csv")}[REPORTED]
    holder = next(row for row in _rows(path / "accounts.csv") if row["account"] == owner)
    assert (reply.account, dict(reply.holder)) == (
        owner, {key: value for key, value in holder.items() if key != "account"},
    )  # fmt: skip
    booked = [
        (row["time"], row["what"], int(row["satoshi"]), row["address"])
        for row in _rows(path / "entries.csv")
        if row["account"] == owner and row["time"] < "2025-01-29"
    ]
    assert list(reply.entries.itertuples(index=False, name=None)) == sorted(
        booked, key=lambda row: row[0]
    )
    assert REPORTED in set(reply.entries["address"])
    assert not reply.late
    assert reply.hits.empty


def test_in_the_classroom_the_reported_account_is_told_on_day_84():
    file = data_path("classroom/folders/CFI/reports/reports.csv")
    row = next(row for row in _rows(file) if row["subject"].endswith("at the exchange Merivane"))
    reply = sent(data="classroom", about=row["addresses"], reason=f"Report {row['number']} of CFI.")
    assert told(reply)[:4] == ("full", "2025-03-23", "2025-03-25", "evidence")
    truth = nps.truth("classroom")
    owner = truth.ownership.set_index("address").loc[row["addresses"]]
    assert str(owner["entity"]) == "Merivane"
    assert reply.holder["holder"] == tell(0).vendors[0].person
    assert reply.entries["time"].max() < "2025-03-26"
    assert set(reply.holder) == {
        "holder", "kind", "country", "born_or_registered", "document", "e_mail", "phone", "opened",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"channel": ""}, "The letter names no channel. Open are: provider directly."),
        (
            {"channel": "24/7 point"},
            "Merivane is in Aldoria, as ADP is: the channel '24/7 point' leads to other countries."
            " Write to it by 'provider directly', under your own law.",
        ),
        (
            {"about": "everything"},
            "Merivane doesn't tell everything about everybody, and may not. Ask for one account, by"
            " one of its deposit addresses.",
        ),
        (
            {"about": [REPORTED, AT_PALLORY]},
            "This letter asks for 2 accounts. Each has a holder of its own, and needs a reason of"
            " its own: write one letter for each.",
        ),
        (
            {"about": "saltmeadow"},
            "'saltmeadow' is no address. An account is asked for by one of its deposit addresses.",
        ),
        (
            {"about": REPORTED[:-1] + "q"},
            f"'{REPORTED[:-1]}q' is no address. Its checksum is wrong: a character is"
            " mistyped, missing or too many. Compare it with the source. An account is asked for by"
            " one of its deposit addresses.",
        ),
        (
            {"reason": "We are quite sure that it is theirs."},
            "Nothing says why this address should be Merivane's. A reason has 20 characters at"
            " least and names a source that can be looked up: a report's number, a file, a page, a"
            " transaction, or a dated message.",
        ),
        (
            {"reason": "", "need": ""},
            "The letter is not complete. It lacks reason (compare Budapest Convention art. 15(2)):"
            " why you believe that these data are held there, with the source of that belief; need:"
            " what the data are needed for, and why now.",
        ),
        (
            {"by": "CFI"},
            "The channel 'provider directly' is not open between Cestania and Aldoria: they don't"
            " both belong to Second Protocol to the Budapest Convention. Open are: police to"
            " police, FIU (Egmont), mutual legal assistance, joint team.",
        ),
        (
            {"by": "TCB"},
            "The channel is open, but Aldoria made a reservation to art. 7 of the Second Protocol:"
            " no order from abroad binds its firms, and Merivane answers none. Ask ADP, or ask for"
            " mutual legal assistance.",
        ),
        (
            {"to": "Freyport", "channel": MLA},
            "Freyport is in no country that anybody knows, so no state can be asked for its help:"
            " the channel 'mutual legal assistance' leads nowhere.",
        ),
        (
            {"to": "TCB", "channel": "police to police"},
            "The channel 'police to police' doesn't carry a request for disclosure, only for"
            " information. For disclosure, take: provider directly, mutual legal assistance.",
        ),
        (
            {"to": "TCB", "channel": "24/7 point"},
            "The channel '24/7 point' doesn't carry a request for disclosure, only for"
            " preservation. For disclosure, take: provider directly, mutual legal assistance.",
        ),
        (
            {"to": "CFI", "channel": "joint team"},
            "A joint team is agreed between states, and takes its time. No letter opens its files;"
            " there is no such team in this case. For disclosure, take: mutual legal assistance.",
        ),
        (
            {"to": "TCB"},
            "The channel 'provider directly' leads to firms, and TCB is none.",
        ),
        (
            {"to": "Pallory", "kind": "preservation"},
            "The Second Protocol's art. 7 is about telling who a customer is, not about keeping"
            " data. For preservation, take: 24/7 point, mutual legal assistance.",
        ),
        (
            {"to": "Pallory", "channel": MLA, "instrument": "UNTOC"},
            "UNTOC doesn't open the channel 'mutual legal assistance' between Aldoria and Tolvany;"
            " this does: 1988 Convention, Budapest Convention.",
        ),
        (
            {"to": "Pallory", "kind": "information", "channel": "police to police"},
            "Pallory is a firm, and tells nobody about its customers because he asks: it takes a"
            " request for disclosure.",
        ),
        (
            {"to": "CFI", "kind": "information", "channel": "regional centre"},
            "The channel 'regional centre' is not open between Aldoria and Cestania: they don't"
            " both belong to CARICC or SELEC or another regional centre. Open are: police to"
            " police, FIU (Egmont), mutual legal assistance, joint team.",
        ),
        (
            {"to": "TCB", "channel": MLA, "custodian": "Somebody"},
            "Nobody knows the custodian 'Somebody': name the firm or the office.",
        ),
        (
            {"to": "TCB", "channel": MLA, "custodian": "Merivane, Aldoria"},
            "Merivane is in Aldoria, and TCB in Tolvany: write to the country in which the data"
            " are.",
        ),
        ({"to": "ADP"}, "ADP can't write to itself: its own folder is open to it."),
        (
            {"date": "2025-02-01"},
            "The letter is dated 2025-02-01, and these data are about 2025-01-01 to 2025-01-30:"
            " nobody is at his desk on another day.",
        ),
        (
            {**FREEZE, "intent": ""},
            "The letter is not complete. It lacks intent (art. 29(2)(f)): that a request for mutual"
            " legal assistance for these data will follow.",
        ),
    ],
)
def test_a_wrong_letter_comes_back_the_next_day_with_its_reason(other, why):
    reply = sent(**other)
    assert (reply.status, reply.why) == ("returned", why)
    assert reply.received == ("2025-02-02" if "date" in other else "2025-01-27")
    assert (reply.gives, reply.account, dict(reply.holder)) == ("nothing", "", {})
    assert (len(reply.entries), len(reply.hits)) == (0, 0)


def test_where_the_law_names_another_agency_the_letter_comes_back(tmp_path):
    reply = sent(data=_without_say(tmp_path, answers_to=""))
    assert (reply.status, reply.why) == (
        "returned", "In Aldoria the law lets nobody ask Merivane.",
    )  # fmt: skip


def test_a_drug_case_can_fail_where_a_country_reserved_that_it_may_refuse():
    refused = sent(**FREEZE)
    assert told(refused)[:4] == ("refused", "2025-01-26", "2025-01-27", "nothing")
    assert refused.why.startswith(
        "Tolvany made the reservation of the Budapest Convention's art. 29(4). The offence is not"
        " one of those of arts 2 to 11"
    )
    for other in (
        {"punishable_there": "Drugs Act of Tolvany"},
        {"offence": "Illegal access."},
        {"offence": "Offences related to infringements of copyright."},
    ):
        kept = sent(**FREEZE, **other)
        assert told(kept) == (
            "full", "2025-01-26", "2025-01-28", "nothing",
            "Pallory keeps what it has on this account, until 2025-03-29 at least. Nothing is told:"
            " for that, send a request for disclosure in time.",
        )  # fmt: skip
        assert kept.entries.empty


def test_aldoria_made_no_such_reservation():
    freeze = {**FREEZE, "by": "TCB", "to": "ADP", "custodian": "Merivane", "about": REPORTED}
    reply = sent(**freeze)
    assert (reply.status, reply.by) == ("full", "Merivane")


def test_at_home_data_are_kept_for_90_days():
    assert told(sent(kind="preservation")) == (
        "full", "2025-01-26", "2025-01-27", "nothing",
        "Merivane keeps what it has on this account, until 2025-04-27. Nothing is told: for that,"
        " send a request for disclosure in time.",
    )  # fmt: skip


@pytest.mark.parametrize("to", [{"to": "Merivane"}, {"to": "ADP", "custodian": "Merivane"}])
def test_mutual_legal_assistance_gives_evidence_after_months(to):
    reply = sent(by="CFI", channel=MLA, **to)
    assert told(reply) == (
        "full", "2025-01-26", "2025-09-25", "evidence",
        "Merivane answers in full. It gives holder, documents, deposits, withdrawals, purchases and"
        " sales. It comes on 2025-09-25, after the last day of these data, 2025-01-30: too late for"
        " this case.",
    )  # fmt: skip
    assert reply.late
    with pytest.raises(NpsError, match=r"ask for it with the date: \.read\('2025-09-25'\)"):
        reply.holder  # noqa: B018
    assert reply.read("2025-09-25").holder == sent().holder
    assert reply.use.startswith("Evidence, for the case that the letter names.")


def test_pallory_answers_late_and_in_part():
    reply = sent(by="TCB", to="Pallory", about=AT_PALLORY, date="2025-01-10")
    assert told(reply) == (
        "part", "2025-01-10", "2025-01-22", "evidence",
        "Pallory answers in part. It gives holder's name and country, deposits.",
    )  # fmt: skip
    assert set(reply.holder) == {"holder", "kind", "country"}
    assert set(reply.entries["what"]) == {"deposit"}
    assert reply.entries["time"].max() < "2025-01-23"


def test_freyport_never_answers():
    reply = sent(to="Freyport")
    assert told(reply) == (
        "none", "2025-01-26", "", "nothing",
        "Freyport did not answer. Nothing binds it: Freyport is in no known country.",
    )  # fmt: skip
    assert reply.late


def test_an_address_of_somebody_else_is_unknown_to_the_exchange():
    reply = sent(about=AT_PALLORY)
    assert told(reply)[:3] == ("none", "2025-01-26", "2025-01-28")
    assert reply.why == f"Merivane knows no account with the address {AT_PALLORY}."


def test_nothing_in_an_answer_is_later_than_the_answer():
    whole = sent().entries
    first = whole.loc[whole["address"] == REPORTED, "time"].min()[:10]
    early = sent(date=(pd.Timestamp(first) - pd.Timedelta(days=3)).date().isoformat())
    assert (early.status, len(early.entries)) == ("none", 0)
    on_the_day = sent(date=(pd.Timestamp(first) - pd.Timedelta(days=2)).date().isoformat())
    assert on_the_day.received == first
    assert on_the_day.entries.equals(whole[whole["time"].str[:10] <= first].reset_index(drop=True))


def test_an_address_in_capitals_is_the_same():
    assert sent(about=REPORTED.upper()).account == sent().account


def test_the_second_protocol_gives_who_the_customer_is_where_nothing_was_declared(tmp_path):
    reply = sent(by="TCB", data=_without_say(tmp_path, reserves=""))
    assert told(reply)[:4] == ("part", "2025-01-26", "2025-01-28", "depends")
    assert reply.holder["holder"] == sent().holder["holder"]
    assert reply.entries.empty


def test_nobody_can_fish_and_the_same_letter_is_no_new_one():
    ledger = Ledger()
    others = [row["address"] for row in _rows(data_path("tiny/exchanges/Merivane/addresses.csv"))]
    asked = [letter(about=address).send(ledger=ledger) for address in others[:3] * 2]
    assert [reply.status for reply in asked] == ["full"] * 6
    fourth = letter(about=others[3])
    assert fourth.send(ledger=ledger).why == (
        "ADP has asked Merivane for 3 accounts on 2025-01-26 already, and that is all its desk"
        " takes in a day. Which account do you need most?"
    )
    assert letter(about=others[3], date="2025-01-25").send(ledger=ledger).status == "full"


def test_a_letter_that_comes_back_is_not_counted():
    ledger = Ledger()
    for address in (REPORTED, AT_PALLORY, "bcrt1", "x"):
        letter(about=address, reason="").send(ledger=ledger)
    assert letter().send(ledger=ledger).status == "full"


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"by": "XYZ"}, "There is no office 'XYZ'; there are ADP, TCB, CFI, Merivane, Pallory"),
        ({"to": 7}, "There is no office 7"),
        ({"by": "Merivane"}, "Merivane writes no such letters; these do: ADP, TCB, CFI"),
        ({"data": "core-regtest"}, r"'core-regtest' has no offices\.csv"),
        ({"data": "nowhere"}, r"'nowhere' has no offices\.csv"),
    ],
)
def test_who_is_no_office_is_told_at_once(other, says):
    with pytest.raises(NpsError, match=says):
        letter(**other)


def test_it_takes_what_the_story_knows_and_is_saved_as_any_letter(tmp_path):
    made = letter()
    assert (made.date, made.instrument, made.custodian, made.authority) == (
        "2025-01-26", "national law", "Merivane, Aldoria", "Aldorian Drug Police (ADP), Aldoria",
    )  # fmt: skip
    saved = read_letter(made.save(tmp_path / "a.html")[1])
    assert type(saved) is Letter
    assert saved.data == made.data


def test_it_is_the_same_however_often_it_is_sent():
    one, two = sent(), sent()
    assert (one.data, one.html) == (two.data, two.html)


def _rows(file):
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))


def _without_say(tmp_path, answers_to=None, reserves=None):
    """Return a data set like `tiny` in which the address book says something else."""
    tiny = data_path("tiny")
    for path in ("exchanges", "folders"):
        shutil.copytree(tiny / path, tmp_path / path)
    shutil.copy(tiny / "scenario.toml", tmp_path)
    offices = pd.read_csv(tiny / "offices.csv", dtype=str, keep_default_na=False)
    memberships = pd.read_csv(tiny / "memberships.csv", dtype=str, keep_default_na=False)
    if answers_to is not None:
        offices["answers_to"] = answers_to
    if reserves is not None:
        memberships["reserves"] = reserves
    offices.to_csv(tmp_path / "offices.csv", index=False)
    memberships.to_csv(tmp_path / "memberships.csv", index=False)
    return tmp_path
