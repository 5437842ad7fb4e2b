"""What exchanges would answer: their customers' records, and how each answers a letter.

Nobody holds this before he asks. It is kept apart from all folders, as the counterparts of the
course need it: who the customer behind a deposit address is, what came in and went out, and whether
the exchange tells all of that, a part, or nothing.
"""

from nps_chain.world.folders.case import Case, utc
from nps_chain.world.folders.folder import SYNTHETIC, prose, table
from nps_chain.world.folders.persons import Person, Persons
from nps_chain.world.pages.dates import DAY, iso
from nps_chain.world.people.exchanges import Entry, Exchange
from nps_chain.world.roles import Exchange as Told

STATUS = {"in full": "full", "in part": "in part", "never": "none"}
"""How an exchange answers, as the story has it and as a reply says it."""


def exchange_records(case: Case) -> dict[str, dict[str, bytes]]:
    """Return for each exchange of the story, by name, its files by path.

    ``replies.csv`` has a row for each deposit address that was ever paid: ``status`` (``full``,
    ``in part``, ``none``), ``delay_days``, and the ``account``, whose holder is in ``accounts.csv``
    and whose movements are in ``entries.csv``, where there is anything to give. In part means the
    holder's name and country, and deposits.
    """
    return {told.name: _records(case, told) for told in case.cast.story.exchanges}


def _records(case: Case, told: Told) -> dict[str, bytes]:
    exchange = case.cast.economy.named(told.name)
    assert isinstance(exchange, Exchange)
    accounts = {
        customer: f"{told.name[0]}-{number:05}"
        for number, customer in enumerate(exchange.history, start=10_001)
    }
    held = [
        (address.text, accounts[customer])
        for address, customer in exchange.holder.items()
        if address.paid
    ]
    given = accounts if told.answers != "never" else {}
    files = {
        "README.txt": prose(
            f"What {told.name} knows of its customers, and how it answers a letter", SYNTHETIC,
            "Nobody has this before he asks: it is read by whoever plays the exchange.",
        ).encode(),
        "replies.csv": table(
            ("address", "status", "delay_days", "account"),
            (
                (address, STATUS[told.answers], told.days, account if given else "")
                for address, account in held
            ),
        ).encode()
    }  # fmt: skip
    if given:
        files["accounts.csv"] = _accounts(case, exchange, accounts, told).encode()
        files["entries.csv"] = _entries(exchange, accounts, told).encode()
    return files


def _accounts(case: Case, exchange: Exchange, accounts: dict[str, str], told: Told) -> str:
    persons, dice = Persons(case.cast, case.dice("persons")), case.dice(f"accounts of {told.name}")

    def row(customer: str, account: str, person: Person) -> tuple[object, ...]:
        before = dice.between(20, 900) * DAY
        opened = iso(utc(exchange.history[customer][0].minute) - before)[:10]
        if told.answers == "in part":
            return account, person.name, person.kind, person.country
        return (
            account, person.name, person.kind, person.country, person.born, person.document,
            person.mail, person.phone, opened,
        )  # fmt: skip

    names = ["account", "holder", "kind", "country"]
    if told.answers == "in full":
        names += ["born_or_registered", "document", "e_mail", "phone", "opened"]
    return table(
        names, (row(name, account, persons.behind(name)) for name, account in accounts.items())
    )


def _entries(exchange: Exchange, accounts: dict[str, str], told: Told) -> str:
    def wanted(entry: Entry) -> bool:
        return told.answers == "in full" or entry.what == "deposit"

    return table(
        ("account", "time", "what", "satoshi", "address"),
        (
            (accounts[customer], iso(utc(entry.minute)), entry.what, entry.amount,
             entry.address.text if entry.address else "")
            for customer, entries in exchange.history.items()
            for entry in entries
            if wanted(entry)
        ),
    )  # fmt: skip
