"""Methods are known by name with what they can't know, or the author tells it."""

import pytest

from nps_chain.errors import NpsError
from nps_chain.evidence.report.methods import NONE_KNOWN, method
from nps_chain.trace.published import PUBLISHED_ERRORS


@pytest.mark.parametrize("name", ["co-spending", "Co spending", "co_spending"])
def test_a_method_is_known_however_its_name_is_written(name):
    assert method(name, "It", None, None).name == "co-spending"


def test_every_rule_with_a_published_rate_is_known_with_it():
    for rule in PUBLISHED_ERRORS.index:
        found = method(rule, "It", None, None)
        assert found.rests_on
        assert found.cannot_know
        assert found.published
    assert method("meiklejohn", "It", None, None).published == (
        "Möser and Narayanan 2022: two-output transactions up to block 689,256: it decides in"
        " 59.2 % of these, and is wrong in 5.1 % of its answers."
    )
    assert method("fee_rate", "It", None, None).published == NONE_KNOWN


def test_an_author_tells_what_is_not_known_here():
    found = method("handwriting", "It", "Doe, 2020: wrong in 3 % of pairs.", "People copy others.")
    assert found == type(found)(
        "handwriting", "", "People copy others.", "Doe, 2020: wrong in 3 % of pairs."
    )
    assert method("handwriting", "It", "None known.", "People copy others.").published == NONE_KNOWN


def test_an_author_adds_to_what_is_known():
    known, more = (method("vote", "It", None, add) for add in (None, "And more than that."))
    assert more.cannot_know == f"{known.cannot_know} And more than that."


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("", None, None), "It lacks its method"),
        ((None, None, None), "It lacks its method"),
        (("handwriting", None, "People copy others."), "It lacks the published error"),
        (("handwriting", "none known", None), "It lacks the limits"),
        (("handwriting", "none known", "many"), "It lacks the limits"),
        (("handwriting", "Doe found few.", "People copy others."), "It lacks the source"),
        (("co-spending", "2020", None), "It lacks the source"),
    ],
)
def test_what_is_missing_is_told(given, told):
    name, published, cannot_know = given
    with pytest.raises(NpsError, match=told):
        method(name, "It", published, cannot_know)
