import pytest

from nps_chain.show.explorer.scenes.scene import Thing, thing


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("t12", Thing("t", 12)),
        ("a0", Thing("a", 0)),
        ("c45", Thing("c", 45)),
        ("t12>", Thing("t", 12, ">")),
        ("a7<", Thing("a", 7, "<")),
    ],
)
def test_a_name_stands_for_a_thing(name, what):
    assert thing(name) == what
    assert what.name == name


@pytest.mark.parametrize(
    "text",
    ["", "t", "12", "x12", "t-1", "t012", "t1.5", "t12<>", "t12 ", "t١", "t" + "1" * 11, "T1"],
)
def test_other_texts_are_no_names(text):
    assert thing(text) is None
