"""Every lesson on other cases: with other seeds each solution runs, and each answer is correct.

A lesson computes what it says, so that a class may be given a case of its own. What was written for
one chain alone shows here: a name, a sum, a wrong answer that is right elsewhere.
"""

import importlib.util
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from nps_chain.course import exercises
from tests.course import guard
from tests.course.run_lesson import run
from tests.world.played import quickly

pytestmark = pytest.mark.slow

HOME = Path(__file__).resolve().parents[2]
SEEDS = (1, 2)
KERNELS = 2  # at a time

_spec = importlib.util.spec_from_file_location("notebooks", HOME / "tools" / "notebooks.py")
tool = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tool)

LESSONS = {
    source.relative_to(tool.SOLUTIONS).with_suffix("").as_posix(): source
    for source, learners in tool.notebooks()
    if learners
}
EXERCISES = {
    number: one
    for lesson in exercises.lessons()
    for number, one in exercises.asked(lesson).items()
    if not number.endswith(".quiz")
}


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Return for each seed a folder of data sets; the chains' signatures are no real ones."""
    folders = {seed: tmp_path_factory.mktemp(f"seed-{seed}") for seed in SEEDS}
    for seed, folder in folders.items():
        quickly("classroom", seed).save(folder / "classroom")
    return folders


@pytest.fixture(scope="module", autouse=True)
def runs(places, request):
    """Run each lesson that is asked for with each seed, once, beside the tests."""
    asked = [
        (item.callspec.params["seed"], item.callspec.params["name"])
        for item in request.session.items
        if item.path == request.path and "name" in item.callspec.params
    ]
    with ProcessPoolExecutor(KERNELS, multiprocessing.get_context("spawn")) as pool:
        yield {(seed, name): pool.submit(run, LESSONS[name], places[seed]) for seed, name in asked}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("number", EXERCISES)
def test_each_exercise_judges_well(number, seed, places, monkeypatch):
    monkeypatch.setenv("NPS_DATA", str(places[seed]))
    assert guard.faults_on_data(EXERCISES[number]) == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", LESSONS)
def test_each_answer_of_a_solution_is_correct(name, seed, runs):
    said, seconds = runs[seed, name].result()
    print(f"{name}, seed {seed}: {seconds:.1f} s")
    assert said
    for number, text in said.items():
        assert text.startswith(f"{number}: correct. ")
