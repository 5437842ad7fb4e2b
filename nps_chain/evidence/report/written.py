"""A report as it is written: sentence by sentence, each refused if it lacks what it has to have."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nps_chain.errors import NpsError
from nps_chain.evidence.days import day
from nps_chain.evidence.handling import HANDLING
from nps_chain.evidence.handling import grade as grade_in_words
from nps_chain.evidence.report.annex import find
from nps_chain.evidence.report.begun import Begun, short
from nps_chain.evidence.report.demands import keep_to, may_be_shown, must_be_measured, must_be_past
from nps_chain.evidence.report.findings import Alternative, Attribution, Finding, Inference
from nps_chain.evidence.report.likelihood import Likelihood, strength
from nps_chain.evidence.report.methods import method as method_by_name
from nps_chain.evidence.report.paths import parse
from nps_chain.evidence.report.pictures import MOST as MOST_PICTURES
from nps_chain.evidence.report.pictures import Picture, png_of
from nps_chain.evidence.report.sentence import Sentence, label_of
from nps_chain.evidence.report.telling import tell
from nps_chain.evidence.report.wording import refuse
from nps_chain.harmless import harmless

MOST = 300
"""Findings of a report."""

_ALTERNATIVE = 1_500
_OPEN_CIRCLES = ("TLP:CLEAR", "TLP:GREEN")


class Written(Begun):
    """A report to which findings are added."""

    def fact(self, text: str) -> Finding:
        """Tell what can be read from the chain.

        Parameters
        ----------
        text : str
            A sentence. What stands between braces is filled in: ``{payment.time:date}``,
            ``{payment.outputs[1].value}``.

        Raises
        ------
        NpsError
            If a figure is typed by hand, or a value is no fact; it tells the sentence.
        """
        label = label_of("fact", text)
        sentence = self._sentence(text, label)
        return self._found(Finding(self._next, sentence), label)

    def inference(
        self,
        text: str,
        *,
        method: str = "",
        error: str = "",
        alternatives: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        likelihood: Likelihood | None = None,
        published: str | None = None,
        cannot_know: str | None = None,
    ) -> Finding:
        """Tell what follows from facts by a method that can err.

        Parameters
        ----------
        text : str
            A sentence, filled in as that of a fact.
        method : str
            By what it was inferred: ``co-spending``, ``peel chain``, a rule on change such as
            ``meiklejohn``, ... (:mod:`nps_chain.evidence.report.methods`).
        error : str
            A sentence that tells how often the method is wrong, with a value that was measured by a
            score of what the method gives: for ``co-spending`` that of a clustering.
        alternatives : list of pairs of str
            What else could explain the same, and how that was weighed, a sentence each.
        likelihood : Likelihood, optional
            From :meth:`likelihood`.
        published : str, optional
            How often the method errs by what others measured: author, year, figure; or ``none
            known``. For the methods that are known here it is known.
        cannot_know : str, optional
            Where the method fails, or what is to be added to that.

        Raises
        ------
        NpsError
            If one of these is missing; it tells the sentence and what it lacks.
        """
        label = label_of("inference", text)
        sentence = self._sentence(text, label)
        if isinstance(cannot_know, str):
            refuse(cannot_know, label, self._names, quotes=False)
        by = method_by_name(method, label, published, cannot_know)
        if not isinstance(error, str) or not error.strip():
            raise NpsError(
                f'{label} lacks its error: say how often {by.name} is wrong, error="...", with a'
                " value that was measured by nps.score."
            )
        measured = self._sentence(error, f"The error of {_lower(label)}")
        must_be_measured(measured, by, label, self.workings)
        weighed = tuple(self._alternatives(alternatives, label))
        if likelihood is not None and not isinstance(likelihood, Likelihood):
            raise NpsError(f"{label} has no likelihood: give what report.likelihood(...) returns.")
        return self._found(
            Inference(self._next, sentence, by, measured, weighed, likelihood), label
        )

    def likelihood(self, ratio: str, first: str, other: str) -> Likelihood:
        """Return how much better one explanation fits what was found than another, for `inference`.

        Parameters
        ----------
        ratio : str
            The value that tells it, such as ``found.best[odds][0]``: how many times as probable the
            findings are if ``first`` is true.
        first, other : str
            Two explanations, as they stand behind "if".

        Raises
        ------
        NpsError
            If there is no such value, or it is no ratio.
        """
        one, two = (label_of("explanation", text) for text in (first, other))
        path = parse(ratio.strip("{} ") if isinstance(ratio, str) else ratio)
        told = tell(path, "number", self.workings.value(path))
        strength(told.value)
        return Likelihood(told, self._sentence(first, one), self._sentence(other, two))

    def attribution(
        self, text: str, *, source: str = "", date: str = "", grade: str = "", code: str = "H0"
    ) -> Finding:
        """Tell what somebody says: a tag, a page, a report, an answer.

        Parameters
        ----------
        text : str
            A sentence, filled in as that of a fact. Words of the source may be quoted in it.
        source : str
            Whose word it is.
        date : str
            Of which day.
        grade : str
            A letter for the source and a figure for what it says, such as ``B2``
            (:func:`nps_chain.evidence.handling.grade`).
        code : str
            What may be done with it: ``H0``, ``H1``, ``H2`` or ``H3``.

        Raises
        ------
        NpsError
            If one of these is missing; it tells the sentence and what it lacks.
        """
        label = label_of("attribution", text)
        sentence = self._sentence(text, label, quotes=True)
        for what, value, example in (
            ("source", source, "whose word it is"),
            ("date", date, "of which day, such as 2025-03-01"),
            ("grade", grade, "how far it can be relied on, such as B2"),
        ):
            if not isinstance(value, str) or not value.strip():
                raise NpsError(f'{label} lacks its {what}: say {example}, {what}="...".')
        if day(date, f"The date of {label}") > self.date:
            raise NpsError(f"{label} is of {date}, and the report of {self.date}: date it later.")
        try:
            grade_in_words(grade)
        except NpsError as error:
            raise NpsError(f"{label} lacks its grade: {error}") from None
        if not isinstance(code, str) or code not in HANDLING:
            raise NpsError(f"{label} has no handling code {code!r:.20}: {', '.join(HANDLING)}.")
        if code == "H2" and self.handling in _OPEN_CIRCLES:
            raise NpsError(
                f"{label} is not to be passed on (H2), and the report is {self.handling}: mark the"
                " report TLP:AMBER or closer, or leave it out."
            )
        return self._found(
            Attribution(self._next, sentence, short(source, "source"), date, grade, code), label
        )

    def limit(self, text: str) -> None:
        """Add a sentence to what the methods can't know."""
        label = label_of("limit", text)
        self.limits.append(self._aside(text, label))

    def picture(self, drawn: Any, *, of: str, caption: str, alternative: str = "") -> None:
        """Show a picture, with the last finding.

        Parameters
        ----------
        drawn : matplotlib.axes.Axes or bytes
            What ``nps.draw`` returns, or a PNG.
        of : str
            The name of the result that it shows.
        caption : str
            A sentence that says what is to be seen, filled in as that of a fact.
        alternative : str
            The same for those who can't see it. Left out if the axes have one, as ``alternative``.

        Raises
        ------
        NpsError
            If something is missing, or it is no picture.
        """
        label = label_of("picture", caption)
        if not self.findings:
            raise NpsError(f"{label} belongs to no finding: tell what was found first.")
        sentence = self._aside(caption, label)
        if not isinstance(of, str) or of not in self.workings.steps:
            known = ", ".join(self.workings.steps) or "none yet"
            raise NpsError(f"{label} shows {of!r:.60}, which is no result of this report: {known}.")
        may_be_shown(of, self.date, label, self.workings)
        told = harmless(alternative or getattr(drawn, "alternative", ""), _ALTERNATIVE)
        if not told:
            raise NpsError(
                f"{label} lacks its words for those who can't see it: say what is to be seen,"
                ' alternative="...".'
            )
        if len(self.pictures) >= MOST_PICTURES:
            raise NpsError(f"A report shows {MOST_PICTURES} pictures at most.")
        finding = self.findings[-1].name
        self.pictures.append(
            Picture(len(self.pictures) + 1, finding, of, sentence, told, png_of(drawn))
        )

    @property
    def _next(self) -> int:
        if len(self.findings) >= MOST:
            raise NpsError(f"A report has {MOST} findings at most: write another one.")
        return len(self.findings) + 1

    def _alternatives(self, given: Any, label: str) -> Iterator[Alternative]:
        given = given.items() if isinstance(given, Mapping) else given
        pairs = list(given) if isinstance(given, Iterable) else []
        if not pairs:
            raise NpsError(
                f"{label} lacks other explanations: say what else could explain the same, and how"
                ' that was weighed, alternatives=[("...", "..."), ...].'
            )
        for pair in pairs:
            if not isinstance(pair, tuple | list) or len(pair) != 2:
                raise NpsError(
                    f"{label} has another explanation that wasn't weighed: each is a pair, what it"
                    " is and how it was weighed."
                )
            where = f"Another explanation of {_lower(label)}"
            explanation, weighed = (self._sentence(one, where) for one in pair)
            if explanation.text == weighed.text:
                raise NpsError(f"{where} wasn't weighed: say what speaks for or against it.")
            yield Alternative(explanation, weighed)

    def _aside(self, text: str, label: str) -> Sentence:
        """Return a sentence that is no finding, and keeps to the same."""
        sentence = self._sentence(text, label)
        keep_to("inference", [sentence], label, self.workings)
        must_be_past((one.root for one in sentence.told), self.date, label, self.workings)
        return sentence

    def _found(self, finding: Finding, label: str) -> Finding:
        keep_to(finding.tag, finding.claims, label, self.workings)
        must_be_past((one.root for one in finding.told), self.date, label, self.workings)
        for name in finding.sentence.typed:
            txid = name.partition(":")[0]
            if finding.tag != "attribution" and find(self.workings, txid) is None:
                raise NpsError(f"{label} names {txid}, which is in no chain of this report.")
        self.findings.append(finding)
        return finding


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]
