"""Each kind of tampering is refused, for the right reason, in a folder and in an archive.

A tamperer has no key, or another than expected, unless a test says that the maker erred.
"""

from functools import partial

import pytest

from nps_chain.evidence.bag import verify
from nps_chain.evidence.bag.seal import sign, wire
from nps_chain.evidence.bag.sealed import SEAL, SEALED
from tests.evidence.bag.packages import (
    FORMS,
    KEY,
    LIST,
    NOTE,
    OTHER,
    SAID,
    Link,
    digest,
    found,
    relisted,
    sealed,
    stored,
)

INFO, DECLARED = "bag-info.txt", "bagit.txt"
M256, M512 = "manifest-sha256.txt", "manifest-sha512.txt"
T256, T512 = "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"


def put(files, changed):
    return {**files, **changed}


def without(files, *names):
    return {name: data for name, data in files.items() if name not in names}


def moved(files, name, to):
    return {**without(files, name), to: files[name]}


def edited(files, name, old, new):
    assert old in files[name]
    return {**files, name: files[name].replace(old, new)}


def swapped(files):
    return {**files, NOTE: files[LIST], LIST: files[NOTE]}


def both_lists_edited(files):
    changed = put(files, {NOTE: b"seen at nine\n"})
    for name, algorithm in ((M256, "sha256"), (M512, "sha512")):
        old, new = (digest(each[NOTE], algorithm).encode() for each in (files, changed))
        changed = edited(changed, name, old, new)
    return changed


def line_dropped(files, name):
    lines = files[name].splitlines(keepends=True)
    return {**files, name: b"".join(line for line in lines if b"note.txt" not in line)}


def line_doubled(files, name):
    return {**files, name: files[name] + files[name].splitlines(keepends=True)[0]}


def said_otherwise(files, label, value):
    lines = files[INFO].decode().splitlines(keepends=True)
    said = [f"{label}: {value}\n" if line.startswith(label) else line for line in lines]
    return {**files, INFO: "".join(said).encode()}


def no_more_promised(files):
    lines = files[INFO].splitlines(keepends=True)
    return {**files, INFO: b"".join(line for line in lines if b"Sealed-By" not in line)}


def another_packages_seal(files):
    return {**files, SEAL: sealed({"files/other.txt": b"?"})[SEAL]}


def sealed_for_another_purpose(files):
    blob = wire.unarmored("SSH SIGNATURE", files[SEAL].decode())
    blob = blob.replace(b"\0\0\0\x0enps-chain-case", b"\0\0\0\3git")
    return {**files, SEAL: wire.armored("SSH SIGNATURE", blob).encode()}


def sealed_by_another_kind(files):
    blob = wire.unarmored("SSH SIGNATURE", files[SEAL].decode())
    return {
        **files,
        SEAL: wire.armored("SSH SIGNATURE", blob.replace(b"ssh-ed25519", b"ssh-ed25518")).encode(),
    }


