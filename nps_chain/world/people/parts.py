"""An amount cut into parts, as people do who don't want others to see the sum."""

from nps_chain.world.dice import Dice


def cut(dice: Dice, amount: int, many: int) -> list[int]:
    """Return so many parts of an amount, uneven, none below a third of an even one."""
    least = amount // many // 3
    weights = [dice.between(1, 1000) for _ in range(many)]
    over = amount - least * many
    parts = [least + over * weight // sum(weights) for weight in weights]
    parts[-1] += amount - sum(parts)
    return parts
