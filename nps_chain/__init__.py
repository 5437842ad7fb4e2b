"""nps-chain: tracing cryptocurrency on chains whose truth is known, and on real ones.

The public face. Names are loaded when they are first used (PEP 562), so that ``import nps_chain``
costs next to nothing and a lesson pays only for what it asks for.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_FACE = {
    "load": "chain.store",
    "read": "chain.readers",
    "Chain": "chain.tables",
    "mempool": "chain.mempool",
    "NpsError": "errors",
    "change": "trace.change",
    "explain_change": "trace.change",
    "ask_rules": "trace.change",
    "change_output": "trace.change",
    "coinjoins": "trace.coinjoin",
    "interpretations": "trace.coinjoin",
    "interpretations_of": "trace.coinjoin",
    "cluster": "trace.cluster",
    "taint": "trace.taint",
    "compare_policies": "trace.taint",
    "follow": "trace.flow",
    "trail": "trace.flow",
    "paths": "trace.flow",
    "peel": "trace.flow",
    "match": "trace.flow",
    "activity": "trace.activity",
    "fees": "trace.fees",
    "services": "trace.services",
    "stops": "trace.services",
    "folder": "evidence.folder",
    "pages": "evidence.pages",
    "pgp_key": "evidence.pgp",
    "pgp_signature": "evidence.pgp",
    "tags": "evidence.tags",
    "bag": "evidence.bag",
    "verify": "evidence.bag",
    "deconflict": "evidence.deconflict",
    "report": "evidence.report",
    "draw": "show.pictures",
    "explore": "show.explorer.explore",
    "replay": "show.explorer.record.replay",
    "truth": "groundtruth.store",
    "simulate": "world.simulate",
    "exhibit": "exhibits",
    "score": "groundtruth.score",
    "compare_rules": "groundtruth.change_rules",
    "compare_scores": "groundtruth.compare_scores",
    "vote_curve": "groundtruth.change_rules",
    "services_apart": "groundtruth.services_apart",
    "realism": "groundtruth.realism",
    "letter": "course.counterparts",
    "check": "course.lesson",
    "hint": "course.lesson",
    "progress": "course.lesson",
    "glossary": "course.glossary",
}

__all__ = sorted(_FACE)


def __getattr__(name: str) -> Any:
    """Import the module that holds a public name, the first time the name is used."""
    if name not in _FACE:
        raise AttributeError(f"nps_chain has no {name!r}; it has {', '.join(__all__)}")
    value = getattr(import_module(f"nps_chain.{_FACE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_FACE])
