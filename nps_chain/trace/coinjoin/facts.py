"""What the rules for CoinJoins look at: one row of figures a transaction, made in one pass.

Only transactions that could be a CoinJoin get a row: no coinbases, at least three inputs, and some
value paid at least twice. Outputs that nobody can spend (``OP_RETURN``) count for nothing but
``data``. Where a tie decides which value is paid most often, the lowest of them is taken, so that
nothing depends on the order of outputs.

Inputs from outside the data may lack a value or an address. They are counted, and each rule is
asked twice, ``best=False`` and ``best=True``: with all that is unknown read against a CoinJoin, and
with all of it read in favour. Where the answers differ, the rule can't tell.
"""

from dataclasses import dataclass, fields

import numpy as np

from nps_chain.chain.tables import Chain
from nps_chain.trace.coinjoin.measure import FEWEST, measure

SMALLEST_DENOMINATION = 5_000  # satoshi


def denominations() -> np.ndarray:
    """Return the amounts that Wasabi 2 pays out, in satoshi, sorted.

    Powers of two and of three, twice a power of three, and 1, 2 and 5 times a power of ten.

    >>> denominations()[:6].tolist()
    [5000, 6561, 8192, 10000, 13122, 16384]
    """
    found = {
        times * base**exponent
        for times, base in ((1, 2), (1, 3), (2, 3), (1, 10), (2, 10), (5, 10))
        for exponent in range(44)
    }
    return np.array(sorted(d for d in found if SMALLEST_DENOMINATION <= d < 2**43), np.int64)


DENOMINATIONS = denominations()
# Nobody who pays people by hand thinks of these: they are not 1, 2 or 5 and zeros.
ODD = np.array([str(d).rstrip("0") not in ("1", "2", "5") for d in DENOMINATIONS.tolist()])


@dataclass(frozen=True, eq=False)
class Facts:
    """Figures of the transactions that could be CoinJoins; each shape (rows,), int64.

    Amounts are in satoshi. "Modal" is the value that most of the outputs have.
    """

    tx: np.ndarray  # row in txs
    inputs: np.ndarray
    outputs: np.ndarray  # those that can be spent
    data: np.ndarray  # outputs that nobody can spend
    modal: np.ndarray
    equal: np.ndarray  # outputs of the modal value
    values: np.ndarray  # different values of outputs
    single: np.ndarray  # values that only one output has
    least: np.ndarray  # value of the smallest output
    standard: np.ndarray  # outputs worth one of Wasabi 2's denominations
    levels: np.ndarray  # denominations that two outputs or more have
    odd_levels: np.ndarray  # those among them that are powers of two or three, not of ten
    addresses: np.ndarray  # different addresses of inputs, as far as known
    addresses_unknown: np.ndarray  # inputs of unknown address
    crowd: np.ndarray  # most inputs that one address has
    fresh: np.ndarray  # different addresses paid the modal value, those of inputs left out
    lock_kinds: np.ndarray  # kinds of locking scripts among inputs
    other_inputs: np.ndarray  # inputs not locked by p2wpkh
    other_outputs: np.ndarray  # outputs not locked by p2wpkh
    not_segwit: np.ndarray  # inputs and outputs locked neither by p2wpkh nor by p2tr
    values_unknown: np.ndarray  # inputs of unknown value
    exact: np.ndarray  # inputs of the modal value
    larger: np.ndarray  # inputs worth more
    smaller_sum: np.ndarray  # what inputs worth less come to
    largest: np.ndarray  # the largest input's value
    strange: np.ndarray  # outputs of a kind that no input has
    shareable: np.ndarray  # see `Facts.funded`; 0 unless there are n equal outputs and n others

    def __len__(self) -> int:
        """Return the number of transactions."""
        return len(self.tx)

    def __getitem__(self, rows: np.ndarray) -> "Facts":
        """Return the facts of some of the transactions."""
        return Facts(*(getattr(self, field.name)[rows] for field in fields(self)))

    def owners(self, best: bool) -> np.ndarray:
        """Return how many different input addresses there are, at least or at best."""
        return self.addresses + self.addresses_unknown if best else self.addresses

    def all_known(self, unknown: np.ndarray, best: bool) -> np.ndarray:
        """Return where nothing is unknown that a rule needs; at best the unknown does no harm."""
        return (unknown == 0) | best

    @property
    def able(self) -> np.ndarray:
        """How many owners can have put in the modal value each, at most.

        An owner needs one input of that value or more, or several smaller ones that come to it. So
        however inputs are shared out, there are no more owners than this.
        """
        return self.exact + self.larger + self.smaller_sum // np.maximum(self.modal, 1)

    def funded(self, best: bool) -> np.ndarray:
        """Return where n owners can have paid for the n equal outputs and a change each.

        Whoever has a change of c puts in the modal value and c. The large ones among the inputs,
        and all of them, have to be many enough for that, even if each owner could take the largest.
        One person who pays many has one change, and it takes up nearly all that he puts in. The
        bound can't prove that owners did share the inputs; to try that out is a subset sum.
        """
        unknown = (self.values_unknown > 0) & best
        return ((self.able >= self.equal) & (self.shareable > 0)) | unknown


def facts(chain: Chain) -> Facts:
    """Return the facts of all transactions of a chain that could be CoinJoins, in chain order."""
    c = chain.columns
    candidates = np.diff(chain.first_input) >= FEWEST
    candidates &= (np.diff(chain.first_output) >= 2) & ~c.txs.coinbase
    table = measure(
        np.flatnonzero(candidates),
        chain.first_input,
        chain.first_output,
        c.inputs.value,
        c.inputs.address,
        c.outputs.value,
        c.outputs.address,
        c.addresses.script_type,
        DENOMINATIONS,
        ODD,
    )
    return Facts(*table)
