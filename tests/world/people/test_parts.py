from nps_chain.world.dice import Dice
from nps_chain.world.people.parts import cut


def test_parts_add_up_and_none_is_below_a_third_of_an_even_one():
    dice = Dice(0, "parts")
    for _ in range(200):
        many, amount = dice.between(1, 9), dice.between(1000, 10**9)
        parts = cut(dice, amount, many)
        assert len(parts) == many
        assert sum(parts) == amount
        assert min(parts) >= amount // many // 3


def test_parts_differ():
    assert len(set(cut(Dice(0, "parts"), 10**8, 5))) == 5
