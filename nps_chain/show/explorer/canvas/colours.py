"""What nodes are coloured by, each colour with a mark that tells the same.

Colours are Okabe and Ito's; seven can be told apart, also by most who are colour blind. Each goes
with a letter in the node, so a grey print loses nothing. What comes after the seventh is grey, with
a number. Letters go by order of appearance, so a node that is added changes none of those before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nps_chain.show import style
from nps_chain.show.explorer.canvas.drawn import Sign
from nps_chain.show.explorer.canvas.seen import Seen
from nps_chain.show.explorer.canvas.words import cut
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.known.kinds import words
from nps_chain.show.explorer.scenes.scene import Scene
from nps_chain.trace.texts import count

WHITE, DARK, GREY = "#FFFFFF", style.OUTLINE, style.FAINT
"""Of a node of which nothing is told; of a transaction; of what comes after the seventh colour."""

RAMP = ("#FEEDDE", "#FDBE85", "#FD8D3C", "#E6550D", "#A63603")
"""For shares of taint: up to a fifth, two fifths, and so on; each darker than the one before."""

KINDS = {
    "exchange": "E",
    "market": "M",
    "vendor": "V",
    "mixer": "X",
    "mixing": "X",
    "wallet": "W",
    "miner": "P",
    "mining": "P",
    "deposit": "D",
}
"""The letter of a kind that has one of these words in it; all others are grey.

