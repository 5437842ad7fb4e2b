"""Goods with invented codes, in seven groups after UNODC's; no code stands for a real substance.

A code and a price are all that is ever said of them.
"""

from nps_chain.world.dice import Dice
from nps_chain.world.pages import groups
from nps_chain.world.roles import Product

GROUPS: dict[str, str] = {code: names["en"].lower() for code, names in groups.GROUPS.items()}
"""What the letters of a code mean."""

_CODES = 4  # in each group
_UNITS = (10, 20, 50, 100)


def price_list(dice: Dice) -> tuple[Product, ...]:
    """Return what is sold in one world, ordered by code."""
    goods = []
    for group in GROUPS:
        for number in sorted(dice.some(range(101, 990), _CODES)):
            base = dice.between(20, 60) * 10**5  # satoshi for the smallest quantity
            step = dice.below(len(_UNITS))
            goods.append(
                Product(f"{group}-{number}", group, _UNITS[step], base * (2 + 3 * step) // 2)
            )
    return tuple(goods)
