"""How sites look: a few colours each, in a style that is part of the page.

A look is an indicator, too: a clone has the look of its original, and two strangers may have rented
one make of shop.
"""

from dataclasses import dataclass

_STYLE = """body{{margin:0 auto;max-width:56em;padding:0 1em 2em;background:{ground};color:{ink};\
font:16px/1.5 {font}}}
.synthetic{{background:#ffd400;color:#000;padding:.4em .8em;font:bold 14px/1.4 sans-serif;\
border:2px solid #000}}
header{{border-bottom:3px solid {accent};margin:1em 0}}
h1{{margin:.2em 0;font-size:1.6em;color:{accent}}}
h2{{font-size:1.15em;margin:1.2em 0 .3em;color:{accent}}}
nav{{font-size:.9em;opacity:.85}}
table{{border-collapse:collapse;width:100%}}
td,th{{border-bottom:1px solid {line};padding:.25em .5em;text-align:left;vertical-align:top}}
code,pre{{font:13px/1.4 monospace;overflow-wrap:anywhere}}
pre{{background:{panel};padding:.6em;overflow-x:auto;white-space:pre-wrap}}
.{box}{{background:{panel};border-left:4px solid {accent};padding:.4em .8em;margin:.6em 0}}
footer{{border-top:1px solid {line};margin-top:2em;font-size:.85em;opacity:.8}}"""


@dataclass(frozen=True)
class Look:
    """Colours and a typeface; what a box is called in the style; who made the site's software."""

    ground: str
    ink: str
    accent: str
    panel: str
    line: str
    font: str = "sans-serif"
    box: str = "box"
    made_with: str = ""

    @property
    def style(self) -> str:
        """The style sheet."""
        return _STYLE.format(**{name: getattr(self, name) for name in self.__dataclass_fields__})


LOOKS = {
    "custodial": Look("#10201c", "#dfe9e2", "#e8b04a", "#18302a", "#2c4a42", box="card",
                      made_with="Marrow 3.1"),
    "escrow": Look("#1b1b2b", "#e4e4f2", "#8fb7ff", "#26263c", "#3b3b58", box="panel",
                   made_with="Triquetra 0.9"),
    "shop-1": Look("#faf7f0", "#2b2620", "#7a3b2e", "#efe8da", "#d8ccb8", "serif", "note",
                   made_with="StallKit 2"),
    "shop-2": Look("#0f1418", "#d6dde3", "#57b6a6", "#182129", "#26343f", "monospace", "note",
                   made_with="StallKit 2"),
    "shop-3": Look("#ffffff", "#1c1c1c", "#3c3c8c", "#f0f0f6", "#d4d4e4", box="frame",
                   made_with="plain hand"),
    "forum": Look("#e9ebe6", "#20241f", "#4a6a3b", "#f6f8f3", "#c4cabd", box="post",
                  made_with="Sedge 1.4"),
    "paste": Look("#f4f4f4", "#222222", "#555555", "#ffffff", "#cccccc", "monospace", "paste"),
    "mixer": Look("#20161f", "#ecdfea", "#c77fb6", "#2f2230", "#4a374a", box="card"),
    "harm-reduction": Look("#f3faf8", "#1d2b28", "#1f7a6b", "#e2f2ee", "#bfded7"),
    "news": Look("#fffef9", "#1a1a1a", "#8a1c1c", "#f5f2e8", "#d9d4c4", "serif"),
    "pharmacy": Look("#ffffff", "#12302a", "#0b8457", "#eef8f3", "#c7e5d8"),
    "laboratory": Look("#f7f9fc", "#1c2733", "#23649e", "#e8eff7", "#c6d6e6"),
    "cooking": Look("#fff8ef", "#38281a", "#b3541e", "#fdecd8", "#ecd2b4", "serif", "post"),
    "charity": Look("#f5f8ff", "#1d2440", "#2f5bb7", "#e6edfc", "#c5d3f0"),
    "merchant": Look("#fcfaf6", "#2d2a26", "#a0741b", "#f3ecdc", "#e0d3b6"),
    "research": Look("#ffffff", "#222222", "#444444", "#f3f3f3", "#d6d6d6", "serif"),
    "garden": Look("#f6faf0", "#26301c", "#5a7d1f", "#e9f2dc", "#cddcb4", "serif"),
    "privacy": Look("#f7f5fb", "#2a2438", "#5d4a91", "#ebe6f6", "#d3cae6"),
    "police": Look("#f2f5f9", "#16202e", "#1d3f72", "#e2e9f3", "#bfcde0"),
    "parked": Look("#eeeeee", "#333333", "#777777", "#f8f8f8", "#dddddd"),
    "archive": Look("#f2f0ea", "#2a2a2a", "#5b5146", "#faf9f5", "#d6d0c2"),
    "gone": Look("#ffffff", "#333333", "#999999", "#f4f4f4", "#dddddd"),
}  # fmt: skip
