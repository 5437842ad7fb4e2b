"""An investigator by script: reads folders as an officer would, and goes as far as they lead.

It has the files of some agencies, the chain, and may write to an exchange if one of the agencies
may. It never sees the truth. Where a fact is missing without which an answer would be a guess, it
stops and says which.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import yaml
from pysequoia import Cert, verify

import nps_chain as nps
from nps_chain.chain.address import check


class Missing(Exception):
    """A fact that nobody at the table has."""


@dataclass
class Wallet:
    """What is known of one handle's wallet."""

    handle: str
    known: str  # the address that it began with
    addresses: set[str]
    account: str = ""  # the deposit address where its money ended
    earned: int = 0  # satoshi
    wages: int = 0  # payments to the courier


@dataclass
class Answer:
    """Who it is, by which wallets, how much was earned, where it ended."""

    person: str
    wallets: list[Wallet]
    exchange: str
    account: set[str]
    deposited: int
    notes: list[str] = field(default_factory=list)

    @property
    def earned(self):
        return sum(wallet.earned for wallet in self.wallets)


@dataclass
class Reply:
    """What an exchange answers: the holder, and deposits by address in satoshi."""

    holder: str
    deposits: dict[str, int]


class Exchanges:
    """The counterparts: each answers from its records, as it is used to."""

    def __init__(self, records):
        self.records = records
        self.letters = []

    def ask(self, exchange, address, reason):
        """Send a letter; without a reason to believe that the address is its own, no answer."""
        self.letters.append((exchange, address))
        held = self.records[exchange]
        (manner,) = rows(held["manner.csv"])
        if not reason or manner["status"] == "none":
            return None
        known = {one["address"]: one["account"] for one in rows(held["addresses.csv"])}
        number = known.get(address)
        if number is None:
            return None
        (account,) = [one for one in rows(held["accounts.csv"]) if one["account"] == number]
        deposits = Counter()
        for entry in rows(held["entries.csv"]):
            if entry["account"] == number and entry["what"] == "deposit":
                deposits[entry["address"]] += int(entry["satoshi"])
        return Reply(account["holder"], dict(deposits))


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode())))


