"""A simulated data set is safe to hand out: its files, its pages, and what agencies hold."""

import json

import pytest

from nps_chain import exhibits
from nps_chain.world.dice import Dice
from nps_chain.world.pages import make_pages
from nps_chain.world.pages.folder import write_pages
from tests.safety import forms, words
from tests.safety.shipped import texts
from tests.world.pages.story import story

MARK = "SYNTHETIC"
REAL = [
    forms.mainnet_addresses,
    forms.private_keys,
    forms.onion_names,
    forms.url_hosts,
    forms.written_hosts,
    forms.mail_hosts,
    words.real_names,
]
PROSE = [forms.hosts_in_prose, words.instructions]


@pytest.fixture(scope="module")
def folder(tiny, tmp_path_factory):
    """A small world as it is saved, with its blocks; and all pages of two stories."""
    folder = tmp_path_factory.mktemp("data") / "tiny"
    tiny.save(folder, blocks=True)
    for seed in range(2):
        write_pages(
            make_pages(story(seed), Dice(seed, "pages")), folder / "pages" / f"story-{seed}"
        )
    return folder


@pytest.fixture(scope="module")
def saved(folder):
    return dict(texts(folder))


def found(saved, look):
    return {(path, each) for path, text in saved.items() for each in look(text)}


def held(saved):
    """Return what people of the story have seen or written: pages, and what they keep."""
    kept = ("pages/", "folders/", "exchanges/")
    return {path: text for path, text in saved.items() if path.startswith(kept)}


def unmarked(saved):
    """Return files for readers that should say that they are invented, and don't."""
    ends = (".html", ".md", ".txt", ".yaml", exhibits.FILE)
    return sorted(path for path, text in saved.items() if path.endswith(ends) if MARK not in text)


def test_all_of_it_is_looked_at(saved):
    looked_at = {path.partition("/")[0] for path in saved}
    whole = "README.md exchanges exhibits.json folders mempool.csv pages scenario.toml truth"
    assert {*whole.split()} <= looked_at
    assert len(held(saved)) > 500
    assert any("bcrt1" in text for path, text in saved.items() if path.startswith("addresses"))


@pytest.mark.parametrize("look", REAL, ids=lambda look: look.__name__)
def test_nothing_in_a_data_set_leads_to_anything_real(saved, look):
    assert found(saved, look) == set()


@pytest.mark.parametrize("look", PROSE, ids=lambda look: look.__name__)
def test_pages_and_folders_name_no_host_and_instruct_in_nothing(saved, look):
    assert found(held(saved), look) == set()


def test_whatever_is_opened_by_itself_says_that_it_is_invented(saved, folder):
    assert unmarked(saved) == []
    told = json.loads((folder / exhibits.FILE).read_bytes())
    assert MARK in told["note"]
    agencies = [path.name for path in (folder / "folders").iterdir()]
    assert len(agencies) == 3
    assert {"README.md", *(f"folders/{name}/README.txt" for name in agencies)} <= saved.keys()


def test_the_chain_and_the_truth_say_it_too(folder):
    for manifest in (folder / "manifest.json", folder / "truth" / "manifest.json"):
        assert MARK in manifest.read_text("utf-8")


def test_what_says_nothing_is_seen():
    said = {"pages/a/b.html": "<p>", "folders/x/notes.txt": "", "exhibits.json": "{}", "x.csv": ""}
    assert unmarked(said) == ["exhibits.json", "folders/x/notes.txt", "pages/a/b.html"]


@pytest.mark.parametrize(
    ("page", "look"),
    [
        ("shop<wbr>24<wbr>.c<wbr>om", forms.hosts_in_prose),
        ("&#115;hop.com", forms.hosts_in_prose),
        ("shop\u200b.com", forms.hosts_in_prose),
        ("<!-- he" + "roin -->", words.real_names),
        ("<b>he</b>" + "<i>ro</i>in he" + "roin", words.real_names),
        ('<span data-note="a st' + 'ealth parcel">', words.instructions),
    ],
)
def test_a_page_can_hide_nothing_from_the_scan(tmp_path, page, look):
    (tmp_path / "page.html").write_text(f"<style>b{{}}</style><p>{page}</p>", "utf-8")
    assert found(dict(texts(tmp_path)), look)
