"""Keys are read and written as OpenSSH reads and writes them; what isn't one is told."""

import os
import stat
import subprocess

import pytest

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.seal import wire
from nps_chain.evidence.bag.seal.key import PRIVATE, Key, blob, fingerprint, new_key, read_key
from tests.evidence.bag.packages import KEY, OTHER
from tests.evidence.bag.seal.test_seal import SSH_KEYGEN, openssh, ssh_keygen

SECRET = bytes(range(32))


def test_a_new_key_is_read_again_and_shows_no_secret(tmp_path):
    made = new_key(tmp_path / "key", comment="Анна, TCB", secret=SECRET)
    assert read_key(tmp_path / "key", "x") == made == Key(SECRET, "Анна, TCB")
    assert (tmp_path / "key.pub").read_text("utf-8") == made.public_line
    assert made.public_line.split(" ", 2)[2] == "Анна, TCB\n"
    assert repr(made) == f"Key({KEY.fingerprint})"
    assert SECRET.hex() not in f"{made} {made!r} {[made]}"


def test_two_new_keys_differ(tmp_path):
    assert new_key(tmp_path / "a").secret != new_key(tmp_path / "b").secret


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_nobody_else_can_read_a_new_key(tmp_path):
    new_key(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


@pytest.mark.parametrize("there", ["key", "key.pub"])
def test_no_key_is_written_over_what_is_there(there, tmp_path):
    (tmp_path / there).write_text("mine")
    with pytest.raises(NpsError, match=rf"{there} is there already: choose another name"):
        new_key(tmp_path / "key")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [(there, "mine")]


def test_a_place_that_can_not_be_written_is_told(tmp_path):
    with pytest.raises(NpsError, match="can't be written"):
        new_key(tmp_path / "no folder" / "key")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "'' is no name of a file: give another one."),
        (".", "'.' is no name of a file: give another one."),
        ("a\0b", r"'a\x00b' is no name of a file: give another one."),
    ],
)
def test_what_is_no_name_of_a_file_is_told(name, says):
    with pytest.raises(NpsError) as caught:
        new_key(name)
    assert str(caught.value) == says


def test_a_name_that_is_too_long_is_told(tmp_path):
    with pytest.raises(NpsError, match="can't be written: "):
        new_key(tmp_path / ("k" * 300))


def test_a_private_key_is_known_in_its_file_only(tmp_path):
    made = new_key(tmp_path / "key", secret=SECRET)
    data = (tmp_path / "key").read_bytes()
    assert made.is_in(data)
    assert made.is_in(data.replace(b"\n", b"\r\n"))
    others = (b"", data[:-40], made.public_line.encode(), data + b"\n" * 70_000)
    assert not any(made.is_in(other) for other in others)
    assert not OTHER.is_in(data)


@pytest.mark.parametrize("comment", ["two\nlines", "a" * 201])
def test_a_comment_is_one_line(comment, tmp_path):
    with pytest.raises(NpsError, match="comment is one line"):
        new_key(tmp_path / "key", comment=comment)
    assert list(tmp_path.iterdir()) == []


@openssh
def test_openssh_knows_a_new_key_and_a_fingerprint(tmp_path):
    made = new_key(tmp_path / "key", comment="Anna", secret=SECRET)
    assert ssh_keygen("-y", "-f", tmp_path / "key").stdout.decode() == made.public_line
    told = ssh_keygen("-l", "-f", tmp_path / "key.pub").stdout.decode()
    assert told.split()[1] == made.fingerprint


@openssh
def test_a_key_made_by_openssh_is_read(tmp_path):
    ssh_keygen("-q", "-t", "ed25519", "-N", "", "-C", "Boris", "-f", tmp_path / "key")
    key = read_key(tmp_path / "key", "x")
    assert key.public_line == (tmp_path / "key.pub").read_text()


@openssh
def test_a_locked_key_is_refused_with_what_to_do(tmp_path):
    words = ["-q", "-t", "ed25519", "-N", "a secret phrase", "-f", tmp_path / "key"]
    subprocess.run([SSH_KEYGEN, *words], check=True)
    with pytest.raises(NpsError) as caught:
        read_key(tmp_path / "key", "nps-chain-case")
    file = tmp_path / "key"
    assert str(caught.value) == (
        f"{file} is locked with a passphrase, which isn't asked for here. Either pack without a"
        f" key, and seal the folder with 'ssh-keygen -Y sign -f {file} -n nps-chain-case"
        " tagmanifest-sha512.txt'; or unlock a copy of the key with 'ssh-keygen -p -f COPY', and"
        " delete the copy afterwards."
    )


def _halves_of_two(tmp_path):
    new_key(tmp_path / "one", secret=SECRET)
    data = wire.unarmored(PRIVATE, (tmp_path / "one").read_text())
    return wire.armored(PRIVATE, data.replace(KEY.blob, OTHER.blob, 1))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tmp_path: "",
        lambda tmp_path: "ssh-ed25519 AAAA",
        lambda tmp_path: KEY.public_line,
        lambda tmp_path: "-----BEGIN RSA KEY-----\nAAAA\n-----END RSA KEY-----\n",
        lambda tmp_path: "ключ",
        _halves_of_two,
    ],
)
def test_what_is_no_private_key_is_told(spoil, tmp_path):
    (tmp_path / "key").write_text(spoil(tmp_path), "utf-8")
    with pytest.raises(NpsError, match=r"key is no private Ed25519 key of OpenSSH: make one with"):
        read_key(tmp_path / "key", "x")


def test_a_key_that_is_not_there_is_told(tmp_path):
    with pytest.raises(NpsError, match="can't be read"):
        read_key(tmp_path / "key", "x")


def test_a_fingerprint_is_a_hash_of_the_public_half():
    assert fingerprint(KEY.blob) == KEY.fingerprint
    assert blob(KEY.blob[-32:]) == KEY.blob
