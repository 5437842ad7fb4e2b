"""What a letter can ask, and what it has to tell so that it is not sent back.

Whoever gets a letter knows nothing of the case. He has to see who asks, for which offence, for
which data, why these, and why now; otherwise he can't act, or isn't allowed to. Each instrument has
a list of its own (see `instruments`); the fields here are what those lists are made of.
"""

from dataclasses import dataclass

KINDS = {
    "preservation": "Request to preserve data",
    "disclosure": "Request to disclose data",
    "information": "Request for information",
}
"""The kinds of letter, and the title of each."""

WANTED = {
    "preservation": "All that is stored on this account: its holder, its addresses, and what was"
    " booked on it. Please keep it as it is; nothing has to be told yet.",
    "disclosure": "The holder of this account, the documents that were shown, and what was booked"
    " on it: deposits, withdrawals, purchases and sales.",
    "information": "Whether you hold anything on this, in which file, and from which source.",
}
"""What is asked for, where the letter doesn't say it in other words."""


@dataclass(frozen=True)
class Field:
    """A part of a letter: its heading, and what to write there."""

    heading: str
    write: str


FIELDS = {
    "authority": Field("Who asks", "the office that asks, and its country"),
    "case": Field("File number", "the number of your file"),
    "offence": Field("Offence", "the offence that is investigated, and the law that punishes it"),
    "facts": Field("What happened", "a short account of the facts"),
    "about": Field("What this is about", "the address of the account, or what you ask about"),
    "wanted": Field("Which data", "which data are to be kept or told"),
    "custodian": Field("Who holds the data", "who has the data"),
    "reason": Field(
        "Why it should be there",
        "why you believe that these data are held there, with the source of that belief",
    ),
    "need": Field("Why it is needed", "what the data are needed for, and why now"),
    "intent": Field(
        "What will follow", "that a request for mutual legal assistance for these data will follow"
    ),
    "punishable_there": Field(
        "Law of the country that is asked", "by which law the deed is punishable there, too"
    ),
    "person": Field("Person concerned", "who is concerned, as far as is known"),
}
"""The fields that an instrument can ask for, in the order in which a letter has them."""
