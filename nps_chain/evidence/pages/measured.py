"""How often each kind of link was wrong on pages whose truth is known, and what studies found.

A link is wrong if it joins two persons. Two things are kept apart, because they are not equally
hard: a link between one handle at two sites, which is mostly one person's anyway, and a link
between two handles, where any pair taken blindly is one person's in about one case of 300.

Measured on generated pages: those of forty stories (seeds 0 to 39 of the tests' story, some 275
pages each), in which one person has two handles, another vendor copies that person's phrase, some
take their picture from one catalogue, a thief copies a shop, and somebody on a board for cooks has
a vendor's handle. On the pages of six whole worlds (seeds 0 to 5 of ``classroom``) the same links
erred in 0 of 24 cases by key, 0 of 18 by e-mail, 17 of 196 by a handle elsewhere, 12 of 18 by
wording and 0 of 6 by picture; there nobody but the copier uses a catalogue.

Such figures hold for pages like these. In them a key has one holder because they were made so: that
no link by key was wrong is no finding about the world.

Sources: X. Tai, K. Soska, N. Christin, "Adversarial Matching of Dark Net Market Vendor Accounts",
KDD 2019 (over 75 % precision and recall, on labels from heuristics); S. Fan and others, "Unveiling
the Darkness: Analysing Organised Crime on the Wall Street Market Darknet Marketplace using PGP
Public Keys", ARES 2024 (groups that share a key); E. Wilson, "Probable Inference, the Law of
Succession, and Statistical Inference", JASA 22, 1927 (the interval).
"""

import math
from typing import NamedTuple

_Z = 1.96


class Measured(NamedTuple):
    """Links of a kind that were drawn, and how many of them joined two persons."""

    links: int
    wrong: int

    @property
    def error(self) -> float:
        """The share that was wrong; nan where no link was drawn."""
        return self.wrong / self.links if self.links else math.nan

    @property
    def at_most(self) -> float:
        """The upper end of the share's 95 % interval; nan where no link was drawn.

        >>> round(Measured(40, 0).at_most, 3)
        0.088
        """
        if not self.links:
            return math.nan
        n, square = self.links, _Z * _Z
        middle = self.error + square / (2 * n)
        width = _Z * math.sqrt(self.error * (1 - self.error) / n + square / (4 * n * n))
        return min(1.0, (middle + width) / (1 + square / n))


ONE_HANDLE, TWO_HANDLES = "one handle", "two handles"

MEASURED = {
    ("key", TWO_HANDLES): Measured(40, 0),
    ("key", ONE_HANDLE): Measured(120, 0),
    ("e-mail", ONE_HANDLE): Measured(120, 0),
    ("picture", TWO_HANDLES): Measured(246, 206),
    ("wording", TWO_HANDLES): Measured(120, 80),
    ("handle elsewhere", ONE_HANDLE): Measured(1360, 124),
}
"""By kind of link, and by whether it joins one handle at two sites or two handles."""

BOUNDS = (("strong", 0.1), ("fair", 0.5), ("weak", 1.0))
"""Words for how strong a link is: no stronger than the most that its kind may err."""

NOT_MEASURED = "not measured"


def measured(by: str, handles: str) -> Measured:
    """Return how a kind of link did; no links where the generated pages have none."""
    return MEASURED.get((by, handles), Measured(0, 0))


def strength(kind: Measured) -> str:
    """Return how strong a link of a kind is, in a word.

    >>> strength(Measured(40, 0)), strength(Measured(40, 27)), strength(Measured(0, 0))
    ('strong', 'weak', 'not measured')
    """
    if not kind.links:
        return NOT_MEASURED
    return next(word for word, most in BOUNDS if kind.at_most <= most)
