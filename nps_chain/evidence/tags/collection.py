"""Tags: names that somebody gave to addresses, each with who says so, since when, and how sure.

A tag is an attribution: it isn't on the chain, and nobody can check it there. So what is held here
is somebody's word throughout; agreement of two tags proves little, for makers copy from each other;
and where they disagree, that is told and not decided.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.tags import conflicts, inherited, shown, written
from nps_chain.evidence.tags.merged import merged
from nps_chain.evidence.tags.strict import moment_of
from nps_chain.files import write_files
from nps_chain.trace.cluster import Clustering
from nps_chain.trace.texts import count

_MAKERS = 10  # that are named in an error


@dataclass(frozen=True, eq=False, repr=False)
class Tags:
    """Tags of one maker or several, as :func:`nps_chain.evidence.tags.tags` read them.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a tag, in the order of the packs: ``address`` (empty for a tag on a transaction),
        ``label``, ``actor`` (an id, empty for none), ``category``, ``abuse``, ``concepts`` (tuple,
        the two before it included), ``confidence`` (a word), ``sure`` (0 to 100, by that word: an
        order, no rate), ``source``, ``creator`` (who made the pack), ``date`` (ISO 8601, UTC, empty
        for none), ``currency``, ``network``, ``definer`` (whether the maker says that the address
        stands for all of its cluster), ``tag_type`` (actor, event or mention), ``txid`` (empty for
        a tag on an address), ``context``, ``pack``.
    actors : pandas.DataFrame
        One row an actor of an ActorPack: ``id``, ``label``, ``uri``, ``categories``,
        ``jurisdictions`` and ``aliases`` (tuples), ``context``, ``date``, ``creator``, ``pack``.
    packs : pandas.DataFrame
        One row a pack: ``pack``, ``items`` (tags or actors), ``title``, ``creator``,
        ``description``, ``owner``, ``is_public``, ``date``, ``sha256`` of its file, and ``header``,
        that of the header which it took in.
    problems : pandas.DataFrame
        What is wrong with them, one row each: ``file``, ``line``, ``tag`` (which of the pack's,
        from 1; 0 for the pack), ``field``, ``why``, ``refused`` (whether it was left out for that).
    notes : tuple of str
        What was left out since, a sentence each.
    """

    frame: pd.DataFrame
    actors: pd.DataFrame
    packs: pd.DataFrame
    problems: pd.DataFrame
    notes: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        """Return the number of tags."""
        return len(self.frame)

    def __add__(self, other: Any) -> "Tags":
        """Return these tags and others, each still with its maker; a pack that both have, once."""
        if not isinstance(other, Tags):
            return NotImplemented
        return Tags(**merged([self, other]))

    # A part of them.

    def of(self, address: str) -> "Tags":
        """Return the tags of an address."""
        text = address.strip() if isinstance(address, str) else getattr(address, "text", None)
        if not isinstance(text, str):
            raise NpsError(f"{address!r:.80} is no address: give its text.")
        # Addresses of SegWit may be written in capitals, and are kept in small letters.
        return self._only(self.frame["address"].isin([text, text.lower()]))

    def by(self, creator: str) -> "Tags":
        """Return the tags of a maker.

        Raises
        ------
        NpsError
            If none is of that maker.
        """
        makers = sorted(set(self.packs["creator"]))
        if creator not in makers:
            known = f"{', '.join(makers[:_MAKERS])}{', ...' if makers[_MAKERS:] else ''}"
            raise NpsError(f"No pack is by {creator!r:.80}; there are: {known}.")
        return replace(
            self,
            frame=_rows(self.frame, self.frame["creator"] == creator),
            actors=_rows(self.actors, self.actors["creator"] == creator),
            packs=_rows(self.packs, self.packs["creator"] == creator),
        )

    def where(self, chosen: Any) -> "Tags":
        """Return some of the tags, as ``tags.where(tags.frame["sure"] >= 50)``.

        Parameters
        ----------
        chosen : pandas.Series or callable
            Whether to keep each, by the index of ``.frame``; or what gives that for the frame.

        Raises
        ------
        NpsError
            If it doesn't say so of each.
        """
        kept: Any = chosen(self.frame) if callable(chosen) else chosen
        each = isinstance(kept, pd.Series) and kept.dtype == bool and len(kept) == len(self)
        if not each or not kept.index.is_unique or not kept.index.isin(self.frame.index).all():
            raise NpsError('Say which tags to keep, as in tags.where(tags.frame["sure"] >= 50).')
        return self._only(kept.reindex(self.frame.index))  # it may be in another order

    def as_of(self, date: Any) -> "Tags":
        """Return the tags that had been made by a date, so that nothing is told from the future.

        The date of a tag is that of its last change. One without a date is left out, since nobody
        says that it was there; ``.notes`` tells how many that are.

        Parameters
        ----------
        date : str, date, datetime or pandas.Timestamp
            A day, to its end (UTC), or a moment, such as ``chain.block(height).time``.

        Raises
        ------
        NpsError
            If it is no date.
        """
        until = moment_of(date)
        known = _known(self.frame["date"], until)
        undated = int((self.frame["date"] == "").sum())
        later = len(self) - int(known.sum()) - undated
        told = [(later, f"left out: made after {until}"), (undated, "left out: it has no date")]
        notes = tuple(f"{count(many, 'tag')} {what}." for many, what in told if many)
        actors = _rows(self.actors, _known(self.actors["date"], until))
        return replace(self._only(known), actors=actors, notes=self.notes + notes)

    # What they come to.

    @property
    def apart(self) -> pd.DataFrame:
        """Names that must not be in one cluster: columns ``address`` and ``label``.

        For ``nps.cluster(chain, apart=tags)``. Taken from tags whose makers say that they stand for
        a whole cluster; an address on which these disagree is left out. A label stands for all that
        mean the same actor.
        """
        return conflicts.unopposed(self)

    def conflicts(self, clusters: Clustering | None = None) -> pd.DataFrame:
        """Return where tags contradict each other; see :mod:`nps_chain.evidence.tags.conflicts`.

        Parameters
        ----------
        clusters : Clustering, optional
            Look for clusters with several names, too.

        Returns
        -------
        pandas.DataFrame
            One row a conflict: ``kind`` (``address``: it has several names; ``cluster``: it holds
            several; ``category``: one name is called several things), ``about`` (the address, an
            address of the cluster, the name), ``says`` (what is said, a tuple, the surest first),
            ``by`` (by whom, a tuple), ``tags`` (how many), ``why`` (a sentence).
        """
        return conflicts.conflicts(self, clusters)

    def on(self, clusters: Clustering, *, definers: bool = False) -> pd.DataFrame:
        """Return what clusters inherit from tags; see :mod:`nps_chain.evidence.tags.inherited`.

        Parameters
        ----------
        clusters : Clustering
            Of the chain that the tags are about.
        definers : bool
            Whether to count only tags whose makers say that they stand for the whole cluster.

        Returns
        -------
        pandas.DataFrame
            One row a name on a cluster: ``cluster``, ``label``, ``actor``, ``category``, ``sure``
            (that of its surest tag), ``by`` (the tagged addresses, a tuple), ``who`` (the makers, a
            tuple), ``tags``, ``addresses`` (of the cluster), ``definer``, ``conflict`` (whether
            another name is on it), ``inference`` (a sentence), ``error`` (a sentence on how often
            the rules err that made the cluster).
        """
        return inherited.on(self, clusters, definers=definers)

    @property
    def who_says_what(self) -> pd.DataFrame:
        """Addresses that several makers have tagged: a row each, a column for each maker."""
        return shown.side_by_side(self.frame)

    @property
    def terms(self) -> pd.DataFrame:
        """The words of their concepts, the most frequent first.

        Columns ``word``, ``tags`` (how many), ``graphsense`` (whether it is on GraphSense's list),
        ``interpol`` (where INTERPOL's taxonomy has the term, a URL, empty if none is known) and
        ``means`` (in our words).
        """
        return shown.terms(self.frame)

    # To pass them on.

    @property
    def files(self) -> dict[str, str]:
        """The packs as YAML, by the name of a file for each; read again they give the same tags."""
        return written.files(self)

    def to_yaml(self, pack: str | None = None) -> str:
        """Return a pack as YAML that the public schema allows.

        Parameters
        ----------
        pack : str, optional
            Which; needed where there are several.

        Raises
        ------
        NpsError
            If there are several and none is named, or there is none of that name.
        """
        found = self.files
        if pack is None and len(found) == 1:
            return next(iter(found.values()))
        if pack not in found:
            raise NpsError(
                f"Say which pack, of {', '.join(found) or 'none'}; or save all, by"
                " tags.save(folder)."
            )
        return found[pack]

    def save(self, path: str | Path, *, overwrite: bool = False) -> list[Path]:
        """Write the packs, and return the files: into a folder, or one pack into a ``.yaml``.

        Raises
        ------
        NpsError
            If several are to go into one file, a file is there already, or can't be written.
        """
        place = Path(path)
        if place.suffix in (".yaml", ".yml"):
            texts = {place: self.to_yaml()}
        else:
            texts = {place / name: text for name, text in self.files.items()}
        data = {file: text.encode() for file, text in texts.items()}
        return write_files(data, overwrite=overwrite)

    def __repr__(self) -> str:
        return f"Tags({shown.line(self)})"

    def _repr_html_(self) -> str:
        return shown.page(self)

    def _only(self, kept: pd.Series) -> "Tags":
        return replace(self, frame=_rows(self.frame, kept))


def _known(dates: pd.Series, until: str) -> pd.Series:
    told = dates.str.slice(0, 10) if len(until) == 10 else dates
    return (dates != "") & (told <= until)


def _rows(frame: pd.DataFrame, kept: pd.Series) -> pd.DataFrame:
    return frame[kept.to_numpy(bool)].reset_index(drop=True)
