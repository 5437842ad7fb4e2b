"""Tags of several makers: put together, chosen from, as of a day, shown, and given to others."""

from datetime import date

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from tests.evidence.tags.packs import MAIN, OTHER, REGTEST, actors, pack, put
from tests.handmade import address_of, chain_of

HOSTILE = "<script>alert(1)</script>$x^2$\u202e"


def made(folder, **texts):
    return nps.tags(put(folder, **texts))


@pytest.fixture
def two(tmp_path):
    """Two agencies that disagree about one address."""
    return made(
        tmp_path,
        adp=pack({"actor": "halvern", "category": "exchange", "lastmod": "2025-02-10",
                  "is_cluster_definer": True},
                 {"address": OTHER, "label": "Owl", "category": "vendor",
                  "confidence": "heuristic"}),
        tcb=pack({"label": "Luckfen", "category": "gambling", "confidence": "web_crawl",
                  "lastmod": "2025-03-01"}, creator="TCB"),
    )  # fmt: skip


def test_a_pack_that_is_read_twice_counts_once(tmp_path):
    put(tmp_path, a=pack({}))
    (tmp_path / "copy").mkdir()
    put(tmp_path / "copy", a=pack({}))
    tags = nps.tags([tmp_path / "a.yaml", tmp_path / "copy", tmp_path / "a.yaml"])
    assert (len(tags), tags.packs["pack"].tolist()) == (1, ["a.yaml"])


def test_packs_of_one_name_get_another_and_keep_their_makers(tmp_path):
    for name, creator in (("x", "ADP"), ("y", "TCB"), ("z", "CFI")):
        (tmp_path / name).mkdir()
        put(tmp_path / name, a=pack({}, {"address": "no"}, creator=creator))
    tags = nps.tags([tmp_path / name for name in "xyz"])
    assert tags.frame[["creator", "pack"]].to_numpy().tolist() == [
        ["ADP", "a.yaml"], ["TCB", "a-2.yaml"], ["CFI", "a-3.yaml"],
    ]  # fmt: skip
    assert tags.problems["file"].tolist() == ["a.yaml", "a-2.yaml", "a-3.yaml"]
    assert list(tags.files) == ["a.yaml", "a-2.yaml", "a-3.yaml"]


def test_adding_puts_tags_together_without_doubling_them(two, tmp_path):
    adp, tcb = two.by("ADP"), two.by("TCB")
    both = adp + tcb
    for table in ("frame", "actors", "packs"):
        pd.testing.assert_frame_equal(getattr(both, table), getattr(two, table))
    assert len(both + two + adp) == 3
    (tmp_path / "more").mkdir()
    more = made(tmp_path / "more", adp=pack({"label": "New"}, creator="CFI"))
    assert (two + more).frame[["creator", "pack"]].to_numpy().tolist() == [
        ["ADP", "adp.yaml"], ["ADP", "adp.yaml"], ["TCB", "tcb.yaml"], ["CFI", "adp-2.yaml"],
    ]  # fmt: skip
    with pytest.raises(TypeError):
        two + 5


def test_tags_are_chosen_by_address_maker_and_any_column(two):
    assert two.of(f" {MAIN}\n").frame["label"].tolist() == ["Halvern", "Luckfen"]
    assert len(two.of(MAIN.upper())) == 2
    assert len(two.of("nowhere")) == 0
    assert two.by("TCB").frame["label"].tolist() == ["Luckfen"]
    assert two.by("TCB").packs["pack"].tolist() == ["tcb.yaml"]
    assert two.where(two.frame["sure"] >= 20).frame["sure"].tolist() == [90, 20]
    assert two.where(lambda frame: frame["definer"]).frame["label"].tolist() == ["Halvern"]
    with pytest.raises(NpsError, match="No pack is by 'CFI'; there are: ADP, TCB"):
        two.by("CFI")
    kept = (two.frame["sure"] >= 90).sort_values()
    assert kept.tolist() == [False, False, True]
    assert two.where(kept).frame["sure"].tolist() == [90]  # by its index, not by its order
    others = [two.frame["definer"][[0, 0, 1]], two.frame["definer"].set_axis(["a", "b", 1])]
    for wrong in (
        "definer", [True, False, True], two.frame["sure"], two.frame["definer"][:2], *others,
    ):  # fmt: skip
        with pytest.raises(NpsError, match="Say which tags to keep, as in"):
            two.where(wrong)
    with pytest.raises(NpsError, match="5 is no address: give its text"):
        two.of(5)


