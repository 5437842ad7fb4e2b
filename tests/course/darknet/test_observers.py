"""Who sees what on a way through relays."""

from nps_chain.course.darknet import observers


def seen(**arguments):
    """For each observer what it learns, in a word."""
    table = observers(**arguments)
    return {name: "".join(row[row == "yes"].index + " ").strip() for name, row in table.iterrows()}


def test_no_relay_knows_who_and_where():
    assert seen(locked=False) == {
        "local network": "who",
        "guard": "who",
        "middle": "",
        "exit relay": "where what",
        "the site": "where what",
        "both ends": "who where what",
    }


def test_a_lock_of_its_own_keeps_the_letter_from_all_but_the_site():
    readers = [name for name, learned in seen(locked=True).items() if "what" in learned]
    assert readers == ["the site"]


def test_where_nobody_knows_of_a_lock_the_words_are_read_if_there_is_none():
    said = observers()["what"]
    assert said["the site"] == "yes"
    assert list(said[said == "if not locked"].index) == ["exit relay", "both ends"]


def test_a_single_relay_knows_both():
    assert seen(relays=["only"], locked=False)["only"] == "who where what"
