"""A knob: a whole number that an instructor may turn, with its unit, its range and what it does.

Knobs stand in groups, frozen dataclasses of nothing but knobs. A group is checked when it is made,
so a scenario that exists is one that can be played.
"""

from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from typing import Any, ClassVar

from nps_chain.errors import NpsError


@dataclass(frozen=True)
class Knob:
    """What is known of a knob beside its value."""

    lowest: int
    highest: int
    unit: str
    about: str


def knob(default: int, lowest: int, highest: int, unit: str, about: str) -> Any:
    """Return the field of a group: its default, its range with both ends, unit and meaning."""
    return field(default=default, metadata={"knob": Knob(lowest, highest, unit, about)})


@dataclass(frozen=True, kw_only=True)
class Group:
    """Knobs that belong together."""

    name: ClassVar[str] = ""
    """What the group is called in a scenario and in its TOML file."""

    def __post_init__(self) -> None:
        for one in fields(self):
            self._check(one, getattr(self, one.name))

    @classmethod
    def knobs(cls) -> dict[str, Knob]:
        """Return the group's knobs by name."""
        return {one.name: one.metadata["knob"] for one in fields(cls)}

    @classmethod
    def unknown(cls, name: str) -> NpsError:
        """Return the error for a knob that isn't there, with the name that is most like it."""
        near = get_close_matches(name, cls.knobs(), 1, 0.5)
        if near:
            return NpsError(
                f"{cls.name}.{name:.80} is no knob; the nearest is {cls.name}.{near[0]}."
            )
        return NpsError(
            f"{cls.name}.{name:.80} is no knob; {cls.name} has {', '.join(cls.knobs())}."
        )

    def _check(self, one: "Field[Any]", value: Any) -> None:
        told: Knob = one.metadata["knob"]
        if type(value) is not int or not told.lowest <= value <= told.highest:
            raise NpsError(
                f"{self.name}.{one.name} is {value!r:.80}: give a whole number from"
                f" {told.lowest} to {told.highest} ({told.unit})."
            )
