import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nps_chain.show.explorer.placing.layout import place
from nps_chain.show.explorer.svg.picture import svg
from tests.show.explorer.sketch import LANES, drawings, sketch

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "g", "title", "desc", "rect", "circle", "polygon", "path", "text"}

CHAIN = sketch(
    "t1: a1 -> a2 c3",
    "t5: a2 -> a6 t5>",
    begin="a1",
    a6={"after": 3, "tags": ("Tin Harbour", "another"), "told": "told & told"},
    c3={"border": "dashed", "mark": "B", "fill": "#E69F00"},
)


def picture(drawn, title="What came of it"):
    return ElementTree.fromstring(svg(drawn, place(drawn, {}), title))


def texts(root):
    return [element.text for element in root.iter(f"{SVG}text")]


def drawn_as(root, told):
    """The elements of the node or line of which this is told."""
    (group,) = [g for g in root.iter(f"{SVG}g") if g.findtext(f"{SVG}title") == told]
    return [(element.tag.removeprefix(SVG), element.attrib) for element in group][1:]


def test_all_is_written_once():
    assert sorted(texts(picture(CHAIN))) == sorted(
        [
            "What came of it",
            "2025-01-01 01:00",
            "2025-01-01 05:00",
            "Tin Harbour + more",
            "B",
            *["1.00 BTC"] * 6,
            *(
                f"{what} {name}"
                for name in ("t1", "a1", "a2", "c3", "t5", "a6", "t5>")
                for what in ("label", "detail")
            ),
            "the broader, the more BTC",
            "goes on, not shown",
        ]
    )


def test_what_is_not_seen_is_told():
    root = picture(CHAIN)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "What came of it"
    assert root.findtext(f"{SVG}desc") == (
        "2 transactions, 3 addresses, 1 folded cluster, and 6 lines between them."
        " Times: 2025-01-01 01:00 – 05:00 UTC."
    )
    hidden = replace(CHAIN, hidden=1_200)
    assert picture(hidden).findtext(f"{SVG}desc").endswith(" UTC. Not drawn: 1,200.")
    assert "not drawn: 1,200 hidden, or later" in texts(picture(hidden))


def test_where_it_began_is_read_also_with_a_second_ring_for_what_is_selected():
    nodes = [replace(node, selected=True, told="told") if node.name == "a1" else node
             for node in CHAIN.nodes]  # fmt: skip
    root = picture(replace(CHAIN, nodes=tuple(nodes)))
    (_, outer), *_ = drawn_as(root, "told")
    end = float(outer["cy"]) + float(outer["r"]) + float(outer["stroke-width"]) / 2
    (name,) = [text for text in root.iter(f"{SVG}text") if text.text == "label a1"]
    # Digits are no higher than three quarters of a letter's size, and stand on this line.
    assert end <= float(name.get("y")) - 0.75 * 14


def test_a_kind_of_node_has_a_shape_and_a_fact_another_border_than_an_inference():
    root = picture(CHAIN)
    shapes = {
        name: [tag for tag, _ in drawn_as(root, f"told of {name}")]
        for name in ("t1", "a1", "a2", "c3", "t5>")
    }
    assert shapes == {
        "t1": ["rect"],
        "a1": ["circle", "circle"],  # where it began has a ring
        "a2": ["circle"],
        "c3": ["polygon", "text"],
        "t5>": ["polygon"],
    }
    (_, cluster), (_, mark) = drawn_as(root, "told of c3")
    assert (cluster["stroke-dasharray"], cluster["fill"], mark["fill"]) == (
        "4 3",
        "#E69F00",
        "#000000",
    )
    # A flag with its words, and dots to the right, where it goes on.
    assert [tag for tag, _ in drawn_as(root, "told & told")] == [
        "circle",
        "polygon",
        "text",
        "circle",
        "circle",
        "circle",
    ]


def test_what_is_selected_has_a_ring_of_a_colour_of_its_own():
    root = picture(sketch("t1: a1 ->", a1={"selected": True}))
    (_, ring), (_, circle) = drawn_as(root, "told of a1")
    assert ring["stroke"] == "#0072B2"
    assert float(ring["r"]) > float(circle["r"])


def test_a_line_is_as_broad_as_the_root_of_its_amount_and_dashed_if_it_is_thought_to_be_change():
    drawn = sketch("t1: a1 -> a2 a3 a4")
    values = 400, 100, 0, -1
    lines = [
        replace(line, value=value, told=f"line {value}", change=value == 100)
        for line, value in zip(drawn.lines, values, strict=True)
    ]
    root = picture(replace(drawn, lines=tuple(lines)))
    body = {value: drawn_as(root, f"line {value}")[0][1] for value in values}
    assert [body[value]["stroke-width"] for value in values] == ["6", "3.8", "1.5", "1.5"]
    assert [body[value]["stroke-dasharray"] for value in values] == ["none", "7 5", "none", "none"]


