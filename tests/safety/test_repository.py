"""Nothing that ships with the project leads to a real person, site, coin or substance.

Each exemption stands here with its reason, and each is still needed: one that nothing needs any
more is an error, too.
"""

import pytest

from tests.safety import forms, words
from tests.safety.shipped import ROOT, texts

VECTORS = "tests/data/"
"""Blocks, addresses and keys that others published as test vectors; SOURCES.md there names them."""

OPEN = {
    "1BoatSLRHtKNngkdXEeobR76b53LETtpyT": "an example of Bitcoin's own documents for years",
    "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S": "of block 9, in all histories of Bitcoin",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4": "BIP 173",
    "BC1SW50QGDZ25J": "BIP 350",
    "L5nJeqKmpHp4P7F8ZYyjwc5a7P4d8EabuGAzfGJk7yC1BJyzNaEd": "a vector of Bitcoin Core",
}
"""Published examples that tests use; whose key is known to all is worth nothing to anybody."""

ONION = "tests/chain/test_onion.py"
"""Has three names that Tor's specification shows, and one of the older kind, to be refused."""

HOSTS = {
    "github.com": "sources: code and data of others, at a commit",
    "gist.github.com": "a source",
    "creativecommons.org": "the licence of the lessons",
    "www.apache.org": "stands in a licence that must be kept as it is",
    "keepachangelog.com": "how the changelog is written",
    "blockchain.info": "a service that a cited paper studied",
    "www.w3.org": "the name of SVG's elements, which nothing fetches",
    "self.net": "an attribute in a program",
    "mirror.net": "an attribute in a program",
    "verdict.info": "an attribute in a program",
    "interpol-innovation-centre.github.io": "INTERPOL's terms for what is on the darknet",
    "yaml.org": "a name of tags in YAML, which nothing fetches",
    "example.onion": "no name of a service, since it is too short",
    "caseontology.org": "a name of terms, which nothing fetches",
    "ontology.caseontology.org": "a name of terms, which nothing fetches",
    "ontology.unifiedcyberontology.org": "a name of terms, which nothing fetches",
    "caselawdigest.com": "where a lesson's source was read",
    "coe.int": "where a lesson's source was read",
    "crypto-economy.com": "where a lesson's source was read",
    "cybernews.com": "where a lesson's source was read",
    "data.unodc.org": "where a lesson's source was read",
    "dfrws.org": "where a lesson's source was read",
    "efri.io": "where a lesson's source was read",
    "ethereum.org": "where a lesson's source was read",
    "eur-lex.europa.eu": "where a lesson's source was read",
    "eurojust.europa.eu": "where a lesson's source was read",
    "first.org": "where a lesson's source was read",
    "forensicfin.org": "where a lesson's source was read",
    "hdl.handle.net": "where a lesson's source was read",
    "inview.nl": "where a lesson's source was read",
    "issuu.com": "where a lesson's source was read",
    "kenyalaw.org": "where a lesson's source was read",
    "lawprofessors.typepad.com": "where a lesson's source was read",
    "link.springer.com": "where a lesson's source was read",
    "mags.acm.org": "where a lesson's source was read",
    "mypersonalfinanceinfo.com": "where a lesson's source was read",
    "necessaryandproportionate.org": "where a lesson's source was read",
    "ojp.gov": "where a lesson's source was read",
    "paulhastings.com": "where a lesson's source was read",
    "pnas.org": "where a lesson's source was read",
    "sciencetrace.com": "where a lesson's source was read",
    "scribd.com": "where a lesson's source was read",
    "statewatch.org": "where a lesson's source was read",
    "treaties.un.org": "where a lesson's source was read",
    "usenix.org": "where a lesson's source was read",
    "vlex.co.uk": "where a lesson's source was read",
    "wi.uni-muenster.de": "where a lesson's source was read",
}

STUDIED = {
    ("nps_chain/trace/flow/match.py", "bitcoin fog"): "studied by Möser and others, eCrime 2013",
    (
        "nps_chain/trace/services/rules/market.py",
        "silk road",
    ): "title of Christin's paper, WWW 2013",
    (
        "nps_chain/evidence/pages/measured.py",
        "wall street market",
    ): "title of Fan's paper, ARES 2024",
    ("tests/evidence/tags/test_public_packs.py", "binance"): "an actor in a public tool's own test",
}
"""Real names in titles and findings of papers; nobody is called an offender by them."""

