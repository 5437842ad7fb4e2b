"""Exercises of lesson 22: find the change."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import Coin, TransactionView
from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.evidence.folder import folder
from nps_chain.exhibits import exhibit
from nps_chain.groundtruth.change_rules import compare_rules
from nps_chain.groundtruth.heuristics import score_change
from nps_chain.groundtruth.result import Score
from nps_chain.trace.change import ask_rules, change, change_output

ROUND, SMALL = "power_of_ten_4", "optimal_change"
"""The two rules that the lesson holds against the courier's wages."""

LAST = 7  # the wage from which the last exercise starts
SURE = 98  # percent of answers that a judge wants to be right


@dataclass(frozen=True)
class _Payment:
    """A payment of the officers, in satoshi, one output of which came back."""

    back: int
    paid: int
    fee: int
    silent: list[str]  # rules that abstain
    speaking: list[str]


def _purchase(name: str) -> _Payment:
    """Return a purchase: the address that had to be paid is an exhibit, too."""
    tx = material.chain().tx(exhibit(name))
    asked = exhibit(f"{name}-address")
    (change_coin,) = (n for n, coin in enumerate(tx.outputs) if coin.address != asked)
    values = [coin.value for coin in tx.outputs]
    back = values[change_coin]
    answers = ask_rules(material.chain(), tx)["answer"]
    silent = [str(rule) for rule, answer in answers.items() if answer == "abstains"]
    speaking = [str(rule) for rule in answers.index if rule not in silent]
    return _Payment(back, sum(values) - back, tx.fee, silent, speaking)


def _purchases() -> tuple[_Payment, _Payment]:
    """Return the second purchase, which is asked about, and the first, which the lesson shows."""
    return _purchase("ADP-2"), _purchase("ADP-1")


@once
def _scores(*rules: str) -> list[Score]:
    """Return the score of each rule; no interval of theirs is asked for."""
    chain, truth = material.chain(), material.truth()
    return [score_change(change(chain, rule), truth) for rule in rules]


def _right(score: Score) -> int:
    return int(score.right)


def _wrong(score: Score) -> int:
    return int(score.answers - score.right)


def _more_wrong(scores: list[Score]) -> int:
    return _wrong(scores[0]) - _wrong(scores[1])


@once
def _study() -> pd.DataFrame:
    chain = material.chain()
    return compare_rules(chain, material.truth(), among="published", as_of=chain.height)


