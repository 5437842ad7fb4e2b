r"""Cells that a spreadsheet opens: a text that would be run as a formula is shown as text.

A label such as ``=HYPERLINK(...)`` is a formula to a spreadsheet, and a page or a tag may hold one
on purpose. So an apostrophe goes before what could begin a formula: at the beginning of a cell, and
also behind a semicolon, a quotation mark, a tab or the end of a line within it, for where a
semicolon parts columns (as in most of Europe) a spreadsheet cuts there. What already began with an
apostrophe there gets another one; so taking one away at each of these places gives back every text
as it was. Whole numbers are no texts, and are left alone.

Source: OWASP, CSV Injection.
"""

import re

_CUT = r'(\A|[;"\t\r\n])([ \u00a0]*)'  # where a cell begins, or a spreadsheet may think so
_BEGINS_FORMULA = re.compile(_CUT + r"(?=['=+\-@\uff1d\uff0b\uff0d\uff20])")
_PROTECTED = re.compile(_CUT + "'")


def protected(text: str) -> str:
    """Return a text as it goes into a cell.

    Examples
    --------
    >>> protected("=1+1"), protected("a; -2"), protected("'s")
    ("'=1+1", "a; '-2", "''s")
    """
    return _BEGINS_FORMULA.sub(r"\1\2'", text)


def plain(cell: str) -> str:
    """Return the text that was `protected`.

    Examples
    --------
    >>> plain("'=1+1"), plain("a; '-2"), plain("''s")
    ('=1+1', 'a; -2', "'s")
    """
    return _PROTECTED.sub(r"\1\2", cell)
