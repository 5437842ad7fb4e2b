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

TOLD = ["no", "yes", "no", "yes", "no"]
STEPS = ["ask", "may", "ask", "may", "ask", "may"]
"""What counts tell; what may be done with files of codes H1 and H2, or H1 alone, and with marks."""

POLICE, UNITS = "police to police", "FIU (Egmont)"
POINT, ASSISTANCE = "24/7 point", "mutual legal assistance"
KEEPING = (POINT, ASSISTANCE)
"""The roads for a request to keep data, the quicker before the other."""

NEEDS = (
    ("Velmark", KEEPING),
    ("Ostrany", KEEPING),
    ("Velmark", (POLICE,)),
    ("Ostrany", (UNITS,)),
    ("Ostrany", (ASSISTANCE,)),
)
"""What is needed from which country: the roads that serve it."""


@dataclass(frozen=True)
class _Case:
    """The chain, and what three agencies hold."""

    chain: Chain

    def paid_to(self, name: str) -> str:
        """Return the address that a peel chain pays."""
        return str(peel(self.chain, exhibit(name)).frame["paid_to"].iloc[0])

    @cached_property
    def holds(self) -> dict[str, list[str]]:
        """By agency, which of the four pieces stand in its folder."""
        needed = {
            "first wallet": str(exhibit("TCB-signed")),
            "second wallet": str(exhibit("ADP-2")),
            "wages": exhibit("CFI-phone-1").split(":")[0],
            "last address": self.paid_to("peel-brineacre"),
        }
        return {
            str(exhibit(role)): [
                name for name, text in needed.items() if folder(exhibit(role)).where(text)
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


def _lacks(agencies: Sequence[str], piece: str, holds: dict[str, list[str]]) -> list[bool]:
    return [piece not in holds[agency] for agency in agencies]


def _counting(case: _Case, kind: Callable[[list[bool]], int]) -> Callable[[list[str]], int]:
    """Return a function that adds up something of each piece, over agencies that lack it or not."""
    pieces = sorted({piece for held in case.holds.values() for piece in held})
    return lambda agencies: sum(kind(_lacks(agencies, piece, case.holds)) for piece in pieces)


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

    def first(self, other: str, roads: Sequence[str], *, closed: bool = False) -> str:
        """Return the first of some roads that is open to a country; "none" if none is.

        ``closed``: whether those that aren't open are taken as well.
        """
        rows = self.book.roads(self.home, other)
        open_ = set(rows["channel"][rows["open"] | closed])
        return next((road for road in roads if road in open_), "none")

    def all(self, *, closed: bool = False) -> list[str]:
        """Return the roads that serve the exercise's needs, in its order."""
        return [self.first(other, roads, closed=closed) for other, roads in NEEDS]

    def but(self, number: int, road: str) -> list[str]:
        """Return the same with another road for one need, counted from 1."""
        found = self.all()
        found[number - 1] = road
        return found

    def no_slow_one(self) -> list[str]:
        """Return the same, with "none" where only assistance is left for keeping data."""
        return ["none" if road == ASSISTANCE else road for road in self.all()[:2]] + self.all()[2:]


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

    def blocks(self, name: str = "peel-saltmeadow") -> list[int]:
        """Return the blocks in which a peel chain pays an address of this account, in order."""
        steps = peel(self.case.chain, exhibit(name)).frame
        theirs = set(self.reply.entries["address"])
        return [int(height) for height in steps["height"][steps["paid_to"].isin(theirs)]]

    def three(
        self, *, all_lines: bool = False, lines: bool = False, block: int | None = None
    ) -> list[int]:
        """Return both sums, see `sums`, and a block: the first that is asked for."""
        first = self.blocks()[0] if block is None else block
        return [*self.sums(all_lines=all_lines, lines=lines), first]


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
                    "It counts each piece that one of them lacks. Another may hold it.",
                ),
                (
                    lambda case: _counting(case, lambda lacks: sum(lacks)),
                    "It counts a piece once for each agency that lacks it.",
                ),
                (
                    lambda case: _counting(case, lambda lacks: not all(lacks)),
                    "It counts the pieces that they have. How many are left?",
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
            otherwise="For each piece ask all the agencies, and count it if none of them has it.",
            because="Each pair lacks something. Only all three together lack nothing.",
            hints=(
                "Two loops: one through `needed`, and in it one through `agencies`.",
                "Before the inner loop write found = False. `found_in` tells what an agency has.",
                "Set found to True if one has it. After the inner loop, count if it's False.",
            ),
        ),
        2: Exercise(
            about=_case,
            right=lambda case: _readable(case.chain),
            tried_on=_sent,
            wrong=[
                (
                    lambda case: lambda sent, salt: len(sent),
                    "It counts all hashes. Some are false: which can you read?",
                ),
                (
                    lambda case: _readable(case.chain, SALT),
                    "It reads only the lesson's list. Use the salt that comes with the hashes.",
                ),
                (
                    lambda case: _readable(case.chain, ""),
                    "It reads none. Take the column of addresses, and hash each with the salt.",
                ),
                (
                    lambda case: lambda sent, salt: len(sent) - _readable(case.chain)(sent, salt),
                    "It counts the false hashes. How many can you read?",
                ),
            ],
            otherwise="Hash each address of the chain with this salt, and look if it was sent.",
            because="A false hash cannot be read, so the trick does not even hide the length.",
            hints=(
                "The cell that reads `sent` does this for one list. Put it into the function.",
                'Loop through chain.addresses["address"]: a table alone gives names of columns.',
                "Begin with a count of 0. Where the cell appends, add 1. At the end, return it.",
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
                    "Perhaps you took the tags of `phone`. Its list here is `paying`.",
                ),
                (
                    lambda case: [case.counts[0], case.counts[0], case.counts[2]],
                    "The second number is of the first pair. Which two come next?",
                ),
            ],
            otherwise="Compare two at a time with nps.deconflict, and take each result's `.count`.",
            because="Only `phone` sees both wallets. A 0 between the other two clears nobody.",
            hints=(
                "The section of two locks compares two `Party`, and the cell of guesses counts.",
                "nps.deconflict takes two of them, and date=today. Its result has a `.count`.",
                "Refused as a second run of the day? Run the whole cell, with its first lines.",
            ),
        ),
        4: Exercise(
            about=lambda: None,
            right=lambda _: TOLD,
            wrong=[
                (
                    lambda _: ["yes", "yes", "no", "yes", "no"],
                    "Read the first again: what does a message tell before any address is shown?",
                ),
                (
                    lambda _: ["no", "no", "no", "yes", "no"],
                    "Read the second again: compare the count with the length of that list.",
                ),
                (
                    lambda _: ["no", "yes", "yes", "yes", "no"],
                    "Read the third again. With clusters of known size, `phone` may still guess.",
                ),
                (
                    lambda _: ["no", "yes", "no", "no", "no"],
                    "Read the fourth again: how did somebody ask after one address above?",
                ),
                (
                    lambda _: ["no", "yes", "no", "yes", "yes"],
                    "Read the last again: may one person have two wallets?",
                ),
                (
                    lambda _: ["no", "no", "no", "no", "no"],
                    "Counts, lengths and guesses tell something before anything is shown.",
                ),
            ],
            otherwise="Compare each count with the lengths, and read the section above again.",
            because="Counts, lengths and guesses tell something, so compare only what you may.",
            hints=(
                "Lengths are seen by the other side. Counts are known to both.",
                "When does a count tell *which* addresses are shared? Compare it with the lengths.",
                "A count of 0 was in the last exercise, too: what did it say about persons?",
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
                    lambda roads: roads.no_slow_one(),
                    "A slow road is a road. Which one that is open may be used to keep data?",
                ),
                (
                    lambda roads: ["provider directly"] * 2 + roads.all()[2:],
                    "A firm abroad need not do what you ask. Look at the column `open`.",
                ),
                (
                    lambda roads: roads.but(3, ASSISTANCE),
                    "Read the third again. It asks what police know, and for no records.",
                ),
                (
                    lambda roads: roads.but(4, POLICE),
                    "Read the fourth again: to whom do banks report?",
                ),
                (
                    lambda roads: roads.but(5, UNITS),
                    "Read the last again. Leads are no evidence for a court.",
                ),
                (
                    lambda roads: roads.but(5, "joint team"),
                    "Read the last again. No letter opens a joint team: states agree on it first.",
                ),
            ],
            otherwise="For each need, find its road in the table above, and look if it is open.",
            because="The need chooses the road, and the treaty opens it. Urgency opens none.",
            hints=(
                "Each printed table is for one country. Strike out the roads that are not open.",
                "The lesson's table tells for what each road is. Two of them can have data kept.",
                "Banks report to one office only. And what comes back by most roads is a lead.",
            ),
        ),
        6: Exercise(
            about=lambda: None,
            right=lambda _: STEPS,
            wrong=[
                (
                    lambda _: ["may", "may", "ask", "may", "ask", "may"],
                    "Read the first again, with H1.",
                ),
                (
                    lambda _: ["ask", "ask", "ask", "may", "ask", "may"],
                    "Read the second again: which codes has this file, and what do they forbid?",
                ),
                (
                    lambda _: ["ask", "may", "may", "may", "ask", "may"],
                    "Read the third again: who learns of the report by this letter?",
                ),
                (
                    lambda _: ["ask", "may", "ask", "ask", "ask", "may"],
                    "Read the fourth again: is anything passed on, or brought to court?",
                ),
                (
                    lambda _: ["ask", "may", "ask", "may", "may", "may"],
                    "Read the fifth again: how wide is the circle of TLP:RED?",
                ),
                (
                    lambda _: ["ask", "may", "ask", "may", "ask", "ask"],
                    "Read the last again: inside which circle may this text be read?",
                ),
                (
                    lambda _: ["ask", "may", "ask", "may", "may", "ask"],
                    "Two of the marks are changed round: which of them is the closest circle?",
                ),
            ],
            otherwise="For each step ask: who will see it, and which code or mark forbids that?",
            because="A code forbids what it names. Even a letter passes on what a report says.",
            hints=(
                "The table shows codes for each file. They are not the same: read them all.",
                "H1 is about the court alone, and H2 about others. Which of them has each file?",
                "A mark names a circle of readers. Is the reader of steps 5 and 6 inside it?",
            ),
        ),
        7: Exercise(
            about=_told,
            right=lambda told: told.three(),
            wrong=[
                (
                    lambda told: told.three(block=1),
                    "Both sums are right. The third is a step: in which block was it?",
                ),
                (
                    lambda told: told.three(block=told.blocks("peel-brineacre")[0]),
                    "Both sums are right. The block is of the other peel chain.",
                ),
                (
                    lambda told: told.three(block=told.blocks()[-1]),
                    "Both sums are right. The block is of the last payment, not of the first.",
                ),
                (
                    lambda told: told.three(all_lines=True),
                    "The second number counts sales, too. Take the deposits alone.",
                ),
                (
                    lambda told: told.three(lines=True),
                    "These are how many deposits. How many satoshi?",
                ),
                (
                    lambda told: [*told.sums()[::-1], told.blocks()[0]],
                    "The two sums are right, and in the wrong order.",
                ),
                (
                    lambda told: [sum(told.sums()), told.sums()[1], told.blocks()[0]],
                    "The first number is of all deposits. Split them by address.",
                ),
            ],
            otherwise="Take the deposits, split them by address, and add up `satoshi` in each.",
            because="Both wallets pay into one account, so no second letter is needed.",
            hints=(
                'Keep the lines with entries["what"] == "deposit", then split them by address.',
                '`!=` takes the others. To add up: deposits["satoshi"].sum()',
                "A cell near the top follows a peel chain: its `frame` has `height` and `paid_to`.",
            ),
        ),
    },
    quiz=Quiz(
        ("b", "Each address of the chain can be hashed with the salt, and looked up."),
        ("c", "Preservation keeps data. Coins stay only if they are frozen."),
        ("a", "What police tell police is a lead. A mark says who may read it, and no more."),
    ),
)
