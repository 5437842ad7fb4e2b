"""A scenario: all knobs of a world, from a preset, from Python or from a TOML file.

A TOML file names a preset and turns some of its knobs; a table is a group, as in::

    preset = "classroom"

    [households]
    count = 250
    like_privacy = 120
"""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.world.knob import Group
from nps_chain.world.knobs import (
    GROUPS,
    Amounts,
    CoinJoins,
    Households,
    LookAlikes,
    Markets,
    Pages,
    Services,
    Story,
    Time,
    Traders,
    Wallets,
)
from nps_chain.world.presets import PRESETS

LARGEST = 1_000_000  # bytes of a TOML file

EARLIEST = 10
"""The day from which people have coins enough; a seed may move the story by one day."""

_BUSIEST = 100
"""Payments that a trader makes in a day, at most."""

_IN_ORDER = (
    ("first_sale", "purchase_1"), ("first_sale", "pages_1"), ("first_sale", "careless"),
    ("purchase_1", "exit"), ("pages_1", "exit"), ("pages_1", "pages_2"),
    ("quincegate_opens", "purchase_2"), ("quincegate_opens", "pages_2"),
    ("quincegate_opens", "arrest"), ("purchase_2", "purchase_3"), ("purchase_2", "pages_2"),
    ("arrest", "cash_out_to"), ("careless", "cash_out_to"), ("exit", "cash_out_to"),
    ("cash_out_from", "cash_out_to"),
)  # fmt: skip
"""Events of which the first makes sense only before the second, unless one is left out."""

