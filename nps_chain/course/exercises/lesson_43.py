"""Exercises of lesson 43: work across borders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import combinations

from nps_chain.chain.tables import Chain
from nps_chain.course import counterparts, material
from nps_chain.course.counterparts.ledger import Ledger
from nps_chain.course.counterparts.offices import Offices, read_offices
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.evidence.deconflict import deconflict, salted_hashes
from nps_chain.evidence.folder import folder
from nps_chain.evidence.letters import Reply
from nps_chain.evidence.tags import tags
from nps_chain.exhibits import exhibit
from nps_chain.trace.flow import peel

BUYER, PHONE, PAGES = "agency-purchases", "agency-phone", "agency-pages"
SALT = "agreed by telephone"
"""The lesson's salt, which another list doesn't have."""

DATE = "2025-03-20"
"""A day for runs whose count doesn't depend on it."""

TOLD = ["yes", "no", "no", "yes", "no"]
STEPS = ["may", "ask", "ask", "may", "may", "ask"]
"""What counts tell, and what may be done with a report of codes H1 and H2 and with marks."""

KINDS, ABROAD = ("preservation", "information"), ("Velmark", "Ostrany")
FASTEST = "24/7 point"
ASSISTANCE = "mutual legal assistance"
POLICE = "police to police"


@dataclass(frozen=True)
class _Case:
    """The chain, and what three agencies hold."""

    chain: Chain

    def paid_to(self, name: str) -> str:
        """Return the address that a peel chain pays."""
        return str(peel(self.chain, exhibit(name)).frame["paid_to"].iloc[0])

    @cached_property
    def holds(self) -> dict[str, list[str]]:
        """By agency, which of the four facts stand in its folder."""
        facts = {
            "first wallet": str(exhibit("TCB-signed")),
            "second wallet": str(exhibit("ADP-2")),
            "wages": exhibit("CFI-phone-1").split(":")[0],
            "last address": self.paid_to("peel-brineacre"),
        }
        return {
            str(exhibit(role)): [
                name for name, text in facts.items() if folder(exhibit(role)).where(text)
            ]
            for role in (BUYER, PHONE, PAGES)
        }

    def cluster(self, address: str) -> list[str]:
        """Return the cluster of an address."""
        return material.clusters().of(address)

    @cached_property
    def lists(self) -> tuple[list[str], list[str], list[str]]:
        """The wallet of the vendor who was bought from, the courier's payers, the signed one's."""
        outputs = self.chain.tx(exhibit("ADP-2-release")).outputs
        bought = self.cluster(max(outputs, key=lambda coin: coin.value).address)
        history = folder(exhibit(PHONE)).table("phone/history.csv")
        came = [self.chain.tx(txid) for txid in history.loc[history["direction"] == "in", "txid"]]
        payers = [one for tx in came for one in self.cluster(tx.inputs[0].address)]
        return bought, payers, self.cluster(exhibit("TCB-signed"))

    @cached_property
    def counts(self) -> list[int]:
        """How many addresses each two of these lists share."""
        return [deconflict(*pair, date=DATE).count for pair in combinations(self.lists, 2)]


@once
def _case() -> _Case:
    return _Case(material.chain())


def _lacks(agencies: Sequence[str], fact: str, holds: dict[str, list[str]]) -> list[bool]:
    return [fact not in holds[agency] for agency in agencies]


def _counting(case: _Case, kind: Callable[[list[bool]], int]) -> Callable[[list[str]], int]:
    """Return a function that adds up something of each fact, over agencies that lack it or not."""
    facts = sorted({fact for held in case.holds.values() for fact in held})
    return lambda agencies: sum(kind(_lacks(agencies, fact, case.holds)) for fact in facts)


def _groups(case: _Case) -> list[tuple[list[str]]]:
    """Return each agency alone, each pair, and all three."""
    names = list(case.holds)
    return [(list(some),) for many in (1, 2, 3) for some in combinations(names, many)]


def _readable(chain: Chain, salt: str | None = None) -> Callable[[list[str], str], int]:
    """Return the function that counts hashes that it can read; with one salt, if that is given."""
    every = list(chain.addresses["address"])

    def count(sent: list[str], told: str) -> int:
        used = told if salt is None else salt
        known = {sha256((used + address).encode()).hexdigest() for address in every}
        return len(known & set(sent))

    return count


