"""Invented names for the people of the story: fixed lists, from which another seed draws others.

Seed 0 has the names that the lessons speak of. What a thing is called changes with the seed, and
what it does doesn't; so everything in the story has a key beside its name, and the key stays.
"""

from collections.abc import Iterator

from nps_chain.world.dice import Dice

_FIRST = (
    "amber", "ashen", "bracken", "cinder", "copper", "dapple", "ember", "fallow", "gorse", "hazel",
    "indigo", "kelp", "linden", "marl", "nettle", "ochre", "pewter", "quartz", "russet", "sedge",
    "thistle", "umber", "velvet", "willow", "yarrow",
)  # fmt: skip
_SECOND = (
    "bittern", "burrow", "cairn", "dormouse", "eddy", "finch", "gable", "heron", "inlet", "jetty",
    "kestrel", "lichen", "marten", "newt", "otter", "plover", "quill", "rook", "stoat", "tern",
    "vole", "weir", "wren",
)  # fmt: skip
_JOINED = ("_", "-", "")
_GIVEN = (
    "Ansel", "Bettane", "Caelin", "Doriet", "Evrand", "Fennike", "Garrind", "Halkea", "Ivoren",
    "Jorunde", "Kestine", "Liobert", "Merrinda", "Noemar", "Osrike", "Perlina", "Quirine", "Rosalm",
    "Sunnive", "Tobrend", "Ullane", "Vesnor", "Wimberly", "Yorane", "Zeldrin",
)  # fmt: skip
_FAMILY = (
    "Almarsk", "Brunvold", "Cressaway", "Dremmel", "Eskeld", "Feldane", "Grimsward", "Hollisk",
    "Imberley", "Jessemar", "Korvane", "Lundreth", "Marchbold", "Nisselin", "Ombry", "Pellarin",
    "Quastel", "Renndal", "Sollander", "Tollarek", "Umberton", "Vaskell", "Wendrow", "Yselwick",
)  # fmt: skip
_MARKETS = (
    "Alderstile", "Brackenquay", "Fenwicket", "Gorsegate", "Marshglim", "Mistlegate", "Pearhollow",
    "Rushbank", "Sorrelfen", "Tallowbeck",
)  # fmt: skip

SEED_0 = {
    "lanternfen": "Lanternfen", "quincegate": "Quincegate",
    "saltmeadow": "saltmeadow", "brineacre": "brineacre", "graphite_owl": "graphite_owl",
    "paper-lynx": "paper-lynx", "tin_harbour": "tin_harbour", "coldquay": "coldquay",
    "dorn": "M. Dorn", "person of saltmeadow": "Ilvane Rensholt",
}  # fmt: skip
"""By key, the names that the course's own chain has."""


class Names:
    """Names of one seed, none given twice."""

    def __init__(self, seed: int) -> None:
        dice = Dice(seed, "names")
        self._known = SEED_0 if seed == 0 else {}
        self._markets = iter(dice.shuffled(_MARKETS))
        self._handles = _handles(dice.of("handles"))
        people = dice.of("people")
        given, family = people.shuffled(_GIVEN), people.shuffled(_FAMILY)
        # Each given name meets each family name once.
        self._people = (
            f"{given[(place + turn) % len(given)]} {name}"
            for turn in range(len(given))
            for place, name in enumerate(family)
        )

    def market(self, key: str) -> str:
        """Return a market's name."""
        return self._known.get(key) or next(self._markets)

    def handle(self, key: str) -> str:
        """Return a handle."""
        return self._known.get(key) or next(self._handles)

    def person(self, key: str) -> str:
        """Return a person's given and family name."""
        return self._known.get(key) or next(self._people)

    def initialled(self, key: str) -> str:
        """Return a person's name as a file has it, such as ``M. Dorn``."""
        if key in self._known:
            return self._known[key]
        given, family = next(self._people).split()
        return f"{given[0]}. {family}"


def _handles(dice: Dice) -> Iterator[str]:
    pairs = [(first, second) for first in _FIRST for second in _SECOND]
    for first, second in dice.shuffled(pairs):
        yield first + dice.one(_JOINED) + second
