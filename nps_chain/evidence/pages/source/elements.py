"""Elements and attributes of HTML, by what they mean to a reader, and where they end by themselves.

Source: the HTML standard, its parsing rules simplified.
"""


def _names(told: str) -> frozenset[str]:
    return frozenset(told.split())


LINKS = _names("href src action formaction cite poster data srcset")
"""Attributes that lead elsewhere."""

DULL = _names("style class width height itemtype integrity lang type charset http-equiv")
"""Attributes in which nobody tells anything."""

VOID = _names("area base br col embed hr img input link meta param source track wbr")
"""Elements without an inside."""

INLINE = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q"
    " s samp small span strike strong sub sup time tt u var wbr img svg path ruby rt object"
    " param meta link base source track area col embed script style template datalist noembed"
    " noframes iframe"
)
"""Elements that go on in the same line."""

SET_OFF = _names("a b strong em i u span cite font code mark kbd tt bdi pre")
"""Elements whose inside is set off from the rest."""

HEADINGS = _names("h1 h2 h3 h4 h5 h6")
CELLS = _names("td th")
TABLE = _names("table caption thead tbody tfoot tr td th")

ENDS = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "option": ("option",),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("td", "th", "tr"),
    "tbody": ("td", "th", "tr", "thead", "tbody"),
    "tfoot": ("td", "th", "tr", "thead", "tbody"),
}
"""What ends where an element opens, if it is open."""

BOUNDS = {"li": ("ul", "ol", "menu"), "dt": ("dl",), "dd": ("dl",), "option": ("select",)}
"""Beyond what nothing ends there; a table is such a bound for all."""

ENDS_PARAGRAPH = _names(
    "address article aside blockquote center details dir div dl dt dd li fieldset figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr main menu nav ol p pre section table ul"
)
"""Elements before which a paragraph ends."""
