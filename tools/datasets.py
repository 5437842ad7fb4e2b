"""Make the simulated data sets, and write the manifest of all.

Run it from anywhere, the second form after a change to what the world does::

    python tools/datasets.py                   # the manifest alone
    python tools/datasets.py tiny classroom    # these two again, then the manifest

A test compares the manifest with the files, and another the files with what the world makes; so a
forgotten run is noticed. What depends on the data, above all lessons, is refreshed afterwards by
``tools/notebooks.py``.
"""

import sys
from pathlib import Path

import nps_chain as nps
from nps_chain.setup import checksums

DATASETS = Path(__file__).resolve().parent.parent / "datasets"

WITH_BLOCKS = {"tiny": True, "classroom": False}
"""The data sets that are simulated, and whether they ship with their blocks."""


def main(names: list[str]) -> None:
    """Make the data sets of these names, then write the manifest."""
    unknown = [name for name in names if name not in WITH_BLOCKS]
    if unknown:
        sys.exit(f"{unknown[0]} is not simulated; these are: {', '.join(WITH_BLOCKS)}.")
    for name in names:
        world = nps.simulate(name, seed=0)
        world.save(DATASETS / name, blocks=WITH_BLOCKS[name])
        print(f"{DATASETS / name}: {world}")
    checksums.write(DATASETS)
    print(f"{DATASETS / checksums.NAME} lists {len(checksums.read(DATASETS))} files.")


if __name__ == "__main__":
    main(sys.argv[1:])
