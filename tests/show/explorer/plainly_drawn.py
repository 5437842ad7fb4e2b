"""What a scene comes to, worked out again from the tables by pandas, for comparison."""

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.chain.schema import COINBASE
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.scene import HIDES, Scene
from tests.node_chain import node_chain

EXCHANGES = 40
"""Each address in a row that this divides is tagged as an exchange's."""

CHAINS = {"core-regtest": node_chain, "tiny": functools.cache(lambda: nps.load("tiny"))}


@functools.cache
def facts_on(name: str) -> Facts:
    chain = CHAINS[name]()
    tags = chain.addresses.iloc[::EXCHANGES][["address"]].assign(label="Venue", kind="exchange")
    return Facts(chain, tags=tags)


@functools.cache
def labels_at(name: str, height: int) -> np.ndarray:
    return nps.cluster(CHAINS[name]().upto(height)).labels


@functools.cache
def change_of(name: str) -> pd.Series:
    return nps.change(CHAINS[name]())


@functools.cache
def coins_of(name: str) -> pd.DataFrame:
    """All coins that a transaction spends or pays: ``tx``, ``address``, ``value``, ``spends``."""
    chain = CHAINS[name]()
    spent = chain.inputs[chain.inputs["spends"] != COINBASE].assign(spends=True, change=False)
    change = change_of(name).to_numpy()[chain.outputs["tx"]]
    paid = chain.outputs.assign(spends=False, change=chain.outputs.index == change)
    return pd.concat([spent, paid])[["tx", "address", "value", "spends", "change"]]


@dataclass
class Plain:
    nodes: set[str]
    lines: dict[tuple[str, str], tuple[int, int, bool]]  # value, coins, change
    more: dict[str, tuple[int, int, int]]  # how many, value, coins
    hidden: int


def plainly_drawn(name: str, scene: Scene) -> Plain:
    known = CHAINS[name]().upto(scene.as_of)
    many = len(known.addresses)
    labels = labels_at(name, scene.as_of)
    node = np.full(many + 1, "", object)  # the last is no address
    for row in scene.addresses:
        if row < many:
            node[row] = f"a{row}"
    folded = [row for row in scene.folded if row < many]
    for row in reversed(folded):
        node[:many][labels == labels[row]] = f"c{row}"
    holders = {node[row] for row in (*scene.addresses, *folded) if row < many}

    coins = coins_of(name)
    coins = coins[coins["tx"] < len(known.txs)]
    coins = coins.assign(node=node[coins["address"]], dust=coins["value"] < 1000)
    coins = coins[coins["tx"].isin(scene.transactions) | (coins["node"] != "")]
    payments = coins.groupby(["tx", "spends", "address", "node"], as_index=False).agg(
        value=("value", "sum"),
        coins=("value", "size"),
        change=("change", "any"),
        dust=("dust", "all"),
    )
    shown = payments["tx"].isin(scene.transactions)
    lines = payments[shown & (payments["node"] != "")]
    lines = lines.groupby(["tx", "spends", "node"], as_index=False).agg(
        value=("value", "sum"),
        coins=("coins", "sum"),
        change=("change", "all"),
        dust=("dust", "all"),
    )

    began = {node[int(one[1:])] for one in scene.start if int(one[1:]) < many}
    services = set(node[:many][::EXCHANGES]) - {""}
    away = (lines["change"] & ("change" in scene.hidden)) | (
        lines["dust"] & ("dust" in scene.hidden)
    )
    gone = set(lines["node"][away]) - set(lines["node"][~away])
    gone = (gone | (services & holders if "services" in scene.hidden else set())) - began
    keys = {(tx, at) for tx, at in lines.loc[lines["spends"], ["tx", "node"]].to_numpy().tolist()}
    back = [
        not spends and change and "change" in scene.hidden and (tx, at) in keys
        for tx, spends, at, change in lines[["tx", "spends", "node", "change"]].to_numpy().tolist()
    ]
    lines = lines[~lines["node"].isin(gone) & ~np.array(back, bool)]
    plain = Plain(set(), {}, {}, 0)
    for tx, spends, at, value, many_coins, change, _ in lines.itertuples(index=False):
        ends = (at, f"t{tx}") if spends else (f"t{tx}", at)
        plain.lines[ends] = (value, many_coins, change)

    rest = payments[shown & (payments["node"] == "")]
    asked_away = (rest["change"] & ("change" in scene.hidden)) | (
        rest["dust"] & ("dust" in scene.hidden)
    )
    if "services" in scene.hidden:
        asked_away |= (rest["address"] % EXCHANGES == 0) & (rest["address"] >= 0)
    rest = rest[~asked_away & ((rest["address"] >= 0) | (rest["value"] != 0))]
    for (tx, spends), those in rest.groupby(["tx", "spends"]):
        summed = (those["address"] >= 0).sum(), those["value"].sum(), those["coins"].sum()
        plain.more[f"t{tx}{'<' if spends else '>'}"] = summed
    elsewhere = payments[~shown & payments["node"].isin(holders - gone)]
    opened = set()
    for one in scene.opened:
        if one[0] != "t" and int(one[1:-1]) < many:
            opened.add(node[int(one[1:-1])] + one[-1])
    for (at, spends), those in elsewhere.groupby(["node", "spends"]):
        if f"{at}{'>' if spends else '<'}" in opened:
            summed = those["tx"].nunique(), those["value"].sum(), those["coins"].sum()
            plain.more[f"{at}{'>' if spends else '<'}"] = summed
    for key, (_, value, many_coins) in plain.more.items():
        ends = (key[:-1], key) if key[-1] == ">" else (key, key[:-1])
        plain.lines[ends] = (value, many_coins, False)
    known_txs = {f"t{row}" for row in scene.transactions if row < len(known.txs)}
    plain.nodes = known_txs | (holders - gone) | set(plain.more)
    later = [row for row in (*scene.addresses, *scene.folded) if row >= many]
    plain.hidden = len(scene.transactions) - len(known_txs) + len(later) + len(gone)
    return plain


