import json

from nps_chain.show.explorer.canvas.drawn import Drawn, Line, Node
from nps_chain.show.explorer.placing.layout import Placed
from nps_chain.show.explorer.scenes.scene import Scene
from nps_chain.show.explorer.state import Clock, state

DRAWN = Drawn(
    (
        Node(
            "a7",
            "address",
            50,
            12,
            "bc1q…",
            "1 in",
            "Address.",
            "#0072B2",
            "A",
            "dashed",
            ("Shop",),
        ),
        Node("t12", "transaction", 60, 12, "ab…", "10:00", "Transaction.", "#333333", after=2),
    ),
    (
        Line("a7", "t12", 150, 1, "0.0000015 BTC", "Spends."),
        Line("t12", "a7", 40, 1, "", "Pays.", change=True),
    ),
    (("shape:address", "", "an address"),),
    hidden=4,
)
PLACED = Placed(
    {"a7": (0, -124), "t12": (180.5, 0)},
    {"a7": -1, "t12": 0},
    ((180.5, "2025-02-20"),),
    {("t12", "a7"): ((120, 62), (60, 62))},
    {("a7", "t12"): (90.2, -62)},
)
SCENE = Scene(
    100,
    colour="taint",
    hidden=frozenset({"services", "change"}),
    selected=("a7",),
    focus="t12",
    start=("a7",),
)


def test_the_script_is_told_all_that_it_shows():
    told = state(
        SCENE,
        DRAWN,
        PLACED,
        Clock(100, 0, 200, 3600, 0, 7200, stops=(50, 60)),
        panel=(("heading", "Address"),),
        table=(("from", "BTC"), [("bc1q", "0.00000150")]),
        said="Expanded.",
        colours=("cluster", "taint"),
        redo=True,
    )
    assert told == {
        "nodes": [
            {
                "name": "a7",
                "shape": "address",
                "x": 0.0,
                "y": -124.0,
                "label": "bc1q…",
                "detail": "1 in",
                "told": "Address.",
                "fill": "#0072B2",
                "mark": "A",
                "border": "dashed",
                "tags": ["Shop"],
                "before": 0,
                "after": 0,
                "selected": False,
            },
            {
                "name": "t12",
                "shape": "transaction",
                "x": 180.5,
                "y": 0.0,
                "label": "ab…",
                "detail": "10:00",
                "told": "Transaction.",
                "fill": "#333333",
                "mark": "",
                "border": "solid",
                "tags": [],
                "before": 0,
                "after": 2,
                "selected": False,
            },
        ],
        "lines": [
            {
                "source": "a7",
                "target": "t12",
                "value": 150,
                "label": "0.0000015 BTC",
                "told": "Spends.",
                "change": False,
                "bends": [],
                "spot": [90.2, -62],
            },
            {
                "source": "t12",
                "target": "a7",
                "value": 40,
                "label": "",
                "told": "Pays.",
                "change": True,
                "bends": [[120, 62], [60, 62]],
                "spot": [],
            },
        ],
        "columns": [{"x": 180.5, "label": "2025-02-20"}],
        "legend": [["shape:address", "", "an address"]],
        "panel": [["heading", "Address"]],
        "table": {"head": ["from", "BTC"], "rows": [["bc1q", "0.00000150"]]},
        "said": "Expanded.",
        "clock": {
            "height": 100,
            "lowest": 0,
            "highest": 200,
            "time": 3600,
            "first": 0,
            "last": 7200,
            "stops": [50, 60],
        },
        "colour": "taint",
        "colours": ["cluster", "taint"],
        "hides": ["change", "dust", "services"],
        "hidden": ["change", "services"],
        "unseen": 4,
        "selected": ["a7"],
        "focus": "t12",
        "start": ["a7"],
        "undo": False,
        "redo": True,
    }
    assert json.loads(json.dumps(told)) == told


def test_an_empty_canvas_is_a_state_too():
    told = state(Scene(0), Drawn((), ()), Placed({}, {}, (), {}, {}), Clock(0, 0, 0, 0, 0, 0))
    assert (told["nodes"], told["lines"], told["panel"], told["focus"]) == ([], [], [], "")
    assert told["table"] == {"head": [], "rows": []}
