"""When two tags mean the same actor: by its id, by an alias of it, or else by its label.

Makers write a name in their own ways, so ids and labels are compared by letters and digits alone,
as the public tool compares ids. Letters of another alphabet that look the same stay another name:
whether somebody slipped or deceives is for a person to say.
"""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from nps_chain.evidence.tags.collection import Tags


def simplified(text: str) -> str:
    """Return a name by which to compare.

    >>> simplified("Harbrook Custody"), simplified("harbrook-custody")
    ('harbrookcustody', 'harbrookcustody')
    """
    folded = text.casefold()
    return "".join(letter for letter in folded if letter.isalnum()) or folded


class Names:
    """The names that tags give to addresses, alike where they mean the same actor.

    Parameters
    ----------
    tags : Tags
        The tags, and the actors that say which aliases are theirs.
    """

    def __init__(self, tags: "Tags") -> None:
        actors = tags.actors
        meant = {simplified(alias): simplified(one)
                 for one, aliases in zip(actors["id"], actors["aliases"], strict=True)
                 for alias in aliases}  # fmt: skip
        # An id is its own: no other actor takes it over by calling it an alias.
        meant |= {simplified(one): simplified(one) for one in actors["id"]}
        names = [simplified(actor or label) for actor, label in
                 zip(tags.frame["actor"], tags.frame["label"], strict=True)]  # fmt: skip
        named = pd.array([meant.get(name, name) for name in names], dtype="str")
        self._tags = tags.frame.assign(name=named)
        order = self._tags.sort_values(["sure", "label"], ascending=[False, True], kind="stable")
        self._labels = dict(zip(order["name"][::-1], order["label"][::-1], strict=True))

    def attributions(self, *, definers: bool = False) -> pd.DataFrame:
        """Return the tags that say whose an address is, the surest first, with a column ``name``.

        Parameters
        ----------
        definers : bool
            Only those whose makers say that the address stands for its whole cluster.
        """
        told = self._tags
        told = told[(told["address"] != "") & (told["tag_type"] == "actor")]
        told = told[told["definer"]] if definers else told
        order = ["sure", "label", "creator"]
        return told.sort_values(order, ascending=[False, True, True], kind="stable")

    def label(self, name: str) -> str:
        """Return how the surest tag writes a name."""
        return self._labels[name]
