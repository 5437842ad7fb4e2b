"""Exercises of lesson 44: write a report that stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from nps_chain.chain.tables import Chain
from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.evidence.folder import folder
from nps_chain.exhibits import exhibit
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.cluster import Clustering, cluster

SHOWN = ["yes", "no", "no", "yes", "no"]
"""Whether a seal shows each of five things."""

FAULTS = ["B", "A", "G", "C", "E", "D", "A", "H", "F", "A"]
"""What is wrong with each sentence of the bad report."""

STANDS = ["stands", "falls", "falls", "stands", "falls"]
"""Whether each of five answers of a witness stands."""

TWO = 2  # wallets from which the courier of the case was paid


def _but(right: Sequence[str], **others: str) -> list[str]:
    """Return an answer with some of its places changed: ``_but(FAULTS, at_4="D")``."""
    changed = {int(place.removeprefix("at_")): value for place, value in others.items()}
    return [changed.get(place, value) for place, value in enumerate(right, start=1)]


def _owner(wallet: str) -> str:
    return wallet.split(", ")[0]


@dataclass(frozen=True)
class _Case:
    """The chain and its clusters, with CoinJoins and without, beside the truth."""

    chain: Chain
    truth: Truth
    clusters: Clustering
    kept: Clustering

    def ended(self, name: str, *, larger: bool = True) -> list[int | str]:
        """Return of the end of a purchase: block, an output's value and address, fee."""
        tx = self.chain.tx(exhibit(name))
        output = sorted(tx.outputs, key=lambda coin: coin.value)[-1 if larger else 0]
        return [tx.height, output.value, output.address, tx.fee]

    @property
    def payee(self) -> str:
        """The vendor's address at the end of the second purchase."""
        return str(self.ended("ADP-2-release")[2])

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

    def payers(self) -> list[list[str]]:
        """Return of each courier the vendors' wallets that paid."""
        entities, senders = self.truth.entities, self.truth.senders(self.chain)
        vendors = entities["name"][entities["kind"] == "vendor"]
        found = []
        for courier in entities["name"][entities["kind"] == "courier"]:
            came = self.chain.outputs.loc[self.truth.outputs_of(self.chain, entity=courier)]
            wallets = self.truth.wallets.loc[sorted({*senders[came["tx"]]})]
            found.append([*wallets["name"][wallets["entity"].isin(vendors)]])
        return found

    def numbers(self, height: int, signer: Clustering, shop: str) -> list[int]:
        """Return three numbers for sentences of the bad report."""
        then = cluster(self.chain, as_of=height) if height < self.chain.height else self.clusters
        return [len(then.of(self.payee)), len(signer.of(self.signer)), self.received(shop)]


@once
def _case() -> _Case:
    chain = material.chain()
    return _Case(chain, material.truth(), material.clusters(), cluster(chain, coinjoins="keep"))


def _counted(payers: list[list[str]]) -> list[int]:
    """Return how many couriers there are, how many with one vendor, and how many such vendors."""
    owners = [{_owner(wallet) for wallet in wallets} for wallets in payers]
    single = [vendors for vendors in owners if len(vendors) == 1]
    return [len(payers), len(single), len(set().union(*single))]


def _by_courier(case: _Case) -> list[int]:
    return _counted([wallets for wallets in case.payers() if len(wallets) == TWO])


def _by_pair(case: _Case) -> list[int]:
    """Return what the lesson shows: pairs of one vendor that share a courier, all, and others."""
    payers = [{*wallets} for wallets in case.payers()]
    paying = sorted(set().union(*payers))
    pairs = [(one, other) for one in paying for other in paying if one < other]
    same = [any({*pair} <= wallets for wallets in payers) for pair in pairs if _one_owner(pair)]
    others = [any({*p} <= wallets for wallets in payers) for p in pairs if not _one_owner(p)]
    return [sum(same), len(same), sum(others)]


