"""Nothing is lost and nothing appears: what everybody has follows from what the chain says.

The chain as it is read back is one side, what people and books know the other.
"""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.chain.wire.transaction import parse_transaction
from nps_chain.world.knobs import GROUPS
from nps_chain.world.people.custodial_market import CustodialMarket
from nps_chain.world.people.exchanges import Exchange
from nps_chain.world.people.merchants import Processor
from nps_chain.world.protocols.rounds import Coordinator
from nps_chain.world.scenario import EARLIEST, Scenario
from tests.world.backstage import played
from tests.world.two_people import SHORT

TINY = Scenario.of("tiny")

FEW = {
    "time": {"congested_days": 4},
    "households": {"count": 30, "withdrawals_to": 20},
    "services": {"exchanges": 7, "merchants": 6, "processors": 6, "gambling": 4, "pools": 5},
    "traders": {"count": 6, "payments_a_day": 12, "anchors_a_day": 6, "tokens_a_day": 6},
    "markets": {"lanternfen_orders": 40, "quincegate_orders": 40, "couriers": 9},
    "coinjoins": {
        "cedar": 8, "juniper": 8, "rill": 10, "bazaar": 8, "payjoins": 8, "cedar_people": 16,
        "juniper_people": 10,
    },
    "look_alikes": {"employees": 20, "airdrop": 60, "dusted": 60, "letters": 60, "victims": 8},
}  # fmt: skip
"""How far each knob goes that makes a world larger."""


@st.composite
def scenarios(draw):
    """Any scenario of 20 days with few people; half of the other knobs stay as they are."""
    knobs = {"story": SHORT["story"]}
    for group in GROUPS:
        for name, told in group.knobs().items():
            most = FEW.get(group.name, {}).get(name)
            if group.name == "story" or name in ("days", "congested_from"):
                continue
            if most is not None or draw(st.booleans()):
                value = draw(st.integers(told.lowest, most or told.highest))
                knobs.setdefault(group.name, {})[name] = value
    knobs["time"] |= {
        "days": 20,
        "congested_from": draw(st.sampled_from([0, *range(EARLIEST, 18)])),
    }
    people, letters = knobs["households"], knobs["look_alikes"]
    people["withdrawals_from"] = min(
        people.get("withdrawals_from", 2), people.setdefault("withdrawals_to", 5)
    )
    letters["letters"] = max(letters["letters"], letters["victims"])
    knobs["wallets"] = {"core": 1} | knobs.get("wallets", {})
    knobs["amounts"] = {"exact": 1} | knobs.get("amounts", {})
    return Scenario().turned(knobs)


def check_all(world, economy):
    holdings_are_what_the_chain_says(world, economy)
    flows_are_what_the_chain_says(world, economy)
    supply_is_the_subsidies(world, economy)
    all_is_on_record(world, economy)
    wallets_know_their_coins(world, economy)
    accounts_add_up(world, economy)


def owners_of_outputs(world):
    """The row of the entity of each output; -1 for data."""
    owners = np.append(world.truth.owners(world.chain), -1)
    return owners[world.chain.columns.outputs.address]


def holdings_are_what_the_chain_says(world, economy):
    c = world.chain.columns
    owner = owners_of_outputs(world)
    unspent = (c.outputs.spent_by < 0) & (owner >= 0)
    held = np.zeros(len(economy.books.entities), np.int64)
    np.add.at(held, owner[unspent], c.outputs.value[unspent])
    assert held.tolist() == [entity.holdings for entity in economy.books.entities]


def flows_are_what_the_chain_says(world, economy):
    c, truth = world.chain.columns, world.truth
    entities = economy.books.entities
    assert (c.txs.txid[1:] == truth.tables.transactions.txid).all()
    assert sum(entity.fees for entity in entities) == c.txs.fee.sum()
    gained = np.zeros((len(c.txs.fee), len(entities) + 1), np.int64)  # the last one is nobody
    owners = np.append(truth.owners(world.chain), -1)
    spends = c.inputs.spends >= 0
    np.add.at(gained, (c.outputs.tx, owners_of_outputs(world)), c.outputs.value)
    np.add.at(
        gained,
        (c.inputs.tx[spends], owners[c.inputs.address[spends]]),
        -c.inputs.value[spends],
    )
    fees, several = np.zeros(len(entities), np.int64), set()
    senders = {}
    for tx, wallet in zip(truth.tables.senders.tx, truth.tables.senders.wallet, strict=True):
        senders.setdefault(tx + 1, set()).add(int(truth.tables.wallets.entity[wallet]))
    for tx, some in senders.items():
        if len(some) == 1:
            (sender,) = some
            gained[tx, sender] += c.txs.fee[tx]
            fees[sender] += c.txs.fee[tx]
        else:
            several |= some  # who shared a fee: the chain doesn't say how
    for row, entity in enumerate(entities):
        if row not in several:
            income, expenses = gained[:, row].clip(0).sum(), -gained[:, row].clip(None, 0).sum()
            assert (entity.income, entity.expenses, entity.fees) == (income, expenses, fees[row])
        assert entity.income >= 0
        assert entity.expenses >= 0
        assert entity.fees >= 0


