"""Honest sites with the words of the others: help, news, a pharmacy, laboratory glass, a kitchen.

They are why a word proves nothing. Crystal sugar ships in a paper bag, a beaker has a catalogue
number like a product code, a charity shows its address to everybody.
"""

from collections.abc import Iterator
from typing import Any

from nps_chain.world.pages import indicators
from nps_chain.world.pages.dates import spoken
from nps_chain.world.pages.draft import Draft
from nps_chain.world.pages.hosts import OPEN
from nps_chain.world.pages.looks import LOOKS
from nps_chain.world.pages.marks import NOTHING, Mark, fill, lines, plain, slots, tag, words
from nps_chain.world.pages.prose import prose
from nps_chain.world.pages.scene import Scene
from nps_chain.world.pages.sellers import LANGUAGES
from nps_chain.world.pages.sites.furniture import foot, top
from nps_chain.world.pages.texts import texts


def drafts(scene: Scene, day: int) -> Iterator[Draft]:
    """Yield the pages of all honest sites as of a day."""
    for site in OPEN:
        about = texts("en", "benign")[site]
        given = scene.slots | {
            "charity_address": indicators.address(scene.facts.charity.address),
            "email": indicators.shown("e-mail", f"{about['post']}@{scene.hosts[site]}"),
        }
        there = list(_there(scene, site, given, day))
        name = words(fill(about["name"], given))
        menu = [words(fill(page["title"], given)) for _, page, _ in there]
        for language, page, dated in there:
            title = words(fill(page["title"], given))
            body = lines(
                top(name, about["tagline"], menu),
                tag("h2", plain(title)),
                tag("p", plain(spoken(dated, language))) if dated else NOTHING,
                prose(page["body"], given),
                foot(fill(about["contact"], given)),
            )
            yield Draft(
                site=site, name=page["name"], what=page["name"], where=f"/{page['name']}",
                title=f"{title} | {name}", look=LOOKS[site], body=body, kind="benign",
                language=language, core=page.get("core", False), icon=scene.icon(site),
            )  # fmt: skip


def _there(
    scene: Scene, site: str, given: dict[str, Mark], day: int
) -> Iterator[tuple[str, dict[str, Any], int]]:
    """Yield language, text and date (0 for none) of the pages that a site has on a day."""
    anchors = scene.anchors()
    for language in LANGUAGES:
        for page in texts(language, "benign").get(site, {}).get("page", ()):
            if page.get("anchor", "start") not in anchors:
                continue
            dated = anchors[page["anchor"]] + page["day"] if "day" in page else 0
            if dated <= day and slots(page["title"]) <= given.keys():
                yield language, page, dated
