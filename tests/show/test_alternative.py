"""What a reader of screens is given of a picture, in a notebook that is run as lessons are."""

import matplotlib.pyplot as plt
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook

from nps_chain.show import alternative
from nps_chain.show.alternative import describe, description, tell_in_notebooks

HIDDEN = (
    '<p style="position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0);'
    'white-space:nowrap">Picture: {}</p>'
)

CELLS = [
    """
import matplotlib.pyplot as plt
from nps_chain.show.alternative import describe, tell_in_notebooks

def picture(told=None):
    fig, ax = plt.subplots(figsize=(2, 1), layout="constrained")
    ax.plot([1, 2])
    if told:
        describe(ax, told)
        tell_in_notebooks()
""",
    'picture("3 BTC <from> \\"ann\\".")\nplt.show()',
    "picture()\nplt.show()",
    'picture("Two.")\npicture()\nprint("said")',
    '%config InlineBackend.figure_formats = ["png", "svg"]\npicture("Both.")',
]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The notebook after it was run."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    folder = str(tmp_path_factory.mktemp("lesson"))
    resources = {"metadata": {"path": folder}}
    return NotebookClient(notebook, kernel_name="python3", resources=resources).execute()


def shown(notebook, cell):
    """What a cell gave, pictures but as their kinds."""
    return [
        (
            output.output_type,
            {kind: "" if "image" in kind else data for kind, data in output.data.items()},
            output.metadata,
        )
        if "data" in output
        else (output.output_type, output.text)
        for output in notebook.cells[cell].outputs
    ]


FIGURE = {"text/plain": "<Figure size 200x100 with 1 Axes>", "image/png": ""}


def told(text, html=None):
    data = {"text/plain": f"Picture: {text}", "text/html": HIDDEN.format(html or text)}
    return ("display_data", data, {})


def test_a_picture_comes_after_its_description_and_has_it_as_alternative(run):
    text = '3 BTC <from> "ann".'
    assert shown(run, 1) == [
        told(text, "3 BTC &lt;from&gt; &quot;ann&quot;."),
        ("display_data", FIGURE, {"image/png": {"alt": text}}),
    ]


def test_other_figures_are_shown_as_ever(run):
    assert shown(run, 2) == [("display_data", FIGURE, {})]


def test_figures_that_are_shown_when_a_cell_ends_are_told_too(run):
    assert shown(run, 3) == [
        ("stream", "said\n"),
        told("Two."),
        ("display_data", FIGURE, {"image/png": {"alt": "Two."}}),
        ("display_data", FIGURE, {}),
    ]


def test_other_formats_of_pictures_can_be_chosen(run):
    formats = FIGURE | {"image/svg+xml": ""}
    alternatives = {"image/png": {"alt": "Both."}, "image/svg+xml": {"alt": "Both."}}
    assert shown(run, 4) == [told("Both."), ("display_data", formats, alternatives)]


def test_an_exported_page_has_the_description_in_every_template(run):
    for template in ("lab", "classic"):
        page, _ = HTMLExporter(template_name=template).from_notebook_node(run)
        assert page.count(">Picture: Two.</p>") == 1
    assert 'alt="Two."' in page


def test_a_figure_is_described_by_all_of_its_pictures():
    figure, (left, _, right) = plt.subplots(1, 3)
    describe(right, "Out.")
    assert (description(left), description(right), description(figure)) == ("", "Out.", "Out.")
    describe(left, "In.")
    assert description(figure) == "In. Out."
    describe(left, "All in.")
    assert description(figure) == "All in. Out."


def test_outside_of_a_notebook_nothing_happens():
    assert alternative._shell() is None
    tell_in_notebooks()
