"""The parts of a report's page by which another checks it: materials, transactions, calls."""

from typing import TYPE_CHECKING

from nps_chain import __version__
from nps_chain.chain.schema import UNKNOWN
from nps_chain.chain.views import Coin, bitcoin, moment
from nps_chain.evidence.printed import Markup, element, pairs, table
from nps_chain.evidence.report.annex import Listed, annex
from nps_chain.evidence.report.materials import chains_used, folders_used
from nps_chain.evidence.report.numbers import Number

if TYPE_CHECKING:
    from nps_chain.evidence.report.made import Report


_FEW = 8  # coins of a transaction that is kept on one page


def materials(report: "Report") -> list[Markup]:
    """Return on what the report rests."""
    parts = [element("h2", "2 Materials")]
    for chain in chains_used(report.workings):
        rows = [
            ("From", element("code", chain.code)),
            ("Network", chain.network),
            ("Blocks", f"{chain.first:,} to {chain.height:,}"),
            ("Last block", element("code", chain.hash)),
            ("Its time", moment(chain.time)),
            ("SHA-256 of its columns", element("code", chain.sha256)),
            *(("Note", note) for note in chain.notes),
        ]
        parts += [element("h3", "The chain ", Markup(" "), element("code", chain.name)),
                  pairs(rows)]  # fmt: skip
    for folder in folders_used(report.workings):
        rows = [
            ("Whose", f"{folder.agency}, {folder.country}"),
            ("Files", f"{folder.files:,}, each as its index says"),
            ("SHA-256 of its index", element("code", folder.sha256)),
        ]
        title = element("h3", "The folder ", Markup(" "), element("code", folder.name))
        parts.append(element("section", title, pairs(rows), class_="keep"))
    exhibits = [one for _, one in sorted(report.workings.exhibits.items())]
    if exhibits:
        parts += [
            element("h3", "Exhibits"),
            table(
                ["Exhibit", "What it is", "Its value"],
                [(one.name, f"{one.about} ({one.kind})", element("code", one)) for one in exhibits],
            ),
        ]
    parts += [element("h3", "Tools"), element("p", f"nps-chain {__version__}. {_as_of(report)}")]
    return parts


def annexes(report: "Report", numbers: dict[tuple[str, str], Number]) -> list[Markup]:
    """Return the annexes: transactions, numbers, workings."""
    return [*_transactions(report), *_numbers(report, numbers), *_workings(report)]


def _as_of(report: "Report") -> str:
    cut = [
        f"{step.name} as of block {step.as_of:,}"
        for step in report.workings.steps.values()
        if step.as_of is not None
    ]
    told = "Each call knows all blocks of the chain that it was given"
    return f"{told}; but {', '.join(cut)}." if cut else f"{told}."


def _transactions(report: "Report") -> list[Markup]:
    listed, left_out = annex(report.findings, report.workings)
    parts = [
        element("h2", "Annex A. Transactions", class_="annex"),
        element("p", "All transactions that the findings speak of, in the order of the chain."),
        *(element("p", one) for one in left_out),
    ]
    for place, one in enumerate(listed, 1):
        parts.append(_transaction(place, one))
    return parts


def _transaction(place: int, one: Listed) -> Markup:
    spoken = [f"Spoken of in {', '.join(one.findings)}"]
    if one.exhibits:
        spoken.append(f"exhibit {', '.join(one.exhibits)}")
    fee = "none: new coins" if any(coin.note == "new coins" for coin in one.inputs) else (
        "unknown" if one.fee == UNKNOWN else bitcoin(one.fee)
    )  # fmt: skip
    facts = f"Block {one.height:,}, {moment(one.time)}. Fee: {fee}. {'; '.join(spoken)}."
    rows = [
        *(_coin("in", n, coin) for n, coin in enumerate(one.inputs)),
        *(_coin("out", n, coin) for n, coin in enumerate(one.outputs)),
    ]
    head = element(
        "div",
        element("h3", f"{place}. ", Markup(" "), element("code", one.txid)),
        element("p", facts, class_="of"),
        class_="keep next",
    )
    kept = "coins keep" if len(rows) <= _FEW else "coins"
    return element("section", head, table(["", "Address", "BTC", "Satoshi"], rows), class_=kept)


def _coin(way: str, n: int, coin: Coin) -> tuple[object, ...]:
    address = element("code", coin.address) if coin.address else (coin.note or "no address")
    if coin.value == UNKNOWN:
        return f"{way} {n}", address, coin.note or "unknown", ""
    amount = Markup(element("span", bitcoin(coin.value).removesuffix(" BTC"), class_="amount"))
    return f"{way} {n}", address, amount, coin.value


def _numbers(report: "Report", numbers: dict[tuple[str, str], Number]) -> list[Markup]:
    rows = [
        (
            element("span", str(one.place), id=f"n{one.place}"),
            element("code", one.told.words) if one.told.kind == "identifier" else one.told.words,
            ", ".join(one.where),
            _call(one, report),
        )
        for one in numbers.values()
    ]
    return [
        element("h2", "Annex B. Where each number comes from", class_="annex"),
        element("p", "What stands under “call” is Python; the names in it are those of annex C."),
        element("div", table(["", "Told", "In", "Call"], rows), class_="calls"),
    ]


def _call(number: Number, report: "Report") -> Markup:
    """Return what gives a value, and the call that it is part of."""
    name, code = number.told.root, number.told.code
    made_by = element("code", f"{name} = {report.workings.steps[name].code}")
    return made_by if code == name else Markup(f"{element('code', code)}<br>{made_by}")


def _workings(report: "Report") -> list[Markup]:
    rows = [
        (element("code", step.name), element("code", step.code))
        for step in report.workings.steps.values()
    ]
    return [
        element("h2", "Annex C. Workings", class_="annex"),
        element(
            "p",
            "The calls in their order. The file workings.py makes them again and prints each number"
            " of annex B; whoever has the same data gets the same.",
        ),
        table(["Name", "Call"], rows),
    ]
