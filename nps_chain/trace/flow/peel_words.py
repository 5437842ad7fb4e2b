"""What peel() says in words: why an output carries on, how sure that is, and why a chain ends."""

from nps_chain.chain.schema import UNKNOWN
from nps_chain.trace.coins import Coins
from nps_chain.trace.flow import peel_walk as ends
from nps_chain.trace.flow.peel_walk import CLUES
from nps_chain.trace.texts import count


def _pointing(clues: int, way: int) -> list[int]:
    """Return which clues point this way: 1 at the output that carries on, 2 at the other."""
    return [clue for clue in range(len(CLUES)) if clues >> (2 * clue) & 3 == way]


def confidence_of(clues: int) -> float:
    """Return how far the clues can be relied on: the rule of succession, on those that point.

    >>> [round(confidence_of(clues), 2) for clues in (1 << 8, 1 << 8 | 1 << 4, 1 << 8 | 1 << 4 | 2)]
    [0.67, 0.75, 0.6]
    """
    ours, others = len(_pointing(clues, 1)), len(_pointing(clues, 2))
    return (ours + 1) / (ours + others + 2)


def why(clues: int) -> str:
    """Return in words why an output carries on.

    >>> why(1 << 2 | 2 << 4)
    'it is of the same script type as the coin that came in; for the other: its address is new'
    """
    ours, others = ("; ".join(CLUES[clue] for clue in _pointing(clues, way)) for way in (1, 2))
    return ours + (f"; for the other: {others}" if others else "")


def sentence(
    coins: Coins, end: int, tx: int, coin: int, clues: int, forward: bool, steps: int
) -> str:
    """Return where and why a chain ends."""
    name = coins.name(coin)
    txid = coins.chain.tx(tx).txid if tx != UNKNOWN else ""
    if end == ends.UNSPENT:
        return f"{name} is unspent as of height {coins.as_of:,}."
    if end == ends.UNSPENDABLE:
        return f"{name} can't be spent by anybody."
    if end == ends.AT_STOP and forward:
        return f"{name} is at {coins.address(coin)}, where to stop."
    if end == ends.AT_STOP:
        source = int(coins.spent_by(tx)[0])
        return f"{name} was paid from {coins.address(source)}, where to stop."
    if end == ends.SHAPE:
        view = coins.chain.tx(tx)
        inputs = len(view.input_rows)
        made = coins.made_by(tx)
        outputs = int((coins.chain.columns.outputs.address[made] != UNKNOWN).sum())
        way = f"{name} goes into" if forward else f"{name} comes from"
        return (
            f"{way} {txid}, which is no peel: it has {count(inputs, 'input')} and"
            f" {count(outputs, 'output')} that can be spent, not 1 and 2."
        )
    if end == ends.TIE and not clues:
        return f"Nothing tells the two outputs of {txid} apart."
    if end == ends.TIE:
        one, two = ("; ".join(CLUES[k] for k in _pointing(clues, way)) for way in (1, 2))
        return f"The clues tie in {txid}. For one output: {one}. For the other: {two}."
    if end == ends.ABSTAINS:
        return f"The change heuristic abstains in {txid}."
    if end == ends.STEPS:
        return f"{name} goes on, but only {count(steps, 'step')} had to be taken."
    if end == ends.FROM_OUTSIDE:
        return f"{name} comes from outside the data."
    if end == ends.MINTED:
        return f"{name} was newly made, in the coinbase of block {coins.chain.tx(tx).height:,}."
    return f"{name} was itself peeled off, in {txid}: there begins the chain."
