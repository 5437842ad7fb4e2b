"""A report of the story, and a small one to try things on."""

import functools

import matplotlib as mpl
import pytest

import nps_chain as nps
from nps_chain.evidence.report.made import Report
from nps_chain.evidence.report.workings import Workings
from tests.evidence.report.story import purchase_report


@pytest.fixture(scope="session", autouse=True)
def _without_a_screen():
    mpl.use("agg")


@pytest.fixture(scope="session")
def story() -> Report:
    """The report on ADP's second purchase, on ``classroom``."""
    return purchase_report("classroom")


@pytest.fixture(scope="session")
def tiny() -> nps.Chain:
    return nps.load("tiny")


@pytest.fixture
def begun(tiny) -> Report:
    """A report on ``tiny`` with a payment, a wallet and a score."""
    return begin(tiny)


def begin(chain: nps.Chain, date: str = "2025-12-31", handling: str = "TLP:AMBER") -> Report:
    report = nps.report(
        "Who was paid?",
        agency="ADP",
        author="Officer 12",
        date=date,
        case="2025/117",
        handling=handling,
    )
    for name, value in vars(_calls(chain)).items():
        setattr(report.workings, name, value.copy())
    return report


@functools.cache
def _calls(chain: nps.Chain) -> Workings:
    """Make the calls, once for all reports: a score takes a while."""
    report = nps.report("Who?", agency="A", author="B", date="2025-12-31", case="C")
    report.given(chain=chain)
    paid = report.call("paid", nps.exhibit, "ADP-2", data="tiny")
    payment = report.call("payment", chain.tx, paid)
    clusters = report.call("clusters", nps.cluster, chain)
    report.call("wallet", clusters.of, payment.inputs[0].address)
    truth = report.call("truth", nps.truth, "tiny")
    report.call("quality", nps.score, clusters, truth)
    return report.workings


@pytest.fixture
def whole() -> dict:
    """What an inference on the wallet needs."""
    return {
        "method": "co-spending",
        "error": "On invented data {quality.pair_precision} of the pairs had one owner.",
        "alternatives": [("It was a CoinJoin of several people.", "No rule finds one here.")],
    }
