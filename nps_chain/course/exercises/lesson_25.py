"""Exercises of lesson 25: score a clustering."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.evidence.folder import folder
from nps_chain.exhibits import exhibit
from nps_chain.groundtruth.compare_scores import compare_scores
from nps_chain.groundtruth.known_owners import score_known
from nps_chain.groundtruth.result import Score
from nps_chain.groundtruth.score import score
from nps_chain.trace.cluster import Clustering, cluster

FOUR = {"A": 1, "B": 1, "C": 2, "D": 2}, {"A": "Ann", "B": "Ann", "C": "Ann", "D": "Bob"}
"""The lesson's addresses on paper: the group of each, and its owner."""

ANN_S, BOB_S = (
    ({**FOUR[0], "E": 3}, {**FOUR[1], "E": "Ann"}),
    ({**FOUR[0], "F": 3}, {**FOUR[1], "F": "Bob"}),
)
"""With a fifth address, in a group of its own: Ann's, or Bob's."""

VOTE = "+ vote"
LEADS = 90  # percent of B-cubed precision that a list of leads needs
MANY = 10  # owners of a kind that is spoken of


def _percent(*shares: float) -> list[int]:
    return [round(100 * share) for share in shares]


def _by_pairs(case: tuple[Mapping[str, int], Mapping[str, str]]) -> list[int]:
    found = score_known(*case)
    return _percent(found.pair_precision, found.pair_recall)


def _by_b_cubed(case: tuple[Mapping[str, int], Mapping[str, str]]) -> list[int]:
    found = score_known(*case)
    return _percent(found.b_cubed_precision, found.b_cubed_recall)


def _counts(case: tuple[Mapping[str, int], Mapping[str, str]]) -> tuple[int, int, int, int]:
    """Return how many pairs are right, in one group, of one owner, and possible at all."""
    found = score_known(*case)
    many = len(case[0])
    right, grouped, owned = (
        int(found.figures[name].value) for name in ("right_pairs", "clustered_pairs", "owned_pairs")
    )
    return right, grouped, owned, many * (many - 1) // 2


def _one_pair_more(case: tuple[Mapping[str, int], Mapping[str, str]]) -> list[int]:
    """Return both by pairs, if the fifth address made a single pair more of its owner."""
    right, grouped, _, _ = _counts(case)
    return _percent(right / grouped, right / (_counts(FOUR)[2] + 1))


def _of_all_pairs(case: tuple[Mapping[str, int], Mapping[str, str]]) -> list[int]:
    """Return the shares of all possible pairs that are in one group, and that are right."""
    right, grouped, _, all_pairs = _counts(case)
    return _percent(grouped / all_pairs, right / all_pairs)


def _line_added(case: tuple[Mapping[str, int], Mapping[str, str]], name: str) -> list[int]:
    """Return both by B-cubed, if the line of the last address left the other lines as they were."""
    before, line = score_known(*FOUR), _line_shares(case, name)
    lines = len(FOUR[0])
    return _percent(
        (lines * before.b_cubed_precision + line[0]) / (lines + 1),
        (lines * before.b_cubed_recall + line[1]) / (lines + 1),
    )


def _line(case: tuple[Mapping[str, int], Mapping[str, str]], name: str) -> list[int]:
    """Return B-cubed precision and recall of one address alone, in percent."""
    return _percent(*_line_shares(case, name))


def _line_shares(
    case: tuple[Mapping[str, int], Mapping[str, str]], name: str
) -> tuple[float, float]:
    group, owner = case
    beside = [other for other in group if group[other] == group[name]]
    own = [other for other in owner if owner[other] == owner[name]]
    both = len([other for other in beside if other in own])
    return both / len(beside), both / len(own)


