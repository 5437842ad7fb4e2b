"""The manifest: the hash that names a chain, and lies of every kind."""

import hashlib
import os
import struct

import pytest
from hypothesis import given, settings

import nps_chain as nps
from nps_chain.chain.schema import TABLES, kinds_of
from nps_chain.chain.store import manifest
from nps_chain.chain.store.manifest import canonical_hash
from tests.chains import stories
from tests.folders import refused, rewrite_manifest, table_files

# The hash that names a chain


def plain_hash(chain):
    """The canonical hash from its definition, value by value."""
    codes = {"int8": "b", "int32": "i", "int64": "q", "uint32": "I", "bool": "?"}
    data = f"nps-chain 1 {chain.network}\n".encode()
    for name, table in TABLES.items():
        for column, kind in kinds_of(table).items():
            values = getattr(getattr(chain.columns, name), column)
            data += f"{name}.{column} {kind.dtype} {len(values)}\n".encode()
            if kind.dtype == "text":
                texts = [text.encode() for text in values.to_pylist()]
                data += b"".join(struct.pack("<q", len(text)) for text in texts) + b"".join(texts)
            elif kind.width > 1:
                data += b"".join(row.tobytes() for row in values)
            else:
                data += b"".join(struct.pack("<" + codes[kind.dtype], v) for v in values.tolist())
    return hashlib.sha256(data).hexdigest()


@settings(max_examples=20)
@given(stories())
def test_canonical_hash_is_what_it_says(story):
    assert canonical_hash(story.chain()) == plain_hash(story.chain())


def test_canonical_hash_of_a_part_is_that_of_the_part_alone(real_chain, tmp_path):
    older = real_chain.upto(100)
    older.save(tmp_path)
    alone = nps.load(tmp_path)
    assert canonical_hash(older) == canonical_hash(alone) == plain_hash(older)
    assert canonical_hash(older) != canonical_hash(real_chain)


def test_canonical_hash_stays(real_chain):
    # Made once; it changes only with VERSION, or with the data set.
    name = "9a3f499b1c83a61cc4b5fdcf007704c6ad10d65649cab00fa462ab4ced350d94"
    assert canonical_hash(real_chain) == name


# A manifest that lies


def lies():
    """Pairs of a place in the manifest and what stands there."""
    for field, values in {
        "format": ["nps", 1, None],
        "version": [0, -1, "1", 1.0, True, None],
        "network": ["main2", "", 1, None, ["main"]],
        "sha256": ["0" * 64, "0" * 63, "A" * 64, 0, None],
        "notes": ["text", [1], {}, None],
        "tables": [[], {}, None, "blocks"],
    }.items():
        for value in values:
            yield (field,), value
    for name in TABLES:
        for field, values in {
            "file": ["../outputs.parquet", "/etc/passwd", "x" * 70, None, 1],
            "rows": [-1, 0.0, "1", 2**31, 2**70, None, True],
            "bytes": [-1, 1.0, "1", 2**70, None],
            "sha256": ["0" * 64, "z" * 64, None],
        }.items():
            for value in values:
                yield ("tables", name, field), value
        yield ("tables", name), []
        yield ("tables", name), None


@pytest.mark.parametrize(("place", "value"), list(lies()), ids=str)
def test_a_manifest_that_lies(folder, place, value):
    def change(told):
        for key in place[:-1]:
            told = told[key]
        told[place[-1]] = value

    rewrite_manifest(folder, change)
    refused(folder)


def test_a_manifest_that_names_another_network(folder):
    rewrite_manifest(folder, lambda told: told.update(network="signet"))
    assert "holds another chain than its manifest.json says" in refused(folder)


@pytest.mark.parametrize("more", [1, -1])
@pytest.mark.parametrize("field", ["rows", "bytes"])
@pytest.mark.parametrize("name", TABLES)
def test_a_manifest_that_miscounts(folder, name, field, more):
    def change(told):
        told["tables"][name][field] += more

    rewrite_manifest(folder, change)
    for check in (True, False):
        assert "manifest" in refused(folder, check=check)


@pytest.mark.parametrize(
    "place",
    [("version",), ("network",), ("sha256",), ("notes",), ("tables",), ("tables", "txs")]
    + [("tables", "txs", field) for field in ("file", "rows", "bytes", "sha256")],
)
def test_a_manifest_that_lacks_something(folder, place):
    def change(told):
        for key in place[:-1]:
            told = told[key]
        del told[place[-1]]

    rewrite_manifest(folder, change)
    assert "is missing or makes no sense" in refused(folder)


def test_a_newer_format(folder):
    rewrite_manifest(folder, lambda told: told.update(version=2, tables={"new": []}))
    assert refused(folder) == (
        f"{folder} was made by a newer nps-chain (format 2; this one reads 1). Update nps-chain."
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[" * 500_000,
        b'{"format": ' * 80_000,
        b'{"format": "nps-chain"' + b" " * manifest.LARGEST + b"}",
        b'{"format": "nps-chain", "version": ' + b"9" * 100_000 + b"}",
        b'{"format": "nps-chain", "version": 1e400}',
        b'{"format": "nps-chain", "version": NaN}',
    ],
    ids=["empty", "no UTF-8", "null", "deep", "deep objects", "long", "digits", "1e400", "NaN"],
)
def test_a_manifest_that_is_none(folder, data):
    (folder / "manifest.json").write_bytes(data)
    assert "is damaged" in refused(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_the_place_of_a_file_does_not_hang(folder):
    path = table_files(folder)["txs"]
    path.unlink()
    os.mkfifo(path)
    assert "is missing" in refused(folder)
