"""What a text is when it is no Bitcoin address: recognised by its form, and said kindly.

Notes and pages mix up transaction ids, web addresses, other coins and, worst, secrets. A person who
pastes one of them is helped by hearing what it is. Recognition by form is a hint and no more: that
64 hexadecimal digits are a transaction id is likely, not sure.
"""

import re
import unicodedata

LONGEST = 1000  # characters; nothing that is recognised here is longer

_SECRET = "whoever reads it can take the money, so handle it as a secret and keep it out of notes"
_B58 = "[1-9A-HJ-NP-Za-km-z]"

# The first form that fits decides.
_FORMS = [
    (re.compile(form), f"It looks like {what}.")
    for form, what in [
        (rf"[59]{_B58}{{50}}|[KLc]{_B58}{{51}}", f"a private key: {_SECRET}"),
        (rf"6P{_B58}{{56}}", f"a private key locked with a password: {_SECRET}"),
        (rf"[A-Za-z]prv{_B58}{{107}}", f"the private key of a whole wallet: {_SECRET}"),
        (r"([a-z]{3,8}\s+){11,23}[a-z]{3,8}", f"the recovery words of a wallet: {_SECRET}"),
        (rf"[A-Za-z]pub{_B58}{{107}}", "an extended public key, from which many addresses follow"),
        (
            r"[0-9A-Fa-f]{64}",
            "a transaction id or a block hash; but a private key may have this form too, "
            "so find out which before sharing it",
        ),
        (r"0[23][0-9A-Fa-f]{64}|04[0-9A-Fa-f]{128}", "a public key, which is no address by itself"),
        (r"0x[0-9A-Fa-f]{40}", "an address of Ethereum or of a chain that is like it"),
        (r"[0-9A-Fa-f]{40}", "a hash or a PGP fingerprint"),
        (r"script:[0-9a-f]{16}", "our name for a locking script that has no address"),
        (r"(?i:bitcoin:.*)", "a payment link; the address is what follows the colon, up to a '?'"),
        (r"(?i:ln(bc|tb|tbs|bcrt)[0-9]*[munp]?1.+)", "a Lightning invoice"),
        (r"(?i:lnurl1.+)", "a Lightning payment link"),
        (r"(?i:(ltc|tltc)1.+)", "an address of Litecoin"),
        (r"(?i:(bitcoincash|bchtest):.+)", "an address of Bitcoin Cash"),
        (r"(?i:addr1.+)", "an address of Cardano"),
        (rf"[48][0-9AB]{_B58}{{93}}|4{_B58}{{105}}", "an address of Monero"),
        (r"(?i:(https?://)?([a-z0-9-]+\.)*([a-z2-7]{16}|[a-z2-7]{56})\.onion(/.*)?)",
         "the address of an onion service"),
        (r"(?i:[a-z][a-z0-9+.-]*://.*|www\..+)", "the address of a web page"),
        (r"[^@\s]+@[^@\s]+\.[A-Za-z]+", "an e-mail address"),
    ]
]  # fmt: skip

#: Version bytes of Base58Check addresses that other coins use.
OTHER_COINS = {
    22: "Dogecoin",
    30: "Dogecoin",
    48: "Litecoin",
    50: "Litecoin",
    16: "Dash",
    76: "Dash",
    65: "Tron",
}


def recognise(text: str) -> str | None:
    """Return in a sentence why ``text`` can't be an address, by its form; None if it may be one."""
    if not text:
        return "There is no text."
    if len(text) > LONGEST:
        return f"With {len(text)} characters it is too long to be an address."
    for form, sentence in _FORMS:
        if form.fullmatch(text):
            return sentence
    if "..." in text or "…" in text:
        return "It is shortened: find the whole address at its source."
    for place, character in enumerate(text, 1):
        if character.isspace():
            return f"Character {place} is a space or a line break, which no address has: remove it."
        if not "!" <= character <= "~":
            name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
            return f"Character {place} is {name!r}, which no address has, though it may look alike."
    return None
