"""Exercises of lesson 32: divide one coin in seven ways."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import TransactionView
from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.exhibits import exhibit
from nps_chain.groundtruth.amounts import score_taint
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.flow import peel
from nps_chain.trace.taint import Comparison, compare_policies, taint

OURS = "ccccccccccttttttttcc", [5, 10, 5]
"""The lesson's small transaction: what goes in, a letter a satoshi, and what comes out."""

NEXT = [4, 8, 4]  # what its coin of 10 becomes, with a clean coin of 6 before it
OTHER = 7, 9, [6, 8, 2]  # tainted, then clean, and what comes out: of a report's transaction
GIVEN = [(8, [5, 10, 5]), (7, [6, 8, 2]), (3, [1, 9]), (0, [4, 2]), (12, [5, 6, 4, 3])]
"""What a function is tried on: how much is tainted, and what comes out."""


def _cut(money: str, outputs: list[int]) -> list[int]:
    """Return how many letters ``t`` each output has, as the lesson's function does."""
    found = []
    for value in outputs:
        found.append(money[:value].count("t"))
        money = money[value:]
    return found


def _seniority(tainted: int, outputs: list[int]) -> list[int]:
    return _cut("t" * tainted + "c" * (sum(outputs) - tainted), outputs)


def _juniority(tainted: int, outputs: list[int]) -> list[int]:
    return _cut("c" * (sum(outputs) - tainted) + "t" * tainted, outputs)


def _tiho(tainted: int, outputs: list[int]) -> list[int]:
    """Return what each output has if the highest is filled first."""
    order = sorted(range(len(outputs)), key=lambda place: -outputs[place])
    filled = _seniority(tainted, [outputs[place] for place in order])
    return [filled[order.index(place)] for place in range(len(outputs))]


def _next_step(ten: Callable[[str], str] = str) -> list[int]:
    """Return what the output of 8 has by haircut, by FIFO and by TIHO.

    ``ten`` changes the order of letters in the coin of 10 that FIFO made.
    """
    money, outputs = OURS
    coin = money[outputs[0] :][: outputs[1]]
    whole, tainted = sum(outputs), money.count("t")
    by_haircut = outputs[1] * tainted // whole * NEXT[1] // sum(NEXT)
    by_fifo = _cut("c" * 6 + ten(coin), NEXT)[1]
    return [by_haircut, by_fifo, _tiho(_tiho(tainted, outputs)[1], NEXT)[1]]


def _policies_that_give(wanted: list[int]) -> set[str]:
    """Return which policies divide the report's transaction in this way."""
    tainted, clean, outputs = OTHER
    by = {
        "fifo": _cut("t" * tainted + "c" * clean, outputs),
        "lifo": _cut("c" * clean + "t" * tainted, outputs),
        "tiho": _tiho(tainted, outputs),
        "seniority": _seniority(tainted, outputs),
        "juniority": _juniority(tainted, outputs),
        "poison": outputs,
    }
    return {policy for policy, found in by.items() if found == wanted}


