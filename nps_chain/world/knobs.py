"""All knobs of a scenario, with the values of the data set ``classroom``.

A *part* counts against the other parts of its group: with parts of 100 and 300, one of four is of
the first kind. A day is counted from 1. Where an event has a day, 0 leaves it out.

Source of the values that shape a chain: a trial of what makes it like Bitcoin of 2019 to 2021, by
the measures of :mod:`nps_chain.groundtruth.realism`. Who turns them should look at these again.
"""

from dataclasses import dataclass
from typing import ClassVar

from nps_chain.world.knob import Group, knob


@dataclass(frozen=True, kw_only=True)
class Time(Group):
    """How long the world runs, and when its blocks are full."""

    name: ClassVar[str] = "time"

    days: int = knob(90, 20, 366, "days", "length of the chain; a block is found each hour")
    congested_from: int = knob(
        27, 0, 366, "day", "first day of too little room in blocks; 0: never"
    )
    congested_days: int = knob(7, 1, 60, "days", "how long that lasts")
    congested_room: int = knob(
        620, 100, 1500, "per mille", "room in a block then, of what blocks usually hold"
    )
    capacity: int = knob(
        1_000_000, 20_000, 1_000_000, "vbytes", "the most that a block holds at any time"
    )


@dataclass(frozen=True, kw_only=True)
class Households(Group):
    """Ordinary people: how many, how often they pay, and for what."""

    name: ClassVar[str] = "households"

    count: int = knob(380, 8, 20_000, "households", "people with a wallet of their own")
    like_privacy: int = knob(
        95, 0, 1000, "per mille", "of them use CoinJoins, and PayJoin in shops"
    )
    gamble: int = knob(180, 0, 1000, "per mille", "of them play")
    use_markets: int = knob(125, 0, 1000, "per mille", "of them order on a market")
    main_address: int = knob(
        1000, 0, 1000, "per mille", "of them show one address for all that they receive"
    )
    change_software: int = knob(
        300, 0, 1000, "per mille", "of them move to another wallet software once"
    )
    days_between: int = knob(12, 1, 60, "days", "between two times that one pays, in the median")
    payments_at_once: int = knob(20, 10, 100, "tenths", "of payments each such time, on average")
    withdrawals_from: int = knob(2, 1, 10, "withdrawals", "from an exchange before, at least")
    withdrawals_to: int = knob(5, 1, 20, "withdrawals", "from an exchange before, at most")
    to_exchange: int = knob(19, 0, 1000, "parts", "of what they pay: a deposit at an exchange")
    to_invoice: int = knob(23, 0, 1000, "parts", "a shop's invoice by a processor")
    to_shop: int = knob(14, 0, 1000, "parts", "a shop with one address for all")
    to_game: int = knob(19, 0, 1000, "parts", "a bet, by those who play")
    to_person: int = knob(8, 0, 1000, "parts", "another household")
    to_own: int = knob(3, 0, 1000, "parts", "another wallet of their own")
    to_savings: int = knob(25, 0, 1000, "parts", "a wallet of their own that never spends")


@dataclass(frozen=True, kw_only=True)
class Wallets(Group):
    """What wallet software households use; each kind gets its part at every level of activity."""

    name: ClassVar[str] = "wallets"

    mobile: int = knob(80, 0, 1000, "parts", "P2WPKH, version 1, change first")
    mobile_taproot: int = knob(0, 0, 1000, "parts", "the same on Taproot")
    mobile_2: int = knob(220, 0, 1000, "parts", "P2WPKH, version 1, BIP 69, smallest coins first")
    mobile_2_taproot: int = knob(0, 0, 1000, "parts", "the same on Taproot")
    desktop: int = knob(50, 0, 1000, "parts", "P2WPKH, version 2, lock time, replaceable, BIP 69")
    core: int = knob(130, 0, 1000, "parts", "P2WPKH, version 2, lock time, random order")
    web: int = knob(170, 0, 1000, "parts", "P2PKH, one address, to which change comes back")
    legacy: int = knob(110, 0, 1000, "parts", "P2PKH, BIP 69, often the last change address again")
    nested: int = knob(170, 0, 1000, "parts", "P2SH-P2WPKH, BIP 69")
    nested_taproot: int = knob(0, 0, 1000, "parts", "the same on Taproot")
    hybrid: int = knob(90, 0, 1000, "parts", "receives on P2PKH, change on P2WPKH; may spend all")
    taproot: int = knob(20, 0, 1000, "parts", "P2TR, version 2, lock time, replaceable")

    def parts(self) -> dict[str, int]:
        """Return the part of each kind, by its name in :data:`nps_chain.world.software.KINDS`."""
        return {knob.replace("_", " "): getattr(self, knob) for knob in self.knobs()}


