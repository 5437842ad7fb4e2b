"""Saved pages, and the keys and messages that an agency took down from them."""

import pytest
from pysequoia import Cert, verify

from tests.world.folders.reading import rows


def test_an_agency_holds_the_pages_that_it_saved_by_then_and_no_others(tiny, story, date):
    for agency in story.agencies:
        held = tiny.folders[agency.short]
        pages = {path: data for path, data in held.items() if path.endswith(".html")}
        assert pages == {
            f"pages/{page.path}": page.data
            for page in tiny.pages
            if page.agency == agency.short and page.day <= date
        }  # fmt: skip
        index = rows(held["pages/index.csv"]) if pages else []
        assert {f"pages/{one['file']}" for one in index} == {*pages}


def test_keys_are_those_that_profiles_show(folders):
    held = folders["pages"]
    keys = rows(held["keys/keys.csv"])
    for one in keys:
        cert = Cert.from_bytes(held[one["file"]])
        assert cert.fingerprint.upper() == one["fingerprint_as_shown"]
        assert one["handle"] in held[one["page"]].decode()
    shown = {one["handle"]: one["fingerprint_as_shown"] for one in keys}
    assert shown["saltmeadow"] == shown["brineacre"]
    others = [mark for handle, mark in shown.items() if handle != "brineacre"]
    assert len({*others}) == len(others)


def test_one_signed_message_names_the_address_and_one_was_changed(tiny, folders):
    held = folders["pages"]
    cert = Cert.from_bytes(held["keys/saltmeadow.asc"])
    signed = {path: data for path, data in held.items() if path.startswith("signed/")}
    about = [data for data in signed.values() if b"This is saltmeadow of Lanternfen" in data]
    assert len(about) == 2
    good, broken = sorted(about, key=lambda data: tiny.facts.signed.address.encode() not in data)
    assert tiny.facts.signed.address in verify(good, store=lambda ids: [cert]).bytes.decode()
    assert tiny.facts.clone.address.encode() in broken
    with pytest.raises(Exception, match=r"(?i)bad|invalid|no valid|verif"):
        verify(broken, store=lambda ids: [cert])


def test_the_thiefs_host_is_among_the_reported_sites_but_not_marked(tiny, folders):
    reported = rows(folders["pages"]["scam-sites.csv"])
    (clone,) = {page.url.split("/")[2] for page in tiny.pages if page.kind == "clone"}
    assert [one["host"] for one in reported].count(clone) == 1
    assert len(reported) == 12
    alike = [one for one in reported if one["complaint"].startswith("a copy of another site")]
    assert len(alike) >= 1
    days = [one["reported"] for one in reported]
    assert days == sorted(days)


def test_the_others_have_no_keys(folders):
    marks = [one["fingerprint_as_shown"] for one in rows(folders["pages"]["keys/keys.csv"])]
    for role in ("purchases", "phone"):
        text = b"\n".join(folders[role].values()).decode()
        assert "BEGIN PGP" not in text
        assert not [mark for mark in marks if mark in text.replace(" ", "")]
