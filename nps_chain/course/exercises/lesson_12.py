"""Exercises of lesson 12: lock and sign."""

from collections.abc import Callable
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.evidence.folder import folder
from nps_chain.evidence.pgp import Signature, pgp_key, pgp_signature
from nps_chain.exhibits import exhibit

PEOPLE = 10  # the largest group for which the lesson counts secrets
LESSONS_KEY, OWN_KEY = 3, 12  # numbers from which keys are made
NOTICE = "Only the house with the number 12 is ours."
MINE = "I have read lesson 12."

PERSONS = {"heron": 21, "lynx": 22, "otter": 23}
STRANGER = 24

HOLDS, FAILS = "The signature holds", "The signature fails"


def _key(number: int) -> SigningKey:
    """Return the key that the lesson makes from a number."""
    return SigningKey(bytes([number]) * 32)


def _sign(number: int, text: str) -> bytes:
    return _key(number).sign(text.encode()).signature


def _holds(key: VerifyKey, text: str, signature: bytes) -> bool:
    try:
        key.verify(text.encode(), signature)
    except BadSignatureError:
        return False
    return True


asked = "Red boat, 14 March."
replies = {
    "north": (asked, _sign(PERSONS["lynx"], asked)),
    "south": ("Green door, 2 March.", _sign(PERSONS["heron"], "Green door, 2 March.")),
    "west": (asked, _sign(PERSONS["heron"], asked)),
}
"""What three pages that show heron's key answer: a text, and its signature. The lesson takes it."""


@dataclass(frozen=True)
class _Case:
    """The folder's keys by handle, and what came of each signed message, by file."""

    prints: dict[str, str]
    messages: dict[str, Signature]

    @property
    def vendor(self) -> str:
        return str(exhibit("vendor-saltmeadow"))

    def file(self, begins: str) -> str:
        """Return the first file of whose message is said what begins so."""
        return next(file for file, one in self.messages.items() if one.why.startswith(begins))

    def first_not_held(self) -> str:
        return next(file for file, one in self.messages.items() if not one.holds)

    def sharing(self) -> set[str]:
        """Return the handles whose key another handle shows, too."""
        prints = list(self.prints.values())
        return {handle for handle, one in self.prints.items() if prints.count(one) > 1}


@once
def _case() -> _Case:
    held = folder(exhibit("agency-pages"))
    shown = held.table("keys/keys.csv")
    keys = [pgp_key(held.text(file)) for file in shown["file"]]
    files = [file for file in held.index["file"] if file.startswith("signed/")]
    return _Case(
        {handle: key.fingerprint for handle, key in zip(shown["handle"], keys, strict=True)},
        {file: pgp_signature(held.text(file), keys) for file in files},
    )


def _nothing() -> None:
    return None


def _signer(case: None) -> Callable[[str, bytes], str]:
    """Return the function that says whose signature it is."""

    def signer(message: str, signature: bytes) -> str:
        for name, number in PERSONS.items():
            if _holds(_key(number).verify_key, message, signature):
                return name
        return "nobody"

    return signer


def _first_only(case: None) -> Callable[[str, bytes], str]:
    """Return a function that decides after the first key."""
    return lambda message, signature: (
        "heron" if _holds(_key(PERSONS["heron"]).verify_key, message, signature) else "nobody"
    )


def _no_stranger(case: None) -> Callable[[str, bytes], str | None]:
    """Return a function that gives nothing where no key fits."""
    right = _signer(case)

    def signer(message: str, signature: bytes) -> str | None:
        name = right(message, signature)
        return name if name in PERSONS else None

    return signer


def _does_it_hold(case: None) -> Callable[[str, bytes], str]:
    """Return a function that tells of no name."""
    right = _signer(case)
    return lambda message, signature: str(right(message, signature) != "nobody")


def _signed(case: None) -> list[tuple[str, bytes]]:
    """Return messages with a signature: one of each person, a changed one, and a stranger's."""
    return [
        ("The parcel is here.", _sign(22, "The parcel is here.")),
        ("Come at nine.", _sign(23, "Come at nine.")),
        ("Come at ten.", _sign(21, "Come at ten.")),
        ("Come at nine!", _sign(23, "Come at nine.")),
        ("Who am I?", _sign(STRANGER, "Who am I?")),
    ]


