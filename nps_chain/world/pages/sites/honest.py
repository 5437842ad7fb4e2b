"""Honest sites with the words of the others: help, news, a pharmacy, laboratory glass, a kitchen.

They are why a word proves nothing. Crystal sugar ships in a paper bag, a beaker has a catalogue
number like a product code, a charity shows its address to everybody.
"""

from collections.abc import Iterator

from nps_chain.world.pages import indicators
from nps_chain.world.pages.dates import spoken
from nps_chain.world.pages.draft import Draft
from nps_chain.world.pages.facts import LANGUAGES
from nps_chain.world.pages.hosts import OPEN
from nps_chain.world.pages.looks import LOOKS
from nps_chain.world.pages.marks import fill, lines, plain, slots, tag
from nps_chain.world.pages.prose import prose
from nps_chain.world.pages.scene import Scene
from nps_chain.world.pages.sites.furniture import foot, top
from nps_chain.world.pages.texts import texts


def drafts(scene: Scene, day: int) -> Iterator[Draft]:
    """Yield the pages of all honest sites as of a day."""
    given = scene.slots | {"charity_address": indicators.address(scene.facts.charity.address)}
    anchors = scene.anchors()
    for site in OPEN:
        about = texts("en", "benign")[site]
        name = fill(about["name"], given).html
        head = top(name, about["tagline"])
        end = foot(fill(about["contact"], given))
        for language in LANGUAGES:
            for page in texts(language, "benign").get(site, {}).get("page", ()):
                first = anchors.get(page.get("anchor", "start"))
                if first is None or first + page.get("day", 0) > day:
                    continue
                if not slots(page["title"]) <= given.keys():
                    continue
                title = fill(page["title"], given).html
                dated = first + page["day"] if "day" in page else None
                date = tag("p", plain(spoken(dated, language))) if dated else plain("")
                body = lines(head, tag("h2", plain(title)), date, prose(page["body"], given), end)
                yield Draft(
                    site=site, name=page["name"], what=page["name"], where=f"/{page['name']}",
                    title=f"{title} | {name}", look=LOOKS[site], body=body, kind="benign",
                    language=language, core=page.get("core", False), icon=scene.icon(site),
                )  # fmt: skip
