"""What each agency says of addresses: tags of its own, some wrong as such tags are in the field.

An agency learns of services in its own way: by paying them, from their pages, from registers. To
that come tags on its case. The exchange that will answer in full is in nobody's tags: only a report
says that an address is an account there. Mistakes are of two kinds: those that the story tells, by
which an innocent is accused or a trace goes wrong, and labels that belong to another service.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nps_chain.world.economy import day_of
from nps_chain.world.folders.case import Case
from nps_chain.world.folders.folder import Folder
from nps_chain.world.folders.reports import Report
from nps_chain.world.pages.dates import short
from nps_chain.world.pages.hosts import slug
from nps_chain.world.pages.page import Page
from nps_chain.world.people.merchants import Merchant

MANY = 36
"""Tags that an agency has, where there are services enough."""

_OF_ONE = 6  # addresses of one service that anybody knows

CATEGORIES: dict[str, tuple[str, bool]] = {
    "exchange": ("exchange", True), "merchant": ("merchant", False),
    "processor": ("payment_processor", True), "gambling": ("gambling", True),
    "charity": ("donation", False), "gift_cards": ("gift_cards", True),
    "mixer": ("mixing_service", True), "swap": ("swap", True), "broker": ("broker", False),
    "custodian": ("custodian", False), "payroll": ("payroll", True), "miner": ("miner", False),
    "notary": ("notary", False), "airdropper": ("airdrop", False), "duster": ("dust", False),
}  # fmt: skip
"""By kind of owner: how a tag calls it, and whether an address stands for a whole cluster."""

_WAYS = {
    "purchases": (
        ("manual_transaction", "test payment by our officers, {day}"),
        ("forensic_investigation", "a device examined in another case"),
        ("heuristic", "our own clustering, {day}"),
    ),
    "pages": (
        ("web_crawl", "https://{host}.example/pay, seen {day}"),
        ("service_data", "https://{host}.example/transparency, {day}"),
        ("forensic", "note of our laboratory, {day}"),
    ),
    "phone": (
        ("authority_data", "register of payment firms, {day}"),
        ("trusted_provider", "a provider of tags under contract, {day}"),
        ("unknown", "list found on a colleague's computer"),
    ),
}  # fmt: skip
"""By role: confidence, and where the agency has it from."""


@dataclass(frozen=True)
class Tag:
    """A name on an address, with its source; ``day`` is that of the last change.

    Attributes
    ----------
    truth, why : str
        For a wrong one: what is so, and how the mistake came about. Not for the folder.
    """

    address: str
    label: str
    category: str
    source: str
    confidence: str
    day: int
    concepts: tuple[str, ...] = ()
    definer: bool = False
    context: str = ""
    truth: str = ""
    why: str = ""


def tags_of(
    case: Case, folder: Folder, pages: list[Page], reports: list[tuple[str, Report]]
) -> list[Tag]:
    """Return the tags of an agency, as many wrong ones among them as the scenario says.

    Parameters
    ----------
    case, folder
        The case, and the agency's folder.
    pages : list of Page
        What it saved.
    reports : list of (str, Report)
        What was reported to it.
    """
    role, dice = folder.agency.role, case.dice(f"tags of {folder.agency.short}")
    own = [tag for tag in _OWN[role](case, pages, reports) if tag.day <= case.date]
    own = list({tag.address: tag for tag in own}.values())  # one name for an address
    taken = {tag.address for tag in own}
    services = [tag for tag in _services(case, role) if tag.address not in taken]
    many = min(MANY, len(own) + len(services))
    wrong = (many * case.cast.economy.scenario.pages.wrong_tags + 500) // 1000
    mistakes = [tag for tag in own if tag.truth][:wrong]
    right = [tag for tag in own if not tag.truth][: many - len(mistakes)]
    rest = dice.some(services, many - len(right) - len(mistakes))
    for place in dice.some(range(len(rest)), min(wrong - len(mistakes), len(rest))):
        rest[place] = _mislabelled(rest[place], services, dice.one)
    return dice.shuffled([*right, *mistakes, *rest])


def _mislabelled(tag: Tag, services: list[Tag], one) -> Tag:  # type: ignore[no-untyped-def]
    other: Tag = one([other for other in services if other.category != tag.category])
    return replace(
        tag, label=other.label, category=other.category, truth=tag.label,
        why="the label of another service was copied to it",
    )  # fmt: skip


def _services(case: Case, role: str) -> list[Tag]:
    """Return tags on all services that anybody may know, as an agency with a role knows them."""
    silent = case.cast.story.exchange("in full").name
    owned = case.owned
    known = owned[owned["kind"].isin(list(CATEGORIES)) & ~owned["entity"].isin([silent])]
    # A vault is shown to nobody, and the payroll is the story's own matter.
    known = known[~known["wallet"].str.endswith(", cold") & (known["kind"] != "payroll")]
    tags = []
    for name in known["entity"].unique():
        rows = known[known["entity"] == name]
        some = case.dice(f"known addresses of {name}").some(
            list(zip(rows["address"], rows["height"], strict=True)), min(_OF_ONE, len(rows))
        )
        category, definer = CATEGORIES[rows["kind"].iloc[0]]
        for address, height in some:
            dice = case.dice(f"{role} on {address}")
            day = min(day_of(int(height)) + dice.between(1, 20), case.date)
            confidence, source = dice.weighted(_WAYS[role], (5, 3, 2))
            source = source.format(day=short(day), host=slug(name).replace(" ", "-"))
            tags.append(Tag(address, name, category, source, confidence, day, (category,), definer))
    return tags


# Tags on the case, by role.


def _payroll(case: Case) -> str | None:
    """Return an address from which wages are paid: one that two agencies have a name for."""
    rows = case.owned[case.owned["entity"] == "Ledgerwick"]
    return None if rows.empty else str(rows["address"].iloc[0])


def _buyer(case: Case, pages: list[Page], reports: list[tuple[str, Report]]) -> Iterator[Tag]:
    for one in case.told.purchases:
        text, day = one.paid.address, day_of(one.paid.height)
        source = f"report on controlled purchase {one.number}"
        if one.escrow is None:
            yield Tag(
                text, one.handle, "vendor", source, "manual_transaction", day, ("vendor", "drugs"),
                context="paid to the vendor", truth=f"a deposit address of {one.market}",
                why="a custodial market's own address was taken for the vendor's",
            )  # fmt: skip
        else:
            yield Tag(
                text, f"{one.market}, escrow", "market", source, "manual_transaction", day,
                ("market", "escrow wallet"), context=f"escrow of our order from {one.handle}",
            )  # fmt: skip
    shop, handle = case.cast.economy.named("Brightwick"), case.shop("coldquay").handle
    assert isinstance(shop, Merchant)
    address = shop.main.receive_address().text
    if address in case.first_seen:
        yield Tag(
            address, handle, "vendor", "our own clustering, with change", "heuristic",
            case.date, ("vendor", "drugs"), definer=True, truth=shop.name,
            why="a change heuristic merged a shop with a customer of its",
        )  # fmt: skip
    payroll = _payroll(case)
    if payroll is not None:
        yield Tag(
            payroll, "Ledgerwick", "payroll", "trade register: pays wages for firms",
            "authority_data", case.date, ("payroll",), definer=True,
        )  # fmt: skip


def _reader(case: Case, pages: list[Page], reports: list[tuple[str, Report]]) -> Iterator[Tag]:
    names = {one.handle for vendor in case.cast.story.vendors for one in vendor.shops}
    for page in pages:
        found = [one.text for one in page.shows if one.kind == "address" and not one.trap]
        handles = [name for name in page.about if name in names]
        if page.kind in ("shop", "mirror", "clone") and found and handles:
            copied = page.kind == "clone"
            yield Tag(
                found[0], handles[0], "vendor", page.url, "web_crawl", page.day,
                ("vendor", "shop", "drugs"), context="shown on the shop's page",
                truth="a thief's" if copied else "",
                why="a copy of the shop was taken for the shop" if copied else "",
            )  # fmt: skip
        elif page.what == "signed" and found and handles:
            yield Tag(
                found[0], handles[0], "vendor", page.url, "web_crawl", page.day,
                ("vendor", "drugs"), context="named in a signed message",
            )  # fmt: skip
        elif page.what in ("deposit", "escrow") and found:
            market = page.title.split(" | ")[-1]
            yield Tag(
                found[0], market, "market", page.url, "web_crawl", page.day, ("market",),
                context=f"shown on the page {page.what}",
            )  # fmt: skip


def _seizer(case: Case, pages: list[Page], reports: list[tuple[str, Report]]) -> Iterator[Tag]:
    payroll = _payroll(case)
    if payroll is not None:
        yield Tag(
            payroll, "Ledgerwick", "mixing_service", "our own detection of CoinJoins", "heuristic",
            case.date, ("mixing_service", "money_laundering"), definer=True,
            truth="Ledgerwick, a payroll office",
            why="wages in round sums have the shape of a CoinJoin",
        )  # fmt: skip
    told = case.told.savings
    if told.tainted is not None and told.tainted.height <= case.height:
        handle = case.shop("tin_harbour").handle
        yield Tag(
            told.tainted.address, f"proceeds of {handle}", "user", "our own taint report",
            "heuristic", case.date, ("money_laundering",), truth=told.name,
            why="taint was followed through an exchange's pool",
        )  # fmt: skip
    for courier in case.cast.couriers.values():
        if 0 < courier.told.arrested <= case.date:
            for wage in courier.wages:
                yield Tag(
                    wage.address.text, courier.name, "courier", "phone seized from him",
                    "forensic_investigation", courier.told.arrested, ("money mule",),
                )  # fmt: skip
    for number, report in reports:
        for address in report.addresses:
            if report.label:
                yield Tag(
                    address, report.label, report.category, number, "authority_data", report.day,
                    (report.category,), context=report.subject,
                )  # fmt: skip


_OWN = {"purchases": _buyer, "pages": _reader, "phone": _seizer}
