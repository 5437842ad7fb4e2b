"""Published packs get the public validator's verdict; where ours is stricter, each reason is known.

Those that may be copied are in ``tests/data/tagpacks``. Packs about real persons and services are
not; who has them names their folder, with its ``VERDICTS.json``, in ``NPS_REAL``.
"""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from tests.evidence.tags.packs import DATA

REAL = Path(os.environ.get("NPS_REAL", "nowhere")) / "tagpacks"

CHECKSUM, SIGN = "checksum is wrong", "does not occur in addresses of this kind"
STRICTER = {
    "public/plustoken.yaml": {CHECKSUM: 1, SIGN: 1},
    "tagstore/packs/tagpack_public.yaml": {CHECKSUM: 11, SIGN: 11},
    "tagstore/packs/tagpack_uriX.yaml": {"0x and 40 hex digits": 2},
    "tests/simple/ex_addr_tagpack.yaml": {CHECKSUM: 2},
    "tests/simple/multiple_tags_for_address.yaml": {CHECKSUM: 2},
}
"""Tags that ours leaves out and the public validator passes, by reason: all have addresses that
nobody can own, of most of which it warns."""


def verdicts(folder):
    """The public verdict on each pack, and our reasons against tags of it."""
    told = json.loads((folder / "VERDICTS.json").read_text(encoding="utf-8"))
    for name, verdict in told.items():
        problems = nps.tags(folder / name).problems
        yield name, verdict["passed"], problems[problems["refused"]]["why"].tolist()


def assert_known(folder):
    print(f"\n{'pack':45} {'public':7} ours")
    for name, passed, reasons in verdicts(folder):
        assert passed  # so whatever we leave out, we are the stricter
        known = STRICTER.get(name, {})
        counted = Counter(reason for why in reasons for reason in known if reason in why)
        told = ", ".join(f"{many} x {reason}" for reason, many in counted.items())
        print(f"{name:45} {'passed':7} {f'left out: {told}' if reasons else 'passed'}")
        assert counted == known
        assert sum(counted.values()) == len(reasons)


def test_packs_of_the_tools_own_tests_get_its_verdict_but_for_known_reasons():
    assert_known(DATA)


@pytest.mark.skipif(not REAL.is_dir(), reason="NPS_REAL names no folder with published packs")
def test_published_packs_get_its_verdict_but_for_known_reasons():
    assert_known(REAL)


@pytest.mark.skipif(not REAL.is_dir(), reason="NPS_REAL names no folder with published packs")
def test_packs_that_share_a_header_are_read_as_the_tool_reads_them():
    tags = nps.tags(REAL / "tests/yaml_inclusion")
    assert tags.frame[["label", "date"]].to_numpy().tolist() == [
        ["BadHack", "2020-01-03"], ["BadHack", "2020-01-02"], ["BadHack", "2020-01-01"],
    ]  # fmt: skip
    # The tool warns of the one address; the other tag it takes for one that comes again.
    refused = tags.problems[tags.problems["refused"]]
    assert refused[["file", "field"]].to_numpy().tolist() == [
        ["2021/01/special/20210106-special.yaml", "address"], ["2021/02/20210201.yaml", "entity"],
    ]  # fmt: skip
    with pytest.raises(NpsError, match=r"takes in 'header\.yaml', which isn't in"):
        nps.tags(REAL / "tests/yaml_inclusion_missing_header")


def test_the_actorpacks_of_the_tools_own_tests_get_its_verdict():
    passed = nps.tags(DATA / "tests/actors/ex.actorpack.yaml")
    assert passed.actors["id"].tolist() == ["internet_archive", "binance"]
    assert passed.problems.empty
    failed = nps.tags(DATA / "tagstore/actors/public.actorpack.yaml")
    assert failed.problems["why"].tolist() == [
        "The public tool wants the id 'actorx' for 'actorX', or as one of its aliases."
    ]
