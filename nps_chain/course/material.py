"""What exercises are asked about: the data of the course, each loaded once however often it's used.

A lesson checks half a dozen answers, and each check computes the right one from the data. So what
is loaded is kept. It is kept by the folders in which data sets are looked up: whoever sets
``NPS_DATA`` to other data gets those, in the same process too.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from nps_chain.chain.store import load
from nps_chain.chain.tables import Chain
from nps_chain.evidence import pages as saved
from nps_chain.evidence.folder import folder
from nps_chain.exhibits import exhibit
from nps_chain.groundtruth import store
from nps_chain.groundtruth.truth import Truth
from nps_chain.places import data_folders
from nps_chain.trace.cluster import Clustering, cluster

MOST_KEPT = 4  # of each: the data sets of the course, or one of them by a few seeds

Given = ParamSpec("Given")
Made = TypeVar("Made")


def once(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Return a function that does the same, and works it out once for each place of the data.

    For what several exercises of a lesson are about: ``@once`` above ``def _case():``. What it
    returns is shared, so nobody may change it.
    """

    @lru_cache(maxsize=MOST_KEPT)
    def kept(places: tuple[Path, ...], *args: Given.args, **names: Given.kwargs) -> Made:
        return make(*args, **names)

    @wraps(make)
    def made(*args: Given.args, **names: Given.kwargs) -> Made:
        return kept(tuple(data_folders()), *args, **names)  # type: ignore[arg-type]

    return made


@once
def chain(data: str = "classroom") -> Chain:
    """Return the chain of a data set."""
    return load(data, check=False)  # a lesson loads it too, and checks it


@once
def truth(data: str = "classroom") -> Truth:
    """Return the truth about it."""
    return store.truth(data)


@once
def clusters(data: str = "classroom") -> Clustering:
    """Return its clusters by co-spending, CoinJoins left out, as ``nps.cluster(chain)`` does."""
    return cluster(chain(data))


@once
def pages(data: str = "classroom") -> saved.Pages:
    """Return the saved pages in the folder of the agency that saved most of them."""
    return saved.pages(folder(exhibit("agency-pages", data), data))
