"""What reading says of a source in which one thing was altered: for each kind of source."""

import pytest

from nps_chain.course.altered import ALTERATIONS, read_altered
from nps_chain.errors import NpsError
from nps_chain.places import data_path

NODE, EXPORT, EXPLORER = "getblock-verbosity3.jsonl.gz", "export", "explorer"
ROWS, PAGE = "export/transactions.json.gz", "explorer/page-1.json"

TXID = 'don\'t hash to the field "txid"|is not the txid that the other fields hash to'
ROOT = "merkle root"
HASH = 'don\'t hash to the field "hash"|has a hash that its fields'
COIN = "another value or script|doesn't tell the coin that it spends"

REFUSED = {
    NODE: {"a": TXID, "b": ROOT, "c": ROOT, "d": HASH, "e": COIN},
    EXPORT: {"a": TXID, "b": ROOT, "d": HASH, "e": COIN},
    ROWS: {"a": TXID, "e": COIN},
    EXPLORER: {"a": TXID},
    PAGE: {"a": TXID},
}
"""What each source is refused for, by the letter of the alteration; all others are taken."""

NOTED = {(EXPORT, "c"): "noted: Blocks that lack transactions"}


@pytest.mark.parametrize("letter", ALTERATIONS)
@pytest.mark.parametrize("path", REFUSED)
def test_an_alteration_is_refused_for_what_it_breaks_or_not_noticed(path, letter):
    said = read_altered(data_path(f"core-regtest/{path}"), letter)
    if letter in REFUSED[path]:
        assert said.startswith("refused: ")
        (reason,) = [why for why in REFUSED[path][letter].split("|") if why in said]
        assert reason
    elif (path, letter) in NOTED:
        assert said.startswith(NOTED[path, letter])
    else:
        assert said == "accepted"


def test_the_source_itself_is_left_as_it_is():
    folder = data_path("core-regtest/explorer")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    read_altered(folder, "b")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("letter", ["g", "", "ab"])
def test_an_unknown_alteration_is_named_with_those_there_are(letter):
    with pytest.raises(NpsError, match="there are a, b, c, d, e, f"):
        read_altered(data_path("core-regtest/explorer"), letter)


def test_a_source_of_another_kind_is_refused(tmp_path):
    (tmp_path / "one.json").write_text('{"txid": "00"}')
    with pytest.raises(NpsError, match="Of this kind of source"):
        read_altered(tmp_path, "a")


def test_a_source_without_a_payment_is_refused(tmp_path):
    (tmp_path / "one.json").write_text(
        '[{"txid": "00", "vin": [], "vout": [], "status": {"confirmed": true}}]'
    )
    with pytest.raises(NpsError, match="holds no payment"):
        read_altered(tmp_path, "a")
