"""Draw the picture in the README: where the money of a peel chain went.

Run it after the pictures of the library, or the chain ``core-regtest``, changed::

    python tools/readme_picture.py
"""

from pathlib import Path

import matplotlib

import nps_chain as nps

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "peel_chain.png"


def main() -> None:
    """Draw the first three hops of the first peel chain that the truth names."""
    matplotlib.use("Agg")
    kinds = nps.truth("core-regtest").transactions
    first = kinds.loc[kinds["kind"] == "peel", "txid"].iloc[0]
    graph = nps.follow(nps.load("core-regtest"), first, hops=3, breadth=6)
    figure = nps.draw(graph).figure
    # The name of the program that drew it would change the bytes with each of its versions.
    figure.savefig(PICTURE, dpi=100, metadata={"Software": None})
    print(f"{PICTURE} shows {graph}.")


if __name__ == "__main__":
    main()
