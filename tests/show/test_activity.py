import matplotlib.pyplot as plt
import pytest
from matplotlib.dates import date2num

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.show.activity import draw_activity
from nps_chain.show.alternative import description
from nps_chain.show.style import shorten
from nps_chain.trace.activity import activity
from tests.handmade import address_of, chain_of
from tests.node_chain import node_chain
from tests.show.legible import check

CHAIN = chain_of(
    "a: new -> ann 50, bob 40",
    "b: a:0 -> shop 20, ann2 25",
    "c: new -> ann 7",
    "d: b:1 c:0 -> ann 30",
    *(f"x{n}: new -> pool 1" for n in range(40)),
)
ANN = activity(CHAIN, [address_of("ann"), address_of("ann2")])
MINUTES = [0, 0, 10, 20, 30, 60]
"""Of the blocks with payments, the first twice: for what was there before, and at the end."""


def minutes(x):
    return [round((day - date2num(CHAIN.blocks["time"][0])) * 1440) for day in x]


def parts(ax):
    return ax, *[other for other in ax.figure.axes if other is not ax]


def bars(ax, name):
    """Where each bar of a kind begins that is not empty, and how high it is."""
    found = [bar for bar in ax.patches if bar.get_height() and bar.get_gid() == name]
    return [(bar.get_x(), bar.get_height()) for bar in found]


def test_the_balance_is_a_line_of_steps():
    (line,) = [line for line in draw_activity(ANN).lines if line.get_gid() == "balance"]
    assert line.get_drawstyle() == "steps-post"
    assert minutes(line.get_xdata()) == MINUTES
    assert line.get_ydata().tolist() == [0, 50, 25, 32, 30, 30]


def test_payments_of_an_hour_are_summed_in_upward_and_out_downward():
    _, payments, _ = parts(draw_activity(ANN))
    assert [height for _, height in bars(payments, "in")] == [57]
    assert [height for _, height in bars(payments, "out")] == [-27]
    assert minutes([x for x, _ in bars(payments, "in")]) == [-13]  # from 22:00, the first is 22:13
    assert payments.get_ylabel() == "Each hour (BTC)"


def test_payments_of_a_longer_time_are_summed_by_day_or_week():
    times = CHAIN.columns.blocks.time
    for between, span in ((14_400, "day"), (86_400 * 10, "week")):
        chain = chain_of(*(f"x{n}: new -> ann 1" for n in range(43)))
        found = activity(chain, address_of("ann"))
        frame = found.frame
        frame["time"] = frame["time"][0] + (frame["height"] * between).astype("timedelta64[s]")
        object.__setattr__(found, "_frame", frame)
        chain.columns.blocks.time.setflags(write=True)
        chain.columns.blocks.time[:] = times[0] + between * frame["height"]
        _, payments, _ = parts(draw_activity(found))
        assert payments.get_ylabel() == f"Each {span} (BTC)"
        assert sum(height for _, height in bars(payments, "in")) == 43


def test_hours_of_the_day_count_payments():
    _, _, hours = parts(draw_activity(ANN))
    assert bars(hours, "in by hour") == [(22, 2)]
    assert bars(hours, "out by hour") == [(22, -2)]
    assert (hours.get_xlabel(), hours.get_xlim()) == ("Hour of the day (UTC)", (0, 24))
    hours.figure.canvas.draw()
    assert "−" not in "".join(tick.get_text() for tick in hours.get_yticklabels())
    paid = draw_activity(CHAIN.address(address_of("shop")))
    assert "1 payment in, 0 out" in paid.get_title()
    _, _, hours = parts(paid)
    assert (bars(hours, "in by hour"), bars(hours, "out by hour")) == ([(22, 1)], [])


def test_title_and_description_say_how_much_and_when():
    ax = draw_activity(ANN)
    finding = "0.00000057 BTC came in, 0.00000027 BTC went out, 0.00000030 BTC is left"
    facts = "2 addresses: 2 payments in, 2 out; blocks up to 43"
    assert ax.get_title() == f"{finding}\n{facts}"
    assert description(ax) == (
        f"{finding}. {facts}. From 2023-11-14 to 2023-11-14 (UTC)."
        " Most was held on 2023-11-14: 0.00000050 BTC."
    )
    one = draw_activity(CHAIN.address(address_of("ann2")))
    assert one.get_title() == (
        "0.00000025 BTC came in, 0.00000025 BTC went out, nothing is left\n"
        f"Address {shorten(address_of('ann2'))}: 1 payment in, 1 out; blocks up to 43"
    )


def test_the_hours_in_which_most_is_paid_are_told_if_there_are_payments_enough():
    often = [f"b{n}: {'a' if n == 0 else f'b{n - 1}'}:0 -> ann {100 - n}, eve 0" for n in range(60)]
    found = activity(chain_of("a: new -> ann 200", *often), address_of("ann"))
    # The blocks are from 22:23 on, ten minutes apart; the last is of 08:13.
    assert description(draw_activity(found)).endswith(
        " Of 60 payments out, 48 were made from 00:00 to 08:00 UTC."
    )


def test_what_is_from_before_the_data_or_unknown_is_told():
    chain = chain_of("a: ?ann=30 ?ann -> shop 20, ann 10")
    ax = draw_activity(activity(chain, address_of("ann")))
    assert ax.lines[0].get_ydata().tolist() == [30, 10, 10]
    assert description(ax).endswith(
        " 0.00000030 BTC was there before the data begin. 1 coin of unknown value is left out."
    )


def test_it_goes_where_it_is_asked_to_and_takes_room_below():
    _, (left, right) = plt.subplots(1, 2, figsize=(16, 6))
    right.plot([1])
    assert draw_activity(ANN, left) is left
    assert len(left.figure.axes) == 4
    figure = plt.figure()
    alone = figure.add_axes((0, 0, 1, 1))
    draw_activity(ANN, alone)
    assert figure.axes == [alone]


def test_addresses_that_did_nothing_are_not_drawn():
    with pytest.raises(NpsError, match="nothing to draw"):
        draw_activity(activity(CHAIN, []))


def test_it_can_be_read_from_the_last_row():
    chain = node_chain()
    clusters = nps.cluster(chain)
    for who in (clusters.of(clusters.sizes.index[0]), clusters.of(clusters.sizes.index[1]), [300]):
        for part in parts(draw_activity(activity(chain, who))):
            check(part)
        plt.close("all")


def test_the_picture_looks_as_it_did(same_picture):
    clusters = nps.cluster(node_chain())
    largest = clusters.of(clusters.sizes.index[0])
    same_picture(draw_activity(activity(node_chain(), largest)), "activity")
