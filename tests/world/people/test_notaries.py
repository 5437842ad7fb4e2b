from nps_chain.world.people.notaries import MARKER, Notary, TokenUser, data_script
from tests.world.people.stage import Stage, purposes


def test_a_notary_anchors_fourteen_hashes_a_day_with_change_to_a_fresh_address():
    stage = Stage()
    notary = Notary(stage.economy, "Sealmark", exchange=stage.exchange)
    stage.begin()
    stage.until(27)
    anchors = stage.of("op_return", notary)
    assert 21 * 13 <= len(anchors) <= 21 * 15
    assert {tuple(purposes(anchor)) for anchor in anchors} == {("change", "data")}
    data = [output.script for a in anchors for output in a.outputs if output.purpose == "data"]
    assert len(set(data)) == len(data)
    assert {(len(script), script[:2]) for script in data} == {(34, b"\x6a\x20")}
    change = [o.address for a in anchors for o in a.outputs if o.purpose == "change"]
    assert len(set(change)) == len(change)
    assert all(coin.address not in change[at:] for at, a in enumerate(anchors) for coin in a.inputs)
    assert stage.books_add_up()


def test_a_token_is_passed_on_beside_a_marker_and_the_rest_goes_back():
    stage = Stage()
    users = [
        TokenUser(stage.economy, f"token user {number}", exchange=stage.exchange, every=720)
        for number in range(4)
    ]
    stage.begin()
    stage.until(17)
    transfers = stage.of("op_return")
    assert 11 * 7 <= len(transfers) <= 11 * 9
    own = [user.receive_address() for user in users]
    for transfer in transfers:
        data, marker, change = transfer.outputs
        assert (data.purpose, data.value, data.script[:6]) == ("data", 0, b"\x6a\x14nps ")
        assert (marker.purpose, marker.value, marker.address in own) == ("payment", MARKER, True)
        assert (change.purpose, change.address) == ("change", transfer.inputs[0].address)
        assert marker.address is not change.address
    assert stage.books_add_up()


def test_one_token_user_alone_has_nobody_to_pass_a_token_to():
    stage = Stage()
    TokenUser(stage.economy, "the only one", exchange=stage.exchange)
    stage.begin()
    stage.until(10)
    assert stage.of("op_return") == []


def test_data_stand_behind_the_word_that_makes_an_output_unspendable():
    assert data_script(b"abc") == b"\x6a\x03abc"
