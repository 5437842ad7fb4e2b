"""What a courier's phone holds: the keys of his wallet, and all that came to it and went from it.

The keys are those of a test network, written in its own way, so no wallet takes them for money.
"""

import numpy as np

from nps_chain.chain.address import base58
from nps_chain.trace.texts import address_texts, txid_texts
from nps_chain.world import keys
from nps_chain.world.economy import day
from nps_chain.world.folders.case import Case, utc
from nps_chain.world.folders.folder import SYNTHETIC, Folder, prose, table
from nps_chain.world.pages.dates import iso
from nps_chain.world.people.couriers import Courier
from nps_chain.world.products import GROUPS

_WORTHLESS = "worthless: a key of regtest"


def add_phone(case: Case, folder: Folder) -> None:
    """Put a courier's phone and a seized parcel in, if somebody is arrested by then."""
    courier = next((one for one in case.cast.couriers.values() if one.told.arrested), None)
    if courier is None or courier.told.arrested > case.date:
        return
    at = day(courier.told.arrested, 10)
    known = at // 60  # blocks by then
    own = case.owned[(case.owned["entity"] == courier.name) & (case.owned["height"] <= known)]
    addresses = own["address"].tolist()
    secrets = _secrets(courier, addresses)
    source = f"{folder.agency.name}, phone seized from {courier.name}"
    folder.add(
        "phone/wallet.csv",
        table(
            ("address", "key", "note"),
            ((text, _wif(secrets[text]), _WORTHLESS) for text in addresses),
        ),
        source=source, at=utc(at),
    )  # fmt: skip
    folder.add(
        "phone/history.csv",
        table(
            ("time", "block_height", "txid", "direction", "satoshi", "address"),
            _history(case, addresses, known),
        ),
        source=source, at=utc(at),
    )  # fmt: skip
    folder.add("phone/report.txt", _report(folder, courier, at), source=source, at=utc(at + 240))
    folder.describe("phone/", "a courier's phone: keys of his wallet, what it received and paid")
    folder.add(
        "parcel/seizure.txt", _parcel(case, folder, courier, at),
        source=f"{folder.agency.name}, seizure of a parcel", at=utc(at + 60),
    )  # fmt: skip
    folder.describe("parcel/", "a parcel that the courier carried")


def _secrets(courier: Courier, addresses: list[str]) -> dict[str, bytes]:
    """Return the key of each address: a phone has them all, in the order of their numbers."""
    wallet, software = courier.main, courier.main.software
    locks = dict.fromkeys((software.receive, software.change_lock))
    wanted, found, number = {*addresses}, dict[str, bytes](), 0
    while len(found) < len(wanted):
        number += 1
        key = keys.secret(wallet.engine.seed, wallet.name, number)
        for lock in locks:
            address = keys.single(lock, wallet, key)
            if address.text in wanted:
                found[address.text] = address.secrets[0]
    return found


def _wif(secret: bytes) -> str:
    """Return a key as wallets export it on test networks (compressed public key)."""
    row = np.frombuffer(b"\xef" + secret + b"\x01" + bytes(4), np.uint8).reshape(1, -1).copy()
    base58.add_checksums(row)
    out = np.empty(64, np.uint8)
    return out[: base58.write(row[0], out, 0)].tobytes().decode()


def _history(case: Case, addresses: list[str], known: int) -> list[tuple[object, ...]]:
    """Return what came and what went, a row for each output, as a wallet shows it."""
    chain = case.chain
    names = chain.columns.addresses.address.to_pandas()
    mine = np.flatnonzero(names.isin(addresses))
    columns = chain.columns
    spends = np.unique(columns.inputs.tx[np.isin(columns.inputs.address, mine)])
    out = columns.outputs
    own = np.isin(out.address, mine)
    from_me = np.isin(out.tx, spends)
    rows = np.flatnonzero((own ^ from_me) & (columns.txs.height[out.tx] <= known))
    height = columns.txs.height[out.tx[rows]]
    return [
        (iso(case.time(int(h))), int(h), txid, "in" if came else "out", int(value), address)
        for h, txid, came, value, address in zip(
            height, txid_texts(chain, out.tx[rows]), own[rows], out.value[rows],
            address_texts(chain, out.address[rows]), strict=True,
        )
    ]  # fmt: skip


def _report(folder: Folder, courier: Courier, at: int) -> str:
    when = iso(utc(at))
    return prose(
        f"{folder.agency.name}: report on a phone",
        SYNTHETIC,
        f"{courier.name}, of {courier.told.country}, was arrested on {when[:10]} at {when[11:16]}"
        " UTC with a parcel. His phone was open. A wallet program on it holds the keys in"
        " wallet.csv; history.csv is what the program shows: what came, at which address of his,"
        " and what he paid. The keys were copied, no coin was moved.",
        "He says that he carried parcels for two people whom he knows from chats alone, that each"
        " paid him once a week, and that he has forgotten their names. The program gives no names,"
        " either.",
    )


def _parcel(case: Case, folder: Folder, courier: Courier, at: int) -> str:
    product = case.dice("parcel").one(case.cast.vendors["saltmeadow"].told.products)
    return prose(
        f"{folder.agency.name}: seizure of a parcel",
        SYNTHETIC,
        f"Date: {iso(utc(at))[:10]}. Carried by: {courier.name}. Content: {product.quantity} sealed"
        f" units with the printed code {product.code} ({GROUPS[product.group]}).",
        "Sender: none. Receiver: a name that does not exist, at a parcel machine. Nothing on the"
        " parcel names a market or a vendor.",
    )
