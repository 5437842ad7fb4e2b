"""The three agencies and the three exchanges that matter, and which part each of them plays.

With another seed the parts go round: who bought from the suspects, who saved the pages, who holds
the phone; whose exchange answers. Each agency does something well, got something wrong, and has a
citizen whom it must not accuse.
"""

from nps_chain.world.dice import Dice
from nps_chain.world.roles import Agency, Exchange

AGENCIES = (
    ("Aldorian Drug Police", "ADP", "Aldoria"),
    ("Tolvan Cyber Bureau", "TCB", "Tolvany"),
    ("Cestanian Customs and its Financial Intelligence Unit", "CFI", "Cestania"),
)
ROLES = ("purchases", "pages", "phone")
STRENGTHS = {
    "purchases": "bought from the suspects itself: addresses, sums and times are beyond doubt",
    "pages": "saved both markets, the shops and a forum in time, with every key and signature",
    "phone": "holds a courier's keys, and reports of banks and exchanges on their customers",
}
FAILURES = {
    "purchases": "took the market's pooled deposit address of its first purchase for the vendor's",
    "pages": "saved a thief's copy of a shop and took the thief's address for the vendor's",
    "phone": "lists a payroll among the mixers, and can ask nobody abroad without a channel",
}
ACCUSED = {"purchases": "brightwick", "pages": "dorn", "phone": "ledgerwick"}
"""By role, which of the innocent is a citizen of its country."""

EXCHANGES = ("Merivane", "Pallory", "Freyport")
ANSWERS = (("in full", 2), ("in part", 12), ("never", 0))


def roles(seed: int) -> dict[str, str]:
    """Return the country of the agency with each role."""
    return {ROLES[(place - seed) % 3]: country for place, (_, _, country) in enumerate(AGENCIES)}


def exchanges(seed: int, dice: Dice, at: dict[str, str]) -> tuple[Exchange, ...]:
    """Return the exchanges, by how they answer; where they are follows from who can ask them."""
    order = EXCHANGES if seed == 0 else dice.of("exchanges").shuffled(EXCHANGES)
    countries = (at["purchases"], at["pages"], "")
    return tuple(
        Exchange(name, country, answers, days)
        for name, country, (answers, days) in zip(order, countries, ANSWERS, strict=True)
    )


def agencies(at: dict[str, str], answering: tuple[Exchange, ...]) -> tuple[Agency, ...]:
    """Return the agencies."""
    full, part, _ = answering
    asked = {"purchases": full.name, "pages": part.name, "phone": ""}
    role = {country: role for role, country in at.items()}
    return tuple(
        Agency(
            name,
            short,
            country,
            role[country],
            asked[role[country]],
            STRENGTHS[role[country]],
            FAILURES[role[country]],
            ACCUSED[role[country]],
        )
        for name, short, country in AGENCIES
    )
