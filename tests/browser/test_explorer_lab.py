"""The explorer of an installed wheel, worked in JupyterLab as a person would.

Needs Chromium and its driver, and no network: names of other machines
are not even looked up. All is done in one session, which takes long to begin; each test begins with
the explorer as it was at first. The screenshots are kept in the folder that ``NPS_SCREENSHOTS``
names, if it is set.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.image
import nbformat
import pytest
from nbformat.v4 import new_code_cell
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests import test_wheel
from tests.browser.chromium import browser
from tests.browser.lab import NAME, Lab, started, write

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CELLS = [
    "import time\nimport nps_chain as nps\nchain = nps.load('classroom')\n"
    "payday = nps.exhibit('payroll')\ntwice, seconds = False, 0",
    "explorer = nps.explore(chain, payday)\nexplorer",
    "explorer if twice else None",
    "time.sleep(seconds)",
]
BEGINS = "Explorer(13 nodes, 13 payments, as of block 2,160, 0 steps)"
PAYDAY = "4a8fc97d27d35729de2d1d1ef4d096da316da2862428e263463fccd7fde4b60e"
PAYER, BESIDE = "a3120", "a25476"  # two that it spends from, together
PAID = "a307"  # one that it pays
SHOWN = "sorted(node['name'] for node in explorer.state()['nodes'])"
CLUSTER = {PAYER, BESIDE, "a25472", "a25473", "a25474", "a25475"}
BLOCK = 1259  # that it is in
NEWER = "71bd4a06e86549482d0f0fac069990da7d61f00a6841a89dba3d75d4b98a870b"  # the consolidation

# What is aimed at is 10 s, and 0.5 s; three and six times that raise no false alarm on a machine
# that has other work.
SOON, AT_ONCE = 30, 3

GROW = """
seen = set()
while len(explorer.state()["nodes"]) < {most}:
    name = next(name for name in explorer.nodes["name"] if name[0] == "a" and name not in seen)
    seen.add(name)
    explorer.expand(name, "both")
"""

site = test_wheel.site


@pytest.fixture(scope="module")
def lab(site, tmp_path_factory) -> Iterator[Lab]:
    lend_kernels(site)
    folder = tmp_path_factory.mktemp("лаборатория")
    course, downloads = folder / "курс", folder / "saved"
    with (
        started(course, site=site) as address,
        browser(folder / "profile", downloads=downloads) as driver,
    ):
        write(course / NAME, [new_code_cell(cell) for cell in CELLS])
        lab = Lab(driver, address, course)
        lab.downloads = downloads
        lab.photograph("lab-first.png")
        yield lab


def lend_kernels(site: Path) -> None:
    """Give what a wheel installs the kernels that were compiled for the same files here.

    To compile them takes minutes. Numba takes a kernel for the file's if its time is the same.
    """
    for cache in (ROOT / "nps_chain").rglob("__pycache__"):
        there = site / cache.relative_to(ROOT)
        there.mkdir(exist_ok=True)
        for kept in [*cache.glob("*.nb?"), *cache.glob("*.sha256")]:
            shutil.copy(kept, there)
    for source in (ROOT / "nps_chain").rglob("*.py"):
        mine = site / source.relative_to(ROOT)
        if mine.read_bytes() == source.read_bytes():
            os.utime(mine, ns=(source.stat().st_atime_ns, source.stat().st_mtime_ns))


@pytest.fixture
def explorer(lab) -> Lab:
    if lab.python("len(explorer.log)") > 1:
        lab.anew()
    return lab


def test_an_installed_explorer_stands_soon_after_run_all(lab, site, record_property):
    record_property("seconds from Run All", round(lab.took, 1))
    print(f"from Run All until the graph stood: {lab.took:.1f} s")
    assert Path(lab.python("nps.__file__")) == site / "nps_chain" / "__init__.py"
    assert lab.python("repr(explorer)") == BEGINS
    assert lab.counted() == "13 nodes, 13 payments"
    assert lab.drawn() == lab.python(SHOWN)
    assert lab.took < SOON


def test_a_double_click_expands_and_paints_at_once(explorer):
    drawn = explorer.python(
        "[len(explorer.state()[part]) for part in ('nodes', 'lines')]", GROW.format(most=245)
    )
    explorer.holds(drawn[0])
    # What it comes to is tried by methods first, and taken back.
    new, grown = explorer.python(
        "[new, grown]",
        f"""