def _sent(case: _Case) -> list[tuple[list[str], str]]:
    """Return hashes of some addresses among hashes of nothing, each list with a salt of its own."""
    listed = sorted(set(tags(folder(exhibit(PAGES))).frame["address"]))
    told = []
    for salt, many, empty in ((SALT, 9, 0), ("a word for spring", 14, 11), ("x", 0, 6)):
        hashes = salted_hashes(listed[:many], salt) if many else []
        nothing = [
            sha256(f"{salt}nothing {number}".encode()).hexdigest() for number in range(empty)
        ]
        told.append((sorted(hashes + nothing), salt))
    return told


@dataclass(frozen=True)
class _Roads:
    """The address book, and the country from which letters go."""

    book: Offices
    home: str

    def best(self, kind: str, other: str, *, closed: bool = False, first: str = FASTEST) -> str:
        """Return the road that carries a kind of letter, one of them before all; "none" if none.

        ``closed``: whether those that aren't open are taken as well.
        """
        rows = self.book.roads(self.home, other)
        fit = rows[(rows["open"] | closed) & rows["carries"].str.contains(kind)]
        names = list(fit["channel"])
        return first if first in names else [*names, "none"][0]

    def all(self, *, closed: bool = False, first: str = FASTEST) -> list[str]:
        """Return the roads of the exercise's four letters, in its order."""
        return [
            self.best(kind, other, closed=closed, first=first) for kind in KINDS for other in ABROAD
        ]

    def by_country(self) -> list[str]:
        """Return the same, both letters to a country one after the other."""
        found = self.all()
        return [found[place] for place in (0, 2, 1, 3)]

    def only_police(self) -> list[str]:
        """Return the same, as if only police could be asked for information."""
        return [*self.all()[:3], POLICE]

    def nobody_there(self) -> list[str]:
        """Return the same, with "none" where only assistance is left."""
        return ["none" if road == ASSISTANCE else road for road in self.all()]


@once
def _roads() -> _Roads:
    return _Roads(read_offices("classroom"), folder(exhibit(BUYER)).country)


@dataclass(frozen=True)
class _Told:
    """The exchange's reply about the last address."""

    case: _Case
    reply: Reply

    def sums(self, *, all_lines: bool = False, lines: bool = False) -> tuple[int, int]:
        """Return what came in at the address that was asked about, and at others.

        ``all_lines``: of all bookings, not of deposits alone; ``lines``: how many, not how much.
        """
        entries = self.reply.entries
        if not all_lines:
            entries = entries[entries["what"] == "deposit"]
        here = entries["address"] == self.reply.letter.about[0]
        parts = entries["satoshi"][here], entries["satoshi"][~here]
        return tuple(len(part) if lines else int(part.sum()) for part in parts)  # type: ignore[return-value]

    @property
    def the_first(self) -> bool:
        """Whether the others are where the first vendor's peel chain ended."""
        entries = self.reply.entries
        entries = entries[entries["what"] == "deposit"]
        others = set(entries["address"]) - {self.reply.letter.about[0]}
        return others == {self.case.paid_to("peel-saltmeadow")}


@once
def _told() -> _Told:
    case = _case()
    account = case.paid_to("peel-brineacre")
    buyer, phone = exhibit(BUYER), exhibit(PHONE)
    label = tags(folder(phone)).of(account).frame["label"].iloc[0]
    ledger = Ledger()
    common = {"offence": "o", "facts": "f", "need": "n", "about": account, "by": buyer}
    asked = counterparts.letter("information", to=phone, channel=POLICE, **common)
    answer = asked.send(ledger=ledger)
    common["reason"] = f"The report {answer.hits['file'].iloc[0]} of {phone}."
    common |= {"to": label.split(" at ")[1], "channel": "provider directly"}
    keep = counterparts.letter("preservation", date=answer.received, **common)
    kept = keep.send(ledger=ledger)
    tell = counterparts.letter("disclosure", date=kept.received, **common)
    return _Told(case, tell.send(ledger=ledger))


