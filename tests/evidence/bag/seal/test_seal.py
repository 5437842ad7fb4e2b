"""Seals are those of OpenSSH: made here and checked there, made there and checked here."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.bag import seal, verify
from nps_chain.evidence.bag.seal import NAMESPACE, wire
from nps_chain.evidence.bag.seal.key import new_key
from nps_chain.evidence.bag.sealed import SEAL, SEALED
from tests.evidence.bag.packages import KEY, OTHER, as_folder, sealed

SSH_KEYGEN = shutil.which("ssh-keygen")
openssh = pytest.mark.skipif(SSH_KEYGEN is None, reason="ssh-keygen isn't here")
MESSAGE = b"a list of lists\n"


def ssh_keygen(*words, message=b""):
    return subprocess.run([SSH_KEYGEN, *words], input=message, capture_output=True)


@pytest.fixture
def key(tmp_path):
    new_key(tmp_path / "key", comment="Anna", secret=bytes(range(32)))
    return tmp_path / "key"


@pytest.fixture
def signers(tmp_path):
    (tmp_path / "signers").write_text(f'anna namespaces="{NAMESPACE}" {KEY.public_line}')
    return tmp_path / "signers"


@openssh
def test_openssh_accepts_a_seal_made_here(tmp_path, signers):
    (tmp_path / "seal").write_bytes(seal.sign(MESSAGE, KEY))
    words = ["-Y", "verify", "-f", signers, "-I", "anna", "-n", NAMESPACE, "-s", tmp_path / "seal"]
    good = ssh_keygen(*words, message=MESSAGE)
    assert (good.returncode, KEY.fingerprint in good.stdout.decode()) == (0, True)
    assert ssh_keygen(*words, message=MESSAGE + b"?").returncode != 0


@openssh
def test_a_seal_made_by_openssh_is_the_same_to_the_byte(tmp_path, key):
    (tmp_path / "list").write_bytes(MESSAGE)
    assert ssh_keygen("-Y", "sign", "-f", key, "-n", NAMESPACE, tmp_path / "list").returncode == 0
    made = (tmp_path / "list.sig").read_bytes()
    assert made == seal.sign(MESSAGE, KEY)
    assert seal.opened(made).fits(MESSAGE)


@openssh
def test_a_package_packed_without_a_key_can_be_sealed_by_openssh(tmp_path, key, signers):
    said = [("Bagging-Date", "2025-03-23")]
    top = as_folder(sealed(said=said, key=None), tmp_path / "case")
    assert not verify(top, KEY.fingerprint).ok
    ssh_keygen("-Y", "sign", "-f", key, "-n", NAMESPACE, top / SEALED)
    assert (top / SEAL).exists()
    verdict = verify(top, signers)
    assert (verdict.ok, verdict.signer) == (True, KEY.fingerprint)


@openssh
def test_a_seal_by_a_key_of_another_kind_is_told(tmp_path):
    ssh_keygen("-q", "-t", "ecdsa", "-N", "", "-f", tmp_path / "key")
    top = as_folder(sealed(said=[], key=None), tmp_path / "case")
    ssh_keygen("-Y", "sign", "-f", tmp_path / "key", "-n", NAMESPACE, top / SEALED)
    verdict = verify(top)
    assert verdict.problems["what"].tolist() == ["signature"]
    assert verdict.problems["why"].tolist() == [
        "it is by a key of another kind than Ed25519: check it with ssh-keygen"
    ]


def test_a_seal_fits_what_was_sealed_and_nothing_else():
    made = seal.opened(seal.sign(MESSAGE, KEY))
    assert made.fingerprint == KEY.fingerprint
    assert made.fits(MESSAGE)
    assert not made.fits(MESSAGE + b" ")
    assert not seal.opened(seal.sign(MESSAGE, OTHER))._replace(blob=KEY.blob).fits(MESSAGE)


def test_a_seal_with_another_hash_is_read_as_the_format_has_it():
    made = seal.opened(seal.sign(MESSAGE, KEY))._replace(algorithm=b"sha256")
    signed = KEY.sign(seal._to_sign(made, MESSAGE))
    assert made._replace(signed=signed).fits(MESSAGE)


@given(data=st.data())
def test_a_seal_of_which_a_byte_was_changed_fits_nothing(data):
    blob = bytearray(wire.unarmored("SSH SIGNATURE", seal.sign(MESSAGE, KEY).decode()))
    at = data.draw(st.integers(0, len(blob) - 1))
    blob[at] ^= data.draw(st.integers(1, 255))
    try:
        made = seal.opened(wire.armored("SSH SIGNATURE", bytes(blob)).encode())
    except NpsError:
        return
    assert not made.fits(MESSAGE)


@given(text=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_what_is_no_seal_is_told(text):
    with pytest.raises(NpsError, match=r"^It "):
        seal.opened(text)