for new in reversed([name for name in explorer.nodes["name"] if name[0] == "a"]):
    before = len(explorer.nodes)
    if len(explorer.expand(new).nodes) > before:
        grown = {SHOWN}
        explorer.undo()
        break
""",
    )
    explorer.holds(drawn[0])
    explorer.click(new, times=2)
    explorer.holds(len(grown))
    explorer.wait("return told.painted > told.clicked")
    took = explorer.run("return told.painted - told.clicked") / 1000
    print(f"from a double-click until it was painted: {took:.3f} s, {sum(drawn)} elements before")
    explorer.photograph("lab-250.png")
    assert explorer.drawn() == grown
    assert 245 <= drawn[0] <= 290
    assert sum(drawn) >= 500
    assert took < AT_ONCE


def test_twelve_fast_clicks_on_one_node_add_once(explorer):
    once = explorer.python(SHOWN, f"explorer.expand({PAYER!r})")
    explorer.anew()
    explorer.click(PAYER, times=12)
    explorer.comes(f"{SHOWN} == {once!r}")
    time.sleep(1)  # for what might come of the other clicks
    assert explorer.python("explorer.log['do'].tolist()") == ["start", "select", "expand"]
    assert explorer.drawn() == once


def test_ten_steps_taken_back_give_the_first_graph_and_stay_in_the_log(explorer):
    first = explorer.python("explorer.log['digest'][0]")
    stood = {name: explorer.place(name) for name in explorer.drawn()}
    names, grown = explorer.python(
        "[names, grown]",
        f"""
names = []
while len(names) < 10:
    for name in [name for name in explorer.nodes["name"] if name[0] == "a"]:
        steps = len(explorer.log)
        if len(names) < 10 and len(explorer.expand(name, "backward").log) > steps:
            names.append(name)