@dataclass(frozen=True)
class _Case:
    """The officers' coin and the saver's, as the lesson traces them."""

    chain: Chain
    truth: Truth

    @cached_property
    def coin(self) -> str:
        """The vendor's output of the officers' second purchase."""
        return f"{self._release.txid}:{self._paid}"

    @cached_property
    def gathering(self) -> TransactionView:
        """The transaction that gathered it with others."""
        spender = self._release.went_to[self._paid]
        if spender is None:
            raise LookupError(f"output {self.coin} is unspent")
        return spender

    @cached_property
    def stop(self) -> list[str]:
        """The addresses of the service that the peel chain paid."""
        paid_to = peel(self.chain, f"{self.gathering.txid}:0").frame["paid_to"]
        return material.clusters().of(paid_to.iloc[0])

    @cached_property
    def end(self) -> Comparison:
        """The officers' coin up to the end of the chain, with the stop."""
        return compare_policies(self.chain, self.coin, self.stop)

    @cached_property
    def free(self) -> Comparison:
        """The same without a stop."""
        return compare_policies(self.chain, self.coin, None)

    @cached_property
    def blind(self) -> Comparison:
        """The coin that was paid into the saver's exchange, without a stop."""
        return compare_policies(self.chain, exhibit("dorn-deposit"), None)

    @cached_property
    def seen(self) -> Comparison:
        """The same as of the block in which the saver was paid."""
        height = self._savings.height
        return compare_policies(self.chain, exhibit("dorn-deposit"), None, as_of=height)

    def arrived(self, policy: str) -> int:
        """Return the first block at which all of the officers' coin had stopped."""
        for height in range(self.gathering.height, self.chain.height + 1):
            total = taint(self.chain, self.coin, self.stop, policy=policy, as_of=height).total
            if not total["unspent"]:
                return height
        return 0

    def more_than_half(self, place: int) -> set[str]:
        """Return by which policies more than half of an output of the savings is tainted."""
        share = self.seen.of(f"{self._savings.txid}:{place}")["share"]
        return set(share.index[share > 0.5])

    def first_places(self, found: Comparison) -> list[int]:
        """Return how many owners hold most by some policy, and by how many a person does."""
        first = [score_taint(one, self.truth, entity=self._vendor).by_owner.iloc[0]
                 for one in found.taints.values()]  # fmt: skip
        owners = {owner["owner"] for owner in first}
        return [len(owners), sum(owner["kind"] == "person" for owner in first)]

    def owners(self, policy: str) -> int:
        """Return how many owners hold some of the officers' coin by a policy, without a stop."""
        return len(score_taint(self.free.taints[policy], self.truth, entity=self._vendor).by_owner)

    @cached_property
    def _release(self) -> TransactionView:
        return self.chain.tx(exhibit("ADP-2-release"))

    @cached_property
    def _paid(self) -> int:
        values = [coin.value for coin in self._release.outputs]
        return values.index(max(values))

    @cached_property
    def _savings(self) -> TransactionView:
        return self.chain.tx(exhibit("dorn-withdrawal"))

    @cached_property
    def _vendor(self) -> str:
        return self.truth.owner(self._release.outputs[self._paid].address)


@once
def _case() -> _Case:
    return _Case(material.chain(), material.truth())