def _good(study: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return the rules that are right often enough in all these columns, the busiest first."""
    kept = study[(study[list(columns)] >= SURE).all(axis=1)]
    return kept.sort_values("coverage", ascending=False, kind="stable")


def _choice(rules: pd.DataFrame, place: int = 0, column: str = "wrong") -> list[str | int]:
    """Return a rule's name, and one of its counts; the last if there are fewer."""
    row = min(place, len(rules) - 1)
    return [str(rules.index[row]), int(rules[column].iloc[row])]


@dataclass(frozen=True)
class _Wages:
    """What the courier was paid: the payments of two outputs, one of which is his."""

    chain: Chain
    payments: list[TransactionView]

    def named(self, rule: str) -> dict[int, Coin]:
        """Return by block which output a rule takes for the change of each wage."""
        found = {tx.height: change_output(self.chain, tx, rule) for tx in self.payments}
        return {height: coin for height, coin in found.items() if coin is not None}

    @property
    def contradictions(self) -> list[int]:
        """The blocks of wages in which the two rules name different outputs."""
        one, other = self.named(ROUND), self.named(SMALL)
        return [height for height in one if height in other and one[height] != other[height]]

    @property
    def first_step(self) -> Coin:
        """The vendor's change of the last wage, by the vote."""
        return self._change(self.payments[LAST])

    @property
    def spender(self) -> TransactionView:
        """The transaction that spends it."""
        return self.chain.tx(self.chain.address(self.first_step.address).txids[1])

    @property
    def second_step(self) -> Coin:
        """The change of that transaction, by the vote."""
        return self._change(self.spender)

    def other_output(self, tx: TransactionView) -> str:
        """Return the address of the output that the vote doesn't take for change."""
        chosen = self._change(tx).address
        return next(coin.address for coin in tx.outputs if coin.address != chosen)

    def _change(self, tx: TransactionView) -> Coin:
        coin = change_output(self.chain, tx)
        return tx.outputs[0] if coin is None else coin


@once
def _wages() -> _Wages:
    chain = material.chain()
    history = folder(exhibit("agency-phone")).table("phone/history.csv")
    came = [chain.tx(txid) for txid in history.loc[history["direction"] == "in", "txid"]]
    return _Wages(chain, [tx for tx in came if len(tx.outputs) == 2])


def _round_to(value: int, digits: int) -> bool:
    return value % 10**digits == 0


def _amounts(_: object) -> list[tuple[int, int]]:
    """Return amounts of the two purchases and round ones, each with zeros asked for."""
    amounts = [amount for payment in _purchases() for amount in (payment.back, payment.paid)]
    return [(amount, digits) for amount in [*amounts, 3_000_000, 1_200_040] for digits in (1, 4, 6)]


def _always(function: Callable[[int, int], object]) -> Callable[[object], object]:
    return lambda _: function


LESSON = Lesson(
    "22",
    "Find the change",
    {
        1: Exercise(
            about=_purchases,
            right=lambda payments: [payments[0].back, *payments[0].silent],
            example=lambda payments: [payments[1].back, *payments[1].silent],
            wrong=[
                (
                    lambda payments: [payments[0].paid, *payments[0].silent],
                    "The rules are right. The number belongs to the other output.",
                ),
                (
                    lambda payments: [payments[0].back + payments[0].paid, *payments[0].silent],
                    "The rules are right. The number is all that comes out.",
                ),
                (
                    lambda payments: [payments[0].fee, *payments[0].silent],
                    "The rules are right. The number is the fee.",
                ),
                (
                    lambda payments: [payments[0].back, *payments[0].speaking],
                    "The number is right. Those are the rules that answer.",
                ),
                (
                    lambda payments: [payments[0].back, *payments[0].silent[::-1]],
                    "All is there. Give the rules in the order of the table.",
                ),
                (
                    lambda payments: [payments[1].back, *payments[1].silent],
                    "That is the first purchase. Look at the second one, `second`.",
                ),
            ],
            otherwise="Give the satoshi that came back, then the rules without an answer.",
            because="All rules that answer agree, and the others give no answer.",
            hints=(
                "The cell that asked the five questions about purchase can ask them about second.",
                "In nps.ask_rules(chain, second), look for the lines without an output as answer.",
                "came_back = [second.outputs[0].value, then the names], or outputs[1] if the rules"
                " name output 1.",
            ),
        ),
        2: Exercise(
            about=lambda: None,
            right=_always(_round_to),
            tried_on=_amounts,
            wrong=[
                (
                    _always(lambda value, digits: value % digits == 0),
                    "It divides by the number of zeros. Divide by 10**digits.",
                ),
                (
                    _always(lambda value, digits: value % 10**digits),
                    "It returns what is left. Compare that with 0, and return the result.",
                ),
                (
                    _always(lambda value, digits: value % 10**digits != 0),
                    "It says the opposite: if nothing is left, the amount is round.",
                ),
                (
                    _always(lambda value, digits: value % (10 * digits) == 0),
                    "10 * digits is not the same as 10**digits, with two stars.",
                ),
                (
                    _always(lambda value, digits: value % 10**4 == 0),
                    "It always asks for four zeros. Use `digits` in place of the 4.",
                ),
                (
                    _always(lambda value, digits: value / 10**digits == 0),
                    "The sign / divides. The sign % gives what is left.",
                ),
            ],
            otherwise="Ask what is left after a division by 10**digits.",
            because="That is the whole rule: it looks for the output that is not round.",
            hints=(
                "The cell above has all you need: the sign % and the number 10**4.",
                "The number of zeros is called digits, so divide by 10**digits.",
                "Write: return value % 10**digits == 0",
            ),
        ),
        3: Exercise(
            about=lambda: _scores("power_of_ten_2", ROUND),
            right=lambda scores: [_right(scores[0]) - _right(scores[1]), _more_wrong(scores)],
            example=lambda scores: [_right(scores[1]), _wrong(scores[1])],
            wrong=[
                (
                    lambda scores: [_right(scores[0]), _wrong(scores[0])],
                    "Those are all its answers, right and wrong. How many more are they?",
                ),
                (
                    lambda scores: [_right(scores[1]), _wrong(scores[1])],
                    "That is the rule of four zeros alone. Compare the two.",
                ),
                (
                    lambda scores: [_more_wrong(scores), _right(scores[0]) - _right(scores[1])],
                    "Both numbers are there. The right answers come first.",
                ),
                (
                    lambda scores: [
                        int(scores[0].answers - scores[1].answers),
                        _more_wrong(scores),
                    ],
                    "The second is right. The first counts all new answers.",
                ),
                (
                    lambda scores: [
                        _right(scores[0]) - _right(scores[1]),
                        _wrong(scores[0]),
                    ],
                    "The first is right. The second is not compared with four zeros.",
                ),
            ],
            otherwise="Score both rules, and compare their right and their wrong answers.",
            because="A few percent more, and several times more addresses of other people.",
            hints=(
                "Score each rule as the cell above scores meiklejohn. Both counts are there.",
                'Begin with two = nps.score(nps.change(chain, "power_of_ten_2"), truth)',
                "Wrong answers are two.answers - two.right. Do the same for four zeros, and"
                " take one from the other.",
            ),
        ),
        4: Exercise(
            about=_study,
            right=lambda study: _choice(_good(study, "precision", "published_precision")),
            wrong=[
                (
                    lambda study: _choice(_good(study, "precision", "published_precision"), 1),
                    "This rule is good enough, but another one of them answers more often.",
                ),
                (
                    lambda study: _choice(_good(study, "precision", "published_precision"), 2),
                    "This rule is good enough, but another one of them answers more often.",
                ),
                (
                    lambda study: _choice(
                        _good(study, "precision", "published_precision"), 0, "answers"
                    ),
                    "The rule is right. But that is the number of all its answers.",
                ),
                (
                    lambda study: _choice(study.sort_values("coverage", ascending=False)),
                    "It answers most often, but nobody has published how often it is right.",
                ),
                (
                    lambda study: _choice(study.sort_values("coverage", ascending=False), 1),
                    "It is wrong far too often, here and in the study.",
                ),
                (
                    lambda study: _choice(study.loc[["sequence"]]),
                    "In the study this rule is right in less than 98 of 100 answers.",
                ),
            ],
            otherwise="Keep the rules with 98 or more in both columns of precision, then compare"
            " their coverage here.",
            because="The rule and its figure belong together: so many coins would be given to the"
            " wrong owner.",
            hints=(
                "At most 2 wrong in 100: so both precisions must be 98 or more.",
                "Three or four rules pass. Of these take the one with the highest coverage.",
                'choice = ["name", number]: the number stands in the column wrong of its line.',
            ),
        ),
        5: Exercise(
            about=_wages,
            right=lambda wages: wages.contradictions[0],
            example=lambda wages: len(wages.payments),
            wrong=[
                (
                    lambda wages: wages.payments[0].height,
                    "That is the first wage. There only one of the two rules answers.",
                ),
                (
                    lambda wages: wages.payments[-1].height,
                    "That is the last wage. Take the first on which both rules answer.",
                ),
                (
                    lambda wages: len(wages.payments),
                    "That is the number of wages. Which block is the one in question in?",
                ),
                (
                    lambda wages: len(wages.contradictions),
                    "That is how many such wages there are. Give the block of the first.",
                ),
            ],
            otherwise="Print wage.height, one and other for each wage: on one line both answer.",
            because="Both cannot be right. Here the phone decides; without it you must abstain.",
            hints=(
                "one and other are coins, or None where the rule abstains. Print them.",
                "Put print(wage.height, one, other) into the loop, and run the cell.",
                "Look for the first line without None. Its first number is the block.",
            ),
        ),
        6: Exercise(
            about=_wages,
            right=lambda wages: wages.second_step.address,
            example=lambda wages: wages.first_step.address,
            wrong=[
                (
                    lambda wages: wages.first_step.address,
                    "That is the first change. Go one transaction further.",
                ),
                (
                    lambda wages: wages.other_output(wages.payments[LAST]),
                    "That is the courier's own address.",
                ),
                (
                    lambda wages: wages.other_output(wages.spender),
                    "That is the other output, which the vote takes for the payment.",
                ),
                (
                    lambda wages: wages.spender.txid,
                    "That is the transaction. To which address does its change go?",
                ),
            ],
            otherwise="Take the second txid of the list, and ask the vote for its change.",
            because="Two steps, and each is a guess: a report must name both, with the rule.",
            hints=(
                "The list has two txids. The second one spends the vendor's change.",
                'nps.change_output(chain, txid, "vote") takes a txid too, and gives a coin.',
                "txid = chain.address(step.address).txids[1], then"
                ' nps.change_output(chain, txid, "vote").address',
            ),
        ),
    },
    quiz=Quiz(
        ("c", "So it answers only if no other output has a yes.", "Read below the five questions."),
        ("a", "Coverage counts the payments on which it answers, precision the answers."),
        ("b", "That is its precision, with the place where it was measured."),
    ),
)
