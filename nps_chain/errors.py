"""The errors that the library raises: one sentence a person can act on.

Whatever is wrong with a file, an address or a question, the message says what is wrong, where,
and what to do about it. All of these derive from :class:`NpsError`, so a caller can catch one type.
"""


class NpsError(Exception):
    """Any error that the library raises on purpose; its message is meant for the user."""

    def _render_traceback_(self) -> list[str]:
        """Show the reader of a notebook the sentence alone, not where in the library it arose."""
        return [f"{type(self).__name__}: {self}"]


class ChainError(NpsError):
    """Data that is no proper chain: damaged, cut off, contradictory, or of an unknown format."""


class AddressError(NpsError):
    """A text that is no address of the network asked for."""


class SetupError(NpsError):
    """This machine or folder can't do what set-up needs; the message gives the remedy."""
