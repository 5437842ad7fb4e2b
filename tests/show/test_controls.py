import base64
import io

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

from nps_chain.errors import NpsError
from nps_chain.show.alternative import describe
from nps_chain.show.controls import slide

WIDGET = "application/vnd.jupyter.widget-view+json"


def picture(colour):
    if colour == "none":
        raise NpsError("Without <colour> there is nothing to draw.")
    _, ax = plt.subplots(figsize=(2, 1))
    ax.plot([1, 2])
    describe(ax, f'A line in "{colour}".')
    return ax


def control_and_page(shown, **choose):
    """The widgets' parts, after some were set."""
    *controls, page = shown.widget().children
    for control, value in zip(controls, choose.values(), strict=False):
        control.value = value
    return *controls, page


def dots(html):
    """The picture in some HTML, as an image."""
    return Image.open(io.BytesIO(base64.b64decode(html.partition("base64,")[2].rstrip('">'))))


def test_without_a_browser_it_is_a_text_and_the_first_picture():
    shown = slide(picture, colour=["red", "blue"])
    assert repr(shown) == 'colour: red (of 2: red, blue)\nPicture: A line in "red".'
    data, about = shown._repr_mimebundle_()
    assert data.keys() == {"text/plain", "image/png"}
    assert data["text/plain"] == repr(shown)
    assert about == {"image/png": {"alt": 'Picture: A line in "red".'}}
    assert plt.get_fignums() == []


def test_a_choice_changes_the_picture_and_its_description():
    control, page = control_and_page(slide(picture, colour=["red", "blue"]))
    before = page.value
    assert 'alt="Picture: A line in &quot;red&quot;."' in before
    control.value = "blue"
    assert 'alt="Picture: A line in &quot;blue&quot;."' in page.value
    assert dots(page.value).size == dots(before).size
    control.value = "red"
    assert page.value == before
    assert plt.get_fignums() == []


def test_each_value_is_drawn_once():
    asked = []
    control, _ = control_and_page(slide(lambda n: asked.append(n), n=[1, 2]))
    for value in ("2", "1", "2"):
        control.value = value
    assert asked == [1, 2]


def test_what_cannot_be_drawn_is_told_in_the_picture_s_place():
    _, page = control_and_page(slide(picture, colour=["red", "none"]), colour="none")
    assert page.value == "<p>Without &lt;colour&gt; there is nothing to draw.</p>"
    control, page = control_and_page(slide(lambda n: 1 // n, n=[1, 0]))
    with pytest.raises(ZeroDivisionError):
        control.value = "0"
    assert page.value == "<p>This failed; the notebook's log says why.</p>"


def test_tables_and_other_things_are_shown_as_they_show_themselves():
    frame = pd.DataFrame({"<b>": [1]})
    shown = slide(lambda n: frame, n=[1])
    assert repr(shown) == f"n: 1 (of 1: 1)\n{frame!r}"
    assert shown._repr_mimebundle_() == ({"text/plain": repr(shown)}, {})
    _, page = control_and_page(shown)
    assert page.value == frame._repr_html_()
    _, page = control_and_page(slide(lambda n: "<i>", n=[1]))
    assert page.value == "<pre>&#x27;&lt;i&gt;&#x27;</pre>"


@pytest.mark.parametrize(
    ("values", "kind", "words"),
    [
        (range(0, 3000, 1000), "SelectionSlider", "0 (of 3, 0 to 2,000)"),
        ([0.5, 0.75, -1], "SelectionSlider", "0.5 (of 3, 0.5 to -1)"),
        (["fifo", "lifo"], "ToggleButtons", "fifo (of 2: fifo, lifo)"),
        ({"on day 3": 72, "at the end": None}, "ToggleButtons", "on day 3 (of 2: on day 3, at the"),
        ([True, False], "ToggleButtons", "True (of 2: True, False)"),
        ("abcdefghi", None, None),
        ([*"abcdefghi"], "Dropdown", "a (of 9: a, b, c, d, e, f, g, h, i)"),
    ],
)
def test_numbers_get_a_slider_words_buttons_or_a_list(values, kind, words):
    if kind is None:
        with pytest.raises(NpsError, match="as_of is a list of values to choose from"):
            slide(repr, as_of=values)
        return
    shown = slide(lambda as_of: as_of, as_of=values)
    assert repr(shown).startswith(f"as_of: {words}")
    control, _ = control_and_page(shown)
    assert (type(control).__name__, control.description) == (kind, "as of")


def test_the_function_gets_the_values_and_not_their_names():
    shown = slide(lambda a, b: (a, b), a={"one": 1, "two": 2}, b=["x", "y"])
    assert repr(shown).endswith("\n(1, 'x')")
    *_, page = control_and_page(shown, a="two", b="y")
    assert page.value == "<pre>(2, &#x27;y&#x27;)</pre>"


@pytest.mark.parametrize("options", [{}, {"n": []}, {"n": [1, 1]}, {"n": 5}])
def test_without_values_to_choose_from_it_says_so(options):
    with pytest.raises(NpsError, match="values to choose from"):
        slide(repr, **options)


def test_in_a_notebook_it_has_controls_too_and_prints_nothing():
    source = """
import matplotlib.pyplot as plt
from nps_chain.show.controls import slide

def picture(n):
    _, ax = plt.subplots()
    ax.set_title(f"Picture {n}")
    return ax

slide(picture, n=[1, 2])
"""
    notebook = new_notebook(cells=[new_code_cell(source), new_code_cell("1")])
    first, second = NotebookClient(notebook, kernel_name="python3").execute().cells
    (output,) = first.outputs
    assert output.output_type == "execute_result"
    assert output.data.keys() == {"text/plain", "image/png", WIDGET}
    assert output.data["text/plain"] == "n: 1 (of 2: 1, 2)\nPicture: Picture 1"
    assert [one.data for one in second.outputs] == [{"text/plain": "1"}]