TAMPERINGS = {
    # A file of the case.
    "a byte is another": (
        partial(put, changed={NOTE: b"seen at nuun\n"}),
        [("changed", NOTE)],
        "its SHA-512 is another than manifest-sha512.txt says",
    ),
    "a file is longer": (
        partial(put, changed={NOTE: b"seen at noon, and again\n"}),
        [("changed", NOTE), ("count", INFO)],
        "its SHA-512 is another than manifest-sha512.txt says",
    ),
    "a file is emptied": (
        partial(put, changed={NOTE: b""}),
        [("changed", NOTE), ("count", INFO)],
        "its SHA-512 is another than manifest-sha512.txt says",
    ),
    "two files have each other's content": (
        swapped,
        [("changed", LIST), ("changed", NOTE)],
        "its SHA-512 is another than manifest-sha512.txt says",
    ),
    "a file is gone": (
        lambda files: without(files, NOTE),
        [("count", INFO), ("missing", NOTE)],
        "manifest-sha512.txt lists it, and it isn't there",
    ),
    "all files are gone": (
        lambda files: without(files, NOTE, LIST),
        [("count", INFO), ("missing", LIST), ("missing", NOTE)],
        "manifest-sha512.txt lists it, and it isn't there",
    ),
    "a file is added": (
        partial(put, changed={"data/files/more.txt": b"?"}),
        [("count", INFO), ("unlisted", "data/files/more.txt")],
        "it isn't listed in manifest-sha512.txt",
    ),
    "an empty file is added": (
        partial(put, changed={"data/files/more.txt": b""}),
        [("count", INFO), ("unlisted", "data/files/more.txt")],
        "it isn't listed in manifest-sha512.txt",
    ),
    "a hidden file is added": (
        partial(put, changed={"data/files/.more": b"?"}),
        [("count", INFO), ("unlisted", "data/files/.more")],
        "it isn't listed in manifest-sha512.txt",
    ),
    "a file has another name": (
        partial(moved, name=NOTE, to="data/files/nota.txt"),
        [("missing", NOTE), ("unlisted", "data/files/nota.txt")],
        "manifest-sha512.txt lists it, and it isn't there",
    ),
    "a name is in other case": (
        partial(moved, name=NOTE, to="data/files/Note.txt"),
        [("missing", NOTE), ("unlisted", "data/files/Note.txt")],
        "manifest-sha512.txt lists it, and it isn't there",
    ),
    "a name has a letter of another alphabet": (
        partial(moved, name=NOTE, to="data/files/n\u043ete.txt"),
        [("missing", NOTE), ("unlisted", "data/files/n\u043ete.txt")],
        "manifest-sha512.txt lists it, and it isn't there",
    ),
    "a folder is where a file was": (
        partial(moved, name=NOTE, to=f"{NOTE}/note.txt"),
        [("missing", NOTE), ("unlisted", f"{NOTE}/note.txt")],
        "manifest-sha512.txt lists it, and it isn't there",
    ),
    "a file is a link to the same within": (
        partial(put, changed={NOTE: Link("kept/list.csv")}),
        [("count", INFO), ("link", NOTE), ("missing", NOTE)],
        "it is a link, a pipe or a device, not a file",
    ),
    "a link leads out": (
        partial(put, changed={"data/out": Link("../../../../etc/passwd")}),
        [("link", "data/out")],
        "it is a link, a pipe or a device, not a file",
    ),
    # A list.
    "a file and a list are changed": (
        lambda files: edited(
            put(files, {NOTE: b"seen at nine\n"}),
            M512,
            digest(files[NOTE]).encode(),
            digest(b"seen at nine\n").encode(),
        ),
        [("changed", NOTE), ("changed", M512)],
        "its SHA-512 is another than tagmanifest-sha512.txt says",
    ),
    "a file and both lists are changed": (
        both_lists_edited,
        [("changed", M256), ("changed", M512)],
        "its SHA-512 is another than tagmanifest-sha512.txt says",
    ),
    "a file and all lists are changed": (
        lambda files: relisted(put(files, {NOTE: b"seen at nine\n"})),
        [("signature", SEAL)],
        "it doesn't fit tagmanifest-sha512.txt: one of them is another",
    ),
    "a file is gone from all lists": (
        lambda files: relisted(said_otherwise(without(files, NOTE), "Payload-Oxum", "8.1")),
        [("signature", SEAL)],
        "it doesn't fit tagmanifest-sha512.txt: one of them is another",
    ),
    "a line is gone from one list": (
        lambda files: line_dropped(files, M256),
        [("changed", M256), ("unlisted", NOTE)],
        "its SHA-512 is another than tagmanifest-sha512.txt says",
    ),
    "a line is in a list twice": (
        lambda files: line_doubled(files, M512),
        [("changed", M512), ("twice", f"{M512}, line 3")],
        f"{LIST} is listed before",
    ),
    "a list names a file outside": (
        lambda files: put(files, {M512: files[M512] + b"0" * 128 + b"  ../../passwd\n"}),
        [("changed", M512), ("path", f"{M512}, line 3")],
        "../../passwd: it leads out of the package",
    ),
    "a list names a file of another's drive": (
        lambda files: put(files, {M512: files[M512] + b"0" * 128 + b"  data/C:\\boot.ini\n"}),
        [("changed", M512), ("path", f"{M512}, line 3")],
        "data/C:\\boot.ini: it leads out of the package",
    ),
    "a list names what isn't the case's": (
        lambda files: put(files, {M512: files[M512] + b"0" * 128 + b"  bagit.txt\n"}),
        [("changed", M512), ("list", f"{M512}, line 3")],
        "bagit.txt: it is listed in the wrong list",
    ),
    "a list has a remark": (
        lambda files: put(files, {T256: files[T256] + b"# checked, all is well\n"}),
        [("list", f"{T256}, line 5")],
        "it isn't a checksum of 64 characters, a blank, and a name",
    ),
    "a list begins with a mark of order": (
        lambda files: put(files, {M512: b"\xef\xbb\xbf" + files[M512]}),
        [("changed", M512), ("encoding", M512)],
        "it begins with a mark of order (BOM), which BagIt forbids",
    ),
    "a list is gone": (
        lambda files: without(files, M256),
        [("missing", M256)],
        "tagmanifest-sha512.txt lists it, and it isn't there",
    ),
    "all lists of the case are gone": (
        lambda files: without(files, M256, M512),
        [("missing", M256), ("missing", M512)],
        "no list of the payload is there",
    ),
    "the list of lists that is signed is gone": (
        lambda files: without(files, T512),
        [("missing", T512)],
        "it is what is sealed, and it isn't there",
    ),
    "the other list of lists is gone": (
        lambda files: without(files, T256),
        [("missing", T256)],
        "a sealed package has one of each",
    ),
    "a list with another checksum is added": (
        partial(put, changed={"manifest-md5.txt": b""}),
        [
            ("missing", "tagmanifest-md5.txt"),
            ("unlisted", LIST),
            ("unlisted", "manifest-md5.txt"),
            ("unlisted", NOTE),
        ],
        "it isn't listed in manifest-md5.txt",
    ),
    "a list of lists is added": (
        lambda files: put(
            files, {"tagmanifest-sha1.txt": f"{digest(files[INFO], 'sha1')}  {INFO}\n".encode()}
        ),
        [
            ("unlisted", DECLARED),
            ("unlisted", M256),
            ("unlisted", M512),
            ("unlisted", "tagmanifest-sha1.txt"),
        ],
        "it isn't listed in tagmanifest-sha1.txt",
    ),
    # What the package says of itself.
    "the date is another": (
        lambda files: said_otherwise(files, "Bagging-Date", "2025-03-22"),
        [("changed", INFO)],
        "its SHA-512 is another than tagmanifest-sha512.txt says",
    ),
    "what is said is gone": (
        lambda files: without(files, INFO),
        [("missing", INFO)],
        "tagmanifest-sha512.txt lists it, and it isn't there",
    ),
    "it says that it is older": (
        lambda files: edited(files, DECLARED, b"1.0", b"0.97"),
        [("changed", DECLARED)],
        "its SHA-512 is another than tagmanifest-sha512.txt says",
    ),
    "it says that it is newer": (
        lambda files: edited(files, DECLARED, b"1.0", b"1.1"),
        [("declaration", DECLARED)],
        "version 1.1 of BagIt isn't known here",
    ),
    "it doesn't say what it is": (
        lambda files: without(files, DECLARED),
        [("declaration", DECLARED)],
        "it isn't there, so this is no BagIt package",
    ),
    "it says another encoding": (
        lambda files: edited(files, DECLARED, b"UTF-8", b"UTF-7"),
        [("declaration", DECLARED)],
        "the encoding 'UTF-7' isn't known here",
    ),
    "a text about it is added": (
        partial(put, changed={"READ-ME-FIRST.html": b"<script>"}),
        [("unlisted", "READ-ME-FIRST.html")],
        "it isn't listed in tagmanifest-sha512.txt",
    ),
    "it asks for files to be fetched": (
        partial(put, changed={"fetch.txt": b"http://localhost/a 3 data/files/a.txt\n"}),
        [("fetch", "data/files/a.txt"), ("unlisted", "fetch.txt")],
        "it is to be fetched, and isn't listed",
    ),
    "it asks for a file to be fetched to elsewhere": (
        partial(put, changed={"fetch.txt": b"http://localhost/a - ../../.bashrc\n"}),
        [("path", "fetch.txt"), ("unlisted", "fetch.txt")],
        "../../.bashrc: it leads out of the package",
    ),
    # The seal.
    "the seal is gone": (
        lambda files: without(files, SEAL),
        [("signature", SEAL)],
        f"{KEY.fingerprint} sealed the package; its seal is missing",
    ),
    "the seal and the word of it are gone": (
        lambda files: without(relisted(no_more_promised(files)), SEAL),
        [("signature", SEAL)],
        "a seal was expected, and there is none",
    ),
    "the seal is another package's": (
        another_packages_seal,
        [("signature", SEAL)],
        "it doesn't fit tagmanifest-sha512.txt: one of them is another",
    ),
    "the seal has another letter": (
        lambda files: edited(files, SEAL, files[SEAL][200:201], b"+"),
        [("signature", SEAL)],
        "it doesn't fit tagmanifest-sha512.txt: one of them is another",
    ),
    "the seal is cut off": (
        lambda files: put(files, {SEAL: files[SEAL][:150]}),
        [("signature", SEAL)],
        "it isn't between BEGIN SSH SIGNATURE and END SSH SIGNATURE",
    ),
    "the seal was made for another purpose": (
        sealed_for_another_purpose,
        [("signature", SEAL)],
        "it was made for another purpose than nps-chain-case",
    ),
    "the seal is by a key of another kind": (
        sealed_by_another_kind,
        [("signature", SEAL)],
        "it is by a key of another kind than Ed25519: check it with ssh-keygen",
    ),
    "somebody else changed and sealed it": (
        lambda files: relisted(put(files, {NOTE: b"seen at nine\n"}), OTHER),
        [("signer", SEAL)],
        f"{OTHER.fingerprint} sealed it; bag-info.txt says {KEY.fingerprint}",
    ),
    "somebody else changed and sealed it, and says so": (
        lambda files: relisted(
            said_otherwise(put(files, {NOTE: b"seen at nine\n"}), "Sealed-By", OTHER.fingerprint),
            OTHER,
        ),
        [("signer", SEAL)],
        f"{OTHER.fingerprint} sealed it; expected was {KEY.fingerprint}",
    ),
    # The maker erred, and sealed what isn't a whole package.
    "the maker left a file out of one list": (
        lambda files: {**(made := line_dropped(files, M256)), **tags_of(made)},
        [("unlisted", NOTE)],
        "it isn't listed in manifest-sha256.txt",
    ),
    "the maker counted wrongly": (
        lambda files: relisted(said_otherwise(files, "Payload-Oxum", "21.3"), KEY),
        [("count", INFO)],
        "there are 21 bytes, and 2 files; Payload-Oxum says '21.3'",
    ),
}


