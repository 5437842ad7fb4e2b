"""A whole report of the story: each number comes out again, of its objects and of its program."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.report.findings import Attribution, Inference
from tests.evidence.report.story import purchase_report

ROOT = Path(__file__).parents[3]


def test_what_was_found_is_told_by_kind(story):
    assert [finding.name for finding in story.findings] == [
        "F1",
        "F2",
        "I3",
        "I4",
        "F5",
        "A6",
        "A7",
    ]
    assert story.findings[0].sentence.text == (
        "On 2025-02-21, in block 1,235, transaction"
        " 62fcc4fbe2362188ee56ba659d9b99a0461bddf24e5110ed90a859b3c56ed4ce paid 0.14850000 BTC"
        " (14,850,000 satoshi) to bcrt1qapa9aa88w4asfykhllxxsa48x3e6c0vddd368983l8sclaqdwtnq2gyry6,"
        " which is the address that the market had shown to ADP (ADP-2-address)."
    )
    assert repr(story.findings[6]) == (
        "A7 (attribution): ADP ordered 100 units of CT-971 from brineacre on Quincegate."
    )


def test_every_inference_has_method_error_and_other_explanations(story):
    inferences = [one for one in story.findings if isinstance(one, Inference)]
    assert [(one.method.name, len(one.alternatives)) for one in inferences] == [
        ("co-spending", 3),
        ("peel chain", 2),
    ]
    for one in inferences:
        assert one.method.cannot_know
        assert one.method.published
        assert one.error.told
    assert [one.grade for one in story.findings if isinstance(one, Attribution)] == ["B2", "A1"]


def test_every_number_comes_out_again_from_the_same_objects(story):
    checked = story.check()
    assert checked["equal"].all()
    assert (checked["told"] == checked["again"]).all()
    told = sum(len({one.code + one.words for one in f.told}) for f in story.findings)
    assert len(checked) <= told  # what is told twice is one number
    assert checked["number"].tolist() == [*range(1, len(checked) + 1)]


def test_every_number_comes_out_again_from_the_program(story, tmp_path):
    file = tmp_path / "workings.py"
    file.write_text(story.script, "utf-8")
    done = subprocess.run(
        [sys.executable, file],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True, check=True, text=True, encoding="utf-8",
    )  # fmt: skip
    printed = dict(line.split("\t", 1) for line in done.stdout.splitlines())
    assert printed == {str(one["number"]): one["value"] for one in story.data["numbers"]}


def test_a_result_that_was_changed_is_noticed(story):
    wrong = story.check(chain=nps.load("classroom").upto(1500))
    unlike = wrong[~wrong["equal"]]
    with pytest.raises(NpsError, match="'chian' is no name of a result"):
        story.check(chian=None)
    assert {"I3"} <= {where for told in unlike["where"] for where in told.split(", ")}


def test_made_again_it_is_the_same_bytes(story):
    assert purchase_report("classroom").files == story.files


def test_the_annex_has_every_transaction_that_is_spoken_of(story):
    annex = story.annex
    peel = story.workings.results["peel"].frame["txid"].tolist()
    payment, release = (story.workings.results[name].txid for name in ("payment", "release"))
    start = story.workings.results["takings"].partition(":")[0]
    assert annex["txid"].tolist() == [payment, release, start, *peel]
    assert annex["exhibits"].tolist()[:3] == ["ADP-2", "ADP-2-release", "peel-brineacre"]
    assert annex["findings"].tolist()[:2] == ["F1, A7", "F2, I3"]


def test_the_data_tell_all_as_json(story):
    data = json.loads(json.dumps(story.data))
    assert data == story.data
    assert data["chains"][0]["height"] == 2160
    assert (
        data["chains"][0]["sha256"]
        == json.loads((ROOT / "datasets/classroom/manifest.json").read_text("utf-8"))["sha256"]
    )
    assert data["folders"][0]["agency"] == "ADP"
    assert data["findings"][2]["error measured"]["numbers"]
    first = data["transactions"][0]
    assert (first["fee"], first["outputs"][1]["value"]) == (663, 14_850_000)
    assert sum(c["value"] for c in first["inputs"]) == first["fee"] + sum(
        c["value"] for c in first["outputs"]
    )


def test_each_number_names_a_call_that_stands_in_the_workings(story):
    steps = {step["name"]: step["call"] for step in story.data["workings"]}
    for number in story.data["numbers"]:
        name, _, call = number["from"].partition(" = ")
        assert steps[name] == call
        assert name in number["call"]