@dataclass(frozen=True)
class _Case:
    """The chain in the lesson's clusterings, by the lesson's names."""

    chain: Chain
    ways: Mapping[str, Clustering]
    table: pd.DataFrame

    def choice(self, leads: str, charge: str, column: str = "mixed") -> list[str | int]:
        """Return two names, and how many more clusters of several owners the first one has."""
        return [leads, charge, self.count(column, leads) - self.count(column, charge)]

    def count(self, column: str, way: str) -> int:
        """Return a count of a clustering."""
        return int(self.table[column].to_numpy()[list(self.ways).index(way)])

    @property
    def leads(self) -> str:
        """The clustering that finds most of those that are right often enough."""
        good = self.table[self.table["b_cubed_precision"] >= LEADS]
        return str(good["b_cubed_recall"].idxmax())

    def best(self, column: str) -> str:
        """Return the clustering that is highest in a column."""
        return str(self.table[column].idxmax())

    def worst(self, column: str, way: str = VOTE, owners: int = MANY) -> list[str | int]:
        """Return the kind that is lowest in a column, and how low, in percent."""
        kinds = score(self.ways[way], material.truth()).by_kind
        values = kinds.loc[kinds["owners"] >= owners, column]
        return [str(values.idxmin()), round(100 * float(values.min()))]

    def size(self, name: str, height: int) -> int:
        """Return how many addresses an exhibit's cluster had as of a height."""
        address = exhibit(name)
        labels = self.ways["co-spending"].labels_at(height)
        row = self.chain.address(address).row
        return int(np.count_nonzero(labels == labels[row])) if row < len(labels) else 0

    def paid_size(self, height: int) -> int:
        """Return how many addresses the cluster of the second market's vendor had then."""
        labels = self.ways["co-spending"].labels_at(height)
        paid = self.chain.tx(exhibit("ADP-2-release")).outputs[0].address
        return int(np.count_nonzero(labels == labels[self.chain.address(paid).row]))

    def sentence(self, name: str, height: int, *, later: bool = False) -> list[int]:
        """Return what a report says: an exhibit's cluster, and the vendors' that are mixed."""
        then = cluster(self.chain) if later else cluster(self.chain, as_of=height)
        truth = material.truth()
        of_vendors = compare_scores({"then": then}, truth, kind="vendor", upto=height)
        figures = of_vendors[["mixed", "clusters"]].to_numpy()[0]
        return [self.size(name, height), *(int(x) for x in figures)]

    def tested(self, way: str) -> Score:
        """Return the score of a clustering on the addresses of the courier's phone."""
        wallet = folder(exhibit("agency-phone")).table("phone/wallet.csv")
        return score_known(self.ways[way], dict.fromkeys(wallet["address"], "the courier"))


@once
def _case() -> _Case:
    chain, truth = material.chain(), material.truth()
    ways = {
        "CoinJoins kept": cluster(chain, coinjoins="keep"),
        "co-spending": material.clusters(),
        "+ round amounts": cluster(chain, change="power_of_ten_4"),
        "+ meiklejohn": cluster(chain, change="meiklejohn"),
        VOTE: cluster(chain, change="vote"),
        "+ vote, payees apart": cluster(chain, change="vote", payees_apart=True),
    }
    return _Case(chain, ways, compare_scores(ways, truth))


def _last_payment() -> int:
    """Return the block of the last payment on the courier's phone."""
    history = folder(exhibit("agency-phone")).table("phone/history.csv")
    return int(history["block_height"].iloc[-1])


def _purchase(case: _Case) -> int:
    return case.chain.tx(exhibit("ADP-2")).height


def _with_strangers(found: Score, share: str = "b_cubed_recall") -> list[int]:
    return [*_percent(found.figures[share].value), int(found.strangers)]


