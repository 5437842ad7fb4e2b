"""The most interpretations that a transaction of a given shape could have: the perfect CoinJoin.

In a perfect CoinJoin all inputs have one value and all outputs one value, and to each coin of one
side there are as many of the other. A wallet that splits amounts well comes near it. Where the
numbers of inputs and outputs don't divide, the larger is raised until they do.

Known failure: near is measured by the number of coins alone; fees and dust can lift a transaction
above what is called perfect.

Source: LaurentMT, "Bitcoin Transactions & Privacy", part 1, 2015, and his Boltzmann.
"""

from math import comb


def perfect(inputs: int, outputs: int) -> int:
    """Return how many interpretations the perfect CoinJoin has that is closest to a shape.

    Examples
    --------
    >>> from nps_chain.trace.coinjoin.perfect import perfect
    >>> [perfect(n, n) for n in range(1, 9)]
    [1, 3, 16, 131, 1496, 22482, 426833, 9934563]
    >>> perfect(3, 5) == perfect(3, 6) == perfect(6, 3)
    True
    """
    few, many = sorted((inputs, outputs))
    if few <= 1:
        return 1
    each = -(-many // few)
    # The block of one given coin takes k - 1 others, and k times as many of the other side.
    ways = [1]
    for n in range(1, few + 1):
        ways.append(
            sum(
                comb(n - 1, k - 1) * comb(each * n, each * k) * ways[n - k] for k in range(1, n + 1)
            )
        )
    return ways[few]
