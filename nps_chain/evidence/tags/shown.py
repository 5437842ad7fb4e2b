"""Tags as a person looks at them: in a line, in a notebook, maker beside maker, word by word.

Whatever a maker wrote is written as text, one short line of it, never as markup.
"""

from typing import TYPE_CHECKING

import pandas as pd

from nps_chain.evidence.printed import Markup, element, table
from nps_chain.evidence.tags.words import CONCEPTS, interpol
from nps_chain.trace.texts import count

if TYPE_CHECKING:
    from nps_chain.evidence.tags.collection import Tags

_SHOWN, _MAKERS = 20, 5  # tags and makers that are shown; the rest is in the frames
_COLUMNS = ["label", "category", "confidence", "source", "creator", "date"]


def line(tags: "Tags") -> str:
    """Return in a line how many tags there are, by whom, and what is to be looked at."""
    many = tags.frame["address"].nunique()
    on = f" on {count(many, 'address')}" if many != len(tags) else ""
    makers = sorted(set(tags.packs["creator"]))
    more = f" and {len(makers) - _MAKERS:,} more" if makers[_MAKERS:] else ""
    facts = [f"{count(len(tags), 'tag')}{on} by {', '.join(makers[:_MAKERS]) or 'nobody'}{more}"]
    told = ((len(tags.actors), "actor"), (len(tags.conflicts()), "conflict"))
    facts += [count(number, what) for number, what in told if number]
    refused = tags.problems[tags.problems["refused"]].drop_duplicates(["file", "tag"])
    if len(refused):
        facts.append(f"{len(refused):,} refused, see .problems")
    return "; ".join([*facts, *(note.rstrip(".") for note in tags.notes)])


def page(tags: "Tags") -> Markup:
    """Return the same with a table of the first tags, as HTML."""
    rows = [
        [element("code", row.address or row.txid), *(getattr(row, name) for name in _COLUMNS)]
        for row in tags.frame.head(_SHOWN).itertuples()
    ]
    parts = [element("p", f"{line(tags)}."), table(["address", *_COLUMNS], rows)]
    if len(tags) > _SHOWN:
        parts.append(element("p", f"{count(len(tags) - _SHOWN, 'more tag')}, in .frame."))
    return Markup("".join(parts))


def side_by_side(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a row an address that several makers tagged, and a column a maker."""
    told = frame[frame["address"] != ""]
    makers = told.groupby("address", sort=False)["creator"].transform("nunique")
    told = told[makers > 1]
    says = [
        f"{label} ({category or 'no category'}, {word})"
        for label, category, word in zip(
            told["label"], told["category"], told["confidence"], strict=True
        )
    ]
    cells = told.assign(says=pd.array(says, dtype="str"))
    found = cells.groupby(["address", "creator"])["says"].agg("; ".join).unstack(fill_value="")
    return found.rename_axis(columns=None)


def terms(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a row a word of the tags' concepts, and on which lists it is."""
    words = frame["concepts"].explode().dropna()
    many = words.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    found = [interpol(word) for word in many.index]
    return pd.DataFrame(
        {
            "word": pd.array(list(many.index), dtype="str"),
            "tags": many.to_numpy("int64"),
            "graphsense": [word in CONCEPTS for word in many.index],
            "interpol": pd.array([where for where, _ in found], dtype="str"),
            "means": pd.array([meaning for _, meaning in found], dtype="str"),
        }
    )
