"""YAML from anybody, read as plain data: nothing is made, run or fetched, and all of it is bounded.

YAML can do more than a list of names needs: refer to itself until a small text stands for
gigabytes, ask for objects of a program to be made, include other files, name a field twice so that
two readers see two things. So its parser is asked for events only, and from these is built what a
pack may hold: mappings, lists, texts, and the few things that YAML takes unquoted words for. What
YAML would turn into something else than was written (0x12 into 18, a country NO into "no") is told,
not turned.

Source: YAML 1.1, as PyYAML and libyaml read it; GraphSense's tools use the same.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from nps_chain.errors import NpsError
from nps_chain.evidence.reading import text_of
from nps_chain.harmless import harmless

LARGEST = 16 * 1024 * 1024
"""Bytes of a file that is read."""

MOST_NODES = 1_000_000
"""Mappings, lists and texts in a file, those of an alias counted each time that it stands for them;
about 35,000 tags."""

DEEPEST = 20
"""Mappings and lists in each other."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER, _CONSTRUCTOR = yaml.resolver.Resolver(), yaml.constructor.SafeConstructor()
_PREFIX = "tag:yaml.org,2002:"
# libyaml compares each of these with all before it, so that 200,000 take it two minutes.
_TAG_DIRECTIVE = re.compile("(?:^|[\n\r\x85\u2028\u2029])%TAG")
_LONGEST = 60  # characters of a word that YAML takes for something else than a text


class Mapping(dict[str, Any]):
    """A mapping, and the line of the file in which it begins."""

    line: int = 0


@dataclass(frozen=True)
class NotText:
    """A word without quotation marks that YAML takes for something else than a text.

    Attributes
    ----------
    written : str
        As it stands there.
    taken_for : str
        Such as ``a number``.
    """

    written: str
    taken_for: str


@dataclass
class _Open:
    """A mapping or a list that isn't closed yet."""

    made: Mapping | list[Any]
    anchor: str | None
    key: str | None = None
    size: int = 1  # nodes in it, itself counted
    height: int = 1  # how deep it goes


@dataclass
class _Reading:
    name: str
    include: Callable[[str], Any] | None
    open: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int, int]] = field(default_factory=dict)
    nodes: int = 0
    found: list[Any] = field(default_factory=list)


def read_yaml(data: bytes, name: str, include: Callable[[str], Any] | None = None) -> Any:
    r"""Return what a YAML file holds: `Mapping`, list, str, bool, date, None, and `NotText`.

    Parameters
    ----------
    data : bytes
        The file, in UTF-8.
    name : str
        What to call it.
    include : callable, optional
        Returns the content of a file by its path. Asked only for ``header: !include path``.

    Raises
    ------
    NpsError
        If it is no YAML, or more than plain data of bounded size.

    Examples
    --------
    >>> read_yaml(b"label: A shop\nis_public: no\nconcepts: [shop, 12]", "x.yaml")["concepts"]
    ['shop', NotText(written='12', taken_for='a number')]
    """
    if len(data) > LARGEST:
        raise NpsError(f"{name} is larger than {LARGEST:,} bytes, the most that is read of a pack.")
    text = text_of(data, name)
    if _TAG_DIRECTIVE.search(text):
        raise NpsError(f"{name} names kinds of objects (%TAG), which are no plain data.")
    now = _Reading(name, include)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            _take(now, event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1:,}," if mark else ""
        reason = harmless(str(getattr(error, "problem", None) or error), 120)
        raise NpsError(f"{name}{where} is no YAML: {reason}.") from None
    return now.found[0] if now.found else None


