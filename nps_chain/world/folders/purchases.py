"""The folder of the agency that buys: its controlled purchases, with all that a customer learns.

On a custodial market that is a deposit address, which belongs to the market; with escrow it is the
address of three parties, from which the coins go on to the vendor.
"""

from nps_chain.world.facts import Purchase
from nps_chain.world.folders.case import Case, utc
from nps_chain.world.folders.folder import SYNTHETIC, Folder, prose, table
from nps_chain.world.pages.dates import iso
from nps_chain.world.pages.indicators import bitcoin

_COLUMNS = (
    "number", "ordered", "market", "handle", "product_code", "quantity", "price_satoshi",
    "paid_to", "how", "txid", "n", "paid_satoshi", "block_height", "block_time", "redeem_script",
)  # fmt: skip


def add_purchases(case: Case, folder: Folder) -> None:
    """Put an agency's purchases in, and its own wallet, so that nobody takes it for a suspect's."""
    agency = folder.agency
    bought = [one for one in case.told.purchases if one.paid.height <= case.height]
    for purchase in bought:
        folder.add(
            f"purchases/purchase-{purchase.number}.txt",
            _report(folder, purchase),
            source=f"{agency.name}, the officers who bought",
            at=case.time(_known(purchase, case)),
        )
    if bought:
        folder.add(
            "purchases/purchases.csv",
            table(_COLUMNS, (_row(case, purchase) for purchase in bought)),
            source=f"{agency.name}, case file",
            at=max(case.time(_known(purchase, case)) for purchase in bought),
        )
        folder.describe("purchases/", "controlled purchases: what was paid, when, to which address")
    own = case.owned[case.owned["entity"] == agency.short]
    if len(own):
        folder.add(
            "undercover-wallet.csv",
            table(
                ("address", "first_paid"),
                zip(own["address"], own["height"].map(case.time).map(iso), strict=True),
            ),
            source=f"{agency.name}, treasury", at=case.time(int(own["height"].max())),
        )  # fmt: skip
        folder.describe("undercover-wallet.csv", "our own addresses: not a suspect's")


def _known(one: Purchase, case: Case) -> int:
    """Return the height by which all was known that the report of a purchase tells."""
    settled = one.settled
    return settled.height if settled and settled.height <= case.height else one.paid.height


def _row(case: Case, one: Purchase) -> tuple[object, ...]:
    paid, script = one.paid, one.escrow
    return (
        one.number, iso(utc(one.minute)), one.market, one.handle, one.code, one.quantity, one.price,
        paid.address, "escrow, 2 of 3 keys" if script else "deposit at the market", paid.txid,
        paid.n, paid.value, paid.height, iso(case.time(paid.height)),
        script.redeem if script else "",
    )  # fmt: skip


def _report(folder: Folder, one: Purchase) -> str:
    ordered = iso(utc(one.minute))
    if one.escrow is None:
        means = (
            "The page called it our deposit address. The officer who wrote this report takes it for"
            f" an address of {one.handle}'s. Nobody has checked that."
        )
    else:
        means = (
            "It is opened by two of three keys: ours, the vendor's and the market's. When the"
            " parcel had come we signed the release, and the vendor signed it, too. Where the coins"
            " went from there can be read on the chain."
        )
    return prose(
        f"{folder.agency.name}: report on controlled purchase {one.number}",
        SYNTHETIC,
        f"On {ordered[:10]} at {ordered[11:16]} UTC our officer ordered {one.quantity} units with"
        f" the product code {one.code} from {one.handle} on {one.market}, for"
        f" {bitcoin(one.price)}. The market showed this address, to which we paid:",
        f"    {one.paid.address}",
        means,
    )
