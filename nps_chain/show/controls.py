"""``slide``: a picture or a table with controls beside it, for what one wants to see change.

Without a browser it is what it shows first: as a text, which the tests of notebooks compare, and as
a picture, which a stored notebook keeps. Where a notebook is live, controls stand above it. Nothing
is printed and nothing is cleared from a cell, so it looks the same however it is run.
"""

import base64
import io
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from nps_chain.errors import NpsError
from nps_chain.show.alternative import description, in_notebook

_FEW = 8
"""Values that have a button each; more words get a list to choose from."""


_WIDE = {"width": "600px"}  # of a slider, so that each of many values can be met


class Shown(NamedTuple):
    """What a function gave for some values, as a text and as a page has it."""

    text: str
    html: str
    png: bytes


class Slide:
    """A function's picture or table for the first of some values, and for the others by controls.

    Attributes
    ----------
    options : dict
        By the name of each argument a dict: its values, by what they are called.
    """

    def __init__(
        self, function: Callable[..., Any], options: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self.options = {name: dict(values) for name, values in options.items()}
        self._function = function
        self._shown: dict[tuple[str, ...], Shown] = {}
        self._first = self.at(**{name: next(iter(of)) for name, of in self.options.items()})

    def at(self, **chosen: str) -> Shown:
        """Return what there is for some values, each given by what it is called."""
        key = tuple(chosen[name] for name in self.options)
        if key not in self._shown:
            values = {name: self.options[name][chosen[name]] for name in self.options}
            self._shown[key] = _shown(self._function(**values))
        return self._shown[key]

    def __repr__(self) -> str:
        lines = [f"{name}: {_in_words(list(values))}" for name, values in self.options.items()]
        return "\n".join([*lines, self._first.text])

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data: dict[str, Any] = {"text/plain": repr(self)}
        about: dict[str, Any] = {}
        if self._first.png:
            data["image/png"] = base64.b64encode(self._first.png).decode("ascii")
            about["image/png"] = {"alt": self._first.text}
        if in_notebook():
            widget = self.widget()._repr_mimebundle_()
            data |= {kind: view for kind, view in widget.items() if kind != "text/plain"}
        return data, about

    def widget(self) -> Any:
        """Return the controls and what they change, as one ipywidgets box."""
        import ipywidgets  # takes a while, and a program without a browser has no use for it

        page = ipywidgets.HTML(self._first.html)
        controls = {name: _control(name, list(values)) for name, values in self.options.items()}

        def change(_: Any) -> None:
            try:
                page.value = self.at(**{name: of.value for name, of in controls.items()}).html
            except NpsError as error:
                page.value = f"<p>{escape(str(error))}</p>"
            except Exception:
                # An old picture beside a new value would be believed.
                page.value = "<p>This failed; the notebook's log says why.</p>"
                raise

        for control in controls.values():
            control.observe(change, "value")
        return ipywidgets.VBox([*controls.values(), page])


def slide(function: Callable[..., Any], /, **options: Iterable[Any]) -> Slide:
    """Return a picture or a table with a control for each argument that may change.

    The first of the values is shown at once, and wherever there is no browser.

    Parameters
    ----------
    function : callable
        Takes the arguments by their names; returns what ``nps.draw`` does, or a frame, or anything
        that shows itself as text.
    **options : iterable, or mapping of text
        For each argument the values to choose from, the first of which is shown first; a mapping
        has them by what they are called. Numbers get a slider, words a button each.

    Raises
    ------
    NpsError
        If there is no value to choose from, or two are called the same.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> def total(policy):
    ...     return nps.taint(chain, 843, None, policy=policy).total
    >>> slide(total, policy=["fifo", "haircut"])
    policy: fifo (of 2: fifo, haircut)
    source         42180526
    unspent        42180526
    stopped               0
    unspendable           0
    fees                  0
    unknown               0
    Name: satoshi, dtype: int64
    """
    if not options:
        raise NpsError("Give the values to choose from, such as policy=['fifo', 'haircut'].")
    return Slide(function, {name: _called(name, values) for name, values in options.items()})


def _called(name: str, values: Iterable[Any]) -> dict[str, Any]:
    """Return an argument's values by what they are called."""
    if isinstance(values, Mapping):
        named = [(str(word), value) for word, value in values.items()]
    elif isinstance(values, str) or not isinstance(values, Iterable):
        raise NpsError(f"{name} is a list of values to choose from, not {values!r:.80}.")
    else:
        named = [(_word(value), value) for value in values]
    if not named or len(dict(named)) < len(named):
        raise NpsError(f"{name} needs values to choose from, one at least, and each but once.")
    return dict(named)


def _word(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _is_number(word: str) -> bool:
    return word.replace(",", "").replace(".", "", 1).removeprefix("-").isdecimal()


def _in_words(words: list[str]) -> str:
    if all(map(_is_number, words)) and len(words) > 2:
        return f"{words[0]} (of {len(words):,}, {words[0]} to {words[-1]})"
    return f"{words[0]} (of {len(words):,}: {', '.join(words)})"


def _control(name: str, words: list[str]) -> Any:
    """Return what one chooses by: a slider for numbers, buttons or a list for words."""
    import ipywidgets

    told = {"options": words, "value": words[0], "description": name.replace("_", " ")}
    style = {"description_width": "initial"}
    if all(map(_is_number, words)):
        # Drawn when the handle is let go, not for all that it passes.
        return ipywidgets.SelectionSlider(
            **told, style=style, layout=_WIDE, continuous_update=False
        )
    if len(words) > _FEW:
        return ipywidgets.Dropdown(**told, style=style)
    return ipywidgets.ToggleButtons(**told, style=style | {"button_width": "auto"})


def _shown(given: Any) -> Shown:
    """Return a picture, a table or whatever else as text and as HTML; a picture is closed."""
    if not isinstance(given, Axes):
        html = given._repr_html_() if hasattr(given, "_repr_html_") else None
        return Shown(repr(given), html or f"<pre>{escape(repr(given))}</pre>", b"")
    figure = given.figure.figure  # the whole one, if the axes are in a part of it
    held = io.BytesIO()
    figure.savefig(held, format="png", bbox_inches="tight", metadata={"Software": None})
    told = f"Picture: {description(figure) or given.get_title()}"
    plt.close(figure)
    source = base64.b64encode(held.getvalue()).decode("ascii")
    html = (
        '<img style="max-width:100%;height:auto"'
        f' alt="{escape(told)}" src="data:image/png;base64,{source}">'
    )
    return Shown(told, html, held.getvalue())
