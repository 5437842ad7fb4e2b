"""CoinJoins: several people pay in one transaction, so that nobody can tell whose coin is whose.

``coinjoins`` finds them by their shape, and ``interpretations`` counts the ways to read one;
``interpretations_of`` does it for amounts alone. The rule of each kind is a module with a function
of its own, such as `whirlpool.whirlpool`; BlockSci's published rule stands beside them in
`blocksci`, to compare.
"""

# Loaded at once: a module named like its function would hide it, if it came first.
from nps_chain.trace.coinjoin.detect import coinjoins
from nps_chain.trace.coinjoin.interpretations import interpretations, interpretations_of

__all__ = ["coinjoins", "interpretations", "interpretations_of"]
