"""Prices: a sum and its currency, in the ways in which people of several countries write them.

``1,500 EUR`` and ``1.500,00 EUR`` are the same sum, and ``0,125 BTC`` is an eighth of a coin: a
comma before three digits parts thousands in money of states, where nobody counts in thousandths. A
price is what a page asks or tells; whether anybody paid it is another matter.
"""

import re

from nps_chain.evidence.pages.forms.sought import Found, Sought

_TOLD = """
BTC XBT EUR USD GBP CHF RUB UAH BYN BYR MDL RON PLN CZK HUF BGN SEK NOK DKK TRY GEL AMD
AZN KZT KGS UZS TJS TMT CNY JPY INR ILS AED CAD AUD NZD ETH XMR LTC USDT USDC
"""
_CODES = _TOLD.split()
_WORDS = {
    "€": "EUR", "$": "USD", "£": "GBP", "₽": "RUB", "₴": "UAH", "₸": "KZT", "₿": "BTC", "฿": "BTC",
    "руб": "RUB", "рублей": "RUB", "евро": "EUR", "euro": "EUR", "euros": "EUR", "lei": "lei",
    "leu": "lei", "bitcoin": "BTC", "bitcoins": "BTC", "биткоин": "BTC", "биткоинов": "BTC",
    "btc": "BTC", "xbt": "BTC", "satoshi": "satoshi", "sat": "satoshi", "sats": "satoshi",
    "mbtc": "mBTC",
}  # fmt: skip
COINS = frozenset({"BTC", "mBTC", "satoshi", "XMR", "ETH", "LTC"})
"""Currencies that aren't a state's."""

_NAMES = {**{code.lower(): code for code in _CODES}, **_WORDS}
_NUMBER = r"\d{1,12}+(?:[ .,'\u00a0\u202f]\d{3}(?!\d)){0,4}+(?:[.,]\d{1,8}+)?"
_NAMED = "|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True))
_AFTER = re.compile(rf"(?<![\w.,])({_NUMBER})[ \u00a0\u202f]?({_NAMED})(?!\w)", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?<!\w)(?=[€$£₽₴₸₿฿A-Z])([€$£₽₴₸₿฿]|{'|'.join(_CODES)})[ \u00a0\u202f]?({_NUMBER})(?![\w])"
)


def find(sought: Sought) -> None:
    """Find prices in a text that people see."""
    if not sought.seen:
        return
    for match in sought.look(_AFTER):
        _keep(sought, match, match[1], match[2])
    for match in sought.look(_BEFORE):
        _keep(sought, match, match[2], match[1])


def _keep(sought: Sought, match: re.Match[str], number: str, named: str) -> None:
    currency = _NAMES[named.lower()]
    currency = "BTC" if currency == "XBT" else currency
    text = f"{amount(number, currency)} {currency}"
    why = "It is a sum with its currency; whether it was paid, no page can say."
    sought.add(Found("price", *match.span(), text, True, why))


def amount(written: str, currency: str) -> str:
    """Return a number with a point before its fraction, and nothing else between its digits.

    >>> amount("1.500,00", "EUR"), amount("0,125", "BTC"), amount("1,500", "EUR")
    ('1500.00', '0.125', '1500')
    """
    plain = re.sub(r"[ '\u00a0\u202f]", "", written)
    marks = [mark for mark in plain if mark in ".,"]
    if not marks:
        return plain
    last = max(plain.rfind("."), plain.rfind(","))
    whole, rest = re.sub("[.,]", "", plain[:last]), plain[last + 1 :]
    several = len(marks) > 1 and len(set(marks)) == 1
    thousands = len(rest) == 3 and (several or (currency not in COINS and plain[last] == ","))
    thousands = thousands or (several and len(rest) == 3)
    return whole + rest if thousands else f"{whole}.{rest}"
