"""Names of onion services and addresses of web pages, also those that were made harmless.

An onion name has a checksum, by Tor's rule or by the one of this course, and the verdict says
which. Warnings write ``hxxp://name[.]onion`` so that nobody clicks by mistake; what is meant is
taken down.
"""

import re

from nps_chain.chain import onion
from nps_chain.evidence.pages.forms.letters import odd_letter, skeleton
from nps_chain.evidence.pages.forms.sought import Found, Sought

_DOT = r"(?:\.|\s?[\[({](?:\.|dot|точка|punct)[\])}]\s?)"
_SCHEME = r"(?:h(?:tt|xx)ps?(?:\[?:\]?)//)"
_TAIL = r"""(?::\d{1,5}+)?(?:/[^\s<>"'`\0|]*+)?"""
_ONION = re.compile(
    rf"(?<![^\W_])({_SCHEME}?+)((?:[a-z0-9-]{{1,63}}\.){{0,4}})([^\W_]{{16,70}}+)"
    rf"({_DOT})onion(?![\w-]){_TAIL}",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w.])[a-z2-7]{55}d(?![\w.])")
_URL = re.compile(rf"(?<![^\W_])(?:{_SCHEME}|www\.)[^\s<>\"'`\0|]{{1,2000}}+", re.IGNORECASE)
_END = ".,;:!?)]}»”’"
_HOST = re.compile(r"(\w+)://([^/?#]+)(.*)", re.DOTALL)


def find(sought: Sought) -> None:
    """Find onion names and web addresses in a text.

    What was found inside such an address before, as an address of coins in its path, stays.
    """
    rest = sought.rest
    for name in _ONION.finditer(sought.whole):
        if rest[name.start()] == sought.whole[name.start()]:
            _onion(sought, name)
    for name in sought.look(_BARE):
        if (verdict := onion.check(name[0])).public_key:
            found = Found("onion", *name.span(), f"{name[0]}.onion", True, verdict.why)
            sought.add(found)
    rest = sought.rest
    for url in _URL.finditer(sought.whole):
        if rest[url.start()] == sought.whole[url.start()]:
            _url(sought, url)


def _onion(sought: Sought, name: re.Match[str]) -> None:
    word = name[3]
    defanged = name[4] != "." or "x" in name[1].lower() or "[" in name[1]
    end = name.start() + len(name[0].rstrip(_END))
    if not word.isascii():
        right = onion.check(skeleton(word)).public_key is not None
        why = (
            f"It isn't all Latin: {odd_letter(word)}. With the letter that it looks like, its"
            f" checksum would be {'right' if right else 'wrong, too'}."
        )
        text = f"{word}.onion"
        sought.add(Found("onion", name.start(), end, text, False, why, "look-alike letter"))
        return
    text = f"{word.lower()}.onion"
    verdict = onion.check(text)
    valid = verdict.public_key is not None
    trap = "defanged" if defanged else ""
    if not valid:
        trap = "old version" if len(word) == 16 else "wrong checksum"
        trap = "wrong length" if len(word) not in (16, 56) else trap
    sought.add(Found("onion", name.start(), end, text, valid, verdict.why, trap))


def _url(sought: Sought, url: re.Match[str]) -> None:
    written = url[0].rstrip(_END)
    read = re.sub(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)", ".", written, flags=re.IGNORECASE)
    read = re.sub(r"^hxxp", "http", read, flags=re.IGNORECASE).replace("[:]", ":")
    trap = "defanged" if read.lower() != written.lower() else ""
    parts = _HOST.fullmatch(read)
    if parts:
        read = f"{parts[1].lower()}://{parts[2].lower()}{parts[3]}"
    elif "." not in read[4:]:
        return
    why = "It is the address of a web page; nothing was fetched from it."
    sought.add(Found("url", url.start(), url.start() + len(written), read, True, why, trap))
