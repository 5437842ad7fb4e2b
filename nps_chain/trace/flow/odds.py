"""What matches are worth: the share of deposits paid out, and the conclusion in words."""

import numpy as np


def share_paid(odds: np.ndarray) -> float:
    """Return the share of deposits paid out that makes these odds likeliest.

    By expectation and maximisation: given a share, each deposit was paid out with some probability;
    given these, the share is their mean.
    """
    share = 0.5
    for _ in range(1_000):
        before = share
        each = share * odds / (share * odds + (1 - share))
        share = float((each.sum() + 0.5) / (len(odds) + 1))
        if abs(share - before) < 1e-12:
            break
    return share


def conclusion(fitting: np.ndarray, by_chance: float, right: float) -> str:
    """Return what all candidates come to, in words."""
    deposits, matched = len(fitting), int((fitting > 0).sum())
    if not matched:
        return f"No payout fits any of {deposits:,} deposits in time and amount."
    told = (
        f"{matched:,} of {deposits:,} deposits have a payout that fits, and {by_chance:.1f} would"
        f" by chance. Of the best guesses, about {right:.1f} are right by this model"
    )
    if right >= 0.9 * matched:
        return f"{told}: nearly all. Confirm each by other means."
    if right >= 0.5 * matched:
        return f"{told}, {right / matched:.0%}. A single one is a lead, no finding."
    return f"{told}, {right / matched:.0%}. Time and amount don't tell which."
