"""Exercises of lesson 33: know where the trail stops."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import TransactionView
from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.exhibits import exhibit
from nps_chain.groundtruth.score import score
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.flow import follow, match, trail
from nps_chain.trace.services import services, stops
from nps_chain.trace.taint import taint

STEPS = 10  # after which a trail through the market is given up
EVERY, FIRST = 300, 1  # addresses, of which one is looked at, and where that begins
SOON = 12  # blocks within which a program moves coins on
TOGETHER = 3  # addresses that a sweep spends from, at least
FEE, LEAST, LONGEST, PARTS = (0.01, 0.03), 2, 42, 2  # what a mixer promised
HIGH = 5  # odds
HOPS = 12  # after the market left
HOLDERS = ("exchange", "market", "mixer", "swap", "gambling", "processor", "gift_cards")
"""Who holds coins for customers."""


@dataclass(frozen=True)
class _Case:
    """The chain beside the truth about it."""

    chain: Chain
    truth: Truth

    @cached_property
    def market(self) -> str:
        """The first market's name."""
        return str(exhibit("market-lanternfen"))

    @cached_property
    def kind(self) -> dict[str, str]:
        """What each owner is."""
        entities = self.truth.entities
        return dict(zip(entities["name"], entities["kind"].astype(str), strict=True))

    # Through the market.

    @cached_property
    def seller(self) -> dict[int, str]:
        """The vendor of each order on the market, by the row of the coin that paid it."""
        deeds = self.truth.deeds
        return {
            int(coin): str(order.to)
            for order in deeds[deeds["known_to"] == self.market].itertuples()
            for coin in self.truth.outputs_of(self.chain, deed=str(order.name))
        }

    def counted(self, rule: str) -> list[int]:
        """Return how often a rule leads to the vendor of the order, and how often to another."""
        named = _named(rule)
        right = sum(owner == self.seller[coin] for coin, owner in named.items())
        return [right, len(named) - right]

    def any_vendor(self, rule: str) -> list[int]:
        """Return the same, if any vendor at all counts as the right one."""
        named = _named(rule)
        vendors = sum(self.kind[owner] == "vendor" for owner in named.values())
        return [vendors, len(named) - vendors]

    # What is behind a payout.

    @cached_property
    def payout(self) -> TransactionView:
        """The market's first payment to a vendor."""
        return self.chain.tx(exhibit("first-payout"))

    @cached_property
    def paid_vendor(self) -> str:
        """Who got it."""
        owners = [self.truth.owner(coin.address) for coin in self.payout.outputs]
        return next(owner for owner in owners if owner != self.market)

    def spent_by(self, tx: TransactionView) -> list[int]:
        """Return the rows of the coins that a transaction spends."""
        return [int(row) for row in self.chain.columns.inputs.spends[list(tx.input_rows)]]

    def orders_of(self, txs: Iterable[TransactionView | None], vendor: str) -> list[list[int]]:
        """Return the satoshi of orders that transactions spend: with a vendor, with others."""
        spent = [coin for tx in txs if tx is not None for coin in self.spent_by(tx)]
        value = self.chain.columns.outputs.value
        ours = [int(value[coin]) for coin in spent if self.seller.get(coin) == vendor]
        others = [int(value[coin]) for coin in spent if self.seller.get(coin, vendor) != vendor]
        return [ours, others]

    @cached_property
    def behind(self) -> list[list[int]]:
        """The orders in the sweeps that the first payout was made of, in satoshi."""
        return self.orders_of(self.payout.came_from, self.paid_vendor)

    def officers(self) -> list[int]:
        """Return the same count for the officers' sweep and the vendor that they bought from."""
        out = self.chain.columns.outputs
        row = self.chain.address(exhibit("ADP-1-address")).row
        (coin,) = [one for one in self.seller if out.address[one] == row]
        sweep = self.chain.tx(int(out.spent_by[coin]))
        return _counts(self.orders_of([sweep], self.seller[coin]))

    # Deposit addresses.

    @cached_property
    def sample(self) -> list[tuple[str, list[tuple[int, int, int]]]]:
        """Some addresses' owners, with what became of their coins, as ``_spent`` tells it."""
        addresses = self.chain.addresses["address"].iloc[FIRST::EVERY]
        return [(self.truth.owner(address), self._spent(address)) for address in addresses]

    def _spent(self, address: str) -> list[tuple[int, int, int]]:
        """Return for each coin outputs and addresses of what spent it, and how long it waited."""
        out, height = self.chain.columns.outputs, self.chain.columns.txs.height
        row = self.chain.address(address).row
        found = []
        for coin in (out.address == row).nonzero()[0]:
            spender = int(out.spent_by[coin])
            if spender < 0:
                found.append((0, 0, 0))
                continue
            tx = self.chain.tx(spender)
            waited = int(height[spender]) - int(height[out.tx[coin]])
            found.append((len(tx.outputs), len(tx.spends_from), waited))
        return found

    def looks(self, together: int, soon: int = SOON) -> list[int]:
        """Return how many addresses look like a deposit address, and how many of them are."""
        right = [
            self.kind[owner] in HOLDERS
            for owner, spent in self.sample
            if 2 * sum(n == 1 and of >= together and wait <= soon for n, of, wait in spent)
            > len(spent)
        ]
        return [len(right), sum(right)]


