"""Instruments: on what a request to another country rests, what each asks for, and where it ends.

A treaty binds only those who joined it, and each of them as far as it made no reservation. So the
same request may be right to one country and wrong to its neighbour. Nothing here says which state
has joined what: memberships are data (see `memberships`).

Sources, whose paragraphs are cited where they are used: Convention on Cybercrime (ETS 185, Budapest
2001), arts 15, 16, 18, 25, 27, 29, 31 and 35; UN Convention against Illicit Traffic in Narcotic
Drugs (1988), art. 7; UN Convention against Transnational Organized Crime (2000), arts 18 and 19.
Second Additional Protocol (CETS 224, 2022), art. 7, by Eurojust's paper on it (9 August 2023), so
without paragraphs. Without articles: agreement on exchange of information (CIS, Astana, 22 May
2009), conventions on legal assistance (CIS, 22 January 1993 and 7 October 2002), and the charters
of networks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Asks = Mapping[str, str]
"""By field (see `fields`), where the instrument asks for it; "" where no paragraph does."""

NATIONAL, BUDAPEST = "national law", "Budapest Convention"
SECOND_PROTOCOL = "Second Protocol to the Budapest Convention"
DRUGS_1988, UNTOC = "1988 Convention", "UNTOC"
MINSK_1993 = "Minsk Convention (1993)"
EGMONT, INTERPOL = "Egmont Group", "INTERPOL"
CIS_2009 = "CIS agreement on exchange of information (2009)"
CARICC, SELEC = "CARICC", "SELEC"
REGIONAL = "regional centre"


@dataclass(frozen=True)
class Instrument:
    """A treaty, a network or a law on which a request can rest.

    Attributes
    ----------
    name : str
        As memberships have it.
    what : str
        What it is, with its year.
    articles : dict of str
        By channel, its articles on that.
    asks : dict of Asks
        By kind of letter, the fields that it asks for, and where.
    notes : tuple of str
        What a letter that rests on it should mind: limits, reservations, conditions.
    """

    name: str
    what: str
    articles: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, Asks] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def _assistance(article: str, paragraph: str) -> dict[str, Asks]:
    """Return what two UN conventions ask for in the same words.

    Neither asks who holds the data or why they should be there; no office could act without it.
    """
    at = f"art. {article}({paragraph})"
    asks = {
        "authority": f"{at}(a)",
        "offence": f"{at}(b)",
        "facts": f"{at}(c)",
        "wanted": f"{at}(d)",
        "custodian": "",
        "reason": "",
        "need": f"{at}(f)",
    }
    return {"preservation": asks, "disclosure": asks}


_ASSISTANCE = dict.fromkeys(
    ("authority", "offence", "facts", "wanted", "custodian", "reason", "need"), ""
)
_QUESTION = dict.fromkeys(("authority", "offence", "facts", "need"), "")

_ALL = (
    Instrument(
        NATIONAL,
        "the law of the country in which both are, on orders to produce or preserve data",
        {"provider directly": ""},
        {
            kind: {
                **_ASSISTANCE,
                "reason": "compare Budapest Convention art. 15(2)",
            }
            for kind in ("preservation", "disclosure")
        },
        (
            "Parties to the Budapest Convention have such orders: to preserve for up to 90 days,"
            " which may be renewed (art. 16(2)), and to produce (art. 18).",
        ),
    ),
    Instrument(
        BUDAPEST,
        "Convention on Cybercrime, Budapest 2001 (ETS 185)",
        {
            "24/7 point": "arts 29 and 35",
            "mutual legal assistance": "arts 25, 27 and 31",
        },
        {
            "preservation": {
                "authority": "art. 29(2)(a)",
                "offence": "art. 29(2)(b)",
                "facts": "art. 29(2)(b)",
                "wanted": "art. 29(2)(c)",
                "custodian": "art. 29(2)(d)",
                "reason": "art. 29(2)(c) and (d)",
                "need": "art. 29(2)(e)",
                "intent": "art. 29(2)(f)",
            },
            "disclosure": dict.fromkeys(_ASSISTANCE, "art. 25(4): as the law there asks"),
        },
        (
            "It serves any offence whose evidence is in electronic form (art. 25(1)).",
            "Preservation needs no dual criminality (art. 29(3)). But a Party may have reserved the"
            " right to refuse it for offences other than those of arts 2 to 11, where it believes"
            " that the deed is not punishable at home (art. 29(4)). Drug offences are not among"
            " those of arts 2 to 11: so this request can fail.",
            "What is preserved is kept for 60 days at least (art. 29(7)), and told only on a"
            " request for mutual assistance (art. 31).",
        ),
    ),
    Instrument(
        SECOND_PROTOCOL,
        "Second Additional Protocol to the Convention on Cybercrime, 2022 (CETS 224)",
        {"provider directly": "art. 7"},
        {
            "disclosure": {
                **_ASSISTANCE,
                **dict.fromkeys(("authority", "offence", "wanted", "custodian"), "art. 7"),
            }
        },
        (
            "Art. 7 is about subscriber information only: who the customer is, not what he did.",
            "A Party can make reservations and declarations to art. 7: look up those of the country"
            " that is asked.",
        ),
    ),
    Instrument(
        DRUGS_1988,
        "UN Convention against Illicit Traffic in Narcotic Drugs and Psychotropic Substances, 1988",
        {"mutual legal assistance": "art. 7"},
        _assistance("7", "10"),
        (
            "It covers offences under its art. 3(1) (art. 7(1)): a new substance that no schedule"
            " names may lie outside.",
            "Bank secrecy is no reason to refuse (art. 7(5)).",
            "The letter is written in a language that is accepted there (art. 7(9)).",
            "The answer may be used for the case that is named here, and for no other without"
            " consent (art. 7(13)).",
        ),
    ),
    Instrument(
        UNTOC,
        "UN Convention against Transnational Organized Crime, 2000",
        {"mutual legal assistance": "art. 18", "joint team": "art. 19"},
        _assistance("18", "15"),
        (
            "It covers serious crime across borders by an organized group (art. 18(1)).",
            "Assistance may be declined where there is no dual criminality (art. 18(9)), and not"
            " for bank secrecy (art. 18(8)).",
            "The letter is written in a language that is accepted there (art. 18(14)).",
            "The answer may be used for the case that is named here, and for no other without"
            " consent (art. 18(19)).",
        ),
    ),
    Instrument(
        MINSK_1993,
        "CIS Convention on legal assistance and legal relations in civil, family and criminal"
        " matters, 1993",
        {"mutual legal assistance": ""},
        {"preservation": _ASSISTANCE, "disclosure": _ASSISTANCE},
        ("Among some states the Convention of 7 October 2002 has taken its place: look it up.",),
    ),
    Instrument(
        EGMONT,
        "Egmont Group of Financial Intelligence Units",
        {"FIU (Egmont)": ""},
        {"information": _QUESTION},
        ("What a unit tells may be passed on only if that unit agrees.",),
    ),
    Instrument(
        INTERPOL,
        "International Criminal Police Organization",
        {"police to police": ""},
        {"information": _QUESTION},
        (
            "It runs through the national central bureaus, under INTERPOL's Rules on the Processing"
            " of Data.",
        ),
    ),
    Instrument(
        CIS_2009,
        "CIS agreement on exchange of information in the fight against crime, 2009",
        {"police to police": ""},
        {"information": _QUESTION},
    ),
    Instrument(
        CARICC,
        "Central Asian Regional Information and Coordination Centre, against drug trafficking",
        {"police to police": "", REGIONAL: ""},
        {"information": _QUESTION},
    ),
    Instrument(
        SELEC,
        "Southeast European Law Enforcement Center",
        {"police to police": "", REGIONAL: ""},
        {"information": _QUESTION},
    ),
)

INSTRUMENTS = {one.name: one for one in _ALL}
"""The instruments that are known here, by name."""


def instrument(name: str) -> Instrument:
    """Return what is known of an instrument; one that isn't listed is a centre of some region."""
    known = INSTRUMENTS.get(name)
    if known is None:
        listed = INSTRUMENTS[CARICC]
        return Instrument(name, "a regional centre of police", listed.articles, listed.asks)
    return known
