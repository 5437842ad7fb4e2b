"""The tables of truth: who owns an address, what an output was for, what was done and who knows.

Nothing in them is a row number of a chain. An address stands as its text, a transaction by its
txid, an output by its transaction and place; so one truth fits a chain however it was read, cut or
stored. Within the truth a row's number is its id, as in a chain's tables, and what a column is made
of stands in its annotation. What comes from a fixed list is kept as its place there: such lists
grow at their end only, or older files would change their meaning.

What they can't say: an address with two owners, and an output with two purposes.
"""

from dataclasses import dataclass
from typing import get_type_hints

from nps_chain.chain.schema import Hash, Int8, Int32, Text

ENTITY_KINDS: tuple[str, ...] = (
    "person", "vendor", "wholesaler", "courier", "launderer", "extortionist", "miner", "exchange",
    "market", "mixer", "coordinator", "swap", "broker", "gambling", "merchant", "processor",
    "payroll", "charity", "gift_cards", "custodian", "notary", "airdropper", "duster", "agency",
)  # fmt: skip
"""What an owner is; a coordinator is who brings the people of a CoinJoin together."""

TX_KINDS: tuple[str, ...] = (
    "coinbase", "payment", "self_transfer", "consolidation", "deposit", "market_deposit",
    "withdrawal", "withdrawal_batch", "sweep", "cold_storage", "miner_payout", "vendor_payout",
    "multisig_payment", "peel", "op_return", "coinjoin", "payjoin", "escrow", "escrow_release",
    "mixer_payout", "swap", "wage", "donation", "ransom", "airdrop", "dust", "tx0",
)  # fmt: skip
"""What a transaction was to its senders."""

PURPOSES: tuple[str, ...] = (
    "coinbase", "commitment", "data", "payment", "change", "self_transfer", "consolidation",
    "deposit", "withdrawal", "payout", "sweep", "cold_storage", "peel", "mix", "escrow",
    "release", "refund", "wage", "donation", "ransom", "airdrop", "dust", "premix",
)  # fmt: skip
"""What an output was for, in the mind of who made it.

Change is what a wallet gave back to itself because its coins were too large. An output that pays
oneself on purpose is a self-transfer or a consolidation, and no change.
"""


@dataclass(frozen=True, eq=False)
class Entities:
    """One row an owner: a person, a firm, a service."""

    name: Text
    kind: Int8  # place in ENTITY_KINDS
    country: Text  # empty where there is none


@dataclass(frozen=True, eq=False)
class Wallets:
    """One row a wallet: keys kept together by one program."""

    name: Text
    entity: Int32
    software: Text  # what the program is like, or empty


@dataclass(frozen=True, eq=False)
class Ownership:
    """One row an address."""

    address: Text
    wallet: Int32


@dataclass(frozen=True, eq=False)
class Transactions:
    """One row a transaction."""

    txid: Hash
    kind: Int8  # place in TX_KINDS


@dataclass(frozen=True, eq=False)
class Senders:
    """One row a wallet whose coins a transaction spends; several in a CoinJoin or PayJoin."""

    tx: Int32
    wallet: Int32


@dataclass(frozen=True, eq=False)
class Deeds:
    """One row a deed: an order, a wage, a theft, whatever the story tells of."""

    name: Text  # such as "order 117"
    what: Text
    by: Int32  # an entity, or UNKNOWN
    to: Int32  # an entity, or UNKNOWN


@dataclass(frozen=True, eq=False)
class Knowledge:
    """One row an entity that knows of a deed, beside those who did it."""

    deed: Int32
    entity: Int32


@dataclass(frozen=True, eq=False)
class Purposes:
    """One row an output: all of a transaction, or none of it."""

    tx: Int32
    n: Int32
    purpose: Int8  # place in PURPOSES, or UNKNOWN
    deed: Int32  # which deed it was made for, or UNKNOWN


@dataclass(frozen=True, eq=False)
class Tables:
    """All tables of a truth."""

    entities: Entities
    wallets: Wallets
    ownership: Ownership
    transactions: Transactions
    senders: Senders
    deeds: Deeds
    knowledge: Knowledge
    purposes: Purposes


TABLES: dict[str, type] = get_type_hints(Tables)
