import pytest
from matplotlib.patches import Rectangle

import nps_chain as nps
from nps_chain.show.alternative import description
from nps_chain.show.peel import draw_peel
from nps_chain.show.peel_rows import ROWS
from nps_chain.show.style import SIZE, shorten
from tests.handmade import address_of, chain_of, txid_of
from tests.node_chain import node_chain

STEPS = chain_of(
    "a: new -> ann 100000001",
    "b: a:0 -> shop 10000000, n1 89999001",
    "c: b:1 -> shop 20000000, n2 69998001",
    "+ d: c:1 -> n3 67997001, bar 2000000",
    "e: d:0 -> eve 67996001",
)


def long_chain(steps, paid=None):
    """A chain of so many steps, of which each pays a million, or as much as is said."""
    value, lines = 10**9, ["t0: new -> ann 1000000000"]
    for k in range(1, steps + 1):
        peeled = (paid or {}).get(k, 1_000_000)
        value -= peeled + 7
        lines.append(f"t{k}: t{k - 1}:0 -> n{k} {value}, p{k} {peeled}")
    return chain_of(*lines)


def bars(ax):
    """Of each row the widths of its parts, by name, and where it begins and ends."""
    found = {}
    for patch in ax.patches:
        if isinstance(patch, Rectangle):
            parts = found.setdefault(round(patch.get_y(), 3), {})
            parts[patch.get_gid()] = patch.get_width()
    return [found[y] for y in sorted(found)]


def texts(ax, name):
    return [text.get_text() for text in ax.texts if text.get_gid() == name]


def test_each_step_has_a_row_with_what_came_off_and_to_whom():
    peel = nps.peel(STEPS, 0)
    ax = draw_peel(peel)
    shop, bar = (shorten(address_of(who)) for who in ("shop", "bar"))
    assert texts(ax, "when") == [
        "1  2023-11-14 22:23",
        "2  2023-11-14 22:33",
        "2  2023-11-14 22:33",
    ]
    assert texts(ax, "paid") == [
        f"0.100 BTC to {shop}",
        f"0.200 BTC to {shop}",
        f"0.0200 BTC to {bar}",
    ]
    rows = bars(ax)
    unit = rows[0]["peeled"] / 10_000_000
    assert [round(row["carried"] / unit) for row in rows] == [89_999_001, 69_998_001, 67_997_001]
    assert [round(row["peeled"] / unit) for row in rows] == [10_000_000, 20_000_000, 2_000_000]
    # A broken line leads from each step to the next, at the end of what the next one has.
    leads = [line for line in ax.lines if line.get_gid() == "carries on?"]
    left = min(patch.get_x() for patch in ax.patches)
    assert [round((line.get_xdata()[0] - left) / unit) for line in leads] == [89999001, 69998001]
    assert {line.get_linestyle() for line in leads} == {":"}


def test_clues_have_letters_which_are_told_below_with_where_it_ends():
    ax = draw_peel(nps.peel(STEPS, 0))
    assert texts(ax, "why") == ["AB  0.75", "ABC  0.80", "AB  0.75"]
    (below,) = texts(ax, "below")
    assert " ".join(below.split()) == (
        "It carries on, for A: the other amount is round; B: it is the larger; C: its address is"
        f" new. It ends: {shorten(txid_of('d'))}:0 goes into {shorten(txid_of('e'))}, which is no"
        " peel: it has 1 input and 1 output that can be spent, not 1 and 2."
    )


def test_title_and_description_state_the_finding():
    ax = draw_peel(nps.peel(STEPS, 0, stop=address_of("shop")))
    finding = "3 steps peeled 0.320 BTC off 1.00 BTC, to 2 addresses; 0.680 BTC carried on"
    facts = f"Peel chain from {shorten(txid_of('a'))}:0, 2023-11-14, as of block 3"
    assert ax.get_title() == f"{finding}\n{facts}"
    assert description(ax).startswith(
        f"{finding}. {facts}. The largest part, 0.200 BTC, went to {shorten(address_of('shop'))}, a"
        " step of confidence 0.80. 2 steps paid a place where to stop. It ends: "
    )


def test_what_goes_to_a_place_to_stop_at_is_marked_in_words_and_in_black():
    ax = draw_peel(nps.peel(STEPS, 0, stop=address_of("bar")))
    assert [set(row) for row in bars(ax)] == [{"carried", "peeled"}] * 2 + [{"carried", "stop"}]
    assert [text.startswith("STOP: ") for text in texts(ax, "paid")] == [False, False, True]
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["carries on?", "peeled off?", "to a place where to stop"]


