from nps_chain.show.explorer.known.kept import Kept


def test_an_answer_is_found_once_and_let_go_when_room_is_needed():
    kept, asked = Kept(5), []

    def ask(question):
        def find():
            asked.append(question)
            return question

        return kept.get(question, find)

    assert [ask(q) for q in ("aa", "bb", "aa", "ccc", "aa", "bb", "dddddd", "aa", "")] == [
        "aa", "bb", "aa", "ccc", "aa", "bb", "dddddd", "aa", "",
    ]  # fmt: skip
    # With ccc there is no room for bb, asked longest ago; dddddd is too large, and pushes out all.
    assert asked == ["aa", "bb", "ccc", "bb", "dddddd", "aa", ""]


def test_the_size_of_an_answer_can_be_told():
    kept, asked = Kept(3, size=int), []
    for question in (2, 1, 2, 1, 3, 1):
        kept.get(question, lambda q=question: asked.append(q) or q)
    assert asked == [2, 1, 3, 1]