LESSON = Lesson(
    "43",
    "Work across borders",
    {
        1: Exercise(
            about=_case,
            right=lambda case: _counting(case, lambda lacks: all(lacks)),
            tried_on=_groups,
            wrong=[
                (
                    lambda case: _counting(case, lambda lacks: any(lacks)),
                    "It counts each fact that one of them lacks. Another may hold it.",
                ),
                (
                    lambda case: _counting(case, lambda lacks: sum(lacks)),
                    "It counts a fact once for each agency that lacks it.",
                ),
                (
                    lambda case: _counting(case, lambda lacks: not all(lacks)),
                    "It counts the facts that they hold. How many are left?",
                ),
                (
                    lambda case: (
                        lambda agencies: _counting(case, lambda lacks: all(lacks))(agencies[:1])
                    ),
                    "It looks at the first agency alone. Perhaps the return stands inside a loop.",
                ),
                (
                    lambda case: (
                        lambda agencies: _counting(case, lambda lacks: all(lacks))(agencies[-1:])
                    ),
                    "It looks at the last agency alone. Keep what the earlier ones hold.",
                ),
            ],
            otherwise="For each fact ask all the agencies, and count it if none of them holds it.",
            because="Each pair lacks something. Only all three together lack nothing.",
            hints=(
                "Two loops: one through `facts`, and in it one through `agencies`.",
                "Before the inner loop write found = False. In it, set it to True if one holds it.",
                "After the inner loop: if not found, add 1. The last line is: return lacking.",
            ),
        ),
        2: Exercise(
            about=_case,
            right=lambda case: _readable(case.chain),
            tried_on=_sent,
            wrong=[
                (
                    lambda case: lambda sent, salt: len(sent),
                    "It counts all hashes. Some stand for nothing: which can you read?",
                ),
                (
                    lambda case: _readable(case.chain, SALT),
                    "It reads only the lesson's list. Use the salt that comes with the hashes.",
                ),
                (
                    lambda case: _readable(case.chain, ""),
                    "It hashes each address without the salt.",
                ),
                (
                    lambda case: lambda sent, salt: len(sent) - _readable(case.chain)(sent, salt),
                    "It counts the hashes that stand for nothing.",
                ),
            ],
            otherwise="Hash each address of the chain with this salt, and look if it was sent.",
            because="What is empty cannot be read, so the trick does not even hide the length.",
            hints=(
                "The cell that reads `sent` does this for one list. Put it into the function.",
                "Go through chain.addresses: hash each with `salt`, and ask if it is in `sent`.",
                "if hashes([address], salt)[0] in sent: add 1. After the loop, return the count.",
            ),
        ),
        3: Exercise(
            about=_case,
            right=lambda case: case.counts,
            example=lambda case: [1, 1, 1],
            wrong=[
                (
                    lambda case: [case.counts[0], case.counts[2], case.counts[1]],
                    "These are the right numbers. Look at the order of the pairs again.",
                ),
                (
                    lambda case: [case.counts[1], case.counts[0], case.counts[2]],
                    "These are the right numbers. Look at the order of the pairs again.",
                ),
                (
                    lambda case: [len(set(one)) for one in case.lists],
                    "These are the lengths of the lists. How many addresses are in two of them?",
                ),
                (
                    lambda case: [0, 0, 0],
                    "Perhaps you took the tags of `phone`. Its list here is `payers`.",
                ),
                (
                    lambda case: [case.counts[0], case.counts[0], case.counts[2]],
                    "The second pair is compared without `payers`.",
                ),
            ],
            otherwise="Compare two lists with nps.deconflict, and take `.count` of each result.",
            because="Only `phone` sees both wallets. A 0 between the other two clears nobody.",
            hints=(
                "The cell with the guesses compares two lists, and prints the count.",
                "nps.deconflict(one list, another list, date=today) has a `.count`.",
                "nps.deconflict(bought, payers, date=today).count is the first of the three.",
            ),
        ),
        4: Exercise(
            about=lambda: None,
            right=lambda _: TOLD,
            wrong=[
                (
                    lambda _: ["no", "no", "no", "yes", "no"],
                    "Read the first again: compare the count with the length of that list.",
                ),
                (
                    lambda _: ["yes", "yes", "no", "yes", "no"],
                    "Read the second again: is the count as large as the list of `phone`?",
                ),
                (
                    lambda _: ["yes", "no", "yes", "yes", "no"],
                    "Read the third again: may one person have two wallets?",
                ),
                (
                    lambda _: ["yes", "no", "no", "no", "no"],
                    "Read the fourth again: what does a message tell before any count?",
                ),
                (
                    lambda _: ["yes", "no", "no", "yes", "yes"],
                    "Read the last again: what proves that a list is complete?",
                ),
                (
                    lambda _: ["no", "no", "no", "no", "no"],
                    "Counts and lengths tell something before anything is shown.",
                ),
            ],
            otherwise="Compare each count with the lengths, and read the section above again.",
            because="Counts, lengths and guesses tell something, so compare only what you may.",
            hints=(
                "Lengths are seen by the other side. Counts are known to both.",
                "When does a count tell *which* addresses are shared? Compare it with the lengths.",
                "Two of the five are told: one by a count and a length, one by a message alone.",
            ),
        ),
        5: Exercise(
            about=_roads,
            right=lambda roads: roads.all(),
            wrong=[
                (
                    lambda roads: roads.all(closed=True),
                    "Some of these roads are closed. Look at the column `open`.",
                ),
                (
                    lambda roads: roads.by_country(),
                    "These are the right roads. First come both preservations.",
                ),
                (
                    lambda roads: roads.only_police(),
                    "The last one: is this road open to that country?",
                ),
                (
                    lambda roads: roads.nobody_there(),
                    "A slow road is a road. Which one that is open carries preservation?",
                ),
                (
                    lambda roads: [*["provider directly"] * 2, *roads.all()[2:]],
                    "A firm abroad need not do what you ask. Look at the column `open`.",
                ),
            ],
            otherwise="Take only rows that are open, and that carry this kind of letter.",
            because="What is open decides, and then what it carries. Urgency opens no road.",
            hints=(
                "Each table is for one country. Strike out the rows that are not open.",
                "Of what is left, which rows carry preservation? Which carry information?",
                "For data that go tonight, a road that works at any hour comes before a slow one.",
            ),
        ),
        6: Exercise(
            about=lambda: None,
            right=lambda _: STEPS,
            wrong=[
                (
                    lambda _: ["ask", "ask", "ask", "may", "may", "ask"],
                    "Read the first again: is anything passed on, or brought to court?",
                ),
                (
                    lambda _: ["may", "may", "ask", "may", "may", "ask"],
                    "Read the second again, with H1.",
                ),
                (
                    lambda _: ["may", "ask", "may", "may", "may", "ask"],
                    "Read the third again: who learns of the report by this letter?",
                ),
                (
                    lambda _: ["may", "ask", "ask", "ask", "may", "ask"],
                    "Read the fourth again: from whom does this information come?",
                ),
                (
                    lambda _: ["may", "ask", "ask", "may", "ask", "ask"],
                    "Read the fifth again: inside which circle may TLP:AMBER go round?",
                ),
                (
                    lambda _: ["may", "ask", "ask", "may", "may", "may"],
                    "Read the last again: how wide is the circle of TLP:RED?",
                ),
                (
                    lambda _: ["may", "ask", "ask", "may", "ask", "may"],
                    "Two of the marks are changed round: which of them is the closest circle?",
                ),
            ],
            otherwise="For each step ask: who sees it, and who gave it with which code?",
            because="Even a letter to an exchange passes on what a report says.",
            hints=(
                "The table shows two codes for the report. Read both in the list above.",
                "H1 is about the court, H2 about others. What is your own needs no permission.",
                "Three steps need permission: one by H1, one by H2, one by a mark.",
            ),
        ),
        7: Exercise(
            about=_told,
            right=lambda told: [*told.sums(), told.the_first],
            wrong=[
                (
                    lambda told: [*told.sums(), not told.the_first],
                    "Both numbers are right. Follow the other peel chain, and compare again.",
                ),
                (
                    lambda told: [*told.sums(all_lines=True), told.the_first],
                    "The second number counts sales, too. Take the deposits alone.",
                ),
                (
                    lambda told: [*told.sums(lines=True), told.the_first],
                    "These are how many deposits. How many satoshi?",
                ),
                (
                    lambda told: [*told.sums()[::-1], told.the_first],
                    "The two numbers are right, and in the wrong order.",
                ),
                (
                    lambda told: [sum(told.sums()), told.sums()[1], told.the_first],
                    "The first number is of all deposits. Split them by address.",
                ),
            ],
            otherwise="Take the deposits, split them by address, and add up `satoshi` in each.",
            because="Both wallets pay into one account, so no second letter is needed.",
            hints=(
                'Keep the lines with entries["what"] == "deposit", then split them by address.',
                '`!=` takes the others. To add up: deposits["satoshi"].sum()',
                'nps.peel(chain, nps.exhibit("peel-saltmeadow")) has the column `paid_to`.',
            ),
        ),
    },
    quiz=Quiz(
        ("b", "Each address of the chain can be hashed with the salt, and looked up."),
        ("b", "Two wallets of one person shared no address."),
        ("a", "What police tell police is a lead. A mark says who may read it, and no more."),
    ),
)
