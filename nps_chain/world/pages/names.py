"""Handles that people without a part in the story are given."""

from nps_chain.world.dice import Dice

_FIRST = (
    "amber", "birch", "brass", "cinder", "clover", "copper", "dusty", "ember", "fallow", "fern",
    "flint", "frost", "gravel", "hazel", "heron", "ivory", "jasper", "kettle", "larch", "linen",
    "marsh", "mossy", "nettle", "oaken", "ochre", "pebble", "plum", "quiet", "rusty", "sable",
    "sedge", "silver", "slate", "sleepy", "sorrel", "tawny", "thistle", "umber", "velvet", "willow",
)  # fmt: skip
_SECOND = (
    "anvil", "badger", "barrel", "bell", "bishop", "button", "candle", "cart", "crow", "drum",
    "punt", "fiddle", "finch", "gate", "goose", "hare", "hatter", "kite", "lamp", "magpie",
    "miller", "needle", "otter", "paddle", "parlour", "pike", "pilot", "quill", "raven", "sailor",
    "shovel", "spade", "stoat", "tinker", "teapot", "thimble", "walrus", "weaver", "wren", "yarrow",
)  # fmt: skip


def handles(dice: Dice, many: int, taken: tuple[str, ...] = ()) -> list[str]:
    """Return so many invented handles, no two alike and none of those taken."""
    found: list[str] = []
    while len(found) < many:
        join = dice.one(("_", "-", ""))  # a dot would make some of them hosts
        number = str(dice.between(2, 99)) if dice.chance(350) else ""
        handle = f"{dice.one(_FIRST)}{join}{dice.one(_SECOND)}{number}"
        if handle not in found and handle not in taken:
            found.append(handle)
    return found
