"""The pages of a story: safe, marked, dated, and showing what is on record, no more and no less."""

import difflib
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pysequoia
import pytest

from nps_chain.chain import onion
from nps_chain.chain.address import check
from nps_chain.world.dice import Dice
from nps_chain.world.pages import fixtures, make_pages
from nps_chain.world.pages.dates import DAY, START, spoken
from nps_chain.world.pages.page import KINDS
from tests.world.pages.reader import Reader, found, normal
from tests.world.pages.story import STORY, story

ROOT = Path(__file__).parents[3]

SIGNED = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----.*?-----END PGP SIGNATURE-----", re.S
)  # fmt: skip


def one(pages, **wanted):
    """Return the one page that is as wanted."""
    (page,) = [p for p in pages if all(getattr(p, key) == value for key, value in wanted.items())]
    return page


def digest(pages):
    return hashlib.sha256(repr(pages).encode()).hexdigest()


def test_there_are_some_three_hundred_and_some_forty(facts, pages):
    small = make_pages(facts, Dice(0, "pages"), small=True)
    assert 270 <= len(pages) <= 330
    assert 35 <= len(small) <= 55
    assert sum(len(page.data) for page in pages) < 2_500_000
    whole = {page.path: page.sha256 for page in pages}
    assert {page.path: page.sha256 for page in small}.items() <= whole.items()
    assert {page.kind for page in small} == {page.kind for page in pages} == {*KINDS}
    assert len({(page.agency, page.url) for page in small}) == len(small)


