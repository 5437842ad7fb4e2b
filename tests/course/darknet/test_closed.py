"""Markets that ended."""

from nps_chain.course.darknet import closed_markets


def test_the_oldest_comes_first_and_each_says_who_told_it():
    cases = closed_markets()
    years = [case.year for case in cases]
    assert years == sorted(years)
    assert len({case.market for case in cases}) == len(cases)
    assert all(case.how and case.told_by for case in cases)


def test_nobody_can_change_the_list_for_others():
    closed_markets().clear()
    assert closed_markets()
