"""Exercises of lesson 31: follow the money."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import TransactionView
from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.exhibits import exhibit
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.flow import Peel, peel

EVERY = 200  # coins, of which the lesson follows one
EARLY, HALF_A_DAY = 6, 12  # blocks after the coins were gathered
LIMITS = [
    ("courier", 2, 0),
    ("courier", 2, 10**7),
    ("person", 3, 0),
    ("person", 4, 10**6),
    ("vendor", 4, 10**7),
]
"""What the function of an exercise is tried on: a kind, hops, and the smallest coin."""


def _spender(tx: TransactionView, place: int) -> TransactionView:
    """Return the transaction that spends an output."""
    spender = tx.went_to[place]
    if spender is None:
        raise LookupError(f"output {place} of {tx.txid} is unspent")
    return spender


@dataclass(frozen=True)
class _Case:
    """What became of the coins of the officers' second purchase."""

    chain: Chain
    truth: Truth
    release: TransactionView

    @cached_property
    def vendors(self) -> TransactionView:
        """What spent the vendor's coin."""
        return _spender(self.release, self._larger)

    @cached_property
    def markets(self) -> TransactionView:
        """What spent the market's."""
        return _spender(self.release, 1 - self._larger)

    @property
    def _larger(self) -> int:
        first, second = self.release.outputs
        return int(second.value > first.value)

    @cached_property
    def first(self) -> TransactionView:
        """The first step of the peel chain."""
        return _spender(self.vendors, 0)

    @cached_property
    def payee(self) -> str:
        """The address that two steps pay."""
        (second,) = (tx for tx in self.first.went_to if tx is not None and len(tx.outputs) == 2)
        again = {coin.address for coin in second.outputs}
        return next(coin.address for coin in self.first.outputs if coin.address in again)

    def by_hand(self) -> Iterator[TransactionView]:
        """Yield the steps by the payee's address, to the chain's end."""
        tx: TransactionView | None = self.first
        while tx is not None:
            yield tx
            others = [n for n, coin in enumerate(tx.outputs) if coin.address != self.payee]
            tx = tx.went_to[others[0]] if others else None

    def paid(self, outputs: int = 0) -> int:
        """Return what the payee got; of the steps with so many outputs, or else of all."""
        steps = [tx for tx in self.by_hand() if not outputs or len(tx.outputs) == outputs]
        return sum(coin.value for tx in steps for coin in tx.outputs if coin.address == self.payee)

    def followed(self, later: int | None = None) -> Peel:
        """Return what the library follows, as of so many blocks later."""
        as_of = None if later is None else self.vendors.height + later
        return peel(self.chain, f"{self.vendors.txid}:0", as_of=as_of)

    def known(self, later: int | None) -> list[int]:
        """Return what was peeled off by then, and what the last coin held."""
        found = self.followed(later)
        return [found.peeled, int(found.frame["carried"].iloc[-1])]

    def elsewhere(self) -> list[int | bool]:
        """Return the steps of the other vendor's coin, the sum, and whether it went there, too."""
        found = self.theirs
        inside = set(found.frame["paid_to"]) <= set(material.clusters().of(self.payee))
        return [len(found), found.peeled, inside]

    @cached_property
    def theirs(self) -> Peel:
        """What the library follows from the other vendor's coin."""
        return peel(self.chain, exhibit("peel-saltmeadow"))


def _waited(tx: TransactionView, which: Callable[[list[int]], int]) -> int:
    """Return how many blocks the oldest coin that it spends had waited, or the newest."""
    return tx.height - which([made.height for made in tx.came_from if made is not None])


def _gathered(tx: TransactionView) -> list[int]:
    return [len(tx.inputs) - 1, _waited(tx, min)]


@once
def _case() -> _Case:
    chain = material.chain()
    return _Case(chain, material.truth(), chain.tx(exhibit("ADP-2-release")))


@dataclass(frozen=True)
class _Trials:
    """Chains from every so many coins: what owned the first coin, and whether it owns the last."""

    kinds: list[str]
    same: list[bool]

    def of(self, exchanges: bool | None) -> list[int]:
        """Return how many end as they began, and how many there are: of exchanges, or others."""
        some = [
            same
            for kind, same in zip(self.kinds, self.same, strict=True)
            if exchanges is None or (kind == "exchange") == exchanges
        ]
        return [sum(some), len(some)]


