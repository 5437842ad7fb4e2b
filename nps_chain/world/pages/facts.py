"""What a world tells the makers of pages: who sells where, under which key, which address is whose.

Pages are made from these facts and from dice, and from nothing else: no page knows the chain. So
whatever a page shows is either in here or is a trap that its maker puts on record. Days count from
1, which is 1 January 2025; a page shows what was known on the day on which it was saved.
"""

from dataclasses import dataclass

from nps_chain.chain.address import check
from nps_chain.errors import NpsError
from nps_chain.world.pages.sellers import MarketFacts, VendorFacts


@dataclass(frozen=True)
class Clone:
    """A thief's copy of the shop of the handle ``of``, with an address of the thief's."""

    of: str
    address: str
    since: int


@dataclass(frozen=True)
class Named:
    """Somebody with an address for all to see: a charity, a merchant."""

    name: str
    address: str


@dataclass(frozen=True)
class Mixer:
    """A mixer.

    Attributes
    ----------
    name, key : str
        Its name; the fixture key with which it signs.
    addresses : tuple of str
        Those that its letters of guarantee name, a letter each fifteen days, in turn.
    fee : int
        What it takes, in thousandths.
    """

    name: str
    key: str
    addresses: tuple[str, ...]
    fee: int = 20


@dataclass(frozen=True)
class Payment:
    """A deposit that somebody on the forum asks about: its txid as explorers print it, its day."""

    txid: str
    day: int


@dataclass(frozen=True)
class Events:
    """Days on which people begin to talk of something that happens on the chain."""

    congestion: int = 27
    letters: int = 40
    dust: int = 55
    airdrop: int = 58
    arrest: int = 63


@dataclass(frozen=True)
class Round:
    """A day on which an agency saves pages.

    Attributes
    ----------
    agency : str
        Who.
    day : int
        When.
    only : tuple of str
        What: sites (``news``), pages (``category-sc``, ``gone``) or handles; empty for everything.
    """

    agency: str
    day: int
    only: tuple[str, ...] = ()

    def wants(self, *names: str) -> bool:
        """Return whether a page with these names is saved: its site, its own, whom it is about."""
        return not self.only or not {*names}.isdisjoint(self.only)


@dataclass(frozen=True)
class PageFacts:
    """All that the pages of a world need.

    Attributes
    ----------
    markets : tuple of MarketFacts
        In the order in which they open.
    vendors : tuple of VendorFacts
        All handles; no two alike.
    rounds : tuple of Round
        In order of days.
    charity, merchant, mixer
        The innocent ones with their addresses, and the mixer.
    clone : Clone or None
        The thief's copy, if there is one.
    letters : tuple of str
        Addresses that blackmail letters name.
    payments : tuple of Payment
        Deposits to the first market that people on the forum ask about; two are enough.
    countries : tuple of str
        Those of the story: whose agency buys, whose saves pages, whose arrests a courier.
    currency, rate : str, int
        The currency beside BTC, and what one BTC costs in it.
    events : Events
        When people talk of what.
    blackmailer, airdropper : str
        Names of who sends the letters and who the airdrop.

    Raises
    ------
    NpsError
        If something in here is no fit for a page; the message says what.
    """

    markets: tuple[MarketFacts, ...]
    vendors: tuple[VendorFacts, ...]
    rounds: tuple[Round, ...]
    charity: Named
    merchant: Named
    mixer: Mixer
    clone: Clone | None = None
    letters: tuple[str, ...] = ()
    payments: tuple[Payment, ...] = ()
    countries: tuple[str, ...] = ("Aldoria", "Tolvany", "Cestania")
    currency: str = "EUR"
    rate: int = 40_000
    events: Events = Events()
    blackmailer: str = "Nightpost"
    airdropper: str = "Confetti"

    def __post_init__(self) -> None:
        markets = [market.name for market in self.markets]
        handles = [vendor.handle for vendor in self.vendors]
        for vendor in self.vendors:
            vendor.check(markets)
        if len({*handles}) < len(handles):
            twice = next(handle for handle in handles if handles.count(handle) > 1)
            raise NpsError(f"Two vendors have the handle {twice!r}: give each one of its own.")
        days = [round_.day for round_ in self.rounds]
        if not days or days != sorted(days) or days[0] < 1:
            raise NpsError("The rounds of saving pages must be in order of days, from day 1 on.")
        if not self.mixer.addresses:
            raise NpsError("The mixer's letters name an address: give it one or more.")
        if self.clone:
            original = self.vendor(self.clone.of)
            if not original.shop or original.shop_address is None:
                raise NpsError(
                    f"A thief can't swap the address on the shop of {original.handle!r}: "
                    "it shows none."
                )
            if self.clone.since < original.since:
                raise NpsError(f"The shop of {original.handle!r} is copied before it is there.")
        for text in self.addresses():
            found = check(text, "regtest")
            if not found.valid:
                raise NpsError(f"The pages were given {text!r} for an address. {found.why}")

    def vendor(self, handle: str) -> VendorFacts:
        """Return a vendor by handle.

        Raises
        ------
        NpsError
            If there is none of that handle.
        """
        for vendor in self.vendors:
            if vendor.handle == handle:
                return vendor
        raise NpsError(f"No vendor has the handle {handle!r}.")

    def market(self, name: str) -> MarketFacts:
        """Return a market by name."""
        return next(market for market in self.markets if market.name == name)

    def addresses(self) -> tuple[str, ...]:
        """Return every address in the facts, in order."""
        shown = [a for market in self.markets for a in market.deposit_addresses]
        shown += [escrow.address for market in self.markets for escrow in market.escrows]
        for vendor in self.vendors:
            shown += [a for a in (vendor.shop_address, vendor.signed_address) if a is not None]
        shown += [self.charity.address, self.merchant.address, *self.mixer.addresses, *self.letters]
        return tuple(shown + ([self.clone.address] if self.clone else []))
