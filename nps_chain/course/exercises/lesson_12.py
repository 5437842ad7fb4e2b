"""Exercises of lesson 12: lock and sign."""

from collections.abc import Callable
from dataclasses import dataclass

from nps_chain.course import locks
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.evidence.folder import folder
from nps_chain.evidence.pgp import Signature, pgp_key, pgp_signature
from nps_chain.exhibits import exhibit

PEOPLE = 10  # the largest group for which the lesson counts keys
OWNER, OWN = "owner", "lesson 12"  # the words that pairs of keys are made from
NOTICE = "Only the house with the number 12 is ours."
MINE = "I have read lesson 12."

PERSONS = ("heron", "lynx", "otter")
STRANGER = "stranger"

FAILS, OTHER_KEY = "The signature fails", "It names another key"

SIGNED = "BEGIN PGP SIGNED MESSAGE"


def _sign(name: str, text: str) -> str:
    return locks.pair(name).private.sign(text)


@dataclass(frozen=True)
class _Case:
    """The folder's keys by handle, the address that is signed for, and each signed message."""

    prints: dict[str, str]
    address: str
    messages: dict[str, Signature]

    @property
    def vendor(self) -> str:
        return str(exhibit("vendor-saltmeadow"))

    @property
    def changed(self) -> str:
        """The file of the message that fails."""
        return next(file for file, one in self.messages.items() if one.why.startswith(FAILS))

    @property
    def false_address(self) -> str:
        """The word of that message which the good one hasn't."""
        good = next(one.said for one in self.messages.values() if one.holds)
        return next(word for word in self.messages[self.changed].said.split() if word not in good)

    @property
    def not_verified(self) -> str:
        """The address in the first message that has one, and can't be verified."""
        said = [one.said for one in self.messages.values() if one.why.startswith(OTHER_KEY)]
        letter = next(text for text in said if "The address " in text)
        return letter.partition("The address ")[2].split()[0]

    def sharing(self) -> set[str]:
        """Return the handles whose key another handle shows, too."""
        prints = list(self.prints.values())
        return {handle for handle, one in self.prints.items() if prints.count(one) > 1}


@once
def _case() -> _Case:
    held = folder(exhibit("agency-pages"))
    shown = held.table("keys/keys.csv")
    keys = [pgp_key(held.text(file)) for file in shown["file"]]
    return _Case(
        {handle: key.fingerprint for handle, key in zip(shown["handle"], keys, strict=True)},
        str(exhibit("TCB-signed")),
        {file: pgp_signature(held.text(file), keys) for file in held.where(SIGNED, "signed/")},
    )


def _nothing() -> None:
    return None


def _signer(case: None) -> Callable[[str, str], str]:
    """Return the function that says whose signature it is."""

    def signer(message: str, signature: str) -> str:
        for name in PERSONS:
            if locks.pair(name).public.verify(message, signature):
                return name
        return "nobody"

    return signer


def _first_only(case: None) -> Callable[[str, str], str]:
    """Return a function that decides after the first key."""
    key = locks.pair(PERSONS[0]).public
    return lambda message, signature: PERSONS[0] if key.verify(message, signature) else "nobody"


def _no_stranger(case: None) -> Callable[[str, str], str | None]:
    """Return a function that gives nothing where no key fits."""
    right = _signer(case)

    def signer(message: str, signature: str) -> str | None:
        name = right(message, signature)
        return name if name in PERSONS else None

    return signer


def _does_it_hold(case: None) -> Callable[[str, str], str]:
    """Return a function that tells of no name."""
    right = _signer(case)
    return lambda message, signature: str(right(message, signature) != "nobody")


def _signed(case: None) -> list[tuple[str, str]]:
    """Return messages with a signature: one of each person, a changed one, and a stranger's."""
    return [
        ("The parcel is here.", _sign("lynx", "The parcel is here.")),
        ("Come at nine.", _sign("otter", "Come at nine.")),
        ("Come at ten.", _sign("heron", "Come at ten.")),
        ("Come at nine!", _sign("otter", "Come at nine.")),
        ("Who am I?", _sign(STRANGER, "Who am I?")),
    ]


def _shown(case: None, *, signature: bool = True, words: bool = True) -> set[str]:
    """Return the pages whose reply passes: its signature holds, its words are those asked for."""
    key = locks.pair(PERSONS[0]).public
    return {
        reply.page
        for reply in locks.replies()
        if (not signature or key.verify(reply.text, reply.signature))
        and (not words or reply.text == reply.asked)
    }


