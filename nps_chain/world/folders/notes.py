"""The case officer's notes: what an agency knows, what it thinks, and what it lacks.

What it thinks is in part wrong; each agency has a mistake of its own, as the story tells.
"""

from nps_chain.world.folders.case import Case
from nps_chain.world.folders.folder import SYNTHETIC, prose
from nps_chain.world.roles import Agency


def notes(case: Case, agency: Agency) -> str:
    """Return the notes of an agency's case officer."""
    names = {shop.key: shop.handle for one in case.cast.story.vendors for shop in one.shops}
    first, second = (market.name for market in case.cast.story.markets)
    salt, brine, harbour = names["saltmeadow"], names["brineacre"], names["tin_harbour"]
    text = {
        "purchases": (
            f"We have bought from {salt} on {first}, and from {brine} on {second}. We think that"
            f" the address to which we paid on {first} is {salt}'s own (see the tags). Of {brine}"
            f" we know no more than the way of our coins. Whether {salt} has to do with {brine} we"
            " can't tell: we buy, and don't collect pages of vendors.",
            "We can write to an exchange of our country as soon as we have a reason to believe that"
            " an address is its own. The chain gives no names.",
        ),
        "pages": (
            f"We have saved {first} and {second}, shops and a forum, with the keys that vendors"
            " show and messages that they signed. The keys have not been compared, the signatures"
            f" not been verified. {harbour} seems to have several pages of its own; we tagged the"
            " address of each.",
            "We have never bought anything, so of most vendors we know no address at all. Whose"
            " services the addresses on the chain belong to we know from public sources alone.",
        ),
        "phone": (
            "Our courier was paid by two people, week after week: see the history in his phone. We"
            " don't know who they are, and the chain doesn't tell.",
            "Of the reports, some name people who may have done nothing: a program said so. We"
            " think that Ledgerwick is a mixer (see the tags). Where a report says whose account an"
            " address is, it may help others; we may ask nobody abroad without a channel.",
        ),
    }[agency.role]
    return prose(f"{agency.name}: notes on the case", SYNTHETIC, *text)
