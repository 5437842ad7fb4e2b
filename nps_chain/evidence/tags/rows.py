"""A tag or an actor as a row: its fields looked at one by one, and what is odd about them told.

The fields have passed the public schema. What is looked at here is what the schema lets through.
Nothing is corrected: what breaks a rule is left out, or kept as it is, with the reason.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from nps_chain.evidence.tags.problems import Problems
from nps_chain.evidence.tags.strict import address_of, day_of, txid_of
from nps_chain.evidence.tags.words import CONCEPTS, CONFIDENCE, COUNTRIES, TAG_TYPES
from nps_chain.harmless import BOX, harmless
from nps_chain.trace.texts import count

LONGEST = {
    "address": 200, "tx_hash": 200, "label": 200, "title": 200, "uri": 500, "source": 1000,
    "description": 1000, "context": 4000,
}  # fmt: skip
"""Characters of a text, by field."""

OTHERS = 100
"""Characters of a text in any other field."""

MOST_WORDS = 50
"""Concepts of a tag, aliases of an actor, and the like."""


def short(text: str, field: str) -> str:
    """Return a text of a field as one line of bounded length that shows what is in it."""
    return harmless(text, LONGEST.get(field, OTHERS))


class Rows:
    """Makes the rows of one pack.

    Parameters
    ----------
    pack, creator, date : str
        The pack, its maker, and its own date (empty for none).
    problems : Problems
        Where to tell what is odd.
    """

    def __init__(self, pack: str, creator: str, date: str, problems: Problems) -> None:
        self._pack, self._creator, self._date = pack, creator, date
        self._problems = problems
        self._unlisted: set[str] = set()
        self._unchecked: list[str] = []

    def tag(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Return a tag as a row of `nps_chain.evidence.tags.collection.Tags.frame`."""
        self._look(told)
        network = told.get("network", told["currency"])  # as the public tool fills it in
        address, txid = self._subject(told, network)
        confidence = self._chosen("confidence", told.get("confidence", "unknown"), CONFIDENCE)
        category, abuse = (short(told.get(field, ""), field) for field in ("category", "abuse"))
        # The public tool adds these two, so that a word is found wherever its maker put it.
        concepts = [*told.get("concepts", []), abuse, category]
        return {
            "address": address,
            "label": short(told["label"], "label"),
            "actor": short(told.get("actor", ""), "actor"),
            "category": category,
            "abuse": abuse,
            "concepts": self._words("concepts", concepts, CONCEPTS),
            "confidence": confidence,
            "sure": CONFIDENCE[confidence],
            "source": short(told["source"], "source"),
            "creator": self._creator,
            "date": self._day(told.get("lastmod")),
            "currency": short(told["currency"], "currency"),
            "network": short(network, "network"),
            "definer": told.get("is_cluster_definer", False),
            # What it says is the less, the less is known of it.
            "tag_type": self._chosen("tag_type", told.get("tag_type", "actor"), TAG_TYPES),
            "txid": txid,
            "context": short(told.get("context", ""), "context"),
            "pack": self._pack,
        }

    def actor(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Return an actor as a row of `nps_chain.evidence.tags.collection.Tags.actors`."""
        self._look(told)
        name, aliases = short(told["id"], "id"), told.get("aliases", [])
        lower = name.lower()
        simple = "".join(letter for letter in lower if letter.isascii() and letter.isalnum())
        if simple not in (name, *aliases):
            why = f"The public tool wants the id {simple!r} for {name!r}, or as one of its aliases."
            self._problems.break_ours("id", why)
        return {
            "id": name,
            "label": short(told["label"], "label"),
            "uri": short(told["uri"], "uri"),
            "categories": self._words("categories", told["categories"], CONCEPTS),
            "jurisdictions": self._words("jurisdictions", told.get("jurisdictions", []), COUNTRIES),
            "aliases": self._words("aliases", aliases, None),
            "context": short(told.get("context", ""), "context"),
            "date": self._day(told["lastmod"]),
            "creator": self._creator,
            "pack": self._pack,
        }

    def end(self) -> None:
        """Tell what is to be known of the pack as a whole."""
        self._problems.begin(0, 0)
        if words := sorted(self._unlisted):
            many = count(len(words), "word")
            why = f"{many} not on the public list, kept all the same: {_listed(words)}."
            self._problems.note("concepts", why)
        if self._unchecked:
            many = count(len(self._unchecked), "address")
            networks = _listed(sorted(set(self._unchecked)))
            self._problems.note("address", f"Not checked: {many} on other networks: {networks}.")

    def _look(self, told: Mapping[str, Any]) -> None:
        """Tell what can't be seen in a text, and of which there is more than is read."""
        for field, value in told.items():
            if not isinstance(value, str):
                continue
            most = LONGEST.get(field, OTHERS)
            if len(value) > most:
                why = f"{field} has {len(value):,} characters, and no more than {most:,} are read."
                self._problems.break_ours(field, why)
            elif BOX in harmless(value, len(value)) and BOX not in value:
                why = f"{field} holds signs that can't be seen, shown as {BOX}."
                self._problems.note(field, why)

    def _subject(self, told: Mapping[str, Any], network: str) -> tuple[str, str]:
        """Return the address and the txid that a tag is on, one of which is empty."""
        if "address" in told:
            address, why, checked = address_of(told["address"], network)
            if not checked:
                self._unchecked.append(short(network, "network"))
            field, found = "address", (address, "")
        else:
            txid, why = txid_of(told["tx_hash"], network)
            field, found = "tx_hash", ("", txid)
        if why:
            self._problems.break_ours(field, f"Its {field} {why}.")
        return found

    def _chosen(self, field: str, word: str, known: Mapping[str, Any]) -> str:
        """Return a word of a list; the last of the list, which says least, if it isn't on it."""
        if word in known:
            return word
        why = f"{field} is {harmless(word, 60)!r}, which is none of {', '.join(known)}."
        self._problems.break_ours(field, why)
        return list(known)[-1]

    def _day(self, given: Any) -> str:
        if given is None:
            return ""
        told, why = day_of(given)
        if not why and self._date and told[:10] > self._date[:10]:
            why = f"is {told}, after the pack's own, {self._date}"
        if why:
            self._problems.break_ours("lastmod", f"Its lastmod {why}.")
        return told

    def _words(
        self, field: str, given: Iterable[str], known: frozenset[str] | None
    ) -> tuple[str, ...]:
        """Return words, each once and sorted, and keep those in mind that are on no list."""
        words = sorted({word for one in given if (word := short(one, field))})
        if len(words) > MOST_WORDS:
            why = f"{field} has {len(words):,} words, and no more than {MOST_WORDS} are read."
            self._problems.break_ours(field, why)
        if known is not None:
            self._unlisted.update(set(words[:MOST_WORDS]) - known)
        return tuple(words[:MOST_WORDS])


def _listed(words: list[str]) -> str:
    return ", ".join(words[:MOST_WORDS]) + (", ..." if words[MOST_WORDS:] else "")
