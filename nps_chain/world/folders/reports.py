"""Suspicious-transaction reports: what banks and others told a financial intelligence unit.

Each is about something that really happened by then, as somebody saw it who knew a part of it. One
of them names the exchange where a deposit address is an account, which the chain can't tell. One
accuses an innocent by the taint of his coins, one a payroll office by the shape of its payments.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nps_chain.chain.wire.hashes import shown
from nps_chain.world.economy import day_of
from nps_chain.world.folders.case import Case
from nps_chain.world.folders.folder import SYNTHETIC, Folder, prose, table
from nps_chain.world.pages.dates import seconds, short
from nps_chain.world.pages.indicators import bitcoin
from nps_chain.world.people.extortion import Extortionist

_BANKS = (
    "Ostrevane Cooperative Bank", "Brackwater Savings Bank", "Pellan Pay", "Quay Street Notaries",
    "Hollin Mutual",
)  # fmt: skip
_NOON = 12 * 3600
_SOME = 3  # wages that a courier shows


@dataclass(frozen=True)
class Report:
    """A report.

    Attributes
    ----------
    day : int
        When it came in.
    subject, text : str
        In a line, and in full.
    grade : str
        Source and information, such as ``B2``, by the 4x4 system that Europol uses.
    addresses, txids : tuple of str
        What it names.
    label, category : str
        What a tag on these addresses says; empty for none.
    wrong : tuple of str
        About whom it is mistaken: the name, what it says, what is so, why. Truth, not in the file.
    """

    day: int
    subject: str
    text: str
    grade: str
    addresses: tuple[str, ...] = ()
    txids: tuple[str, ...] = ()
    label: str = ""
    category: str = ""
    wrong: tuple[str, str, str, str] | tuple[()] = ()


def add_reports(case: Case, folder: Folder) -> list[tuple[str, Report]]:
    """Put all reports in that came by the folder's date; return each with its number."""
    dice = case.dice("reports")
    told = sorted(
        (one for part in _PARTS for one in part(case) if one.day <= case.date),
        key=lambda one: one.day,
    )
    numbers, number = [], 100
    for _ in told:
        number += dice.between(3, 40)
        numbers.append(f"STR-2025-{number:04}")
    for name, report in zip(numbers, told, strict=True):
        bank, path = dice.one(_BANKS), f"reports/{name}.txt"
        folder.add(
            path, _written(folder, name, bank, report), source=f"{bank}, {folder.agency.country}",
            at=seconds(report.day) + _NOON,
        )  # fmt: skip
        if report.wrong:
            about, says, truth, why = report.wrong
            folder.mistake(path, about, says=says, truth=truth, why=why)
    if told:
        folder.add(
            "reports/reports.csv",
            table(
                ("number", "date", "subject", "grade", "addresses", "txids"),
                (
                    (name, short(one.day), one.subject, one.grade, " ".join(one.addresses),
                     " ".join(one.txids))
                    for name, one in zip(numbers, told, strict=True)
                ),
            ),
            source=f"{folder.agency.name}, register of reports", at=seconds(told[-1].day) + _NOON,
        )  # fmt: skip
        folder.describe("reports/", "suspicious-transaction reports of banks and others")
    return list(zip(numbers, told, strict=True))


def _written(folder: Folder, number: str, bank: str, report: Report) -> str:
    named = "\n".join(f"    {text}" for text in (*report.addresses, *report.txids))
    return prose(
        f"SUSPICIOUS-TRANSACTION REPORT {number}",
        SYNTHETIC,
        f"  Received  {short(report.day)} by {folder.agency.short}\n"
        f"  From      {bank}\n"
        f"  Subject   {report.subject}\n"
        f"  Grade     {report.grade} (source A to C or X, information 1 to 4)",
        report.text,
        named,
        "Intelligence, not evidence. Not to be passed on without our consent.",
    )


# What there is to report.


def _account(case: Case) -> Iterator[Report]:
    """Somebody was asked to pay to the account of one of the vendor's shops."""
    name = case.cast.story.exchange("in full").name
    for key in ("brineacre", "saltmeadow"):
        for address in case.shop(key).way.deposits:
            height = case.first_seen.get(address.text)
            if height is not None:
                yield Report(
                    min(day_of(height) + case.dice("account").between(1, 4), case.date),
                    f"a stranger's account at the exchange {name}",
                    "A customer wanted to buy goods from somebody whom he knew from a chat alone"
                    " and who would not say what they are. He was to pay in bitcoin to the address"
                    " below. As a proof the seller sent a picture of his deposit page at the"
                    f" exchange {name}, with this address on it. We advised against it, and nothing"
                    " was paid. We have seen the picture: the address is that of an account at"
                    f" {name}. We don't know whose.",
                    "B2",
                    (address.text,),
                    label=f"account at {name}",
                    category="exchange",
                )
                return


