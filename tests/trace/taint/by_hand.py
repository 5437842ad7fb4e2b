"""The policies once more, in plain Python and one satoshi at a time, for the tests to compare with.

Nothing is shared with what is tested. FIFO and LIFO move satoshi from list to list, each marked
with the source that it is from, as one would with coins on a table; the others follow their
sentence with whole numbers of any size.
"""

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import pairwise


class Books:
    """A chain as lists of dictionaries: who takes in which coins, who gives out which."""

    def __init__(self, chain):
        c = chain.columns
        self.heights = c.txs.height.tolist()
        self.fees = c.txs.fee.tolist()
        self.coinbase = c.txs.coinbase.tolist()
        self.ins = [[] for _ in self.heights]
        for row, tx in enumerate(c.inputs.tx.tolist()):
            self.ins[tx].append((int(c.inputs.spends[row]), int(c.inputs.value[row])))
        self.outs = [[] for _ in self.heights]
        for row, tx in enumerate(c.outputs.tx.tolist()):
            self.outs[tx].append(row)
        self.value = c.outputs.value.tolist()
        self.owner = c.outputs.address.tolist()
        self.spender = c.outputs.spent_by.tolist()
        self.block = defaultdict(list)
        for tx, height in enumerate(self.heights):
            self.block[height].append(tx)

    def order(self):
        """Transactions as they are settled: a coinbase that takes fees comes after its others."""
        return sorted(
            range(len(self.heights)), key=lambda t: (self.heights[t], self.miner(t) == t, t)
        )

    def miner(self, tx):
        """The coinbase that takes the fee, None if there is none, or it is spent too early."""
        block = self.block[self.heights[tx]]
        if not self.coinbase[block[0]]:
            return None
        early = {self.spender[coin] for coin in self.outs[block[0]]} & set(block)
        return None if early else block[0]


def split(policy, taint, values, fee):
    """How much taint each output gets, and the fee, by the policy's sentence."""
    whole, shares = sum(values) + fee, [0] * (len(values) + 1)
    if policy == "haircut":
        cuts = [sum(values[:k]) for k in range(len(values) + 1)] + [whole]
        cut = [int(Fraction(taint) * cut / whole) if whole else 0 for cut in cuts]
        return [b - a for a, b in pairwise(cut)]
    queue = list(range(len(values) + 1))
    if policy == "tiho":
        queue = [*sorted(queue[:-1], key=lambda k: (-values[k], k)), queue[-1]]
    elif policy == "juniority":
        queue.reverse()
    for k in queue:
        shares[k] = min(taint, [*values, fee][k])
        taint -= shares[k]
    return shares


def amounts(chain, policy, follow, sources, stops):
    """What each output holds by the policy, and where it all ended."""
    books = Books(chain)
    coin = {row: books.value[row] for row in sources}
    pot, ended = defaultdict(list), defaultdict(int)

    def at_rest(row):
        return books.owner[row] == -1 or books.owner[row] in stops

    for tx in books.order():
        values = [books.value[row] for row in books.outs[tx]]
        if books.coinbase[tx]:
            fees = [max(books.fees[t], 0) for t in books.block[books.heights[tx]]]
            taint, fee = sum(pot[tx]), max(sum(fees) - sum(values), 0)
        else:
            taint = sum(coin.get(row, 0) for row, _ in books.ins[tx] if row >= 0
                        and not at_rest(row))  # fmt: skip
            fee = books.fees[tx]
        if fee < 0:
            ended["unknown"] += taint
            continue
        *shares, rest = split(policy, taint, values, fee)
        for row, share in zip(books.outs[tx], shares, strict=True):
            if row in sources:
                ended["twice"] += share
            else:
                coin[row] = share
        miner = None if books.coinbase[tx] or not follow else books.miner(tx)
        if miner is None:
            ended["fees"] += rest
        else:
            pot[miner].append(rest)
    return _closed(books, coin, stops, ended)


