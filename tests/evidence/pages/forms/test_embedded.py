"""Files in a page are read out of it, and known by their hash."""

import base64
from hashlib import sha256

import pytest

from nps_chain.evidence.pages.forms import embedded
from nps_chain.evidence.pages.source.dissect import dissect

PICTURE = bytes(range(40))
CODE = base64.b64encode(PICTURE).decode()


def files(source):
    return [
        (source[f.start : f.end], f.kind, f.data)
        for each in dissect(source).embedded
        for f in embedded.files(source, each)
    ]


@pytest.mark.parametrize(
    ("written", "kind", "data"),
    [
        (f"data:image/png;base64,{CODE}", "image/png", PICTURE),
        (f"DATA:image/PNG;charset=x;BASE64,{CODE}", "image/png", PICTURE),
        ("data:image/svg+xml,%3Csvg%3E", "image/svg+xml", b"<svg>"),
        ("data:,a", "", b"a"),
        ("data:image/png;base64,A", "image/png", None),
        (f"data:image/png;base64,{CODE[:20]}\n{CODE[20:]}", "image/png", PICTURE),
    ],
)
def test_a_file_is_read(written, kind, data):
    assert files(f'<img src="{written}">') == [(written, kind, data)]


def test_a_style_may_hold_several():
    style = f"background:url(data:image/png;base64,{CODE}),url('data:x,b')"
    assert [data for *_, data in files(f'<p style="{style}">')] == [PICTURE, b"b"]


def test_the_hash_is_of_the_bytes():
    assert embedded.digest(PICTURE) == sha256(PICTURE).hexdigest()