LESSON = Lesson(
    "25",
    "Score a clustering",
    {
        1: Exercise(
            about=lambda: ANN_S,
            right=_by_pairs,
            example=lambda _: _by_pairs(FOUR),
            wrong=[
                (
                    lambda case: _by_pairs(case)[::-1],
                    "You have both numbers. Precision comes first, then recall.",
                ),
                (
                    lambda _: _by_pairs(FOUR),
                    "That is for the four addresses. What does the fifth one change?",
                ),
                (
                    _by_b_cubed,
                    "That counts addresses. Here pairs are to be counted.",
                ),
                (
                    lambda case: [_by_pairs(case)[0], _of_all_pairs(case)[1]],
                    "The first is right. For the second you divided by all pairs there are.",
                ),
                (
                    _one_pair_more,
                    "The first is right. Count Ann's pairs again, all of them.",
                ),
                (
                    lambda _: _by_pairs(({**FOUR[0], "E": 1}, ANN_S[1])),
                    "That would be so if E were with A and B. Who is in its group?",
                ),
                (
                    lambda case: [_of_all_pairs(case)[0], _by_pairs(case)[1]],
                    "The second is right. The first is a share of the pairs in one group.",
                ),
            ],
            otherwise="List the pairs in one group, and then the pairs of one owner.",
            because="Who leaves an address alone makes no wrong pair, but misses right ones.",
            hints=(
                "Write all pairs of the five letters, and ask of each the two questions.",
                "First mark the pairs in one group. Then those of one owner. E alone has no pair.",
                "Precision: of the two pairs in a group, the share with one owner. Recall: of Ann's"
                " six pairs, the share that is in one group.",
            ),
        ),
        2: Exercise(
            about=lambda: None,
            right=lambda _: lambda a, b: a * b,
            tried_on=lambda _: [(2, 1), (1, 1), (3, 2), (20, 1), (40, 50)],
            wrong=[
                (
                    lambda _: lambda a, b: 2 * a * b,
                    "It counts AB and BA as two pairs.",
                ),
                (
                    lambda _: lambda a, b: (a + b) * (a + b - 1) // 2,
                    "It counts all pairs of the group. Some of them have one owner.",
                ),
                (
                    lambda _: lambda a, b: (a * (a - 1) + b * (b - 1)) // 2,
                    "It counts the pairs with one owner. Those are right.",
                ),
                (
                    lambda _: lambda a, b: a + b,
                    "It counts addresses. An address may be in many pairs.",
                ),
                (
                    lambda _: lambda a, b: min(a, b),
                    "It uses each address once. But each makes a pair with each other one.",
                ),
            ],
            otherwise="Which pairs of the group are wrong? Try it on paper with A, B and D.",
            because="One stranger in a group of 1,000 makes 1,000 wrong pairs.",
            hints=(
                "A pair in one group is wrong if it does not have one owner.",
                "On paper: Ann has A and B, and Bob has D. Which pairs have two owners?",
                "Each address of Ann's makes a wrong pair with each of Bob's: a times b.",
            ),
        ),
        3: Exercise(
            about=lambda: BOB_S,
            right=_by_b_cubed,
            example=lambda _: _by_b_cubed(FOUR),
            wrong=[
                (
                    lambda case: _by_b_cubed(case)[::-1],
                    "You have both numbers. Precision comes first, then recall.",
                ),
                (
                    lambda case: _line(case, "F"),
                    "That is the line of F. Take the average of all five lines.",
                ),
                (
                    _by_pairs,
                    "That counts pairs. Here each address counts once.",
                ),
                (
                    lambda _: _by_b_cubed(FOUR),
                    "That is for the four addresses. Add a line, and look at the others.",
                ),
                (
                    lambda case: _line_added(case, "F"),
                    "The first is right. Another line of the table changes with F, too.",
                ),
                (
                    lambda _: _by_b_cubed(({**FOUR[0], "F": 3}, {**FOUR[1], "F": "Ann"})),
                    "That would be so if F were Ann's. But F is Bob's.",
                ),
            ],
            otherwise="Write the table with five lines, and take the average of two columns.",
            because="F alone is right about its group, but Bob's addresses are now apart.",
            hints=(
                "Write the groups again: A, B; C, D; F. Then the owners.",
                "Bob has two addresses now. For which two lines does that matter?",
                "The last column: 2 of 3, 2 of 3, 1 of 3, 1 of 2, 1 of 2. Take the average, and"
                " do the same for the third column.",
            ),
        ),
        4: Exercise(
            about=_case,
            right=lambda case: case.choice(case.leads, case.best("b_cubed_precision")),
            example=lambda case: case.choice("CoinJoins kept", "co-spending"),
            wrong=[
                (
                    lambda case: case.choice(case.best("b_cubed_precision"), case.leads),
                    "You have both names. The one for the leads comes first.",
                ),
                (
                    lambda case: case.choice(VOTE, case.best("b_cubed_precision")),
                    "The first finds most, but fewer than 90 % are right.",
                ),
                (
                    lambda case: [
                        case.leads,
                        case.best("b_cubed_precision"),
                        case.count("mixed", case.leads),
                    ],
                    "Both names are right. The number is that of the first: how many more is it?",
                ),
                (
                    lambda case: [
                        case.leads,
                        case.best("b_cubed_precision"),
                        case.count("mixed", case.best("b_cubed_precision")),
                    ],
                    "Both names are right. The number is that of the second: how many more has the"
                    " first?",
                ),
                (
                    lambda case: case.choice(
                        case.leads, case.best("b_cubed_precision"), "clusters"
                    ),
                    "Both names are right. The number is that of all clusters; look at `mixed`.",
                ),
                (
                    lambda case: case.choice(case.leads, case.leads),
                    "For a charge, look for the highest B-cubed precision of all.",
                ),
                (
                    lambda case: case.choice("CoinJoins kept", "co-spending"),
                    "Of those with 90 % or more, take the one with the highest recall.",
                ),
            ],
            otherwise="Read `b_cubed_precision` first, then `b_cubed_recall`, then `mixed`.",
            because="The purpose decides. To find more leads, you mix more owners.",
            hints=(
                "For the leads, cross out the lines with a B-cubed precision below 90.",
                "Of the lines that are left, the leads want the highest `b_cubed_recall`.",
                "The charge wants the highest `b_cubed_precision`; then subtract in `mixed`.",
            ),
        ),
        5: Exercise(
            about=_case,
            right=lambda case: case.worst("b_cubed_precision"),
            example=lambda case: case.worst("b_cubed_recall"),
            wrong=[
                (
                    lambda case: case.worst("b_cubed_precision", "co-spending"),
                    "That is for co-spending alone. Score the vote.",
                ),
                (
                    lambda case: case.worst("b_cubed_precision", owners=1),
                    "That kind has a single owner. Take those with ten owners or more.",
                ),
                (
                    lambda case: case.worst("b_cubed_recall"),
                    "That is the lowest recall. Look at the precision.",
                ),
                (
                    lambda case: case.worst("pair_precision"),
                    "That is counted by pairs. Look at `b_cubed_precision`.",
                ),
            ],
            otherwise="Score the vote, and look at its figures for each kind of owner.",
            because="They are innocent, and each wrong change brings them a stranger.",
            hints=(
                "The score of co-spending has .by_kind. Score the vote in the same way.",
                'nps.score(ways["+ vote"], truth).by_kind has `owners` and `b_cubed_precision`.',
                "Of the lines with ten owners or more, take the smallest; 0.456 is 46 percent.",
            ),
        ),
        6: Exercise(
            about=_case,
            right=lambda case: case.size("TCB-signed", _purchase(case)),
            example=lambda case: case.size("TCB-signed", case.chain.height),
            wrong=[
                (
                    lambda case: case.size("TCB-signed", case.chain.height),
                    "That is the cluster at the end of the chain. Give the block: as_of.",
                ),
                (
                    lambda case: case.size("TCB-signed", _last_payment()),
                    "That is `then`, which is as of the courier's last payment. Take the purchase.",
                ),
            ],
            otherwise="Cluster once more, as of the block of the purchase, and ask for `signed`.",
            because="So much could be known on that day, and no more.",
            hints=(
                "The cell that makes `then` does the same for another block.",
                "The block of the purchase is purchase.height.",
                "len(nps.cluster(chain, as_of=...).of(signed)), with the block in place of the"
                " dots: `as_of=purchase.height`",
            ),
        ),
        7: Exercise(
            about=_case,
            right=lambda case: _with_strangers(case.tested(VOTE)),
            example=lambda case: _with_strangers(case.tested("co-spending")),
            wrong=[
                (
                    lambda case: _with_strangers(case.tested("co-spending")),
                    'That is co-spending alone. Take ways["+ vote"].',
                ),
                (
                    lambda case: _with_strangers(case.tested(VOTE), "pair_recall"),
                    "The first number is counted by pairs. Take .b_cubed_recall of the score.",
                ),
                (
                    lambda case: _with_strangers(case.tested(VOTE), "b_cubed_precision"),
                    "The first number is the precision. Take the recall.",
                ),
                (
                    lambda case: _with_strangers(case.tested(VOTE))[::-1],
                    "You have both numbers. The recall comes first.",
                ),
            ],
            otherwise='Score ways["+ vote"] against `known`, and take both figures from it.',
            because="Each closed case is such a test, and costs nothing.",
            hints=(
                "The cell above scores `clusters`. Put another clustering in its place.",
                'Give the score a name: result = nps.score(ways["+ vote"], known)',
                "Take result.b_cubed_recall in whole percent, and result.strangers.",
            ),
        ),
        8: Exercise(
            about=_case,
            right=lambda case: case.sentence("TCB-signed", _last_payment()),
            example=lambda case: [
                case.paid_size(_last_payment()),
                *case.sentence("TCB-signed", _last_payment())[1:],
            ],
            wrong=[
                (
                    lambda case: case.sentence("TCB-signed", case.chain.height),
                    "All three are of the whole chain. The sentence says as of which day.",
                ),
                (
                    lambda case: [
                        case.size("TCB-signed", case.chain.height),
                        *case.sentence("TCB-signed", _last_payment())[1:],
                    ],
                    "The last two are right. The first is the cluster at the end of the chain.",
                ),
                (
                    lambda case: [
                        case.size("TCB-signed", _purchase(case)),
                        *case.sentence("TCB-signed", _last_payment())[1:],
                    ],
                    "The last two are right. The first is as of the purchase, in 25.6.",
                ),
                (
                    lambda case: [
                        case.paid_size(_last_payment()),
                        *case.sentence("TCB-signed", _last_payment())[1:],
                    ],
                    "The last two are right. The first is another address's cluster.",
                ),
                (
                    lambda case: [
                        case.size("TCB-signed", _last_payment()),
                        *case.sentence("TCB-signed", case.chain.height)[1:],
                    ],
                    "The first is right. The others are of the whole chain.",
                ),
                (
                    lambda case: [
                        case.size("TCB-signed", _last_payment()),
                        *case.sentence("TCB-signed", _last_payment(), later=True)[1:],
                    ],
                    "The first is right. The others are of the line with what came later.",
                ),
                (
                    lambda case: [
                        case.sentence("TCB-signed", _last_payment())[0],
                        *case.sentence("TCB-signed", _last_payment())[:0:-1],
                    ],
                    "All three numbers are there. The mixed clusters come before all clusters.",
                ),
            ],
            otherwise="All three are as of the last payment, and two stand in one line of a table.",
            because="A rule, a day, a kind of owner, and the data: that can be defended.",
            hints=(
                "`then` is the clustering of that day. Which table judges it?",
                'The second and third number stand in the line "as of the day".',
                'The first number is len(then.of(nps.exhibit("TCB-signed"))). Then `mixed`, then'
                " `clusters`.",
            ),
        ),
    },
    quiz=Quiz(
        ("b", "Five clusters of exchanges had nearly all pairs."),
        ("c", "A test that knows the future makes a method look better than it was."),
        ("a", "Purchases, phones and seized records are known points."),
    ),
)
