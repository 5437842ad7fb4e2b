"""Addresses of nobody, made by their number, and the two sides of a run."""

from nps_chain.chain.address import format
from nps_chain.evidence.deconflict.party import Party
from nps_chain.evidence.deconflict.run import Run

DATE, NEXT_DATE = "2025-03-23", "2025-03-24"


def address(number: int, network: str = "regtest") -> str:
    """Return an address: of even numbers one in Bech32, of odd ones one in Base58."""
    program = number.to_bytes(20, "big")
    script = b"\x76\xa9\x14" + program + b"\x88\xac" if number % 2 else b"\x00\x14" + program
    text = format(script, network)
    assert text is not None
    return text


def addresses(*numbers: int) -> list[str]:
    return [address(number) for number in numbers]


def party(name: str, *numbers: int) -> Party:
    return Party(name, addresses(*numbers))


def sides(mine: Party, theirs: Party, date: str = DATE) -> tuple[Run, Run]:
    return mine.begin(theirs.name, date=date), theirs.begin(mine.name, date=date)