def by_satoshi(chain, lifo, follow, sources, stops):
    """The same for FIFO and LIFO, and of whom: each satoshi is a mark in a list, None if clean."""
    books = Books(chain)
    marks, fee_marks, ended = {}, {}, defaultdict(int)
    for tx in books.order():
        if books.coinbase[tx]:
            fees = [fee_marks.get(t, []) for t in books.block[books.heights[tx]]]
            new = max(sum(books.value[row] for row in books.outs[tx]) - sum(map(len, fees)), 0)
            lists = [[None] * new, *fees]
            if books.miner(tx) is None:
                lists = [[None] * len(some) for some in lists]
        elif books.fees[tx] < 0:
            lists = None
            ended["unknown"] += sum(dirty(marks[row]) for row, _ in books.ins[tx] if row >= 0)
        else:
            lists = [marks[row] if row >= 0 else [None] * value for row, value in books.ins[tx]]
        if lists is not None:
            row_of_all = [mark for some in (lists[::-1] if lifo else lists) for mark in some]
        else:
            row_of_all = [None] * sum(books.value[row] for row in books.outs[tx])
        for row in books.outs[tx]:
            value = books.value[row]
            own, row_of_all = row_of_all[:value], row_of_all[value:]
            if row in sources:
                ended["twice"] += dirty(own)
                own = [row] * value
            marks[row] = own
        if not books.coinbase[tx] and follow and books.miner(tx) is not None:
            fee_marks[tx] = row_of_all
        else:
            ended["fees"] += dirty(row_of_all)
            fee_marks[tx] = [None] * len(row_of_all)
        for row in books.outs[tx]:
            if books.owner[row] == -1 or books.owner[row] in stops:
                marks[row] = _Resting(marks[row])
    coin = {row: dirty(some.before if isinstance(some, _Resting) else some)
            for row, some in marks.items()}  # fmt: skip
    whose = {row: Counter(some.before if isinstance(some, _Resting) else some)
             for row, some in marks.items()}  # fmt: skip
    return *_closed(books, coin, stops, ended), whose


def dirty(own):
    return sum(mark is not None for mark in own)


class _Resting(list):
    """A coin that isn't followed on: seen from the next transaction it is clean."""

    def __init__(self, own):
        super().__init__([None] * len(own))
        self.before = own


def _closed(books, coin, stops, ended):
    totals = {"unspent": 0, "stopped": 0, "unspendable": 0}
    for row, amount in coin.items():
        if books.owner[row] == -1:
            totals["unspendable"] += amount
        elif books.owner[row] in stops:
            totals["stopped"] += amount
        elif books.spender[row] == -1:
            totals["unspent"] += amount
    totals |= {name: ended[name] for name in ("fees", "unknown", "twice")}
    return [coin.get(row, 0) for row in range(len(books.value))], totals


def poisoned(chain, follow, sources, stops):
    """The rows of outputs that are tainted whole."""
    books = Books(chain)
    bad, bad_miners = set(sources), set()
    for tx in books.order():
        spent = [row for row, _ in books.ins[tx] if row in bad and row >= 0
                 and books.owner[row] != -1 and books.owner[row] not in stops]  # fmt: skip
        if spent or tx in bad_miners:
            bad |= set(books.outs[tx])
            if follow and books.fees[tx] != 0 and not books.coinbase[tx]:
                bad_miners.add(books.miner(tx))
    return sorted(bad)


def origins(chain, policy, follow, wanted, stops):
    """What each output gave to the wanted ones by a policy turned round, and where that began."""
    books = Books(chain)
    given, fees, began = {row: books.value[row] for row in wanted}, {}, defaultdict(int)
    for tx in reversed(books.order()):
        asked = 0
        for row in books.outs[tx]:
            if row in wanted or books.owner[row] not in stops:
                asked += given.get(row, 0)
        asked += fees.get(tx, 0)
        if books.fees[tx] < 0:
            began["unknown"] += asked
            continue
        payers, values = [], [value for _, value in books.ins[tx]]
        if books.coinbase[tx]:
            block = books.block[books.heights[tx]]
            payers = [t for t in block if follow and books.miner(t) == tx and t != tx]
            values = [books.fees[t] if books.fees[t] > 0 else 0 for t in payers]
            paid = sum(books.value[row] for row in books.outs[tx])
            values.insert(0, max(paid - sum(values), 0))
        *shares, rest = split(policy, asked, values, 0)
        assert rest == 0
        if books.coinbase[tx]:
            began["created"] += shares[0]
            fees |= dict(zip(payers, shares[1:], strict=True))
            continue
        for (row, _), share in zip(books.ins[tx], shares, strict=True):
            if row in wanted:
                began["twice"] += share
            elif row >= 0:
                given[row] = share
                began["stopped"] += share if books.owner[row] in stops else 0
            else:
                began["outside"] += share
    begun = {name: began[name] for name in ("created", "outside", "stopped", "unknown", "twice")}
    return [given.get(row, 0) for row in range(len(books.value))], begun


def ancestors(chain, follow, wanted, stops):
    """The rows of outputs that are in any way upstream of the wanted ones, these counted."""
    books = Books(chain)
    good, miners = set(wanted), set()
    for tx in reversed(books.order()):
        came_out = {row for row in books.outs[tx] if row in wanted or books.owner[row] not in stops}
        miner = books.miner(tx) if follow and not books.coinbase[tx] and books.fees[tx] else None
        if came_out & good or (miner is not None and miner in miners):
            good |= {row for row, _ in books.ins[tx] if row >= 0}
            if books.coinbase[tx]:
                miners.add(tx)
    return sorted(good)
