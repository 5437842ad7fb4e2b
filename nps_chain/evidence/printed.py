"""Documents that print well: one HTML file, without script, fetching nothing, the same bytes again.

A letter or a report is read on paper, in a court file, years later. So a document holds all that it
needs; its mark of handling and its title stand on every page; and whatever text comes from outside
is written as text.
"""

import base64
import html
from collections.abc import Iterable, Sequence

from nps_chain.evidence.handling import circle
from nps_chain.harmless import harmless

SYNTHETIC = "SYNTHETIC: invented for teaching. Nobody in this document is real."
"""What stands on documents about invented data."""

LONGEST = 2_000
"""Characters of a paragraph from outside."""

_FOOT = 70  # characters of the title at the foot of a page

_STYLE = """\
@page{size:A4;margin:20mm 18mm 22mm;
@top-center{content:MARK;font:bold 10pt sans-serif}
@bottom-left{content:FOOT;font:9pt sans-serif}
@bottom-right{content:counter(page) " / " counter(pages);font:9pt sans-serif}}
body{max-width:46em;margin:1.5em auto;padding:0 1em;font:12pt/1.45 Georgia,"DejaVu Serif",serif;
color:#000;background:#fff}
h1{font-size:1.5em;line-height:1.2;margin:.4em 0}h2{font-size:1.15em;margin:1.4em 0 .3em;
border-bottom:1px solid #000}h3{font-size:1em;margin:1em 0 .2em}
.mark{font:bold 11pt sans-serif;text-align:center;border:2px solid #000;padding:.2em}
.synthetic{font:10pt sans-serif;border:1px dashed #000;padding:.3em .5em}
table{border-collapse:collapse;width:100%;margin:.5em 0}
th,td{border:1px solid #888;padding:.2em .4em;text-align:left;vertical-align:top}
th{background:#eee}td.number{text-align:right;white-space:nowrap}
code{font:9.5pt/1.35 "DejaVu Sans Mono",Consolas,monospace;overflow-wrap:anywhere}
img{max-width:100%}figure{margin:1em 0;break-inside:avoid}figcaption{font-size:.9em}
tr,li{break-inside:avoid}h1,h2,h3{break-after:avoid}
table.pairs th{width:11em;font-weight:normal}
a{color:inherit}
sup{font-size:.7em;line-height:0}sup a{text-decoration:none;padding-left:.15em}
.finding{border-left:5px solid #000;padding:.1em 0 .1em .8em;margin:1em 0}
.finding.inference{border-left:5px double #000}.finding.attribution{border-left:5px dotted #000}
.finding p{margin:.3em 0}.of{font-size:.9em}.amount{white-space:nowrap}
.keep{break-inside:avoid}.next{break-after:avoid}h2.annex{break-before:page}
.coins td{font-size:10pt}.coins code{font-size:8pt}.coins td:first-child{white-space:nowrap}
.calls td{font-size:10pt}.calls td:last-child{width:48%}.calls code{font-size:8.5pt}
.terms{columns:2;font-size:.9em}.terms dt{font-weight:bold;break-after:avoid}
.terms dd{margin:0 0 .3em 1em;break-inside:avoid}
.signed{margin-top:2.5em;border-bottom:1px solid #000;width:20em}
"""


class Markup(str):
    """A piece of HTML that was made here; everything else is text, and is escaped."""

    __slots__ = ()


def text(given: object, most: int = LONGEST) -> Markup:
    """Return a text from anywhere as HTML: harmless, escaped, on one line."""
    if isinstance(given, Markup):
        return given
    return Markup(html.escape(harmless(given, most)))


def element(name: str, *inside: object, **attributes: str) -> Markup:
    """Return an element; what is inside is escaped unless it is `Markup`.

    A trailing ``_`` of an attribute's name is left out, as in ``class_``.

    Examples
    --------
    >>> element("p", "1 < 2", class_="sum")
    '<p class="sum">1 &lt; 2</p>'
    """
    told = "".join(
        f' {key.rstrip("_")}="{html.escape(harmless(value, LONGEST))}"'
        for key, value in attributes.items()
    )
    return Markup(f"<{name}{told}>{''.join(text(one) for one in inside)}</{name}>")


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> Markup:
    """Return a table; cells that are integers stand to the right."""
    top = element("tr", *(element("th", one, scope="col") for one in head))
    lines = [element("tr", *(_cell(one) for one in row)) for row in rows]
    return element("table", element("thead", top), element("tbody", *lines))


def pairs(rows: Iterable[tuple[object, object]]) -> Markup:
    """Return a table of what things are called, and what they are."""
    lines = [
        element("tr", element("th", name, scope="row"), element("td", told)) for name, told in rows
    ]
    return element("table", element("tbody", *lines), class_="pairs")


def image(png: bytes, alternative: str) -> Markup:
    """Return a picture, held in the document itself, with its words for those who can't see it."""
    told = html.escape(harmless(alternative, LONGEST))
    data = base64.b64encode(png).decode()
    return Markup(f'<img alt="{told}" src="data:image/png;base64,{data}">')


def document(
    title: str, parts: Iterable[Markup], *, handling: str, language: str = "en", invented: bool
) -> bytes:
    """Return a document.

    Parameters
    ----------
    title : str
        What stands in its head and in the window.
    parts : iterable of Markup
        What follows.
    handling : str
        Its TLP mark, which is repeated on every page.
    language : str
        Of its text, for whoever has it read aloud.
    invented : bool
        Whether it is about invented data; then it says so.
    """
    mark = circle(handling)
    head = [element("p", mark, class_="mark")]
    if invented:
        head.append(element("p", SYNTHETIC, class_="synthetic"))
    body = "\n".join([*head, element("h1", title), *parts, element("p", mark, class_="mark")])
    foot = f"{'SYNTHETIC. ' if invented else ''}{harmless(title, _FOOT)}"
    style = _STYLE.replace("MARK", f'"{mark}"').replace("FOOT", _style_text(foot))
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{text(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{body}\n"
        "</body>\n</html>\n"
    ).encode()


def _style_text(given: str) -> str:
    r"""Return a text as CSS has it, whatever is in it.

    >>> _style_text('a"}</style>')
    '"a\\22 \\7d \\3c \\2f style\\3e "'
    """
    safe = (
        one if (one.isascii() and one.isalnum()) or one == " " else f"\\{ord(one):x} "
        for one in given
    )  # fmt: skip
    return f'"{"".join(safe)}"'


def _cell(given: object) -> Markup:
    if isinstance(given, int) and not isinstance(given, bool):
        return element("td", f"{given:,}", class_="number")
    return element("td", given)
