"""Notes: what a case officer thinks, which is in part wrong, and never what others know."""


def test_each_officer_notes_what_the_agency_lacks_and_its_mistake(folders):
    texts = {role: " ".join(held["notes.txt"].decode().split()) for role, held in folders.items()}
    assert (
        "We think that the address to which we paid on Lanternfen is saltmeadow's own"
        in (texts["purchases"])
    )
    assert "Whether saltmeadow has to do with brineacre we can't tell" in texts["purchases"]
    assert "tin_harbour seems to have several pages of its own" in texts["pages"]
    assert "of most vendors we know no address at all" in texts["pages"]
    assert "We think that Ledgerwick is a mixer" in texts["phone"]
    assert "We don't know who they are" in texts["phone"]


def test_no_officer_knows_a_name_that_only_others_could_tell(folders, story):
    person = story.vendor("saltmeadow").person
    for role, held in folders.items():
        text = held["notes.txt"].decode()
        assert person not in text
        others = [agency.short for agency in story.agencies if agency.role != role]
        assert not [name for name in others if name in text]
