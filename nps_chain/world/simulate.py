"""The door to the simulation: from the name of a preset and a seed to a world.

What it needs beside the course, the extra ``simulate``, is imported when a world is made and not
before; who only works with data sets never needs it.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from nps_chain.errors import NpsError
from nps_chain.world.scenario import Scenario

if TYPE_CHECKING:
    from nps_chain.world.world import World


def simulate(
    preset: str | os.PathLike[str] | Scenario = "classroom", seed: int = 0, *, validate: bool = True
) -> "World":
    """Return a simulated world: a chain in Bitcoin's format, and the truth about it.

    The same preset and seed give the same bytes on every machine, in each version of nps-chain.

    Parameters
    ----------
    preset : str, path or Scenario
        ``tiny``, ``classroom`` or ``large``; a TOML file (its name ends in ``.toml``), see
        :class:`~nps_chain.world.scenario.Scenario`; or a scenario.
    seed : int
        Not negative. Another seed tells the same story with other names, sums and days.
    validate : bool
        Whether Bitcoin Core's consensus code judges each block as it is found.

    Raises
    ------
    NpsError
        If there is no such preset, a knob is wrong, a package is missing, or a block is refused.
    """
    scenario = scenario_of(preset)
    if type(seed) is not int or not 0 <= seed < 1 << 63:
        raise NpsError(f"The seed {seed!r:.80} is none: give a whole number from 0 to 2**63-1.")
    from nps_chain.world.play import play

    return play(scenario, seed, validate=validate)


def scenario_of(preset: str | os.PathLike[str] | Scenario) -> Scenario:
    """Return the scenario that is meant: a preset's, a file's, or itself."""
    if isinstance(preset, Scenario):
        return preset
    if isinstance(preset, os.PathLike) or (isinstance(preset, str) and preset.endswith(".toml")):
        return Scenario.from_toml(Path(preset))
    return Scenario.of(preset)
