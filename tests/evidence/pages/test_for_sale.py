"""Is it about a sale? A model is tested on vendors and sites it hadn't met, the trap beside it."""

import pandas as pd
import pytest

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.evidence.pages.for_sale import for_sale
from tests.evidence.pages.made import made, page, saved

COLUMNS = [
    "split", "groups", "pages", "base_rate", "precision", "recall", "right", "false_alarms",
    "missed",
]  # fmt: skip


def labelled(pages, *labels):
    files = pages.frame.sort_values("captured")["file"]
    return pd.DataFrame({"file": list(files), "label": list(labels)})


def shop(vendor, number):
    """A vendor's page: what all write, and what only this vendor writes."""
    url = f"m{vendor}.onion/{number}/{vendor}"
    return page(url, f"handle {vendor}", text=f"buy now {vendor}{vendor}")


def talk(site, number):
    return page(f"{site}.test/{number}", text=f"bread and butter {site}{site}")


def both(vendors, sites, each=2):
    pages = [shop(vendor, n) for vendor in vendors for n in range(each)]
    pages += [talk(site, n) for site in sites for n in range(each)]
    told = made(*pages)
    return told, labelled(told, *[True] * len(vendors) * each, *[False] * len(sites) * each)


def test_a_small_case_in_full():
    told, labels = both(["ann", "bob", "eve"], ["news", "kitchen", "garden"])
    result = for_sale(told, labels)
    assert result.scores.columns.tolist() == COLUMNS
    assert result.scores[["split", "groups", "pages", "base_rate"]].values.tolist() == [
        ["random", 12, 12, 0.5],
        ["vendor", 6, 12, 0.5],
        ["site", 6, 12, 0.5],
    ]
    assert result.scores[["right", "false_alarms", "missed"]].values.tolist() == [[6, 0, 0]] * 3
    assert result.frame["group"].tolist()[:3] == ["ann", "ann", "bob"]
    assert result.frame["for_sale"].tolist() == result.frame["label"].tolist()
    assert set(result.words.head(2)["word"]) == {"buy", "now"}
    assert result.confusion.to_dict("split") == {
        "index": ["sells", "doesn't sell"],
        "columns": ["flagged", "left alone"],
        "data": [[6, 0], [0, 6]],
    }
    assert not result.generated
    other = result.on(made(page("x.onion/", text="buy now"), page("y.test/", text="bread")))
    assert other["for_sale"].tolist() == [True, False]
    assert len(result.on(made())) == 0


def test_copies_and_a_vendors_pages_are_held_back_together():
    text = " ".join(f"word{number}" for number in range(60))
    told, labels = both(["ann", "bob", "eve", "kim"], ["news", "kitchen"], each=3)
    more = [page(f"copy{n}.test/", text=text) for n in range(2)]
    frames = [told.frame, made(*more).frame]
    whole = made(*more)
    whole.frame = pd.concat(frames, ignore_index=True)
    whole.indicators = told.indicators
    whole._texts |= told._texts
    labels = pd.concat([labels, labelled(made(*more), False, False)], ignore_index=True)
    group = for_sale(whole, labels, split="site").frame.set_index("file")["group"]
    assert group[list(frames[1]["file"])].nunique() == 1
    assert group.nunique() == 7


def test_the_story_shows_the_trap():
    pages, known = saved("classroom"), nps.truth("classroom")
    result = for_sale(pages, known.pages)
    scores = result.scores.set_index("split")
    assert scores["pages"].tolist() == [268] * 3
    assert scores["base_rate"].round(3).tolist() == [0.481] * 3
    vendor = scores.loc["vendor"]
    assert result.confusion["flagged"].tolist() == [vendor["right"], vendor["false_alarms"]]
    assert result.confusion.loc["sells", "left alone"] == vendor["missed"]
    assert result.confusion.to_numpy().sum() == 268
    # By hand these were 0.98, 0.81 and 0.67; a new version of the library may move a page or two.
    assert scores["recall"].tolist() == pytest.approx([0.98, 0.81, 0.67], abs=0.03)
    assert scores["precision"].tolist() == pytest.approx([0.99, 0.99, 0.97], abs=0.03)
    assert result.generated
    for told in ("Dealt at random it seems to reach", "since it had seen the same vendors",
                 "48 % of all pages are about a sale", "knows generated text only"):  # fmt: skip
        assert told in repr(result)
    reviews = result.frame[result.frame["file"].str.contains("/review-")]
    assert not reviews["for_sale"].all()  # no other site has such pages
    assert result.frame["said"].between(0, 1).all()


def test_the_same_again():
    pages, known = saved("tiny"), nps.truth("tiny")
    first, second = (for_sale(pages, known.pages, split="random") for _ in range(2))
    assert first.frame.equals(second.frame)
    assert first.words.equals(second.words)
    assert pages.for_sale(known.pages, split="random").scores.equals(first.scores)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda labels: "labels", "columns file and label"),
        (lambda labels: labels[["file"]], "columns file and label"),
        (lambda labels: labels.assign(label="yes"), "A label is True or False"),
        (lambda labels: pd.concat([labels, labels]), "is labelled twice"),
        (lambda labels: labels[:3], "too few labelled pages"),
        (lambda labels: labels.assign(file="elsewhere" + labels["file"]), "too few labelled"),
    ],
)
def test_labels_that_are_none(spoil, says):
    told, labels = both(["ann", "bob", "eve"], ["news", "kitchen", "garden"])
    with pytest.raises(NpsError, match=says):
        for_sale(told, spoil(labels))


def test_pages_of_one_vendor_and_a_split_that_is_none():
    told, labels = both(["ann"], ["news", "kitchen", "garden"], each=6)
    with pytest.raises(NpsError, match="are all of one vendor"):
        for_sale(told, labels)
    with pytest.raises(NpsError, match="random, vendor, site, not by 'day'"):
        for_sale(told, labels, split="day")
