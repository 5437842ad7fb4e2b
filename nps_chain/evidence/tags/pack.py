"""A pack, read into rows: each tag with what its header says of it, and what is wrong, told.

Nothing is corrected. A tag that breaks a rule is left out, with the reason; or, if the reader says
that the rules of our own needn't hold, kept as it is, with the reason just the same.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from nps_chain.errors import NpsError
from nps_chain.evidence.tags.files import Content
from nps_chain.evidence.tags.schema import ACTOR, ACTOR_PACK, PACK, TAG, Field, faults
from nps_chain.evidence.tags.strict import address_of, day_of, txid_of
from nps_chain.evidence.tags.words import CONCEPTS, CONFIDENCE, COUNTRIES, TAG_TYPES
from nps_chain.evidence.tags.yaml_data import Mapping, plain
from nps_chain.harmless import BOX, harmless
from nps_chain.trace.texts import count

LONGEST = {"label": 200, "source": 1000, "context": 4000, "description": 1000, "title": 200,
           "uri": 500}  # fmt: skip
"""Characters of a text, by field; of others 100."""

MOST_WORDS = 50
"""Concepts of a tag, categories of an actor, and the like."""


class Problem(NamedTuple):
    """What is wrong with a pack or a tag.

    Attributes
    ----------
    file : str
        The pack.
    line : int
        Where the tag begins; 0 for the pack as a whole.
    tag : int
        Which of the pack's tags or actors, from 1; 0 for the pack as a whole.
    field : str
        Which field; empty for none.
    why : str
        A sentence.
    refused : bool
        Whether the tag was left out for it.
    """

    file: str
    line: int
    tag: int
    field: str
    why: str
    refused: bool


class Read(NamedTuple):
    """What a pack holds: its header, rows of tags or of actors, and what is wrong."""

    header: dict[str, Any]
    tags: list[dict[str, Any]]
    actors: list[dict[str, Any]]
    problems: list[Problem]


def read_pack(name: str, content: Content, *, strict: bool) -> Read:
    """Return the tags or actors of a pack.

    Parameters
    ----------
    name : str
        What to call the pack.
    content : Content
        What its file holds.
    strict : bool
        Whether tags that break a rule of our own are left out; those that break the public schema
        always are.

    Raises
    ------
    NpsError
        If the header breaks the public schema: then so does each tag.
    """
    told = content.told
    items = "actors" if "actors" in told and "tags" not in told else "tags"
    of_pack, of_each = (ACTOR_PACK, ACTOR) if items == "actors" else (PACK, TAG)
    for field, why in faults(told, of_each | of_pack):
        raise NpsError(f"{name} is refused: in its header, {field} {why}.")
    for field, rule in of_pack.items():
        if rule.mandatory and field not in told:
            raise NpsError(f"{name} is refused: its header has no {field}, which it must have.")
    now = _Pack(name, told, of_each, strict)
    header = now.header(content)
    rows = list(now.rows(told[items]))
    now.tell_words()
    if items == "actors":
        return Read(header, [], rows, now.problems)
    return Read(header, rows, [], now.problems)


class _Pack:
    """One pack, while it is read."""

    def __init__(self, name: str, told: Mapping, fields: dict[str, Field], strict: bool) -> None:
        self.name, self.fields, self.strict = name, fields, strict
        self.common = {field: value for field, value in told.items() if field in fields}
        self.creator = _short(told["creator"], "creator")
        self.problems: list[Problem] = []
        self.date = ""
        self.line = self.number = 0
        self.refused = False
        self.unlisted: set[str] = set()
        self.unchecked: Counter[str] = Counter()

    def tell(self, field: str, why: str, *, refused: bool) -> None:
        self.refused |= refused
        self.problems.append(Problem(self.name, self.line, self.number, field, why, refused))

    def header(self, content: Content) -> dict[str, Any]:
        told = content.told
        for field in content.overruled:
            self.tell(field, f"The {field} of the file is overruled by its header.", refused=False)
        if "lastmod" in told:
            self.date, why = day_of(told["lastmod"])
            if why:
                raise NpsError(f"{self.name} is refused: in its header, lastmod {why}.")
            self.common["lastmod"] = self.date
        texts = {field: _short(told.get(field, ""), field)
                 for field in ("title", "creator", "description", "owner")}  # fmt: skip
        public = told.get("is_public", False)
        hashes = {"sha256": content.sha256, "header": content.header}
        items = "actors" if "id" in self.fields else "tags"
        return {
            "pack": self.name,
            "items": items,
            **texts,
            "is_public": public,
            "date": self.date,
            **hashes,
        }

    def rows(self, items: list[Any]) -> Iterator[dict[str, Any]]:
        seen: dict[tuple[Any, ...], int] = {}
        for self.number, item in enumerate(items, 1):
            self.line, self.refused = getattr(item, "line", 0), False
            if not isinstance(item, Mapping):
                self.tell("", "It has no fields, such as label.", refused=True)
                continue
            row = self.row(item)
            if self.refused or row is None:
                continue
            first = seen.setdefault(self.name_of(row), self.number)
            if first != self.number:
                again = "has the id of" if "id" in row else "says again what is said by"
                self.tell("", f"It {again} number {first:,}.", refused=True)
                continue
            yield row
        self.line = self.number = 0

    def name_of(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """Return that by which a row is told from others: an actor's id, all of a tag."""
        return (row["id"],) if "id" in row else tuple(row.values())

    def row(self, item: Mapping) -> dict[str, Any] | None:
        if isinstance(item.get("context"), Mapping):  # as good as its JSON in quotation marks
            item["context"] = json.dumps(plain(item["context"]), ensure_ascii=False)
        for field, why in faults(item, self.fields):
            unknown = field not in self.fields
            where = harmless(field, 60) or "A field"
            self.tell(where, f"{where} {why}.", refused=self.strict or not unknown)
        told = _unpacked({**self.common, **item})
        missing = [field for field, rule in self.fields.items()
                   if rule.mandatory and field not in told and field not in _SUPPLIED]  # fmt: skip
        for field in missing:
            self.tell(field, f"It has no {field}, which it must have.", refused=True)
        if self.refused:
            return None
        for field, value in told.items():
            if isinstance(value, str) and field in self.fields:
                self.look(field, value)
        return self.actor(told) if "id" in self.fields else self.tag(told)

    def look(self, field: str, value: str) -> None:
        """Tell what can't be seen in a text, and what is more than is read of it."""
        if len(value) > LONGEST.get(field, 100):
            self.tell(
                field,
                f"{field} has {len(value):,} characters, more than {LONGEST.get(field, 100):,}.",
                refused=self.strict,
            )
        elif BOX in harmless(value, len(value)) and BOX not in value:
            self.tell(field, f"{field} holds signs that can't be seen, shown as {BOX}.",
                      refused=False)  # fmt: skip

    def tag(self, told: dict[str, Any]) -> dict[str, Any] | None:
        if ("address" in told) == ("tx_hash" in told):
            self.tell(
                "address", "It must have an address or a tx_hash, and not both.", refused=True
            )
            return None
        network = _short(told.get("network", told["currency"]), "network")
        confidence = told.get("confidence", "unknown")
        if confidence not in CONFIDENCE:
            self.tell("confidence", f"confidence is {harmless(confidence, 60)!r}, which is none of"
                      f" {', '.join(CONFIDENCE)}.", refused=self.strict)  # fmt: skip
            confidence = "unknown"
        kind = told.get("tag_type", "actor")
        if kind not in TAG_TYPES:
            self.tell("tag_type", f"tag_type is {harmless(kind, 60)!r}, which is none of"
                      f" {', '.join(TAG_TYPES)}.", refused=self.strict)  # fmt: skip
            kind = "mention"
        address, txid = self.subject(told, network)
        category, abuse = (_short(told.get(field, ""), field) for field in ("category", "abuse"))
        # As GraphSense's tool does, so that a word is found wherever its maker put it.
        given = [*told.get("concepts", []), abuse, category]
        return {
            "address": address,
            "label": _short(told["label"], "label"),
            "actor": _short(told.get("actor", ""), "actor"),
            "category": category,
            "abuse": abuse,
            "concepts": self.words("concepts", given),
            "confidence": confidence,
            "sure": CONFIDENCE[confidence],
            "source": _short(told["source"], "source"),
            "creator": self.creator,
            "date": self.day(told.get("lastmod")),
            "currency": _short(told["currency"], "currency"),
            "network": network,
            "definer": told.get("is_cluster_definer", False),
            "tag_type": kind,
            "txid": txid,
            "context": _short(told.get("context", ""), "context"),
            "pack": self.name,
        }

    def subject(self, told: dict[str, Any], network: str) -> tuple[str, str]:
        """Return the address and the txid that a tag is on, one of which is empty."""
        if "address" in told:
            address, why, checked = address_of(told["address"], network)
            if not checked:
                self.unchecked[network] += 1
            field, found = "address", (address, "")
        else:
            txid, why = txid_of(told["tx_hash"], network)
            field, found = "tx_hash", ("", txid)
        if why:
            self.tell(field, f"Its {field} {why}.", refused=self.strict)
        return found

    def day(self, given: Any) -> str:
        if given is None:
            return ""
        told, why = day_of(given)
        if not why and self.date and told[:10] > self.date[:10]:
            why = f"is {told}, after the pack's own, {self.date}"
        if why:
            self.tell("lastmod", f"Its lastmod {why}.", refused=self.strict)
        return told

    def actor(self, told: dict[str, Any]) -> dict[str, Any]:
        told_id = _short(told["id"], "id")
        aliases = self.words("aliases", told.get("aliases", []))
        simple = "".join(
            letter for letter in told_id.lower() if letter.isascii() and letter.isalnum()
        )
        if simple not in (told_id, *aliases):
            self.tell("id", f"Its id is {told_id!r}: the public tool wants {simple!r} for it, or as"
                      " one of its aliases.", refused=self.strict)  # fmt: skip
        return {
            "id": told_id,
            "label": _short(told["label"], "label"),
            "uri": _short(told["uri"], "uri"),
            "categories": self.words("categories", told["categories"]),
            "jurisdictions": self.words("jurisdictions", told.get("jurisdictions", [])),
            "aliases": aliases,
            "context": _short(told.get("context", ""), "context"),
            "date": self.day(told["lastmod"]),
            "creator": self.creator,
            "pack": self.name,
        }

    def words(self, field: str, given: list[str]) -> tuple[str, ...]:
        """Return words, each once and sorted, and keep those in mind that are on no list."""
        words = [word for word in dict.fromkeys(_short(one, field) for one in given) if word]
        if len(words) > MOST_WORDS:
            self.tell(field, f"{field} has {len(words):,} words, more than {MOST_WORDS}.",
                      refused=self.strict)  # fmt: skip
        known = {"aliases": words, "jurisdictions": COUNTRIES}.get(field, CONCEPTS)
        self.unlisted.update(word for word in words if word not in known)
        return tuple(sorted(words[:MOST_WORDS]))

    def tell_words(self) -> None:
        if words := sorted(self.unlisted):
            told = ", ".join(words[:MOST_WORDS]) + (", ..." if words[MOST_WORDS:] else "")
            why = f"{count(len(words), 'word')} not on the public list, kept all the same: {told}."
            self.tell("concepts", why, refused=False)
        for network, many in sorted(self.unchecked.items()):
            self.tell("address", f"Addresses on {network!r} aren't checked"
                      f" ({count(many, 'tag')}).", refused=False)  # fmt: skip


