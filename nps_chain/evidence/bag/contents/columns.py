"""What the columns of the tables of pages and tags hold, for whoever has the CSV files alone."""

from typing import Any

import pandas as pd

PAGES = {
    "file": "the page's file, below pages/",
    "url": "where it was, as the log of saving says; empty if nothing says it",
    "captured": "when it was saved, UTC",
    "sha256": "its SHA-256 when it was saved, as the log says; without a log, that of the file",
    "title": "what its window says",
    "language": "its language, as the page says",
    "encoding": "how its letters are written",
    "bytes": "its size, bytes",
    "intact": "whether it still has the SHA-256 of the log",
    "icon": "SHA-256 of the window's icon, if it is in the page",
    "note": "what was odd",
}

INDICATORS = {
    "file": "the page's file, below pages/",
    "type": "what kind of thing it is",
    "text": "what it says, in its usual form",
    "valid": "whether it is what it looks like; false: refused",
    "why": "the reason for that",
    "start": "where it begins in the page's source, in characters from 0",
    "end": "where it ends",
    "written": "how it is written in the source, shortened",
    "where": "in which part of the page it stands",
    "trap": "what misleads in it; empty if nothing",
    "context": "what stands around it",
}

TAGS = {
    "address": "the address that is named; empty for a tag on a transaction",
    "label": "the name that is given to it",
    "actor": "the short name of who is meant",
    "category": "what they are said to be",
    "abuse": "which kind of crime is said",
    "concepts": "words for the same, with blanks between",
    "confidence": "how its maker came to it, in GraphSense's words",
    "sure": "how sure that is, 0 to 100: an order, not a rate",
    "source": "on which ground",
    "creator": "who says so",
    "date": "when the tag was last changed",
    "currency": "the coin",
    "network": "the network",
    "definer": "whether it is said to hold for all of the address's cluster",
    "tag_type": "actor, event or mention",
    "txid": "the transaction that is named; empty for a tag on an address",
    "context": "what its maker adds",
    "pack": "the file in tags/ that has it",
}


TAG_PROBLEMS = {
    "file": "the file that was read",
    "line": "where in it the tag began; 0 for the file as a whole",
    "tag": "which tag of the file, from 1; 0 for the file as a whole",
    "field": "which field of the tag; empty for none",
    "why": "what is wrong, or to be known",
    "refused": "whether the tag was left out for it",
}


def tag_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``Tags.frame`` with texts in the place of tuples."""
    words: dict[str, Any] = {
        name: pd.array([" ".join(words) for words in frame[name]], dtype="str")
        for name in frame.columns
        if frame[name].dtype == object
    }
    return frame.assign(**words)