_CLOSED = ("alphabay", "archetyp", "darkmarket", "silk road")
TAUGHT = {
    "day1/11_look_inside_the_darknet": (*_CLOSED, "ulbricht"),
    "day1/12_lock_and_sign": ("silk road", "wall street market"),
    "day2/24_watch_clustering_collapse": ("mt gox",),
    "day2/25_score_a_clustering": ("sterlingov",),
    "day4/41_crime_on_the_chain": ("darkmarket",),
}
"""Closed cases and studied services that a lesson teaches by, each with its authority or paper."""

CASES = (
    {
        (module, name)
        for module in (
            "nps_chain/course/darknet/closed.py",
            "nps_chain/course/exercises/lesson_11.py",
        )
        for name in _CLOSED
    }
    | {
        (f"{folder}/{lesson}.ipynb", name)
        for folder in ("notebooks", "instructor/solutions")
        for lesson, names in TAUGHT.items()
        for name in names
    }
    | {("instructor/day1.md", "wall street market")}
)

LISTS = ("tests/safety/", "tests/world/test_safe.py")
"""Here are the lists of words that must not be found, and hosts that must."""


SCRIPT = "nps_chain/show/static/explorer.js"
"""A built script, whose short names with a dot look like hosts; it has no address with a scheme."""


@pytest.fixture(scope="module")
def shipped():
    """What each file says, but for vectors of others."""
    return {path: text for path, text in texts(ROOT) if not path.startswith(VECTORS)}


def found(shipped, look, but=LISTS):
    """Return what a rule finds, as pairs of a file and a finding."""
    return {
        (path, each)
        for path, text in shipped.items()
        if not path.startswith(but)
        for each in look(text)
    }


def test_files_of_each_kind_are_looked_at(shipped):
    ends = {path.rpartition(".")[2] for path in shipped}
    assert {"py", "md", "ipynb", "toml", "parquet", "gz", "json", "csv", "asc", "yml"} <= ends
    assert {".ci/run", "start.py", "datasets/mainnet-block/README.md"} <= shipped.keys()
    table = next(path for path in shipped if "core-regtest/addresses" in path)
    assert "bcrt1" in shipped[table]


def test_no_address_of_the_main_network_but_public_ones_in_tests(shipped):
    seen = found(shipped, forms.mainnet_addresses, ("tests/safety/test_repository.py",))
    assert {address for _, address in seen} <= OPEN.keys()
    assert all(path.startswith("tests/") for path, _ in seen)


def test_no_private_key_of_the_main_network_but_a_public_one_in_tests(shipped):
    seen = found(shipped, forms.private_keys, ("tests/safety/test_repository.py",))
    assert {key for _, key in seen} <= OPEN.keys()
    assert all(path.startswith("tests/") for path, _ in seen)


def test_each_published_example_is_needed(shipped):
    elsewhere = "\n".join(text for path, text in shipped.items() if not path.startswith(LISTS))
    assert [example for example in OPEN if example not in elsewhere] == []


def test_no_onion_name_that_tor_would_take(shipped):
    assert {path for path, _ in found(shipped, forms.onion_names)} == {ONION}
    assert len(found(shipped, forms.onion_names)) == 4


def test_no_host_but_those_of_sources_and_licences(shipped):
    seen = found(shipped, forms.url_hosts)
    seen |= found(shipped, forms.written_hosts, (*LISTS, SCRIPT))
    assert {host for _, host in seen} == HOSTS.keys()


def test_no_e_mail_at_a_real_host(shipped):
    assert found(shipped, forms.mail_hosts) == set()


def test_no_real_market_service_person_or_substance(shipped):
    assert found(shipped, words.real_names) == STUDIED.keys() | CASES


def test_nothing_in_the_texts_of_pages_instructs(shipped):
    pages = {path: text for path, text in shipped.items() if "/pages/texts/" in path}
    assert len(pages) > 10
    assert found(pages, words.instructions) == set()


@pytest.mark.parametrize(
    "card",
    sorted((ROOT / "datasets").glob("*/README.md")),
    ids=lambda card: card.parent.name,
)
def test_each_data_set_says_what_is_invented(card):
    said = " ".join(card.read_text("utf-8").split())
    if card.parent.name == "mainnet-block":  # the one that isn't
        assert "no address in it is printed, drawn or looked up" in said
    else:
        assert "SYNTHETIC" in said


def test_a_planted_offender_is_seen(shipped):
    heroin, alphabay = "he" + "roin", "alpha" + "bay"
    planted = {"a.md": f"see shop.{'com'}, mail x@{'post'}.{'ro'}, buy {heroin} at {alphabay}"}
    assert found(planted, forms.written_hosts) == {("a.md", f"shop.{'com'}")}
    assert found(planted, forms.mail_hosts) == {("a.md", f"post.{'ro'}")}
    assert found(planted, words.real_names) == {("a.md", heroin), ("a.md", alphabay)}