def test_the_view_of_an_address_is_as_good_as_its_text(tmp_path):
    chain = chain_of("a: new -> ann 50")
    ann = {"address": address_of("ann"), "network": "REGTEST"}
    assert len(made(tmp_path, a=pack(ann)).of(chain.address(0))) == 1


@pytest.mark.parametrize(
    ("day", "labels", "later"),
    [
        ("2025-02-09", [], 2),
        ("2025-02-10", ["Halvern"], 1),
        (date(2025, 2, 28), ["Halvern"], 1),
        ("2025-02-28T23:59:59+00:00", ["Halvern"], 1),
        (pd.Timestamp("2025-03-01", tz="UTC"), ["Halvern", "Luckfen"], 0),
    ],
)
def test_as_of_a_day_nothing_is_told_that_was_said_later(two, day, labels, later):
    then = two.as_of(day)
    assert then.frame["label"].tolist() == labels
    assert then.notes[-1] == "1 tag left out: it has no date."
    assert len(then.notes) == 1 + (later > 0)


def test_of_a_day_that_moment_and_all_before_it_are_known(tmp_path):
    tags = made(tmp_path, a=pack({"lastmod": "2025-03-01T10:00:00+00:00"}), b=actors({}))
    assert len(tags.as_of("2025-03-01")) == 1
    assert len(tags.as_of("2025-03-01T09:59:59")) == 0
    assert len(tags.as_of("2025-03-01T10:00:00")) == 1
    assert len(tags.as_of("2025-01-01").actors) == 0
    assert len(tags.as_of("2025-01-02").actors) == 1


def test_what_is_left_out_is_told_in_the_line(two):
    assert repr(two) == "Tags(3 tags on 2 addresses by ADP, TCB; 1 conflict)"
    assert repr(two.as_of("2025-02-10")) == (
        "Tags(1 tag by ADP, TCB; 1 tag left out: made after 2025-02-10;"
        " 1 tag left out: it has no date)"
    )


def test_the_line_tells_of_actors_and_of_those_refused(tmp_path):
    tags = made(tmp_path, a=pack({"address": "no", "label": None}, {"address": "no"}), b=actors({}))
    assert repr(tags) == "Tags(0 tags by ADP; 1 actor; 2 refused, see .problems)"
    makers = {f"m{n}": pack({}, creator=f"M{n}") for n in range(7)}
    assert repr(made(tmp_path, **makers)) == (
        "Tags(7 tags on 1 address by ADP, M0, M1, M2, M3 and 3 more; 1 actor; 2 refused, see"
        " .problems)"
    )


def test_who_says_what_stands_side_by_side(two):
    told = two.who_says_what
    assert told.to_dict("index") == {
        MAIN: {"ADP": "Halvern (exchange, manual_transaction)", "TCB": "Luckfen (gambling,"
               " web_crawl)"}
    }  # fmt: skip
    assert two.by("ADP").who_says_what.shape == (0, 0)


def test_terms_are_counted_and_told_of_which_list_they_are(two):
    base = "https://interpol-innovation-centre.github.io/DW-VA-Taxonomy/taxonomies/entities#"
    assert two.terms.to_dict("records") == [
        {"word": "exchange", "tags": 1, "graphsense": True, "interpol": base + "exchange",
         "means": "a place where coins are traded for money or other coins"},
        {"word": "gambling", "tags": 1, "graphsense": True, "interpol": "", "means": ""},
        {"word": "vendor", "tags": 1, "graphsense": False, "interpol": base + "vendor",
         "means": "a person who sells"},
    ]  # fmt: skip


