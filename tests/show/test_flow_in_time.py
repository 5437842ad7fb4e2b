import matplotlib.pyplot as plt
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.dates import date2num
from matplotlib.text import Text

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.show.alternative import description
from nps_chain.show.flow_in_time import MOST, draw_flow_in_time
from nps_chain.show.style import SIZE, shorten
from tests.handmade import address_of, chain_of, txid_of
from tests.node_chain import node_chain

CHAIN = chain_of(
    "a: new -> ann 100",
    "b: a:0 -> ann 60, shop 35",
    "c: b:0 -> kim 20, data 40",
    *(f"x{n}: new -> pool 1" for n in range(40)),
)
SHOP = nps.taint(CHAIN, 0, [address_of("shop")], fees="lose")


def boxes(ax):
    """Each band as place, start and end in blocks after the first, bottom and top."""
    times = date2num(CHAIN.columns.blocks.time.astype("datetime64[s]"))
    found = []
    for shapes in ax.collections:
        assert isinstance(shapes, PolyCollection)
        for path in shapes.get_paths():
            (left, bottom), (right, top) = path.vertices.min(0), path.vertices.max(0)
            starts, ends = (round((x - times[0]) / (times[1] - times[0]), 2) for x in (left, right))
            found.append((shapes.get_gid(), starts, ends, bottom, top))
    return sorted(found)


def names(ax):
    return [(text.get_gid(), text.get_text()) for text in ax.texts]


def test_a_band_is_as_high_as_its_money_and_as_long_as_its_coin_lasted():
    ax = draw_flow_in_time(SHOP)
    end = 8  # an hour after the last move, in blocks of ten minutes
    assert boxes(ax) == [
        ("fees", 1, end, 95, 100),
        ("on the way", 0, 1, 0, 100),
        ("on the way", 1, 2, 35, 95),
        ("stopped", 1, end, 0, 35),
        ("unspendable", 2, end, 35, 75),
        ("unspent", 2, end, 75, 95),
    ]
    assert ax.get_ylim() == (0, 100)
    assert ax.get_xlim() == pytest.approx(
        date2num(CHAIN.columns.blocks.time[[0, end]].astype("datetime64[s]"))
    )


def test_ends_are_named_beside_their_bands_from_the_bottom_up():
    assert names(draw_flow_in_time(SHOP)) == [
        ("stopped", f"0.00000035 BTC at a stop, {shorten(address_of('shop'))}"),
        ("unspendable", "0.00000040 BTC burnt"),
        ("unspent", f"0.00000020 BTC unspent, {shorten(address_of('kim'))}"),
        ("fees", "0.00000005 BTC lost in fees"),
    ]


def test_neighbouring_ends_of_one_kind_are_one_and_the_largest_are_named():
    paid = ", ".join(f"p{n} {n + 10}" for n in range(30))
    chain = chain_of(f"a: new -> {paid}")
    (name,) = names(draw_flow_in_time(nps.taint(chain, txid_of("a"), None)))
    assert name == ("unspent", "0.00000735 BTC unspent, 30 addresses")
    stops = [address_of(f"p{n}") for n in range(0, 30, 2)]
    several = chain_of(f"a: new -> {paid}", *(f"b{n}: a:{n} -> q{n} {n + 10}" for n in range(30)))
    ends = names(draw_flow_in_time(nps.taint(several, txid_of("a"), stops)))
    assert len(ends) <= MOST


def test_what_is_too_thin_to_be_seen_parts_no_ends():
    chain = chain_of(
        "a: new -> ann 10000",
        "b: a:0 -> ann 5000, bob 5000",
        "c: b:0 -> shop 4995",
        "d: b:1 -> shop 5000",
    )
    ax = draw_flow_in_time(nps.taint(chain, 0, [address_of("shop")], fees="lose"))
    assert names(ax) == [("stopped", f"0.000100 BTC at a stop, {shorten(address_of('shop'))}")]


