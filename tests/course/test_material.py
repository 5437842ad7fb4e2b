"""What exercises are about: loaded once, and from the data that are asked for."""

import pytest

from nps_chain.course import material
from nps_chain.errors import NpsError
from nps_chain.places import data_path


def test_data_are_loaded_once():
    assert material.chain("tiny") is material.chain("tiny")
    assert material.truth("tiny") is material.truth("tiny")
    assert material.clusters("tiny") is material.clusters("tiny")
    assert material.pages("tiny") is material.pages("tiny")
    assert material.clusters("tiny").of(0)


def test_other_data_are_loaded_when_the_variable_is_set(tmp_path, monkeypatch):
    shipped = material.chain("tiny")
    (tmp_path / "tiny").symlink_to(data_path("core-regtest"), target_is_directory=True)
    monkeypatch.setenv("NPS_DATA", str(tmp_path))
    other = material.chain("tiny")
    assert other.height != shipped.height
    assert material.truth("tiny") is not None
    monkeypatch.delenv("NPS_DATA")
    assert material.chain("tiny") is shipped


def test_what_several_exercises_are_about_is_worked_out_once(tmp_path, monkeypatch):
    made = []

    @material.once
    def case(data="tiny"):
        """Return a case."""
        made.append(data)
        return object()

    assert case() is case()
    assert case("other") is not case()
    assert case.__doc__ == "Return a case."
    monkeypatch.setenv("NPS_DATA", str(tmp_path))
    case()
    assert made == ["tiny", "other", "tiny"]


def test_data_that_are_not_there_are_no_reason_to_remember_it(tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_DATA", str(tmp_path))
    for _ in range(2):
        with pytest.raises(NpsError):
            material.chain("nowhere")
