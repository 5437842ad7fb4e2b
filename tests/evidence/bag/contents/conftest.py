"""A case on tiny: everything that a package can have."""

from dataclasses import dataclass
from typing import Any

import pytest

import nps_chain as nps
from nps_chain.evidence.bag.contents import contents
from nps_chain.evidence.letters.letter import Letter

ABOUT = {
    "title": "Who is saltmeadow?",
    "agency": "Aldorian Drug Police (ADP)",
    "date": "2025-01-31",
    "handling": "TLP:GREEN",
}


@dataclass
class Put:
    """What is put into a package."""

    chain: Any
    pages: Any
    tags: Any
    clusters: Any
    log: str
    report: Any
    letters: list[Letter]
    files: dict[str, bytes]


@pytest.fixture(scope="session")
def put():
    chain = nps.load("tiny")
    paid = nps.exhibit("ADP-2", data="tiny")
    report = nps.report(
        "Where did the coins go?", agency="ADP", author="Officer 12", date="2025-01-30", case="1/25"
    )
    told = report.call("chain", nps.load, "tiny")
    report.call("payment", told.tx, report.call("paid", nps.exhibit, "ADP-2", data="tiny"))
    report.fact("The payment ADP-2 was made on {payment.time:date}.")
    letter = Letter(
        kind="disclosure",
        by="ADP",
        to="Merivane",
        about=(chain.tx(paid).outputs[0].address,),
        date="2025-01-30",
    )
    return Put(
        chain=chain,
        pages=nps.pages(nps.folder("ADP", data="tiny"), chain=chain),
        tags=nps.tags([nps.folder(name, data="tiny") for name in ("TCB", "ADP")]),
        clusters=nps.cluster(chain),
        log=nps.explore(chain, chain.tx(paid)).hide("change").log_text(),
        report=report,
        letters=[letter],
        files={"notes.txt": b"by hand", "more/sum.txt": b"\x00"},
    )


@pytest.fixture(scope="session")
def package(put):
    return contents(**ABOUT, **vars(put))
