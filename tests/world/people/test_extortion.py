from nps_chain.world.economy import day
from nps_chain.world.people.extortion import Extortionist
from nps_chain.world.protocols.joinmarket import Bazaar
from tests.world.people.stage import COIN, Stage


def _blackmail(makers=None, **more):
    stage = Stage()
    victims = stage.people(7)
    mixing = None
    if makers is not None:
        mixing = Bazaar(stage.economy)
        others = [stage.person(f"maker {number}") for number in range(makers)]
        for other in others:
            mixing.offer(other.main)
    nightpost = Extortionist(
        stage.economy, "Nightpost", exchange=stage.exchange, victims=victims, letters=50,
        on_day=10, mixing=mixing, **more,
    )  # fmt: skip
    stage.begin()
    for other in others if makers else ():
        for _ in range(3):
            stage.give(other.main, COIN)
            stage.play(1)
    return stage, nightpost, victims, mixing


def test_each_letter_has_a_sum_and_an_address_of_its_own_and_is_on_record():
    stage, nightpost, victims, _ = _blackmail(demand=COIN)
    stage.until(10)
    sent = nightpost.sent
    assert len(sent) == 50
    assert len({letter.demand for letter in sent}) == len({letter.address for letter in sent}) == 50
    assert all(COIN < letter.demand < COIN + 100_000 for letter in sent)
    assert sorted(letter.victim.name for letter in sent if letter.victim) == sorted(
        victim.name for victim in victims
    )
    deeds = [stage.economy.books.deeds[letter.deed] for letter in sent]
    assert [deed[0] for deed in deeds] == [f"Nightpost, letter {n + 1}" for n in range(50)]
    assert {deed[2] for deed in deeds} == {nightpost.entity.row}
    assert [deed[3] for deed in deeds] == [
        letter.victim.entity.row if letter.victim else -1 for letter in sent
    ]


def test_victims_pay_within_a_week_what_their_letters_ask():
    stage, nightpost, victims, _ = _blackmail()
    stage.until(18)
    paid = stage.of("ransom")
    assert [len(draft.senders) for draft in paid] == [1] * 7
    assert {draft.senders[0] for draft in paid} == {victim.main for victim in victims}
    assert all(day(10, 7) + 240 <= draft.minute < day(17, 7) for draft in paid)
    outputs = {o.address: o for draft in paid for o in draft.outputs if o.purpose == "ransom"}
    asked = {letter.address: letter for letter in nightpost.sent if letter.victim}
    assert {a: (o.value, o.deed) for a, o in outputs.items()} == {
        a: (letter.demand, letter.deed) for a, letter in asked.items()
    }


def test_the_coins_are_put_together_mixed_and_sold_one_by_one():
    stage, nightpost, _, _ = _blackmail(makers=8)
    stage.until(30)
    (gathered,) = stage.of("consolidation", nightpost)
    assert (len(gathered.inputs), len(gathered.outputs)) == (7, 1)
    takes = [draft for draft in stage.of("coinjoin") if nightpost.main in draft.senders]
    assert len(takes) == 3
    mixed = [
        o
        for draft in takes
        for o in draft.outputs
        if o.purpose == "mix" and o.address.wallet is nightpost.main
    ]
    assert len(mixed) == 3
    deposits = stage.of("deposit", nightpost)
    assert [len(draft.inputs) for draft in deposits] == [1] * len(deposits)
    assert len(deposits) in (2, 3, 4)
    assert deposits[0].inputs[0].draft in takes
    assert nightpost.box.coins == nightpost.main.coins == []
    assert stage.exchange.accounts["Nightpost"] == 0
    assert stage.books_add_up()


def test_where_nobody_joins_in_they_are_sold_as_they_are():
    stage, nightpost, _, _ = _blackmail(makers=1)
    stage.until(32)
    assert [d for d in stage.of("coinjoin") if nightpost.main in d.senders] == []
    assert len(stage.of("deposit", nightpost)) == 1


def test_without_coinjoins_they_are_sold_at_once():
    stage, nightpost, _, _ = _blackmail()
    stage.until(24)
    assert len(stage.of("deposit", nightpost)) == 1
    assert stage.exchange.accounts["Nightpost"] == 0
    assert stage.books_add_up()
