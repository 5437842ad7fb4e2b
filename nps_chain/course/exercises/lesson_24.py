"""Exercises of lesson 24: watch a clustering collapse."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.evidence.folder import folder
from nps_chain.exhibits import exhibit
from nps_chain.groundtruth.truth import Truth
from nps_chain.trace.cluster import Clustering, cluster

_Test = Callable[[list[str], list[str]], object]

LIMITS = (10, 30, 50, 100, 200, 500)
SERVICES_WANTED = 30

RULES = ("address_type", "power_of_ten_4", "optimal_change", "meiklejohn",
         "client_change_address_behavior", "vote", "peeling_chain")  # fmt: skip


@dataclass(frozen=True)
class _Case:
    """The chain, and the clusterings of the lesson, each made once."""

    chain: Chain
    truth: Truth

    @cached_property
    def services(self) -> pd.DataFrame:
        return self.truth.services(self.chain)

    @cached_property
    def giant(self) -> Clustering:
        return cluster(self.chain, change="meiklejohn")

    @cached_property
    def peeling(self) -> Clustering:
        return cluster(self.chain, change="peeling_chain")

    def names(self, clusters: Clustering) -> int:
        """Return how many services are in the cluster that has most of them."""
        return int(clusters.holding(self.services)["names"].iloc[0])

    def apart(self, clusters: Clustering) -> int:
        return len(clusters.holding(self.services))

    @cached_property
    def steps(self) -> pd.DataFrame:
        """How the cluster of the vendor grew who was paid at the end of the second purchase."""
        vendor = self.chain.tx(exhibit("ADP-2-release")).outputs[0].address
        return self.peeling.growth(vendor).frame

    @cached_property
    def largest_step(self) -> pd.Series:
        return self.steps.iloc[int(self.steps["joined"].argmax())]

    @property
    def large_steps(self) -> pd.DataFrame:
        """The five largest steps, the largest last."""
        return self.steps.sort_values("joined").tail(5)

    @property
    def largest_after(self) -> int:
        """Return how many addresses there were after one of these, at most."""
        return int(self.large_steps["after"].max())

    @property
    def jump(self) -> list[int]:
        """The block of the largest step, and its percent of the cluster at the end."""
        return self.jump_of(self.largest_step, int(self.steps["after"].max()))

    def jump_of(self, step: pd.Series, whole: int) -> list[int]:
        """Return the block of a step, and how many percent of a number of addresses it brought."""
        return [int(step["height"]), round(100 * int(step["joined"]) / whole)]

    @cached_property
    def way(self) -> pd.DataFrame:
        """The links from the last exchange to the first market; ``wrong`` says who is mixed up."""
        services = self.services
        market = services.loc[services["label"] == exhibit("market-lanternfen"), "address"].iloc[0]
        exchange = services.loc[services["kind"] == "exchange", "address"].iloc[-1]
        way = self.giant.why(exchange, market).frame
        own = self.truth.owner
        wrong = [own(a) != own(b) for a, b in zip(way["address"], way["other"], strict=True)]
        return way.assign(wrong=wrong)

    @cached_property
    def wrong_blocks(self) -> list[int]:
        return [int(height) for height in self.way.loc[self.way["wrong"], "height"]]

    @cached_property
    def joined(self) -> int:
        """Return how many owners these links join."""
        return self._owners([*self.way["address"], *self.way["other"]])

    @cached_property
    def cut(self) -> tuple[int, int, int]:
        """Of the shop's cluster without its first bridge: what is left, the whole, the largest."""
        shop = exhibit("shop-tin_harbour")
        parts = self.giant.without(self.giant.bridges(shop)["txid"].iloc[0])
        left, whole = len(parts.clustering.of(shop)), len(self.giant.of(shop))
        return left, whole, int(parts.sizes.iloc[0])

    def _owners(self, addresses: list[str]) -> int:
        return len({self.truth.owner(address) for address in addresses})

    @cached_property
    def owners_before(self) -> int:
        """Return how many owners are in the shop's cluster."""
        return self._owners(self.giant.of(exhibit("shop-tin_harbour")))

    @cached_property
    def owners_left(self) -> int:
        """Return how many owners are in what the first bridge's absence leaves of it."""
        shop = exhibit("shop-tin_harbour")
        parts = self.giant.without(self.giant.bridges(shop)["txid"].iloc[0])
        return self._owners(parts.clustering.of(shop))

    def limited(self, limit: int) -> list[int]:
        """Return a limit, and the size of the largest cluster with it."""
        return [limit, int(cluster(self.chain, change="vote", limit=limit).sizes.max())]

    @cached_property
    def by_limit(self) -> dict[int, int]:
        return {
            limit: self.apart(cluster(self.chain, change="vote", limit=limit)) for limit in LIMITS
        }

    def best_limit(self) -> int:
        return max(
            (limit for limit, apart in self.by_limit.items() if apart >= SERVICES_WANTED), default=0
        )

    @cached_property
    def of_signed(self) -> list[tuple[int, int]]:
        """Of each rule: the size of the cluster, and how many of the courier's are in it."""
        his = set(folder(exhibit("agency-phone")).table("phone/wallet.csv")["address"])
        found = []
        for rule in RULES:
            group = cluster(self.chain, change=rule, payees_apart=True).of(exhibit("TCB-signed"))
            found.append((len(group), len(his.intersection(group))))
        return found

    @property
    def failed(self) -> int:
        """Return how many rules give a cluster with addresses of the courier."""
        return sum(common > 0 for _, common in self.of_signed)

    def trusted(self) -> int:
        return max(size for size, common in self.of_signed if common == 0)


