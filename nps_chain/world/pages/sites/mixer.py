"""The mixer's own page, what it answers to questions, and a letter of guarantee.

The letter names an address, and is signed: whoever was given one can show later that the address
was the mixer's. To an investigator it attributes that address, and no other.
"""

from collections.abc import Iterator
from functools import partial

from nps_chain.world.pages import indicators
from nps_chain.world.pages.dates import seconds, spoken
from nps_chain.world.pages.draft import Draft
from nps_chain.world.pages.looks import LOOKS
from nps_chain.world.pages.marks import lines, plain, tag
from nps_chain.world.pages.page import Shown
from nps_chain.world.pages.prose import prose
from nps_chain.world.pages.scene import Scene
from nps_chain.world.pages.sites.furniture import top
from nps_chain.world.pages.slots import percent
from nps_chain.world.pages.texts import texts

_LETTERS = 15
"""Days after which the page shows another letter as its example."""


def drafts(scene: Scene, day: int) -> Iterator[Draft]:
    """Yield the mixer's pages as of a day."""
    told, mixer = texts("en", "mixer"), scene.facts.mixer
    given = scene.slots | {
        "fee": plain(percent(mixer.fee)),
        "least": indicators.price(100_000),
    }
    head = top(mixer.name, told["tagline"])
    draft = partial(
        Draft, site="mixer", look=LOOKS["mixer"], kind="mixer", about=(mixer.name,),
        icon=scene.icon("mixer"),
    )  # fmt: skip
    body = lines(head, prose(told["front"], given))
    yield draft(name="front", what="front", where="/", title=mixer.name, body=body, core=True)
    body = lines(head, prose(told["questions"], given))
    yield draft(name="questions", what="help", where="/questions", title=told["questions_title"],
                body=body)  # fmt: skip
    issued = 1 + (day - 1) // _LETTERS * _LETTERS
    address = mixer.addresses[(issued - 1) // _LETTERS % len(mixer.addresses)]
    text = told["letter"].replace("$mixer", mixer.name).replace("$address", address)
    text = text.replace("$date", spoken(issued, "en"))
    inside = (Shown("address", address),)
    body = lines(
        head,
        tag("h2", plain(told["letter_title"])),
        indicators.signed(mixer.key, text, seconds(issued, 300), inside),
        prose(told["letter_note"], given),
        tag("p", indicators.fingerprint(mixer.key)),
        indicators.key_block(mixer.key),
    )
    yield draft(name="letter", what="letter", where="/letter", title=told["letter_title"],
                body=body)  # fmt: skip
