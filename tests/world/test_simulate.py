"""The door: what may be simulated, and what is missing for it."""

import subprocess
import sys
from pathlib import Path

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.world.scenario import Scenario
from nps_chain.world.simulate import scenario_of


def test_a_scenario_is_meant_by_its_name_its_file_or_itself(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text('preset = "large"')
    large = Scenario.of("large")
    assert [scenario_of(one) for one in ("large", path, str(path), large)] == [large] * 4


@pytest.mark.parametrize(
    ("preset", "seed", "sentence"),
    [
        ("smal", 0, "'smal' is no preset; there are tiny, classroom, large"),
        (7, 0, "7 is no preset; there are tiny, classroom, large"),
        ("tiny", -1, "The seed -1 is none: give a whole number from 0 to 2"),
        ("tiny", 2**63, "The seed 9223372036854775808 is none"),
        ("tiny", True, "The seed True is none"),
        ("tiny", "0", "The seed '0' is none"),
        ("none.toml", 0, "none.toml can't be read: No such file or directory"),
    ],
)
def test_what_can_not_be_simulated_is_refused_in_a_sentence(preset, seed, sentence):
    with pytest.raises(NpsError) as caught:
        nps.simulate(preset, seed)
    assert str(caught.value).startswith(sentence)


def without(module, code):
    """What a program prints in a Python where a module is not installed."""
    hide = f"import sys; sys.modules[{module!r}] = None\n"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", hide + code], capture_output=True, text=True, cwd=root, check=True
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("module", "sentence"),
    [
        (
            "coincurve",
            "Playing a world needs coincurve, which isn't installed: pip install"
            " 'nps-chain[simulate]'.",
        ),
        (
            "pbk",
            "Judging a chain needs py-bitcoinkernel, which isn't installed: pip install"
            " 'nps-chain[simulate]'.",
        ),
    ],
)
def test_a_missing_package_is_told_in_a_sentence(module, sentence):
    code = (
        "import nps_chain as nps\n"
        "try:\n    nps.simulate('tiny')\n"
        "except nps.NpsError as error:\n    print(error)"
    )
    assert without(module, code) == [sentence]


def test_who_only_reads_needs_none_of_it():
    code = (
        "import nps_chain as nps\n"
        "from nps_chain.world.data_set import refuse_foreign\n"
        "from nps_chain.world.scenario import Scenario\n"
        "print(Scenario.of('tiny').time.days, nps.simulate.__name__, nps.exhibit.__name__)"
    )
    assert without("coincurve", code) == ["30 simulate exhibit"]
