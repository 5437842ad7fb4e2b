"""Saved chains to be spoilt in every way, and to be compared with what was saved."""

import hashlib
import json

import numpy as np
import pyarrow as pa
import pytest

import nps_chain as nps
from nps_chain.chain.schema import TABLES, columns_of
from nps_chain.chain.store.manifest import file_name, read_manifest
from nps_chain.errors import ChainError


def content(folder):
    """The files of a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def assert_same(one, other):
    """Chains are equal in every column, to the type."""
    assert (one.network, one.notes) == (other.network, other.notes)
    for name in TABLES:
        mine, yours = (columns_of(getattr(chain.columns, name)) for chain in (one, other))
        for column, values in mine.items():
            if isinstance(values, pa.Array):
                assert values.equals(yours[column])
            else:
                np.testing.assert_array_equal(values, yours[column], strict=True)


def refused(folder, **options):
    """The sentence with which loading a folder is refused."""
    with pytest.raises(ChainError) as caught:
        nps.load(folder, **options)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def table_files(folder):
    """The files of a saved chain, by table."""
    return {name: folder / told.file for name, told in read_manifest(folder).tables.items()}


def rewrite_manifest(folder, change):
    """Let a function change what the manifest says."""
    path = folder / "manifest.json"
    told = json.loads(path.read_text("utf-8"))
    change(told)
    path.write_text(json.dumps(told), "utf-8")


def put_table(folder, name, data, rows=None):
    """Put other bytes in the place of a table's file, and let the manifest agree with them."""
    table_files(folder)[name].unlink()
    sha256 = hashlib.sha256(data).hexdigest()
    file = file_name(name, sha256)
    (folder / file).write_bytes(data)

    def change(told):
        entry = told["tables"][name]
        entry |= {"file": file, "bytes": len(data), "sha256": sha256}
        entry["rows"] = entry["rows"] if rows is None else rows

    rewrite_manifest(folder, change)
