"""The scorecard as Markdown, for the card of a data set."""

import pandas as pd


def card(frame: pd.DataFrame) -> list[str]:
    """Return a scorecard as lines of Markdown: a sentence, a table, and what misses and why.

    Parameters
    ----------
    frame : pandas.DataFrame
        From :func:`~nps_chain.groundtruth.realism.realism`.
    """
    within = int(frame["within"].sum())
    lines = [
        f"{within} of {len(frame)} measures are within their tolerance of Bitcoin's figures.",
        "",
        "| | measure | here | real | tolerance | within | on all known change |",
        "|---|---|---|---|---|---|---|",
    ]
    for number, row in frame.iterrows():
        yes = "yes" if row["within"] else "**no**"
        cells = [row["measure"], row["here"], row["real"], row["tolerance"], yes]
        lines.append(f"| {number} | {' | '.join(cells)} | {row['on_known_change']} |")
    missed = frame[~frame["within"]]
    if len(missed):
        lines += ["", "What misses, by how much, and what moves it:", ""]
    lines += [
        f"- {number}, {row['measure']}: {row['misses']}. {row['why'][:1].upper()}{row['why'][1:]}."
        for number, row in missed.iterrows()
    ]
    sources = frame.groupby("source", sort=False).apply(
        lambda rows: ", ".join(map(str, rows.index))
    )
    lines += ["", "Sources:", ""]
    lines += [f"- {numbers}: {source}" for source, numbers in sources.items()]
    return lines
