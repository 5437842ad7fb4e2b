"""A report as a page: what was asked, what was found, what can't be known, and how to check it.

The order is that of a reader: the answer first, then what it is worth, then how it came about. The
findings of each kind look different without colour, since a report is printed and copied.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nps_chain.evidence.handling import HANDLING, TLP
from nps_chain.evidence.printed import Markup, document, element, image, pairs, table, text
from nps_chain.evidence.report.annex import exhibits_of
from nps_chain.evidence.report.findings import MEANING, Attribution, Finding, Inference
from nps_chain.evidence.report.glossary import terms_in
from nps_chain.evidence.report.numbers import Number, key
from nps_chain.evidence.report.page_annex import annexes, materials
from nps_chain.evidence.report.pictures import Picture
from nps_chain.evidence.report.sentence import Sentence
from nps_chain.evidence.report.telling import Told

if TYPE_CHECKING:
    from nps_chain.evidence.report.made import Report

DECLARATION = (
    "Every number above is what its call gave, and can be worked out again. I have told what speaks"
    " against the findings as I have told what speaks for them, and I have kept apart what the"
    " chain shows, what a method infers, and what others say. What I could not know, I have named."
    " The findings are about what was found; what follows from it for any person is not for me to"
    " say."
)


def page(report: "Report") -> bytes:
    """Return the page."""
    numbers = report.numbers
    parts = [
        *_head(report),
        *_question(report),
        *materials(report),
        *_findings(report, numbers),
        *_limits(report, numbers),
        *_others(report, numbers),
        *_handling(report),
        *_declaration(report),
    ]
    terms = terms_in(" ".join(_read(report)))
    parts += [
        element("h2", "8 Terms"),
        element("dl", *(one for term in terms.items() for one in _term(*term)), class_="terms"),
        *annexes(report, numbers),
    ]
    return document(report.title, parts, handling=report.handling, invented=report.invented)


def filled(sentence: Sentence, numbers: dict[tuple[str, str], Number]) -> Markup:
    """Return a sentence, each value of it with the number by which it is cited."""
    return Markup("".join(_piece(one, numbers) for one in sentence.pieces))


def _piece(piece: str | Told, numbers: dict[tuple[str, str], Number]) -> Markup:
    if isinstance(piece, str):
        start, end = (" " if piece[place].isspace() else "" for place in (0, -1))
        return Markup(f"{start}{text(piece)}{end if piece.strip() else ''}")
    words = text(piece.words)
    if piece.kind == "identifier":
        words = Markup(element("code", piece.value) + words.removeprefix(text(piece.value)))
    return Markup(words + _cited(piece, numbers))


def _head(report: "Report") -> list[Markup]:
    rows = [
        ("Agency", report.agency),
        ("Case", report.case),
        ("Author", report.author),
        ("Date", report.date),
    ]
    return [pairs(rows)]


def _question(report: "Report") -> list[Markup]:
    return [element("h2", "1 What was asked"), element("p", report.question)]


def _findings(report: "Report", numbers: dict[tuple[str, str], Number]) -> list[Markup]:
    parts = [
        element("h2", "3 Findings"),
        element("p", "Each finding says what kind of knowledge it is. A small number behind a value"
                " names the line of annex B that tells which call gave it."),
        element("ul", *(
            element("li", element("b", kind.capitalize()), Markup(": "), meaning + ".")
            for kind, meaning in MEANING.items()
        )),
    ]  # fmt: skip
    for finding in report.findings:
        parts.append(_finding(report, finding, numbers))
        parts += [_picture(one, numbers) for one in report.pictures if one.finding == finding.name]
    return parts


def _finding(report: "Report", finding: Finding, numbers: dict[tuple[str, str], Number]) -> Markup:
    title = Markup(f"{finding.name} &nbsp; {finding.tag.capitalize()}. ")
    lines = [element("p", element("b", title), filled(finding.sentence, numbers))]
    if isinstance(finding, Inference):
        lines += _of_inference(finding, numbers)
    if isinstance(finding, Attribution):
        code = f"{finding.code}: {HANDLING[finding.code]}."
        lines += [_line("Whose word", finding.worth), _line("Handling", code)]
    exhibits = exhibits_of(finding, report.workings)
    if exhibits:
        lines.append(_line("Exhibits", ", ".join(one.name for one in exhibits) + "."))
    return element("section", *lines, class_=f"finding {finding.tag}", id=finding.name)


def _of_inference(finding: Inference, numbers: dict[tuple[str, str], Number]) -> list[Markup]:
    rests_on = f": {finding.method.rests_on}" if finding.method.rests_on else "."
    many = len(finding.alternatives)
    lines = [
        _line("Method", f"{finding.method.name}{rests_on}"),
        _line("Error, measured", filled(finding.error, numbers)),
        _line("Error, published", finding.method.published),
        _line("Other explanations", f"{many} {'is' if many == 1 else 'are'} weighed in part 5."),
    ]
    strength = "no ratio of likelihoods was worked out."
    if finding.likelihood is not None:
        cited = _cited(finding.likelihood.ratio, numbers)
        strength = Markup(text(finding.likelihood.text) + cited)
    return [*lines, _line("How strongly", strength)]


def _cited(told: Told, numbers: dict[tuple[str, str], Number]) -> Markup:
    place = numbers[key(told)].place
    return element("sup", element("a", str(place), href=f"#n{place}"))


def _line(label: str, told: object) -> Markup:
    return element("p", element("i", f"{label}:"), Markup(" "), told, class_="of")


def _picture(picture: Picture, numbers: dict[tuple[str, str], Number]) -> Markup:
    caption = element(
        "figcaption",
        element("b", f"Picture {picture.number}."), Markup(" "), filled(picture.caption, numbers),
        Markup(" "), "Drawn from ", Markup(" "), element("code", picture.of), ".",
    )  # fmt: skip
    return element("figure", image(picture.png, picture.alternative), caption)


def _limits(report: "Report", numbers: dict[tuple[str, str], Number]) -> list[Markup]:
    methods = {one.method.name: one.method for one in report.findings if isinstance(one, Inference)}
    by = {
        name: ", ".join(
            one.name
            for one in report.findings
            if isinstance(one, Inference) and one.method.name == name
        )
        for name in methods
    }
    general = [
        "A chain shows which coins were paid to which addresses, and when. It names nobody.",
        "A key that signed may have been in other hands: shared, stolen, or held by a service.",
        "Where coins are pooled, at an exchange, a mixer or a market, a trace on the chain ends.",
    ]
    items = [element("li", one) for one in general]
    items += [
        element("li", element("b", f"{name} ({by[name]})"), Markup(": "), method.cannot_know)
        for name, method in methods.items()
    ]
    items += [element("li", filled(one, numbers)) for one in report.limits]
    return [element("h2", "4 What the methods can't know"), element("ul", *items)]


def _others(report: "Report", numbers: dict[tuple[str, str], Number]) -> list[Markup]:
    rows = [
        (
            element("a", one.name, href=f"#{one.name}") if first else "",
            filled(other.explanation, numbers),
            filled(other.weighed, numbers),
        )
        for one in report.findings
        if isinstance(one, Inference)
        for first, other in zip(
            [True, *[False] * len(one.alternatives)], one.alternatives, strict=False
        )
    ]
    told = (
        table(["Inference", "What else could explain the same", "How it was weighed"], rows)
        if rows
        else element("p", "There is no inference in this report.")
    )
    return [element("h2", "5 Other explanations"), told]


def _handling(report: "Report") -> list[Markup]:
    items = [element("li", element("b", report.handling), Markup(": "), TLP[report.handling])]
    items += [
        element(
            "li", element("b", f"{one.name}, {one.code}"), Markup(": "),
            f"{HANDLING[one.code]}; provided by {one.source}.",
        )
        for one in report.findings
        if isinstance(one, Attribution) and one.code != "H0"
    ]  # fmt: skip
    return [element("h2", "6 Handling"), element("ul", *items)]


def _declaration(report: "Report") -> list[Markup]:
    return [
        element("h2", "7 Declaration"),
        element("p", DECLARATION),
        element("p", f"{report.date}, {report.author}, {report.agency}"),
        element("p", "Signature:", class_="signed"),
    ]


def _term(term: str, told: str) -> tuple[Markup, Markup]:
    return element("dt", term), element("dd", told)


def _read(report: "Report") -> Iterable[str]:
    for finding in report.findings:
        yield from (sentence.text for sentence in finding.sentences)
        if isinstance(finding, Inference):
            yield f"{finding.method.name} {finding.method.rests_on} {finding.method.cannot_know}"
    yield "transaction txid coin address satoshi block chain exhibit"