@once
def _trials() -> _Trials:
    chain, truth = material.chain(), material.truth()
    kind_of = dict(zip(truth.entities["name"], truth.entities["kind"], strict=True))
    kinds, same = [], []
    for row in range(0, len(chain.columns.outputs.tx), EVERY):
        found = peel(chain, row)
        if len(found):
            begin = truth.owner(chain.tx(found.frame["txid"].iloc[0]).inputs[0].address)
            kinds.append(kind_of[begin])
            same.append(begin == truth.owner(found.frame["address"].iloc[-1]))
    return _Trials(kinds, same)


@dataclass(frozen=True)
class _Market:
    """The coins of the first market, and whom they reach."""

    chain: Chain
    start: np.ndarray  # rows of outputs
    owner: np.ndarray  # of each address, a place in kind
    kind: list[str]

    def within(
        self, wanted: str, hops: int, at_least: int, *, every: bool = True, at: str = "each"
    ) -> int:
        """Return how many owners of a kind coins of such a value reach.

        By ``every`` hop, or by the last one alone; and with the limit ``at`` each hop, at the end
        alone, or each time ``after`` the owners were counted.
        """
        made, coins, reached = self.chain.columns.outputs, self.start, set[int]()
        for hop in range(hops):
            spent = np.zeros(len(self.chain.columns.txs.txid), bool)
            spenders = made.spent_by[coins]
            spent[spenders[spenders >= 0]] = True
            coins = np.flatnonzero(spent[made.tx] & (made.address >= 0))
            large = coins[made.value[coins] >= at_least]
            if at == "each" or (at == "end" and hop == hops - 1):
                coins = large
            reached = (reached if every else set()) | set(self.owner[made.address[coins]].tolist())
            if at == "after":
                coins = large
        return sum(self.kind[number] == wanted for number in reached)


@once
def _market() -> _Market:
    chain, truth = material.chain(), material.truth()
    rows = truth.outputs_of(chain, entity=exhibit("market-lanternfen"))
    return _Market(chain, rows, truth.owners(chain), list(truth.entities["kind"]))


