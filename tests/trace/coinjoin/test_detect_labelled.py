"""The detectors against real transactions that others labelled, .

The labels' licence is unknown, so they are no part of the project: ``NPS_LABELLED`` names a folder
that has them, one JSON object a line in ``KIND.jsonl.gz``: ``txid``, ``inputs`` (``txid``, ``n``,
``value``, ``script``) and ``outputs`` (``value``, ``script``). Without it these tests are skipped.
"""

import collections
import functools
import gzip
import json
import os
from pathlib import Path

import pytest

from nps_chain.chain.tables import Chain
from nps_chain.trace.coinjoin.blocksci import blocksci_rule
from nps_chain.trace.coinjoin.detect import coinjoins, undecidable
from tests.trace.coinjoin.transactions import chain_of_transactions, unknown

FOLDER = os.environ.get("NPS_LABELLED")
pytestmark = pytest.mark.skipif(not FOLDER, reason="NPS_LABELLED names no folder of labels")

# The least share of a kind that has to be found, under this very name.
WANTED = {"whirlpool": 0.99, "wasabi1": 0.98, "wasabi2": 0.9, "joinmarket": 0.9}
NAMES = {"wasabi2": "wabisabi"}
# The largest share that may be taken for a CoinJoin.
CLEAN = {"whirlpool-tx0": 0.01, "not-coinjoins": 0.01}


def labelled(name: str) -> list[dict]:
    with gzip.open(Path(FOLDER) / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@functools.cache
def judged(name: str) -> tuple[Chain, collections.Counter]:
    chain = chain_of_transactions(labelled(name))
    return chain, collections.Counter(coinjoins(chain)["kind"])


@pytest.mark.parametrize("name", WANTED)
def test_labelled_coinjoins_are_found(name):
    chain, kinds = judged(name)
    assert kinds[NAMES.get(name, name)] >= WANTED[name] * len(chain.txs)


@pytest.mark.parametrize("name", CLEAN)
def test_what_is_no_coinjoin_is_not_taken_for_one(name):
    chain, kinds = judged(name)
    assert kinds.total() <= CLEAN[name] * len(chain.txs)


def test_a_mix_whose_tx0_is_in_the_data_says_so():
    chain = chain_of_transactions(labelled("whirlpool") + labelled("whirlpool-tx0"))
    found = coinjoins(chain)
    mixes = found[found["kind"] == "whirlpool"]
    assert mixes["reason"].str.contains("from a Tx0").sum() > 0.9 * len(mixes)
    assert not mixes["reason"].str.contains("from neither").any()


@pytest.mark.parametrize("name", WANTED)
def test_without_inputs_nothing_is_claimed_and_nearly_all_is_undecided(name):
    chain = chain_of_transactions([unknown(told) for told in labelled(name)])
    found = coinjoins(chain)
    assert found.empty
    assert len(undecidable(chain)) >= WANTED[name] * len(chain.txs)


if __name__ == "__main__":  # the figures, for whoever asks: NPS_LABELLED=... python -m ...
    for path in sorted(Path(FOLDER).glob("*.jsonl.gz")):
        label = path.name.split(".")[0]
        chain, kinds = judged(label)
        print(
            f"{label:<20}{len(chain.txs):>6}  BlockSci {len(blocksci_rule(chain)):>5} ", dict(kinds)
        )
