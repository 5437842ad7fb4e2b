"""Telling services by a model that learned from examples, beside the rules.

A model finds what sets the known services apart, however many numbers that takes, where a rule has
only the bounds that its author thought of. In exchange it knows nothing but its examples: a service
that works in another way than those is taken for something else, with confidence. So its score on
the services it has learned from means nothing, and nor does one on other clusters of these. What
counts is how it does on owners it has never seen, at a later day; that is measured by
:func:`nps_chain.groundtruth.services_by_model.services_by_model`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.errors import NpsError
from nps_chain.trace.arguments import check_columns
from nps_chain.trace.clock import known
from nps_chain.trace.coinjoin.chosen import LEAVE_OUT
from nps_chain.trace.services.dealings import partners_of
from nps_chain.trace.services.features import frame_of
from nps_chain.trace.services.ledger import ledger_of
from nps_chain.trace.services.model_columns import LEAST, NAMES, columns_of
from nps_chain.trace.services.model_examples import examples, refuse_future, whose
from nps_chain.trace.services.model_forest import Forest, decide, grow
from nps_chain.trace.services.model_reasons import reasons_of
from nps_chain.trace.texts import count

__all__ = ["LEAST", "ServiceModel", "examples", "learn"]

NO_SERVICE = ("person",)
"""A kind that is learned, so that services can be told from it, but never a verdict."""


@dataclass(frozen=True, eq=False, repr=False)
class ServiceModel:
    """What was learned from examples; made by :func:`learn`, and never changed.

    Parameters
    ----------
    forest : Forest
        What votes.
    examples : pandas.DataFrame
        What it learned from.
    no_service : tuple of str
        Kinds that it tells services from, and gives no verdict of.
    """

    forest: Forest
    examples: pd.DataFrame
    no_service: tuple[str, ...]

    @property
    def learned(self) -> pd.DataFrame:
        """By ``kind``: how many ``owners`` it was learned from, and how many ``clusters``."""
        by_kind = self.examples.assign(owner=whose(self.examples)).groupby("kind")
        return pd.DataFrame({"owners": by_kind["owner"].nunique(), "clusters": by_kind.size()})

    def probabilities(
        self, chain: Chain, clusters: Any, *, coinjoins: Any = LEAVE_OUT, as_of: int | None = None
    ) -> pd.DataFrame:
        """Return how probable each kind is, by ``cluster``; a column a kind.

        Each kind is judged by itself, so a row needn't add up to 1: where it is less, the cluster
        may be of a kind that the model doesn't know. Clusters with fewer than `LEAST` transactions
        are left out: they show too little.

        They are honest as far as the examples' owners are like those who are asked about, and where
        the examples tell their owners.

        Parameters
        ----------
        chain, clusters, coinjoins, as_of
            As for :func:`nps_chain.trace.services.features`.

        Raises
        ------
        NpsError
            If the clusters are none, or know more than ``as_of`` allows, or if the model has
            learned from later days of this chain.
        """
        numbers = self._behaviour(chain, clusters, coinjoins, as_of)
        told = self.forest.probabilities(self.forest.votes(numbers.to_numpy()))
        return pd.DataFrame(told, numbers.index, list(self.forest.kinds))

    def verdicts(
        self,
        chain: Chain,
        clusters: Any,
        *,
        at_least: float = 0.8,
        coinjoins: Any = LEAVE_OUT,
        as_of: int | None = None,
    ) -> pd.DataFrame:
        """Return which clusters seem to be a service, of what kind, how probably, and why.

        Where no kind of service reaches ``at_least``, the model abstains.

        Parameters
        ----------
        chain, clusters, coinjoins, as_of
            As for :func:`nps_chain.trace.services.features`.
        at_least : float
            List verdicts of this probability or more, from 0.5 to 1.

        Returns
        -------
        pandas.DataFrame
            In the form of :func:`nps_chain.trace.services.services`, a row a cluster, in order of
            the labels: ``cluster``; ``kind``; ``confidence``, a probability; ``met``, how many
            trees vote for it of all that were asked, ``told``; ``service``, the cluster again; and
            ``reasons``, what counted most.

        Raises
        ------
        NpsError
            As for :meth:`probabilities`.
        """
        numbers = self._behaviour(chain, clusters, coinjoins, as_of)
        votes = self.forest.votes(numbers.to_numpy())
        told = self.forest.probabilities(votes)
        kind, said = decide(told, self.forest.kinds, self.no_service, at_least)
        numbers, kind, told = numbers[said], kind[said], told[said]
        added = self.forest.contributions(numbers.to_numpy(), kind)
        met, trees = self.forest.count(numbers.to_numpy(), kind)
        return pd.DataFrame(
            {
                "cluster": numbers.index,
                "kind": pd.array([self.forest.kinds[one] for one in kind], dtype="str"),
                "confidence": told[np.arange(len(kind)), kind],
                "met": met,
                "told": trees,
                "service": numbers.index,
                "reasons": pd.array(
                    reasons_of(self.examples, self.forest.kinds, numbers, kind, told, added),
                    dtype="str",
                ),
            }
        )

    def _behaviour(
        self, chain: Chain, clusters: Any, coinjoins: Any, as_of: int | None
    ) -> pd.DataFrame:
        told = known(chain, as_of)
        refuse_future(self.examples, told)
        ledger = ledger_of(told, clusters, coinjoins)
        partners = partners_of(ledger)
        return columns_of(told, frame_of(ledger, partners), partners)

    def __repr__(self) -> str:
        told = [
            f"{kind} ({owners:,} and {clusters:,})"
            for kind, owners, clusters in self.learned.itertuples()
        ]
        return f"ServiceModel: learned from owners and clusters of {', '.join(told)}"


def learn(
    known_clusters: pd.DataFrame, *, no_service: str | Collection[str] = NO_SERVICE
) -> ServiceModel:
    """Return a model that tells services as the examples do.

    It is a forest of decision trees, in which the examples of each kind weigh the same. Whole
    owners are left out in turn, to learn from them how often such votes are right; so its
    probabilities hold for owners that it hasn't seen, if these are like the others.

    Fails where an owner's examples don't tell whose they are: then clusters of one owner are taken
    for strangers, and it is far too sure of itself. Of a kind known from one owner it can't know
    how another would look; as a rule it abstains there.

    Parameters
    ----------
    known_clusters : pandas.DataFrame
        From :func:`examples`, or several of these put together by ``pandas.concat``.
    no_service : str or tuple of str
        Kinds that are no service.

    Raises
    ------
    NpsError
        If a column is missing, or the examples are of fewer than two kinds or owners.

    Notes
    -----
    Sources: L. Breiman, "Random Forests", Machine Learning 45, 2001, as in scikit-learn; M. Jourdan
    and others, "Characterizing Entities in the Bitcoin Blockchain", 2018, for the task. The same
    examples give the same model; other versions of scikit-learn may differ a little.

    Examples
    --------
    >>> import nps_chain as nps
    >>> from nps_chain.trace.services.model import examples, learn
    >>> known = nps.truth("core-regtest")
    >>> clusters = nps.cluster(known.chain)
    >>> labels = known.ownership.rename(columns={"entity": "owner"})
    >>> labels["kind"] = labels["owner"].map(known.entities.set_index("name")["kind"])
    >>> model = learn(examples(known.chain, clusters, labels))
    >>> model.learned
              owners  clusters
    kind
    exchange       1         2
    market         1         6
    merchant       1         2
    miner          1         4
    person         7        26

    Each kind of service is known from one owner only, so nobody can say how another would look:

    >>> len(model.verdicts(known.chain, clusters))
    0
    """
    check_columns(known_clusters, "kind", "owner", "chain", "height", *NAMES, what="Examples")
    ordinary = _texts(no_service)
    kinds = tuple(sorted(set(known_clusters["kind"])))
    owner, owners = pd.factorize(whose(known_clusters))
    if len(kinds) < 2 or len(owners) < 2:
        raise NpsError(
            f"A model tells kinds apart, and these examples have {count(len(kinds), 'kind')} of"
            f" {count(len(owners), 'owner')}: give examples of two kinds and two owners at least,"
            " those who are no service, too."
        )
    if ordinary and not set(ordinary) & set(kinds):
        raise NpsError(
            f"None of the examples is of a kind that is no service ({', '.join(ordinary)}), so all"
            " that the model meets would be one: give examples of people, too, or say which kinds"
            " these are, no_service=..."
        )
    kind = known_clusters["kind"].map({name: place for place, name in enumerate(kinds)})
    numbers = known_clusters[NAMES].to_numpy()
    forest = grow(numbers, kind.to_numpy(), owner, kinds)
    return ServiceModel(forest, known_clusters.copy(), ordinary)


def _texts(no_service: Any) -> tuple[str, ...]:
    given = [no_service] if isinstance(no_service, str) else no_service
    if not isinstance(given, list | tuple | set | frozenset):
        given = [given]
    odd = [one for one in given if not isinstance(one, str)]
    if odd:
        raise NpsError(f"no_service has {odd[0]!r:.80}: give kinds, as texts.")
    return tuple(sorted(given))