def test_the_same_seed_gives_the_same_pages_whatever_the_hash_seed(facts, pages):
    assert make_pages(facts, Dice(0, "pages")) == pages
    program = (
        "from tests.world.pages.story import story; from nps_chain.world.dice import Dice;"
        "from nps_chain.world.pages import make_pages; import hashlib;"
        "print(hashlib.sha256(repr(make_pages(story(0), Dice(0, 'pages'))).encode()).hexdigest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "123", "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert told.stdout.strip() == digest(pages)


def test_another_seed_gives_other_pages_with_the_same_story(pages):
    others = make_pages(story(1), Dice(1, "pages"))
    assert not {page.sha256 for page in others} & {page.sha256 for page in pages}
    hidden = {page.url.split("/")[2] for page in pages if ".onion" in page.url}
    assert not hidden & {page.url.split("/")[2] for page in others}
    for what in ("signed", "impostor", "clone", "second-market", "withdrawals", "escrow", "gone"):
        assert (
            [(p.site, p.day) for p in pages if p.what == what]
            == [(p.site, p.day) for p in others if p.what == what]
            != []
        )
    assert {trap for page in pages for trap in page.traps} == {
        trap for page in others for trap in page.traps
    }


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_what_a_page_shows_is_on_record_and_what_is_on_record_is_shown(seed):
    """The reader finds things by their form alone, in texts, comments and attributes."""
    for page in make_pages(story(seed), Dice(seed, "pages")):
        kinds = {"txid": "hex64", "hash": "hex64"}
        recorded = sorted(
            (kinds.get(shown.kind, shown.kind), normal(shown.kind, shown.text))
            for shown in page.shows
            if shown.genuine or shown.kind in ("code", "onion")
            if shown.kind
            not in ("handle", "url", "key", "signature", "picture", "phrase", "script")
        )
        assert recorded == found(page.html), page.path


def test_each_address_is_one_of_the_facts_or_a_recorded_trap(facts, pages):
    known = {*facts.addresses()}
    for page in pages:
        for shown in page.shows:
            if shown.kind != "address":
                continue
            if shown.genuine:
                assert shown.text in known
                assert check(shown.text, "regtest").valid
            else:
                assert shown.trap
                assert not check(shown.text).valid
    assert {s.text for p in pages for s in p.shows if s.kind == "address" and s.genuine} == known


def test_each_handle_of_a_vendor_is_on_record_wherever_it_stands(facts, pages):
    handles = [vendor.handle for vendor in facts.vendors]
    form = re.compile(rf"(?<![\w.-])(?:{'|'.join(handles)})(?![\w@-])")
    for page in pages:
        mentioned = Counter(form.findall(Reader(page.html).text))
        recorded = Counter(s.text for s in page.shows if s.kind == "handle" and s.text in handles)
        assert mentioned == recorded, page.path


def test_the_traps_are_these(pages):
    assert sorted({trap for page in pages for trap in page.traps}) == [
        "address as entities",
        "address hidden by style",
        "address in a comment",
        "address in a payment link",
        "address in an attribute",
        "address in pieces",
        "address with a changed letter",
        "address with a look-alike letter",
        "address with an unseen character",
        "catalogue number",
        "copied wording",
        "defanged address",
        "handle used elsewhere",
        "hash that is no txid",
        "innocent's address",
        "invalid example of the real network",
        "look-alike handle",
        "namesake",
        "onion name with a changed letter",
        "other coin",
        "quoted listing",
        "shortened address",
        "signature that fails",
    ]


def test_an_innocents_address_stands_on_a_market_page(facts, pages):
    front = one(pages, site="lanternfen", what="front", day=33)
    (shown,) = [shown for shown in front.shows if shown.kind == "address"]
    assert (shown.text, shown.trap) == (facts.charity.address, "innocent's address")


def test_no_name_leads_anywhere(pages):
    """Hosts end in .example or .test, or are onion names that Tor refuses."""
    for page in pages:
        host = page.url.split("/")[2]
        text = Reader(page.html).text
        names = re.findall(r"[a-z2-7]{56}(?=\.onion|\[\.\]onion)", text)
        if host.endswith(".onion"):
            assert onion.check(host).teaching
            names.append(host)
        else:
            assert host.endswith((".example", ".test"))
        wrong = {s.text for s in page.shows if s.kind == "onion" and not s.genuine}
        for name in names:
            found_ = onion.check(name)
            assert not found_.tor
            assert found_.teaching or f"{name}.onion" in wrong
        for url in re.findall(r"h(?:tt|xx)ps?://([^\s/]+)", text):
            assert url.replace("[.]", ".").endswith((".example", ".test", ".onion"))


def test_no_mark_of_the_real_network_is_valid(pages):
    for page in pages:
        for word in re.findall(r"\w{25,}", Reader(page.html).text):
            assert not check(word, "main").valid


TAGS = {
    "html", "head", "meta", "title", "link", "style", "body", "div", "header", "footer", "nav",
    "h1", "h2", "p", "ul", "li", "table", "tr", "td", "th", "pre", "code", "span", "b", "em",
    "small", "img", "wbr",
}  # fmt: skip
ATTRIBUTES = {
    ("html", "lang"), ("meta", "charset"), ("meta", "name"), ("meta", "content"),
    ("meta", "http-equiv"), ("link", "rel"), ("link", "href"), ("div", "class"),
    ("span", "style"), ("span", "data-pay"), ("img", "src"), ("img", "alt"), ("img", "width"),
    ("img", "height"),
}  # fmt: skip


def test_a_page_is_safe_to_open(pages):
    for page in pages:
        read = Reader(page.html)
        assert {*read.tags} <= TAGS
        assert {(tag, name) for tag, name, _ in read.attributes} <= ATTRIBUTES
        for _, name, value in read.attributes:
            if name in ("src", "href"):
                assert value.startswith("data:image/png;base64,")
            if name == "http-equiv":
                assert value == "Content-Security-Policy"
            if name == "style":
                assert value == "display:none"
        policy = [value for _, name, value in read.attributes if name == "content"][1]
        assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        (style,) = re.findall(r"<style>(.*?)</style>", page.html, re.S)
        assert not re.search(r"url|import|expression|@|\\|<", style)


def test_each_page_says_that_it_is_synthetic(pages):
    banner = "SYNTHETIC: invented for teaching. Nothing on this page is real or for sale."
    for page in pages:
        body = page.html.partition("<body>\n")[2]
        assert body.startswith(f'<div class="synthetic">{banner}')
        assert f'<meta name="synthetic" content="{banner}">' in page.html


def test_no_slot_is_left_open(pages):
    for page in pages:
        assert not re.search(r"\$\w|\{\{|\}\}", page.html.partition("</style>")[2])


def test_a_page_is_saved_on_its_day_and_knows_nothing_later(facts, pages):
    dates = {spoken(day, language): day for day in range(1, 91) for language in ("en", "ru", "ro")}
    for page in pages:
        assert START + (page.day - 1) * DAY < page.captured < START + page.day * DAY
        text = Reader(page.html).text
        for year, month, day in re.findall(r"\b(2025)-(\d\d)-(\d\d)\b", text):
            assert f"{year}-{month}-{day}" <= page.captured_text[:10]
        assert all(day <= page.day for date, day in dates.items() if date in text)
        for vendor in facts.vendors:
            if vendor.since > page.day:
                assert vendor.handle not in page.html
        assert page.day >= 30 or facts.clone.address not in page.html
        assert page.day >= 45 or "Quincegate" not in page.html
    rounds = [(page.agency, page.day) for page in pages]
    assert list(dict.fromkeys(rounds)) == [(r.agency, r.day) for r in facts.rounds]
    times = [page.captured for page in pages]
    assert times == sorted(times)
    assert len({*times}) == len(times)


def test_an_agency_saves_what_its_round_is_for(facts, pages):
    """Who may see the keys of both handles, or the signed address, is the story's to say."""
    for page in pages:
        if page.agency == "ADP":
            assert page.what in ("category", "escrow")
        if page.agency == "CFI":
            assert page.what in ("gone", "withdrawals", "courier", "market-gone")
    signed = facts.vendor("saltmeadow").signed_address
    assert {page.agency for page in pages if signed in page.html} == {"TCB"}
    key = fixtures.key(facts.vendor("saltmeadow").key).fingerprint
    assert {p.agency for p in pages for s in p.shows if s.text == key} == {"TCB"}


def test_two_handles_show_one_key_and_one_turn_of_phrase(facts, pages):
    first = one(pages, what="profile", about=("saltmeadow",), day=33)
    second = one(pages, what="profile", about=("brineacre",), day=60)
    for kind in ("key", "fingerprint", "phrase"):
        ours, theirs = ([s.text for s in p.shows if s.kind == kind] for p in (first, second))
        assert ours == theirs
        assert len(ours) == 1
    copies = {
        page.about[0]
        for page in pages
        for shown in page.shows
        if shown.trap == "copied wording" and page.what == "profile"
    }
    (imitator,) = copies
    assert imitator not in STORY
    assert facts.vendor(imitator).person != facts.vendor("saltmeadow").person


def test_every_signature_verifies_but_the_impostors(facts, pages):
    certificates = [
        pysequoia.Cert.from_bytes(fixtures.public_block(name).encode()) for name in fixtures.names()
    ]
    good, bad = [], []
    for page in pages:
        recorded = [s for s in page.shows if s.kind == "signature"]
        blocks = SIGNED.findall(page.html)
        assert len(blocks) == len(recorded)
        for block, shown in zip(blocks, recorded, strict=True):
            try:
                result = pysequoia.verify(bytes=block.encode(), store=lambda ids: certificates)
            except RuntimeError:
                bad.append((page.site, page.what, shown.genuine))
                continue
            assert result.valid_sigs[0].certificate.upper() == shown.text
            good.append((page.site, page.what, shown.genuine))
    assert bad == [("forum", "impostor", False)]
    assert {genuine for _, _, genuine in good} == {True}
    assert {(site, what) for site, what, _ in good} == {
        ("forum", "signed"),
        ("lanternfen", "addresses"),
        ("lanternfen", "canary"),
        ("mixer", "letter"),
        ("quincegate", "addresses"),
        ("quincegate", "canary"),
    }


def test_the_signed_post_names_the_vendors_address_and_the_altered_one_the_thiefs(facts, pages):
    signed = one(pages, what="signed")
    assert facts.vendor("saltmeadow").signed_address in SIGNED.search(signed.html)[0]
    altered = one(pages, what="impostor")
    assert facts.clone.address in SIGNED.search(altered.html)[0]
    assert facts.vendor("saltmeadow").signed_address not in altered.html


def test_a_mirror_is_equal_and_a_clone_differs_by_address_and_site(facts, pages):
    shop, mirror, clone = (
        one(pages, site=f"{kind}-tin_harbour", what="front", day=33)
        for kind in ("shop", "mirror", "clone")
    )
    assert mirror.html == shop.html
    assert mirror.url != shop.url
    changed = [
        line
        for line in difflib.ndiff(shop.html.splitlines(), clone.html.splitlines())
        if line[0] in "-+"
    ]
    hosts = [page.url.split("/")[2] for page in (shop, clone)]
    assert len(changed) == 4
    for mark, address, host in zip(
        "-+", (facts.vendor("tin_harbour").shop_address, facts.clone.address), hosts, strict=True
    ):
        ours = [line for line in changed if line[0] == mark]
        assert [address in line for line in ours] == [True, False]
        assert [host in line for line in ours] == [False, True]
    forgotten = [s for s in clone.shows if s.trap == "address in a comment"]
    assert [s.text for s in forgotten] == [facts.vendor("tin_harbour").shop_address]


def test_a_markets_mirrors_differ_from_its_front_page_in_one_line(pages):
    front = one(pages, site="lanternfen", what="front", day=33).html.splitlines()
    for number in (2, 3):
        mirror = one(pages, site=f"lanternfen-{number}", day=33).html.splitlines()
        differ = [(a, b) for a, b in zip(front, mirror, strict=True) if a != b]
        assert differ == [
            (
                "<p>You are on address 1 of 3. Today is 2 February 2025.</p>",
                f"<p>You are on address {number} of 3. Today is 2 February 2025.</p>",
            )
        ]


def test_feedback_stands_for_orders(facts, pages):
    for page in pages:
        if page.what == "profile" and page.language == "en":
            vendor = facts.vendor(page.about[0])
            done = [order for order in vendor.orders if order.day <= page.day]
            assert f"Finished orders: {len(done)}</li>" in page.html
            assert len(re.findall(r"<td>\d/5</td>", page.html)) == min(len(done), 12)


def test_what_is_for_sale_is_a_code_a_group_units_prices_and_a_country(facts, pages):
    heads = {
        tuple(re.findall(r"<th>(.*?)</th>", line))
        for page in pages
        if page.kind in ("market", "shop", "mirror", "clone") and page.language == "en"
        for line in page.html.splitlines()
        if "<th>Code</th><th>Group" in line
    }
    start = ("Code", "Group", "Units", "Price", "EUR")
    assert heads == {(*start, "Ships from"), (*start, "Vendor", "Ships from")}


def test_languages_are_written_as_their_readers_write(pages):
    counts = Counter(page.language for page in pages)
    assert counts["en"] > 0.7 * len(pages)
    assert min(counts["ru"], counts["ro"]) >= 15
    for page in pages:
        text = Reader(page.html).text
        letters = re.findall(r"[^\W\d_]", text.partition("BEGIN PGP")[0])
        cyrillic = sum("а" <= letter.lower() <= "ё" for letter in letters)
        assert f'<html lang="{page.language}">' in page.html
        assert (cyrillic > 0.25 * len(letters)) == (page.language == "ru"), page.path
        if page.language == "ro":
            assert len(re.findall("[ăâîșț]", text.lower())) > 5
        assert not re.search("[şţŞŢ]", text), "Romanian has a comma below, no cedilla"


def test_a_world_without_thief_signer_and_second_market_has_pages_too(facts):
    vendors = [replace(v, signed_address=None) for v in facts.vendors if v.market == "Lanternfen"]
    plain = replace(
        facts,
        markets=facts.markets[:1],
        vendors=tuple(vendors),
        clone=None,
        letters=(),
        payments=(),
    )
    made = make_pages(plain, Dice(0, "pages"))
    assert len(made) > 150
    assert not {page.what for page in made} & {"clone", "signed", "impostor", "letters", "escrow"}
    assert not any(re.search(r"\$\w", p.html.partition("</style>")[2]) for p in made)


def test_an_agency_keeps_no_page_twice(pages):
    assert len({(page.agency, page.url, page.sha256) for page in pages}) == len(pages)
    assert len({page.path for page in pages}) == len(pages)
