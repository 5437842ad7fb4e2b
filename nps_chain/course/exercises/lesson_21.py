"""Exercises of lesson 21: group addresses by co-spending."""

from collections.abc import Callable
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

DRAWN = [["A", "B"], ["C", "D"], ["B", "E"], ["F"], ["E", "A"], ["G"]]
MORE = [["F", "G"], ["D", "E"]]
SEVEN = [spent for spent in DRAWN + MORE if spent != ["G"]]
"""The lesson's transactions of letters, with one that was not spent, and what an exercise adds."""

KINDS = ["inference", "fact", "attribution", "fact"]
"""What four sentences are."""

TEN = 10  # addresses that make a cluster one to speak of


def _groups(transactions: list[list[str]]) -> int:
    """Return how many groups lists of letters make."""
    groups: list[set[str]] = []
    for spent in map(set, transactions):
        touched = [group for group in groups if group & spent]
        groups = [group for group in groups if not group & spent]
        groups.append(spent.union(*touched))
    return len(groups)


def _needed(transactions: list[list[str]]) -> int:
    """Return how many of these change the groups of all letters if they are left out."""
    alone = [[letter] for letter in sorted({name for spent in transactions for name in spent})]
    whole = _groups(transactions + alone)
    shorter = [[one for one in transactions if one != spent] for spent in transactions]
    return sum(_groups(left + alone) != whole for left in shorter)


@dataclass(frozen=True)
class _Case:
    """The chain's two clusterings, with CoinJoins and without, beside the truth."""

    chain: Chain
    truth: Truth
    everything: Clustering
    clusters: Clustering

    def size(self, name: str) -> int:
        """Return how many addresses are in the cluster of an exhibit's address."""
        return len(self.everything.of(exhibit(name)))

    @property
    def signer(self) -> str:
        """The first address that spends in the lesson's CoinJoin."""
        return self.chain.tx(exhibit("wasabi1")).inputs[0].address

    def paid_by_escrow(self, place: int) -> str:
        """Return the address of an output of the purchase's end: 0 the largest, 1 the next."""
        outputs = self.chain.tx(exhibit("ADP-2-release")).outputs
        return sorted(outputs, key=lambda coin: -coin.value)[place].address

    def reaches(self, address: str, size: int) -> int:
        """Return the height at which an address's cluster first had so many; 0 if it never had."""
        steps = self.clusters.growth(address).frame
        heights = steps.loc[steps["after"] >= size, "height"]
        return int(heights.iloc[0]) if len(heights) else 0

    def merges_after(self, address: str, height: int) -> int:
        """Return the height of the merge that follows one, or 0."""
        heights = self.clusters.growth(address).frame["height"]
        later = heights[heights > height]
        return int(later.iloc[0]) if len(later) else 0

    def ten(self) -> int:
        """Return the height at which the vendor's cluster on the second market first had ten."""
        return self.reaches(self.paid_by_escrow(0), TEN)

    def payers(self) -> list[int]:
        """Return of each coin that came to the courier how large its payer's cluster is."""
        phone = folder(exhibit("agency-phone")).table("phone/history.csv")
        paid = [self.chain.tx(txid) for txid in phone.loc[phone["direction"] == "in", "txid"]]
        return [len(self.clusters.of(tx.inputs[0].address)) for tx in paid]

    def largest_payer(self) -> int:
        """Return the size of the largest of these."""
        return max(self.payers())


@once
def _case() -> _Case:
    chain = material.chain()
    everything = cluster(chain, coinjoins="keep")
    return _Case(chain, material.truth(), everything, material.clusters())


def _owners_of(case: _Case) -> Callable[[list[str]], int]:
    """Return the function that counts the owners of addresses."""
    return lambda addresses: len({case.truth.owner(address) for address in addresses})


def _some_groups(case: _Case) -> list[tuple[list[str]]]:
    """Return groups of one owner and of several, small enough to be printed."""
    shop = case.clusters.of(exhibit("shop-tin_harbour"))
    mixed = [coin.address for coin in case.chain.tx(exhibit("payjoin")).inputs]
    strangers = [coin.address for coin in case.chain.tx(exhibit("wasabi1")).inputs]
    return [(shop,), (mixed,), (strangers,), (shop[:1],)]


