"""Which files are packs, how they share a header, and that nothing is read from elsewhere."""

import hashlib

import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.tags.files import content_of, files_of
from nps_chain.evidence.tags.yaml_data import LARGEST
from tests.evidence.tags.packs import pack, put


def names(given):
    return [file.name for file in files_of(given)]


def below(folder, **texts):
    """Write files whose names have ``__`` for a slash."""
    for name, text in texts.items():
        place = folder / f"{name.replace('__', '/')}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def test_a_folder_is_looked_through_but_for_headers_settings_and_what_is_hidden(tmp_path):
    below(tmp_path, b="", a__c="", a__header="", config="", header="", a__config="", myconfig="")
    below(tmp_path, **{".git__x": "", "a__.x": ""})
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "d.yml").write_text("")
    assert names(tmp_path) == ["a/c.yaml", "b.yaml", "d.yml", "myconfig.yaml"]
    assert names(str(tmp_path / "b.yaml")) == ["b.yaml"]
    assert names([tmp_path / "b.yaml", tmp_path / "a"]) == ["b.yaml", "c.yaml"]


def test_of_an_agencys_folder_its_tags_are_read():
    assert names(nps.folder("ADP", data="tiny")) == ["adp.yaml"]


def test_a_folder_without_packs_and_what_is_no_path_are_refused(tmp_path):
    with pytest.raises(NpsError, match="has no pack of tags: a pack is a file that ends in"):
        names(tmp_path)
    for wrong in (5, [5], None, "a\0b", b"x", "", [""]):
        with pytest.raises(NpsError, match=r"is no place of tags: give a file, a folder, what"):
            names(wrong)


def test_what_is_not_there_is_told_by_its_name(tmp_path):
    with pytest.raises(NpsError, match=r"nowhere\.yaml' can't be read: No such file"):
        content_of(*files_of(tmp_path / "nowhere.yaml"))


def test_a_name_that_not_every_system_can_have_is_refused(tmp_path):
    try:
        (tmp_path / "a\n?.yaml").write_text(pack({}))
    except OSError:
        pytest.skip("no such names here")
    with pytest.raises(NpsError, match=r"^'a\\n\?\.yaml' leads out of its folder"):
        nps.tags(tmp_path)


def test_a_header_is_taken_in_from_the_nearest_folder_that_has_one(tmp_path):
    below(
        tmp_path,
        header="title: top\ncreator: A\nlastmod: 2025-03-01",
        a__b__header="title: near\ncreator: B",
        a__one="header: !include header.yaml\ntags: []\nlastmod: 2025-02-01",
        a__b__two="header: !include header.yaml\ntags: []",
    )
    one, two = (content_of(file) for file in files_of(tmp_path))
    assert (one.told["title"], two.told["title"]) == ("near", "top")  # a/b comes before a/one
    assert (one.overruled, two.overruled) == ((), ("lastmod",))
    header = (tmp_path / "header.yaml").read_bytes()
    assert two.header == hashlib.sha256(header).hexdigest()
    assert two.size == len(header) + len((tmp_path / "a/one.yaml").read_bytes())
    assert "header" not in two.told


def test_a_header_in_the_file_itself_is_one_too(tmp_path):
    put(tmp_path, a="header: {title: t, creator: c}\ntags: []")
    told = content_of(*files_of(tmp_path))
    assert (told.told, told.header) == ({"tags": [], "title": "t", "creator": "c"}, "")


@pytest.mark.parametrize("path", ["../secret.yaml", "/etc/passwd", "~/x", "a/../../secret.yaml",
                                  "C:\\x", "*.yaml", "a\\b"])  # fmt: skip
def test_no_header_leads_out_of_the_folder(tmp_path, path):
    (tmp_path / "secret.yaml").write_text("title: secret")
    below(tmp_path / "in", header="title: t", a=f"header: !include '{path}'\ntags: []")
    with pytest.raises(NpsError, match="leads out of its folder, so it isn't used"):
        content_of(*files_of(tmp_path / "in"))


def test_neither_does_a_link(tmp_path):
    (tmp_path / "secret.yaml").write_text("title: secret\ncreator: c\ntags: []")
    below(tmp_path / "in", a="header: !include header.yaml\ntags: []")
    try:
        (tmp_path / "in/header.yaml").symlink_to(tmp_path / "secret.yaml")
        (tmp_path / "in/b.yaml").symlink_to(tmp_path / "secret.yaml")
    except OSError:
        pytest.skip("links may not be made here")
    first, second = files_of(tmp_path / "in")
    for file in (first, second):
        with pytest.raises(NpsError, match="leads out of its folder, so it isn't read"):
            content_of(file)


def test_a_header_above_the_folder_that_was_given_is_not_looked_for(tmp_path):
    below(tmp_path, header="title: t", a__one="header: !include header.yaml\ntags: []")
    with pytest.raises(NpsError, match=r"one\.yaml takes in 'header\.yaml', which isn't in .*a:"):
        content_of(*files_of(tmp_path / "a"))


def test_a_header_takes_in_nothing_itself(tmp_path):
    below(tmp_path, header="header: !include header.yaml", a="header: !include header.yaml")
    with pytest.raises(NpsError, match=r"^header\.yaml, line 1, includes a file"):
        content_of(*files_of(tmp_path))


@pytest.mark.parametrize("text", ["", "- a", "a text", "header: x\ntags: []", "header: [a]"])
def test_what_has_no_fields_is_no_pack(tmp_path, text):
    put(tmp_path, a=text)
    with pytest.raises(
        NpsError, match=r"^a\.yaml (is no pack: it has no fields|has a header that)"
    ):
        content_of(*files_of(tmp_path))


def test_all_packs_together_are_bounded(tmp_path, monkeypatch):
    put(tmp_path, a=pack({}), b=pack({}))
    monkeypatch.setattr("nps_chain.evidence.tags.MOST_BYTES", 300)
    with pytest.raises(NpsError, match="have more than 300 bytes: read fewer at once"):
        nps.tags(tmp_path)


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    with (tmp_path / "a.yaml").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(NpsError, match=r"a\.yaml is larger than 16,777,216 bytes, the most that"):
        nps.tags(tmp_path)
