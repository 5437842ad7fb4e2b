"""The seven groups of invented product codes, after UNODC's grouping of new substances.

A code tells its group and nothing else. That is what a page of this kind gives an investigator,
too: a lead to a group, which only a laboratory can confirm.
"""

GROUPS = {
    "SC": {"en": "Synthetic cannabinoids", "ru": "Синтетические каннабиноиды",
           "ro": "Canabinoizi sintetici"},
    "CT": {"en": "Cathinones", "ru": "Катиноны", "ro": "Catinone"},
    "PH": {"en": "Phenethylamines", "ru": "Фенэтиламины", "ro": "Fenetilamine"},
    "TR": {"en": "Tryptamines", "ru": "Триптамины", "ro": "Triptamine"},
    "BZ": {"en": "Benzodiazepines", "ru": "Бензодиазепины", "ro": "Benzodiazepine"},
    "OP": {"en": "Opioids", "ru": "Опиоиды", "ro": "Opioide"},
    "OT": {"en": "Others", "ru": "Прочее", "ro": "Altele"},
}  # fmt: skip
"""The two letters before a code's hyphen, and what the group is called in each language."""


def group(code: str) -> str:
    """Return the letters of a code's group."""
    return code.partition("-")[0]
