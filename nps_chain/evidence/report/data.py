"""All of a report as JSON: what its page shows, for programs, and for other pages."""

import hashlib
from typing import TYPE_CHECKING, Any

from nps_chain import __version__
from nps_chain.evidence.printed import SYNTHETIC
from nps_chain.evidence.report.annex import annex, exhibits_of
from nps_chain.evidence.report.findings import Attribution, Finding, Inference
from nps_chain.evidence.report.materials import chains_used, folders_used
from nps_chain.evidence.report.numbers import Number, key
from nps_chain.evidence.report.sentence import Sentence
from nps_chain.evidence.report.workings import Workings

if TYPE_CHECKING:
    from nps_chain.evidence.report.made import Report

FORMAT = "nps-chain-report"
VERSION = 1


def as_data(report: "Report") -> dict[str, Any]:
    """Return a report as JSON has it: amounts in satoshi, times as ISO 8601 in UTC."""
    workings, numbers = report.workings, report.numbers
    listed, left_out = annex(report.findings, workings)

    def told(sentence: Sentence) -> dict[str, Any]:
        return {
            "text": sentence.text,
            "numbers": [numbers[key(one)].place for one in sentence.told],
        }

    def finding(one: Finding) -> dict[str, Any]:
        shared = {
            "name": one.name,
            "kind": one.tag,
            **told(one.sentence),
            "exhibits": [exhibit.name for exhibit in exhibits_of(one, workings)],
        }
        if isinstance(one, Inference):
            return shared | {
                "method": one.method.name,
                "rests on": one.method.rests_on,
                "can't know": one.method.cannot_know,
                "error measured": told(one.error),
                "error published": one.method.published,
                "likelihood": one.likelihood.text if one.likelihood else None,
                "other explanations": [
                    {"explanation": told(a.explanation), "weighed": told(a.weighed)}
                    for a in one.alternatives
                ],
            }
        if isinstance(one, Attribution):
            return shared | {
                "source": one.source,
                "date": one.date,
                "grade": one.grade,
                "handling code": one.code,
            }
        return shared

    return {
        "format": FORMAT,
        "version": VERSION,
        "note": SYNTHETIC if report.invented else "",
        "made with": f"nps-chain {__version__}",
        "title": report.title,
        "question": report.question,
        "agency": report.agency,
        "author": report.author,
        "date": report.date,
        "case": report.case,
        "handling": report.handling,
        "chains": [
            {
                "name": one.name, "call": one.code, "network": one.network, "first": one.first,
                "height": one.height, "hash": one.hash, "time": one.time.isoformat(),
                "sha256": one.sha256, "notes": [*one.notes],
            }
            for one in chains_used(workings)
        ],
        "folders": [
            {
                "name": one.name, "agency": one.agency, "country": one.country, "files": one.files,
                "sha256 of index.csv": one.sha256,
            }
            for one in folders_used(workings)
        ],
        "exhibits": [
            {"name": one.name, "kind": one.kind, "value": str(one), "about": one.about}
            for _, one in sorted(workings.exhibits.items())
        ],
        "findings": [finding(one) for one in report.findings],
        "limits": [told(one) for one in report.limits],
        "pictures": [
            {
                "number": one.number, "finding": one.finding, "of": one.of,
                "caption": told(one.caption), "alternative": one.alternative,
                "sha256": hashlib.sha256(one.png).hexdigest(),
            }
            for one in report.pictures
        ],
        "numbers": [_number(one, workings) for one in numbers.values()],
        "workings": [
            {"name": step.name, "call": step.code, "needs": [*step.needs], "as of": step.as_of}
            for step in workings.steps.values()
        ],
        "transactions": [
            {
                "txid": one.txid, "height": one.height, "time": one.time.isoformat(),
                "fee": one.fee, "findings": [*one.findings], "exhibits": [*one.exhibits],
                "inputs": [coin._asdict() for coin in one.inputs],
                "outputs": [coin._asdict() for coin in one.outputs],
            }
            for one in listed
        ],
        "not listed": left_out,
    }  # fmt: skip


def _number(number: Number, workings: Workings) -> dict[str, Any]:
    return {
        "number": number.place,
        "where": [*number.where],
        "call": number.told.code,
        "from": f"{number.told.root} = {workings.steps[number.told.root].code}",
        "value": number.raw,
        "told": number.told.words,
    }
