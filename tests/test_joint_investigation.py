"""The joint investigation is solved through the public face alone, from a page to a sealed report.

Three agencies sit at one table: who bought, who saved pages, who holds a courier's phone. No one
sees the truth before the end, when the answer is compared with it.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest

import nps_chain as nps
from nps_chain.course.counterparts.ledger import Ledger
from nps_chain.evidence.bag.seal.key import new_key
from nps_chain.evidence.deconflict import Party
from tests.world.played import quickly

WITHIN = {"tiny": 0.15, "classroom": 0.10}
"""How far off the sum may be: what lay in addresses that no cluster reaches isn't found."""

AGENCIES = ("ADP", "TCB", "CFI")


class Missing(Exception):
    """A fact that nobody at the table has."""


class Table:
    """The agencies at a table, each with its folder, and the chain, which all can see."""

    def __init__(self, data, agencies=AGENCIES):
        self.data = data
        self.chain = nps.load(data)
        self.held = [nps.folder(agency, data=data) for agency in agencies]
        self.suspect = re.search(r"Who is (\S+), and", self.held[0].question)[1]

    def who_has(self, file, missing):
        """Return the folder with a file."""
        for held in self.held:
            if held.index["file"].str.startswith(file).any():
                return held
        raise Missing(missing)

    @cached_property
    def clusters(self):
        return nps.cluster(self.chain, change="power_of_ten_4")

    # Pages: two handles with one key, and an address that its holder signed.

    @cached_property
    def saved(self):
        return nps.pages(self.who_has("keys/", f"no page shows a key of {self.suspect}"))

    @cached_property
    def key_link(self):
        links = self.saved.links()
        pair = (links["one"] == self.suspect) | (links["other"] == self.suspect)
        other = links["one"].where(links["one"] != self.suspect, links["other"])
        by_key = links.assign(other=other)[(links["by"] == "key") & pair & (other != self.suspect)]
        assert by_key["other"].nunique() == 1
        return by_key.iloc[0]

    @cached_property
    def signed(self):
        found = self.saved.indicators
        signatures = found[
            (found["type"] == "signature")
            & found["valid"]
            & (found["text"] == self.key_link["value"])
        ]
        addresses = found[(found["type"] == "address") & found["valid"]]
        inside = {
            address.text
            for message in signatures.itertuples()
            for address in addresses[addresses["file"] == message.file].itertuples()
            if message.start <= address.start < message.end
        }
        (address,) = inside
        return address

    # Purchases: where an escrow went when it was released.

    @cached_property
    def bought(self):
        handle = self.key_link["other"]
        table = self.who_has("purchases/", f"nobody bought from {handle}").table(
            "purchases/purchases.csv"
        )
        escrows = table[(table["handle"] == handle) & (table["redeem_script"] != "")]
        first = escrows.iloc[0]
        outputs, tx = self.chain.outputs, self.chain.tx(first["txid"])
        escrow = outputs[(outputs["tx"] == tx.row) & (outputs["n"] == int(first["n"]))]
        release = self.chain.tx(int(escrow["spent_by"].iloc[0]))
        # The market takes a few per cent, the vendor gets the rest.
        return max(release.outputs, key=lambda output: output.value).address

    # The chain: wallets, what came to them, and where it went.

    def wallet(self, address):
        """Return the addresses of a cluster that are locked as the known one is."""
        kind = self.chain.address(address).script_type
        return {
            one for one in self.clusters.of(address) if self.chain.address(one).script_type == kind
        }

    def account(self, wallet):
        """Return the address to which a wallet's coins peel, time after time."""
        rows = {self.chain.address(one).row for one in wallet}
        outputs, inputs = self.chain.outputs, self.chain.inputs
        spends = set(inputs["tx"][inputs["address"].isin(rows)])
        leaves = outputs["tx"].isin(spends) & ~outputs["address"].isin(rows)
        paid = Counter()
        for row in outputs.index[leaves & (outputs["spent_by"] >= 0)]:
            paid.update(nps.peel(self.chain, int(row)).frame["paid_to"])
        ((address, times),) = paid.most_common(1)
        assert times >= 3
        return address

    # The courier's phone, and whose service the last address is.

    def wages(self, wallet):
        history = self.who_has("phone/", "nobody has a courier's phone").table("phone/history.csv")
        came = history["txid"][history["direction"] == "in"]
        payers = [{coin.address for coin in self.chain.tx(txid).inputs} for txid in came]
        return sum(one <= wallet for one in payers)

    def tag(self, address):
        """Return the tag that says at which service an address is an account."""
        tags = nps.tags(self.who_has("phone/", "nobody says at which service the money ended"))
        told = tags.of(address).frame
        told = told[told["label"].str.match(r"account at \w+$")]
        if told.empty:
            raise Missing("nobody says at which service the money ended")
        return told.iloc[0]


@dataclass(frozen=True)
class Solved:
    """What the table found out."""

    wallets: dict
    accounts: dict
    earned: dict
    reply: Any
    report: Any
    verdict: Any


