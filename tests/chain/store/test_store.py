"""Saving and loading: what comes back, what survives an interruption, and what is refused."""

import errno
import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings

import nps_chain as nps
from nps_chain import places
from nps_chain.chain import store
from nps_chain.chain.schema import TABLES, kinds_of
from nps_chain.chain.store import manifest
from nps_chain.chain.store.manifest import read_manifest
from nps_chain.errors import ChainError
from nps_chain.places import data_path
from tests.chains import stories
from tests.folders import assert_same, content, put_table, refused, table_files


@pytest.fixture(scope="module")
def older(real_chain):
    return real_chain.upto(100)


# What comes back


@settings(max_examples=30)
@given(stories())
def test_what_is_saved_is_loaded(tmp_path_factory, story):
    folder = tmp_path_factory.mktemp("story")
    chain = story.chain()
    chain.save(folder)
    assert_same(nps.load(folder), chain)
    assert_same(nps.load(folder, check=False), chain)


@pytest.mark.parametrize("height", [-1, 0, 60, 153])
def test_real_and_empty_chains(real_chain, height, tmp_path):
    part = real_chain.upto(height)
    part.save(tmp_path)
    loaded = nps.load(tmp_path)
    assert_same(loaded, part)
    assert repr(loaded) == repr(part)


def test_loaded_columns_are_frozen_and_as_the_tables_have_them(saved):
    columns = nps.load(saved).columns
    for name, table in TABLES.items():
        for column, kind in kinds_of(table).items():
            values = getattr(getattr(columns, name), column)
            if kind.dtype == "text":
                assert values.type == pa.large_string()
                continue
            assert values.dtype == kind.dtype
            assert values.flags.c_contiguous
            assert not values.flags.writeable


def test_notes_and_folders_in_any_script(real_chain, tmp_path):
    noted = replace(real_chain, notes=("Блок 7 пропущен.", 'a "quoted"\nline', "no name: \udcff"))
    noted.save(tmp_path / "папка с пробелом")
    assert nps.load(tmp_path / "папка с пробелом").notes == noted.notes


def test_same_chain_same_bytes(real_chain, saved, tmp_path):
    nps.load(saved).save(tmp_path)
    assert content(tmp_path) == content(saved)


def test_block_files_beside_it_give_raw_bytes(real_chain, folder):
    txid = real_chain.tx(5).txid
    with pytest.raises(ChainError, match="not kept in the tables"):
        nps.load(folder).raw(txid)
    shutil.copytree(data_path("core-regtest/blocks"), folder / "blocks")
    assert nps.load(folder).raw(txid) == real_chain.raw(txid)


# Saving over something


def test_other_files_stay_and_old_tables_go(real_chain, older, tmp_path):
    older.save(tmp_path)
    (tmp_path / "README.md").write_text("about it")
    (tmp_path / "truth.parquet").write_text("not ours")
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "blk00000.dat").write_bytes(b"raw")
    real_chain.save(tmp_path)
    assert (tmp_path / "README.md").read_text() == "about it"
    assert (tmp_path / "truth.parquet").read_text() == "not ours"
    assert (tmp_path / "blocks" / "blk00000.dat").read_bytes() == b"raw"
    assert len(list(tmp_path.glob("*-*.parquet"))) == len(TABLES)
    assert_same(nps.load(tmp_path), real_chain)


class KilledError(BaseException):
    """Stands for a process that ends at once, so that nothing after it runs."""


STEPS = len(TABLES) + 1  # files that are put in place: a table each, then the manifest


def fail_at(monkeypatch, step, error):
    """Let the move of a file fail, after so many that go well."""
    done = 0
    move = os.replace

    def replacing(*args, **kwargs):
        nonlocal done
        if done == step:
            raise error
        done += 1
        return move(*args, **kwargs)

    monkeypatch.setattr(os, "replace", replacing)