def test_in_a_notebook_they_are_a_table_of_text(tmp_path):
    many = [{"label": HOSTILE, "source": f"s{n}"} for n in range(25)]
    page = made(tmp_path, a=pack(*many, creator="<b>ADP</b>"))._repr_html_()
    assert page.startswith("<p>25 tags on 1 address by &lt;b&gt;ADP&lt;/b&gt;.</p><table>")
    assert page.endswith("</table><p>5 more tags, in .frame.</p>")
    assert page.count("<tr>") == 21
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;$x^2$�") == 20
    assert "<script" not in page
    assert f"<td><code>{MAIN}</code></td>" in page


def test_if_not_strict_files_that_can_not_be_read_are_told_and_passed_over(tmp_path):
    put(tmp_path, bad="a: [", good=pack({}), worse="x")
    with pytest.raises(NpsError, match=r"^bad\.yaml, line 2, is no YAML"):
        nps.tags(tmp_path)
    tags = nps.tags(tmp_path, strict=False)
    assert tags.packs["pack"].tolist() == ["good.yaml"]
    assert tags.problems[["file", "tag", "refused"]].to_numpy().tolist() == [
        ["bad.yaml", 0, True], ["worse.yaml", 0, True],
    ]  # fmt: skip
    assert (
        tags.problems["why"][1] == "worse.yaml is no pack: it has no fields such as title and tags."
    )
    (tmp_path / "good.yaml").unlink()
    with pytest.raises(NpsError, match=r"^bad\.yaml, line 2, is no YAML"):
        nps.tags(tmp_path, strict=False)


def test_no_pack_at_all_is_refused():
    with pytest.raises(NpsError, match="No pack was given: name a file or a folder"):
        nps.tags([])


def test_what_is_to_stay_apart_are_names_of_whole_clusters_that_nobody_contradicts(tmp_path):
    definer = {"is_cluster_definer": True, "network": "REGTEST", "address": REGTEST}
    ann, bob, eve = ({"address": address_of(name)} for name in ("ann", "bob", "eve"))
    tags = made(
        tmp_path,
        a=pack(
            definer | {"label": "Halvern Ltd", "actor": "halvern", "confidence": "heuristic"},
            definer | ann | {"label": "Owl"},
            definer | bob | {"label": "HALVERN"},
            definer | eve | {"is_cluster_definer": False},
            definer | {"tag_type": "mention", "label": "forum"},
            definer | {"address": "0x" + "ab" * 20, "network": "ETH"},
            {"address": None, "tx_hash": "ab" * 32, "is_cluster_definer": True},
        ),
        b=pack(definer | ann | {"label": "Cat"}, creator="TCB"),
    )
    assert tags.apart.to_dict("records") == sorted(
        [{"address": REGTEST, "label": "HALVERN"}, {"address": bob["address"], "label": "HALVERN"}],
        key=lambda row: row["address"],
    )
    assert list(made(tmp_path, a=pack({}), b=pack({})).apart.columns) == ["address", "label"]


def test_a_clustering_keeps_them_apart_and_the_explorer_shows_them(tmp_path):
    chain = chain_of("a: ?ann=1 ?bob=1 -> eve 1", "b: ?bob=1 ?kim=1 -> eve 1")
    names = {"ann": "Halvern", "kim": "Luckfen", "zoe": "Owl"}
    tags = made(
        tmp_path,
        a=pack(*({"address": address_of(name), "label": label, "network": "REGTEST",
                  "is_cluster_definer": True, "category": "exchange", "lastmod": "2023-11-14"}
                 for name, label in names.items())),
    )  # fmt: skip
    clusters = nps.cluster(chain, coinjoins="keep", apart=tags)
    assert clusters.refused["reason"].tolist() == ["two labels: Halvern and Luckfen"]
    assert clusters.unknown_labels == 1
    explorer = nps.explore(chain, address_of("ann"), tags=tags)
    assert explorer.nodes["tags"].tolist()[0] == "Halvern"


def test_a_tag_that_lies_about_an_alias_takes_no_other_actor_over(tmp_path):
    tags = made(
        tmp_path,
        packs=actors({}, {"id": "thief", "aliases": ["halvern", "luckfen"]}, {"id": "luckfenx"}),
        a=pack({"actor": "halvern"}, {"actor": "thief", "source": "x"}, {"actor": "luckfen"}),
    )
    assert tags.conflicts()["says"].tolist() == [("Halvern (halvern)", "Halvern (thief)")]
