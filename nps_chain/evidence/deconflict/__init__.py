"""De-confliction: whether two agencies look at the same addresses, without showing their lists.

**For teaching only.** It was written to be read; no cryptographer has reviewed it, and Python keeps
keys in memory until something else is written there. For real lists take a reviewed product, and a
legal basis.

How it works. Each side turns its addresses into points of a group, masks each by a key that only it
has, and sends them. The other masks them once more, by its own key. What both have masked is equal
where the addresses are, whichever mask was put on first. So equal values are counted, and nobody
knows whose they are, since all that is sent is sorted. Only if both agree, knowing the count, does
each tell the other at which places of its list the shared ones stood.

Why it protects, where a salted hash doesn't (`salted_hashes`): without the key no guess can be
tried. **A side that keeps to the protocol, and only thinks about what it gets** ("semi-honest"),
gets points that it can't tell from random ones: under decisional Diffie-Hellman in the group of
Ed25519, the hash to the group taken for a random one. So what it learns it could make up from its
own list, the length of the other's, and the number of addresses in both; and, once they are shown,
those addresses. Keys are fresh in each run, and the hash is bound to pair, date and protocol:
values of two runs can't be compared.

What it doesn't protect from, and what is done about that:

- *The answer.* The count tells something; the contents, all that is in both. Hence counts come
  before contents, and a list has at least `FEWEST` addresses. Where the count is the length of
  one's own list, one knows that the other has all of it.
- *Guesses.* Who puts in an address asks after it. The rules (`nps_chain.evidence.deconflict.rules`)
  limit how many that are, in a list and in all runs of a pair; they slow a search, and find no
  single guess among good addresses.
- *Lies.* Nothing proves that a list is honest or complete, nor that a message was made by the
  rules. Who breaks them can tell a false count, or false places; can mask each address by a key of
  its own, and so see at the count which are shared; can stop when it has its answer. What is
  refused: values that are no points of the group, or of small order; one's own points sent back;
  values twice; messages of another run; a second answer. To compare the two results by a hash
  afterwards would bring back what is wrong with hashes.
- *Sizes.* The lengths of both lists are seen. Padding would hide them, and with them how much is
  asked.
- *Names and dates.* They are only said: who comes under another name comes for the first time.
  Messages need a channel that proves who sent them, and that nobody else reads.
- *Years.* Whoever kept the messages, and can one day take discrete logarithms (a large quantum
  computer could), reads both lists.

Source: C. Meadows, "A More Efficient Cryptographic Matchmaking Protocol for Use in the Absence of a
Continuously Available Third Party" (IEEE Symposium on Security and Privacy 1986); B. A. Huberman,
M. Franklin, T. Hogg, "Enhancing Privacy and Trust in Electronic Communities" (ACM Electronic
Commerce 1999). The count alone, by answers out of order: R. Agrawal, A. Evfimievski, R. Srikant,
"Information Sharing Across Private Databases" (ACM SIGMOD 2003).
"""

from typing import Any

from nps_chain.chain.tables import Chain
from nps_chain.evidence.deconflict.overlap import Overlap
from nps_chain.evidence.deconflict.party import Party
from nps_chain.evidence.deconflict.rules import FEWEST, MOST, SHARE, must_be_chain
from nps_chain.evidence.deconflict.salted import break_salted_hashes, salted_hashes

__all__ = [
    "FEWEST",
    "MOST",
    "SHARE",
    "Overlap",
    "Party",
    "break_salted_hashes",
    "deconflict",
    "salted_hashes",
]


def deconflict(
    mine: Any, theirs: Any, *, date: str, chain: Chain | None = None, secret: str | None = None
) -> Overlap:
    """Return how many addresses two lists share, and, if both sides agree, which.

    For teaching only; what it protects, and what not, is said in
    :mod:`nps_chain.evidence.deconflict`.

    Parameters
    ----------
    mine, theirs : Party, or iterable of str, pandas.Series, pandas.DataFrame or Tags
        The two sides. A `Party` keeps a log, and keeps to one run with another on a day; mere lists
        (called "A" and "B") have none, so nothing is counted for them.
    date : str
        The day of the run, such as ``2025-03-23``.
    chain : Chain, optional
        The chain that the addresses are of. Then they must be of its network, and a list must not
        be too large a share of its addresses.
    secret : str, optional
        Make both keys from this, so that a lesson shows the same messages each time. Otherwise they
        are random, and only the results are the same.

    Returns
    -------
    Overlap
        ``.count``; ``.agree(name)`` for each side, then ``.reveal()``; ``.messages``, ``.log``.

    Raises
    ------
    NpsError
        If an entry is no address (the message tells which), the rules don't allow the run, or what
        is given as chain is none.

    Examples
    --------
    >>> import nps_chain as nps
    >>> chain = nps.load("core-regtest")
    >>> ours = Party("ADP", chain.addresses.iloc[100:150])
    >>> theirs = Party("TCB", chain.addresses.iloc[147:200])
    >>> overlap = nps.deconflict(ours, theirs, date="2025-03-23", chain=chain)
    >>> overlap
    Overlap(ADP and TCB, 2025-03-23: 3 addresses in both lists, not shown; for teaching only)
    >>> overlap.log[["sender", "kind", "values", "bytes"]]
      sender      kind  values  bytes
    0    ADP    masked      50   1600
    1    TCB    masked      53   1696
    2    ADP  returned      53   1696
    3    TCB  returned      50   1600
    >>> overlap.agree("ADP")
    >>> overlap.agree("TCB")
    >>> overlap.reveal() == sorted(chain.addresses["address"][147:150])
    True
    """
    if chain is not None:
        must_be_chain(chain)
    network = None if chain is None else chain.network
    ours = mine if isinstance(mine, Party) else Party("A", mine, network=network)
    other = theirs if isinstance(theirs, Party) else Party("B", theirs, network=network)
    return Overlap(
        ours.begin(other.name, date=date, chain=chain, secret=secret),
        other.begin(ours.name, date=date, chain=chain, secret=secret),
    )
