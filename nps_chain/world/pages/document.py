"""A whole HTML document: safe to open, and marked as invented wherever one looks.

No scripts, nothing to click, nothing from elsewhere: a rule in its head forbids the browser to
fetch anything, and pictures lie in the page itself. A banner that can't be overlooked and a tag in
the head say SYNTHETIC.
"""

import html
from base64 import b64encode

from nps_chain.world.pages.looks import Look
from nps_chain.world.pages.marks import NOTHING, Mark, lines

SYNTHETIC = "SYNTHETIC: invented for teaching. Nothing on this page is real or for sale."
"""What stands at the top of each page, and in its head."""

_TRANSLATED = {
    "en": "",
    "ru": " СИНТЕТИЧЕСКИЕ ДАННЫЕ: всё вымышлено для обучения.",
    "ro": " DATE SINTETICE: totul este inventat, pentru instruire.",
}


def document(
    *,
    title: str,
    language: str,
    look: Look,
    body: Mark,
    icon: bytes = b"",
    source: Mark | None = None,
) -> Mark:
    """Return a page.

    Parameters
    ----------
    title, language : str
        What the window says; ``en``, ``ru`` or ``ro``.
    look : Look
        Style and maker.
    body : Mark
        What stands below the banner.
    icon : bytes
        A PNG for the window, or none.
    source : Mark, optional
        What stands at the end of the document's source.
    """
    made = f'<meta name="generator" content="{html.escape(look.made_with)}">'
    data = b64encode(icon).decode()
    head = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta name="synthetic" content="{SYNTHETIC}">',
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">",
        '<meta name="robots" content="noindex, nofollow">',
        '<meta name="referrer" content="no-referrer">',
        *([made] if look.made_with else []),
        f"<title>{html.escape(title, quote=False)}</title>",
        *([f'<link rel="icon" href="data:image/png;base64,{data}">'] if icon else []),
        f"<style>\n{look.style}\n</style>",
        "</head>",
        "<body>",
        f'<div class="synthetic">{SYNTHETIC}{_TRANSLATED[language]}</div>',
    ]
    end = [Mark("</body>"), source or NOTHING, Mark("</html>\n")]
    return lines(Mark("\n".join(head)), body, *end)
