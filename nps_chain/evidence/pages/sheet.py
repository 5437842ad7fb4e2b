"""A saved page that was read: what was saved, its source, and what it consists of."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from nps_chain.evidence.pages.forms import embedded
from nps_chain.evidence.pages.saved import Saved
from nps_chain.evidence.pages.source.anatomy import Anatomy
from nps_chain.evidence.pages.source.dissect import dissect
from nps_chain.evidence.pages.source.encoding import decode
from nps_chain.harmless import harmless

_TITLE = 200  # characters that are shown


@dataclass(frozen=True)
class Sheet:
    """A page that was read: what was saved, its source, and what it consists of."""

    saved: Saved
    source: str
    encoding: str
    anatomy: Anatomy
    notes: tuple[str, ...]

    @property
    def file(self) -> str:
        """Its file."""
        return self.saved.file

    @property
    def title(self) -> str:
        """Its title, in one line."""
        return harmless(self.anatomy.title.text, _TITLE)

    @property
    def site(self) -> str:
        """Its host; where none is known, its folder."""
        try:
            host = urlsplit(self.saved.url).hostname or ""
        except ValueError:
            host = ""
        return host or self.file.rpartition("/")[0] or self.file

    @property
    def icon(self) -> str:
        """The hash of the icon that is written into it, empty if none is."""
        for each in self.anatomy.embedded:
            if each.icon:
                for file in embedded.files(self.source, each):
                    return embedded.digest(file.data) if file.data is not None else ""
        return ""


def read(saved: Saved) -> Sheet:
    """Return a page that was saved, taken apart."""
    source, encoding, odd = decode(saved.data) if saved.data else ("", "", "")
    anatomy = dissect(source)
    return Sheet(
        saved, source, encoding, anatomy, (*saved.notes, *filter(None, [odd]), *anatomy.notes)
    )
