import numpy as np
import pytest

import nps_chain as nps
from nps_chain.show.alternative import description
from nps_chain.show.links import SHADES, draw_links
from nps_chain.trace.coinjoin.interpretations import interpretations_of
from nps_chain.trace.coinjoin.linkage import Interpretations
from tests.handmade import chain_of
from tests.show.image import compare
from tests.show.legible import check

PAIR = interpretations_of([100, 200], [80, 20, 80, 120])
"""Of its 3 interpretations two are split; in both i0 pays o1, and i1 pays o3."""


def made(n, links):
    """Interpretations that are given and not counted."""
    links = np.array(links, object)
    rows, columns = links.shape
    return Interpretations(
        n,
        links,
        tuple(f"o{k}" for k in range(rows)),
        tuple(f"i{k}" for k in range(columns)),
        tuple(range(10**7, 10**7 + rows)),
        tuple(range(10**8, 10**8 + columns)),
        fee=0,
    )


def cells(ax):
    return {text.get_gid(): text.get_text() for text in ax.texts}


def shades(ax):
    (mesh,) = ax.collections
    return [[list(SHADES)[place] for place in row] for row in mesh.get_array().tolist()]


def labels(ticks):
    return [tick.get_text() for tick in ticks]


def test_each_cell_has_the_share_of_interpretations_that_link_the_two():
    ax = draw_links(PAIR)
    assert cells(ax) == {
        "o0 i0": "67", "o0 i1": "67",
        "o1 i0": "100", "o1 i1": "33",
        "o2 i0": "67", "o2 i1": "67",
        "o3 i0": "33", "o3 i1": "100",
    }  # fmt: skip
    assert shades(ax) == [
        ["50 to 74", "50 to 74"],
        ["all", "25 to 49"],
        ["50 to 74", "50 to 74"],
        ["25 to 49", "all"],
    ]
    assert [(text.get_gid(), text.get_position()) for text in ax.texts[:3]] == [
        ("o0 i0", (0, 0)),
        ("o0 i1", (1, 0)),
        ("o1 i0", (0, 1)),
    ]
    assert labels(ax.get_xticklabels()) == ["i0  0.00000100", "i1  0.00000200"]
    assert labels(ax.get_yticklabels())[1:3] == ["o1  0.00000020", "o2  0.00000080"]
    assert ax.get_ylim() == (3.5, -0.5)


def test_title_and_description_say_what_is_certain():
    ax = draw_links(PAIR)
    finding = "2 of 8 links are certain: i0 to o1, i1 to o3"
    assert ax.get_title() == f"{finding}\n3 interpretations, entropy 1.58 bits"
    assert description(ax) == (
        f"{finding}. 3 interpretations, entropy 1.58 bits; 2 inputs and 4 outputs."
    )
    five = interpretations_of([5] * 5, [5] * 5)
    assert draw_links(five).get_title() == (
        "No link is certain: the likeliest has 34 %\n1,496 interpretations, entropy 10.55 bits"
    )
    one = draw_links(interpretations_of([9], [4, 5])).get_title()
    assert one.startswith("One interpretation only: all inputs go with all outputs\n")


def test_many_certain_links_are_counted_and_the_first_ten_told():
    ax = draw_links(made(7, [[7, 7, 7, 1], [7, 7, 7, 1], [7, 7, 7, 1], [7, 7, 7, 1]]))
    assert ax.get_title().startswith("12 of 16 links are certain\n")
    assert description(ax).endswith(
        " 4 inputs and 4 outputs. Certain: i0 to o0, i0 to o1, i0 to o2, i0 to o3, i1 to o0,"
        " i1 to o1, i1 to o2, i1 to o3, i2 to o0, i2 to o1, and 2 more."
    )


def test_only_what_all_interpretations_have_is_all_and_none_is_none():
    n = 10**90
    ax = draw_links(made(n, [[n, n - 1, n // 4 * 3, n // 2, n // 4, 1, 0]]))
    assert list(cells(ax).values()) == ["100", ">99", "75", "50", "25", "<1", "0"]
    assert shades(ax) == [
        ["all", "75 to 99", "75 to 99", "50 to 74", "25 to 49", "below 25", "none"]
    ]
    assert "about 10^90.0 interpretations" in ax.get_title()


def test_values_that_rounding_would_make_equal_are_written_in_full():
    ax = draw_links(interpretations_of([314159265, 10**8], [314159264, 10**8]))
    assert labels(ax.get_xticklabels()) == ["i0  3.14", "i1  1.00"]
    ax = draw_links(interpretations_of([314159265, 314000000], [314159264, 10**8]))
    assert labels(ax.get_xticklabels()) == ["i0  3.14159265", "i1  3.14000000"]
    assert labels(ax.get_yticklabels()) == ["o0  3.14", "o1  1.00"]


def test_a_coinbase_has_a_value_that_is_unknown():
    ax = draw_links(nps.interpretations(chain_of("a: new -> ann 50").tx(0)))
    assert labels(ax.get_xticklabels()) == ["i0  unknown"]


def test_without_coins_on_a_side_there_is_nothing_but_the_sentence():
    chain = chain_of("a: new -> ann 50", "b: a:0 -> data 0")
    ax = draw_links(nps.interpretations(chain.tx(1)))
    assert cells(ax) == {}
    assert ax.get_title().startswith("There is no link: no coin of value on one side\n")


def test_where_cells_are_small_no_figures_are_written_and_not_all_names():
    links = [[(row * column) % 61 for column in range(60)] for row in range(60)]
    ax = draw_links(made(61, links))
    assert cells(ax) == {}
    assert shades(ax)[1][:3] == ["none", "below 25", "below 25"]
    assert labels(ax.get_yticklabels())[:2] == ["o0  0.10000000", "o4  0.10000004"]
    assert labels(ax.get_xticklabels())[:2] == ["i0  1.00000000", "i3  1.00000003"]


@pytest.mark.parametrize(
    ("rows", "columns"), [(1, 1), (2, 2), (8, 9), (16, 17), (24, 13), (60, 60)]
)
def test_letters_are_large_never_cover_each_other_and_all_fits_a_projector(rows, columns):
    check(draw_links(made(3, [[k % 4 for k in range(columns)] for _ in range(rows)])))


def test_the_whole_is_as_it_was_when_last_looked_at(tmp_path):
    read = interpretations_of([18, 206, 10], [8, 16, 2, 2, 2, 204])
    compare(draw_links(read), "links", tmp_path)
