from nps_chain.show.explorer.beside.said import said
from nps_chain.show.explorer.canvas.drawn import Drawn, Node


def of(*names: str, hidden: int = 0, selected: tuple[str, ...] = ()) -> Drawn:
    shapes = {"t": "transaction", "a": "address", "c": "cluster"}
    return Drawn(
        tuple(
            Node(
                name=name,
                shape="more" if name[-1] in "<>" else shapes[name[0]],
                time=0,
                order=0,
                label="+ 7 more" if name[-1] in "<>" else f"label of {name}",
                detail="3.20 BTC",
                told="",
                fill="",
                selected=name in selected,
            )
            for name in names
        ),
        (),
        hidden=hidden,
    )


def test_a_step_says_what_came_and_what_went():
    assert said(None, of("t1", "a1"), "start") == "Began: 2 nodes more, 2 in all."
    assert said(of("a1"), of("a1", "t1", "t2"), "expand", "a1") == (
        "Expanded address label of a1: 2 nodes more, 3 in all."
    )
    assert said(of("a1", "t1"), of("a1"), "remove", "t1") == (
        "Took off transaction label of t1: 1 node fewer, 1 in all."
    )
    assert said(of("a1", "a2", "t1"), of("c1", "t1"), "fold", "a1") == (
        "Folded address label of a1: 1 node more, 2 nodes fewer, 2 in all."
    )
    assert said(of("c1"), of("a1"), "open", "c1") == (
        "Opened cluster of label of c1: 1 node more, 1 node fewer, 1 in all."
    )
    assert said(of("a1"), of("a1"), "colour", "taint") == (
        "Coloured by taint: no node more, 1 in all."
    )


def test_what_is_not_shown_is_named_by_how_much_it_is():
    assert said(of("t1", "t1>"), of("t1", "a1"), "more", "t1>") == (
        "Showed more of what is not shown (+ 7 more, 3.20 BTC): 1 node more, 2 in all."
    )


def test_what_is_hidden_is_counted():
    assert said(of("t1", "a1"), of("t1", hidden=1), "clock", "block 1,204") == (
        "Set the clock to block 1,204: 1 node fewer, 1 in all. 1 node is hidden, or comes later."
    )
    assert said(of(), of(hidden=2), "hide", "dust").endswith("2 nodes are hidden, or come later.")


def test_a_selection_says_who_is_selected():
    chosen = of("t1", "a1", "a2", selected=("t1", "a2"))
    assert said(of(), chosen, "select", "t1") == (
        "Selected: transaction label of t1 and address label of a2."
    )
    assert said(of(), of("t1"), "select") == "Nothing is selected."
