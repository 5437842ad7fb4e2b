"""What happened, as facts that pages, agencies' folders, exhibits and tests are made from.

They are gathered when the play is over, from what the actors remember. Everything in them is plain:
addresses and txids as people write them, satoshi, heights, minutes since the start.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paid:
    """An output on the chain: its transaction, its place, who was paid how much at which height."""

    txid: str
    n: int
    address: str
    value: int
    height: int


@dataclass(frozen=True)
class Script:
    """An escrow: its address, and the script behind it in hex."""

    address: str
    redeem: str


@dataclass(frozen=True)
class Purchase:
    """A controlled purchase: what was paid to whom, and, with escrow, how it was settled."""

    number: int
    agency: str
    handle: str
    market: str
    code: str
    quantity: int
    price: int
    minute: int
    paid: Paid
    escrow: Script | None
    settled: Paid | None


@dataclass(frozen=True)
class Wage:
    """A wage that a courier got, and the key of the shop that paid it."""

    shop: str
    paid: Paid


@dataclass(frozen=True)
class Phone:
    """A courier's phone: each address of its wallet with its secret key in hex, and his wages."""

    courier: str
    country: str
    day: int  # of the arrest
    keys: tuple[tuple[str, str], ...]
    wages: tuple[Wage, ...]


@dataclass(frozen=True)
class Sale:
    """An order as a page shows it, and what became of it."""

    number: int
    minute: int
    code: str
    price: int
    fate: str


@dataclass(frozen=True)
class Shop:
    """What a shop showed and took.

    Attributes
    ----------
    wallet : str
        Its name in the truth.
    shown : str
        The address on its page, or empty.
    takings : tuple of Paid
        What markets and customers paid it.
    """

    key: str
    handle: str
    market: str  # name, or empty
    since: int
    wallet: str
    shown: str
    sales: tuple[Sale, ...]
    takings: tuple[Paid, ...]

    @property
    def earned(self) -> int:
        """Satoshi that it took."""
        return sum(paid.value for paid in self.takings)


@dataclass(frozen=True)
class Account:
    """An account at an exchange: whose, for which shop, where it is paid in, what was paid in."""

    exchange: str
    holder: str
    shop: str
    addresses: tuple[str, ...]
    deposits: tuple[Paid, ...]


@dataclass(frozen=True)
class Step:
    """A step on the way from a buyer to money; where only the address is known, txid is empty."""

    what: str
    txid: str
    n: int
    address: str


@dataclass(frozen=True)
class Vendor:
    """A vendor: the person, the shops, the accounts, and a way from a purchase to money."""

    key: str
    name: str
    person: str
    shops: tuple[Shop, ...]
    accounts: tuple[Account, ...]
    trail: tuple[Step, ...]


@dataclass(frozen=True)
class Market:
    """What a market shows its customers: deposit addresses in use, or escrows."""

    key: str
    name: str
    deposits: tuple[str, ...]
    escrows: tuple[Script, ...]


@dataclass(frozen=True)
class Signed:
    """The address that a vendor named in a signed message, and the day from which it was known."""

    shop: str
    address: str
    day: int


@dataclass(frozen=True)
class Exit:
    """An exit scam: what emptied the market's wallets, and by part what went on."""

    market: str
    moves: tuple[Paid, ...]
    parts: tuple[tuple[str, tuple[Paid, ...]], ...]


@dataclass(frozen=True)
class Slip:
    """A careless consolidation: its output, and each address it spends from with its wallet."""

    vendor: str
    paid: Paid
    spent: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Clone:
    """A thief's copy of a page: of which shop, since when, with whose address, and what it took."""

    shop: str
    day: int
    address: str
    thefts: tuple[Paid, ...]


@dataclass(frozen=True)
class Savings:
    """What an innocent withdrew, and the vendor's deposit by which one part of it is tainted.

    Attributes
    ----------
    share : int
        How much of that part is the deposit's by haircut, per mille.
    """

    name: str
    exchange: str
    withdrawn: tuple[Paid, ...]
    tainted: Paid | None
    deposit: Paid | None
    share: int


@dataclass(frozen=True)
class StoryFacts:
    """All of it."""

    purchases: tuple[Purchase, ...]
    phone: Phone
    vendors: tuple[Vendor, ...]
    markets: tuple[Market, ...]
    signed: Signed
    exit: Exit | None
    slip: Slip | None
    clone: Clone
    savings: Savings

    def vendor(self, key: str) -> Vendor:
        """Return a vendor by key."""
        return next(vendor for vendor in self.vendors if vendor.key == key)

    def shop(self, key: str) -> Shop:
        """Return a shop by key."""
        return next(shop for one in self.vendors for shop in one.shops if shop.key == key)
