"""Sums that people pay: some round, most not, few large.

How often a sum is a multiple of a power of ten was set so that the values on the chain are as round
as real ones (see the realism scorecard).
"""

from nps_chain.world.dice import HEAVY_TAIL, MODERATE, Dice

SMALLEST = 20_000
"""Satoshi: nobody pays less, since the fee would be felt."""


class Sums:
    """How people of one world choose sums.

    Parameters
    ----------
    rounding : dict
        The weight of each unit, in satoshi, that a sum may be a multiple of.
    """

    def __init__(self, rounding: dict[int, int]) -> None:
        self._units, self._weights = tuple(rounding), tuple(rounding.values())

    def about(self, dice: Dice, middle: int) -> int:
        """Return satoshi about `middle`, sometimes far from it."""
        return self.rounded(dice, dice.around(middle, HEAVY_TAIL))

    def near(self, dice: Dice, middle: int) -> int:
        """Return satoshi near `middle`."""
        return self.rounded(dice, dice.around(middle, MODERATE))

    def rounded(self, dice: Dice, amount: int) -> int:
        """Return a sum rounded as people round, or not."""
        unit = dice.weighted(self._units, self._weights)
        return max(amount // unit * unit or amount, SMALLEST)
