"""A report as it is begun: whose it is, and the calls that it rests on."""

from collections.abc import Iterator
from typing import Any

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.evidence.days import day
from nps_chain.evidence.handling import circle
from nps_chain.evidence.report.findings import Finding
from nps_chain.evidence.report.materials import where_it_is_kept
from nps_chain.evidence.report.paths import parse
from nps_chain.evidence.report.pictures import Picture
from nps_chain.evidence.report.sentence import Sentence, fill
from nps_chain.evidence.report.workings import Workings
from nps_chain.harmless import harmless

LONGEST = 200
"""Characters of a title, a name, a source."""


class Begun:
    """Whose report it is, of which day, and what it rests on.

    Parameters
    ----------
    title, question, agency, author, date, case, handling, invented
        See :func:`nps_chain.evidence.report.report`.
    """

    def __init__(
        self, title: str, question: str, agency: str, author: str, date: str, case: str,
        handling: str, invented: bool,
    ) -> None:  # fmt: skip
        self.title = short(title, "title")
        self.question = short(question or title, "question")
        self.agency = short(agency, "agency")
        self.author = short(author, "author")
        self.case = short(case, "case")
        self.date = day(date, "The date of a report")
        self.handling = circle(handling)
        self.invented = invented
        self.findings: list[Finding] = []
        self.pictures: list[Picture] = []
        self.limits: list[Sentence] = []
        self.workings = Workings()

    # What it rests on.

    def given(self, *unnamed: Any, **chains: Chain) -> Any:
        """Take a chain that is at hand already, under a name: ``report.given(chain=chain)``.

        It has to be one of the data sets, so that another can load it.

        Returns
        -------
        Chain or tuple of Chain
            What was given.

        Raises
        ------
        NpsError
            If it is something else than a chain, or in no data set.
        """
        if unnamed or not chains:
            raise NpsError("Give a chain with a name for it: report.given(chain=chain).")
        for name, value in chains.items():
            if not isinstance(value, Chain):
                raise NpsError(
                    f"{name} is a {type(value).__name__}, and only chains are given: let the report"
                    f' make anything else, as in report.call("{name}", nps.cluster, chain).'
                )
            self.workings.given(name, value, where_it_is_kept(value))
        return next(iter(chains.values())) if len(chains) == 1 else tuple(chains.values())

    def call(self, name: str, function: Any, /, *args: Any, **options: Any) -> Any:
        """Call a function, keep what it gives under a name, and return it.

        ``report.call("wallet", clusters.of, address)`` is ``wallet = clusters.of(address)``, on
        record.

        Parameters
        ----------
        name : str
            For what it gives; sentences and later calls speak of it by this name.
        function : callable
            A function of the library, such as ``nps.cluster``, or a method of an earlier result,
            without brackets.
        *args, **options
            What it is given.

        Raises
        ------
        NpsError
            If the name is taken, a report can't rest on the function, or what it is given can't be
            written down; or as the function itself does.
        """
        return self.workings.call(name, function, args, options)

    def value(self, name: str, of: str) -> Any:
        """Give a part of an earlier result a name of its own, and return it.

        Parameters
        ----------
        name : str
            For it.
        of : str
            What it is, such as ``payment.outputs[1].address``.

        Raises
        ------
        NpsError
            If the name is taken, or there is no such part.
        """
        return self.workings.take(name, parse(of))

    @property
    def _names(self) -> set[str]:
        """Names with figures in them that may be written by hand."""
        return {*self.workings.exhibits, *(one.name for one in self.findings)}

    def _sentence(self, text: Any, label: str, *, quotes: bool = False) -> Sentence:
        if not isinstance(text, str):
            raise NpsError(f"{label} has a {type(text).__name__} where a sentence stands.")
        return fill(text, label, self.workings, self._names, quotes=quotes)

    def _sentences(self) -> Iterator[tuple[str, Sentence]]:
        for finding in self.findings:
            yield from ((finding.name, sentence) for sentence in finding.sentences)
            for picture in self.pictures:
                if picture.finding == finding.name:
                    yield f"picture {picture.number}", picture.caption
        yield from (("limits", sentence) for sentence in self.limits)


def short(text: Any, what: str) -> str:
    """Return a short text that a report has to have, made harmless; refuse one that is missing."""
    shown = harmless(text, LONGEST) if isinstance(text, str) else ""
    if not shown:
        raise NpsError(f'The report lacks its {what}: {what}="...".')
    return shown