def _not_shown(case: None, *, words: bool = True) -> set[str]:
    """Return the pages whose reply doesn't show that they have heron's private key."""
    key = _key(PERSONS["heron"]).verify_key
    return {
        name
        for name, (text, signature) in replies.items()
        if not _holds(key, text, signature) or (words and text != asked)
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
                    "So many pairs of keys are enough. But one secret is needed for each two.",
                ),
                (
                    lambda case: 2 * _pairs(case),
                    "Each secret is counted twice here: A with B, and B with A.",
                ),
                (
                    lambda case: len(case.prints) ** 2,
                    "Nobody needs a secret with himself, and each secret is counted twice here.",
                ),
                (
                    lambda case: len(case.prints) - 1,
                    "That is what one vendor needs. All of them need more.",
                ),
                (
                    lambda case: len(case.prints) // 2,
                    "That is how many pairs you can make at one time. Each two need a secret.",
                ),
            ],
            example=lambda case: PEOPLE * (PEOPLE - 1) // 2,
            otherwise="Count how many different pairs of vendors there are.",
            because="With pairs of keys, each vendor needs one pair, and no secret is ever sent.",
            hints=(
                "The loop above has counted this for groups of two, three and ten.",
                "Take the formula of the loop, and put `vendors` in the place of `people`.",
                "secrets = vendors * (vendors - 1) // 2",
            ),
        ),
        2: Exercise(
            about=_nothing,
            right=lambda case: _sign(OWN_KEY, MINE).hex(),
            wrong=[
                (
                    lambda case: _sign(LESSONS_KEY, MINE).hex(),
                    "This was signed with the key of the lesson. Make a key from the number 12.",
                ),
                (
                    lambda case: _sign(OWN_KEY, NOTICE).hex(),
                    "Your key is right, and you signed `notice`. Sign the text `mine`.",
                ),
                (
                    lambda case: (_sign(OWN_KEY, MINE) + MINE.encode()).hex(),
                    "Here the text hangs behind the signature. Write `.signature` before `.hex()`.",
                ),
                (
                    lambda case: (_sign(LESSONS_KEY, MINE) + MINE.encode()).hex(),
                    "This has two slips: the key of the lesson, and `.signature` is missing.",
                ),
                (
                    lambda case: _key(OWN_KEY).verify_key.encode().hex(),
                    "That is your public key. The signature is what `sign` gives.",
                ),
                (
                    lambda case: _key(OWN_KEY).encode().hex(),
                    "That is your private key. Never give it to anybody; give the signature.",
                ),
                (
                    lambda case: MINE.encode().hex(),
                    "That is the text in bytes, and nobody has signed it yet.",
                ),
            ],
            example=lambda case: _sign(LESSONS_KEY, NOTICE).hex(),
            otherwise="Make the key from bytes([12]) * 32, sign `mine`, and write `.hex()` behind.",
            because="Everybody can verify it with your public key, and only you could make it.",
            hints=(
                "Look at the cell that made `owner` and `signature`. Two things change in it.",
                "The key is SigningKey(bytes([12]) * 32), and the text is mine.encode().",
                "my_signature = SigningKey(bytes([12]) * 32).sign(...).signature.hex()",
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
            otherwise="Try each name in the loop, and return the name whose key fits.",
            because="A signature finds its key among many, and a stranger's fits none of them.",
            hints=(
                "Write a loop over `public_keys`: it gives the names, one after another.",
                "In the loop: if holds(public_keys[name], message, signature): return name",
                'Under the loop, with as many spaces as `for` has: return "nobody"',
            ),
        ),
        4: Exercise(
            about=_case,
            right=lambda case: case.file(FAILS),
            wrong=[
                (
                    lambda case: case.file(HOLDS),
                    "The signature of this one holds: it is the message that the lesson verified.",
                ),
                (
                    lambda case: case.first_not_held(),
                    "This one can't be verified, because its key is not in the list. Look for one"
                    " of which `.why` says that the signature fails.",
                ),
                (
                    lambda case: case.file(FAILS).removeprefix("signed/"),
                    "The file is right. Give it with its folder, as it is printed.",
                ),
            ],
            otherwise='Read `.why` of this message: is it "fails", or is only its key missing?',
            because="Somebody put another address into a message that the vendor had signed.",
            hints=(
                "In the loop, nps.pgp_signature takes the text of the file, and the list `keys`.",
                "Print in the loop: file, nps.pgp_signature(held.text(file), keys).why",
                'Only one line says "The signature fails". Copy its file, with "signed/".',
            ),
        ),
        5: Exercise(
            about=_case,
            right=_Case.sharing,
            wrong=[
                (
                    lambda case: case.sharing() - {case.vendor},
                    "That is one of the two. The other is a vendor that you know.",
                ),
                (
                    lambda case: set(list(case.prints)[:2]),
                    "These are the first two of the list. Compare their fingerprints: they differ.",
                ),
                (
                    lambda case: {case.prints[handle] for handle in case.sharing()},
                    "That is the fingerprint which they share. Give the two handles.",
                ),
            ],
            example=lambda case: {case.vendor},
            otherwise="Look for the fingerprint that stands in `shown` twice.",
            because="Nobody had compared them. One key on the pages of two markets is a lead.",
            hints=(
                "Count how often each fingerprint is there; one of them is there twice.",
                'shown["fingerprint"].value_counts() counts; the first line is the one you need.',
                'shown[shown["fingerprint"] == "..."] shows the two lines with that fingerprint.',
            ),
        ),
        6: Exercise(
            about=_nothing,
            right=_not_shown,
            wrong=[
                (
                    lambda case: _not_shown(case, words=False),
                    "Its signature fails, that is right. But look at the words of the others: one"
                    " page sent a message that is not what the officer asked for.",
                ),
                (
                    lambda case: set(replies) - _not_shown(case),
                    "This page has signed the words that were asked for. Give the others.",
                ),
                (
                    lambda case: _not_shown(case) - _not_shown(case, words=False),
                    "An old message shows nothing about today, that is right. Now verify the"
                    " others: one signature fails.",
                ),
                (
                    lambda case: set(replies),
                    "One of the three has signed the right words. Verify each with heron's key.",
                ),
            ],
            example=lambda case: {"east"},
            otherwise="Verify each reply with heron's key, and compare its text with `asked`.",
            because="Only new words, signed now, show who has the private key.",
            hints=(
                "Two things must be right in a reply: the signature, and the words.",
                "Do the last lines for each name in `replies`, and print `text` too.",
                "One signature fails. One holds, and its words are others than `asked`.",
            ),
        ),
        7: Exercise(
            about=_nothing,
            right=lambda case: {1, 3, 7},
            wrong=[
                (
                    lambda case: {1, 3, 6, 7},
                    "The message says whose address it is. What a message says is not yet so.",
                ),
                (
                    lambda case: {1, 2, 3, 7},
                    "One person is one way to explain it. A group and a copy are the others.",
                ),
                (
                    lambda case: {1, 3, 5, 7},
                    "The second handle has shown the key. Has it signed anything?",
                ),
                (
                    lambda case: {1, 3, 4, 7},
                    "Who wrote the time into the signature?",
                ),
                (
                    lambda case: {1, 3},
                    "Both may stand. One more may: a report tells also of what fails.",
                ),
                (
                    lambda case: {1, 7},
                    "Both may stand. One more may: what does a signature that holds show?",
                ),
                (
                    lambda case: {3, 7},
                    "Both may stand. One more may: what did you compare in exercise 12.5?",
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
                "A key shown is not a key used; and a message only says what it says.",
                "Three may stand: one on the keys, one on a good message, one on a changed one.",
            ),
        ),
    },
    quiz=Quiz(
        ("b", "A signature speaks of a key and a text, not of a person or a page."),
        ("c", "Endings can be made to fit, and anybody can write a name."),
        (
            "a",
            "Encryption hides the words on their way, and nothing else.",
            "Look at the list of what encryption leaves open.",
        ),
    ),
)
