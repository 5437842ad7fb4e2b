"""A channel is open where both countries belong to something on which it rests."""

import pytest

from nps_chain.errors import NpsError
from nps_chain.evidence.letters import CHANNELS, open_channels, roads
from nps_chain.evidence.letters.channels import common, resting
from nps_chain.evidence.letters.fields import FIELDS, KINDS
from nps_chain.evidence.letters.instruments import INSTRUMENTS, instrument

BELONGS = {
    "A": ("Budapest Convention", "1988 Convention", "UNTOC", "INTERPOL", "Egmont Group"),
    "B": ("Second Protocol to the Budapest Convention", "1988 Convention", "CARICC"),
    "C": ("UNTOC", "1988 Convention", "INTERPOL", "CARICC"),
    "D": ("Hill Centre", "Egmont Group"),
    "E": ("Hill Centre",),
    "F": (),
}


@pytest.mark.parametrize(
    ("one", "other", "open_"),
    [
        ("A", "B", ("mutual legal assistance",)),
        ("A", "C", ("police to police", "mutual legal assistance", "joint team")),
        ("B", "C", ("police to police", "mutual legal assistance", "regional centre")),
        ("A", "D", ("FIU (Egmont)",)),
        ("D", "E", ("police to police", "regional centre")),
        ("A", "F", ()),
        ("A", "A", ("police to police", "24/7 point", "FIU (Egmont)", "mutual legal assistance",
                    "joint team")),
    ],
)  # fmt: skip
def test_what_two_countries_share_opens_channels_both_ways(one, other, open_):
    assert open_channels(BELONGS, one, other, regional=["Hill Centre"]) == open_
    assert open_channels(BELONGS, other, one, regional=["Hill Centre"]) == open_


def test_only_the_second_protocol_leads_to_a_firm_abroad():
    both = ("Budapest Convention", "Second Protocol to the Budapest Convention")
    assert open_channels({"A": both[1:], "B": both}, "A", "B") == ("provider directly",)


def test_an_unknown_country_or_membership_is_told():
    with pytest.raises(NpsError, match="Nothing is known of the country 'Z'; known are: A, B, C"):
        open_channels(BELONGS, "A", "Z", regional=["Hill Centre"])
    with pytest.raises(NpsError, match="D belongs to 'Hill Centre', which is unknown"):
        open_channels(BELONGS, "A", "D")


def test_the_convention_on_drugs_is_the_first_on_which_assistance_rests():
    shared = common(BELONGS, "A", "C")
    assert shared == ("1988 Convention", "UNTOC", "INTERPOL")
    assert resting("mutual legal assistance", shared) == ["1988 Convention", "UNTOC"]
    assert resting("regional centre", ("Hill Centre",), ["Hill Centre"]) == ["Hill Centre"]


def test_all_roads_are_shown_with_what_they_rest_on():
    table = roads(BELONGS, "A", "C")
    assert table["channel"].tolist() == list(CHANNELS)
    assert table.columns.tolist() == ["channel", "open", "rests_on", "carries", "gives", "use"]
    known = table.set_index("channel")
    assert known["open"].tolist() == [True, False, False, False, True, True, False]
    assert known.loc["mutual legal assistance", "rests_on"] == (
        "1988 Convention art. 7; UNTOC art. 18"
    )
    assert known["gives"].to_dict() == {
        "police to police": "intelligence",
        "24/7 point": "nothing",
        "FIU (Egmont)": "intelligence",
        "provider directly": "depends",
        "mutual legal assistance": "evidence",
        "joint team": "depends",
        "regional centre": "intelligence",
    }


def test_each_channel_rests_on_known_things_that_ask_for_known_fields():
    for name, channel in CHANNELS.items():
        for rests in channel.rests:
            on = instrument(rests)
            assert name in on.articles, (name, rests)
            for kind in channel.carries:
                asked = (name, rests, kind) in ASKS_NOTHING or on.asks.get(kind)
                assert asked, (name, rests, kind)
    for one in INSTRUMENTS.values():
        assert set(one.articles) <= set(CHANNELS)
        for kind, asks in one.asks.items():
            assert kind in KINDS
            assert set(asks) <= set(FIELDS)


ASKS_NOTHING = {
    ("24/7 point", "Budapest Convention", "disclosure"),
    ("provider directly", "Second Protocol to the Budapest Convention", "preservation"),
}


def test_preservation_asks_for_what_article_29_asks_for():
    assert INSTRUMENTS["Budapest Convention"].asks["preservation"] == {
        "authority": "art. 29(2)(a)",
        "offence": "art. 29(2)(b)",
        "facts": "art. 29(2)(b)",
        "wanted": "art. 29(2)(c)",
        "custodian": "art. 29(2)(d)",
        "reason": "art. 29(2)(c) and (d)",
        "need": "art. 29(2)(e)",
        "intent": "art. 29(2)(f)",
    }


@pytest.mark.parametrize(
    ("name", "at"), [("1988 Convention", "art. 7(10)"), ("UNTOC", "art. 18(15)")]
)
def test_assistance_asks_for_what_the_conventions_ask_for_and_what_is_usual(name, at):
    asks = INSTRUMENTS[name].asks
    assert asks["disclosure"] == asks["preservation"]
    assert asks["disclosure"] == {
        "authority": f"{at}(a)",
        "offence": f"{at}(b)",
        "facts": f"{at}(c)",
        "wanted": f"{at}(d)",
        "custodian": "",
        "reason": "",
        "need": f"{at}(f)",
    }


def test_an_order_to_a_firm_abroad_asks_for_what_article_7_asks_for_and_what_is_usual():
    assert INSTRUMENTS["Second Protocol to the Budapest Convention"].asks == {
        "disclosure": {
            "authority": "art. 7",
            "offence": "art. 7",
            "facts": "",
            "wanted": "art. 7",
            "custodian": "art. 7",
            "reason": "",
            "need": "",
        }
    }


def test_a_region_of_ones_own_asks_as_regional_centres_do():
    own, known = instrument("Hill Centre"), instrument("CARICC")
    assert (own.name, own.articles, own.asks) == ("Hill Centre", known.articles, known.asks)
