"""A pack as rows, and what is wrong with it: who is left out, and who is only told of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.tags.files import Content
from nps_chain.evidence.tags.pack import read_pack
from nps_chain.evidence.tags.yaml_data import read_yaml
from tests.evidence.tags.packs import MAIN, OTHER, actors, pack, put

SAFE = {"strict": True}
ALL = {"strict": False}


def read(folder, text, **options):
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    return nps.tags(folder / "a.yaml", **options)


def told(tags):
    """The problems, but for the file and the line."""
    columns = ["tag", "field", "why", "refused"]
    return list(tags.problems[columns].itertuples(index=False, name=None))


def test_a_tag_has_all_that_it_and_its_header_say(tmp_path):
    text = pack(
        {
            "category": "exchange",
            "abuse": "scam",
            "concepts": ["hot_wallet"],
            "lastmod": "2025-02-10",
            "actor": "halvern",
            "tag_type": "mention",
            "context": "a page",
        },
        {"address": OTHER, "label": None, "is_cluster_definer": None},
        label="All",
        is_cluster_definer=True,
        lastmod="2025-03-01",
        description="d",
        owner="o",
        is_public=True,
    )
    tags = read(tmp_path, text)
    assert tags.frame.to_dict("records") == [
        {
            "address": MAIN,
            "label": "Halvern",
            "actor": "halvern",
            "category": "exchange",
            "abuse": "scam",
            "concepts": ("exchange", "hot_wallet", "scam"),
            "confidence": "manual_transaction",
            "sure": 90,
            "source": "a test payment",
            "creator": "ADP",
            "date": "2025-02-10",
            "currency": "BTC",
            "network": "BTC",
            "definer": True,
            "tag_type": "mention",
            "txid": "",
            "context": "a page",
            "pack": "a.yaml",
        },
        {
            "address": OTHER,
            "label": "All",
            "actor": "",
            "category": "",
            "abuse": "",
            "concepts": (),
            "confidence": "manual_transaction",
            "sure": 90,
            "source": "a test payment",
            "creator": "ADP",
            "date": "2025-03-01",
            "currency": "BTC",
            "network": "BTC",
            "definer": True,
            "tag_type": "actor",
            "txid": "",
            "context": "",
            "pack": "a.yaml",
        },
    ]
    header = tags.packs.drop(columns="sha256").to_dict("records")
    assert header == [
        {"pack": "a.yaml", "items": "tags", "title": "A pack", "creator": "ADP", "description": "d",
         "owner": "o", "is_public": True, "date": "2025-03-01", "header": ""}
    ]  # fmt: skip
    assert (len(tags.actors), told(tags)) == (0, [])


def test_without_a_word_for_confidence_a_tag_is_of_unknown_confidence(tmp_path):
    tags = read(tmp_path, pack({"confidence": None}))
    assert tags.frame[["confidence", "sure"]].to_numpy().tolist() == [["unknown", 5]]


def test_a_tag_may_be_on_a_transaction(tmp_path):
    tags = read(tmp_path, pack({"address": None, "tx_hash": "AB" * 32}))
    assert tags.frame[["address", "txid"]].to_numpy().tolist() == [["", "ab" * 32]]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ({"title": None}, "its header has no title, which it must have"),
        ({"creator": ""}, "in its header, 'creator' has nothing in it that can be seen"),
        ({"title": 5}, "in its header, 'title' is 5, which YAML takes for a number: put it in"),
        ({"entity": "x"}, "in its header, 'entity' is no field of the public schema"),
        ({"is_public": "yes"}, "in its header, 'is_public' is the text 'yes', where true or false"),
        (
            {"lastmod": "2025-02-30"},
            "in its header, lastmod is '2025-02-30', which is no real date",
        ),
        ({"tags": None}, "in its header, 'tags' has nothing in it"),
    ],
)
def test_a_header_that_breaks_the_schema_breaks_the_pack(tmp_path, header, why):
    text = "title: t\ncreator: c\ntags:\n" if "tags" in header else pack({}, **header)
    for options in (SAFE, ALL):
        with pytest.raises(NpsError) as caught:
            read(tmp_path, text, **options)
        assert str(caught.value).startswith(f"a.yaml is refused: {why}")


@pytest.mark.parametrize(
    ("tag", "field", "why"),
    [
        ({"label": None}, "label", "It has no label, which it must have."),
        ({"source": None}, "source", "It has no source, which it must have."),
        ({"currency": None}, "currency", "It has no currency, which it must have."),
        ({"address": None}, "address", "It must have an address or a tx_hash, and not both."),
        ({"tx_hash": "ab" * 32}, "address", "It must have an address or a tx_hash, and not both."),
        ({"label": 5}, "label", "Its label is 5, which YAML takes for a number: put it in quotation"
         " marks."),
        ({"label": "  "}, "label", "Its label has nothing in it that can be seen."),
        ({"concepts": "x"}, "concepts", "Its concepts is the text 'x', where a list of texts is"
         " wanted."),
    ],
)  # fmt: skip
def test_a_tag_that_breaks_the_schema_is_left_out_always(tmp_path, tag, field, why):
    for options in (SAFE, ALL):
        tags = read(tmp_path, pack(tag, {"address": OTHER}), **options)
        assert told(tags) == [(1, field, why, True)]
        assert tags.frame["address"].tolist() == [OTHER]


def test_what_is_no_mapping_is_no_tag(tmp_path):
    text = "title: t\ncreator: c\ntags: [x, [y], ~]"
    why = "It has no fields, such as label."
    assert told(read(tmp_path, text)) == [(n, "", why, True) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("tag", "field", "why", "kept"),
    [
        ({"address": MAIN[:-1] + "5"}, "address", f"Its address is '{MAIN[:-1]}5': its checksum is"
         " wrong: ", {"address": MAIN[:-1] + "5"}),
        ({"network": "REGTEST"}, "address", f"Its address is '{MAIN}': it is an address of main,"
         " not of regtest.", {"network": "REGTEST"}),
        ({"address": None, "tx_hash": "ab"}, "tx_hash", "Its tx_hash is 'ab', of 2 characters: a"
         " hash has 64 hex digits.", {"txid": "ab"}),
        ({"confidence": "sure"}, "confidence", "confidence is 'sure', which is none of override, ",
         {"confidence": "unknown", "sure": 5}),
        ({"tag_type": "owner"}, "tag_type", "tag_type is 'owner', which is none of actor, event,"
         " mention.", {"tag_type": "mention"}),
        ({"lastmod": "2025-02-30"}, "lastmod", "Its lastmod is '2025-02-30', which is no real date;"
         " write it as 2025-03-01.", {"date": ""}),
        ({"lastmod": "2025-03-02"}, "lastmod", "Its lastmod is 2025-03-02, after the pack's own,"
         " 2025-03-01.", {"date": "2025-03-02"}),
        ({"entity": "x"}, "entity", "Its entity is no field of the public schema: correct its name,"
         " or take it out.", {"label": "Halvern"}),
        ({"label": "x" * 201}, "label", "label has 201 characters, and no more than 200 are read.",
         {"label": "x" * 199 + "…"}),
        ({"concepts": [f"w{n:02}" for n in range(51)]}, "concepts", "concepts has 51 words, and no"
         " more than 50 are read.", {"concepts": tuple(f"w{n:02}" for n in range(50))}),
    ],
)  # fmt: skip
def test_what_only_we_refuse_is_left_out_or_else_kept_and_told(tmp_path, tag, field, why, kept):
    text = pack(tag, lastmod="2025-03-01")
    safe, rest = read(tmp_path, text), read(tmp_path, text, **ALL)
    assert len(safe) == 0
    for tags, refused in ((safe, True), (rest, False)):
        number, at, sentence, out = told(tags)[0]
        assert (number, at, out) == (1, field, refused)
        assert sentence.startswith(why)
    row = rest.frame.iloc[0]
    assert {name: row[name] for name in kept} == kept


def test_a_tag_that_comes_again_is_left_out_and_told(tmp_path):
    tags = read(tmp_path, pack({}, {"confidence": "forensic"}, {}))
    assert tags.frame["confidence"].tolist() == ["manual_transaction", "forensic"]
    assert told(tags) == [(3, "", "It says again what number 1 says.", True)]


def test_words_of_other_lists_and_unchecked_networks_are_told_once_for_the_pack(tmp_path):
    other = {"address": "x", "network": "SOL"}
    tags = read(tmp_path, pack({"category": "vendor"}, other | {"category": "drugs"}, other))
    assert told(tags) == [
        (0, "concepts", "1 word not on the public list, kept all the same: vendor.", False),
        (0, "address", "Not checked: 2 addresses on other networks: SOL.", False),
    ]
    assert len(tags) == 3


def test_what_can_not_be_seen_is_shown_and_told(tmp_path):
    tags = read(tmp_path, pack({"label": "Cash\u202e4U", "source": "a\u200bb"}))
    assert tags.frame[["label", "source"]].to_numpy().tolist() == [["Cash�4U", "a�b"]]
    assert told(tags) == [
        (1, field, f"{field} holds signs that can't be seen, shown as �.", False)
        for field in ("label", "source")
    ]


def test_a_problem_names_the_line_in_which_the_tag_begins(tmp_path):
    text = "title: t\ncreator: c\ntags:\n- label: a\n\n-\n  label: b\n"
    problems = read(tmp_path, text).problems
    assert set(zip(problems["line"], problems["tag"], strict=True)) == {(4, 1), (7, 2)}


def test_a_header_that_overrules_its_file_is_told_of(tmp_path):
    put(tmp_path, header="title: h\ncreator: c")
    tags = read(tmp_path, "header: !include header.yaml\ntitle: own\ntags: []")
    assert told(tags) == [(0, "title", "The title of the file is overruled by its header.", False)]
    assert tags.packs["title"].tolist() == ["h"]


def test_a_context_that_is_a_mapping_is_as_good_as_its_json(tmp_path):
    tags = read(tmp_path, pack({"context": {"a": [1, True], "b": "ü"}}))
    assert tags.frame["context"].tolist() == ['{"a": ["1", true], "b": "ü"}']


def test_an_actorpack_is_read_into_actors(tmp_path):
    more = {"jurisdictions": ["SC", "XX"], "aliases": ["hal", "halvern-x"], "context": "{}"}
    tags = read(tmp_path, actors(more | {"id": "halvern-x", "aliases": ["halvernx"]}, more))
    assert tags.actors.to_dict("records") == [
        {
            "id": name,
            "label": "Halvern",
            "uri": "https://halvern.example",
            "categories": ("exchange",),
            "jurisdictions": ("SC", "XX"),
            "aliases": aliases,
            "context": "{}",
            "date": "2025-01-02",
            "creator": "ADP",
            "pack": "a.yaml",
        }
        for name, aliases in (("halvern-x", ("halvernx",)), ("halvern", ("hal", "halvern-x")))
    ]
    assert told(tags) == [
        (0, "concepts", "1 word not on the public list, kept all the same: XX.", False)
    ]
    assert (len(tags), tags.packs["items"].tolist()) == (0, ["actors"])


@pytest.mark.parametrize(
    ("actor", "field", "why"),
    [
        ({"uri": None}, "uri", "It has no uri, which it must have."),
        ({"lastmod": None}, "lastmod", "It has no lastmod, which it must have."),
        ({"context": "x"}, "context", "Its context is no JSON."),
        ({"id": "Hal"}, "id", "The public tool wants the id 'hal' for 'Hal', or as one of its"
         " aliases."),
        ({"lastmod": "2025-02-30"}, "lastmod", "Its lastmod is '2025-02-30', which is no real date;"
         " write it as 2025-03-01."),
    ],
)  # fmt: skip
def test_an_actor_that_breaks_a_rule_is_left_out(tmp_path, actor, field, why):
    tags = read(tmp_path, actors(actor))
    assert told(tags) == [(1, field, why, True)]
    assert len(tags.actors) == 0


def test_two_actors_can_not_have_one_id(tmp_path):
    tags = read(tmp_path, actors({}, {"label": "Other"}))
    assert told(tags) == [(2, "id", "It has the id of number 1.", True)]
    assert tags.actors["label"].tolist() == ["Halvern"]


_VALUES = st.one_of(
    st.text(max_size=20), st.integers(), st.booleans(), st.none(), st.dates(),
    st.lists(st.text(max_size=5), max_size=3), st.dictionaries(st.text(max_size=3), st.text()),
)  # fmt: skip
_FIELDS = st.sampled_from(
    ["label", "address", "tx_hash", "source", "currency", "network", "confidence", "lastmod",
     "concepts", "context", "tag_type", "category", "actor", "is_cluster_definer", "x"]
)  # fmt: skip


@given(st.lists(st.dictionaries(_FIELDS, _VALUES), max_size=4), st.booleans())
def test_whatever_stands_in_a_tag_it_is_read_or_told(tags, strict):
    told = read_yaml(pack(*tags).encode(), "a.yaml")
    found = read_pack("a.yaml", Content(told, 0, "", "", ()), strict=strict)
    refused = {problem.tag for problem in found.problems if problem.refused}
    assert len(found.tags) + len(refused) == len(tags)
    for problem in found.problems:
        assert "\n" not in problem.why
        assert problem.why.endswith(".")
