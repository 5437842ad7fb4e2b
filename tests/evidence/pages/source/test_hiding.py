"""Elements are hidden by their own style, or by simple rules of the page's."""

import pytest

from nps_chain.evidence.pages.source.hiding import Hiding


@pytest.mark.parametrize(
    "style",
    ["display:none", "color:red; DISPLAY : none", "visibility:hidden", "opacity:0", "opacity: 0.0;",
     "font-size:0px", "position:absolute;left:-9999px", "color:transparent"],
)  # fmt: skip
def test_a_style_hides(style):
    assert Hiding().hides("span", {"style": style})


@pytest.mark.parametrize(
    "style",
    ["display:block", "opacity:0.8", "opacity:.85", "font-size:0.9em", "font-size:.85em",
     "left:-10px", "background:none", "overflow:hidden", ""],
)  # fmt: skip
def test_a_style_does_not_hide(style):
    assert not Hiding().hides("span", {"style": style})


def test_some_elements_are_never_seen_and_one_attribute_hides():
    hiding = Hiding()
    assert hiding.hides("script", {})
    assert hiding.hides("p", {"hidden": ""})
    assert not hiding.hides("p", {"class": "hidden"})


def test_rules_of_the_page_hide_by_class_name_and_kind():
    hiding = Hiding()
    hiding.learn(
        "/* .kept{display:none} */ .a, p.b{color:red;display:none} #c{visibility:hidden}"
        " aside{display:none} .d .e{display:none} @media print{.f{display:none}} .g{color:red}"
    )
    assert hiding.hides("i", {"class": "x a"})
    assert hiding.hides("p", {"class": "b"})
    assert not hiding.hides("i", {"class": "b"})
    assert hiding.hides("i", {"id": "c"})
    assert hiding.hides("aside", {})
    for name in ("d", "e", "f", "g", "kept"):
        assert not hiding.hides("i", {"class": name}), name


def test_a_broken_style_does_no_harm():
    hiding = Hiding()
    hiding.learn("}}} .a{display:none} .b{display:none")
    assert hiding.hides("i", {"class": "a"})
    assert not hiding.hides("i", {"class": "b"})
