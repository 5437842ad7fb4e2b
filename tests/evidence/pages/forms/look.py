"""A piece of a page, and what one kind of search finds in it."""

from nps_chain.evidence.pages.forms.sought import Sought
from nps_chain.evidence.pages.source.dissect import dissect


def sought(source, where="text"):
    """The text of a piece of a page, to be searched."""
    return next(Sought(layer) for layer in dissect(source).layers if layer.where == where)


def found(find, source, *given, where="text"):
    """What is found: type, text, whether it is valid, and what misleads."""
    text = sought(source, where)
    find(text, *given)
    return [(each.type, each.text, each.valid, each.trap) for each in text.found]


def whys(find, source, *given, where="text"):
    """Why each thing is what it is."""
    text = sought(source, where)
    find(text, *given)
    return [each.why for each in text.found]