def _one_owner(pair: tuple[str, str]) -> bool:
    return _owner(pair[0]) == _owner(pair[1])


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
                "The fact above has four curly brackets, too. What stands before the first dot?",
                "A transaction has .height, .fee and .outputs; an output has .value and .address.",
                "{third.height} is the first. The output with the larger value, counted from 0,"
                " has its number in brackets: {third.outputs[0].value}",
            ),
        ),
        2: Exercise(
            about=_case,
            right=_by_courier,
            example=_by_pair,
            wrong=[
                (
                    lambda case: _counted(case.payers()),
                    "Those are all couriers. Take those with exactly two wallets.",
                ),
                (
                    lambda case: [*_by_courier(case)[:2], _by_courier(case)[1]],
                    "The first two are right. In the third, one vendor counts once.",
                ),
                (
                    lambda case: [*_by_courier(case)[:2], 2 * _by_courier(case)[2]],
                    "The first two are right. The third counts wallets: count their owners.",
                ),
                (
                    lambda case: [*_by_courier(case)[:2], len(case.payers())],
                    "The first two are right. The third counts couriers: count owners.",
                ),
            ],
            otherwise="Go through `payers`, and look only at lists of two wallets.",
            because="The courier looks strong now, but these are few vendors, counted often.",
            hints=(
                "payers[courier] is a list. How do you ask if it has two wallets?",
                "If so, compare the owner of its first wallet with that of its second.",
                "one, other = payers[courier], then owner(one) == owner(other). Put each such owner"
                " into a list, if it is not there yet.",
            ),
        ),
        3: Exercise(
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
        4: Exercise(
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
                    "Look at 5 again: it blames nobody. What is missing in its working?",
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
                "Three sentences are good. Two have the same words, and only one of them stands.",
                "In the working, look for what is there or missing: as_of, stop, `kept`, an"
                " exhibit. In the words, look for who says it, and how sure.",
                "4, 6 and 9 fail by their words. 1, 3, 5 and 8 fail by their working.",
            ),
        ),
        5: Exercise(
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
        6: Exercise(
            about=lambda: None,
            right=lambda _: STANDS,
            example=lambda _: ["stands", "stands", "stands", "stands", "stands"],
            wrong=[
                (
                    lambda _: _but(STANDS, at_1="falls"),
                    "Look at 1 again: must one know a figure that nobody has measured?",
                ),
                (
                    lambda _: _but(STANDS, at_2="stands"),
                    "Look at 2 again: is there a cause that such a search does not find?",
                ),
                (
                    lambda _: _but(STANDS, at_3="stands"),
                    "Look at 3 again: what does it show if numbers come out again?",
                ),
                (
                    lambda _: _but(STANDS, at_4="falls"),
                    "Look at 4 again: what does it leave out, and why?",
                ),
                (
                    lambda _: _but(STANDS, at_5="stands"),
                    "Look at 5 again: which came first, the seal or the phone?",
                ),
                (
                    lambda _: ["falls", "falls", "falls", "falls", "falls"],
                    "Some stand: to say what one does not know is no weakness.",
                ),
                (
                    lambda _: ["falls", "falls", "stands", "stands", "falls"],
                    "Look at 1 and 3 again: which of them says more than was done?",
                ),
            ],
            otherwise="Ask of each whether its second part follows from its first.",
            because="An answer stands if it claims what was done, and no more.",
            hints=(
                "Each answer says what was done, and then something more. Does it follow?",
                "Think of the PayJoin, of `check`, and of what a seal does not show.",
                "Two stand: one says what nobody knows, and one leaves out what came later.",
            ),
        ),
    },
    quiz=Quiz(
        ("c", "Exchanges have nearly all pairs, so the figure says nothing of a vendor."),
        ("b", "The ratio speaks of what was found, if this or that is so.", "Read the Caution."),
        ("c", "It says nothing of whether the method is right, or of the seal."),
    ),
)
