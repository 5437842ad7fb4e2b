"""The texts of a scorecard: figures, tolerances, and by how much a measure misses."""

import math

from nps_chain.groundtruth.realism.published import Limit, Measure
from nps_chain.trace.texts import percent

NOT_KNOWN = "not known"


def figures_told(measure: Measure, figures: dict[str, float]) -> str:
    """Return figures in words; a single one has the name of its measure, and so needs none.

    Parameters
    ----------
    measure : Measure
        What is measured.
    figures : dict of str to float
        Its figures by name.
    """
    shown = [limit for limit in measure.limits if not limit.compares]
    return ", ".join(
        _named(measure, limit, _shown(figures[limit.figure], limit)) for limit in shown
    )


def real_told(measure: Measure) -> str:
    """Return the published figures of a measure in words.

    Parameters
    ----------
    measure : Measure
        What is measured.
    """
    only = measure.limits[0]
    if math.isnan(only.real):
        return f"{only.at_least:g} to {only.at_most:g} {only.unit}"
    return figures_told(measure, {limit.figure: limit.real for limit in measure.limits})


def tolerance_told(measure: Measure) -> str:
    """Return in words what is held to be near enough.

    Parameters
    ----------
    measure : Measure
        What is measured.
    """
    asked = [limit for limit in measure.limits if limit.asks]
    texts = {_limit_told(limit) for limit in asked}
    if len(texts) == 1:
        return ("each " if len(asked) > 1 else "") + texts.pop()
    return ", ".join(f"{limit.figure} {_limit_told(limit)}" for limit in asked)


def missed_told(measure: Measure, limit: Limit, here: float) -> str:
    """Return in words by how much a figure that isn't within its limits misses.

    Parameters
    ----------
    measure : Measure
        What is measured.
    limit : Limit
        The figure's limits.
    here : float
        The figure.
    """
    by = limit.misses(here)
    if math.isnan(by):
        text = NOT_KNOWN
    elif by == 0:
        text = f"not below {limit.below:g}"
    else:
        amount = f"{abs(by):.2f}" if abs(by) >= 0.01 else "under 0.01"
        text = f"{amount} too {'high' if by > 0 else 'low'}"
    return _named(measure, limit, text)


def _named(measure: Measure, limit: Limit, text: str) -> str:
    return f"{limit.figure} {text}" if len(measure.limits) > 1 else text


def _shown(number: float, limit: Limit) -> str:
    if math.isnan(number):
        return NOT_KNOWN
    if limit.unit == "%":
        return percent(number / 100)
    return f"{number:,.0f}" if limit.unit == "count" else f"{number:.2f}"


def _limit_told(limit: Limit) -> str:
    told = [] if math.isnan(limit.off) else [f"within {limit.off:g}"]
    if not (math.isnan(limit.at_least) or math.isnan(limit.at_most)):
        told.append(f"{limit.at_least:g} to {limit.at_most:g}")
    elif not math.isnan(limit.at_least):
        told.append(f"at least {limit.at_least:g}")
    elif not math.isnan(limit.at_most):
        told.append(f"at most {limit.at_most:.3g}")
    if not math.isnan(limit.below):
        told.append(f"below {limit.below:g}")
    return " and ".join(told)