def test_of_a_long_chain_the_largest_and_the_stops_stand_alone_and_the_rest_is_summed():
    chain = long_chain(40, {7: 50_000_000, 20: 9_000_000, 21: 8_000_000})
    peel = nps.peel(chain, 0, stop=[address_of("p33"), address_of("p40")])
    assert len(peel) == 40
    ax = draw_peel(peel)
    assert len(bars(ax)) <= ROWS
    paid = texts(ax, "paid")
    names = {k: shorten(address_of(f"p{k}")) for k in (7, 20, 21, 33, 40)}
    assert [
        text for text in paid if "steps" not in text and text.split()[-1] in names.values()
    ] == [
        f"0.500 BTC to {names[7]}",
        f"0.0900 BTC to {names[20]}",
        f"0.0800 BTC to {names[21]}",
        f"STOP: 0.0100 BTC to {names[33]}",
        f"STOP: 0.0100 BTC to {names[40]}",
    ]
    # Nothing is lost: what came off in all rows is what came off in all steps.
    amounts = [round(float(text.removeprefix("STOP: ").split()[0]) * 10**8) for text in paid]
    assert sum(amounts) == peel.peeled


def test_where_there_are_too_many_stops_the_sum_tells_how_many():
    chain = long_chain(30)
    ax = draw_peel(nps.peel(chain, 0, stop=[address_of(f"p{k}") for k in range(1, 21)]))
    assert len(bars(ax)) == ROWS
    assert texts(ax, "paid")[-1] == "0.210 BTC in 21 steps, STOP: 11"
    last = bars(ax)[-1]
    assert last["stop"] / last["peeled"] == pytest.approx(11 / 10)


def test_backward_the_rows_are_in_the_order_of_time_too():
    ax = draw_peel(nps.peel(STEPS, 5, direction="backward"))
    assert texts(ax, "when")[0] == "1  2023-11-14 22:23"
    assert ax.get_title().startswith("3 steps peeled 0.320 BTC off 1.00 BTC, to 2 addresses; 0.680")
    assert f"Peel chain back from {shorten(txid_of('d'))}:0, " in ax.get_title()
    assert texts(ax, "below")[0].split("\n")[1].startswith("Followed back, it ends: ")


def test_what_speaks_against_a_step_has_a_minus():
    # Of the payee's coin only the address is new; three clues point at the other.
    chain = chain_of(
        "z: new -> n1 5", "a: new -> ann 100000001", "b: a:0 -> n1 60000001, m 30000000"
    )
    ax = draw_peel(nps.peel(chain, 1))
    assert texts(ax, "why") == ["AB −C  0.60"]
    assert " ".join(texts(ax, "below")[0].split()).startswith(
        "It carries on, for A: the other amount is round; B: it is the larger; C: its address is"
        " new. After −: what speaks for the other."
    )


def test_where_nothing_was_peeled_off_only_the_reason_is_told():
    chain = chain_of("a: new -> ann 5", "b: a:0 -> bob 5")
    ax = draw_peel(nps.peel(chain, 0))
    assert (ax.patches[:], ax.get_legend()) == ([], None)
    assert ax.get_title() == (
        f"Nothing was peeled off\nPeel chain from {shorten(txid_of('a'))}:0, as of block 1"
    )
    assert texts(ax, "below")[0].startswith("It ends: ")
    assert description(ax).startswith("Nothing was peeled off. Peel chain from ")


def test_a_coin_of_unknown_value_is_worth_what_came_out_of_it():
    chain = chain_of("a: ? -> n1 900, shop 100", "b: a:0 -> n2 700, shop 190")
    ax = draw_peel(nps.peel(chain, 2, direction="backward"))
    assert ax.get_title().startswith(
        "2 steps peeled 0.00000290 BTC off 0.0000100 BTC, to 1 address"
    )


@pytest.mark.parametrize("case", ["real", "long", "stops", "none"])
def test_letters_never_cover_each_other(case):
    real, made = node_chain(), long_chain(60)
    peel = {
        "real": lambda: nps.peel(real, 220),
        "long": lambda: nps.peel(made, 0),
        "stops": lambda: nps.peel(made, 0, stop=[address_of(f"p{k}") for k in range(1, 60, 2)]),
        "none": lambda: nps.peel(real, 220, change="meiklejohn"),
    }[case]()
    ax = draw_peel(peel)
    ax.figure.canvas.draw()
    legend = ax.get_legend()
    all_texts = [*ax.texts, ax.title, *(legend.get_texts() if legend else [])]
    boxes = [(text.get_text(), text.get_window_extent()) for text in all_texts]
    assert [
        (a, b) for k, (a, box) in enumerate(boxes) for b, other in boxes[:k] if box.overlaps(other)
    ] == []
    assert min(text.get_fontsize() for text in all_texts) >= SIZE
    size = ax.figure.bbox
    assert all(box.x0 >= 0 and box.x1 <= size.x1 for _, box in boxes)
    assert all(box.y0 >= 0 and box.y1 <= size.y1 for _, box in boxes)
    assert max(ax.figure.get_size_inches() / (12, 6.75)) <= 1


def test_the_picture_stays_as_it_is(same_picture):
    same_picture(draw_peel(nps.peel(STEPS, 0, stop=address_of("bar"))), "peel")