@dataclass(frozen=True, kw_only=True)
class Amounts(Group):
    """How large payments are, and how round."""

    name: ClassVar[str] = "amounts"

    payment: int = knob(
        25_000_000, 20_000, 10**9, "satoshi", "a household's payment, in the median"
    )
    withdrawal: int = knob(
        8_000_000, 20_000, 10**9, "satoshi", "what it withdraws from its exchange, in the median"
    )
    round_7: int = knob(100, 0, 1000, "parts", "whole multiples of 10,000,000 satoshi")
    round_6: int = knob(110, 0, 1000, "parts", "whole multiples of 1,000,000 satoshi")
    round_5: int = knob(100, 0, 1000, "parts", "whole multiples of 100,000 satoshi")
    round_4: int = knob(80, 0, 1000, "parts", "whole multiples of 10,000 satoshi")
    round_2: int = knob(100, 0, 1000, "parts", "whole multiples of 100 satoshi")
    exact: int = knob(510, 0, 1000, "parts", "given to the last satoshi")

    def rounding(self) -> dict[int, int]:
        """Return the part of each unit that amounts are multiples of, in satoshi; 1 is exact."""
        return {
            10**7: self.round_7, 10**6: self.round_6, 10**5: self.round_5, 10**4: self.round_4,
            100: self.round_2, 1: self.exact,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Services(Group):
    """Exchanges, shops and what is between them."""

    name: ClassVar[str] = "services"

    exchanges: int = knob(5, 4, 60, "exchanges", "Merivane, Pallory, Freyport and ordinary ones")
    merchants: int = knob(12, 2, 400, "shops", "Brightwick and others")
    processors: int = knob(1, 1, 20, "processors", "Paywick and others")
    gambling: int = knob(1, 1, 20, "sites", "Luckfen and others")
    pools: int = knob(2, 1, 20, "pools", "of miners: North, South and others")
    deposit_address_new: int = knob(
        350, 0, 1000, "per mille", "of deposits at an exchange go to an address never shown before"
    )
    deposit_of_same_type: int = knob(
        910, 0, 1000, "per mille", "of deposit addresses are of the customer's own script type"
    )
    batches: int = knob(
        500, 0, 1000, "per mille", "of hours with three withdrawals or more pay them in one batch"
    )
    consolidate_above: int = knob(14, 3, 200, "coins", "a hot wallet with more puts them together")
    exchange_sweeps: int = knob(6, 1, 48, "hours", "between two sweeps of an exchange's deposits")
    sweep_batch: int = knob(40, 1, 200, "coins", "in one sweep, at most")
    sweep_single: int = knob(100, 0, 1000, "per mille", "of sweeps go address by address")
    invoice_again: int = knob(
        100, 0, 1000, "per mille", "of invoices show the address of the customer's last one"
    )
    processor_sweeps: int = knob(8, 1, 48, "hours", "between two sweeps of a processor's invoices")
    merchants_sell: int = knob(14, 1, 168, "hours", "between two times that a shop sells its coins")
    merchants_with_pool: int = knob(
        680, 0, 1000, "per mille", "of shops whose change goes round a few addresses"
    )
    merchant_pool: int = knob(7, 1, 100, "addresses", "that such a shop's change goes round")
    exchange_pool: int = knob(35, 1, 200, "addresses", "that an exchange's change goes round")
    exchange_pool_used: int = knob(
        125, 0, 1000, "per mille", "of an exchange's change goes to one of these"
    )


@dataclass(frozen=True, kw_only=True)
class Traders(Group):
    """People who move coins between exchanges, and who write data into the chain."""

    name: ClassVar[str] = "traders"

    count: int = knob(40, 1, 4000, "traders", "people who do")
    payments_a_day: int = knob(115, 0, 20_000, "a day", "from one exchange straight to another")
    anchors_a_day: int = knob(
        14, 0, 2000, "a day", "data of a notary in an OP_RETURN, fresh change"
    )
    tokens_a_day: int = knob(
        14, 0, 2000, "a day", "token transfers: OP_RETURN, 546 satoshi, self-change"
    )


@dataclass(frozen=True, kw_only=True)
class Markets(Group):
    """What is sold on Lanternfen and Quincegate, by whom, and who carries it."""

    name: ClassVar[str] = "markets"

    lanternfen_orders: int = knob(48, 0, 2000, "tenths a day", "orders there while it is open")
    quincegate_orders: int = knob(48, 0, 2000, "tenths a day", "orders there while it is open")
    small_vendors: int = knob(20, 0, 25, "vendors", "beside those whom the story names")
    couriers: int = knob(5, 2, 60, "couriers", "paid each week")


@dataclass(frozen=True, kw_only=True)
class CoinJoins(Group):
    """Payments of several people at once, in the names of the story."""

    name: ClassVar[str] = "coinjoins"

    cedar: int = knob(6, 1, 500, "a week", "of Cedar, which is like Wasabi 1")
    juniper: int = knob(3, 1, 500, "a week", "of Juniper, which is like WabiSabi")
    rill: int = knob(12, 1, 500, "a week", "of Rill, which is like Whirlpool; Tx0 not counted")
    bazaar: int = knob(6, 1, 500, "a week", "of Bazaar, which is like JoinMarket")
    payjoins: int = knob(6, 0, 500, "a week", "PayJoins of shops")
    cedar_people: int = knob(12, 10, 90, "people", "in a round of Cedar, at least")
    juniper_people: int = knob(10, 5, 60, "people", "in a round of Juniper, at least")


@dataclass(frozen=True, kw_only=True)
class LookAlikes(Group):
    """Ordinary deeds that rules take for something else, and deeds that spoil clusters."""

    name: ClassVar[str] = "look_alikes"

    employees: int = knob(24, 2, 500, "people", "paid by Ledgerwick, which looks like a CoinJoin")
    paydays: int = knob(7, 1, 31, "days", "between two of its paydays")
    airdrop: int = knob(500, 2, 5000, "addresses", "that Confetti's airdrop pays")
    dusted: int = knob(300, 2, 5000, "addresses", "that Moth sends dust")
    letters: int = knob(400, 2, 5000, "letters", "of Nightpost, each with an address of its own")
    victims: int = knob(31, 1, 1000, "households", "that pay it")
    replaced: int = knob(
        600, 0, 1000, "per mille", "of replaceable payments that wait are sent again with more fee"
    )
    children: int = knob(
        80, 0, 1000, "per mille", "of payments that wait get a child that pays for them"
    )


@dataclass(frozen=True, kw_only=True)
class Story(Group):
    """On which day the story's events happen; 0 leaves one out."""

    name: ClassVar[str] = "story"

    first_sale: int = knob(12, 9, 366, "day", "saltmeadow sells on Lanternfen for the first time")
    purchase_1: int = knob(20, 9, 366, "day", "a controlled purchase on Lanternfen")
    pages_1: int = knob(33, 9, 366, "day", "Lanternfen's pages are saved, and the clone of a shop")
    letters: int = knob(40, 0, 366, "day", "Nightpost writes")
    quincegate_opens: int = knob(45, 9, 366, "day", "Quincegate opens, and brineacre appears there")
    purchase_2: int = knob(52, 9, 366, "day", "a controlled purchase on Quincegate")
    dust: int = knob(55, 0, 366, "day", "Moth sends dust")
    purchase_3: int = knob(58, 9, 366, "day", "another controlled purchase on Quincegate")
    airdrop: int = knob(58, 0, 366, "day", "Confetti's airdrop")
    pages_2: int = knob(60, 9, 366, "day", "Quincegate's pages are saved")
    arrest: int = knob(63, 9, 366, "day", "a courier is arrested")
    careless: int = knob(
        66, 0, 366, "day", "tin_harbour puts shop takings and withdrawals together"
    )
    exit: int = knob(71, 0, 366, "day", "Lanternfen leaves with its customers' money")
    cash_out_from: int = knob(75, 9, 366, "day", "vendors begin to cash out")
    cash_out_to: int = knob(88, 9, 366, "day", "the last of them has")
    answer: int = knob(84, 9, 366, "day", "an exchange answers a letter")


@dataclass(frozen=True, kw_only=True)
class Pages(Group):
    """Saved web pages, and what agencies say of addresses."""

    name: ClassVar[str] = "pages"

    few: int = knob(0, 0, 1, "1 is yes", "whether only those pages are made that the story needs")
    wrong_tags: int = knob(83, 0, 500, "per mille", "of an agency's tags are wrong")


GROUPS: tuple[type[Group], ...] = (
    Time, Households, Wallets, Amounts, Services, Traders, Markets, CoinJoins, LookAlikes, Story,
    Pages,
)  # fmt: skip
"""All groups, in the order in which a scenario lists them."""
