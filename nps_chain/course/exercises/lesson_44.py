"""Exercises of lesson 44: write a report that stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import Coin
from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.evidence.folder import folder
from nps_chain.evidence.report.paths import parse
from nps_chain.evidence.report.telling import tell
from nps_chain.exhibits import exhibit
from nps_chain.groundtruth.score import Score, score
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.cluster import Clustering, cluster

EXPLAINED = ["1", "2", "3", "123", "23"]
"""Which of three grounds each of five sentences explains."""

SHOWN = ["yes", "no", "no", "yes", "no"]
"""Whether a seal shows each of five things."""

FAULTS = ["B", "A", "G", "C", "E", "D", "A", "H", "F", "A"]
"""What is wrong with each sentence of the bad report."""

GOOD = ["bad", "bad", "good", "good", "bad", "good"]
"""What each of six answers of a witness is."""


def _but(right: Sequence[str], **others: str) -> list[str]:
    """Return an answer with some of its places changed: ``_but(FAULTS, at_4="D")``."""
    changed = {int(place.removeprefix("at_")): value for place, value in others.items()}
    return [changed.get(place, value) for place, value in enumerate(right, start=1)]


def _told(value: object, unit: str = "") -> str:
    """Return a value as a report fills it in."""
    return tell(parse("value"), unit, value).words


@dataclass(frozen=True)
class _Case:
    """The chain and its clusters, with CoinJoins and without, beside the truth."""

    chain: Chain
    truth: Truth
    clusters: Clustering
    kept: Clustering

    def paid(self, name: str, *, larger: bool = True) -> Coin:
        """Return an output of the end of a purchase."""
        outputs = sorted(self.chain.tx(exhibit(name)).outputs, key=lambda coin: coin.value)
        return outputs[-1 if larger else 0]

    def ended(self, name: str, *, larger: bool = True) -> list[str]:
        """Return of the end of a purchase: block, an output's value and address, fee."""
        tx, coin = self.chain.tx(exhibit(name)), self.paid(name, larger=larger)
        told = [_told(tx.height, "number"), _told(coin.value, "BTC")]
        return [*told, coin.address, _told(tx.fee, "BTC")]

    def inferred(self, address: str, share: float) -> list[str]:
        """Return what an inference on a cluster tells: a block, size, address, an error's share."""
        size = _told(self.clusters.of(address), "address")
        height = _told(self.chain.height, "number")
        return [height, size, _told(exhibit("TCB-signed")), _told(share, "percent")]

    @cached_property
    def quality(self) -> Score:
        """How good the clusters are."""
        return score(self.clusters, self.truth)

    def of_kind(self, kind: str, figure: str = "pair_precision") -> float:
        """Return a figure of the owners of a kind."""
        return float(self.quality.by_kind.loc[kind, figure])

    @property
    def payee(self) -> str:
        """The vendor's address at the end of the second purchase."""
        return self.paid("ADP-2-release").address

    @property
    def signer(self) -> str:
        """The first address that spends in the lesson's CoinJoin."""
        return self.chain.tx(exhibit("wasabi1")).inputs[0].address

    @property
    def day(self) -> int:
        """The block of the last payment in the courier's phone."""
        history = folder(exhibit("agency-phone")).table("phone/history.csv")
        return int(history["block_height"].iloc[-1])

    def received(self, name: str) -> int:
        """Return what an exhibit's address received."""
        return self.chain.address(exhibit(name)).received

    def numbers(self, height: int, signer: Clustering, shop: str) -> list[int]:
        """Return three numbers for sentences of the bad report."""
        then = cluster(self.chain, as_of=height) if height < self.chain.height else self.clusters
        return [len(then.of(self.payee)), len(signer.of(self.signer)), self.received(shop)]


@once
def _case() -> _Case:
    chain = material.chain()
    return _Case(chain, material.truth(), material.clusters(), cluster(chain, coinjoins="keep"))