grown = {SHOWN}
""",
    )
    explorer.anew()
    for number, name in enumerate(names):
        explorer.click(name, times=2, held=Keys.SHIFT)
        explorer.comes(f"len(explorer.log) == {number + 2}")
    explorer.holds(len(grown))
    explorer.photograph("lab-expanded.png")
    assert explorer.drawn() == grown
    for number in range(10):
        explorer.press("u")
        explorer.comes(f"len(explorer.log) == {number + 12}")
    explorer.holds(len(stood))
    assert {name: explorer.place(name) for name in explorer.drawn()} == stood
    log = explorer.python("explorer.log[['do', 'digest']].values.tolist()")
    assert [do for do, _ in log] == ["start", *["expand"] * 10, *["undo"] * 10]
    assert log[0][1] == log[-1][1] == first


def test_two_addresses_tell_what_links_them_or_that_nothing_does(explorer):
    explorer.click(PAYER)
    explorer.comes(f"explorer.scene.selected == ({PAYER!r},)")
    explorer.click(BESIDE, held=Keys.CONTROL)
    explorer.comes(f"explorer.scene.selected == ({PAYER!r}, {BESIDE!r})")
    explorer.wait("return document.querySelector('.panel .heading').textContent.includes('links')")
    linked = explorer.panel()
    explorer.photograph("lab-why.png")
    explorer.click(PAID, held=Keys.CONTROL)
    explorer.comes(f"explorer.scene.selected == ({BESIDE!r}, {PAID!r})")
    explorer.wait("return arguments[0] !== document.querySelector('.panel').textContent", linked)
    apart = explorer.panel()
    texts = explorer.python("dict(zip(explorer.nodes['name'], explorer.nodes['text']))")
    one, other = texts[PAYER], texts[BESIDE]
    assert (
        f"1. Transaction {PAYDAY} in block 1,259 spends from {one} and from {other}: co_spending."
        in linked
    )
    assert "No evidence up to block 2,160 links them: they are in two clusters." in apart


def test_a_cluster_is_folded_and_opened_the_clock_is_moved_and_a_txid_is_found(explorer):
    first = explorer.drawn()
    explorer.click(PAYER)
    explorer.comes(f"explorer.scene.selected == ({PAYER!r},)")
    explorer.press_button("fold")
    explorer.comes("explorer.scene.folded")
    explorer.stands(PAYER, there=False)
    folded = explorer.drawn()
    explorer.photograph("lab-folded.png")
    explorer.press_button("open")
    explorer.stands(PAYER)
    opened = explorer.drawn()
    explorer.press_button("projector")
    explorer.photograph("lab-projector.png")
    explorer.press_button("projector")
    slide = """
        const slider = document.querySelector('.nps-explorer input[type=range]');
        slider.value = arguments[0];
        slider.dispatchEvent(new Event('input'));
        slider.dispatchEvent(new Event('change'));
    """
    explorer.run(slide, BLOCK - 1)
    explorer.comes(f"explorer.scene.as_of == {BLOCK - 1}")
    explorer.stands("t24004", there=False)
    explorer.photograph("lab-clock.png")
    early = explorer.drawn()
    explorer.run(slide, BLOCK)
    explorer.stands("t24004")
    field = explorer.driver.find_element(By.CSS_SELECTOR, ".nps-explorer .find")
    field.send_keys(NEWER[:12], Keys.ENTER)
    explorer.wait("return document.querySelector('.nps-explorer .said.wrong')")
    refused = explorer.said()
    explorer.run(slide, 2160)
    explorer.comes("explorer.scene.as_of == 2160")
    field.send_keys(Keys.ENTER)
    explorer.stands("t30839")
    assert opened == first
    assert sorted(set(first) - set(folded)) == sorted({*CLUSTER, "t24004<"} & set(first))
    assert len(set(folded) - set(first)) == 1
    assert early == sorted(set(first) - {"a26282", "t24004", "t24004<", "t24004>"})
    assert refused == f"'{NEWER[:12]}' first appears in block 1,582: move the clock there first."
    assert explorer.python("explorer.scene.selected") == ["t30839"]


def until_it_is(explorer: Lab, file: Path) -> None:
    WebDriverWait(explorer.driver, explorer.patience).until(lambda _: file.exists())


def save_all(explorer: Lab, choose: Callable[[int], None]) -> list[Path]:
    """Have each kind of file saved, by a function that chooses an entry of the list."""
    kept = []
    for number, ending in enumerate(("png", "svg", "json")):
        choose(number)
        file = explorer.downloads / f"explorer-2160.{ending}"
        until_it_is(explorer, file)
        kept.append(file.rename(file.with_stem(f"{len(list(explorer.downloads.iterdir()))}")))
    return kept


def check_files(explorer: Lab, files: list[Path]) -> None:
    png, svg, log = files
    picture = matplotlib.image.imread(png)
    assert min(picture.shape[:2]) > 300
    assert picture[..., :3].std() > 0.05
    title = ElementTree.parse(svg).getroot().find("{http://www.w3.org/2000/svg}title")
    steps = [step["do"] for step in json.loads(log.read_text("utf-8"))["steps"]]
    nodes, payments = explorer.python("[len(explorer.nodes), len(explorer.payments)]")
    assert title.text == (
        f"Payments around 4a8fc9…e4b60e, as of block 2,160: {nodes} nodes, {payments} payments"
    )
    assert steps == explorer.python("explorer.log['do'].tolist()")
    again = f"replay(chain, {str(log)!r})"
    code = "from nps_chain import replay"
    assert explorer.python(f"{again}.nodes.equals(explorer.nodes)", code)


def test_what_is_saved_opens_and_a_log_comes_to_the_same_graph(explorer):
    explorer.click(PAYER, times=2)
    explorer.comes("len(explorer.log) == 3")

    def choose(number: int) -> None:
        explorer.run("document.querySelectorAll('.nps-explorer .menu')[1].open = true")
        buttons = explorer.driver.find_elements(By.CSS_SELECTOR, ".menu + .menu .list button")
        buttons[number].click()

    check_files(explorer, save_all(explorer, choose))


def test_a_keyboard_alone_does_all_of_it_and_leaves_the_cells_as_they_are(explorer):
    first, cells = explorer.drawn(), explorer.cells()
    # To a JupyterLab that hears them: cells above and below, one deleted, that taken back, run.
    explorer.press("a", "d", "d", "z", "x")
    explorer.press("ARROW_LEFT", "ARROW_UP", "ARROW_UP")
    assert explorer.cursor() == explorer.place(PAYER)
    explorer.press("b", "SHIFT+ENTER", "ENTER")
    explorer.comes(f"explorer.scene.opened >= {{{PAYER + '<'!r}, {PAYER + '>'!r}}}")
    for number, (key, done) in enumerate(
        (("u", "undo"), ("r", "redo"), ("u", "undo"), ("u", "undo"))
    ):
        explorer.press(key)
        explorer.wait(
            "return document.querySelector('[data-action=redo]').ariaDisabled === arguments[0]",
            "false" if done == "undo" else "true",
        )
        explorer.comes(f"explorer.log['do'].tolist()[{3 + number}:] == [{done!r}]")
    explorer.holds(len(first))
    assert explorer.cursor() == explorer.place("t24004")  # where the first graph had it
    explorer.press("ARROW_LEFT", "ARROW_UP", "ARROW_UP", "SPACE")
    explorer.comes(f"explorer.scene.selected == ({PAYER!r},)")
    explorer.press("ARROW_UP", "w")
    explorer.comes(f"explorer.scene.selected == ({PAYER!r}, {BESIDE!r})")
    explorer.press("c")
    explorer.stands(PAYER, there=False)
    explorer.press("o")
    explorer.stands(PAYER)
    explorer.press("[")
    explorer.comes(f"explorer.scene.as_of == {BLOCK}")
    explorer.press("]")
    explorer.comes("explorer.scene.as_of == 2160")
    explorer.press("/")
    explorer.type(*NEWER[:12], "ENTER")
    explorer.stands("t30839")
    explorer.type("ESCAPE")
    explorer.press("p", "f", "-", "+", "p")

    def choose(number: int) -> None:
        explorer.run("document.querySelectorAll('.nps-explorer .menu')[1].open = false")
        explorer.press()
        for _ in range(30):
            explorer.type("SHIFT+TAB")
            if explorer.run("return document.activeElement.textContent") == "Save":
                break
        explorer.type("ENTER", *["TAB"] * (number + 1), "ENTER", "ESCAPE")
        assert explorer.run("return document.activeElement === arguments[0]", explorer.canvas)

    check_files(explorer, save_all(explorer, choose))
    assert explorer.cells() == cells


def test_a_notebook_is_saved_from_within_and_without_the_script(explorer):
    before = nbformat.read(explorer.course / NAME, as_version=4)
    explorer.press("CONTROL+s")
    saved = WebDriverWait(explorer.driver, explorer.patience).until(
        lambda _: (new := nbformat.read(explorer.course / NAME, as_version=4)) != before and new
    )
    (output,) = saved.cells[1].outputs
    assert [cell.source for cell in saved.cells] == CELLS
    assert output.data["text/plain"] == BEGINS
    assert output.data["image/svg+xml"].startswith("<svg")
    assert (explorer.course / NAME).stat().st_size < 100_000


def test_shown_twice_it_is_one_explorer(explorer):
    explorer.python("0", "twice = True")
    explorer.run_cell(2)
    explorer.wait("return document.querySelectorAll('.nps-explorer[data-shown]').length === 2")
    explorer.press("ARROW_LEFT", "b")
    explorer.wait("""
        const counts = [...document.querySelectorAll('.nps-explorer .count')];
        return counts.every(({textContent}) => !textContent.startsWith('13 nodes'));
    """)
    counts = explorer.run("""
        return [...document.querySelectorAll('.nps-explorer .count')].map(one => one.textContent);
    """)
    explorer.python("0", "twice = False")
    explorer.run_cell(2)
    explorer.wait("return document.querySelectorAll('.nps-explorer').length === 1")
    assert len(counts) == 2
    assert len(set(counts)) == 1


def test_it_expands_while_a_cell_runs(explorer):
    grown = explorer.python(f"len({SHOWN})", f"seconds = 6; explorer.expand({PAYER!r})")
    explorer.anew()
    explorer.run_cell(3)
    prompt = "return [...document.querySelectorAll('.jp-InputPrompt')].at(-1).textContent"
    explorer.wait(f"{prompt} === '[*]:'")
    explorer.click(PAYER, times=2)
    explorer.holds(grown)
    running = explorer.run(prompt)
    explorer.python("0", "seconds = 0")
    assert running == "[*]:"


def test_in_a_dark_theme_it_is_as_light_as_ever(explorer):
    look = """
        const of = (selector) => getComputedStyle(document.querySelector(selector));
        return ['.nps-explorer', '.nps-explorer button', '.nps-explorer .panel code']
            .map(one => [of(one).color, of(one).backgroundColor]);
    """
    light = explorer.run(look)
    drawn = explorer.python("len(explorer.state()['nodes'])", GROW.format(most=300))
    explorer.holds(drawn)
    explorer.press("f")
    explorer.photograph("lab-300.png")
    explorer.press("a")
    explorer.photograph("lab-300-all.png")
    explorer.choose("Settings", "Theme", "JupyterLab Dark")
    explorer.wait("return document.body.dataset.jpThemeLight === 'false'")
    explorer.press("f")
    explorer.photograph("lab-dark.png")
    dark = explorer.run(look)
    explorer.choose("Settings", "Theme", "JupyterLab Light")
    explorer.wait("return document.body.dataset.jpThemeLight === 'true'")
    assert dark == light


def test_after_a_restart_of_the_kernel_it_says_what_to_do(explorer):
    explorer.driver.execute_async_script("""
        const done = arguments[0];
        const token = document.cookie.match(/_xsrf=([^;]+)/)[1];
        const ask = {method: "POST", headers: {"X-XSRFToken": token}};
        fetch("/api/sessions").then(answer => answer.json())
            .then(([{kernel}]) => fetch(`/api/kernels/${kernel.id}/restart`, ask))
            .then(answer => done(answer.status));
    """)
    explorer.press("ARROW_LEFT", "ENTER")
    waits = "return document.querySelector('.nps-explorer .waits').textContent"
    told = "No answer from Python: run the cell above again."
    explorer.wait(f"{waits} === {told!r}")
    explorer.photograph("lab-restarted.png")
    explorer.run_cell(0)
    explorer.anew()
    explorer.click(PAYER, times=2)
    explorer.comes(f"{PAYER + '>'!r} in explorer.scene.opened")
    assert explorer.run(waits) == ""


def test_in_all_this_no_other_machine_was_asked_and_no_page_complained(lab):
    asked = lab.asked_of()
    here = lab.run("return location.host")
    assert asked == {f"http://{here}", f"ws://{here}"}
    assert lab.complaints() == []
