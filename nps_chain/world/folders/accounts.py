"""What exchanges would answer: their customers' records, and how each answers a letter.

Nobody holds this before he asks. It is kept apart from all folders, as the counterparts of the
course need it: who the customer behind a deposit address is, what came in and went out, and whether
the exchange tells all of that, a part, or nothing. A customer without a deposit address that was
ever paid isn't in it: an account is asked for by such an address.
"""

from collections.abc import Iterator

from nps_chain.world.folders.case import Case, utc
from nps_chain.world.folders.folder import SYNTHETIC, prose, table
from nps_chain.world.folders.persons import Persons
from nps_chain.world.pages.dates import DAY, iso
from nps_chain.world.people.exchanges import Entry, Exchange
from nps_chain.world.roles import Exchange as Told

STATUS = {"in full": "full", "in part": "in part", "never": "none"}
"""How an exchange answers, as the story has it and as a reply says it."""

_GIVES = {
    "in full": "holder, documents, deposits, withdrawals, purchases and sales",
    "in part": "holder's name and country, deposits",
    "never": "",
}


def exchange_records(case: Case) -> dict[str, dict[str, bytes]]:
    """Return for each exchange of the story, by name, its files by path.

    ``manner.csv`` says how it answers: ``status`` (``full``, ``in part``, ``none``), ``delay_days``
    and what it ``gives``. Where it gives something, ``addresses.csv`` has the account of each
    deposit address, ``accounts.csv`` its holder, and ``entries.csv`` what was booked: satoshi, in
    or, if negative, out; ``bought and sent`` are coins bought and sent on at once, which leave the
    balance as it was.
    """
    return {told.name: _records(case, told) for told in case.cast.story.exchanges}


def _records(case: Case, told: Told) -> dict[str, bytes]:
    exchange = case.cast.economy.named(told.name)
    assert isinstance(exchange, Exchange)
    manner = (STATUS[told.answers], told.days, _GIVES[told.answers])
    texts = {
        "README.txt": prose(
            f"What {told.name} knows of its customers, and how it answers a letter",
            SYNTHETIC,
            "Nobody has this before he asks: it is read by whoever plays the exchange.",
        ),
        "manner.csv": table(("status", "delay_days", "gives"), [manner]),
    }
    if told.answers != "never":
        paid = {one.text: name for one, name in exchange.holder.items() if one.paid}
        accounts = {
            customer: f"{told.name[0]}-{number:05}"
            for number, customer in enumerate(dict.fromkeys(paid.values()), start=10_001)
        }
        texts["addresses.csv"] = table(
            ("address", "account"), ((text, accounts[name]) for text, name in paid.items())
        )
        texts["accounts.csv"] = _accounts(case, exchange, accounts, told)
        texts["entries.csv"] = _entries(exchange, accounts, told)
    return {path: text.encode() for path, text in texts.items()}


def _accounts(case: Case, exchange: Exchange, accounts: dict[str, str], told: Told) -> str:
    persons, dice = Persons(case.cast, case.dice("persons")), case.dice(f"accounts of {told.name}")
    names = ["account", "holder", "kind", "country"]
    if told.answers == "in full":
        names += ["born_or_registered", "document", "e_mail", "phone", "opened"]
    rows = []
    for customer, account in accounts.items():
        person, before = persons.behind(customer), dice.between(20, 900) * DAY
        opened = iso(utc(exchange.history[customer][0].minute) - before)[:10]
        row = (
            account, person.name, person.kind, person.country, person.born, person.document,
            person.mail, person.phone, opened,
        )  # fmt: skip
        rows.append(row[: len(names)])
    return table(names, rows)


def _entries(exchange: Exchange, accounts: dict[str, str], told: Told) -> str:
    rows = (
        (account, f"{iso(utc(minute))[:16]}Z", what, amount, address)
        for customer, account in accounts.items()
        for minute, what, amount, address in _booked(exchange.history[customer])
        if told.answers == "in full" or what == "deposit"
    )
    return table(("account", "time", "what", "satoshi", "address"), rows)


def _booked(entries: list[Entry]) -> Iterator[tuple[int, str, int, str]]:
    """Yield the lines of an account; coins that were bought and sent on at once are one line."""
    at = 0
    while at < len(entries):
        one, after = entries[at], entries[at + 1] if at + 1 < len(entries) else None
        at += 1
        text = one.address.text if one.address else ""
        if (
            after is not None
            and (one.what, after.what) == ("bought", "withdrawal")
            and (after.minute, after.amount) == (one.minute, -one.amount)
        ):
            assert after.address is not None, "coins are sent somewhere"
            yield one.minute, "bought and sent", one.amount, after.address.text
            at += 1
        else:
            yield one.minute, one.what, one.amount, text
