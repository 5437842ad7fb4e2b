"""What we write passes the public schema, and read again it is what it was."""

import json

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.tags import Tags, written
from nps_chain.evidence.tags.files import Content
from nps_chain.evidence.tags.merged import TABLES, framed
from nps_chain.evidence.tags.pack import read_pack
from nps_chain.evidence.tags.room import LONGEST, packed, unpacked
from nps_chain.evidence.tags.yaml_data import read_yaml
from tests.evidence.tags.packs import MAIN, OTHER, REGTEST, actors, pack, public_faults, put


def parsed(text, *, strict=True):
    """The tags of a text, without a file."""
    content = Content(read_yaml(text.encode(), "a.yaml"), 0, "", "", ())
    found = read_pack("a.yaml", content, strict=strict)
    rows = found.tags, found.actors, [found.header], found.problems
    return Tags(*map(framed, TABLES, rows))


def assert_same(one, other):
    """Tags are equal, but for the bytes of their files."""
    for table in ("frame", "actors", "packs"):
        mine, yours = (
            getattr(tags, table).drop(columns=["sha256", "header"], errors="ignore")
            for tags in (one, other)
        )
        pd.testing.assert_frame_equal(mine, yours)


def test_a_pack_is_written_field_by_field():
    text = pack(
        {"category": "vendor", "abuse": "drugs", "concepts": ["money mule", "market"],
         "lastmod": "2025-02-10", "network": "REGTEST", "address": REGTEST, "actor": "owl",
         "context": "a page"},
        {"address": None, "tx_hash": "AB" * 32, "confidence": None},
        owner="ADP",
    )  # fmt: skip
    assert parsed(text).to_yaml() == (
        "title: A pack\n"
        "creator: ADP\n"
        "owner: ADP\n"
        "is_public: false\n"
        "tags:\n"
        "- label: Halvern\n"
        "  source: a test payment\n"
        "  currency: BTC\n"
        "  network: REGTEST\n"
        "  confidence: manual_transaction\n"
        "  is_cluster_definer: false\n"
        "  lastmod: 2025-02-10\n"
        "  abuse: drugs\n"
        f"  address: {REGTEST}\n"
        "  actor: owl\n"
        "  concepts:\n"
        "  - drugs\n"
        "  - market\n"
        "  tag_type: actor\n"
        '  context: \'{"nps_chain": {"category": "vendor", "concepts": ["money mule"],'
        ' "context": "a page"}}\'\n'
        "- label: Halvern\n"
        "  source: a test payment\n"
        "  currency: BTC\n"
        "  network: BTC\n"
        "  confidence: unknown\n"
        "  is_cluster_definer: false\n"
        f"  tx_hash: {'ab' * 32}\n"
        "  concepts: []\n"
        "  tag_type: actor\n"
    )


def test_the_packs_of_the_agencies_pass_the_public_schema_and_come_back(tmp_path):
    tags = nps.tags([nps.folder(agency, data="tiny") for agency in ("ADP", "CFI", "TCB")])
    assert list(tags.files) == ["adp.yaml", "cfi.yaml", "tcb.yaml"]
    assert [public_faults(text) for text in tags.files.values()] == [[], [], []]
    written = tags.save(tmp_path / "tags")
    assert [file.name for file in written] == ["adp.yaml", "cfi.yaml", "tcb.yaml"]
    assert_same(nps.tags(tmp_path / "tags"), tags)
    with pytest.raises(NpsError, match="is there already: choose another name"):
        tags.save(tmp_path / "tags")
    tags.save(tmp_path / "tags", overwrite=True)


def test_one_pack_may_go_into_one_file_and_several_may_not(tmp_path):
    tags = nps.tags(put(tmp_path, a=pack({}), b=pack({}, creator="TCB")))
    tags.by("TCB").save(tmp_path / "one.yml")
    assert nps.tags(tmp_path / "one.yml").frame["creator"].tolist() == ["TCB"]
    for wrong in (None, "c.yaml"):
        with pytest.raises(NpsError, match=r"Say which pack, of a\.yaml, b\.yaml; or save all"):
            tags.to_yaml(wrong)
    assert yaml.safe_load(tags.to_yaml("b.yaml"))["creator"] == "TCB"


def test_a_date_of_the_pack_is_told_unless_a_tag_has_none():
    text = pack({"lastmod": "2025-02-10"}, lastmod="2025-03-01")
    assert "lastmod: 2025-03-01\n" in parsed(text).to_yaml()
    tags = parsed(pack({"lastmod": "2025-02-30"}, lastmod="2025-03-01"), strict=False)
    assert tags.frame["date"].tolist() == [""]
    assert parsed(tags.to_yaml()).frame["date"].tolist() == [""]