class Investigator:
    """Somebody with the folders of some agencies on the desk."""

    def __init__(self, folders, chain, ask):
        self.folders, self.chain, self.ask = folders, chain, ask
        self.clusters = nps.cluster(chain)
        self.round_payments = nps.change(chain, heuristic="power_of_ten_4").to_numpy()
        readme = next(iter(folders.values()))["README.txt"].decode()
        self.suspect = re.search(r"Who is (\S+), and", readme)[1]
        c = chain.columns
        self.texts = c.addresses.address.to_numpy(zero_copy_only=False)
        self.row_of = {text: row for row, text in enumerate(self.texts)}

    def solve(self):
        """Return the answer, or raise Missing."""
        handle = self.same_key()
        signed = self.signed_address()
        bought = self.bought_from(handle)
        wallets = [self.wallet(self.suspect, signed), self.wallet(handle, bought)]
        for wallet in wallets:
            wallet.account = self.account_of(wallet)
            lock = self.chain.columns.addresses.script_type[self.row_of[wallet.known]]
            wallet.addresses |= self.roots_of(wallet.account, lock)
        self.paid_by_both(wallets)
        exchange, address, reason = self.whose_service({one.account for one in wallets})
        reply = self.write(exchange, address, reason)
        accounts = {one.account for one in wallets}
        if not accounts <= reply.deposits.keys():
            raise Missing(f"the account at {exchange} has to do with one of the wallets only")
        for wallet in wallets:
            wallet.earned = self.takings(wallet)
        return Answer(
            reply.holder, wallets, exchange, accounts,
            sum(reply.deposits[one] for one in accounts),
        )  # fmt: skip

    # Pages: who is the same person.

    def same_key(self):
        """Return the other handle that shows the suspect's key."""
        keys = self.files("keys/", ".asc")
        shown = {
            path.removeprefix("keys/").removesuffix(".asc"): Cert.from_bytes(data).fingerprint
            for path, data in keys.items()
        }
        if self.suspect not in shown:
            raise Missing(f"no key of {self.suspect}: nothing says which other handle is the same")
        others = [
            handle
            for handle, fingerprint in shown.items()
            if fingerprint == shown[self.suspect] and handle != self.suspect
        ]
        (other,) = others
        return other

    def signed_address(self):
        """Return the address that the suspect named in a message with a good signature."""
        cert = Cert.from_bytes(self.files("keys/", f"{self.suspect}.asc").popitem()[1])
        for data in self.files("signed/", ".asc").values():
            try:
                message = verify(data, store=lambda ids: [cert])
            except Exception:  # of another key, or changed after it was signed
                continue
            for word in message.bytes.decode().split():
                if check(word, "regtest").valid:
                    return word
        raise Missing(f"no message with {self.suspect}'s signature names an address")

    # Purchases: where an escrow went.

    def bought_from(self, handle):
        """Return the address at which a handle was paid for a controlled purchase."""
        bought = [
            one
            for data in self.files("purchases/", "purchases.csv").values()
            for one in rows(data)
            if one["handle"] == handle and one["redeem_script"]
        ]
        if not bought:
            raise Missing(f"no payment is known to have gone to {handle}: nobody bought there")
        outputs, first = self.chain.columns.outputs, self.chain.first_output
        paid = []
        for one in bought:
            place = int(first[self.chain.tx(one["txid"]).row]) + int(one["n"])
            if outputs.spent_by[place] >= 0:
                release = self.chain.tx(int(outputs.spent_by[place]))
                # The market takes a few per cent, the vendor gets the rest.
                paid.append(max(release.outputs, key=lambda coin: coin.value).address)
        if not paid:
            raise Missing(f"the escrows of {handle} are unspent")
        return paid[0]

    # The chain: wallets, where their money went, what they took.

    def wallet(self, handle, address):
        """Return the wallet that an address is in, as far as it shows."""
        return Wallet(handle, address, self.grown({address}))

    def grown(self, addresses):
        """Return addresses with all that one person must have who has these.

        That is what was spent with them, and the change of payments in round sums: that of their
        own, and that which came to them from others of the same lock, which are theirs, too.
        """
        c = self.chain.columns
        kinds = c.addresses.script_type
        payments = np.flatnonzero(self.round_payments >= 0)
        change = c.outputs.address[self.round_payments[payments]]
        payer = c.inputs.address[self.chain.first_input[payments]]
        known = {one for known in addresses for one in self.clusters.of(known)}
        locks = {kinds[self.row_of[one]] for one in known}
        before = 0
        while len(known) > before:
            before = len(known)
            mine = self.mask(known)
            ours = (mine[payer] | mine[change]) & np.isin(kinds[payer], [*locks])
            for row in np.concatenate([change[ours], payer[ours]]):
                known |= set(self.clusters.of(self.texts[row]))
        return known

    def account_of(self, wallet):
        """Return the address to which the wallet's peel chains pay, time after time."""
        c = self.chain.columns
        mine = np.append(self.mask(wallet.addresses), False)
        spends = np.unique(c.inputs.tx[mine[c.inputs.address]])
        leaves = np.isin(c.outputs.tx, spends) & ~mine[c.outputs.address]
        paid = Counter()
        for row in np.flatnonzero(leaves & (c.outputs.spent_by >= 0)):
            paid.update(nps.peel(self.chain, int(row)).frame["paid_to"])
        address, times = max(paid.items(), key=lambda one: one[1], default=("", 0))
        if times < 3:
            raise Missing(f"the money of {wallet.handle} peels off to nowhere in particular")
        return address

    def roots_of(self, account, lock):
        """Return whose coins peel chains to an account spend, back to where they were paid."""
        c = self.chain.columns
        found = set()
        for row in np.flatnonzero(c.outputs.address == self.row_of[account]):
            back = nps.peel(self.chain, int(row), direction="backward")
            for txid in [*back.frame["txid"], back.end.split(":")[0]]:
                tx = self.chain.tx(txid)
                inputs = [coin.address for coin in tx.inputs]
                others = [
                    one for one in inputs if c.addresses.script_type[self.row_of[one]] != lock
                ]
                if len(tx.outputs) > 2 or others:
                    break  # here somebody else paid
                found |= set(inputs)
        return self.grown(found)

    def takings(self, wallet):
        """Return what came to a wallet from where it was paid the first time.

        Its own change comes from its own lock. What a market pays comes from another.
        """
        c = self.chain.columns
        mine = self.mask(wallet.addresses)
        known = c.outputs.address == self.row_of[wallet.known]
        lock = c.addresses.script_type[c.inputs.address]
        payer = c.inputs.tx == c.outputs.tx[np.flatnonzero(known)[0]]
        like = np.unique(c.inputs.tx[(c.inputs.address >= 0) & (lock == lock[payer][0])])
        got = (c.outputs.address >= 0) & mine[c.outputs.address] & np.isin(c.outputs.tx, like)
        return int(c.outputs.value[got].sum())

    # The phone and the reports.

    def paid_by_both(self, wallets):
        """Look whether both wallets paid the courier, if there is his phone."""
        for data in self.files("phone/", "history.csv").values():
            for one in rows(data):
                if one["direction"] == "in":
                    payers = {coin.address for coin in self.chain.tx(one["txid"]).inputs}
                    for wallet in wallets:
                        wallet.wages += payers <= wallet.addresses
            if not all(wallet.wages for wallet in wallets):
                raise Missing("the courier was not paid by both wallets")

    def whose_service(self, accounts):
        """Return the exchange that one of these addresses is an account at, by what report."""
        for data in self.files("tags/", ".yaml").values():
            for tag in yaml.safe_load(data)["tags"]:
                said = re.fullmatch(r"account at (\w+)", tag["label"])
                if tag["address"] in accounts and said:
                    return said[1], tag["address"], tag["source"]
        raise Missing("nobody says at which service the money ended")

    def write(self, exchange, address, reason):
        """Return the exchange's reply."""
        may = any(
            re.search(rf"the exchange {exchange}:", held["README.txt"].decode())
            for held in self.folders.values()
        )
        if not may:
            raise Missing(f"nobody at the table may ask {exchange}")
        reply = self.ask(exchange, address, reason)
        if reply is None:
            raise Missing(f"{exchange} does not answer")
        return reply

    def files(self, start, end):
        return {
            path: data
            for held in self.folders.values()
            for path, data in held.items()
            if path.startswith(start) and path.endswith(end)
        }

    def mask(self, addresses):
        mask = np.zeros(len(self.texts), bool)
        mask[[self.row_of[one] for one in addresses]] = True
        return mask