def tags_of(files):
    """The lists of lists and the seal, for lists that were edited."""
    made = relisted(files, KEY)
    about = {name: files[name] for name in (DECLARED, INFO, M256, M512)}
    tags = {
        name: "".join(f"{digest(about[each], kind)}  {each}\n" for each in sorted(about)).encode()
        for name, kind in ((T256, "sha256"), (T512, "sha512"))
    }
    return {**{name: made[name] for name in tags}, **tags, SEAL: sign(tags[SEALED], KEY)}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", TAMPERINGS)
def test_each_tampering_is_refused_for_its_reason(kind, form, tmp_path):
    tamper, problems, why = TAMPERINGS[kind]
    path = stored(tamper(sealed()), form, tmp_path)
    verdict = verify(path, KEY.fingerprint)
    assert not verdict.ok
    assert found(verdict) == sorted(problems)
    assert why in verdict.problems["why"].tolist()


@pytest.mark.parametrize("form", FORMS)
def test_what_nobody_touched_is_whole(form, tmp_path):
    verdict = verify(stored(sealed(), form, tmp_path), KEY.fingerprint)
    assert verdict.ok
    assert (len(verdict.problems), len(verdict.notes)) == (0, 0)
    assert verdict.signer == KEY.fingerprint
    assert verdict.info == {**dict(SAID), "Payload-Oxum": "21.2"}
    assert dict(verdict.payload) == {
        "files/note.txt": b"seen at noon\n",
        "files/kept/list.csv": b"a,b\n1,2\n",
    }


def test_a_file_beside_that_differs_in_case_only_would_be_lost_elsewhere(tmp_path):
    files = relisted({**sealed(), "data/files/NOTE.txt": b"other"}, KEY)
    path = stored(relisted(said_otherwise(files, "Payload-Oxum", "26.3"), KEY), "zip", tmp_path)
    assert found(verify(path)) == [("alike", f"data/files/NOTE.txt, {NOTE}")]