_PARTS = (
    ("wallets", tuple(Wallets.knobs())),
    ("amounts", ("round_7", "round_6", "round_5", "round_4", "round_2", "exact")),
    ("households", tuple(name for name in Households.knobs() if name.startswith("to_"))),
)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What a world is played from, beside its seed.

    Each attribute but `preset`, the scenario that it started from, is a group of knobs; their
    ranges and units are in :mod:`nps_chain.world.knobs`. The default is the data set ``classroom``.

    Raises
    ------
    NpsError
        If knobs contradict each other.

    Examples
    --------
    >>> Scenario(households=Households(count=250)).households.count
    250
    """

    preset: str = "classroom"
    time: Time = field(default_factory=Time)
    households: Households = field(default_factory=Households)
    wallets: Wallets = field(default_factory=Wallets)
    amounts: Amounts = field(default_factory=Amounts)
    services: Services = field(default_factory=Services)
    traders: Traders = field(default_factory=Traders)
    markets: Markets = field(default_factory=Markets)
    coinjoins: CoinJoins = field(default_factory=CoinJoins)
    look_alikes: LookAlikes = field(default_factory=LookAlikes)
    story: Story = field(default_factory=Story)
    pages: Pages = field(default_factory=Pages)

    def __post_init__(self) -> None:
        if self.preset not in PRESETS:
            raise NpsError(f"{self.preset!r:.80} is no preset; there are {', '.join(PRESETS)}.")
        for group, names in _PARTS:
            if not sum(getattr(getattr(self, group), name) for name in names):
                raise NpsError(
                    f"All of {group}.{names[0]} to {group}.{names[-1]} are 0; give one a part."
                )
        if self.households.withdrawals_from > self.households.withdrawals_to:
            raise NpsError("households.withdrawals_from is more than households.withdrawals_to.")
        if self.look_alikes.victims > min(self.look_alikes.letters, self.households.count):
            raise NpsError(
                "look_alikes.victims is more than there are letters (look_alikes.letters) or"
                " households (households.count)."
            )
        if 0 < self.time.congested_from < EARLIEST:
            raise NpsError(
                f"time.congested_from is day {self.time.congested_from}: blocks are all but empty"
                f" before day {EARLIEST}, so nobody knows what they usually hold. Give a later day,"
                " or 0 for never."
            )
        if self.traders.payments_a_day > _BUSIEST * self.traders.count:
            raise NpsError(
                f"traders.payments_a_day is {self.traders.payments_a_day}: that is more than"
                f" {_BUSIEST} for each trader (traders.count)."
            )
        for name in Story.knobs():
            if getattr(self.story, name) > self.time.days:
                raise NpsError(
                    f"story.{name} is day {getattr(self.story, name)}, and the chain has"
                    f" {self.time.days} days (time.days): move it, or let the chain be longer."
                )
        for before, after in _IN_ORDER:
            early, late = getattr(self.story, before), getattr(self.story, after)
            if early and late and early >= late:
                raise NpsError(
                    f"story.{before} is day {early}, and story.{after} day {late}: the first must"
                    " come before the second."
                )
        if self.story.first_sale < EARLIEST:
            raise NpsError(
                f"story.first_sale is day {self.story.first_sale}: there are too few coins before"
                f" day {EARLIEST}."
            )

    @property
    def blocks(self) -> int:
        """How many blocks are mined."""
        return self.time.days * 24

    def groups(self) -> Iterator[Group]:
        """Yield the groups, in the order in which a file lists them."""
        for kind in GROUPS:
            yield getattr(self, kind.name)

    def turned(self, knobs: dict[str, dict[str, int]]) -> "Scenario":
        """Return a scenario with some knobs turned, given by group and name.

        Raises
        ------
        NpsError
            If there is no such knob, or it is out of its range.
        """
        new: dict[str, Any] = {}
        for group, values in knobs.items():
            old = next((one for one in self.groups() if one.name == group), None)
            if old is None:
                names = [kind.name for kind in GROUPS]
                near = get_close_matches(group, names, 1, 0.5)
                told = f"the nearest is {near[0]}" if near else f"there are {', '.join(names)}"
                raise NpsError(f"{group:.80} is no group of knobs; {told}.")
            if not isinstance(values, dict):
                raise NpsError(f"{group} is {values!r:.80}: it is a group, write [{group}].")
            for name in values:
                if name not in old.knobs():
                    raise old.unknown(name)
            new[group] = replace(old, **values)
        return replace(self, **new)

    @classmethod
    def of(cls, preset: str) -> "Scenario":
        """Return a scenario of the course: ``tiny``, ``classroom`` or ``large``.

        Raises
        ------
        NpsError
            If there is none of this name.

        Examples
        --------
        >>> Scenario.of("tiny").time.days
        30
        """
        if not isinstance(preset, str) or preset not in PRESETS:
            near = get_close_matches(preset, PRESETS, 1, 0.5) if isinstance(preset, str) else []
            told = f"the nearest is {near[0]}" if near else f"there are {', '.join(PRESETS)}"
            raise NpsError(f"{preset!r:.80} is no preset; {told}.")
        return cls(preset=preset).turned(PRESETS[preset])

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> "Scenario":
        """Return the scenario of a TOML file: a preset, and the knobs that the file turns.

        Raises
        ------
        NpsError
            If it can't be read, is no TOML, or has an unknown knob or one out of its range; the
            message names the file, the knob, its value, and what would be right.
        """
        path = Path(path)
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise NpsError(f"{path} can't be read: {error.strerror or error}.") from error
        if len(data) > LARGEST:
            raise NpsError(f"{path} has more than {LARGEST:,} bytes; no scenario is that long.")
        try:
            told = tomllib.loads(data.decode())
        except (ValueError, RecursionError) as error:
            raise NpsError(f"{path} is no TOML file in UTF-8: {error!s:.200}.") from error
        try:
            return cls.of(told.pop("preset", "classroom")).turned(told)
        except NpsError as error:
            raise NpsError(f"{path}: {error}") from error

    def to_toml(self) -> str:
        """Return all knobs as a TOML file that explains each; reading it gives this scenario."""
        lines = [
            "# All knobs of a scenario: what each does, its range, its unit.",
            f'preset = "{self.preset}"',
        ]
        for group in self.groups():
            lines += ["", f"[{group.name}]  # {(type(group).__doc__ or '').strip()}"]
            for name, told in group.knobs().items():
                lines.append(f"# {told.about} ({told.lowest} to {told.highest}, {told.unit})")
                lines.append(f"{name} = {getattr(group, name)}")
        return "\n".join(lines) + "\n"

    def differences(self, other: "Scenario") -> dict[str, tuple[int, int]]:
        """Return each knob that is another here, as ``group.name``: its value here and there."""
        return {
            f"{mine.name}.{one.name}": (getattr(mine, one.name), getattr(yours, one.name))
            for mine, yours in zip(self.groups(), other.groups(), strict=True)
            for one in fields(mine)
            if getattr(mine, one.name) != getattr(yours, one.name)
        }
