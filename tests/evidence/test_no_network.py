"""Nothing of what is read or made asks another machine, and no other program is started."""

import pytest

import nps_chain as nps
from nps_chain.course.counterparts.ledger import Ledger
from nps_chain.errors import NpsError
from tests.course.counterparts.letters_of_tiny import RIGHT, letter

pytestmark = pytest.mark.usefixtures("nobody_else")


def test_a_whole_case_is_worked_alone(tmp_path):
    chain, held = nps.load("tiny"), nps.folder("TCB", data="tiny")
    saved, tags = nps.pages(held, chain=chain), nps.tags(held)
    assert len(saved.links())
    assert len(saved.copies())
    others = nps.tags(nps.folder("ADP", data="tiny"))
    overlap = nps.deconflict(tags, others, date="2025-01-26", chain=chain)
    assert overlap.count == len({*tags.frame["address"]} & {*others.frame["address"]})
    reply = letter().send(ledger=Ledger())
    assert reply.status == "full"
    verdict = nps.bag(
        tmp_path / "case.zip", title="A case", agency="TCB", date="2025-03-31", chain=chain,
        pages=saved, tags=tags, clusters=nps.cluster(chain), letters=[letter(), reply],
    )  # fmt: skip
    assert verdict.ok
    assert verdict.contents.letters[0].about == (RIGHT["about"],)


def test_what_a_tag_or_a_package_points_at_is_not_fetched(tmp_path):
    pack = tmp_path / "pack.yaml"
    pack.write_text(
        "title: T\ncreator: C\nheader: !include http://x.example/header.yaml\ntags: []\n"
    )
    with pytest.raises(NpsError, match=r"pack\.yaml"):
        nps.tags(pack)
    bag = tmp_path / "bag"
    (bag / "data").mkdir(parents=True)
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (bag / "manifest-sha512.txt").write_text(f"{'0' * 128}  data/far\n")
    (bag / "fetch.txt").write_text("http://x.example/far 3 data/far\n")
    verdict = nps.verify(bag)
    assert not verdict.ok
    assert "data/far" in set(verdict.problems["where"])