_SUPPLIED = ("network", "confidence")  # as the public tool supplies them

OURS = "nps_chain"
"""In the context of a tag: what the public schema has no other room for."""

_PACKED = 20_000  # characters of such a context


def _short(text: str, field: str) -> str:
    return harmless(text, LONGEST.get(field, 100))


def _unpacked(told: dict[str, Any]) -> dict[str, Any]:
    """Return a tag or an actor with what its writer put into its context for want of room.

    Only what is missing is filled in, so that both tools read the same of what both can read.
    """
    context = told.get("context")
    if not isinstance(context, str) or OURS not in context or len(context) > _PACKED:
        return told
    try:
        kept = json.loads(context)[OURS]
        texts = {field: kept[field] for field in ("category", "abuse", "context") if field in kept}
        lists = {field: kept[field] for field in ("concepts", "categories", "jurisdictions")
                 if field in kept}  # fmt: skip
        words = [word for given in lists.values() for word in given]
    except (ValueError, KeyError, TypeError, RecursionError):
        return told
    if not all(isinstance(one, str) for one in [*texts.values(), *words]):
        return told
    full = {**texts, **told, **{field: [*told.get(field, []), *lists[field]] for field in lists}}
    del full["context"]
    return full | {"context": texts["context"]} if texts.get("context") else full
