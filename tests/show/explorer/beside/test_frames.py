import pandas as pd

from nps_chain.show.explorer.beside.frames import nodes, payments
from nps_chain.show.explorer.canvas.drawing import drawn
from nps_chain.show.explorer.scenes.scene import Scene
from tests.show.explorer.story import facts_of, name_of, row_of

FACTS = facts_of(
    "a: new -> ann 50, bob 30, ann 5",
    "b: a:0 a:1 ?cat -> dan 60, ann 20",
    tags=pd.DataFrame({"address": [], "label": []}),
)
TIMES = pd.to_datetime([1_700_000_000, 1_700_000_600], unit="s", utc=True)


def test_frames_have_whole_names_and_exact_amounts():
    ann, dan = row_of(FACTS, "ann"), row_of(FACTS, "dan")
    scene = Scene(1, transactions=(0, 1), addresses=(ann, dan), opened=frozenset({"t0>"}))
    picture = drawn(FACTS, scene)
    a, b, ann, dan = (FACTS.name(one) for one in ("t0", "t1", f"a{ann}", f"a{dan}"))
    pd.testing.assert_frame_equal(
        nodes(FACTS, picture),
        pd.DataFrame(
            {
                "name": ["t0", "t1", name_of(FACTS, "ann"), name_of(FACTS, "dan")],
                "kind": ["transaction", "transaction", "address", "address"],
                "text": [a, b, ann, dan],
                "time": TIMES[[0, 1, 0, 1]],
                "before": [0, 2, 0, 0],
                "after": [1, 0, 0, 0],
                "tags": "",
            }
        ),
    )
    pd.testing.assert_frame_equal(
        payments(FACTS, picture),
        pd.DataFrame(
            {
                "tx": [0, 1, 1, 1],
                "txid": [a, b, b, b],
                "height": [0, 1, 1, 1],
                "time": TIMES[[0, 1, 1, 1]],
                "source": [a, ann, b, b],
                "target": [ann, b, dan, ann],
                "value": [55, 50, 60, 20],
                "coins": [2, 1, 1, 1],
                "change": 0,
            }
        ),
    )