@functools.cache
def dealings(name: str) -> list[list[int]]:
    """Of each of the largest clusters the transactions in which its addresses take part."""
    labels = labels_at(name, CHAINS[name]().height)
    largest = np.argsort(-np.bincount(labels), kind="stable")[:12]
    coins = coins_of(name)
    cluster = np.where(coins["address"] < 0, -1, labels[coins["address"]])
    return [np.unique(coins["tx"][cluster == one]).tolist() for one in largest]


@st.composite
def scenes(draw, name: str, hides: bool = False) -> Scene:
    """Scenes of a few transactions of one cluster, and of addresses that take part in them."""
    chain, coins = CHAINS[name](), coins_of(name)
    txs = draw(st.lists(st.sampled_from(draw(st.sampled_from(dealings(name)))),
                        min_size=1, max_size=8, unique=True))  # fmt: skip
    near = coins.loc[coins["tx"].isin(txs) & (coins["address"] >= 0), "address"].unique().tolist()
    address = st.sampled_from(near) | st.integers(0, len(chain.addresses) - 1)
    addresses = draw(st.lists(address, min_size=min(len(near), 4), max_size=16, unique=True))
    folded = draw(st.lists(st.sampled_from(near), max_size=3, unique=True))
    names = [f"a{row}" for row in dict.fromkeys([*addresses, *folded])]
    opened = draw(st.sets(st.tuples(st.sampled_from(names), st.sampled_from("<>"))))
    # Few heights, since clusters are worked out at each.
    heights = [chain.height, chain.height, *range(chain.height - 60, chain.height, 20)]
    return Scene(
        as_of=draw(st.sampled_from(heights)),
        transactions=tuple(txs),
        addresses=tuple(addresses),
        opened=frozenset(one + way for one, way in opened),
        folded=tuple(folded),
        hidden=frozenset(draw(st.sets(st.sampled_from(HIDES)))) if hides else frozenset(),
        start=tuple(draw(st.sets(st.sampled_from(names), max_size=1))),
    )
