"""Is this page about substances for sale? A short classifier, and how far it may be believed.

It weighs the words of a page (tf-idf) by logistic regression, the plainest model of all, so that
one can read what it goes by. What matters is how it is tested. Dealt at random, pages of one
vendor, even one page saved on two days, come to lie on both sides: the model has seen the answers.
Split by vendor or by site, it is asked about somebody it has never met, as it will be in a case.
Both are shown, and the first is the trap.

A word proves nothing: a kitchen sells crystal sugar, a laboratory has catalogue numbers like
product codes, and news report on markets. So precision and recall stand beside the base rate.

It fails on pages unlike those it learnt from: other languages, other markets, other years.

Source: G. Salton and C. Buckley, "Term-weighting Approaches in Automatic Text Retrieval", 1988
(tf-idf); S. Kaufman and others, "Leakage in Data Mining", KDD 2011 (the trap).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.pages.accounts import hosts, in_order, owners
from nps_chain.evidence.pages.copies import copies
from nps_chain.evidence.pages.groups import joined
from nps_chain.evidence.pages.sites import NEAR

SPLITS = ("random", "vendor", "site")
"""By what pages are dealt: each by itself, those of a vendor together, those of a site together."""

FOLDS = 5
LONGEST = 100_000
"""Characters of a page that are read."""
MOST_WORDS = 20_000
"""Different words that are weighed: the most frequent ones."""

GENERATED = "SYNTHETIC"
"""The mark of generated pages, which stands on each of them."""

_HALF = 0.5


@dataclass(frozen=True, eq=False, repr=False)
class ForSale:
    """A classifier, and how it did on pages that it had not seen.

    Attributes
    ----------
    split : str
        How pages were dealt for `frame`.
    frame : pandas.DataFrame
        One row a labelled page: ``file``, ``group`` (whose pages were held back with it),
        ``label``, ``said`` (how likely it is that the page is about substances for sale, 0 to 1, by
        a model that saw no page of the group) and ``for_sale`` (said is over a half).
    scores : pandas.DataFrame
        One row a way to deal pages: ``split``, ``groups``, ``pages``, ``base_rate``, ``precision``,
        ``recall``, and the numbers ``right``, ``false_alarms``, ``missed``.
    words : pandas.DataFrame
        ``word`` and ``weight`` of the model that learnt from all pages; above 0 speaks for a sale.
    generated : bool
        Whether all pages bear the mark of generated ones.
    """

    split: str
    frame: pd.DataFrame
    scores: pd.DataFrame
    words: pd.DataFrame
    generated: bool
    _model: Any

    @property
    def confusion(self) -> pd.DataFrame:
        """The pages of `frame`, counted: by what they are, and by what was said of them.

        Rows ``sells`` and ``doesn't sell``; columns ``flagged`` and ``left alone``.
        """
        label, said = self.frame["label"].to_numpy(bool), self.frame["for_sale"].to_numpy(bool)
        counts = [[int((rows & each).sum()) for each in (said, ~said)] for rows in (label, ~label)]
        return pd.DataFrame(counts, ["sells", "doesn't sell"], ["flagged", "left alone"])

    def on(self, pages: Any) -> pd.DataFrame:
        """Return what the model, having learnt from all labelled pages, says of others.

        Parameters
        ----------
        pages : Pages
            The pages; of those that it learnt from it only repeats what it was told.

        Returns
        -------
        pandas.DataFrame
            One row a page: ``file``, ``said``, ``for_sale``.
        """
        files = in_order(pages)
        said = self._model.predict_proba(_texts(pages, files))[:, 1] if files else np.array([])
        frame = pd.DataFrame({"file": files, "said": said.round(2), "for_sale": said > _HALF})
        return frame.astype({"file": "str"})

    def __repr__(self) -> str:
        found = {row["split"]: (_percent(row["recall"]), _percent(row["precision"]))
                 for row in self.scores.to_dict("records")}  # fmt: skip
        vendor, site, random = (found[split] for split in ("vendor", "site", "random"))
        learnt = "generated pages, and knows generated text only" if self.generated else "these"
        return (
            f"Split by vendor, it finds {vendor[0]} of the pages about a sale, and {vendor[1]} of"
            f" what it names is one; split by site, {site[0]} and {site[1]}. Dealt at random it"
            f" seems to reach {random[0]} and {random[1]}, since it had seen the same vendors."
            f" {_percent(self.scores['base_rate'].iloc[0])} of all pages are about a sale. It"
            f" learnt from {learnt}."
        )


def for_sale(pages: Any, labels: pd.DataFrame, split: str = "vendor") -> ForSale:
    """Return a classifier of pages about substances for sale, tested on pages it hadn't seen.

    Parameters
    ----------
    pages : Pages
        The pages, see :func:`nps_chain.evidence.pages.pages`.
    labels : pandas.DataFrame
        What people decided: ``file`` and ``label`` (True: about substances for sale), or
        ``malicious`` in place of ``label``, as the truth calls it. Other pages are left out.
    split : str
        How pages are dealt for the answers in ``.frame``: ``vendor``, ``site`` or ``random``.

    Returns
    -------
    ForSale
        Scores of all three splits, answers page by page, words by weight.

    Raises
    ------
    NpsError
        If a label is missing or twice, or there are too few pages of either kind.

    Notes
    -----
    A vendor's pages are those that are his own; a page that is nobody's goes with its site. Copies
    of a site go with it. Known failure: two handles of one person are two vendors here.
    """
    if split not in SPLITS:
        raise NpsError(f"Pages are split by {', '.join(SPLITS)}, not by {split!r:.80}.")
    told = _labels(labels)
    files = [file for file in in_order(pages) if file in told]
    answers = np.array([told[file] for file in files], bool)
    groups = _groups(pages, files)
    for name, group in groups.items():
        kinds = set(zip(answers.tolist(), group, strict=True))
        least = min(sum(kind is sale for kind, _ in kinds) for sale in (True, False))
        if least < FOLDS and name == "random":
            raise NpsError(
                f"There are too few labelled pages: {FOLDS} about a sale and {FOLDS} about"
                " something else are needed. Label more."
            )
        if least < 2:  # what is held back would be all of a kind
            raise NpsError(
                f"The labelled pages of a kind are all of one {name}: label pages of others, too."
            )
    texts = _texts(pages, files)
    said = {name: _held_back(texts, answers, groups[name]) for name in SPLITS}
    model = _model().fit(texts, answers)
    frame = pd.DataFrame(
        {
            "file": files,
            "group": groups[split],
            "label": answers,
            "said": said[split].round(2),
            "for_sale": said[split] > _HALF,
        }
    ).astype({"file": "str", "group": "str"})
    scores = [_score(name, groups[name], answers, said[name] > _HALF) for name in SPLITS]
    return ForSale(
        split=split,
        frame=frame,
        scores=pd.DataFrame(scores),
        words=_words(model),
        generated=all(GENERATED in text for text in texts),
        _model=model,
    )


def _labels(labels: Any) -> dict[str, bool]:
    columns = set(labels.columns) if isinstance(labels, pd.DataFrame) else set()
    name = next((name for name in ("label", "malicious") if name in columns), "")
    if not name or "file" not in columns:
        raise NpsError("Labels are a frame with the columns file and label: give such a frame.")
    if not pd.api.types.is_bool_dtype(labels[name]):
        raise NpsError(f"A label is True or False: make the column {name} such, without gaps.")
    if labels["file"].duplicated().any():
        twice = labels.loc[labels["file"].duplicated(), "file"].iloc[0]
        raise NpsError(f"The page {twice!r:.120} is labelled twice: keep one of the labels.")
    return dict(zip(labels["file"], labels[name].astype(bool), strict=True))


def _groups(pages: Any, files: Sequence[str]) -> dict[str, list[str]]:
    """Return by each split what a page is held back with."""
    site, alike, own = hosts(pages), copies(pages), owners(pages)
    copied = alike[alike["likeness"] >= NEAR]
    stands = joined(dict.fromkeys(site.values()), zip(copied["site"], copied["other"], strict=True))
    sites = [stands[site[file]] for file in files]
    vendors = [own.get(file, group) for file, group in zip(files, sites, strict=True)]
    return {"random": list(files), "vendor": vendors, "site": sites}


def _texts(pages: Any, files: Iterable[str]) -> list[str]:
    return [pages.text(file)[:LONGEST] for file in files]


def _model() -> Any:
    # Loaded here, since it takes a second that those who don't classify needn't wait.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    words = TfidfVectorizer(
        token_pattern=r"(?u)\b[^\W\d_]{3,}\b", sublinear_tf=True, max_features=MOST_WORDS
    )
    return make_pipeline(words, LogisticRegression(C=10.0, solver="liblinear", random_state=0))


def _held_back(texts: list[str], answers: np.ndarray, groups: list[str]) -> np.ndarray:
    """Return what models say of pages of which they saw none of the same group."""
    from sklearn.model_selection import StratifiedGroupKFold

    said = np.zeros(len(texts))
    folds = StratifiedGroupKFold(min(FOLDS, len(set(groups))), shuffle=True, random_state=0)
    for learn, ask in folds.split(texts, answers, groups):
        model = _model().fit([texts[row] for row in learn], answers[learn])
        said[ask] = model.predict_proba([texts[row] for row in ask])[:, 1]
    return said


def _score(split: str, groups: list[str], label: np.ndarray, said: np.ndarray) -> dict[str, Any]:
    right, named, there = int((label & said).sum()), int(said.sum()), int(label.sum())
    return {
        "split": split,
        "groups": len(set(groups)),
        "pages": len(label),
        "base_rate": there / len(label),
        "precision": right / named if named else np.nan,
        "recall": right / there,
        "right": right,
        "false_alarms": named - right,
        "missed": there - right,
    }


def _words(model: Any) -> pd.DataFrame:
    names = model[0].get_feature_names_out()
    frame = pd.DataFrame({"word": names, "weight": model[1].coef_[0].round(2)})
    frame = frame.sort_values(["weight", "word"], ascending=[False, True], ignore_index=True)
    return frame.astype({"word": "str"})


def _percent(number: float) -> str:
    return "none" if np.isnan(number) else f"{100 * number:.0f} %"
