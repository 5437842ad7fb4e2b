"""Whose seal is accepted: by fingerprint, by public key, by a list of signers of OpenSSH."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.errors import NpsError
from nps_chain.evidence.bag import verify
from nps_chain.evidence.bag.seal.key import new_key
from nps_chain.evidence.bag.seal.signers import Expected, _lines, expected
from tests.evidence.bag.packages import KEY, OTHER, as_zip, relisted, sealed
from tests.evidence.bag.seal.test_seal import SSH_KEYGEN, openssh, ssh_keygen

ANNA, BORIS = KEY.public_line.rsplit(" ", 1)[0], OTHER.public_line.rsplit(" ", 1)[0]
RSA = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB"


@pytest.fixture
def told(tmp_path):
    def write(text):
        (tmp_path / "signers").write_text(text, "utf-8")
        return tmp_path / "signers"

    return write


def test_a_fingerprint_a_key_and_its_file_say_the_same(told):
    same = (Expected(KEY.fingerprint),)
    assert expected(KEY.fingerprint) == expected(KEY.public_line) == same
    assert expected(told(KEY.public_line)) == expected(str(told(ANNA))) == same


@pytest.mark.parametrize(
    ("line", "means"),
    [
        (f"anna {ANNA}", Expected(KEY.fingerprint, "anna")),
        (f'"anna of TCB" {ANNA} Anna', Expected(KEY.fingerprint, "anna of TCB")),
        (f"*@tcb.example,anna {ANNA}", Expected(KEY.fingerprint, "*@tcb.example,anna")),
        (f'anna namespaces="nps-chain-case" {ANNA}', Expected(KEY.fingerprint, "anna")),
        (f'anna namespaces="git,nps-*" {ANNA}', Expected(KEY.fingerprint, "anna")),
        (f'anna namespaces="git" {ANNA}', None),
        (f'anna namespaces="nps-*,!nps-chain-case" {ANNA}', None),
        (f'anna namespaces="[n]ps-chain-case" {ANNA}', None),
        (f"anna cert-authority {ANNA}", None),
        (f"anna {RSA}", None),
        (f"# anna {ANNA}", None),
        (
            f'anna valid-after="20250101",valid-before="202504011200Z" {ANNA}',
            Expected(KEY.fingerprint, "anna", "20250101000000", "20250401120000"),
        ),
    ],
)
def test_a_line_of_a_list_of_signers_means(line, means, told):
    boris = f"boris {BORIS}\n"
    found = expected(told(f"{boris}\n{line}\n"))
    assert found == ((Expected(OTHER.fingerprint, "boris"),) + ((means,) if means else ()))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SHA256:short", "is no fingerprint: it has SHA256: and 43 characters"),
        (
            KEY.public_line[:64],
            "The public key has a line that can't be read. 'AAAA.*' isn't a whole",
        ),
        ("ssh-ed25519 not*base64", "The public key has a line that can't be read. It is no text"),
    ],
)
def test_what_names_no_key_is_told(text, says):
    with pytest.raises(NpsError, match=says):
        expected(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no Ed25519 key that may seal a case package"),
        (f"anna {RSA}\n", "names no Ed25519 key that may seal a case package"),
        ("anna\n", "has a line that can't be read. 'anna' has no key"),
        (f"anna {ANNA[:-4]}\n", "isn't a whole key"),
        (f"anna verify-required {ANNA}\n", "'verify-required' has an option that isn't known"),
        (f'anna valid-after="soon" {ANNA}\n', "has an option that isn't known here"),
        (f'anna namespaces="git {ANNA}\n', "can't be read|names no Ed25519 key"),
    ],
)
def test_a_list_that_names_no_key_is_told(text, says, told):
    with pytest.raises(NpsError, match=says):
        expected(told(text))


def test_a_private_key_is_no_signer_and_is_not_shown(tmp_path):
    new_key(tmp_path / "key")
    with pytest.raises(NpsError) as caught:
        expected(tmp_path / "key")
    assert str(caught.value) == (
        f"{tmp_path / 'key'} is a private key: give the public one, whose name ends in .pub."
    )


def test_a_list_that_is_not_there_is_told(tmp_path):
    with pytest.raises(NpsError, match="can't be read"):
        expected(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("since", "until", "date", "objects"),
    [
        ("", "", "", False),
        ("20250323000000", "", "2025-03-23", False),
        ("20250324000000", "", "2025-03-23", True),
        ("", "20250324000000", "2025-03-23", False),
        ("", "20250323000000", "2025-03-23", True),
        ("", "20250323120000", "2025-03-23", False),
        ("20250101000000", "20250401000000", "", True),
        ("20250101000000", "20250401000000", "in spring", True),
    ],
)
def test_a_key_that_counts_for_a_time(since, until, date, objects):
    assert bool(Expected("SHA256:x", "anna", since, until).objection(date)) == objects


def test_a_package_of_a_day_on_which_the_key_did_not_count_is_refused(tmp_path, told):
    path = as_zip(sealed(), tmp_path)
    late = told(f'anna valid-after="20250401" {ANNA}\n')
    assert verify(path, late).problems["why"].tolist() == [
        f"{KEY.fingerprint}: its key is accepted from 2025-04-01 on, and the package is of"
        " 2025-03-23"
    ]
    assert verify(path, told(f'anna valid-before="20250401" {ANNA}\n')).says == (
        f"The package is whole, and sealed by {KEY.fingerprint} (anna), as expected."
    )


def test_one_of_several_signers_is_enough(tmp_path, told):
    both = told(f"boris {BORIS}\nanna {ANNA}\n")
    assert verify(as_zip(sealed(), tmp_path), both).ok
    theirs = relisted(sealed(said=[("Bagging-Date", "2025-03-23")], key=KEY), OTHER)
    assert verify(as_zip(theirs, tmp_path), both).signer == OTHER.fingerprint


@openssh
@pytest.mark.parametrize(
    "options",
    [
        "",
        'namespaces="nps-chain-case"',
        'namespaces="git"',
        'namespaces="nps-*,!*-case"',
        'valid-after="20200101Z",valid-before="20990101Z"',
    ],
)
def test_openssh_agrees_on_who_may_seal(options, tmp_path, told):
    assert SSH_KEYGEN
    files = sealed()
    for name in ("tagmanifest-sha512.txt", "tagmanifest-sha512.txt.sig"):
        (tmp_path / name).write_bytes(files[name])
    signers = told(f"anna {options} {ANNA}\n")
    words = ["-Y", "verify", "-f", signers, "-I", "anna", "-n", "nps-chain-case", "-s"]
    signature = tmp_path / "tagmanifest-sha512.txt.sig"
    theirs = ssh_keygen(*words, signature, message=files["tagmanifest-sha512.txt"]).returncode == 0
    try:
        ours = verify(as_zip(files, tmp_path), signers).ok
    except NpsError:
        ours = False
    assert ours == theirs


@given(text=st.text(alphabet=' "=,!*#anss:h-ed25519valid\n\t', max_size=200))
def test_no_text_makes_another_error(text):
    with suppress(NpsError):
        assert all(isinstance(each, Expected) for each in _lines(text))
