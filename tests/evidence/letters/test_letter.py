"""A letter is data: what it lacks is known, and it is read back as it was written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.letters import Letter, read_letter
from nps_chain.evidence.letters.fields import WANTED
from nps_chain.evidence.letters.letter import LONGEST, MOST_ABOUT

ADDRESS = "bcrt1qezn02hhncffhug77kzdlr6ezz3tgpcrt5yg84l"
WHO = {"by": "ADP", "to": "Pallory", "about": ADDRESS, "date": "2025-03-23"}
WHOLE = {
    **WHO,
    "kind": "preservation",
    "channel": "24/7 point",
    "instrument": "Budapest Convention",
    "authority": "Aldorian Drug Police, Aldoria",
    "offence": "Sale of controlled substances",
    "facts": "We bought three times.",
    "custodian": "Pallory, Tolvany",
    "reason": "Report STR-2025-0268 of CFI names it.",
    "need": "Accounts are emptied fast.",
    "intent": "A request under art. 31 will follow.",
}


def test_a_whole_letter_lacks_nothing():
    letter = Letter(**WHOLE)
    assert letter.missing == []
    assert letter.about == (ADDRESS,)
    assert letter.wanted == WANTED["preservation"]
    assert repr(letter) == "Letter(Request to preserve data, ADP to Pallory, 2025-03-23)"
    assert letter.name == "2025-03-23-preservation-ADP-Pallory"


def test_what_is_missing_is_told_with_its_article():
    letter = Letter(**{**WHOLE, "intent": " ", "offence": "", "about": ()})
    assert letter.missing == [
        "about: the address of the account, or what you ask about",
        "offence (art. 29(2)(b)): the offence that is investigated, and the law that punishes it",
        "intent (art. 29(2)(f)): that a request for mutual legal assistance for these data will"
        " follow",
    ]
    assert repr(letter).endswith("2025-03-23; lacks 3)")


def test_another_instrument_asks_for_other_fields():
    other = {"kind": "disclosure", "channel": "mutual legal assistance", "intent": ""}
    assert Letter(**{**WHOLE, **other, "instrument": "1988 Convention"}).missing == []
    assert Letter(**{**WHOLE, **other, "instrument": "UNTOC", "need": ""}).missing == [
        "need (art. 18(15)(f)): what the data are needed for, and why now"
    ]


def test_without_an_instrument_it_lacks_what_the_channel_usually_asks_for():
    letter = Letter(kind="information", channel="police to police", **WHO)
    assert [line.split(":")[0] for line in letter.missing] == [
        "authority", "offence", "facts", "need",
    ]  # fmt: skip
    assert Letter(kind="information", **WHO).missing == ["channel: by which road the letter goes"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (
            {"kind": "arrest"},
            "There is no letter 'arrest'; there are preservation, disclosure, inf",
        ),
        ({"channel": "fax"}, "There is no channel 'fax'; there are police to police, 24/7 point"),
        ({"date": "23.03.2025"}, r"A date is written as 2025-03-23, not '23\.03\.2025'"),
        ({"date": ""}, "written as 2025-03-23, not ''"),
        ({"by": ""}, "A letter has a sender and a receiver"),
        ({"facts": 7}, "A letter's facts is a text, not int"),
        ({"facts": "x" * (LONGEST + 1)}, "A letter's facts has at most 2,000 characters"),
        ({"facts": "\ud800"}, "A letter's facts has half a character in it"),
        ({"about": 7}, "A letter is about a text, or a list of texts"),
        ({"about": [ADDRESS, None]}, "A letter's about is a text, not NoneType"),
        ({"about": [str(n) for n in range(MOST_ABOUT + 1)]}, "about 50 things at most"),
        ({"handling": "secret"}, "'secret' is no TLP mark"),
        ({"invented": "yes"}, "invented is True or False"),
    ],
)
def test_what_is_no_field_is_refused(wrong, says):
    with pytest.raises(NpsError, match=says):
        Letter(**{**WHOLE, **wrong})


def test_it_is_about_each_thing_once():
    assert Letter(**{**WHOLE, "about": [ADDRESS, "", "x", ADDRESS]}).about == (ADDRESS, "x")


@given(
    facts=st.text(max_size=200), about=st.lists(st.text(max_size=40), max_size=5),
    mark=st.sampled_from(["TLP:RED", "TLP:GREEN"]), invented=st.booleans(),
)  # fmt: skip
def test_it_comes_back_from_its_data_as_it_was(facts, about, mark, invented):
    letter = Letter(
        **{**WHOLE, "facts": facts, "about": about, "handling": mark, "invented": invented}
    )
    told = json.loads(json.dumps(letter.data))
    again = Letter.from_data(told)
    assert again == letter
    assert again.data == letter.data


def test_it_is_saved_as_a_document_and_as_data(tmp_path):
    letter = Letter(**WHOLE)
    written = letter.save(tmp_path / "дело" / "letter.html")
    assert [path.name for path in written] == ["letter.html", "letter.json"]
    assert written[0].read_text("utf-8") == letter.html
    assert read_letter(written[1]) == letter
    with pytest.raises(NpsError, match="is there already"):
        letter.save(written[0])
    assert letter.save(written[0], overwrite=True) == written
    with pytest.raises(NpsError, match=r"should end in \.html"):
        letter.save(tmp_path / "letter.txt")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (b"no JSON", "is no letter and no reply: it isn't JSON"),
        (b"[" * 100_000, "is no letter and no reply: it isn't JSON"),
        (b"[]", "These data are no letter"),
        (b'{"format": "nps-chain-letter", "version": 2}', "is of another version than 1"),
        (b'{"format": "nps-chain-letter", "version": 1}', "a field too many or too few: 'about'"),
        (b"\xff", "is no text in UTF-8"),
    ],
)
def test_what_is_no_letter_is_refused(told, says, tmp_path):
    (tmp_path / "a.json").write_bytes(told)
    with pytest.raises(NpsError, match=says):
        read_letter(tmp_path / "a.json")
