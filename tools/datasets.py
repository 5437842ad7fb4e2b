"""Write the manifest of the data sets, after one was added or made again.

Run it from anywhere::

    python tools/datasets.py

A test compares the manifest with the files, so a forgotten run is noticed.
"""

from pathlib import Path

from nps_chain.setup import checksums

DATASETS = Path(__file__).resolve().parent.parent / "datasets"

if __name__ == "__main__":
    checksums.write(DATASETS)
    print(f"{DATASETS / checksums.NAME} lists {len(checksums.read(DATASETS))} files.")
