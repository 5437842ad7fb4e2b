"""A page before it is saved: what a site would answer on a day, whoever asks."""

from dataclasses import dataclass

from nps_chain.world.pages.looks import Look
from nps_chain.world.pages.marks import Mark


@dataclass(frozen=True)
class Draft:
    """A page of a site.

    Attributes
    ----------
    site, name : str
        The site, and the page's name within it: together they name the file.
    what : str
        What kind of page it is.
    where : str
        The path in its web address, from the slash on.
    title : str
        What its window says.
    look : Look
        Style.
    body : Mark
        What it says.
    kind : str
        In :data:`nps_chain.world.pages.page.KINDS`.
    malicious : bool
        Is it about substances for sale?
    language : str
        ``en``, ``ru`` or ``ro``.
    about : tuple of str
        Handles and names that it is about.
    core : bool
        Is it in the small set, too?
    icon : bytes
        The window's picture, a PNG.
    source : Mark, optional
        What only the page's source shows.
    """

    site: str
    name: str
    what: str
    where: str
    title: str
    look: Look
    body: Mark
    kind: str
    malicious: bool = False
    language: str = "en"
    about: tuple[str, ...] = ()
    core: bool = False
    icon: bytes = b""
    source: Mark | None = None
