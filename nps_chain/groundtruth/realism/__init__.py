"""How like Bitcoin a chain is: 26 measures beside published figures, and what techniques do on it.

The measure that counts most is that techniques err here as often as they do in reality. So what is
tuned is how people behave, never the measure. Coinbases are left out everywhere: each pays, in two
outputs, nobody but a miner, and while they are one transaction in a thousand on Bitcoin, they are
one in twenty of a small chain. CoinJoins, which the truth knows, are no evidence of one owner.

It fails to say whether a chain is like Bitcoin in anything else than these 26.
"""

from nps_chain.groundtruth.realism.card import card
from nps_chain.groundtruth.realism.collapse import collapse
from nps_chain.groundtruth.realism.lookalikes import lookalikes
from nps_chain.groundtruth.realism.scorecard import realism

__all__ = ["card", "collapse", "lookalikes", "realism"]