def test_the_title_says_where_the_money_is_and_what_was_asked():
    ax = draw_flow_in_time(SHOP)
    assert ax.get_title() == (
        "Of 0.00000100 BTC, 40 % is burnt and 35 % is at a stop\n"
        f"From output {shorten(txid_of('a'))}:0, by fifo; blocks up to 42"
    )
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Date (UTC)", "Money of the source (BTC)")
    shown = [text.get_text() for text in ax.get_legend().get_texts()]
    assert shown == ["on the way", "unspent", "at a stop", "burnt", "lost in fees"]
    several = draw_flow_in_time(nps.taint(CHAIN, [0, 3], None))
    assert several.get_title().endswith("\nFrom 2 outputs, by fifo; blocks up to 42")


def test_the_description_says_when_the_money_came_to_where_it_is():
    assert description(draw_flow_in_time(SHOP)) == (
        "Of 0.00000100 BTC, 40 % is burnt and 35 % is at a stop."
        " The first coin of the source was made at 2023-11-14 22:13;"
        " 0.00000020 BTC is unspent, since 2023-11-14 22:33;"
        " 0.00000035 BTC is at a stop, since 2023-11-14 22:23;"
        " 0.00000040 BTC is burnt, since 2023-11-14 22:33;"
        " 0.00000005 BTC is lost in fees, since 2023-11-14 22:23; times in UTC."
    )
    chain = chain_of("a: new -> ann 100", "b: a:0 -> shop 30, ann 70", "c: b:1 -> shop 70")
    twice = nps.taint(chain, 0, [address_of("shop")])
    assert description(draw_flow_in_time(twice)).endswith(
        " 0.00000100 BTC is at a stop, the first of it since 2023-11-14 22:23,"
        " the last since 2023-11-14 22:33; times in UTC."
    )


def test_what_is_too_small_is_left_white_and_said_to_be():
    many = 1200
    paid = ", ".join(f"p{n} 10" for n in range(many))
    chain = chain_of("a: new -> ann 12000, bob 12000", f"b: a:0 -> {paid}")
    ax = draw_flow_in_time(nps.taint(chain, txid_of("a"), None))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "on the way",
        "unspent",
        "in parts too small to draw",
    ]
    assert [gid for gid, _ in names(ax)] == ["unspent"]
    assert ax.get_title().startswith("Of 0.000240 BTC, 100 % is unspent\n")


def test_money_that_never_moved_is_one_band():
    chain = chain_of("a: new -> ann 5", "b: new -> pool 1")
    ax = draw_flow_in_time(nps.taint(chain, 0, None))
    assert [(place, bottom, top) for place, _, _, bottom, top in boxes(ax)] == [("unspent", 0, 5)]


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (lambda: nps.taint(CHAIN, 2, None, backward=True), "leave out backward=True"),
        (lambda: nps.taint(CHAIN, 0, None, policy="poison"), "choose another policy, such as fifo"),
        (lambda: nps.taint(chain_of("a: new -> data 0"), 0, None), "worth nothing"),
    ],
)
def test_what_has_no_bands_is_told_so(found, why):
    with pytest.raises(NpsError, match=why):
        draw_flow_in_time(found())


@pytest.mark.parametrize("policy", ["fifo", "haircut"])
def test_letters_are_large_and_never_cover_each_other(policy):
    chain = node_chain()
    for source in (843, 220, 500):
        ax = draw_flow_in_time(nps.taint(chain, source, None, policy=policy))
        ax.figure.canvas.draw()
        texts = [*ax.texts, ax.title, ax.xaxis.label, ax.yaxis.label, *ax.get_legend().get_texts()]
        texts += [tick for tick in ax.get_xticklabels() if tick.get_text()]
        assert min(text.get_fontsize() for text in texts) >= SIZE
        frames = [Text.get_window_extent(text) for text in texts]  # without its arrow
        assert not [a for k, a in enumerate(frames) for b in frames[:k] if a.overlaps(b)]
        assert all(ax.figure.bbox.x0 <= box.x0 and box.x1 <= ax.figure.bbox.x1 for box in frames)
        plt.close(ax.figure)


def test_the_picture_looks_as_it_did(same_picture):
    stops = list(range(0, len(node_chain().addresses), 9))
    same_picture(draw_flow_in_time(nps.taint(node_chain(), 220, stops)), "flow_in_time")