def solve(data, folder, agencies=AGENCIES):
    """Return what the table finds out, with a sealed package in a folder."""
    table = Table(data, agencies)
    handle = table.key_link["other"]
    wallets = {table.suspect: table.wallet(table.signed), handle: table.wallet(table.bought)}
    accounts = {name: table.account(wallet) for name, wallet in wallets.items()}
    assert all(table.wages(wallet) for wallet in wallets.values())

    buyer, phone = table.who_has("purchases/", ""), table.who_has("phone/", "")
    theirs = nps.tags(phone)
    (address,) = shared(table, buyer, phone, [*accounts.values(), *set().union(*wallets.values())])
    tag = table.tag(address)

    asked = {
        "by": buyer.agency,
        "to": tag["label"].removeprefix("account at "),
        "about": address,
        "channel": "provider directly",
        "offence": "Sale of controlled substances.",
        "facts": f"We bought from {handle}, and followed the coins to this address.",
        "need": "To learn who holds the account.",
        "data": data,
    }
    ledger = Ledger()
    assert nps.letter("disclosure", **asked).send(ledger=ledger).status == "returned"
    reason = f"Report {tag['source']} of {phone.agency} calls it an account there."
    letter = nps.letter("disclosure", **asked, reason=reason)
    reply = letter.send(ledger=ledger)
    assert (reply.status, reply.late) == ("full", False)
    assert {*accounts.values()} <= {*reply.entries["address"]}

    report, earned = written(table, wallets, buyer, tag, reply)
    key = folder / "key"
    signer = new_key(key).fingerprint
    verdict = nps.bag(
        folder / "case.zip", title=f"Who is {table.suspect}?", agency=buyer.agency,
        date="2025-03-31", chain=table.chain, tags=theirs, report=report, letters=[letter],
        sign_with=key,
    )  # fmt: skip
    assert nps.verify(folder / "case.zip", signer=signer).ok
    return Solved(wallets, accounts, earned, reply, report, verdict)


def shared(table, buyer, phone, addresses):
    """Return at which of its addresses the agency that bought looks together with the other."""
    ours = Party(buyer.agency, addresses)
    date = re.search(r"\d{4}-\d{2}-\d{2}", buyer.readme)[0]
    overlap = nps.deconflict(
        ours, Party(phone.agency, nps.tags(phone)), date=date, chain=table.chain
    )
    assert overlap.count == 1
    overlap.agree(buyer.agency)
    overlap.agree(phone.agency)
    return overlap.reveal()


def written(table, wallets, buyer, tag, reply):
    """Return the report of the case, and what each wallet earned, as it tells it."""
    report = nps.report(
        f"Who is {table.suspect}, and what was earned?", agency=buyer.agency,
        author="The joint team", date="2025-03-31", case="Joint investigation",
    )  # fmt: skip
    chain = report.call("chain", nps.load, table.data)
    truth = report.call("truth", nps.truth, table.data)
    clusters = report.call("clusters", nps.cluster, chain, change="power_of_ten_4")
    report.call("quality", nps.score, clusters, truth)
    earned = {}
    for name, known in zip(("first", "second"), (table.signed, table.bought), strict=True):
        (handle,) = [one for one, wallet in wallets.items() if known in wallet]
        report.call(f"{name}_known", chain.address, known)
        wallet = sorted(wallets[handle])
        income = report.call(f"{name}_income", nps.activity, chain, wallet)
        report.inference(
            f"To the wallet around {{{name}_known}} came {{{name}_income.came_in:BTC}}.",
            method="power_of_ten_4",
            error="On this invented chain {quality.pair_precision} of the pairs of addresses in a"
            " cluster had one owner.",
            alternatives=[(
                "Coins of others were spent with these, in a CoinJoin or a PayJoin.",
                "Transactions of that shape were left out; others can't be told.",
            )],
        )  # fmt: skip
        earned[handle] = income.came_in
    report.attribution(
        f"An address was called “{tag['label']}”.", source=tag["source"], date=tag["date"],
        grade="B2",
    )  # fmt: skip
    report.attribution(
        f"The account is held by “{reply.holder['holder']}”.", source=reply.by,
        date=reply.received, grade="A1",
    )  # fmt: skip
    assert report.check()["equal"].all()
    return report, earned


CASES = [
    ("tiny", 0),
    pytest.param("classroom", 0, marks=pytest.mark.slow),
    *(pytest.param("classroom", seed, marks=pytest.mark.slow) for seed in range(1, 6)),
]


@pytest.fixture
def told(monkeypatch, tmp_path):
    """A function: the world of a seed, and the name of its data set."""

    def played(preset, seed):
        world = quickly(preset, seed)
        if not seed:
            return world, preset
        world.save(tmp_path / "data" / "case")
        monkeypatch.setenv("NPS_DATA", str(tmp_path / "data"))
        return world, "case"

    return played


@pytest.mark.parametrize(("preset", "seed"), CASES)
def test_three_agencies_find_who_it_is_and_what_was_earned(preset, seed, told, tmp_path):
    world, data = told(preset, seed)
    answer = solve(data, tmp_path)
    vendor = world.facts.vendor("saltmeadow")
    assert [*answer.wallets] == [shop.handle for shop in vendor.shops]
    assert answer.reply.holder["holder"] == vendor.person
    assert {*answer.accounts.values()} == {
        one for account in vendor.accounts for one in account.addresses
    }
    owners = world.truth.ownership.astype(str).set_index("address")["wallet"]
    for shop in vendor.shops:
        assert {*owners[[*answer.wallets[shop.handle]]]} == {shop.wallet}
        assert abs(answer.earned[shop.handle] - shop.earned) <= WITHIN[preset] * shop.earned
    assert answer.verdict.ok


@pytest.mark.parametrize("missing", AGENCIES)
def test_two_agencies_miss_a_fact(missing, tmp_path):
    """In seed 0 ADP bought, TCB saved pages and CFI holds the phone."""
    says = {
        "ADP": "nobody bought from brineacre",
        "TCB": "no page shows a key of saltmeadow",
        "CFI": "nobody has a courier's phone",
    }
    with pytest.raises(Missing) as caught:
        solve("tiny", tmp_path, [one for one in AGENCIES if one != missing])
    assert str(caught.value) == says[missing]
    assert not (tmp_path / "case.zip").exists()
