"""A progress bar for long work, silent when the work is short.

It appears only after two seconds, so that lessons, which read small chains, print the same on every
machine.
"""

from tqdm.auto import tqdm


def progress(total: int | None, what: str, unit: str = "B") -> tqdm:
    """Return a bar to use in ``with``; call its ``update`` with what was done since."""
    return tqdm(total=total, desc=what, unit=unit, unit_scale=True, delay=2, leave=False)
