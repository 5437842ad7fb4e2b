"""The books: accounts, and what becomes of them in the truth."""

import pytest

from nps_chain.errors import NpsError
from nps_chain.world.books import Books
from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.engine import Engine
from nps_chain.world.signing import mark
from nps_chain.world.software import KINDS
from nps_chain.world.wallets import Wallet


class People:
    """Ann with two wallets, Bob with one; transactions of theirs come into blocks."""

    def __init__(self):
        self.engine = Engine(0, mark)
        self.books = self.engine.books
        self.ann_entity = self.books.entity("Ann", "person", "Aldoria")
        self.bob_entity = self.books.entity("Bob", "vendor")
        self.ann, self.savings, self.bob = (
            Wallet(self.engine, name, entity, KINDS["core"])
            for name, entity in (
                ("Ann", self.ann_entity), ("Ann, savings", self.ann_entity),
                ("Bob", self.bob_entity),
            )
        )  # fmt: skip
        self._made = 0

    def mined(self, kind, inputs, outputs, senders, **more):
        self._made += 1
        draft = Draft(kind, inputs, outputs, senders, txid=bytes([self._made] * 32), **more)
        self.books.mined(draft)
        return draft

    def coin(self, wallet, value):
        """A coin that came from a miner."""
        output = Output(value, wallet.new_address(), "coinbase")
        return Coin(value, output.address, self.mined("coinbase", [], [output], ()), 0)

    def accounts(self):
        return [(one.income, one.expenses, one.fees) for one in self.books.entities]


def test_a_payment_is_an_expense_here_an_income_there_and_a_fee():
    people = People()
    coin = people.coin(people.ann, 1000)
    outputs = [Output(600, people.bob.new_address(), "payment"),
               Output(390, people.ann.new_address(), "change")]  # fmt: skip
    people.mined("payment", [coin], outputs, (people.ann,))
    assert people.accounts() == [(1000, 600, 10), (600, 0, 0)]
    assert [one.holdings for one in people.books.entities] == [390, 600]


def test_what_moves_between_ones_own_wallets_is_no_income():
    people = People()
    coin = people.coin(people.ann, 1000)
    people.mined(
        "self_transfer", [coin], [Output(993, people.savings.new_address(), "self_transfer")],
        (people.ann,),
    )  # fmt: skip
    assert people.accounts() == [(1000, 0, 7), (0, 0, 0)]


def test_several_share_a_fee_as_they_agreed():
    people = People()
    coins = [people.coin(people.ann, 1000), people.coin(people.bob, 500)]
    outputs = [Output(900, people.ann.new_address(), "mix"),
               Output(585, people.bob.new_address(), "mix")]  # fmt: skip
    people.mined(
        "coinjoin", coins, outputs, (people.ann, people.bob),
        fees={people.ann: 10, people.bob: 5},
    )  # fmt: skip
    # Ann paid Bob 90 for his patience.
    assert people.accounts() == [(1000, 90, 10), (590, 0, 5)]


def test_shares_of_a_fee_must_be_all_of_it():
    people = People()
    coin = people.coin(people.ann, 1000)
    with pytest.raises(AssertionError, match="shares of the fee of a payment don't add up"):
        people.mined(
            "payment", [coin], [Output(990, people.bob.new_address(), "payment")], (people.ann,),
            fees={people.ann: 9},
        )  # fmt: skip


def test_a_name_is_given_once():
    books = Books()
    for enter in (
        lambda: books.entity("Ann", "person"),
        lambda: books.deed("Ann", "order"),  # another sort of thing: no clash
    ):
        enter()
        with pytest.raises(NpsError, match=r"has two of this name: (entity|deed) Ann"):
            enter()
    people = People()
    with pytest.raises(NpsError, match="two of this name: wallet Bob"):
        Wallet(people.engine, "Bob", people.bob_entity, KINDS["core"])


def test_truth_is_what_was_entered():
    people = People()
    ann, bob = people.ann_entity, people.bob_entity
    deed = people.books.deed("order 1", "an order", by=ann, to=bob, known_to=(bob, ann, bob))
    people.books.deed("rumour", "nobody's")
    coin = people.coin(people.ann, 1000)
    shop = people.bob.new_address("p2tr")
    outputs = [
        Output(600, shop, "payment", deed),
        Output(0, None, "data", data=b"\x6a"),
        Output(390, people.ann.new_address(), "change"),
    ]
    draft = people.mined("payment", [coin], outputs, (people.ann,))
    again = people.mined(
        "payment", [Coin(390, outputs[2].address, draft, 2)], [Output(380, shop, "payment")],
        (people.ann,),
    )  # fmt: skip
    truth = people.books.truth(("SYNTHETIC",))
    assert truth.notes == ("SYNTHETIC",)
    assert truth.entities.values.tolist() == [["Ann", "person", "Aldoria"], ["Bob", "vendor", ""]]
    assert truth.wallets.values.tolist() == [
        ["Ann", "Ann", "core"], ["Ann, savings", "Ann", "core"], ["Bob", "Bob", "core"],
    ]  # fmt: skip
    assert truth.ownership.values.tolist() == [
        [coin.address.text, "Ann", "Ann"], [shop.text, "Bob", "Bob"],
        [outputs[2].address.text, "Ann", "Ann"],
    ]  # fmt: skip
    assert truth.transactions.drop(columns="txid").values.tolist() == [
        ["coinbase", ""], ["payment", "Ann"], ["payment", "Ann"],
    ]  # fmt: skip
    assert truth.tables.transactions.txid.tolist() == [
        list(one.txid) for one in (coin.draft, draft, again)
    ]
    rows = truth.purposes.drop(columns="txid").astype({"deed": object}).fillna("").values.tolist()
    assert rows == [
        [0, "coinbase", ""], [0, "payment", "order 1"], [1, "data", ""], [2, "change", ""],
        [0, "payment", ""],
    ]  # fmt: skip
    assert truth.deeds.astype(object).fillna("").values.tolist() == [
        ["order 1", "an order", "Ann", "Bob", "Ann, Bob"], ["rumour", "nobody's", "", "", ""],
    ]  # fmt: skip
    assert (shop.paid, coin.address.paid) == (2, 1)
