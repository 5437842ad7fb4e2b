"""Write the manifest of the data sets, after one was added or made again.

Run it from anywhere::

    python tools/datasets.py

A test compares the manifest with the files, so a forgotten run is noticed.
"""

from pathlib import Path

from nps_chain.setup import checksums as manifest

DATASETS = Path(__file__).resolve().parent.parent / "datasets"

if __name__ == "__main__":
    manifest.write(DATASETS)
    print(f"{DATASETS / manifest.NAME} lists {len(manifest.read(DATASETS))} files.")
