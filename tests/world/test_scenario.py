"""Scenarios: presets, TOML files, and what is refused in which words."""

import re
from pathlib import Path

import pytest

from nps_chain.errors import NpsError
from nps_chain.world import knobs
from nps_chain.world.knobs import GROUPS, Amounts, Households, LookAlikes, Story, Time, Wallets
from nps_chain.world.presets import PRESETS
from nps_chain.world.scenario import Scenario
from nps_chain.world.software import KINDS
from tests.world.two_people import SHORT

WORLD = Path(knobs.__file__).parent


def from_text(tmp_path, text):
    path = tmp_path / "мой мир.toml"
    path.write_text(text, "utf-8")
    return Scenario.from_toml(path)


def refused(tmp_path, text):
    """The sentence with which a file is refused, without the file's name."""
    with pytest.raises(NpsError) as caught:
        from_text(tmp_path, text)
    path, sentence = str(caught.value).split("мой мир.toml", 1)
    assert path == f"{tmp_path}/"
    assert "\n" not in sentence
    return sentence


def test_the_default_is_the_classroom():
    assert Scenario.of("classroom") == Scenario()
    assert Scenario().blocks == 2160


def test_a_preset_turns_the_knobs_that_it_names():
    tiny = Scenario.of("tiny")
    assert tiny.preset == "tiny"
    assert tiny.blocks == 720
    turned = {f"{group}.{name}" for group, told in PRESETS["tiny"].items() for name in told}
    assert set(tiny.differences(Scenario())) <= turned
    assert tiny.differences(Scenario())["time.days"] == (30, 90)


def test_a_file_turns_some_knobs_of_a_preset(tmp_path):
    text = 'preset = "tiny"\n[households]\ncount = 31\n[coinjoins]\npayjoins = 0\n'
    scenario = from_text(tmp_path, text)
    assert scenario.differences(Scenario.of("tiny")) == {
        "households.count": (31, 26), "coinjoins.payjoins": (0, 3),
    }  # fmt: skip
    assert from_text(tmp_path, "") == Scenario.of("classroom")


@pytest.mark.parametrize("preset", PRESETS)
def test_all_knobs_written_are_read_again(preset, tmp_path):
    scenario = Scenario.of(preset)
    text = scenario.to_toml()
    assert from_text(tmp_path, text) == scenario
    explained = sum(line.startswith("# ") for line in text.splitlines())
    assert explained == 1 + sum(len(group.knobs()) for group in GROUPS)
    assert "# people with a wallet of their own (8 to 20000, households)\ncount = " in text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a =", " is no TOML file in UTF-8: Invalid value (at end of document)."),
        ('preset = "tyni"', ": 'tyni' is no preset; the nearest is tiny."),
        ("preset = 3", ": 3 is no preset; there are tiny, classroom, large."),
        ("[houshold]", ": houshold is no group of knobs; the nearest is households."),
        ("households = 3", ": households is 3: it is a group, write [households]."),
        (
            "[households]\ncuont = 3",
            ": households.cuont is no knob; the nearest is households.count.",
        ),
        (
            "[time]\nxyz = 3",
            ": time.xyz is no knob; time has days, congested_from, congested_days, congested_room,"
            " capacity.",
        ),
        (
            "[households]\ncount = 7",
            ": households.count is 7: give a whole number from 8 to 20000 (households).",
        ),
        (
            "[households]\ncount = 20001",
            ": households.count is 20001: give a whole number from 8 to 20000 (households).",
        ),
        (
            "[households]\ngamble = 0.5",
            ": households.gamble is 0.5: give a whole number from 0 to 1000 (per mille).",
        ),
        (
            "[pages]\nfew = true",
            ": pages.few is True: give a whole number from 0 to 1 (1 is yes).",
        ),
        (
            "[time]\ndays = 87",
            ": story.cash_out_to is day 88, and the chain has 87 days (time.days): move it, or let"
            " the chain be longer.",
        ),
    ],
)
def test_a_file_is_refused_in_one_sentence(text, sentence, tmp_path):
    assert refused(tmp_path, text) == sentence


def test_a_group_without_a_near_name_is_told_all_groups(tmp_path):
    told = refused(tmp_path, "[zzz]")
    assert told == f": zzz is no group of knobs; there are {', '.join(g.name for g in GROUPS)}."


def test_what_is_no_small_text_file_is_refused(tmp_path):
    with pytest.raises(NpsError, match=r"none\.toml can't be read: No such file or directory\."):
        Scenario.from_toml(tmp_path / "none.toml")
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(NpsError, match=r"a\.toml is no TOML file in UTF-8: "):
        Scenario.from_toml(tmp_path / "a.toml")
    (tmp_path / "a.toml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(NpsError, match=r"a\.toml has more than 1,000,000 bytes"):
        Scenario.from_toml(tmp_path / "a.toml")
    (tmp_path / "a.toml").write_text("a = " + "[" * 100_000)
    with pytest.raises(NpsError, match=r"a\.toml is no TOML file in UTF-8: "):
        Scenario.from_toml(tmp_path / "a.toml")


@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        (
            {"wallets": Wallets(**dict.fromkeys(Wallets.knobs(), 0))},
            "All of wallets.mobile to wallets.taproot are 0; give one a part.",
        ),
        (
            {"amounts": Amounts(round_7=0, round_6=0, round_5=0, round_4=0, round_2=0, exact=0)},
            "All of amounts.round_7 to amounts.exact are 0; give one a part.",
        ),
        (
            {"households": Households(withdrawals_from=3, withdrawals_to=2)},
            "households.withdrawals_from is more than households.withdrawals_to.",
        ),
        (
            {"look_alikes": LookAlikes(victims=401)},
            "look_alikes.victims is more than there are letters (look_alikes.letters) or households"
            " (households.count).",
        ),
        (
            {"story": Story(cash_out_from=88, cash_out_to=88)},
            "story.cash_out_from is day 88, and story.cash_out_to day 88: the first must come"
            " before the second.",
        ),
        (
            {"story": Story(first_sale=9)},
            "story.first_sale is day 9: there are too few coins before day 10.",
        ),
        ({"preset": "mine"}, "'mine' is no preset; there are tiny, classroom, large."),
    ],
)
def test_knobs_that_contradict_each_other_are_refused(groups, sentence):
    with pytest.raises(NpsError, match=f"^{re.escape(sentence)}$"):
        Scenario(**groups)


def test_an_event_of_day_0_is_left_out_of_the_story():
    assert Scenario(time=Time(days=90), story=Story(letters=0, exit=0)).story.exit == 0


def test_any_preset_can_be_as_short_as_can_be():
    assert [Scenario.of(preset).turned(SHORT).blocks for preset in PRESETS] == [480] * 3


def test_households_use_known_software():
    assert set(Wallets().parts()) <= set(KINDS)
    assert Wallets().parts()["mobile 2"] == Wallets().mobile_2


def test_rounding_is_by_the_unit():
    assert Amounts(exact=7).rounding()[1] == 7
    assert list(Amounts().rounding()) == [10**7, 10**6, 10**5, 10**4, 100, 1]