LESSON = Lesson(
    "31",
    "Follow the money",
    {
        1: Exercise(
            about=_case,
            right=lambda case: _gathered(case.markets),
            example=lambda case: [
                len(case.vendors.inputs),
                case.vendors.height - case.release.height,
            ],
            wrong=[
                (
                    lambda case: _gathered(case.vendors),
                    "That is what spent the vendor's coin. Take the other output of `release`.",
                ),
                (
                    lambda case: _gathered(case.markets)[::-1],
                    "You have both numbers. The number of coins comes first.",
                ),
                (
                    lambda case: [len(case.markets.inputs), _waited(case.markets, min)],
                    "The second is right. One of these coins comes from `release` itself.",
                ),
                (
                    lambda case: [len(case.markets.inputs) - 1, _waited(case.markets, max)],
                    "The first is right. The second is for the newest of the coins.",
                ),
                (
                    lambda case: [
                        len(case.markets.inputs) - 1,
                        case.markets.height - case.release.height,
                    ],
                    "The first is right. The second is for the coin of `release` alone.",
                ),
                (
                    lambda case: [
                        len(case.markets.inputs) - 1,
                        case.markets.height - _waited(case.markets, min),
                    ],
                    "The first is right. The second is a block; how many blocks lay in between?",
                ),
            ],
            otherwise="Go one hop forward from the smaller output, and from there one hop back.",
            because="One hop forward and one back: who gathers shows when the collecting began.",
            hints=(
                "The smaller output is number 1 - paid. Which transaction spent it?",
                "Count its inputs; one of them is the coin of `release`. Then look at .came_from.",
                "Lesson 14 found the newest of .came_from. Find the smallest .height, and take it"
                " from the height of `release.went_to[1 - paid]`",
            ),
        ),
        2: Exercise(
            about=_case,
            right=lambda case: case.paid(),
            example=lambda case: next(
                coin.value for coin in case.first.outputs if coin.address == case.payee
            ),
            wrong=[
                (
                    lambda case: case.paid(outputs=2),
                    "These are the transactions with two outputs. Does the last one pay, too?",
                ),
                (
                    lambda case: case.vendors.outputs[0].value,
                    "That is the coin at the beginning. A part of it went to the miners.",
                ),
                (
                    lambda case: case.chain.address(case.payee).received,
                    "That is all that the address ever received. Other chains paid it as well.",
                ),
                (
                    lambda case: sum(coin.value for tx in case.by_hand() for coin in tx.outputs),
                    "That adds up all outputs. Take those that go to `payee`.",
                ),
                (
                    lambda case: len(list(case.by_hand())),
                    "That counts transactions. Add up the satoshi.",
                ),
            ],
            otherwise="Take the loop above, and add up the outputs that go to `payee`.",
            because="Nearly all of the gathered coin came to this one address, piece by piece.",
            hints=(
                "The loop above goes through all transactions of the chain. Use it again.",
                "Begin with total = 0. In the loop, look at each coin of tx.outputs.",
                "Add the .value of a coin only if its address is `payee`. Do it before"
                " `tx = carries_on(tx)`, or `first` is left out.",
            ),
        ),
        3: Exercise(
            about=_trials,
            right=lambda trials: trials.of(exchanges=False),
            example=lambda trials: trials.of(exchanges=None),
            wrong=[
                (
                    lambda trials: trials.of(exchanges=None),
                    "That is all chains. Leave out those that begin at an exchange.",
                ),
                (
                    lambda trials: trials.of(exchanges=True),
                    "These are the chains that begin at an exchange. Take the others.",
                ),
                (
                    lambda trials: trials.of(exchanges=False)[::-1],
                    "You have both numbers. First those that end with the same owner.",
                ),
                (
                    lambda trials: [
                        trials.of(exchanges=False)[1] - trials.of(exchanges=False)[0],
                        trials.of(exchanges=False)[1],
                    ],
                    "The second is right. The first counts those that end with another owner.",
                ),
                (
                    lambda trials: [trials.of(exchanges=False)[0], trials.of(exchanges=None)[1]],
                    "The first is right. The second counts all chains, exchanges too.",
                ),
            ],
            otherwise="In the loop above, count a chain only if its beginning is no exchange's.",
            because="The exchanges hid the others, who are more like a suspect.",
            hints=(
                "Copy the loop above. Which chains must it pass over?",
                "`begin in exchanges` asks for the chains that you leave out. `not in` asks for"
                " the others.",
                "Count two things in the loop: each other chain, and those with begin == end.",
            ),
        ),
        4: Exercise(
            about=_case,
            right=lambda case: case.elsewhere(),
            example=lambda case: [len(case.followed()), case.followed().peeled, True],
            wrong=[
                (
                    lambda case: [len(case.followed()), case.followed().peeled, True],
                    "That is the chain of the lesson. Follow `other`.",
                ),
                (
                    lambda case: [*case.elsewhere()[:2], not case.elsewhere()[2]],
                    "The two numbers are right. Compare with the whole cluster of `payee`.",
                ),
                (
                    lambda case: [
                        len(case.theirs),
                        int(case.theirs.frame["carried"].iloc[-1]),
                        case.elsewhere()[2],
                    ],
                    "The second number is what carried on in the end. Take what was peeled off.",
                ),
                (
                    lambda case: [
                        len(case.theirs),
                        int(case.theirs.frame["value"].iloc[0]),
                        case.elsewhere()[2],
                    ],
                    "The second number is what came in. Take what was peeled off.",
                ),
            ],
            otherwise="Follow `other` with nps.peel, and look at .peeled and at `paid_to`.",
            because="Probably one service, by co-spending. One person does not follow from it.",
            hints=(
                "Do the same as with `start`: what does nps.peel give for `other`?",
                "len(...) counts the steps, .peeled is the sum, and frame['paid_to'] has the"
                " addresses.",
                "Ask of each address in that column: address in clusters.of(payee)",
            ),
        ),
        5: Exercise(
            about=_case,
            right=lambda case: case.known(EARLY),
            example=lambda case: case.known(HALF_A_DAY),
            wrong=[
                (
                    lambda case: case.known(HALF_A_DAY),
                    "That is half a day after `gathering`. Ask as of six blocks after it.",
                ),
                (
                    lambda case: case.known(None),
                    "That is known at the end of the chain. Give the block: as_of.",
                ),
                (
                    lambda case: case.known(EARLY)[::-1],
                    "You have both numbers. What was peeled off comes first.",
                ),
                (
                    lambda case: [
                        int(case.followed(EARLY).frame["peeled"].iloc[-1]),
                        case.known(EARLY)[1],
                    ],
                    "The second is right. The first is the last peel alone; add up all.",
                ),
                (
                    lambda case: [
                        case.known(EARLY)[0],
                        int(case.followed(EARLY).frame["value"].iloc[-1]),
                    ],
                    "The first is right. The second is what came in to the last step.",
                ),
            ],
            otherwise="Follow `start` as of that block; the last row says what carried on.",
            because="So much had not reached the service yet, and everybody could see it.",
            hints=(
                "The cell above does it for another block.",
                "as_of is a height: that of `gathering`, and six more.",
                "Take .peeled, and of the frame's column carried the last value: .iloc[-1]",
            ),
        ),
        6: Exercise(
            about=_market,
            right=lambda market: market.within,
            tried_on=lambda _: LIMITS,
            wrong=[
                (
                    lambda market: lambda wanted, hops, at_least: market.within(wanted, hops, 0),
                    "It does not use `at_least`. Keep the coins of that value or more.",
                ),
                (
                    lambda market: (
                        lambda wanted, hops, at_least: market.within(
                            wanted, hops, at_least, at="end"
                        )
                    ),
                    "It leaves out small coins at the end only. Do it after each hop.",
                ),
                (
                    lambda market: (
                        lambda wanted, hops, at_least: market.within(
                            wanted, hops, at_least, at="after"
                        )
                    ),
                    "It adds owners whom only small coins reach. First drop these coins, then add.",
                ),
                (
                    lambda market: (
                        lambda wanted, hops, at_least: market.within(
                            wanted, hops, at_least, every=False
                        )
                    ),
                    "It counts the last hop alone. Keep those who were reached before.",
                ),
                (
                    lambda market: (
                        lambda wanted, hops, at_least: market.within(wanted, hops - 1, at_least)
                    ),
                    "It goes one hop too few: range(1, 3) has two numbers, and range(2), too.",
                ),
                (
                    lambda market: (
                        lambda wanted, hops, at_least: market.within(wanted, hops + 1, at_least)
                    ),
                    "It goes one hop too far.",
                ),
                (
                    lambda market: lambda wanted, hops, at_least: market.within(wanted, 8, 0),
                    "It always goes eight hops. Use `hops` and `at_least`.",
                ),
            ],
            otherwise="Begin at the market. After each hop drop small coins, then add owners.",
            because="Fewer people, and no courier: who is paid little falls out, too.",
            hints=(
                "Copy the loop above into the function. Begin with `coins` and `reached` again.",
                "After the hop keep only some coins: coins[coins['value'] >= at_least]",
                "for hop in range(hops): onward, the filter, then `reached`. After the loop:"
                " return count(reached, wanted)",
            ),
        ),
        7: Exercise(
            about=lambda: None,
            right=lambda _: {"a", "d"},
            example=lambda _: {"a", "e"},
            wrong=[
                (
                    lambda _: {"a", "b", "d"},
                    "One of these uses something that was seen only later.",
                ),
                (
                    lambda _: {"a", "c", "d"},
                    "One of these is too careful: what did the second payment show?",
                ),
                (
                    lambda _: {"a", "d", "e"},
                    "One of these takes the links of a path for the way of the money.",
                ),
                (
                    lambda _: {"a"},
                    "This one may stand. A conclusion may stand, too, if it gives its reason.",
                ),
                (
                    lambda _: {"d"},
                    "This one may stand. Which of the others did an exercise count?",
                ),
                (
                    lambda _: {"c", "d"},
                    "You chose what sounds careful. Which of the others can anybody look up?",
                ),
                (
                    lambda _: {"b", "c", "e"},
                    "These are the ones that may not stand there.",
                ),
            ],
            otherwise="Ask of each: is it a fact, or does its reason carry it, and from which day?",
            because="A fact may sound bold. An inference may stand, too, if it gives its reason.",
            hints=(
                "Ask of each sentence: what did we see, on which day, and who else has the same?",
                "One uses the future, one forgets what came later, one trusts a path.",
                "Look again at exercise 31.4, and at how the coins of `payee` were spent.",
            ),
        ),
    },
    quiz=Quiz(
        ("c", "It is a score of clues. Nobody measured a share of right answers."),
        ("b", "One hop reaches most vendors. More hops bring people who never paid the market."),
        ("a", "Behind this point the next payment out is another customer's money."),
    ),
)
