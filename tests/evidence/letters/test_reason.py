"""A reason names a source that somebody could look up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.evidence.letters.reason import names_source

ADDRESS = "bcrt1qezn02hhncffhug77kzdlr6ezz3tgpcrt5yg84l"


@pytest.mark.parametrize(
    "reason",
    [
        "Report STR-2025-0268 of CFI: a bank saw it on a deposit page.",
        "Our tag in tags/adp.yaml says so, from a list.",
        "It is shown on https://quillpaste.test/f1d5 as theirs.",
        f"It was spent with coins of theirs in {'0a' * 32}.",
        "A message of 2025-02-03 from the vendor names it.",
        f"Shown on the page of {'q' * 55}d.onion.",
        "File No. ADP-2025/117, page 3, names this address.",
    ],
)
def test_a_source_that_can_be_looked_up_is_one(reason):
    assert names_source(reason)


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "STR-2025-0268",
        "We are sure of it, and our boss is sure of it, too.",
        f"The address {ADDRESS} is certainly theirs, as everybody knows.",
        "A reliable source told us in 2025 that it is theirs.",
        "The program says so with a confidence of 99 per cent.",
    ],
)
def test_a_belief_is_none(reason):
    assert not names_source(reason)


@given(st.text(max_size=2000))
def test_no_text_makes_it_raise(reason):
    assert names_source(reason) in (True, False)
