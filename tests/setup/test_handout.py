"""The working copy: renewed where it is as handed out, kept where the participant changed it."""

import json
from pathlib import Path

import pytest

from nps_chain.errors import SetupError
from nps_chain.setup import handout

PAYMENT = "day1/11_one_payment.ipynb"
TOGETHER = "day1/12_spent_together.ipynb"


def notebook(*sources: str, outputs: tuple[str, ...] = ()) -> str:
    cells = [
        {"cell_type": "code", "source": source, "outputs": list(outputs), "execution_count": None}
        for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "notebooks"
    (source / "day1").mkdir(parents=True)
    (source / PAYMENT).write_text(notebook("pay()"), "utf-8")
    (source / TOGETHER).write_text(notebook("cluster()"), "utf-8")
    return source


@pytest.fixture
def copy(source: Path, tmp_path: Path) -> Path:
    """A working copy just handed out, in a folder with a space and in Cyrillic."""
    copy = tmp_path / "Иван Петров" / "my-course"
    assert handout.hand_out(source, copy) == []
    return copy


def there(folder: Path) -> dict[str, str]:
    """What a participant sees: the text of each file that is not hidden."""
    return {name: (folder / name).read_text("utf-8") for name in handout.files(folder)}


def test_a_fresh_copy_has_the_lessons(copy):
    assert there(copy) == {PAYMENT: notebook("pay()"), TOGETHER: notebook("cluster()")}


def test_the_lessons_are_in_the_order_of_the_course_with_the_extras_last(source):
    (source / "beyond").mkdir()
    (source / "beyond" / "your_own_chain.ipynb").write_text(notebook())
    (source / "day1" / "README.md").write_text("no lesson")
    assert handout.names(source) == [PAYMENT, TOGETHER, "beyond/your_own_chain.ipynb"]


def test_handing_out_again_changes_nothing(source, copy):
    (copy / PAYMENT).write_text(notebook("my own()"), "utf-8")
    before = there(copy)
    assert handout.hand_out(source, copy) == []
    assert there(copy) == before


def test_an_update_renews_what_was_not_changed_or_only_run(source, copy):
    (copy / PAYMENT).write_text(notebook("pay()", outputs=("4 btc",)), "utf-8")
    (source / PAYMENT).write_text(notebook("pay(now=True)"), "utf-8")
    assert handout.hand_out(source, copy) == []
    assert there(copy)[PAYMENT] == notebook("pay(now=True)")


def test_an_update_keeps_what_was_changed_and_says_so_once(source, copy):
    (copy / PAYMENT).write_text(notebook("my own()"), "utf-8")
    (source / PAYMENT).write_text(notebook("pay(now=True)"), "utf-8")
    said = "You changed 11_one_payment.ipynb, so it is kept; "
    said += "the new version is 11_one_payment.new.ipynb."
    assert handout.hand_out(source, copy) == [said]
    assert there(copy) == {
        PAYMENT: notebook("my own()"),
        "day1/11_one_payment.new.ipynb": notebook("pay(now=True)"),
        TOGETHER: notebook("cluster()"),
    }
    assert handout.hand_out(source, copy) == []


def test_a_second_update_does_not_overwrite_the_first_new_version(source, copy):
    (copy / PAYMENT).write_text(notebook("my own()"), "utf-8")
    for version in ("pay(1)", "pay(2)"):
        (source / PAYMENT).write_text(notebook(version), "utf-8")
        handout.hand_out(source, copy)
    assert there(copy)["day1/11_one_payment.new.ipynb"] == notebook("pay(1)")
    assert there(copy)["day1/11_one_payment.new-2.ipynb"] == notebook("pay(2)")


def test_a_deleted_lesson_comes_back(source, copy):
    (copy / PAYMENT).unlink()
    assert handout.hand_out(source, copy) == []
    assert there(copy)[PAYMENT] == notebook("pay()")


@pytest.mark.parametrize(("mine", "stays"), [("pay()", False), ("my own()", True)])
def test_a_lesson_that_the_course_drops_goes_unless_it_was_changed(source, copy, mine, stays):
    (copy / PAYMENT).write_text(notebook(mine), "utf-8")
    (source / PAYMENT).unlink()
    handout.hand_out(source, copy)
    assert (PAYMENT in there(copy)) is stays


@pytest.mark.parametrize("record", [None, "", "[]", '{"handed out": 3}', '{"handed out": {"": 3}}'])
def test_without_its_record_nothing_is_overwritten(source, copy, record):
    (copy / PAYMENT).write_text(notebook("my own()"), "utf-8")
    (copy / ".nps-chain.json").unlink()
    if record is not None:
        (copy / ".nps-chain.json").write_text(record)
    handout.hand_out(source, copy)
    assert there(copy)[PAYMENT] == notebook("my own()")


def test_the_parts_of_a_copy_do_not_disturb_each_other(source, copy, tmp_path):
    data = tmp_path / "datasets"
    data.mkdir()
    (data / "blocks.dat").write_bytes(b"\xf9\xbe\xb4\xd9")
    handout.hand_out(data, copy, "datasets")
    handout.hand_out(source, copy)
    assert handout.files(copy) == ["datasets/blocks.dat", PAYMENT, TOGETHER]


@pytest.mark.parametrize(
    "name", ["11", "11_one_payment", "11_one_payment.ipynb", PAYMENT, "day1\\11_one_payment.ipynb"]
)
def test_reset_hands_a_lesson_out_again_and_keeps_the_participants_own(source, copy, name):
    (copy / PAYMENT).write_text(notebook("my own()"), "utf-8")
    said = handout.reset(source, copy, name)
    assert "11_one_payment.ipynb is as it was handed out. " in said
    assert "Your own is kept as 11_one_payment.mine.ipynb." in said
    assert there(copy)[PAYMENT] == notebook("pay()")
    assert there(copy)["day1/11_one_payment.mine.ipynb"] == notebook("my own()")


def test_reset_twice_keeps_both(source, copy):
    for text in ("first()", "second()"):
        (copy / PAYMENT).write_text(notebook(text), "utf-8")
        handout.reset(source, copy, "11")
    assert there(copy)["day1/11_one_payment.mine.ipynb"] == notebook("first()")
    assert there(copy)["day1/11_one_payment.mine-2.ipynb"] == notebook("second()")


def test_reset_of_an_unchanged_or_deleted_lesson_keeps_no_copy(source, copy):
    (copy / TOGETHER).unlink()
    assert "kept" not in handout.reset(source, copy, "12")
    assert "kept" not in handout.reset(source, copy, "11")
    assert handout.files(copy) == [PAYMENT, TOGETHER]


@pytest.mark.parametrize("name", ["1", "13", "", "../11_one_payment"])
def test_reset_of_no_lesson_lists_the_lessons(source, copy, name):
    with pytest.raises(SetupError, match=r"are: 11_one_payment, 12_spent_together\."):
        handout.reset(source, copy, name)


def test_a_copy_that_fails_leaves_the_old_file_whole(source, copy, monkeypatch):
    def fails(source: Path, target: Path) -> None:
        target.write_bytes(b'{"cells"')
        raise OSError(28, "No space left on device")

    (source / PAYMENT).write_text(notebook("pay(now=True)"), "utf-8")
    with monkeypatch.context() as disk:
        disk.setattr(handout.shutil, "copyfile", fails)
        with pytest.raises(OSError, match="No space"):
            handout.hand_out(source, copy)
    assert there(copy)[PAYMENT] == notebook("pay()")
    handout.hand_out(source, copy)
    assert there(copy)[PAYMENT] == notebook("pay(now=True)")
