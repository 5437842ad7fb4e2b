"""A report that another can check, sentence by sentence and number by number.

Findings are sentences. Each says whether it is a fact, an inference or somebody's word, and is
refused where it lacks what its kind has to have. No figure is typed: each comes from a call that
stands in the report, so that whoever has the same data can make it again. What can't be known is
said as plainly as what was found. Made again, a report is the same bytes.

Its order and its wording keep to what is asked of reports from forensic work: accurate, clear,
transparent, complete, unambiguous, impartial (ISO 21043-5:2025, scope), with other explanations
put beside the one that is proposed (ISO 21043-4:2025) and ratios of likelihoods in the words of the
scale of ENFSI (2015). SWGDE has notes on cryptocurrency (23-F-006).

Its limit: it sees to it that numbers are traced and kinds of knowledge kept apart. Whether a
sentence is true to its numbers, and an explanation weighed fairly, its author answers for.
"""

from nps_chain.evidence.report.findings import Attribution, Finding, Inference
from nps_chain.evidence.report.made import Report

__all__ = ["Attribution", "Finding", "Inference", "Report", "report"]


def report(
    title: str,
    *,
    agency: str,
    author: str,
    date: str,
    case: str,
    handling: str = "TLP:AMBER",
    question: str = "",
    invented: bool = True,
) -> Report:
    """Begin a report.

    Then let it make the calls (``report.call``), and tell what they gave (``report.fact``,
    ``report.inference``, ``report.attribution``). ``report.check()`` works all numbers out again,
    ``report.save("my-report")`` writes it.

    Parameters
    ----------
    title : str
        What it is called.
    agency, author, case : str
        By whom it is, and of which case.
    date : str
        Its day, such as ``2025-03-25``. Nothing later may be known in it.
    handling : str
        Its TLP mark.
    question : str, optional
        What was asked; by default the title.
    invented : bool
        Whether it is about invented data, as those of the course are; then it says so.

    Raises
    ------
    NpsError
        If one of these is missing or makes no sense.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.evidence.report import report
    >>> case = report("Where did ADP's coins go?", agency="ADP", author="Officer 12",
    ...               date="2025-03-31", case="2025/117")
    >>> chain = case.call("chain", nps.load, "tiny")
    >>> paid = case.call("paid", nps.exhibit, "ADP-2", data="tiny")
    >>> payment = case.call("payment", chain.tx, paid)
    >>> case.fact("The payment ADP-2 was made on {payment.time:date}, for {payment.fee}.")
    F1 (fact): The payment ADP-2 was made on 2025-01-19, for 0.00000459 BTC (459 satoshi).
    >>> case.fact("It cost 459 satoshi.")
    Traceback (most recent call last):
    nps_chain.errors.NpsError: The fact “It cost 459 satoshi.” has the figure '459' typed by hand: let a call give it, as in {payment.fee} or {wallet:address}.
    >>> case.check()["equal"].all()
    np.True_
    """  # noqa: E501
    return Report(title, question, agency, author, date, case, handling, invented)
