"""Loading a saved chain, against a copy in memory and the ways in which others keep tables.

``python -m benchmarks.bench_store [--transactions N]``. All hold the same outputs, six columns with
addresses as row numbers, and end with the same numpy arrays; checksums are left out. "copy" is the
copy of these arrays. Then the start of a new process: the least of seven each, warm.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import nps_chain as nps
from benchmarks.random_chain import random_chain
from benchmarks.timing import least
from nps_chain.chain.schema import Outputs, columns_of
from nps_chain.chain.store.manifest import read_manifest
from nps_chain.chain.store.parquet import read_table
from nps_chain.places import data_path

Arrays = dict[str, np.ndarray]


def outputs_table(transactions: int, folder: Path) -> None:
    """Print how large the outputs are on disk, and how long they take to load, in each way."""
    chain = random_chain(transactions)
    columns = columns_of(chain.columns.outputs)
    chain.save(folder / "chain")
    told = read_manifest(folder / "chain").tables["outputs"]
    ours, snappy, csv = folder / "chain" / told.file, folder / "o.parquet", folder / "o.csv"
    pq.write_table(pa.table(columns), snappy)
    pd.DataFrame(columns).to_csv(csv, index=False)

    def load_ours() -> Arrays:
        return columns_of(read_table(ours, Outputs, told.rows))

    def load_snappy() -> Arrays:
        table = pq.read_table(snappy)
        return {name: table[name].to_numpy() for name in table.column_names}

    def load_csv() -> Arrays:
        types = {name: values.dtype for name, values in columns.items()}
        frame = pd.read_csv(csv, dtype=types)
        return {name: frame[name].to_numpy() for name in frame}

    def copy() -> Arrays:
        return {name: values.copy() for name, values in columns.items()}

    rows = len(columns["tx"])
    size = sum(values.nbytes for values in columns.values())
    print(f"{len(chain.columns.txs.txid):,} transactions, {rows:,} outputs, {size / rows:.0f} bytes"
          " each in memory")  # fmt: skip
    memory = least(copy, 9)[0]
    ways = {
        "copy": (copy, size),
        "nps-chain": (load_ours, ours.stat().st_size),
        "snappy": (load_snappy, snappy.stat().st_size),
        "CSV": (load_csv, csv.stat().st_size),
    }
    for name, (load, stored) in ways.items():
        for column, values in load().items():
            assert (values == columns[column]).all()
        seconds = memory if name == "copy" else least(load, 2 if name == "CSV" else 25)[0]
        print(f"{name:<12}{seconds * 1e3:8.1f} ms {seconds / memory:7.1f} x copy"
              f" {stored / rows:6.1f} bytes an output")  # fmt: skip
    for check in (False, True):
        seconds = least(lambda check=check: nps.load(folder / "chain", check=check), 3)[0]
        print(f"the whole chain, {'with' if check else 'without'} checksums: {seconds:.2f} s")


def start_up(folder: Path) -> None:
    """Print how long new processes take that import the library, pandas, or load a chain."""
    nps.read(data_path("core-regtest/blocks")).save(folder / "small")
    code = {
        "python": "pass",
        "import pandas": "import pandas",
        "import nps_chain": "import nps_chain",
        "and nps.load": f"import nps_chain; nps_chain.load({str(folder / 'small')!r})",
    }
    # In turns, so that a busy moment hits all alike.
    times: dict[str, list[float]] = {name: [] for name in code}
    for _ in range(7):
        for name, text in code.items():
            command = [sys.executable, "-c", text]
            times[name].append(
                least(lambda command=command: subprocess.run(command, check=True), 1)[0]
            )
    pandas = min(times["import pandas"])
    for name, runs in times.items():
        print(f"{name:<18}{min(runs):6.2f} s {min(runs) / pandas:6.2f} x import pandas")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as place:
        outputs_table(arguments.transactions, Path(place))
        start_up(Path(place))