def _savings(case: Case) -> Iterator[Report]:
    """A program found taint in the coins of an innocent."""
    told = case.told.savings
    paid = told.tainted or next(iter(told.withdrawn), None)
    if paid is None or paid.height > case.height:
        return
    part = f"{told.share // 10} %" if told.share >= 10 else "a part"
    yield Report(
        min(day_of(paid.height) + 2, case.date),
        f"tainted coins of {told.name}",
        f"{told.name}, of {case.cast.saver.told.country}, wants to pay for a flat out of savings."
        f" They lay at the exchange {told.exchange} and were withdrawn by the transaction below."
        f" Our program says that by the haircut method {part} of these coins come from a vendor of"
        " drugs.",
        "B3",
        (),
        (paid.txid,),
        wrong=(
            told.name,
            "coins from a vendor of drugs",
            "withdrew savings; the exchange paid from a pool that a vendor had paid into",
            "taint was followed through an exchange's pool",
        ),
    )


def _drops(case: Case) -> Iterator[Report]:
    """A courier to dead drops sells what he is paid."""
    for courier in case.cast.couriers.values():
        wages = [coin for coin in courier.wages if 0 <= coin.height <= case.height]
        if courier.told.drops and len(wages) >= _SOME:
            some = wages[:_SOME]
            yield Report(
                day_of(some[-1].height) + 1,
                f"many small sums to {courier.name}",
                f"{courier.name} sells bitcoin for cash. Asked where it comes from, he speaks of a"
                " job in which he puts things where others find them. He gets a small sum on most"
                " days. He showed us the addresses at which the last of them came.",
                "B2",
                tuple(dict.fromkeys(coin.address.text for coin in some)),
            )
            return


def _payroll(case: Case) -> Iterator[Report]:
    """A bank's program takes a payday for a mixer."""
    sent = case.truth.transactions
    wages = sent[(sent["kind"] == "wage") & (sent["senders"] == "Ledgerwick")]["txid"]
    if wages.empty:
        return
    first = case.chain.tx(str(wages.iloc[0]))
    if first.height > case.height:
        return
    yield Report(
        min(day_of(first.height) + 5, case.date),
        "a mixer called Ledgerwick",
        "Several of our customers are paid by the transaction below and others like it: many coins"
        " go in, many come out, and sums are alike. Our program calls that a CoinJoin, and"
        " Ledgerwick, whose it is, a mixer.",
        "C3",
        (),
        (first.txid,),
        wrong=(
            "Ledgerwick",
            "a mixer",
            "a payroll office that pays wages",
            "wages in round sums have the shape of a CoinJoin",
        ),
    )


def _broker(case: Case) -> Iterator[Report]:
    """Round sums go to a broker who gives cash."""
    for draft in case.cast.wholesaler.way.payments:
        paid = [one for one in draft.outputs if one.purpose == "payment"]
        if 0 <= draft.height <= case.height and paid and paid[0].address is not None:
            yield Report(
                min(day_of(draft.height) + 3, case.date),
                "cash for coins at the Kiosk",
                "A customer pays in cash, in large notes. He says that he has it from the Kiosk, a"
                f" broker who asks no questions, for {bitcoin(paid[0].value)} paid to the address"
                " below. He will not say how he had earned the coins.",
                "B3",
                (paid[0].address.text,),
                label="the Kiosk",
                category="broker",
            )
            return


def _blackmail(case: Case) -> Iterator[Report]:
    """A victim of blackmail pays."""
    for writer in case.cast.economy.of(Extortionist):
        for letter in writer.sent:
            height = case.first_seen.get(letter.address.text)
            if height is not None:
                yield Report(
                    min(day_of(height) + 2, case.date),
                    f"a letter of {writer.name}",
                    f"A customer got a letter signed {writer.name}. It asked for"
                    f" {bitcoin(letter.demand)} at the address below, and spoke of a secret that he"
                    " does not have. He paid, and is ashamed.",
                    "A2",
                    (letter.address.text,),
                    label=writer.name,
                    category="extortion",
                )
                return


def _exit(case: Case) -> Iterator[Report]:
    """Somebody lost what he had at a market."""
    scam = case.cast.exit
    if scam is None or scam.when >= case.date:
        return
    for order in case.cast.trade.orders:
        paid = order.payment
        if order.shop.market is scam.market and order.fate == "lost" and paid is not None:
            yield Report(
                min(scam.when + 3, case.date),
                f"money lost at {scam.market.name}",
                f"A customer wants money back that he sent to a shop called {scam.market.name}, by"
                " the transaction below. The shop is gone. He will not say what he had ordered.",
                "B2",
                (),
                (shown(paid.txid),),
            )
            return


_PARTS: tuple[Callable[[Case], Iterator[Report]], ...] = (
    _account,
    _savings,
    _drops,
    _payroll,
    _broker,
    _blackmail,
    _exit,
)
