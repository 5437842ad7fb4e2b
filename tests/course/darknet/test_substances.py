"""What the letters of an invented product code mean."""

from nps_chain.course.darknet import groups
from nps_chain.world.products import GROUPS


def test_each_group_of_the_world_has_a_row_and_all_six_effects_are_named():
    table = groups()
    assert list(table.index) == list(GROUPS)
    told = " ".join(table["mostly"])
    for effect in ("cannabinoid", "stimulant", "hallucinogen", "opioid", "sedative", "dissociat"):
        assert effect in told
