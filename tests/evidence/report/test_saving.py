"""A report is written whole, as files that are the same bytes again."""

import json

import pytest

from nps_chain.errors import NpsError
from tests.evidence.report.conftest import begin


@pytest.fixture
def written(begun):
    begun.fact("It was paid for {payment.fee}.")
    return begun


def test_a_folder_gets_page_data_and_workings(written, tmp_path):
    files = written.save(tmp_path / "report")
    assert [file.name for file in files] == ["report.html", "report.json", "workings.py"]
    assert {file.name: file.read_bytes() for file in files} == written.files
    assert json.loads(files[1].read_bytes()) == written.data


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.html", "report.html"), ("a.json", "report.json"), ("a.py", "workings.py")],
)
def test_a_file_gets_what_its_ending_says(written, tmp_path, name, kind):
    assert written.save(tmp_path / name) == [tmp_path / name]
    assert (tmp_path / name).read_bytes() == written.files[kind]


def test_nothing_is_overwritten_unless_one_says_so(written, tmp_path):
    written.save(tmp_path)
    with pytest.raises(NpsError, match="is there already"):
        written.save(tmp_path)
    written.save(tmp_path, overwrite=True)


def test_an_empty_report_is_not_written(begun, tmp_path):
    with pytest.raises(NpsError, match="The report has no finding yet"):
        begun.save(tmp_path / "report")
    assert not [*tmp_path.iterdir()]


def test_made_again_the_files_are_the_same(written, tiny):
    again = begin(tiny)
    again.fact("It was paid for {payment.fee}.")
    assert again.files == written.files


def test_the_program_works_out_each_number(written):
    lines = written.script.splitlines()
    assert lines[lines.index("import nps_chain as nps") + 1 :] == [
        "",
        'chain = nps.load("tiny")',
        'paid = nps.exhibit("ADP-2", data="tiny")',
        "payment = chain.tx(paid)",
        "clusters = nps.cluster(chain)",
        f'wallet = clusters.of("{written.workings.results["payment"].inputs[0].address}")',
        'truth = nps.truth("tiny")',
        "quality = nps.score(clusters, truth)",
        "",
        "numbers = {",
        "    1: payment.fee,",
        "}",
        "for place, value in numbers.items():",
        '    print(place, value, sep="\\t")',
    ]
