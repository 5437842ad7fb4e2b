"""On pages of seeds that nobody looked at, each type is found, and nothing else is.

What was told of a page when it was made is compared with what is read from its bytes alone.
"""

import pytest

from tests.evidence.pages.shown import measures, pages_of, told, true_of, wrong
from tests.world.played import quickly

TRAPS = {
    "address as entities", "address hidden by style", "address in a comment",
    "address in a payment link", "address in an attribute", "address in pieces",
    "address with a changed letter", "address with a look-alike letter",
    "address with an unseen character", "catalogue number", "defanged address",
    "handle used elsewhere", "hash that is no txid", "innocent's address",
    "invalid example of the real network", "look-alike handle", "namesake",
    "onion name with a changed letter", "other coin", "quoted listing", "shortened address",
    "signature that fails",
}  # fmt: skip
TYPES = 17


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(21, 26))
def test_every_type_is_found_and_every_trap_is_told(seed, tmp_path):
    world = quickly("classroom", seed)
    shows = [(page.path, each) for page in world.pages for each in page.shows]
    true = true_of((file, s.kind, s.text, s.trap, s.genuine) for file, s in shows)
    assert {each.trap for _, each in shows} >= TRAPS
    found = told(pages_of(world, tmp_path))
    measured = measures(found, true)
    assert len(measured) == TYPES
    assert {kind for kind, (precision, _) in measured.items() if precision < 1} == set()
    assert {kind for kind, (_, recall) in measured.items() if recall < 0.99} == set()
    assert wrong(found, true) == {}