def _pairs(case: _Case) -> int:
    return len(case.prints) * (len(case.prints) - 1) // 2


LESSON = Lesson(
    "12",
    "Lock and sign",
    {
        1: Exercise(
            about=_case,
            right=_pairs,
            wrong=[
                (
                    lambda case: len(case.prints),
                    "That is the number of vendors.",
                ),
                (
                    lambda case: 2 * _pairs(case),
                    "You counted some keys more than once.",
                ),
                (
                    lambda case: len(case.prints) ** 2,
                    "You counted some keys more than once, and some that nobody needs.",
                ),
                (
                    lambda case: len(case.prints) - 1,
                    "That is what one vendor needs. All of them need more.",
                ),
                (
                    lambda case: len(case.prints) // 2,
                    "That is half of the vendors.",
                ),
            ],
            example=lambda case: PEOPLE * (PEOPLE - 1) // 2,
            otherwise="The cell that made `shown` tells how many vendors there are.",
            because="With pairs of keys, each vendor needs one pair, and no key is sent in secret.",
            hints=(
                "The loop above has counted this for groups of two, three and ten.",
                "Take the formula of the loop. In the place of `people` put len(shown).",
                "Each vendor shares a key with len(shown) - 1 others. Then take half, as above.",
            ),
        ),
        2: Exercise(
            about=_nothing,
            right=lambda case: _sign(OWN, MINE),
            wrong=[
                (
                    lambda case: _sign(OWNER, MINE),
                    "The owner of the lesson signed this. Make a pair of your own.",
                ),
                (
                    lambda case: _sign(OWN, NOTICE),
                    "Your key is right, and you signed `notice`. Sign the text `mine`.",
                ),
                (
                    lambda case: _sign("officer", MINE),
                    "The officer of the lesson signed this. Make a pair of your own.",
                ),
                (
                    lambda case: _sign(OWN, "mine"),
                    "You signed the word mine. Without quotes, `mine` stands for the text.",
                ),
                (
                    lambda case: str(locks.pair(OWN).public),
                    "That is your public key. The signature is what `sign` gives.",
                ),
                (
                    lambda case: str(locks.pair(OWN).public.lock(MINE)),
                    "That is the text, locked. A signature locks nothing: use `sign`.",
                ),
                (
                    lambda case: MINE,
                    "That is the text, and nobody has signed it yet.",
                ),
            ],
            example=lambda case: _sign(OWNER, NOTICE),
            otherwise="Make the pair, take its private key, and sign the text `mine` with it.",
            because="Everybody can verify it. With a real key, only its holder could make it;"
            " ours is made from a word, so everybody can.",
            hints=(
                "Look at the cell that made `owner` and `signature`. Two things change in it.",
                "A pair is made from a word by locks.pair(...). Its `.private` has `.sign(...)`.",
                'locks.pair("lesson 12").private.sign(...), with the name of the text.',
            ),
        ),
        3: Exercise(
            about=_nothing,
            right=_signer,
            tried_on=_signed,
            wrong=[
                (
                    _first_only,
                    "Your function decides after the first key. Write the last `return` under the"
                    " loop, not in it.",
                ),
                (
                    _no_stranger,
                    'Where no key fits, your function gives nothing. End it with return "nobody".',
                ),
                (
                    _does_it_hold,
                    "Your function says whether a key fits. Let it return the name.",
                ),
            ],
            example=lambda case: lambda message, signature: "heron",
            otherwise="Try each person in the loop, and return the name of the one whose key fits.",
            because="A signature finds its key among many, and a stranger's fits none of them.",
            hints=(
                "Write a loop over `people`: it gives the three persons, one after another.",
                "In the loop: if person.public.verify(message, signature): return person.name",
                'Under the loop, with as many spaces as `for` has: return "nobody"',
            ),
        ),
        4: Exercise(
            about=_case,
            right=lambda case: case.false_address,
            wrong=[
                (
                    lambda case: case.address,
                    "This one stands in the message that holds. Look for the one that fails.",
                ),
                (
                    lambda case: case.changed,
                    "That is the right file. Now print its text, and read which address it names.",
                ),
                (
                    lambda case: case.not_verified,
                    "This message can't be verified, because its key is not in the list. Look for"
                    " one of which `.why` says that the signature fails.",
                ),
            ],
            otherwise="Give the Bitcoin address in the one message whose signature fails.",
            because="Somebody put another address into a message signed with the vendor's key.",
            hints=(
                "In the loop, nps.pgp_signature takes the text of the file, and the list `keys`.",
                "Print in the loop: file, nps.pgp_signature(held.text(file), keys).why",
                "One line says that the signature fails: print(held.text(...)) with its file.",
            ),
        ),
        5: Exercise(
            about=_case,
            right=_Case.sharing,
            wrong=[
                (
                    lambda case: case.sharing() - {case.vendor},
                    "That is one of the two.",
                ),
                (
                    lambda case: set(list(case.prints)[:2]),
                    "These are the first two of the list, and their fingerprints differ.",
                ),
                (
                    lambda case: {case.prints[handle] for handle in case.sharing()},
                    "That is the fingerprint which they share. Give the two handles.",
                ),
            ],
            example=lambda case: {"heron", "lynx"},
            otherwise="Give two handles of the table, as a list of two texts.",
            because="Nobody had compared them. One key on the pages of two markets is a lead.",
            hints=(
                "Lesson 00 counted how often each word stands in a column.",
                'shown["fingerprint"].value_counts() counts; the first line is the one you need.',
                'shown[shown["fingerprint"] == "..."] shows the two lines with that fingerprint.',
            ),
        ),
        6: Exercise(
            about=_nothing,
            right=_shown,
            wrong=[
                (
                    lambda case: _shown(case, words=False),
                    "All these signatures hold. But compare the words: one page sent a text that"
                    " another page was asked for.",
                ),
                (
                    lambda case: _shown(case, signature=False),
                    "All these pages sent the right words. Now verify each signature.",
                ),
                (
                    lambda case: {one.page for one in locks.replies()} - _shown(case),
                    "These are the pages that have not shown it. Give the others.",
                ),
                (
                    lambda case: {one.page for one in locks.replies()},
                    "All five show the public key. Verify each reply, and read its words.",
                ),
            ],
            example=lambda case: {"north", "south"},
            otherwise="Verify each reply with heron's key, and compare its words with those asked.",
            because="Only new words, signed now, show who has the private key.",
            hints=(
                "Two things must be right in a reply: the signature, and the words.",
                "Copy the loop. Print key_of_heron.verify(reply.text, reply.signature) in it.",
                "Keep the pages with `True`. Strike out the one that sent another page's words.",
            ),
        ),
        7: Exercise(
            about=_nothing,
            right=lambda case: {1, 3, 7},
            wrong=[
                (
                    lambda case: {1, 3, 6, 7},
                    "One of these sentences says more of the address than you have seen.",
                ),
                (
                    lambda case: {1, 2, 3, 7},
                    "One of these sentences does not name all ways to explain the key.",
                ),
                (
                    lambda case: {1, 3, 5, 7},
                    "One of these sentences says more of the second page than you have seen.",
                ),
                (
                    lambda case: {1, 3, 4, 7},
                    "One of these sentences rests on the word of the signer alone.",
                ),
                (
                    lambda case: {1, 3},
                    "Both may stand, and one more.",
                ),
                (
                    lambda case: {1, 7},
                    "Both may stand. One more may, too.",
                ),
                (
                    lambda case: {3, 7},
                    "Both may stand. Another one may, too.",
                ),
                (
                    lambda case: {2, 4, 5, 6},
                    "These are the four that say more than the evidence does.",
                ),
                (
                    lambda case: {1, 2, 3, 4, 5, 6, 7},
                    "Some of these sentences say more than you have seen.",
                ),
            ],
            example=lambda case: {2, 6},
            otherwise="For each number, ask: which cell of this lesson has shown it?",
            because="Each of the three says what anybody can verify again, and no more.",
            hints=(
                "Some sentences speak of keys and texts, others of persons and times.",
                "A key shown is not a key used, and only the signer's computer wrote the time.",
                "Three may stand: one on the keys, one on a good message, one on a changed one.",
            ),
        ),
    },
    quiz=Quiz(
        ("b", "A signature speaks of a key and a text, not of a person, a time or a page."),
        ("c", "Endings can be made to fit, and anybody can write a name."),
        (
            "b",
            "Encryption hides the words on their way, and nothing else.",
            "Look at the list of what encryption leaves open.",
        ),
    ),
)
