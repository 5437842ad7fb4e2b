"""What stands at the top and the foot of pages, and the table that lists what is for sale."""

from collections.abc import Iterable

from nps_chain.world.pages import indicators
from nps_chain.world.pages.facts import PageFacts
from nps_chain.world.pages.groups import GROUPS, group
from nps_chain.world.pages.marks import NOTHING, Mark, lines, plain, table, tag
from nps_chain.world.pages.sellers import Product, VendorFacts
from nps_chain.world.pages.texts import texts


def top(name: str | Mark, tagline: str | Mark, menu: Iterable[str] = ()) -> Mark:
    """Return a site's head: its name, a line below it, a menu that can't be clicked."""
    words = " · ".join(menu)
    above = name if isinstance(name, Mark) else plain(name)
    below = tagline if isinstance(tagline, Mark) else plain(tagline)
    return tag(
        "header",
        lines(
            NOTHING,
            tag("h1", above),
            tag("p", below),
            tag("nav", plain(words)) if words else NOTHING,
        ),
        between="\n",
    )


def foot(*parts: Mark) -> Mark:
    """Return a site's foot."""
    return tag("footer", *(tag("p", part) for part in parts if part.html))


def box(name: str, *parts: Mark) -> Mark:
    """Return parts set apart from the rest; the name is the look's."""
    return tag("div", Mark("\n"), lines(*parts), Mark("\n"), class_=name)


def offers(
    facts: PageFacts,
    rows: Iterable[tuple[VendorFacts, Product]],
    language: str,
    *,
    with_vendor: bool,
) -> Mark:
    """Return listings as a table: code, group, units, prices, where from, and no more.

    Parameters
    ----------
    facts : PageFacts
        For the currency.
    rows : iterable of (VendorFacts, Product)
        What is on offer.
    language : str
        Of headings and groups.
    with_vendor : bool
        Does the table say whose it is?
    """
    words = texts(language, "vendor")["words"]
    head = [words["code"], words["group"], words["quantity"], words["price"], facts.currency]
    head += [words["vendor"]] if with_vendor else []
    return table(
        [*head, words["ships_from"]],
        (
            [
                indicators.code(product.code),
                plain(GROUPS[group(product.code)][language]),
                plain(product.quantity),
                indicators.price(product.price),
                indicators.converted(product.price, facts.rate, facts.currency),
                *([indicators.handle(vendor.handle)] if with_vendor else []),
                plain(vendor.ships_from),
            ]
            for vendor, product in rows
        ),
    )