def _mended(case: _Case) -> list[int]:
    return case.numbers(case.day, case.clusters, "shop-tin_harbour")


LESSON = Lesson(
    "44",
    "Write a report that stands",
    {
        1: Exercise(
            about=_case,
            right=lambda case: case.ended("ADP-3-release"),
            example=lambda case: case.ended("ADP-2-release"),
            wrong=[
                (
                    lambda case: case.ended("ADP-3-release", larger=False),
                    "That is the smaller output. Look at the printed transaction again.",
                ),
                (
                    lambda case: case.ended("ADP-2-release"),
                    "That is the end of the second purchase. Take the names from `third`.",
                ),
                (
                    lambda case: [
                        *case.ended("ADP-3-release")[:2],
                        *case.ended("ADP-3-release", larger=False)[2:],
                    ],
                    "The amount is of one output, and the address of the other.",
                ),
                (
                    lambda case: case.ended("ADP-3-release")[:3],
                    "Three are there. One thing that was asked for is missing.",
                ),
            ],
            otherwise="Block, value, address, fee: four curly brackets, all of `third`.",
            because="Each of these numbers can be worked out again, by anybody.",
            hints=(
                "F1 has four curly brackets, too. What stands before the first dot?",
                "A transaction has .height, .fee and .outputs; an output has .value and .address.",
                "Outputs are counted from 0, in square brackets: {third.outputs[0].value} is the"
                " first one's. Is it the larger?",
            ),
        ),
        2: Exercise(
            about=_case,
            right=lambda case: case.inferred(exhibit("TCB-signed"), case.of_kind("vendor")),
            example=lambda case: case.inferred(case.payee, case.of_kind("vendor")),
            wrong=[
                (
                    lambda case: case.inferred(exhibit("TCB-signed"), case.quality.pair_precision),
                    "The library takes it now. Look at the error: of whose pairs does it speak?",
                ),
                (
                    lambda case: case.inferred(
                        exhibit("TCB-signed"), case.of_kind("vendor", "b_cubed_precision")
                    ),
                    "In this figure, clusters of one address count as right. Take the pairs.",
                ),
                (
                    lambda case: [
                        *case.inferred(exhibit("TCB-signed"), 1)[:3],
                        _told(case.of_kind("vendor"), "number"),
                    ],
                    "The right figure, but not in percent: see what stands behind the colon.",
                ),
            ],
            otherwise="Four things are filled in: three in the sentence, and one in the error.",
            because="The library saw what was missing. Only you could see whose figure it was.",
            hints=(
                "Read the last words of the red text: what is missing? Then read the error itself.",
                "What else could explain it is the same as above. And whose figure does a reader"
                " need?",
                "The inference on `wallet` has both: a line `alternatives=...`, and an error that"
                " speaks of one kind of owner.",
            ),
        ),
        3: Exercise(
            about=lambda: None,
            right=lambda _: EXPLAINED,
            example=lambda _: ["13"] * len(EXPLAINED),
            wrong=[
                (
                    lambda _: _but(EXPLAINED, at_5="2"),
                    "Look at (e) again: where does a peel chain begin?",
                ),
                (
                    lambda _: _but(EXPLAINED, at_5="3"),
                    "Look at (e) again: how does one see who paid the courier?",
                ),
                (
                    lambda _: _but(EXPLAINED, at_5="123"),
                    "Look at (e) again: does a page show clusters?",
                ),
                (
                    lambda _: _but(EXPLAINED, at_4="1"),
                    "Look at (d) again: what can two people share, beside a key?",
                ),
                (
                    lambda _: _but(EXPLAINED, at_4="23"),
                    "Look at (d) again: can two people use one key?",
                ),
                (
                    lambda _: _but(EXPLAINED, at_3="23"),
                    "Look at (c) again: does a broker bring parcels?",
                ),
                (
                    lambda _: _but(EXPLAINED, at_2="23"),
                    "Look at (b) again: why would two vendors of one courier share an account?",
                ),
                (
                    lambda _: ["1", "2", "3", "1", "2"],
                    "The first three are right. In the others, more than one ground falls.",
                ),
            ],
            otherwise="Ask of each ground: would we see it, too, if the sentence is true?",
            because="Three chances must meet, or one group explains all. Do not multiply them.",
            hints=(
                "Take each sentence as true. Which of the three would we then see?",
                "A copier needs only the page. But what do people share who work together?",
                "2 and 3 speak of wallets. What we call a wallet there is a cluster.",
            ),
        ),
        4: Exercise(
            about=lambda: None,
            right=lambda _: SHOWN,
            example=lambda _: ["yes", "yes", "yes", "yes", "yes"],
            wrong=[
                (
                    lambda _: _but(SHOWN, at_2="yes"),
                    "Look at the second again: where does the date come from?",
                ),
                (
                    lambda _: _but(SHOWN, at_3="yes"),
                    "Look at the third again: who has the key?",
                ),
                (
                    lambda _: _but(SHOWN, at_5="yes"),
                    "Look at the last again: was the package there on that day?",
                ),
                (
                    lambda _: _but(SHOWN, at_4="no"),
                    "Look at the fourth again: what stands in the lists that are signed?",
                ),
                (
                    lambda _: _but(SHOWN, at_1="no"),
                    "Look at the first again: what did `verify` say to the changed copy?",
                ),
                (
                    lambda _: ["yes", "yes", "yes", "yes", "no"],
                    "The last one is right. Two others ask what a seal does to its own maker.",
                ),
            ],
            otherwise="Ask of each: could it be false, and the seal fit all the same?",
            because="Against its own maker, and for what came before, a seal shows nothing.",
            hints=(
                "Ask of each sentence: who could have done this, and with what?",
                "Whoever has the key can seal anything, with any date, at any time.",
                "Only what somebody without the key would have done to the package is shown.",
            ),
        ),
        5: Exercise(
            about=lambda: None,
            right=lambda _: FAULTS,
            example=lambda _: ["A"] * len(FAULTS),
            wrong=[
                (
                    lambda _: _but(FAULTS, at_1="A"),
                    "Look at 1 again, and compare its working with that of 7.",
                ),
                (
                    lambda _: _but(FAULTS, at_1="A", at_7="B"),
                    "Look at 1 and 7 again. What does `as_of` do in a working?",
                ),
                (
                    lambda _: _but(FAULTS, at_3="A"),
                    "The words of 3 are careful. How was `kept` made?",
                ),
                (
                    lambda _: _but(FAULTS, at_4="G"),
                    "Look at 4 again: the CoinJoins were left out of `clusters`. Read its words.",
                ),
                (
                    lambda _: _but(FAULTS, at_4="A"),
                    "Look at 4 again: does the record alone show who has keys?",
                ),
                (
                    lambda _: _but(FAULTS, at_5="F"),
                    "Look at 5 again: it blames no receiver. What is missing in its working?",
                ),
                (
                    lambda _: _but(FAULTS, at_5="C"),
                    'Look at 5 again: it says "probably". Is something missing in its working?',
                ),
                (
                    lambda _: _but(FAULTS, at_5="A"),
                    "Look at 5 again: what does its working lack that 9 has?",
                ),
                (
                    lambda _: _but(FAULTS, at_6="A"),
                    "Look at 6 again: who says so? Compare it with 10.",
                ),
                (
                    lambda _: _but(FAULTS, at_6="C"),
                    "Look at 6 again: it was not worked out by a rule. Where is it from?",
                ),
                (
                    lambda _: _but(FAULTS, at_9="E"),
                    "Look at 9 again: its working stops at the service. Read its words.",
                ),
                (
                    lambda _: _but(FAULTS, at_10="D"),
                    "Look at 10 again: does it hide who says it?",
                ),
            ],
            otherwise="For each, read its words first, and then its working.",
            because="The words can be careful and the working wrong, or the other way round.",
            hints=(
                "Some have no fault. Two have the same words, and only one of them is good.",
                "In the working, look for what is there or missing: as_of, stop, `kept`, an"
                " exhibit. In the words, look for who says it, and how sure.",
                "Compare 1 with 7, 5 with 9, 6 with 10. What has one that the other lacks?",
            ),
        ),
        6: Exercise(
            about=_case,
            right=_mended,
            example=lambda case: case.numbers(case.chain.height, case.kept, "clone-tin_harbour"),
            wrong=[
                (
                    lambda case: [len(case.clusters.of(case.payee)), *_mended(case)[1:]],
                    "The last two are right. The first still uses later blocks.",
                ),
                (
                    lambda case: case.numbers(case.day, case.kept, "shop-tin_harbour"),
                    "The first and the last are right. Strangers are in the second.",
                ),
                (
                    lambda case: case.numbers(case.day, case.clusters, "clone-tin_harbour"),
                    "The first two are right. The last is still the thief's address.",
                ),
                (
                    lambda case: _mended(case)[::-1],
                    "You have all three, in the wrong order.",
                ),
                (
                    lambda case: [
                        len(cluster(case.chain, as_of=case.day).of(exhibit("TCB-signed"))),
                        *_mended(case)[1:],
                    ],
                    "The last two are right. The first is another vendor's cluster.",
                ),
            ],
            otherwise="Change one thing in each working: the day, the CoinJoins, the exhibit.",
            because="One signer is no longer tied to strangers, and no thief stands for a vendor.",
            hints=(
                "For 1, look at the working of 7. For 3, which clustering leaves CoinJoins out?",
                "Cluster as of `day`. Ask `clusters` for the signer. Take the other exhibit.",
                "len(nps.cluster(chain, as_of=day).of(payee)), then len(clusters.of(signer)), then"
                " .received of the shop's address.",
            ),
        ),
        7: Exercise(
            about=lambda: None,
            right=lambda _: GOOD,
            example=lambda _: ["good"] * len(GOOD),
            wrong=[
                (
                    lambda _: _but(GOOD, at_1="good"),
                    "Look at 1 again: how did we get a figure for vendors?",
                ),
                (
                    lambda _: _but(GOOD, at_2="good"),
                    "Look at 2 again: is there a cause that such a search does not find?",
                ),
                (
                    lambda _: _but(GOOD, at_3="bad"),
                    "Look at 3 again: what did `check` do? And does it claim more than that?",
                ),
                (
                    lambda _: _but(GOOD, at_1="good", at_3="bad"),
                    "Look at 1 and 3 again: not all that sounds modest is true, nor all that sounds"
                    " sure is false.",
                ),
                (
                    lambda _: _but(GOOD, at_4="bad"),
                    "Look at 4 again: what does it leave out, and why?",
                ),
                (
                    lambda _: _but(GOOD, at_5="good"),
                    "Look at 5 again: which came first, the seal or the phone?",
                ),
                (
                    lambda _: _but(GOOD, at_6="bad"),
                    "Look at 6 again: why should the colleague not know it?",
                ),
                (
                    lambda _: ["bad"] * len(GOOD),
                    "Some are good: to say what was shown is no weakness, and no boast.",
                ),
            ],
            otherwise="Ask of each: was it shown in this lesson, or does it say more, or less?",
            because="A good answer says all that was shown, and no more.",
            hints=(
                "A witness can claim too much, and can also hide what is known.",
                "Think of the PayJoin, of `check`, and of what a seal does not show.",
                "For each answer, find the cell of this lesson that shows it, or shows that it is"
                " false.",
            ),
        ),
    },
    quiz=Quiz(
        ("a", "Exchanges have nearly all pairs, so the figure says nothing of a vendor."),
        ("b", "The ratio speaks of what was found, if this or that is so.", "Read the Caution."),
        ("c", "It says nothing of whether the method is right, or of the seal."),
    ),
)
