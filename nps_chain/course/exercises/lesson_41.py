"""Exercises of lesson 41: look at crime on the chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import TransactionView
from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.evidence.folder import folder
from nps_chain.evidence.tags import tags
from nps_chain.exhibits import exhibit
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.coinjoin import coinjoins

CRIME = ["market", "vendor", "courier", "wholesaler", "launderer", "extortionist"]
"""The kinds of owner whom the lesson calls offenders."""

BELOW = (9_900_000, 10_000_000)  # satoshi just below a limit
ATONCE, LONG = 1, 45 * 24  # blocks
MANY = 10  # coins that are spent together

WAGES = ["both", "both", "payroll", "drops", "payroll"]
MAY_STAND = [True, False, False, False, True, False]

ROLES = ("agency-purchases", "agency-pages", "agency-phone")
TAGGED = ["market", "vendor", "extortion"]


@dataclass(frozen=True)
class _Case:
    """The chain and the truth about it, with what banks reported."""

    chain: Chain
    truth: Truth
    reports: pd.DataFrame

    def reported(self, word: str) -> str:
        """Return the first address of the report whose subject has a word."""
        rows = self.reports[self.reports["subject"].str.contains(word)]
        return str(rows["addresses"].iloc[0]).split()[0]

    def tx_of(self, word: str, place: int) -> TransactionView:
        """Return the first or the last transaction of the address in a report."""
        return self.chain.tx(self.chain.address(self.reported(word)).txids[place])

    @property
    def gathering(self) -> TransactionView:
        """Where a victim's coin was spent with others."""
        return self.tx_of("letter", -1)

    def further(self, *letters: str) -> list[int]:
        """Return how many addresses stand beside those of letters, their sum, and the block."""
        left = [coin for coin in self.gathering.inputs if coin.address not in letters]
        return [len(left), sum(coin.value for coin in left), self.gathering.height]

    @cached_property
    def three(self) -> list[int]:
        """The same, beside the three letters that agencies know."""
        return self.further(self.reported("letter"), exhibit("letter-1"), exhibit("letter-2"))

    @property
    def visit(self) -> TransactionView:
        """How the broker was paid."""
        return self.tx_of("cash", 0)

    @property
    def paid_in(self) -> list[TransactionView]:
        """What made the coins that the broker was paid in."""
        return [tx for tx in self.visit.came_from if tx is not None]

    def vendors(self) -> int:
        """Return how many different vendors made them."""
        kind = dict(zip(self.truth.entities["name"], self.kinds, strict=True))
        names = {self.truth.owner(tx.inputs[0].address) for tx in self.paid_in}
        return sum(kind[name] == "vendor" for name in names)

    def made(self) -> list[int]:
        """Return the blocks in which they were made, the oldest first."""
        return sorted(tx.height for tx in self.paid_in)

    # Owners, and the flags they meet.

    @cached_property
    def kinds(self) -> pd.Series:
        """The kind of each owner."""
        return self.truth.entities["kind"].astype(str)

    @cached_property
    def offenders(self) -> set[int]:
        """The owners of these kinds."""
        return set(self.kinds[self.kinds.isin(CRIME)].index)

    @cached_property
    def coins(self) -> pd.DataFrame:
        """The coins at addresses, each with its owner."""
        out = self.chain.outputs
        out = out[out["address"] >= 0]
        return out.assign(owner=self.truth.owners(self.chain)[out["address"]])

    @cached_property
    def inputs(self) -> pd.Series:
        """How many coins each transaction spends."""
        return self.chain.inputs["tx"].value_counts()

    @cached_property
    def flags(self) -> Mapping[str, set[int]]:
        """The owners whom each of five flags meets."""
        out, height = self.coins, self.chain.txs["height"]
        wait = out["spent_by"].map(height) - out["tx"].map(height)
        made = out["tx"].value_counts()
        mixer = self.kinds[self.kinds == "mixer"].index[0]
        paid_out = out["tx"].isin(out.loc[out["owner"] == mixer, "spent_by"])
        low, high = BELOW
        met = {
            "below": (out["value"] >= low) & (out["value"] < high),
            "at once": wait <= ATONCE,
            "wakes": wait >= LONG,
            "together": out["spent_by"].isin(self.inputs[self.inputs >= MANY].index)
            & out["spent_by"].isin(made[made == 1].index),
            "mixer": paid_out & (out["owner"] != mixer),
        }
        return {name: set(out.loc[chosen, "owner"]) for name, chosen in met.items()}

    def sixth(self, column: str) -> tuple[pd.DataFrame, set[int]]:
        """Return the coins that go into CoinJoins, or come out of them, and their owners."""
        joined = coinjoins(self.chain)["tx"]
        coins = self.coins[self.coins[column].isin(joined)]
        return coins, set(coins["owner"])

    def innocent(self, column: str = "spent_by") -> list[int]:
        """Return how many innocent owners these are, and the percent of offenders."""
        _, owners = self.sixth(column)
        right = owners & self.offenders
        return [len(owners - right), round(100 * len(right) / len(owners))]

    def share_of_coins(self) -> int:
        """Return what percent of the coins into CoinJoins is an offender's."""
        coins, _ = self.sixth("spent_by")
        return round(100 * float(coins["owner"].isin(self.offenders).mean()))

    @cached_property
    def counts(self) -> Mapping[int, int]:
        """How many of the five flags each owner meets."""
        return {
            number: sum(number in owners for owners in self.flags.values())
            for number in self.kinds.index
        }

    def meet(self, least: int, most: int = 5) -> tuple[int, int]:
        """Return how many owners meet so many flags, and how many of them are offenders."""
        owners = {number for number, count in self.counts.items() if least <= count <= most}
        return len(owners), len(owners & self.offenders)

    def by_flags(self, *, exactly: bool = False) -> list[int]:
        """Return the percent of offenders among owners who meet one flag, two and three."""
        found = [self.meet(least, least if exactly else 5) for least in (1, 2, 3)]
        return [round(100 * right / owners) for owners, right in found]

    # What agencies have tags for.

    @cached_property
    def tagged(self) -> pd.DataFrame:
        """The coins at addresses that agencies call an offender's."""
        known = tags([folder(exhibit(role)) for role in ROLES]).frame
        known = known[known["category"].isin(TAGGED)]
        rows = [self.chain.address(address).row for address in known["address"]]
        return self.coins[self.coins["address"].isin(rows)]

    def bounds(self, *, of: str = "value") -> list[int]:
        """Return the percent of what offenders received that is tagged, and rightly tagged."""
        bad = self.coins[self.coins["owner"].isin(self.offenders)]
        right = self.tagged[self.tagged["owner"].isin(self.offenders)]
        if of == "coins":
            return [round(100 * len(part) / len(bad)) for part in (self.tagged, right)]
        whole = int(bad["value"].sum())
        return [round(100 * int(part["value"].sum()) / whole) for part in (self.tagged, right)]

    def of_tagged(self) -> int:
        """Return what percent of the tagged value is rightly tagged."""
        right = self.tagged[self.tagged["owner"].isin(self.offenders)]
        return round(100 * int(right["value"].sum()) / int(self.tagged["value"].sum()))