A question mark after it says that a rule thinks so, and nobody says it.
"""

_LETTERS = "ABCDEFG"
_KIND_LETTERS = tuple(dict.fromkeys(KINDS.values()))


class Paint(NamedTuple):
    """How a node is filled, and what is written in it."""

    fill: str
    mark: str = ""


@dataclass(frozen=True)
class Painted:
    """The paint of each node, and what it means.

    Attributes
    ----------
    paint : mapping of str to Paint
        By name of the node.
    signs : tuple of Sign
        Of each paint that occurs.
    """

    paint: Mapping[str, Paint]
    signs: tuple[Sign, ...]


def ink(fill: str) -> str:
    """Return the colour, black or white, in which a mark on a fill reads best.

    The two differ by the relative luminance of the fill, as WCAG 2 defines it.

    >>> ink("#F0E442"), ink("#0072B2")
    ('#000000', '#FFFFFF')
    """
    parts = [int(fill[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # There, black and white differ from it alike.
    return "#000000" if luminance > 0.179 else WHITE


def painted(facts: Facts, scene: Scene, seen: Seen) -> Painted:
    """Return the paint of all nodes that are seen, but those for what is left out."""
    return _BY[scene.colour](facts, scene, seen)


def percent(tainted: int, value: int) -> str:
    """Return a share of taint as it is written in a node; an empty text if there is none.

    >>> percent(37, 100), percent(1, 1000), percent(999, 1000), percent(0, 5), percent(5, 5)
    ('37%', '<1%', '>99%', '', '100%')
    """
    if not tainted:
        return ""
    if 100 * tainted < value:
        return "<1%"
    if 99 * value < 100 * tainted < 100 * value:
        return ">99%"
    return f"{(200 * tainted + value) // (2 * value)}%"


def _plain(seen: Seen) -> dict[str, Paint]:
    return {f"t{row}": Paint(DARK) for row in seen.transactions}


def _lettered(order: Iterable[object]) -> dict[object, Paint]:
    """Return a paint for each of some things, in the order of their appearance."""
    paints = {}
    for place, one in enumerate(dict.fromkeys(order)):
        if place < len(_LETTERS):
            paints[one] = Paint(style.PALETTE[place], _LETTERS[place])
        else:
            paints[one] = Paint(GREY, str(place + 1))
    return paints


def _signs(order: Iterable[Paint], used: Mapping[Paint, str], others: str) -> tuple[Sign, ...]:
    """Return what the paints that are used mean, in this order; all grey ones as one."""
    told = {paint: used[paint] for paint in order if paint in used}
    signs = [(f"fill:{paint.fill}", paint.mark, text) for paint, text in told.items()]
    grey = [mark for fill, mark, _ in signs if fill == f"fill:{GREY}"]
    if len(grey) > 1:
        signs = [sign for sign in signs if sign[1] not in grey]
        signs.append((f"fill:{GREY}", f"{grey[0]} …", others))
    return tuple(signs)


def _by_cluster(facts: Facts, scene: Scene, seen: Seen) -> Painted:
    sizes: dict[int, int] = {}
    for row in seen.met:
        label = facts.cluster(row, scene.as_of)
        if label not in sizes:
            sizes[label] = facts.size(row, scene.as_of)
    paints = _lettered(label for label, size in sizes.items() if size > 1)
    paint, used = _plain(seen), dict[Paint, str]()
    for name, rows in seen.holders.items():
        label = facts.cluster(rows[0], scene.as_of)
        paint[name] = paints.get(label, Paint(WHITE))
        if label in paints:
            used[paint[name]] = f"cluster of {count(sizes[label], 'address')} (inference)"
    return Painted(paint, _signs(paints.values(), used, "other clusters (inference)"))


def _by_tag(facts: Facts, scene: Scene, seen: Seen) -> Painted:
    label_of = {name: tags[0].label for name, tags in seen.tags.items()}
    # Those that are hidden count, so that hiding changes no letter.
    met = [tags[0].label for row in seen.met if (tags := facts.tags(row, scene.as_of))]
    paints = _lettered([*met, *label_of.values()])
    paint, used = _plain(seen), dict[Paint, str]()
    for name in seen.holders:
        paint[name] = paints[label_of[name]] if name in label_of else Paint(WHITE)
        if name in label_of:
            used[paint[name]] = f"{cut(label_of[name])} (attribution)"
    return Painted(paint, _signs(paints.values(), used, "other names (attribution)"))


def _by_kind(facts: Facts, scene: Scene, seen: Seen) -> Painted:
    others: dict[str, Paint] = {}
    paint, used = _plain(seen), dict[Paint, dict[str, None]]()
    for name, rows in seen.holders.items():
        kind, basis = _kind(facts, scene, seen, name, rows)
        if not kind:
            paint[name] = Paint(WHITE)
            continue
        letter = next((KINDS[word] for word in words(kind) if word in KINDS), "")
        if letter:
            chosen = Paint(style.PALETTE[_KIND_LETTERS.index(letter)], letter)
        else:
            chosen = others.setdefault(kind, Paint(GREY, str(len(others) + 1)))
        if basis == "inference":
            chosen = chosen._replace(mark=f"{chosen.mark}?")
        paint[name] = chosen
        used.setdefault(chosen, {})[f"{cut(kind)} ({basis})"] = None
    told = {one: ", ".join(kinds) for one, kinds in used.items()}
    return Painted(paint, _signs(told, told, "other kinds"))


def _kind(
    facts: Facts, scene: Scene, seen: Seen, name: str, rows: Sequence[int]
) -> tuple[str, str]:
    """Return what a node is said to be, and whether by somebody or by a rule."""
    tagged = next((tag.kind for tag in seen.tags.get(name, ()) if tag.kind), "")
    if tagged:
        return tagged, "attribution"
    verdict = facts.verdict(rows[0], scene.as_of)
    return (verdict.kind if verdict else ""), "inference"


def _by_taint(facts: Facts, scene: Scene, seen: Seen) -> Painted:
    shares = {f"t{row}": facts.tainted_tx(row) for row in seen.transactions}
    shares |= {name: facts.tainted(rows, scene.as_of) for name, rows in seen.holders.items()}
    paint, steps = {}, set()
    for name, (part, value) in shares.items():
        if part:
            step = (len(RAMP) * part - 1) // value
            steps.add(step)
            paint[name] = Paint(RAMP[step], percent(part, value))
        else:
            paint[name] = Paint(DARK if name.startswith("t") else WHITE)
    share = 100 // len(RAMP)
    signs = [(f"fill:{RAMP[k]}", "%", f"up to {(k + 1) * share}% tainted") for k in sorted(steps)]
    return Painted(paint, tuple(signs))


_BY: dict[str, Callable[[Facts, Scene, Seen], Painted]] = {
    "cluster": _by_cluster,
    "kind": _by_kind,
    "taint": _by_taint,
    "tag": _by_tag,
}
