"""Vendors and markets, as the makers of pages know them."""

import re
from dataclasses import dataclass

from nps_chain.errors import NpsError
from nps_chain.world.pages.groups import GROUPS

HANDLE = re.compile("[a-z0-9][a-z0-9_-]{2,29}")
LANGUAGES = ("en", "ru", "ro")


@dataclass(frozen=True)
class Product:
    """One line of a vendor's list.

    Attributes
    ----------
    code : str
        Two letters of a group in ``GROUPS``, a hyphen, three digits: ``SC-104``. It stands for no
        real substance.
    quantity : int
        Units.
    price : int
        Satoshi for all of them.
    """

    code: str
    quantity: int
    price: int


@dataclass(frozen=True)
class Order:
    """A finished order, on which its buyer left feedback."""

    day: int
    code: str


@dataclass(frozen=True)
class VendorFacts:
    """One handle on one market.

    Attributes
    ----------
    handle, market : str
        The handle, and the market's name.
    person : str
        Whoever is behind it: handles with one person share wording, picture and shop.
    key : str
        A name in :func:`nps_chain.world.pages.fixtures.names`.
    products : tuple of Product
        What is on offer.
    ships_from : str
        As the page says it: a country.
    since : int
        The day on which the handle appears.
    language : str
        One of ``LANGUAGES``.
    drops : bool
        Dead drops instead of parcels; a word on the page, and no more.
    shop : bool
        Has the handle a site of its own?
    shop_address : str or None
        The address that this site shows, if its owner is so careless.
    signed_address : str or None
        An address of the vendor's that a signed post on the forum names.
    signed_day : int
        The day of that post.
    orders : tuple of Order
        In order of days.
    """

    handle: str
    market: str
    person: str
    key: str
    products: tuple[Product, ...]
    ships_from: str
    since: int
    language: str = "en"
    drops: bool = False
    shop: bool = False
    shop_address: str | None = None
    signed_address: str | None = None
    signed_day: int = 0
    orders: tuple[Order, ...] = ()

    def check(self, markets: list[str]) -> None:
        """Raise unless a page can show this.

        Raises
        ------
        NpsError
            That says what is no fit.
        """
        if not HANDLE.fullmatch(self.handle):
            raise NpsError(
                f"{self.handle!r} is no handle for a page: use 3 to 30 small letters, digits, "
                "hyphens and underscores."
            )
        if self.market not in markets:
            raise NpsError(f"{self.handle!r} sells on {self.market!r}, which is no market here.")
        if self.language not in LANGUAGES:
            raise NpsError(
                f"{self.handle!r} writes in {self.language!r}: choose from {', '.join(LANGUAGES)}."
            )
        if self.signed_address is not None and self.signed_day < self.since:
            raise NpsError(f"{self.handle!r} can't sign on day {self.signed_day}: not there yet.")
        if not self.products:
            raise NpsError(f"{self.handle!r} has nothing on offer: give it a product or more.")
        for product in self.products:
            if not re.fullmatch(rf"({'|'.join(GROUPS)})-[0-9]{{3}}", product.code):
                raise NpsError(
                    f"{self.handle!r} offers {product.code!r}: a code is one of "
                    f"{', '.join(GROUPS)}, a hyphen and three digits."
                )


@dataclass(frozen=True)
class Escrow:
    """An escrow that a market shows to explain itself: its address, its redeem script in hex."""

    address: str
    redeem_script: str


@dataclass(frozen=True)
class MarketFacts:
    """A market.

    Attributes
    ----------
    name, key : str
        Its name; the fixture key with which it signs.
    opens : int
        Its first day.
    closes : int or None
        The day on which it is gone, with the money.
    deposit_addresses : tuple of str
        Addresses that its page "deposit" shows, one for each time the page is saved, in turn.
    escrows : tuple of Escrow
        Likewise for its page "escrow".
    fee : int
        What it takes, in thousandths.
    """

    name: str
    key: str
    opens: int
    closes: int | None = None
    deposit_addresses: tuple[str, ...] = ()
    escrows: tuple[Escrow, ...] = ()
    fee: int = 40