@once
def _case() -> _Case:
    return _Case(material.chain(), material.truth())


def _some_tests(case: _Case) -> list[tuple[list[str], list[str]]]:
    group = ["A", "B", "C"]
    others = (["D", "E"], ["A", "D"], ["D", "B", "E"], ["D", "C"], ["A", "B"], ["E"])
    return [(group, list(tested)) for tested in others]


def _gives(what: _Test) -> Callable[[_Case], _Test]:
    """Return what the same function is for any case."""
    return lambda case: what


LESSON = Lesson(
    "24",
    "Watch a clustering collapse",
    {
        1: Exercise(
            about=_case,
            right=lambda case: case.names(case.peeling),
            example=lambda case: case.names(case.giant),
            wrong=[
                (
                    lambda case: case.names(case.giant),
                    "That is the number for Meiklejohn's rule.",
                ),
                (
                    lambda case: case.apart(case.peeling),
                    "That is the number of clusters with a service. How many are in the first?",
                ),
                (
                    lambda case: len(case.services) - case.apart(case.peeling),
                    "Services less clusters is one too few: the services in one cluster are still"
                    " one cluster.",
                ),
                (
                    lambda case: int(case.peeling.sizes.max()),
                    "That is the number of addresses. Count the services.",
                ),
            ],
            otherwise="Make the clustering with this rule, and look at the first line of holding.",
            because="More than half of all services are one for whoever trusts this rule.",
            hints=(
                "Do what made `giant` and `fallen`, with another rule.",
                'Start with nps.cluster(chain, change="peeling_chain"), then .holding(services).',
                'The number is in the first line, in the column names: ["names"].iloc[0]',
            ),
        ),
        2: Exercise(
            about=_case,
            right=lambda case: case.jump,
            wrong=[
                (
                    lambda case: case.jump[:1],
                    "The block is right. The percent are asked, too, as the second number.",
                ),
                (
                    lambda case: case.jump_of(case.largest_step, int(case.largest_step["after"])),
                    "The block is right. That is its share of the cluster then, not at the end.",
                ),
                (
                    lambda case: case.jump_of(case.largest_step, case.largest_after),
                    "The block is right. Other steps came after these: take the size at the end.",
                ),
                (
                    lambda case: case.jump_of(case.largest_step, len(case.chain.addresses)),
                    "The block is right. That is a share of the whole chain: take the cluster.",
                ),
                (
                    lambda case: [case.jump[0], int(case.largest_step["joined"])],
                    "The block is right. That is how many addresses came: give percent of the end.",
                ),
                (
                    lambda case: [int(case.large_steps["height"].iloc[-2]), case.jump[1]],
                    "The percent are right. That is the block of another large step.",
                ),
                (
                    lambda case: [int(case.steps["height"].iloc[-1]), case.jump[1]],
                    "The percent are right. That is the block of the last step.",
                ),
            ],
            otherwise="The last line has the step: its block, and `joined` as a share of the end.",
            because="About half of what the cluster has at its end came with one transaction.",
            hints=(
                "The last line of the table is the largest step. What part of the end is it?",
                "The block is in `height`. The size at the end is in the picture's title.",
                "100 * joined / len(peeling.of(vendor)), with the number from the last line.",
            ),
        ),
        3: Exercise(
            about=_case,
            right=_gives(lambda group, others: not any(one in group for one in others)),
            tried_on=_some_tests,
            wrong=[
                (
                    _gives(lambda group, others: any(one in group for one in others)),
                    "It says the opposite: when does a cluster pass?",
                ),
                (
                    _gives(lambda group, others: not all(one in group for one in others)),
                    "It wants all of them before the cluster fails. How many are enough?",
                ),
                (
                    _gives(lambda group, others: others[0] not in group),
                    "It looks at the first address only. Perhaps a return stands too early.",
                ),
                (
                    _gives(lambda group, others: others[-1] not in group),
                    "It keeps only what the last address says.",
                ),
                (
                    _gives(lambda group, others: sum(one in group for one in others)),
                    "It counts. Return True or False.",
                ),
            ],
            otherwise="Go through the others, and ask for each whether it is in the cluster.",
            because="By this test the cluster of `peeling_chain` fails, without any ground truth.",
            hints=(
                "In the cell above, one line says True. Does the cluster pass or fail?",
                "In a loop over others: if address in cluster, the cluster has failed.",
                "Under the if stands return False. After the loop stands return True.",
            ),
        ),
        4: Exercise(
            about=_case,
            right=lambda case: [case.wrong_blocks[0], case.joined],
            wrong=[
                (
                    lambda case: [case.wrong_blocks[-1], case.joined],
                    "The owners are right. That is the block of the last wrong link.",
                ),
                (
                    lambda case: case.wrong_blocks[:1],
                    "The block is right. How many owners are asked, too.",
                ),
                (
                    lambda case: [case.wrong_blocks[0], len(case.wrong_blocks)],
                    "The block is right. That is how many links are wrong: count owners.",
                ),
                (
                    lambda case: [case.wrong_blocks[0], len(case.way)],
                    "The block is right. That is how many links there are: count each owner once.",
                ),
                (
                    lambda case: [case.wrong_blocks[0], case.joined - 2],
                    "The block is right. The exchange and the market are owners, too.",
                ),
            ],
            otherwise="Go down to the first line with two different names. Then count the names.",
            because="A few wrong links joined these owners, and most of them did nothing wrong.",
            hints=(
                "Each line has a block, a rule and two names.",
                "Read only the names, from the top, until they differ. That line has the block.",
                "Write down each name once, down to the last line, and count them.",
            ),
        ),
        5: Exercise(
            about=_case,
            right=lambda case: [case.cut[0], case.owners_left],
            wrong=[
                (
                    lambda case: [case.cut[1], case.owners_left],
                    "The owners are right. The first number is the cluster with the bridge.",
                ),
                (
                    lambda case: [case.cut[2], case.owners_left],
                    "The owners are right. The first number is the largest part: is shop in it?",
                ),
                (
                    lambda case: [case.cut[0], case.cut[0]],
                    "The first is right. Several addresses may have the same owner.",
                ),
                (
                    lambda case: [case.cut[0], case.owners_before],
                    "The first is right. Those are the owners in the cluster with the bridge.",
                ),
                (
                    lambda case: [case.owners_left, case.cut[0]],
                    "Both numbers are there. The addresses come first.",
                ),
            ],
            otherwise="Ask the new clustering for the cluster of `shop`, and the truth for owners.",
            because="One transaction less, and a large part is gone. Strangers are still there.",
            hints=(
                "giant.without(first).clustering is a clustering like any other: it has .of(...).",
                "left = giant.without(first).clustering.of(shop); then truth.owner for each.",
                "still = [len(left), how many], each owner counted once, as in exercise 21.5.",
            ),
        ),
        6: Exercise(
            about=_case,
            right=lambda case: case.limited(case.best_limit()),
            wrong=[
                (
                    lambda case: [case.best_limit(), case.by_limit[case.best_limit()]],
                    "The limit is right. The second number counts services.",
                ),
                (
                    lambda case: case.limited(LIMITS[0]),
                    "It is strict enough, but a larger limit is strict enough too.",
                ),
                (
                    lambda case: case.limited(LIMITS[-1]),
                    "With this one too many services fall into one cluster.",
                ),
                (
                    lambda case: case.limited(LIMITS[LIMITS.index(case.best_limit()) + 1]),
                    "With this one fewer than 30 services are apart.",
                ),
                (
                    lambda case: [case.best_limit()] * 2,
                    "The first is right. A cluster may grow over the limit by small ones.",
                ),
            ],
            otherwise="Print all three numbers in each line, and choose by the services.",
            because="A smaller limit parts more, and right merges too.",
            hints=(
                "The cell with the tags printed both: how many are apart, and the largest.",
                "Print limit, len(clusters.holding(services)) and clusters.sizes.max().",
                "Go down while the second number is 30 or more; take the last such line.",
            ),
        ),
        7: Exercise(
            about=_case,
            right=lambda case: [case.trusted(), case.failed],
            example=lambda case: [len(material.clusters().of(exhibit("TCB-signed"))), case.failed],
            wrong=[
                (
                    lambda case: [max(size for size, _ in case.of_signed), case.failed],
                    "The second is right. Does this cluster have addresses of the courier?",
                ),
                (
                    lambda case: [len(material.clusters().of(exhibit("TCB-signed"))), case.failed],
                    "The second is right. The first is the cluster by co-spending, without a rule.",
                ),
                (
                    lambda case: [case.trusted(), len(RULES) - case.failed],
                    "The first is right. So many rules pass: how many fail?",
                ),
                (
                    lambda case: [case.trusted()],
                    "The first is right. How many rules fail is asked, too.",
                ),
            ],
            otherwise="For each rule count the courier's addresses in the cluster of `signed`.",
            because="It needed no ground truth, only addresses that are surely another person's.",
            hints=(
                "Each rule gives one cluster: ask for its size and for what it has of the courier.",
                "group = clusters.of(signed); then go through group, and count who is in `his`.",
                "Rules with a count above 0 fail. Of the others, take the largest size.",
            ),
        ),
    },
    quiz=Quiz(
        ("b", "A stranger's whole cluster comes with one coin."),
        ("a", "The first was counted with the tags that made it: what was forbidden can't happen."),
        ("c", "Dust is spent by the person who received it, beside coins of their own."),
    ),
)