def _counts(orders: list[list[int]]) -> list[int]:
    return [len(some) for some in orders]


@once
def _case() -> _Case:
    return _Case(material.chain(), material.truth())


@once
def _named(rule: str) -> dict[int, str]:
    """Return whom a rule names, by the coin that paid an order, where it names anybody."""
    case, found = _case(), {}
    for coin in case.seller:
        way = trail(case.chain, coin, rule=rule, steps=STEPS)["address"]
        owners = (case.truth.owner(address) for address in way)
        found[coin] = next((owner for owner in owners if owner != case.market), "")
    return {coin: owner for coin, owner in found.items() if owner}


@dataclass(frozen=True)
class _Mixer:
    """Guesses which payout belongs to which deposit, and the orders that they are of."""

    best: pd.DataFrame
    order_of: dict[int, str]

    def right(self, guesses: pd.DataFrame) -> int:
        """Return how many guesses name payouts of the deposit's own order only."""
        count = 0
        for deposit, *payouts in guesses[["deposit", "payout", "payout_2"]].to_numpy().tolist():
            order = self.order_of.get(deposit)
            count += all(self.order_of.get(one) == order for one in payouts if one >= 0)
        return count

    def high(self, odds: float = HIGH) -> list[int]:
        """Return how many of the best guesses have such odds, and how many of them are right."""
        guesses = self.best[self.best["odds"] >= odds]
        return [len(guesses), self.right(guesses)]


@once
def _mixer() -> _Mixer:
    chain, truth = material.chain(), material.truth()
    entities, deeds, out = truth.entities, truth.deeds, chain.outputs
    mixer = entities.loc[entities["kind"] == "mixer", "name"].iloc[0]
    held = out.loc[truth.outputs_of(chain, entity=mixer)]
    made = out[out["tx"].isin(held["spent_by"])]
    deposits = sorted(set(held.index) - set(made.index))
    payouts = sorted(set(made.index) - set(held.index))
    found = match(chain, deposits, payouts, fee=FEE, delay=(LEAST, LONGEST), parts=PARTS)
    order_of = {
        int(coin): str(order.name)
        for order in deeds[deeds["by"] == mixer].itertuples()
        for coin in truth.outputs_of(chain, deed=str(order.name))
    }
    return _Mixer(found.best, order_of)


@dataclass(frozen=True)
class _Stops:
    """The library's stops, and whom the money of two vendors' wallets reaches with them."""

    chain: Chain
    truth: Truth
    every: pd.DataFrame
    hot: pd.DataFrame

    def reached(self, name: str, stop: pd.DataFrame | None) -> int:
        """Return how many people the money of an exhibit's coin reaches."""
        trace = taint(self.chain, exhibit(name), stop, policy="haircut")
        vendor = self.truth.owner(exhibit("TCB-signed"))
        named = score(trace, self.truth, entity=vendor).tables["by_owner"]
        return int((named["kind"] == "person").sum())

    def both(self, name: str) -> list[int]:
        """Return that with hot wallets as stops, and with all stops."""
        return [self.reached(name, self.hot), self.reached(name, self.every)]

    @cached_property
    def others(self) -> list[int]:
        """The same for the vendor on the second market."""
        return self.both("peel-brineacre")

    @cached_property
    def taken(self) -> nx.MultiDiGraph:
        """Where the money went after the first market left."""
        clusters, ends = material.clusters(), list(self.every["address"])
        for address in self.truth.services(self.chain)["address"]:
            ends += clusters.of(address)
        for row in coinjoins(self.chain)["tx"]:
            ends += self.chain.tx(row).spends_from
        leave = self.chain.tx(exhibit("exit-scam"))
        return follow(self.chain, leave, hops=HOPS, stop=ends)

    @cached_property
    def ends(self) -> list[tuple[bool, bool, int]]:
        """Of each coin at a stop: whether it's an exchange's and the market paid it; satoshi."""
        entities = self.truth.entities
        exchanges = set(entities.loc[entities["kind"] == "exchange", "name"])
        market, found = str(exhibit("market-lanternfen")), []
        for made_by, _, coin in self.taken.edges(data=True):
            if coin["stopped"]:
                payer = self.truth.owner(self.chain.tx(made_by).inputs[0].address)
                at_exchange = self.truth.owner(coin["address"]) in exchanges
                found.append((at_exchange, payer == market, int(coin["value"])))
        return found

    def paid(self, exchanges: bool = True) -> list[int]:
        """Return what the market paid to stops, and what others did; at exchanges or at all."""
        some = [(own, value) for there, own, value in self.ends if there or not exchanges]
        return [sum(value for own, value in some if own is whose) for whose in (True, False)]

    def paid_coins(self) -> list[int]:
        """Return the number of coins that came to exchanges, from the market and from others."""
        owns = [own for there, own, _ in self.ends if there]
        return [sum(owns), len(owns) - sum(owns)]