def supply_is_the_subsidies(world, economy):
    c = world.chain.columns
    mined = sum((50 * 10**8) >> (height // 150) for height in range(1, world.chain.height + 1))
    genesis = c.outputs.tx == 0
    assert c.outputs.value[(c.outputs.spent_by < 0) & ~genesis].sum() == mined
    assert sum(entity.holdings for entity in economy.books.entities) == mined


def all_is_on_record(world, economy):
    c, truth = world.chain.columns, world.truth
    made = c.outputs.tx > 0
    assert (truth.purposes_of(world.chain)[made] >= 0).all()
    assert (truth.kinds(world.chain)[1:] >= 0).all()
    assert (truth.owners(world.chain)[1:] >= 0).all()
    owners = truth.tables.ownership.address.to_pylist()
    assert len(set(owners)) == len(owners)
    assert sorted(owners) == sorted(c.addresses.address.to_pylist()[1:])
    for wallet in economy.books.wallets:
        assert all(coin.address.wallet is wallet for coin in wallet.coins)


def wallets_know_their_coins(world, economy):
    """Coins of wallets and of rounds are the chain's, but for what waits for a block."""
    c, owner = world.chain.columns, owners_of_outputs(world)
    held = Counter()
    coins = [coin for wallet in economy.books.wallets for coin in wallet.coins]
    coins += [
        coin
        for place in economy.of(Coordinator)
        for member in place.members.values()
        for coin in member.coins
        if not coin.spent and (coin.height >= 0 or economy.engine.waits(coin.draft))
    ]
    assert len(set(map(id, coins))) == len(coins)
    for coin in coins:
        assert not coin.spent
        if coin.height >= 0:
            held[coin.address.wallet.entity.row] += coin.value
        else:
            assert economy.engine.waits(coin.draft)
    tx_row = {txid.tobytes(): row for row, txid in enumerate(c.txs.txid)}
    row = {pair: row for row, pair in enumerate(zip(c.outputs.tx, c.outputs.n, strict=True))}
    for one in world.log:
        if one.fate == "waits":
            for spent in parse_transaction(one.raw).inputs:
                if spent.txid in tx_row:
                    output = row[tx_row[spent.txid], spent.n]
                    held[owner[output]] += int(c.outputs.value[output])
    assert {row: sum_ for row, sum_ in held.items() if sum_} == {
        entity.row: entity.holdings for entity in economy.books.entities if entity.holdings
    }


def accounts_add_up(world, economy):
    """What services owe their customers follows from what was paid, and they can pay it."""
    c, truth = world.chain.columns, world.truth
    address_row = {text: row for row, text in enumerate(c.addresses.address.to_pylist())}
    sender = truth.senders(world.chain)[c.outputs.tx]
    for exchange in economy.of(Exchange):
        told = [entry for entries in exchange.history.values() for entry in entries]
        sums = Counter()
        for entry in told:
            sums[entry.what] += entry.amount
        assert exchange.accounts == {
            name: sum(entry.amount for entry in entries)
            for name, entries in exchange.history.items()
        }
        rows = [address_row[one.text] for one in exchange.holder if one.text in address_row]
        assert sums["deposit"] == c.outputs.value[np.isin(c.outputs.address, rows)].sum()
        paid = (sender == exchange.hot.row) & (owners_of_outputs(world) != exchange.entity.row)
        waiting = sum(
            output.value
            for draft in economy.engine._mempool
            if draft.senders[0] is exchange.hot
            for output in draft.outputs
            if output.address.wallet.entity is not exchange.entity
        )
        queued = sum(one.amount for one in exchange._queue)
        assert -sums["withdrawal"] == c.outputs.value[paid].sum() + waiting + queued
        assert sum(amount for amount in exchange.accounts.values() if amount > 0) <= (
            exchange.entity.holdings
        )
    for processor in economy.of(Processor):
        entity = processor.entity  # it pays the miners out of its own pocket
        assert sum(processor.owed.values()) <= entity.income - entity.expenses
    for market in economy.of(CustodialMarket):
        assert all(amount >= 0 for amount in market.accounts.values())
        assert all(amount >= 0 for amount in market.owed.values())


@pytest.mark.parametrize("seed", [0, 7])
def test_nothing_is_lost_in_the_tiny_world(seed):
    check_all(*played(TINY, seed))


@settings(max_examples=8)
@given(scenarios(), st.integers(0, 2**63 - 1))
def test_nothing_is_lost_whatever_the_scenario(scenario, seed):
    check_all(*played(scenario, seed))


@pytest.mark.slow
@settings(max_examples=40)
@given(scenarios(), st.integers(0, 2**63 - 1))
def test_nothing_is_lost_in_many_scenarios(scenario, seed):
    check_all(*played(scenario, seed))


@pytest.mark.slow
def test_nothing_is_lost_in_the_classroom():
    check_all(*played(Scenario(), 1))
