"""The card: a scorecard in Markdown."""

import nps_chain as nps
from nps_chain.groundtruth.realism import card, realism


def test_a_card_tells_each_measure_and_what_misses():
    known = nps.truth("core-regtest")
    frame = realism(known.chain, known)
    lines = card(frame)
    assert lines[0] == "6 of 26 measures are within their tolerance of Bitcoin's figures."
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == 28
    assert {line.count("|") for line in table} == {8}
    assert table[4] == (
        "| 3 | Transactions with three outputs or more | 11.8 % | 10.0 % | within 5 | yes |  |"
    )
    assert table[7] == (
        "| 6 | Change to a fresh address | 100 % | 95.6 % | within 5 | yes | 96.1 % |"
    )
    missed = lines[lines.index("What misses, by how much, and what moves it:") + 2 :][:20]
    assert missed[0] == (
        "- 1, Transactions with one output: 3.79 too low. Sweeps of one address each instead of in"
        " batches raise it."
    )
    sources = lines[lines.index("Sources:") + 2 :]
    assert sources[0] == "- 1, 2, 3: Möser, dissertation-code, notebook 2f: 652.6 M transactions"
    told = [number for line in sources for number in line[2:].split(":")[0].split(", ")]
    assert sorted(map(int, told)) == list(range(1, 27))


def test_where_nothing_misses_nothing_is_said_of_it():
    known = nps.truth("core-regtest")
    frame = realism(known.chain, known)
    lines = card(frame[frame["within"]])
    assert lines[0] == "6 of 6 measures are within their tolerance of Bitcoin's figures."
    assert not any("misses" in line for line in lines)