@pytest.mark.parametrize("texts", [["t1: a1 -> a2"], ["t1: a2 ->", "t2: a1 -> a2"]])
def test_an_arrow_goes_from_the_edge_of_its_source_to_that_of_its_target(texts):
    drawn = sketch(*texts)
    last = drawn.lines[-1]
    drawn = replace(drawn, lines=(*drawn.lines[:-1], replace(last, told="the last")))
    placed = place(drawn, {})
    (_, body), (_, head) = drawn_as(ElementTree.fromstring(svg(drawn, placed, "")), "the last")
    (x, y), (x_end, y_end) = placed.positions[last.source], placed.positions[last.target]
    way = 1 if x < x_end else -1
    assert body["d"].startswith(f"M{x + 14 * way:g},{y:g}")
    tip, upper, lower = [tuple(map(float, p.split(","))) for p in head["points"].split()]
    assert tip == (x_end - 16 * way, y_end)
    assert upper[0] == lower[0] == pytest.approx(tip[0] - 16 * way)
    assert upper[1] - y_end == y_end - lower[1] < 0
    assert (way == 1) == (texts == ["t1: a1 -> a2"])


def test_signs_come_with_their_meaning_and_a_new_row_where_there_is_no_space():
    signs = ("shape:transaction", "shape:tag", "border:double", "line:dashed", "fill:#0072B2")
    legend = tuple((sign, "A" if "fill" in sign else "", f"meaning {sign} " * 3) for sign in signs)
    root = picture(replace(sketch("t1: a1 ->"), legend=legend))
    meant = [e for e in root.iter(f"{SVG}text") if e.text.startswith("meaning")]
    assert [e.text for e in meant] == [
        f"{'meaning ' + sign + ' ' + 'meaning ' + sign + ' ' + 'meaning ' + sign}"[:59].rstrip()
        + ("…" if len(sign) > 11 else "")
        for sign in signs
    ]
    left, _, width, _ = map(float, root.get("viewBox").split())
    assert len({e.get("y") for e in meant}) > 1
    assert all(left < float(e.get("x")) < left + width for e in meant)


def test_all_stands_on_white_paper():
    root = picture(CHAIN)
    paper = next(root.iter(f"{SVG}rect")).attrib
    assert [paper[key] for key in ("x", "y", "width", "height")] == root.get("viewBox").split()
    assert paper["fill"] == "#ffffff"


def test_nothing_is_drawn_as_nothing():
    root = picture(sketch(), "Nothing yet")
    assert texts(root) == ["Nothing yet"]
    assert root.findtext(f"{SVG}desc") == "Nothing is drawn."


def test_a_long_title_takes_several_lines():
    title = "Where the money of an address went, and from where it came " * 4
    lines = texts(picture(sketch("t1: a1 ->"), title))
    assert " ".join(lines[:4]).startswith(title.strip())


HOSTILE = st.text(max_size=60) | st.sampled_from(
    [
        "</text><script>alert(1)</script>",
        "]]>",
        "&lt;",
        "\x00\x1b\ufffe\ud800",
        "\u202egpj",
        '" x="',
    ]
)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_whatever_a_text_holds_it_stays_a_text(label, told, title):
    how = {"label": label, "detail": told, "told": told, "mark": label, "tags": (label, told)}
    drawn = sketch("t1: a1 -> a2", a1=how)
    lines = tuple(replace(line, label=label, told=told) for line in drawn.lines)
    legend = (("fill:#ffffff", label, told), ("shape:tag", told, label))
    drawn = replace(drawn, lines=lines, legend=legend)
    written = svg(drawn, place(drawn, {}), title)
    assert not re.search(
        "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]", written
    )
    root = ElementTree.fromstring(written.encode())
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
    plain = ElementTree.fromstring(
        svg(sketch("t1: a1 -> a2"), place(sketch("t1: a1 -> a2"), {}), "")
    )
    names = {name for element in plain.iter() for name in element.attrib}
    found = {name for element in root.iter() for name in element.attrib}
    assert found <= names | {"font-weight"}


@settings(max_examples=40)
@given(drawings(), LANES)
def test_a_picture_is_the_same_each_time_refers_to_nothing_and_leaves_nothing_out(drawn, lanes):
    placed = place(drawn, lanes)
    written = svg(drawn, placed, "A title")
    assert written == svg(drawn, place(drawn, dict(lanes)), "A title")
    root = ElementTree.fromstring(written)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ALLOWED
        assert not {"id", "class", "href", "onload"} & element.attrib.keys()
        assert "url(" not in "".join(element.attrib.values())
    left, top, width, height = map(float, root.get("viewBox").split())
    for x, y in placed.positions.values():
        assert left < x < left + width
        assert top < y < top + height
    told = [element.text for element in root.iter(f"{SVG}title")]
    assert told.count("told of it") == len(drawn.lines)
    assert all(told.count(f"told of {node.name}") == 1 for node in drawn.nodes)