@once
def _stops() -> _Stops:
    chain, clusters = material.chain(), material.clusters()
    seen = services(chain, clusters)
    hot = stops(chain, clusters, seen, kinds="hot wallet")
    return _Stops(chain, material.truth(), stops(chain, clusters, seen), hot)


LESSON = Lesson(
    "33",
    "Know where the trail stops",
    {
        1: Exercise(
            about=_case,
            right=lambda case: case.counted("smallest"),
            example=lambda case: case.counted("largest"),
            wrong=[
                (
                    lambda case: case.counted("largest"),
                    "That is the count for the largest output. Name the other rule.",
                ),
                (
                    lambda case: case.counted("smallest")[::-1],
                    "You have both numbers. The right ones come first.",
                ),
                (
                    lambda case: [case.counted("smallest")[0], len(case.seller)],
                    "The first is right. The second counts all orders; count wrong names.",
                ),
                (
                    lambda case: case.any_vendor("smallest"),
                    "You count any vendor. Right is only the vendor of this order.",
                ),
            ],
            otherwise="Repeat the loop, with the other rule in `leaves`. No name at all is no"
            " wrong name.",
            because="No rule about outputs finds out whom the market owes.",
            hints=(
                "The loop above does all of it, by another rule.",
                "`leaves` takes a third value: the name of the rule.",
                "The name of a rule is text, so it needs quotation marks. Begin both counts at 0.",
            ),
        ),
        2: Exercise(
            about=_case,
            right=lambda case: _counts(case.behind),
            example=lambda case: case.officers(),
            wrong=[
                (
                    lambda case: _counts(case.behind)[::-1],
                    "You have both numbers. Orders with this vendor come first.",
                ),
                (
                    lambda case: [sum(some) for some in case.behind],
                    "These are satoshi. Count the orders.",
                ),
                (
                    lambda case: [len(case.payout.inputs), len(case.payout.outputs)],
                    "These are the coins of the payout itself. Go one step back.",
                ),
                (
                    lambda case: [
                        sum(one == case.paid_vendor for one in case.seller.values()),
                        sum(one != case.paid_vendor for one in case.seller.values()),
                    ],
                    "These are all orders of the market. Take those in the sweeps.",
                ),
            ],
            otherwise="For each tx in payout.came_from look at the coins that it spends.",
            because="Customers who bought from others paid this vendor, and cannot know it.",
            hints=(
                "The lesson looked at the coins in the officers' sweep. Here are several sweeps.",
                "One loop goes over the transactions one step back. What is a loop inside it to"
                " do?",
                "The inner loop goes over the coins of one sweep. If a coin is in `seller`, whose"
                " goods did it pay for?",
            ),
        ),
        3: Exercise(
            about=_case,
            right=lambda case: case.looks(TOGETHER),
            example=lambda case: case.looks(1),
            wrong=[
                (
                    lambda case: case.looks(1),
                    "That is the lesson's rule. Ask also for three addresses or more.",
                ),
                (
                    lambda case: case.looks(2),
                    "That is two addresses or more. Ask for three.",
                ),
                (
                    lambda case: case.looks(TOGETHER)[::-1],
                    "You have both numbers. Those that look so come first.",
                ),
                (
                    lambda case: [
                        case.looks(TOGETHER)[0],
                        case.looks(TOGETHER)[0] - case.looks(TOGETHER)[1],
                    ],
                    "The first is right. The second counts those that are no service's.",
                ),
            ],
            otherwise="Add one condition to the count in `moved_on`, and repeat the last loop.",
            because="It is wrong less often, and finds fewer: choose for the purpose.",
            hints=(
                "Copy `moved_on` under another name. Which line decides what is counted?",
                "tx.spends_from is a list; `len` counts what is in it.",
                "Put the third condition beside the two others. Then run the loop over addresses"
                " with the new function.",
            ),
        ),
        4: Exercise(
            about=_mixer,
            right=lambda mixer: mixer.high(),
            example=lambda mixer: mixer.high(0),
            wrong=[
                (
                    lambda mixer: mixer.high(0),
                    "These are all best guesses. Keep those with odds of 5 or more.",
                ),
                (
                    lambda mixer: mixer.high()[::-1],
                    "You have both numbers. The guesses come first.",
                ),
                (
                    lambda mixer: [
                        all_of - high
                        for all_of, high in zip(mixer.high(0), mixer.high(), strict=True)
                    ],
                    "These are the guesses with lower odds.",
                ),
                (
                    lambda mixer: mixer.high(1),
                    "These have odds of 1 or more. Ask for 5 or more.",
                ),
            ],
            otherwise="Take fit(deposits, 42).best, keep lines by `odds`, and count them by"
            " right_in.",
            because="Odds count every candidate, and one at most is true. Compare with all"
            " guesses.",
            hints=(
                "`best` is a table. Keep some of its rows.",
                "After the loop, `best` is of another range. Make it anew, then compare its"
                " column.",
                "One of the numbers is a `len`; the other is what right_in(...) says of the same"
                " rows.",
            ),
        ),
        5: Exercise(
            about=_stops,
            right=lambda known: known.others,
            example=lambda known: [
                known.reached("peel-saltmeadow", None),
                known.reached("peel-saltmeadow", known.every),
            ],
            wrong=[
                (
                    lambda known: known.others[::-1],
                    "You have both numbers. The old list comes first.",
                ),
                (
                    lambda known: known.both("peel-saltmeadow"),
                    "That is the first vendor's coin. Take `other`.",
                ),
                (
                    lambda known: [known.reached("peel-brineacre", None), known.others[1]],
                    "The first is without any stop. Use the old list.",
                ),
            ],
            otherwise="Make the list with kinds='hot wallet', and call `reached` twice.",
            because="Most stops are deposit addresses. Without them the trace slips into the pool.",
            hints=(
                "You need a second list of stops, and the function `reached`.",
                "nps.stops takes the same three things as above, and then kinds='hot wallet'.",
                "Call `reached` once with the new list and once with `stop`, both times for"
                " `other`.",
            ),
        ),
        6: Exercise(
            about=_stops,
            right=lambda known: known.paid(),
            example=lambda known: [
                sum(not coin["stopped"] for *_, coin in known.taken.edges(data=True)),
                len(known.ends),
            ],
            wrong=[
                (
                    lambda known: known.paid()[::-1],
                    "You have both numbers. What the market paid comes first.",
                ),
                (
                    lambda known: known.paid(exchanges=False),
                    "These are all stops. Take those that an exchange owns.",
                ),
                (
                    lambda known: known.paid_coins(),
                    "That counts coins. Add up their satoshi: coin['value'].",
                ),
                (
                    lambda known: [sum(known.paid()), 0],
                    "You took all for the market's. Look who paid each coin.",
                ),
            ],
            otherwise="Of each stopped coin ask who owns it, and who owns the first input before.",
            because="The second sum is the swap's. Ask the swap, before you name the market.",
            hints=(
                "The loop above passes over stopped coins. Here you want just these.",
                "`kind` tells what an owner is. You need two owners: who got the coin, and who"
                " paid it.",
                "The payer's address is chain.tx(made_by).inputs[0].address. Add coin['value'] to"
                " one of two sums.",
            ),
        ),
        7: Exercise(
            about=lambda: None,
            right=lambda _: {"a", "d"},
            example=lambda _: {"c", "e"},
            wrong=[
                (
                    lambda _: {"a", "e"},
                    "One of these gives up too soon: somebody has books. And a bold one may stand.",
                ),
                (
                    lambda _: {"a", "b", "d"},
                    "One of these gives a pooled coin to one customer.",
                ),
                (
                    lambda _: {"a", "c", "d"},
                    "One of these takes odds for a share of right guesses.",
                ),
                (
                    lambda _: {"a", "d", "e"},
                    "One of these gives up too soon. Whom does a trace ask where it stops?",
                ),
                (
                    lambda _: {"a"},
                    "This one may stand. Another may, too, although it sounds bold.",
                ),
                (
                    lambda _: {"d"},
                    "This one may stand. Another may, too: look for an inference with its reason.",
                ),
                (
                    lambda _: {"b", "c", "e"},
                    "You have them the wrong way round.",
                ),
            ],
            otherwise="Ask of each: has the lesson shown it? Careful words alone do not make it"
            " true.",
            because="One gives its reason and stops, the other follows what is no longer pooled.",
            hints=(
                "Look for the pool in each sentence. Is there one at all?",
                "A sentence can sound bold and be true, or sound careful and be false.",
                "One trusts a sweep, one trusts odds, one forgets whom to ask. Leave these out.",
            ),
        ),
    },
    quiz=Quiz(
        ("a", "What a customer is paid with has nothing to do with what others paid in."),
        ("c", "What comes in there goes to one account, and the service knows whose it is."),
        ("b", "Nearly each deposit had a guess by then, and chance alone makes that many."),
    ),
)