LESSON = Lesson(
    "32",
    "Divide one coin in seven ways",
    {
        1: Exercise(
            about=lambda: None,
            right=lambda _: _next_step(),
            example=lambda _: [4, 5, 8],
            wrong=[
                (
                    lambda _: _next_step(lambda coin: coin[::-1]),
                    "By FIFO: which letters of the coin of 10 are tainted, the first or the last?",
                ),
                (
                    lambda _: [*_next_step()[:2], _cut("t" * 5 + "c" * 11, [8, 4, 4])[0]],
                    "The coin of 10 has another amount by TIHO than by FIFO. Go on with its own.",
                ),
                (
                    lambda _: [_next_step()[0], _cut("c" * 11 + "t" * 5, NEXT)[2], 8],
                    "The second number is that of the fee. Take the output of 8.",
                ),
                (
                    lambda _: [4, *_next_step()[1:]],
                    "By haircut: of 16 satoshi 4 are tainted, and the output of 8 is a part.",
                ),
            ],
            otherwise="Each policy goes on with its own answer for the coin of 10: see the table.",
            because="An answer becomes the next question, so never change the policy on the way.",
            hints=(
                "The row of each policy in the table says what the coin of 10 has.",
                "For FIFO write the letters: six c, then the ten letters of the coin, in their"
                " order.",
                "By FIFO our ten are `money[5:15]`, and `cut` needs all that goes in. By haircut,"
                " take the share of all 16. Which output does TIHO fill first?",
            ),
        ),
        2: Exercise(
            about=lambda: None,
            right=lambda _: _juniority,
            tried_on=lambda _: GIVEN,
            wrong=[
                (
                    lambda _: _seniority,
                    "It gives to the first outputs: that is seniority.",
                ),
                (
                    lambda _: lambda tainted, outputs: _juniority(tainted, outputs)[::-1],
                    "The amounts are right, but in the order from the last to the first.",
                ),
                (
                    lambda _: lambda tainted, outputs: _cut("c" * 12 + "t" * 8, outputs),
                    "It works for 8 of 20 only. Use `tainted`, and count the clean ones.",
                ),
                (
                    lambda _: lambda tainted, outputs: _cut("c" * tainted + "t" * 8, outputs),
                    "It writes `tainted` letters c. Which letters stand first, and how many?",
                ),
                (
                    lambda _: _tiho,
                    "It fills the highest output first: that is TIHO.",
                ),
            ],
            otherwise="The end of the list is filled first. What must the last letters be?",
            because="One line of letters, in another order, is another policy.",
            hints=(
                "Seniority puts all t in front. What does juniority do with the same letters?",
                "All clean letters first, then all tainted ones; `cut` does the rest.",
                "sum(outputs) - tainted are clean. Write so many c, then the t, and return what"
                " `cut` gives for these letters.",
            ),
        ),
        3: Exercise(
            about=lambda: None,
            right=lambda _: _policies_that_give([0, 5, 2]),
            example=lambda _: {"fifo", "tiho"},
            wrong=[
                (
                    lambda _: {"lifo"},
                    "That one is right. A second policy gives the same three numbers.",
                ),
                (
                    lambda _: {"juniority"},
                    "That one is right. A second policy gives the same three numbers.",
                ),
                (
                    lambda _: _policies_that_give(_seniority(OTHER[0], OTHER[2])),
                    "These two give 6, 1 and 0. Who gives nothing to the first output?",
                ),
                (
                    lambda _: _policies_that_give([0, 5, 2]) | {"tiho"},
                    "One too many: which of them gives nothing to the fee?",
                ),
                (
                    lambda _: {"fifo"},
                    "By FIFO the tainted coin, which stands first, fills the first output.",
                ),
            ],
            otherwise="Work out all policies for this transaction, as in the table.",
            because="The same figures can come from two policies, and do not say from which.",
            hints=(
                "The output of 6 has nothing. Which policies begin somewhere else?",
                "Turn the inputs round, or fill the fee first. What do you get?",
                'Try cut("c" * 9 + "t" * 7, [6, 8, 2]), and think which two policies have these'
                " letters.",
            ),
        ),
        4: Exercise(
            about=_case,
            right=lambda case: [case.arrived("fifo"), case.arrived("lifo")],
            example=lambda case: [case.gathering.height, case.gathering.height],
            wrong=[
                (
                    lambda case: [case.arrived("lifo"), case.arrived("fifo")],
                    "Both blocks are right. FIFO comes first.",
                ),
                (
                    lambda case: [
                        case.arrived("fifo") - case.gathering.height,
                        case.arrived("lifo") - case.gathering.height,
                    ],
                    "That is how many blocks later. Give the heights of the blocks.",
                ),
                (
                    lambda case: [case.arrived("seniority"), case.arrived("tiho")],
                    "These are the blocks of seniority and TIHO. Ask FIFO and LIFO.",
                ),
                (
                    lambda case: [case.arrived("fifo") - 1, case.arrived("lifo") - 1],
                    "One block too early: in it, something is still unspent.",
                ),
            ],
            otherwise="For each policy, raise the height until `unspent` is 0 for the first time.",
            because="The facts are the same, and the day depends on the policy.",
            hints=(
                "The starting cell asks one block. Put it into a loop, and raise the height.",
                'Go on `while` the total["unspent"] is more than 0. Then note the height.',
                "for height in range(gathering.height, gathering.height + 80): print height and"
                ' unspent, then read. The same with policy="lifo".',
            ),
        ),
        5: Exercise(
            about=_case,
            right=lambda case: case.more_than_half(1),
            example=lambda case: case.more_than_half(0),
            wrong=[
                (
                    lambda case: case.more_than_half(0),
                    "That is the saver's coin. Ask for the second output.",
                ),
                (
                    lambda case: case.more_than_half(1) - {"poison"},
                    "One is missing: what does a single tainted input do by that policy?",
                ),
                (
                    lambda case: case.more_than_half(1) | {"haircut"},
                    "Haircut taints both outputs to the same share. Is it more than half?",
                ),
                (
                    lambda case: case.more_than_half(0) - {"poison"},
                    "These give most to the saver. Ask for the second output.",
                ),
            ],
            otherwise="Ask `seen` for the second output of `savings`, and read the shares.",
            because="What a policy takes from one, it gives to the other. Only poison marks both.",
            hints=(
                "The cell above asks for output 0. The second output has another number.",
                "Put 1 after the colon: `seen.of` then has a share for each policy.",
                "Print that table, and write down the name of each row whose share is above 0.5.",
            ),
        ),
        6: Exercise(
            about=_case,
            right=lambda case: case.first_places(case.free),
            example=lambda case: case.first_places(case.blind),
            wrong=[
                (
                    lambda case: case.first_places(case.blind),
                    "That is the coin of the saver's exchange. Take `free`.",
                ),
                (
                    lambda case: case.first_places(case.end),
                    "That is with the stop. Take `free`.",
                ),
                (
                    lambda case: [len(case.free.taints), case.first_places(case.free)[1]],
                    "The second is right. Some owners are in first place more than once.",
                ),
                (
                    lambda case: case.first_places(case.free)[::-1],
                    "Both numbers are right. The different owners come first.",
                ),
                (
                    lambda case: [case.owners("haircut"), case.first_places(case.free)[1]],
                    "The second is right. The first counts all whom haircut names.",
                ),
            ],
            otherwise="Score each policy of `free`, and take the first row of its `by_owner`.",
            because="Seven policies do not have one main suspect. With the stop, they agree.",
            hints=(
                "The loop above scores `blind`. What changes for the officers' coin?",
                'score.by_owner["owner"].iloc[0] is the first owner, and ["kind"].iloc[0] what'
                " they are.",
                "Keep a list, and append an owner only if not in it, as in lesson 21. Count each"
                ' time that the kind is "person".',
            ),
        ),
        7: Exercise(
            about=lambda: None,
            right=lambda _: {"b", "c"},
            example=lambda _: {"a", "e"},
            wrong=[
                (
                    lambda _: {"b"},
                    "That one may stand. One more is true, although it sounds bold.",
                ),
                (
                    lambda _: {"c"},
                    "That one may stand. One more says only where the coin went.",
                ),
                (
                    lambda _: {"b", "d"},
                    "One sounds careful, and is wrong: what does the chain say without a policy?",
                ),
                (
                    lambda _: {"b", "c", "d"},
                    "One too many: what does the chain say without a policy?",
                ),
                (
                    lambda _: {"a", "b", "c"},
                    "One too many: what does a share divide, an amount or a chance?",
                ),
                (
                    lambda _: {"b", "c", "e"},
                    "One too many: did the courts always take that rule, and for what?",
                ),
                (
                    lambda _: {"a", "b", "c", "d", "e"},
                    "Three of them say more than any policy can, or less than the chain does.",
                ),
            ],
            otherwise="Ask of each: fact, or policy with its stop? Or more than a policy can say?",
            because="Say where the coin was paid, and who says so. A share is a rule's answer.",
            hints=(
                "Some say more than a policy can, one says less than the chain does.",
                "Cross out what makes a chance or a law of a policy.",
                "Look again at the cell with the stop: what did it print for the saver?",
            ),
        ),
    },
    quiz=Quiz(
        ("a", "Policies differ as far as nothing and all, and the chain does not decide."),
        ("c", "Conservation finds errors in the books. What stopped at a service is counted."),
        ("b", "The exchange's books say whose account that is. Behind it, taint means nothing."),
    ),
)
