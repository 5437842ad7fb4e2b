import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.show.explorer.known.coins_of import CoinsOf
from tests.handmade import chain_of, histories


@settings(max_examples=50)
@given(lines=histories(), data=st.data())
def test_the_coins_of_addresses_are_those_of_the_tables(lines, data):
    chain = chain_of(*lines)
    many = len(chain.addresses)
    rows = data.draw(st.sets(st.integers(0, many - 1)) if many else st.just(set()))
    txs = data.draw(st.integers(0, len(chain.txs)))
    which = np.array(sorted(rows, key=str), np.int64)
    coins = CoinsOf(chain)
    for frame, found in (
        (chain.inputs, coins.inputs(which, txs)),
        (chain.outputs, coins.outputs(which, txs)),
    ):
        assert found.tolist() == [
            row for row, tx, address in frame[["tx", "address"]].itertuples()
            if address in rows and tx < txs
        ]  # fmt: skip
