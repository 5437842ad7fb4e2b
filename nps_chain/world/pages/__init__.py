"""The web pages that the story shows, as an investigator would have saved them.

A world gives facts (who sells where, which address is whose), and dice deal the rest: names of
people without a part, turns of phrase, colours. Each site says what it answers on a day; a round of
saving goes through the sites and keeps what it has not kept before, with the time and the hash.
What a page shows, and how it misleads, is on record beside it, never in it.

Nothing here is real or leads anywhere. Products are codes in seven groups; no page says how
anything is made, used, hidden or sent.
"""

from nps_chain.world.dice import Dice
from nps_chain.world.pages.dates import seconds
from nps_chain.world.pages.document import document
from nps_chain.world.pages.draft import Draft
from nps_chain.world.pages.facts import PageFacts, Round
from nps_chain.world.pages.hosts import OPEN, slug
from nps_chain.world.pages.page import Page
from nps_chain.world.pages.scene import Scene
from nps_chain.world.pages.sites import forum, honest, market, mixer, paste, shop

_SITES = (market, shop, forum, paste, mixer, honest)


def make_pages(facts: PageFacts, dice: Dice, *, small: bool = False) -> tuple[Page, ...]:
    """Return all pages that the agencies of a world have saved, in the order of saving.

    In a round an agency saves what it finds, unless it has the very same page already.

    Parameters
    ----------
    facts : PageFacts
        What the world tells.
    dice : Dice
        The pages' own.
    small : bool
        Only what the story needs, each page once: some forty pages instead of some three hundred.
    """
    scene = Scene(facts, dice)
    pages: list[Page] = []
    kept: set[tuple[str, ...]] = set()
    for round_ in facts.rounds:
        clock = dice.of(f"clock of {round_.agency} on day {round_.day}")
        at = seconds(round_.day, clock.between(470, 620)) + clock.below(60)
        for draft in (draft for site in _SITES for draft in site.drafts(scene, round_.day)):
            wanted = round_.wants(draft.site, draft.name, draft.what, *draft.about)
            if not wanted or (small and not draft.core):
                continue
            page = _saved(scene, round_, draft, at)
            known = (page.agency, page.url, "" if small else page.sha256)
            if known in kept:
                continue
            kept.add(known)
            pages.append(page)
            at += clock.between(9, 70)
    return tuple(pages)


def _saved(scene: Scene, round_: Round, draft: Draft, at: int) -> Page:
    whole = document(
        title=draft.title, language=draft.language, look=draft.look, body=draft.body,
        icon=draft.icon, source=draft.source,
    )  # fmt: skip
    scheme = "https" if draft.site in (*OPEN, "paste") else "http"
    return Page(
        site=draft.site, what=draft.what, about=draft.about,
        path=f"{_folder(scene, draft)}/{draft.name}-{slug(round_.agency)}-day{round_.day}.html",
        url=f"{scheme}://{scene.hosts[draft.site]}{draft.where}", title=draft.title,
        language=draft.language, agency=round_.agency, day=round_.day, captured=at,
        html=whole.html, kind=draft.kind, malicious=draft.malicious, shows=whole.shown,
    )  # fmt: skip


def _folder(scene: Scene, draft: Draft) -> str:
    """Return a folder for a site's pages, which doesn't tell a clone from a shop."""
    if draft.kind in ("shop", "mirror", "clone"):
        return f"shop-{scene.hosts[draft.site][:12]}"
    return slug(draft.site)