def test_an_actorpack_is_written_so_that_the_public_schema_passes():
    more = {"categories": ["exchange", "custodian"], "jurisdictions": ["XX"], "aliases": ["hal"],
            "context": json.dumps({"uris": ["https://hal.example"]})}  # fmt: skip
    tags = parsed(actors(more, {"id": "other"}))
    assert public_faults(tags.to_yaml(), "actorpack") == []
    assert_same(parsed(tags.to_yaml()), tags)
    assert parsed(tags.to_yaml()).actors["categories"].tolist() == [
        ("custodian", "exchange"), ("exchange",),
    ]  # fmt: skip


def test_without_a_tag_left_it_is_a_pack_still():
    empty = parsed(pack({}))
    none = empty.where(empty.frame["sure"] > 99)
    assert yaml.safe_load(none.to_yaml())["tags"] == []
    assert public_faults(none.to_yaml()) == []


def test_what_the_schema_has_room_for_stays_in_its_place():
    assert packed("", {}) == {}
    assert packed("a page", {}) == {"context": "a page"}
    assert packed('{"a": 1}', {}) == {"context": '{"a": 1}'}
    # The public tool takes JSON for an object that may have tags.
    for context in ("12", "[]", "null", '{"tags": ["x"]}', '{"nps_chain": {}}'):
        assert json.loads(packed(context, {})["context"]) == {"nps_chain": {"context": context}}


def test_what_was_packed_never_overrules_what_both_tools_read():
    context = packed("was", {"category": "vendor", "concepts": ["x"]})["context"]
    told = {"category": "exchange", "concepts": ["drugs"], "context": context}
    assert unpacked(told) == {
        "category": "exchange", "concepts": ["drugs", "x"], "context": "was",
    }  # fmt: skip


@pytest.mark.parametrize(
    "context",
    ["nps_chain", '{"nps_chain": {}, "own": 1}', '{"nps_chain": {"own": "x"}}',
     '{"nps_chain": 5}', '{"nps_chain": {"category": 5}}', '{"nps_chain": []}',
     '{"nps_chain": {"concepts": "x"}, "y": ', '{"nps_chain": {"concepts": [[1]]}}',
     '{"nps_chain": {"concepts": 5}}', '{"nps_chain": ' + "[" * 9000,
     '{"nps_chain": {}}' + " " * LONGEST],
)  # fmt: skip
def test_what_was_made_otherwise_stays_as_it_is(context):
    assert unpacked({"context": context}) == {"context": context}


_TEXTS = st.text(
    st.sampled_from("aB0 :#'\"\\{}[]&*!|>%@`-?,\n\t<$яЁ\u202e\u200b\U0001f600"),
    min_size=1,
    max_size=30,
) | st.sampled_from(["yes", "~", "12", "2025-03-01", "{}", "[1]", '{"nps_chain": {}}', "=", "<<"])
_TAGS = st.fixed_dictionaries(
    {"label": _TEXTS, "source": _TEXTS, "address": st.sampled_from([MAIN, OTHER])},
    optional={
        "category": _TEXTS | st.sampled_from(["exchange", "vendor"]),
        "abuse": _TEXTS,
        "actor": _TEXTS,
        "context": _TEXTS,
        "concepts": st.lists(_TEXTS | st.sampled_from(["drugs", "shop"]), max_size=4),
        "lastmod": st.sampled_from(["2025-02-10", "2025-02-10T12:00:00+03:00"]),
        "is_cluster_definer": st.booleans(),
    },
)


@settings(max_examples=40)
@given(st.lists(_TAGS, max_size=4), _TEXTS)
def test_any_tags_are_written_so_that_the_public_schema_passes_and_come_back(tags, title):
    try:
        read = parsed(pack(*tags, title=title))
    except NpsError:
        return  # a title that can't be seen
    text = read.to_yaml()
    assert text.isascii()
    assert public_faults(text) == []
    again = parsed(text)
    assert_same(again, read)
    assert again.to_yaml() == text


@settings(max_examples=40)
@given(st.lists(_TEXTS, min_size=1, max_size=60).map(" ".join))
def test_with_libyaml_or_without_the_bytes_are_the_same(long):
    read = parsed(pack({"label": long[:200], "context": long, "concepts": [long[:100]]}))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(written, "_DUMPER", yaml.SafeDumper)
        slow = read.to_yaml()
    assert read.to_yaml() == slow


def test_no_value_refers_to_another():
    alike = {"lastmod": "2025-02-10", "category": "vendor", "concepts": ["drugs"]}
    text = parsed(pack(alike, alike | {"label": "Other"}, lastmod="2025-03-01")).to_yaml()
    assert text.count("lastmod: 2025-02-10\n") == 2
    assert [line for line in text.splitlines() if "&" in line or "*" in line] == []