LESSON = Lesson(
    "21",
    "Group addresses by co-spending",
    {
        1: Exercise(
            about=lambda: None,
            right=lambda _: KINDS,
            example=lambda _: ["fact", "inference", "attribution", "fact"],
            wrong=[
                (
                    lambda _: ["attribution", "fact", "inference", "fact"],
                    "Two are changed round: which of them needs more than the chain and a rule?",
                ),
                (
                    lambda _: ["fact", "fact", "attribution", "fact"],
                    "Read the first again: does the record alone show who had the keys?",
                ),
                (
                    lambda _: ["inference", "fact", "inference", "fact"],
                    "Read the third again: where does this sentence come from?",
                ),
                (
                    lambda _: ["inference", "fact", "attribution", "inference"],
                    "Read the last again, and the cell that prints the transaction.",
                ),
                (
                    lambda _: ["inference", "inference", "attribution", "fact"],
                    "Read the second again: could the transaction be there without it?",
                ),
                (
                    lambda _: ["fact", "fact", "fact", "fact"],
                    "Two of these can be false although the record is right.",
                ),
            ],
            otherwise="Ask of each: is it in the record, does it need a rule, or another source?",
            because="In a report each sentence shows by its words which of the three it is.",
            hints=(
                "Read the box above once more: it has one sentence of each kind.",
                "What does each sentence need: the record, a rule as well, or other evidence?",
                "Two need the record alone, one needs the page, and the other one needs a rule.",
            ),
        ),
        2: Exercise(
            about=lambda: None,
            right=lambda _: _needed(SEVEN),
            example=lambda _: _groups(DRAWN),
            wrong=[
                (
                    lambda _: len(SEVEN) - _needed(SEVEN),
                    "That many change nothing. The question is for the others.",
                ),
                (
                    lambda _: len(SEVEN),
                    "Not each is needed: try it without the one of E and A.",
                ),
                (
                    lambda _: len([spent for spent in SEVEN if len(spent) > 1]),
                    "Not each transaction of two addresses is needed. Look for a second way.",
                ),
                (
                    lambda _: len([spent for spent in SEVEN if len(spent) > 1]) - 1,
                    "Put the one back that you left out, before you leave out the next.",
                ),
                (
                    lambda _: _groups(DRAWN + MORE),
                    "That is how many groups all seven make. Now leave out one.",
                ),
            ],
            otherwise="Leave out each of the seven once, and ask whether a letter loses its group.",
            because="Some groups hang on one transaction, and others have a second way.",
            hints=(
                "Draw the letters, and a line for each transaction of two addresses.",
                "Cover one line: can you still go from one of its ends to the other?",
                "A, B and E make a ring: none of its lines is needed. F alone is no line.",
            ),
        ),
        3: Exercise(
            about=_case,
            right=lambda case: case.size("TCB-signed"),
            example=lambda case: case.size("shop-tin_harbour"),
            wrong=[
                (
                    lambda case: case.size("shop-tin_harbour"),
                    "That is the cluster of the shop's address. Ask for the signed one.",
                ),
                (
                    lambda case: case.size("TCB-signed") - 1,
                    "The signed address itself is in the cluster too.",
                ),
            ],
            otherwise="Ask `everything` for the cluster of `signed`, and count its addresses.",
            because="One address that the vendor named leads to all of these.",
            hints=(
                "The lesson did the same for `shop`: look for the cell with the word `group`.",
                "everything.of(signed) lists the cluster; it is a list of addresses.",
                "len(...) counts a list: len(everything.of(signed))",
            ),
        ),
        4: Exercise(
            about=_case,
            right=lambda case: (
                len(case.everything.of(case.signer)) - len(case.clusters.of(case.signer))
            ),
            example=lambda case: case.size("shop-tin_harbour"),
            wrong=[
                (
                    lambda case: len(case.everything.of(case.signer)),
                    "That is the whole cluster. A part of it is there without CoinJoins too.",
                ),
                (
                    lambda case: len(case.clusters.of(case.signer)),
                    "That is what stays when CoinJoins are left out. How many have gone?",
                ),
                (
                    lambda case: (
                        len(case.clusters.of(case.signer)) - len(case.everything.of(case.signer))
                    ),
                    "You have taken the larger number from the smaller one.",
                ),
                (
                    lambda case: len(case.everything) - len(case.clusters),
                    "That compares the clusters of the whole chain. Compare one cluster.",
                ),
                (
                    lambda case: len(case.clusters) - len(case.everything),
                    "That compares the clusters of the whole chain. Compare one cluster.",
                ),
            ],
            otherwise="Compare the cluster of this one address, with CoinJoins and without.",
            because="They are there only because strangers signed together.",
            hints=(
                "One address, two clusterings: `everything` and `clusters`.",
                "Count the cluster of `signer` in each, with .of(signer) and len(...).",
                "Take len(clusters.of(signer)) away from len(everything.of(signer)).",
            ),
        ),
        5: Exercise(
            about=_case,
            right=_owners_of,
            tried_on=_some_groups,
            wrong=[
                (
                    lambda case: len,
                    "It counts addresses. Two addresses of one owner are one owner.",
                ),
                (
                    lambda case: (
                        lambda addresses: [
                            *dict.fromkeys(case.truth.owner(address) for address in addresses)
                        ]
                    ),
                    "It returns the list of owners. Return its length.",
                ),
                (
                    lambda case: lambda addresses: 1,
                    "It always returns 1. Perhaps the return stands inside the loop.",
                ),
            ],
            otherwise="Collect each different owner once, then return how many there are.",
            because="With the ground truth, a mixed cluster shows itself at once.",
            hints=(
                "Go through the addresses with `for`, and ask truth.owner(address) for each.",
                "Keep a list of the owners seen so far; add an owner only if it is not in it.",
                "The last line, after the loop and not inside it, is: return len(owners)",
            ),
        ),
        6: Exercise(
            about=_case,
            right=lambda case: case.ten(),
            example=lambda case: case.reaches(exhibit("shop-tin_harbour"), TEN),
            wrong=[
                (
                    lambda case: case.merges_after(case.paid_by_escrow(0), case.ten()),
                    "That is one merge too late: there were ten already before it.",
                ),
                (
                    lambda case: int(
                        case.clusters.growth(case.paid_by_escrow(0)).frame["height"].iloc[0]
                    ),
                    "That is the first merge. Look down the column `after`.",
                ),
                (
                    lambda case: int(
                        case.clusters.growth(case.paid_by_escrow(0)).frame["height"].iloc[-1]
                    ),
                    "That is the last merge. When were there ten for the first time?",
                ),
            ],
            otherwise="Look for the first row of the table in which `after` is 10 or more.",
            because="Before this block nobody could have known of so many.",
            hints=(
                "Which of the two addresses got more? That is the vendor's.",
                "Its growth is a table, as for the shop: clusters.growth(address).frame.",
                "Read down `after` to the first number of 10 or more; the block is in `height`.",
            ),
        ),
        7: Exercise(
            about=_case,
            right=lambda case: case.largest_payer(),
            example=lambda case: case.size("TCB-signed"),
            wrong=[
                (
                    lambda case: case.size("TCB-signed"),
                    "That is the cluster of the vendor who signed. Is there a larger one?",
                ),
                (
                    lambda case: 1,
                    "That is a coin that was spent alone. Look for the largest cluster.",
                ),
                (
                    lambda case: case.largest_payer() - 1,
                    "The payer's own address is in the cluster too.",
                ),
            ],
            otherwise="For each payer print len(clusters.of(payer)), and read the numbers.",
            because="It was paid at the second purchase: probably one courier is paid from both.",
            hints=(
                "In the loop, payer is one address. How did you count a cluster in 21.3?",
                "clusters.of(payer) lists the cluster, len counts it, and print shows the number.",
                "Put print(len(clusters.of(payer))) into the loop. Which number is the largest?",
            ),
        ),
    },
    quiz=Quiz(
        ("b", "It goes on through B, although no transaction spends both A and C."),
        ("a", "In a PayJoin both sign, and it looks like any other payment: no rule can be sure."),
        ("b", "It names the rule, and a wallet may hold more than the cluster."),
    ),
)
