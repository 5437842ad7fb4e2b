"""The seven policies: what each says of which coins leave a transaction tainted.

Money goes into a transaction at one side and comes out at the other, and nothing on the chain says
which coin became which. A policy is a convention that decides it. No policy is a fact, and they
differ by orders of magnitude; so a result is always named with its policy.

In every policy but poison, which is a set and no sum, a transaction gives out exactly as much taint
as it takes in, to the satoshi. Outputs are settled in the order of their list and the fee is the
last output, except where a policy says otherwise.

Sources: M. Moeser, R. Boehme, D. Breuker, "Towards Risk Scoring of Bitcoin Transactions", FC 2014
workshops (poison, haircut, seniority; juniority is its mirror image); R. Anderson, I. Shumailov,
M. Ahmed, A. Rietmann, "Bitcoin Redux", WEIS 2018 (FIFO, after Clayton's case, Devaynes v Noble,
1816, in which an English court let payments out of an account use up payments into it in their
order); T. Tironsakkul and others, "The Unusual Suspects: A Study of Bitcoin Taint Analysis", 2020
(TIHO).
"""

from types import MappingProxyType

from nps_chain.errors import NpsError

POISON, HAIRCUT, TIHO, SENIORITY, JUNIORITY, FIFO, LIFO = range(7)

CODES = {
    "poison": POISON,
    "haircut": HAIRCUT,
    "fifo": FIFO,
    "lifo": LIFO,
    "tiho": TIHO,
    "seniority": SENIORITY,
    "juniority": JUNIORITY,
}

POLICIES = MappingProxyType(
    {
        "poison": "any tainted input taints every output whole",
        "haircut": "each output takes its share of the tainted value, pro rata",
        "fifo": "first in, first out: inputs in order fill outputs in order",
        "lifo": "last in, first out: inputs from the last to the first fill outputs in order",
        "tiho": "tainted value goes to the highest outputs first",
        "seniority": "tainted value goes to the earliest outputs first",
        "juniority": "tainted value goes to the fee first, then to the latest outputs",
    }
)
"""Each policy by name, and its rule in one line."""

FEES = ("follow", "lose")


def check_policy(policy: str) -> None:
    """Refuse a policy that there is not.

    Raises
    ------
    NpsError
        If there is no such policy.
    """
    if not isinstance(policy, str) or policy not in CODES:
        raise NpsError(f"There is no policy {policy!r:.80}: choose from {', '.join(POLICIES)}.")


def check_fees(fees: str) -> bool:
    """Return whether fees are followed.

    Raises
    ------
    NpsError
        If it is neither ``follow`` nor ``lose``.
    """
    if not isinstance(fees, str) or fees not in FEES:
        raise NpsError(
            f"fees is {fees!r:.80}: choose 'follow', to go on where the miner took them, or 'lose'."
        )
    return fees == "follow"
