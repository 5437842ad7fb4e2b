"""Put the lessons and the data sets into a built wheel, so that it can set up a course by itself.

Hatchling runs this while it builds. An editable install reads both from the checkout, and gets
nothing.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CourseInWheel(BuildHookInterface):
    """Adds ``nps_chain/_course`` to a wheel; solutions and instructors' notes stay out of it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folders to add; called by hatchling before it builds."""
        if version == "editable":
            return
        for folder in ("notebooks", "datasets"):
            source = str(Path(self.root) / folder)
            build_data["force_include"][source] = f"nps_chain/_course/{folder}"
