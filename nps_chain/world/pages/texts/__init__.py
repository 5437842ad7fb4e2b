"""What pages say, in English, Russian and Romanian: TOML files, a folder a language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def texts(language: str, theme: str) -> dict[str, Any]:
    """Return a file of texts: ``texts("ro", "vendor")``."""
    place = files("nps_chain.world.pages.texts").joinpath(language, f"{theme}.toml")
    return tomllib.loads(place.read_text("utf-8"))