@pytest.mark.parametrize("step", range(STEPS))
@pytest.mark.parametrize("first", [True, False], ids=["new folder", "over an older chain"])
def test_killed_while_saving(real_chain, older, tmp_path, monkeypatch, step, first):
    target = tmp_path / "chain"
    if not first:
        older.save(target)
    with monkeypatch.context() as patch:
        fail_at(patch, step, KilledError)
        patch.setattr(store, "_tidy", lambda folder: None)
        with pytest.raises(KilledError):
            real_chain.save(target)
    if first:
        with pytest.raises(ChainError, match=r"no manifest\.json"):
            nps.load(target)
    else:
        assert_same(nps.load(target), older)
    real_chain.save(target)
    assert_same(nps.load(target), real_chain)
    assert len(list(target.iterdir())) == STEPS


def test_killed_before_the_old_files_are_removed(real_chain, older, tmp_path, monkeypatch):
    older.save(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(store, "_tidy", lambda folder: None)
        real_chain.save(tmp_path)
    assert_same(nps.load(tmp_path), real_chain)
    real_chain.save(tmp_path)
    assert len(list(tmp_path.iterdir())) == STEPS


@pytest.mark.parametrize("step", range(STEPS))
def test_a_disk_that_fails_leaves_all_as_it_was(real_chain, older, tmp_path, monkeypatch, step):
    older.save(tmp_path / "old")
    before = content(tmp_path / "old")
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    for target in ("old", "new"):
        with monkeypatch.context() as patch:
            fail_at(patch, step, full)
            with pytest.raises(ChainError, match="No space left"):
                real_chain.save(tmp_path / target)
    assert content(tmp_path / "old") == before
    assert not (tmp_path / "new").exists()


def test_a_disk_that_is_full_while_a_table_is_written(real_chain, older, tmp_path, monkeypatch):
    older.save(tmp_path)
    before = content(tmp_path)

    def write(table, file):
        file.write(b"half a tab")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(store.parquet, "write_table", write)
    with pytest.raises(ChainError, match="Make room"):
        real_chain.save(tmp_path)
    assert content(tmp_path) == before


def test_saving_repairs_a_damaged_file(real_chain, folder):
    path = table_files(folder)["txs"]
    path.write_bytes(bytes(path.stat().st_size))
    real_chain.save(folder)
    assert_same(nps.load(folder), real_chain)


def test_a_folder_of_other_things_is_refused(real_chain, tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(ChainError, match=r"holds other things and no chain \(letter\.txt\)"):
        real_chain.save(tmp_path)
    with pytest.raises(ChainError, match="is a file"):
        real_chain.save(tmp_path / "letter.txt")
    assert content(tmp_path) == {"letter.txt": b"dear"}


@pytest.mark.parametrize("text", ["{}", '{"name": "app"}', "not JSON", '{"format": "nps-chain"}'])
def test_a_folder_of_another_program_is_refused(real_chain, tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ChainError, match=r"manifest\.json"):
        real_chain.save(tmp_path)
    assert content(tmp_path) == {"manifest.json": text.encode()}


def test_a_hidden_file_does_not_make_a_folder_foreign(real_chain, tmp_path):
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    real_chain.save(tmp_path)
    assert (tmp_path / ".DS_Store").exists()
    assert_same(nps.load(tmp_path), real_chain)


def test_notes_that_would_not_be_read_again_are_refused(real_chain, tmp_path):
    with pytest.raises(ChainError, match="notes"):
        replace(real_chain, notes=("x" * manifest.LARGEST,)).save(tmp_path / "new")
    assert not (tmp_path / "new").exists()


# Finding it


def test_a_data_set_is_found_by_name(older, real_chain, tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    older.save(tmp_path / "one")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    real_chain.save("one")
    real_chain.save("two")
    assert_same(nps.load("one"), older)
    assert_same(nps.load("./one"), real_chain)
    assert_same(nps.load(Path("one")), real_chain)
    assert_same(nps.load("two"), real_chain)


def test_an_unknown_name_is_told_with_those_that_there_are(real_chain, tmp_path, monkeypatch):
    for name in ("classroom", "Tiny-2"):
        real_chain.save(tmp_path / name)
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(places, "data_folders", lambda: [tmp_path])
    with pytest.raises(ChainError) as caught:
        nps.load("clasroom")
    assert str(caught.value) == (
        "There is no data set or folder 'clasroom'. Data sets here: Tiny-2, classroom."
    )
    monkeypatch.setattr(places, "data_folders", lambda: [])
    with pytest.raises(ChainError, match="Data sets here: none"):
        nps.load("classroom")


def test_a_name_never_leads_out_of_the_data_sets(real_chain, tmp_path, monkeypatch):
    (tmp_path / "places").mkdir()
    (tmp_path / "here").mkdir()
    real_chain.save(tmp_path / "saved")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(places, "data_folders", lambda: [tmp_path / "places"])
    assert_same(nps.load("../saved"), real_chain)  # a path, from the current folder as ever
    shutil.rmtree(tmp_path / "saved")
    real_chain.save(tmp_path / "places" / "x")
    for name in ("../x", "x/../y", "./x", "..", ".", "", "a b", "C:\\x", "a\0b", "~", "ｘ"):
        assert "is no folder of a saved chain" in refused(name)


def test_a_disk_that_can_not_be_read(saved, monkeypatch):
    def fail(file, method):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(store.hashlib, "file_digest", fail)
    assert refused(saved) == f"{saved} can't be read: {os.strerror(errno.EIO)}."


def test_what_is_no_chain_folder(saved, tmp_path):
    for path in (tmp_path, tmp_path / "nothing", saved / "manifest.json"):
        with pytest.raises(ChainError, match="is no folder of a saved chain: it has no manifest"):
            nps.load(path)


# Damage


@pytest.mark.parametrize("name", TABLES)
def test_a_missing_file(folder, name):
    path = table_files(folder)[name]
    path.unlink()
    assert refused(folder).startswith(f"{path} is missing.")
    path.mkdir()
    assert refused(folder).startswith(f"{path} is missing.")


@pytest.mark.parametrize("name", TABLES)
def test_a_file_cut_off_or_longer(folder, name):
    path = table_files(folder)[name]
    data = path.read_bytes()
    for other in (b"", data[:4], data[: len(data) // 2], data[:-1], data + b"\0"):
        path.write_bytes(other)
        for check in (True, False):
            assert refused(folder, check=check).startswith(f"{path} has {len(other):,} bytes, and")


def flips(data, times):
    """The data with one bit turned, at places spread over them."""
    for k in range(times):
        at = (2 * k + 1) * len(data) // (2 * times)
        spoilt = bytearray(data)
        spoilt[at] ^= 1 << k % 8
        yield bytes(spoilt)


@pytest.mark.parametrize("name", TABLES)
def test_one_bit_turned(folder, name):
    path = table_files(folder)[name]
    for spoilt in flips(path.read_bytes(), 40):
        path.write_bytes(spoilt)
        assert refused(folder).startswith(f"{path} is damaged")
        # Without checksums damage may go unseen, but ends in a sentence or a sound chain.
        with suppress(ChainError):
            nps.load(folder, check=False)


@pytest.mark.parametrize("name", TABLES)
def test_one_bit_turned_and_the_manifest_made_to_agree(real_chain, saved, tmp_path, name):
    data = table_files(saved)[name].read_bytes()
    for k, spoilt in enumerate(flips(data, 25)):
        folder = Path(shutil.copytree(saved, tmp_path / str(k)))
        put_table(folder, name, spoilt)
        with suppress(ChainError):
            assert_same(nps.load(folder), real_chain)  # a bit that says nothing of the table


@pytest.mark.parametrize("name", [name for name in TABLES if name != "outside"])  # it is empty
def test_files_of_two_chains_mixed(older, folder, tmp_path, name):
    older.save(tmp_path / "older")
    path = table_files(tmp_path / "older")[name]
    told = read_manifest(tmp_path / "older").tables[name]
    put_table(folder, name, path.read_bytes(), told.rows)
    sentence = refused(folder)
    assert sentence.startswith(
        (f"The chain in {folder} can't be right.", f"{folder} holds another")
    )