@once
def _case() -> _Case:
    reports = folder(exhibit("agency-phone")).table("reports/reports.csv")
    return _Case(material.chain(), material.truth(), reports)


def _of_tagged(case: _Case) -> list[int]:
    """Return the second bound as a share of what is tagged."""
    return [case.bounds()[0], case.of_tagged()]


LESSON = Lesson(
    "41",
    "Look at crime on the chain",
    {
        1: Exercise(
            about=_case,
            right=lambda case: case.three,
            example=lambda case: case.further(),
            wrong=[
                (
                    lambda case: case.further(),
                    "Those are all inputs. The three that agencies know are among them.",
                ),
                (
                    lambda case: case.further(case.reported("letter")),
                    "You took away the reported address alone. Two more are in `three_letters`.",
                ),
                (
                    lambda case: [
                        case.three[0],
                        case.gathering.outputs[0].value,
                        case.three[2],
                    ],
                    "The second number is the output. It holds the three known letters, too.",
                ),
                (
                    lambda case: [*case.three[:2], case.tx_of("letter", 0).height],
                    "In that block the victim paid. Had the coin been spent beside others by then?",
                ),
                (
                    lambda case: [case.three[1], case.three[0], case.three[2]],
                    "The numbers are there. The count comes before the satoshi.",
                ),
                (
                    lambda case: [
                        case.three[0],
                        sum(
                            coin.value
                            for coin in case.gathering.inputs
                            if coin.address in (exhibit("letter-1"), exhibit("letter-2"))
                            or coin.address == case.reported("letter")
                        ),
                        case.three[2],
                    ],
                    "The second number is the sum of the three known letters. Add up the others.",
                ),
            ],
            otherwise="Go through the inputs of `gathering`, and leave out the three letters.",
            because="The agencies had not heard of them. One report finds silent victims.",
            hints=(
                "Each input of `gathering` is a coin, with an address and a value.",
                "Go through the inputs. Leave out a coin whose `coin.address` is one of"
                " `three_letters`. What tied the others to it, and when?",
                "Ask `if coin.address not in three_letters`, then count, and add up `coin.value`."
                " `payment.height` is the block of the payment; you need that of `gathering`.",
            ),
        ),
        2: Exercise(
            about=_case,
            right=lambda case: [case.vendors(), case.made()[0]],
            example=lambda case: [len(case.visit.inputs), case.visit.height],
            wrong=[
                (
                    lambda case: [case.vendors(), case.made()[-1]],
                    "The second number is the newest block. Which one is the oldest?",
                ),
                (
                    lambda case: [case.vendors(), case.visit.height],
                    "In that block the broker was paid. Go one hop backward.",
                ),
                (
                    lambda case: [case.made()[0], case.vendors()],
                    "You have both numbers. The vendors come first.",
                ),
                (
                    lambda case: [1, case.made()[0]],
                    "One owner spent the coins in `visit`. Who spent one hop before?",
                ),
                (
                    lambda case: [0, case.made()[0]],
                    "Ask the truth for an address, and compare its name with `vendors`.",
                ),
            ],
            otherwise="For each transaction in `visit.came_from`: who spent, and in which block?",
            because="Behind a customer with bank notes stand several vendors who paid one person.",
            hints=(
                "`visit.came_from` is a list of transactions. Who spent in each of them?",
                "The truth knows the owner of an address: take the first input's,"
                " `tx.inputs[0].address`. Count each vendor only once.",
                "Collect the names in a list, as in lesson 21: only if `name in vendors`, and if it"
                " is not in the list. The smallest `tx.height` is the oldest.",
            ),
        ),
        3: Exercise(
            about=lambda: None,
            right=lambda _: WAGES,
            example=lambda _: ["both"] * 5,
            wrong=[
                (
                    lambda _: ["both", "payroll", *WAGES[2:]],
                    "Read the second again, and look at the small sums in each line.",
                ),
                (
                    lambda _: ["drops", *WAGES[1:]],
                    "Read the first again: how many were paid on the payday?",
                ),
                (
                    lambda _: ["payroll", *WAGES[1:]],
                    "Read the first again: how many small sums stand in one line?",
                ),
                (
                    lambda _: [*WAGES[:2], "both", *WAGES[3:]],
                    "Read the third again: count inputs and small sums in the vendor's lines.",
                ),
                (
                    lambda _: [*WAGES[:3], "both", WAGES[4]],
                    "Read the fourth again: which output is the company's change, and is it large?",
                ),
                (
                    lambda _: [*WAGES[:4], "both"],
                    "Read the last again: how many couriers did the truth count?",
                ),
                (
                    lambda _: [*WAGES[:4], "drops"],
                    "Read the last again: who pays at a new address each time?",
                ),
            ],
            otherwise="Compare the lines that `show` printed, and what `pattern` printed.",
            because="One sign may fit both, or another company. A report gives several signs.",
            hints=(
                "For 1 to 4, go back to the lines that `show` printed for both.",
                "Count the inputs, and the outputs without the change. For 5, look at `pattern` and"
                " at what the truth said.",
                "Two hold for both, two for the payroll alone, and one for the dead drops alone.",
            ),
        ),
        4: Exercise(
            about=_case,
            right=lambda case: case.innocent(),
            example=lambda case: [
                len(case.flags["mixer"] - case.offenders),
                round(100 * len(case.flags["mixer"] & case.offenders) / len(case.flags["mixer"])),
            ],
            wrong=[
                (
                    lambda case: [len(case.sixth("spent_by")[1]), case.innocent()[1]],
                    "The second number is right. The first is all owners: leave out offenders.",
                ),
                (
                    lambda case: [case.innocent()[0], case.share_of_coins()],
                    "The first number is right. The second counts coins. Count owners.",
                ),
                (
                    lambda case: [
                        len(case.sixth("spent_by")[1] & case.offenders),
                        case.innocent()[1],
                    ],
                    "The second number is right. The first counts offenders. Count the others.",
                ),
                (
                    lambda case: case.innocent()[::-1],
                    "You have both numbers. The innocent owners come first.",
                ),
                (
                    lambda case: [case.innocent()[0], 100 - case.innocent()[1]],
                    "The second number is the share of the innocent. Precision is the other part.",
                ),
            ],
            otherwise="Take the owners of coins that are spent by a CoinJoin, as for other flags.",
            because="Above the base rate, as we built this world. Most whom it meets are innocent.",
            hints=(
                "Which coins go into a CoinJoin? Look at the column `spent_by`.",
                'out[out["spent_by"].isin(joined)] are the coins. Make a set of their owners.',
                "owners & offenders are those it is right about; owners - offenders are innocent:"
                " `len(owners - offenders)`",
            ),
        ),
        5: Exercise(
            about=_case,
            right=lambda case: case.by_flags(),
            example=lambda case: list(case.meet(1)),
            wrong=[
                (
                    lambda case: case.by_flags()[::-1],
                    "You have all three. Those who meet at least one flag come first.",
                ),
                (
                    lambda case: case.by_flags(exactly=True),
                    "Those meet exactly so many flags. At least one means one, two or more.",
                ),
                (
                    lambda case: [case.meet(least)[0] for least in (1, 2, 3)],
                    "Those are the owners. How many of each 100 of them are offenders?",
                ),
                (
                    lambda case: [case.meet(least)[1] for least in (1, 2, 3)],
                    "Those are the offenders. Divide by the owners who meet so many flags.",
                ),
                (
                    lambda case: [
                        round(100 * case.meet(least)[1] / len(case.offenders))
                        for least in (1, 2, 3)
                    ],
                    "That is the recall: you divided by all offenders. Divide by those met.",
                ),
                (
                    lambda case: [100 - share for share in case.by_flags()],
                    "Those are the shares of the innocent. Ask for the offenders.",
                ),
            ],
            otherwise="Take `meeting(1)`, 2 and 3, and work out the precision of each.",
            because="More flags, and a smaller share of offenders. The next cell asks why.",
            hints=(
                "`meeting(2)` is a set of owners, like `met[name]` in the table of red flags.",
                "It is the precision of that table: the offenders among these owners, divided by"
                " all these owners.",
                "Go through [1, 2, 3]: `owners = meeting(least)`. Between two sets, `&` tells which"
                " of these are offenders, too.",
            ),
        ),
        6: Exercise(
            about=_case,
            right=lambda case: case.bounds(),
            example=lambda case: case.bounds(of="coins"),
            wrong=[
                (
                    lambda case: case.bounds(of="coins"),
                    "You counted coins. The question is for the value that was received.",
                ),
                (
                    _of_tagged,
                    "The first number is right. Divide the second by the same whole, too.",
                ),
                (
                    lambda case: case.bounds()[::-1],
                    "You have both numbers. All that is tagged comes first.",
                ),
                (
                    lambda case: [case.bounds()[0], case.bounds()[0]],
                    "The first is right. For the second, ask who owns each of the coins.",
                ),
            ],
            otherwise="Take the coins at `rows`, add up their value, and divide by that of `bad`.",
            because="Most of the count was a shop's, by a wrong tag. A bound needs right tags.",
            hints=(
                "The coins at tagged addresses: those of `out` whose `address` is in `rows`.",
                "Add up their `value`, and divide by that of `bad`. Then keep only coins whose"
                " `owner` is an offender.",
                'The whole is `bad["value"].sum()`, both times. `isin(offenders)` finds the tagged'
                " coins that are really an offender's.",
            ),
        ),
        7: Exercise(
            about=lambda: None,
            right=lambda _: MAY_STAND,
            example=lambda _: [True] * 6,
            wrong=[
                (
                    lambda _: [False, *MAY_STAND[1:]],
                    "Read the first again: what in it could be false, if the record is right?",
                ),
                (
                    lambda _: [True, True, *MAY_STAND[2:]],
                    "Read the second again: why did they pay?",
                ),
                (
                    lambda _: [*MAY_STAND[:2], True, *MAY_STAND[3:]],
                    "Read the third again, and what the truth said of the wages.",
                ),
                (
                    lambda _: [*MAY_STAND[:3], True, *MAY_STAND[4:]],
                    "Read the fourth again: it sounds careful. What did 41.5 find?",
                ),
                (
                    lambda _: [*MAY_STAND[:4], False, False],
                    "Read the fifth again: it sounds bold. Was it counted, and on what?",
                ),
                (
                    lambda _: [*MAY_STAND[:3], True, False, False],
                    "Read the fourth and the fifth again: what did 41.5 count?",
                ),
                (
                    lambda _: [*MAY_STAND[:5], True],
                    "Read the last again: what are the two shares of, and what is unknown?",
                ),
            ],
            otherwise="Ask of each: who pays, what was counted, and of what is it a share?",
            because="A bold sentence may stand if it was counted; a careful one may be wrong.",
            hints=(
                "For each sentence, look for the place in the lesson that speaks of it.",
                "Who pays a blackmailer? Are addresses people? What did 41.5 count? Are value and"
                " transactions one?",
                "Two may stand. One is a fact of the record, and one was counted on test data.",
            ),
        ),
    },
    quiz=Quiz(
        ("a", "Of 400 names drawn by chance, 9 in 100 would be 36. The flag has 12."),
        ("c", "They were spent together with the one that is known, so one report finds more."),
        ("b", "Transactions or value, with exchanges or without: each divides by something else."),
    ),
)