def _take(now: _Reading, event: Any) -> None:
    if isinstance(event, yaml.ScalarEvent):
        _scalar(now, event)
    elif isinstance(event, yaml.AliasEvent):
        if event.anchor not in now.anchors:
            raise _wrong(now, event, f"refers to {_shown(event.anchor)}, which isn't there (yet)")
        value, size, height = now.anchors[event.anchor]
        _add(now, event, value, size, height, None)
    elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
        if event.tag not in (None, "!", _PREFIX + "map", _PREFIX + "seq"):
            raise _no_data(now, event)
        if len(now.open) >= DEEPEST:
            raise _wrong(now, event, f"has more than {DEEPEST} lists in each other")
        made: Mapping | list[Any] = Mapping() if isinstance(event, yaml.MappingStartEvent) else []
        if isinstance(made, Mapping):
            made.line = event.start_mark.line + 1
        now.open.append(_Open(made, event.anchor))
    elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
        done = now.open.pop()
        _add(now, event, done.made, done.size, done.height, done.anchor)


def _scalar(now: _Reading, event: Any) -> None:
    into = now.open[-1] if now.open else None
    if into is not None and isinstance(into.made, Mapping) and into.key is None:
        _key(now, event, into)
        return
    if event.tag == "!include":
        at_header = len(now.open) == 1 and into is not None and into.key == "header"
        if now.include is None or not at_header:
            raise _wrong(now, event, "includes a file, which is done only after 'header:'")
        value = now.include(event.value)
    elif event.tag not in (None, "!", _PREFIX + "str"):
        raise _no_data(now, event)
    else:
        value = _value(event.value) if event.tag is None and event.implicit[0] else event.value
    _add(now, event, value, 1, 0, event.anchor)


def _key(now: _Reading, event: Any, into: _Open) -> None:
    key = event.value
    if event.tag not in (None, "!", _PREFIX + "str") or event.anchor or key == "<<":
        raise _wrong(now, event, f"has the key {_shown(key)}, which is no plain text: write it out")
    if key in into.made:
        raise _wrong(now, event, f"has the key {_shown(key)} twice: keep one of them")
    into.key, into.size = key, into.size + 1


def _add(now: _Reading, event: Any, value: Any, size: int, height: int, anchor: str | None) -> None:
    """Put a value where it belongs, and count it."""
    now.nodes += size if isinstance(event, yaml.AliasEvent) else 1
    if now.nodes > MOST_NODES:
        raise _wrong(now, event, f"comes to more than {MOST_NODES:,} values: split the file")
    if len(now.open) + height > DEEPEST:
        raise _wrong(now, event, f"has more than {DEEPEST} lists in each other")
    if anchor is not None:
        now.anchors[anchor] = value, size, height
    if not now.open:
        if now.found:
            raise _wrong(now, event, "begins a second document: a pack is one")
        now.found.append(value)
        return
    into = now.open[-1]
    into.size, into.height = into.size + size, max(into.height, height + 1)
    if isinstance(into.made, list):
        into.made.append(value)
    elif into.key is None:
        raise _wrong(now, event, "has something else than a text for a key")
    else:
        into.made[into.key], into.key = value, None


def _value(written: str) -> Any:
    """Return what YAML takes a word for that stands without quotation marks."""
    if len(written) > _LONGEST:
        return written
    tag = _RESOLVER.resolve(yaml.ScalarNode, written, (True, False))
    kind = tag.removeprefix(_PREFIX)
    if kind == "str":
        return written
    if kind in ("bool", "null", "timestamp"):
        node = yaml.ScalarNode(tag, written)
        try:
            return getattr(_CONSTRUCTOR, f"construct_yaml_{kind}")(node)
        except ValueError:
            return NotText(written, "no real date")
    return NotText(written, "a number" if kind in ("int", "float") else "a sign of YAML's own")


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; a word that YAML takes for something else as written."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.written if isinstance(value, NotText) else value


def _no_data(now: _Reading, event: Any) -> NpsError:
    return _wrong(
        now, event, f"asks for {_shown(event.tag)}, which is no plain data: nothing is run"
    )


def _wrong(now: _Reading, event: Any, what: str) -> NpsError:
    return NpsError(f"{now.name}, line {event.start_mark.line + 1:,}, {what}.")


def _shown(given: str) -> str:
    return f"{harmless(given, 60)!r}"
