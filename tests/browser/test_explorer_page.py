"""The explorer's script in a real browser, with a page that plays the notebook.

Needs Chromium and its driver, and no network: names of other machines are not even looked up. The
screenshots are kept in the folder that ``NPS_SCREENSHOTS`` names, if it is set.
"""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.chromium import browser
from tests.browser.explorer_page import AXE, served
from tests.browser.hands import CANVAS, CY, Hands

pytestmark = pytest.mark.slow

PATIENCE = 20  # seconds


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def driver(tmp_path_factory) -> Iterator[webdriver.Chrome]:
    with browser(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


class Page(Hands):
    """A person at the page, and the Python that isn't there."""

    def __init__(self, driver: webdriver.Chrome, address: str, wishes: str = "") -> None:
        super().__init__(driver, PATIENCE)
        driver.get(f"{address}?{wishes}")
        if "mute" not in wishes:
            self.wait(f"return {CY}.zoom() > 0 && models[0].hearers.length")
            self.canvas = driver.find_element(By.CSS_SELECTOR, CANVAS)

    def asked(self) -> list[tuple[str, dict[str, Any]]]:
        """Return what Python was asked, but for the script, and forget it."""
        asked = self.run("return models[0].asked.splice(0).filter(one => 'ask' in one)")
        return [(one["do"], one["with"]) for one in asked]

    def show(self, change: str) -> None:
        """Set a changed copy of the state, as Python does; ``state`` names it."""
        copy = "const state = structuredClone(models[0].get('state'));"
        self.run(f"{copy} {change}; models[0].set('state', state)")

    def answer(self, **answer: Any) -> None:
        """Answer the last question."""
        script = """
            const {ask} = models[0].asked.findLast(one => 'ask' in one);
            models[0].tell("msg:custom", {answer: ask, ...arguments[0]});
        """
        self.run(script, answer)


@pytest.fixture
def page(driver, address) -> Page:
    return Page(driver, address)


def test_all_is_drawn_and_nothing_is_asked_of_another_machine(driver, address):
    driver.get_log("browser")
    page = Page(driver, address, "scene=small")
    shown = page.run("return document.querySelector('.nps-explorer').dataset.shown")
    names = page.run(f"return {CY}.nodes('.thing').map(node => node.id())")
    amounts = page.run(f"return {CY}.nodes('.amount').map(node => node.data('text'))")
    origins = page.run(
        "return performance.getEntriesByType('resource').map(one => new URL(one.name).origin)"
    )
    page.photograph("explorer.png")
    assert shown == "18"
    assert names == [
        *("a1", "a2", "a3", "t10"),
        *("a20", "a30", "t11", "a21", "a31", "t12", "a22", "a32", "t13", "a23", "a33", "t14"),
        *("c60", "t14>"),
    ]
    assert amounts[:4] == ["0.00 BTC", "1,204.50 BTC", "0.00 BTC", "3.00 BTC"]
    assert len(amounts) == 17  # a line to what is left out has none
    assert {origin for origin in origins if origin != "null"} == {address.rstrip("/")}
    assert driver.get_log("browser") == []


def test_texts_of_others_stay_texts(page):
    page.run("document.querySelector('.nps-explorer .payments').open = true")
    page.wait("return document.querySelector('.nps-explorer td')")
    assert page.run("return document.querySelectorAll('.nps-explorer img').length") == 0
    assert page.driver.title == "The explorer, without Jupyter"
    hostile = '<img src=x onerror="document.title=1">'
    told = page.run("return document.querySelector('.nps-explorer .attribution').textContent")
    assert told == f"Attribution {hostile} (a forum, low confidence)"
    assert (
        page.run("return document.querySelector('.nps-explorer tbody td:last-child').textContent")
        == hostile
    )


def test_everything_that_takes_the_focus_keeps_its_keys_from_the_notebook(page):
    # Chromium lets a keyboard reach these; a key in any of them is else the notebook's command.
    reached = """
        const all = [...document.querySelectorAll('.nps-explorer *')];
        return all.filter(one => one.tabIndex >= 0 || one.tagName === 'DIALOG')
            .map(one => [one.outerHTML, one.getAttribute('data-lm-suppress-shortcuts')]);
    """
    found = page.run(reached)
    assert len(found) > 30
    assert [html for html, ours in found if ours != "true"] == []


def test_the_notebook_can_be_saved_from_within(page):
    ours = page.driver.execute_async_script(
        """
        const [canvas, done] = arguments;
        const marked = () => canvas.hasAttribute('data-lm-suppress-shortcuts');
        const seen = [];
        document.addEventListener('keydown', () => seen.push(marked()), true);
        const key = (key) => canvas.dispatchEvent(
            new KeyboardEvent('keydown', {key, code: 'Key' + key, ctrlKey: true, bubbles: true}));
        key('s');
        setTimeout(() => { seen.push(marked()); key('a'); done(seen); }, 50);
        """,
        page.canvas,
    )
    assert ours == [False, True, True]  # while saving, after it, and for another key


def test_keys_ask_python_for_each_step(page):
    page.press("ENTER", "b", "BACKSPACE", "SHIFT+ENTER", "c", "u", "CONTROL+z", "[", "]", "DELETE")
    of = {"of": "a1"}
    assert page.asked() == [
        ("expand", {"of": "a1", "way": ">"}),
        ("expand", {"of": "a1", "way": "<"}),
        ("expand", {"of": "a1", "way": "<"}),
        ("expand", {"of": "a1", "way": "<"}),
        ("fold", of),
        ("undo", {}),
        ("undo", {}),
        ("clock", {"height": 2000}),
        ("remove", of),
    ]


def test_what_cannot_be_done_here_is_said_and_not_asked(page):
    page.press("o", "r", "m")
    assert page.asked() == []
    assert page.said() == "Nothing is left out of this node."


def test_keys_mean_the_same_on_a_cyrillic_keyboard(page):
    script = """
        const key = (key, code) => arguments[0].dispatchEvent(
            new KeyboardEvent('keydown', {key, code, bubbles: true}));
        key('и', 'KeyB'); key('х', 'BracketLeft');
    """
    page.run(script, page.canvas)
    assert page.asked() == [("expand", {"of": "a1", "way": "<"}), ("clock", {"height": 2000})]


def test_arrows_walk_along_lines_and_among_neighbours(page):
    walked = []
    for key in ("ARROW_RIGHT", "ARROW_RIGHT", "ARROW_DOWN", "ARROW_UP", "ARROW_LEFT", "ARROW_LEFT"):
        page.press(key)
        walked.append(page.cursor())
    names = ["t10", "a20", "a30", "a20", "t10", "a1"]
    assert walked == [page.place(name) for name in names]
    assert page.said() == "address bcrt1q…0fs5m2, 12 in, 1 out"
    assert page.asked() == []


def test_more_is_asked_of_what_is_left_out(page):
    page.show("state.focus = 't14>'")
    page.press("ENTER", "m")
    page.show("state.focus = 't14'")
    page.press("m")
    assert page.asked() == [("more", {"of": "t14>"})] * 3


def test_a_second_address_is_selected_beside_the_first_to_ask_why(page):
    page.press("ARROW_UP", "w", "ARROW_DOWN", "ARROW_DOWN", "SHIFT+SPACE", "SPACE", "ESCAPE")
    assert page.asked() == [
        ("select", {"of": ["a1", "a2"]}),
        ("select", {"of": ["a1", "a3"]}),
        ("select", {"of": ["a3"]}),
        ("select", {"of": []}),
    ]


def test_clicks_select_and_expand(page):
    page.click("a20")
    page.show("state.selected = ['a20']")
    page.click("t10", held=Keys.CONTROL)
    page.show("state.selected = ['a20', 't10']")
    assert page.asked() == [("select", {"of": ["a20"]}), ("select", {"of": ["a20", "t10"]})]
    page.show("state.selected = ['a30']")
    page.click("a30", times=2)
    page.click("a20", times=2, held=Keys.SHIFT)
    expands = [("expand", {"of": "a30", "way": ">"}), ("expand", {"of": "a20", "way": "<"})]
    assert page.asked() == expands
    page.click("a20", held=Keys.SHIFT)
    page.wait("return models[0].asked.length")
    assert page.asked() == [("select", {"of": ["a30", "a20"]})]


def test_a_click_hits_what_has_come_below_the_pointer_as_the_page_moved(page):
    page.click("a20")
    page.wait(f"return {CY}.renderer().containerBB")
    (x, above), (beside, below) = page.seen("a20"), page.seen("a30")
    page.run("document.querySelector('main').style.marginTop = `${arguments[0]}px`", above - below)
    time.sleep(1)  # or it would be a second click of two
    ActionChains(page.driver).click().perform()
    assert x == beside
    assert page.asked() == [("select", {"of": ["a20"]}), ("select", {"of": ["a30"]})]


def test_fields_of_the_toolbar_ask_python(page):
    page.press("/")
    chain = ActionChains(page.driver)
    chain.send_keys("bcrt1qw76", Keys.ENTER).perform()
    page.run("""
        const change = (selector, value) => {
            const field = document.querySelector(`.nps-explorer ${selector}`);
            if (field.type === 'checkbox') field.checked = value; else field.value = value;
            field.dispatchEvent(new Event('change'));
        };
        change("select", "taint"); change("input[type=range]", 700);
        change(".menu label:nth-child(1) input", true);
        change(".menu label:nth-child(2) input", false);
    """)
    assert page.asked() == [
        ("find", {"text": "bcrt1qw76"}),
        ("colour", {"by": "taint"}),
        ("clock", {"height": 700}),
        ("hide", {"what": "change"}),
        ("show", {"what": "dust"}),
    ]


def test_an_error_is_said_and_a_file_is_saved(page):
    page.press("ENTER")
    page.answer(error="There is no room.")
    assert page.said() == "There is no room."
    kept = """
        globalThis.kept = [];
        HTMLAnchorElement.prototype.click = function () { kept.push(this.download); };
    """
    page.run(kept)
    page.press("ENTER")
    page.answer(file={"name": "log.json", "type": "application/json", "text": "{}"})
    assert page.wait("return kept.length && kept") == ["log.json"]


def test_silence_is_said_to_be_silence(page):
    page.press("ENTER")
    waits = "return document.querySelector('.nps-explorer .waits').textContent"
    assert page.run(waits) == ""
    assert page.wait(waits) == "Waiting for Python …"
    silent = "No answer from Python: run the cell above again."
    assert page.wait(f"{waits} === {silent!r}")
    page.answer()
    assert page.run(waits) == ""


def test_a_page_without_its_python_says_so(driver, address):
    page = Page(driver, address, "mute")
    told = page.wait("return document.querySelector('main p')?.textContent")
    assert told == (
        "The explorer gets no answer from Python. Run the cell above again to see it and to use it."
    )


def test_a_second_explorer_asks_for_no_second_script(driver, address):
    page = Page(driver, address, "explorers=2")
    page.wait("return document.querySelectorAll('.nps-explorer').length === 2")
    asked = page.run("return models.map(({asked}) => asked.filter(one => 'script' in one).length)")
    assert asked == [1, 0]


@pytest.mark.parametrize(("projector", "smallest"), [(False, 14), (True, 18)])
def test_letters_can_be_read_however_large_the_graph(driver, address, projector, smallest):
    page = Page(driver, address, "scene=large")
    if projector:
        page.press("p")
    page.press("f")
    page.photograph(f"explorer-large-{smallest}.png")
    letters = page.run(
        f"return {CY}.zoom() * parseFloat({CY}.nodes('.caption').style('font-size'))"
    )
    assert round(letters, 3) == smallest
    page.press("a")
    page.photograph("explorer-all.png")
    outside = f"""
        const sight = {CY}.extent(), all = {CY}.nodes().boundingBox();
        return ['x', 'y'].filter(of => all[of + 1] < sight[of + 1] || sight[of + 2] < all[of + 2]);
    """
    assert page.run(outside) == []


def test_new_nodes_come_into_sight_and_the_one_at_the_cursor_stays(page):
    page.press("ARROW_RIGHT", "ARROW_RIGHT")
    before = page.seen("a20")
    page.show("""
        for (const node of state.nodes) node.x += 300;
        const made = {...state.nodes.find(({name}) => name === 'a20')};
        state.nodes.push({...made, name: 'a99', x: made.x + 100, y: made.y});
    """)
    assert page.seen("a20") == pytest.approx(before)
    page.show("""
        const made = {...state.nodes.find(({name}) => name === 'a20')};
        state.nodes.push({...made, name: 'a98', x: made.x + 400, y: made.y + 200});
    """)
    width, height = page.run(f"return [{CY}.width(), {CY}.height()]")
    for name in ("a20", "a98"):
        x, y = page.seen(name)
        assert 0 < x < width
        assert 0 < y < height


def test_what_is_gone_leaves_the_canvas_and_the_cursor_goes_to_the_focus(page):
    page.press("ARROW_RIGHT", "ARROW_RIGHT")
    page.show("""
        state.nodes = state.nodes.filter(({name}) => name === 'a1' || name === 't10');
        state.lines = state.lines.filter(({source}) => source === 'a1');
        state.focus = 't10';
    """)
    assert page.run(f"return {CY}.nodes('.thing').map(node => node.id())") == ["a1", "t10"]
    assert page.run(f"return {CY}.edges().map(line => line.id())") == ["a1 t10"]
    assert page.cursor() == page.place("t10")


def test_a_wide_picture_is_kept_within_what_browsers_can_hold(driver, address):
    page = Page(driver, address, "scene=large")
    page.run("""
        globalThis.kept = [];
        HTMLAnchorElement.prototype.click = function () { kept.push([this.download, this.href]); };
        document.querySelector('.nps-explorer .menu + .menu button').click();
    """)
    name, link = page.wait("return kept[0]")
    size = page.driver.execute_async_script(
        """
        const [link, done] = arguments;
        fetch(link).then(got => got.blob()).then(createImageBitmap).then(
            picture => done([picture.width, picture.height]));
        """,
        link,
    )
    assert name == "explorer-2160.png"
    assert max(size) == 8000


def test_all_fits_a_projector(page):
    page.press("p")
    page.photograph("explorer-projector.png")
    box = "const box = document.querySelector('.nps-explorer').getBoundingClientRect();"
    assert page.run(f"{box} return box.bottom <= innerHeight")
    cut_off = """
        return [...document.querySelectorAll('.nps-explorer button, .nps-explorer output')]
            .filter(one => one.offsetParent && one.scrollWidth > one.clientWidth + 1).length;
    """
    assert page.run(cut_off) == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nobody_is_shut_out(driver, address, theme):
    if not AXE.exists():
        pytest.skip("axe-core is fetched by tools/explorer.py --parts")
    page = Page(driver, address, theme)
    page.run("document.querySelectorAll('.nps-explorer details').forEach(one => (one.open = true))")
    page.photograph(f"explorer-{theme}.png")
    page.run(AXE.read_text("utf-8"))
    check = "axe.run().then(({violations, passes}) => arguments[0]([violations, passes.length]))"
    violations, passes = driver.execute_async_script(check)
    found = [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations]
    assert found == []
    assert passes > 20
    page.press("?")
    violations, _ = driver.execute_async_script(check)
    assert [one["id"] for one in violations] == []
