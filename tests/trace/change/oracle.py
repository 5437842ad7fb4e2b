"""The change heuristics once more, one transaction at a time, in plain Python.

Nothing here is shared with what it judges: a chain is first turned into lists of plain numbers.
"""

import math
from collections import Counter
from types import SimpleNamespace

import pandas as pd


def transactions(chain):
    """Each transaction with its inputs and outputs, as plain Python objects."""
    c = chain.columns
    kinds = c.addresses.script_type.tolist()
    first = c.addresses.first_seen.tolist()
    outside = {
        i: (txid.tobytes()[::-1], int(n))
        for i, txid, n in zip(c.outside.input.tolist(), c.outside.txid, c.outside.n, strict=True)
    }
    txs = [
        SimpleNamespace(txid=txid.tobytes()[::-1], fee=fee, version=version, locktime=locktime,
                        vsize=vsize, coinbase=coinbase, inputs=[], outputs=[], row=row)
        for row, (txid, fee, version, locktime, vsize, coinbase) in enumerate(
            zip(c.txs.txid, c.txs.fee.tolist(), c.txs.version.tolist(), c.txs.locktime.tolist(),
                c.txs.vsize.tolist(), c.txs.coinbase.tolist(), strict=True))
    ]  # fmt: skip
    outputs = []
    for row, (tx, n, value, address, kind, spender) in enumerate(
        zip(*(column.tolist() for column in (
            c.outputs.tx, c.outputs.n, c.outputs.value, c.outputs.address, c.outputs.script_type,
            c.outputs.spent_by)), strict=True)
    ):  # fmt: skip
        output = SimpleNamespace(
            row=row, tx=txs[tx], n=n, value=value, address=address, kind=kind,
            spender=txs[spender] if spender >= 0 else None,
            first=first[address] if address >= 0 else None,
        )  # fmt: skip
        outputs.append(output)
        txs[tx].outputs.append(output)
    for i, (tx, spends, value, address, sequence, witness) in enumerate(
        zip(*(column.tolist() for column in (
            c.inputs.tx, c.inputs.spends, c.inputs.value, c.inputs.address, c.inputs.sequence,
            c.inputs.witness)), strict=True)
    ):  # fmt: skip
        coin = outputs[spends] if spends >= 0 else None
        txs[tx].inputs.append(SimpleNamespace(
            coin=coin, value=value, address=address, sequence=sequence, witness=witness,
            kind=kinds[address] if address >= 0 else None,
            point=(coin.tx.txid, coin.n) if coin else outside.get(i),
        ))  # fmt: skip
    return txs


def spendable(tx):
    return [output for output in tx.outputs if output.address >= 0]


def goes_back(tx, output):
    return output.address in [coin.address for coin in tx.inputs if coin.address >= 0]


def is_fresh(tx, output):
    return output.first == tx.row and not goes_back(tx, output)


def link(tx):
    return not tx.coinbase and len(tx.inputs) == 1 and len(tx.outputs) == len(spendable(tx)) == 2


def address_reuse(tx):
    return [output for output in spendable(tx) if goes_back(tx, output)]


def address_type(tx):
    kinds = {coin.kind for coin in tx.inputs}
    if len(kinds) != 1 or None in kinds:
        return []
    return [output for output in spendable(tx) if output.kind in kinds]


def optimal_change(tx):
    values = [coin.value for coin in tx.inputs]
    if len(values) < 2 or -1 in values:
        return []
    return [output for output in spendable(tx) if all(output.value < value for value in values)]


def power_of_ten(digits):
    ending = "0" * digits
    return lambda tx: [
        o for o in spendable(tx) if not str(o.value).rjust(digits, "0").endswith(ending)
    ]


def client_change_address_behavior(tx):
    return [output for output in spendable(tx) if is_fresh(tx, output)]


def meiklejohn(tx):
    if address_reuse(tx) or any(coin.address < 0 for coin in tx.inputs):
        return []
    return client_change_address_behavior(tx)


def peeling_chain(as_of):
    def kept(tx):
        if not link(tx):
            return []
        small, large = sorted(tx.outputs, key=lambda output: output.value)
        coin = tx.inputs[0].coin
        linked = coin is not None and link(coin.tx)
        if as_of is not None and large.spender is not None:
            linked = linked or link(large.spender)
        return [large] if linked and small.value < large.value else []

    return kept


def same_habit(habit, alike=lambda mine, theirs: mine == theirs):
    def kept(tx):
        outputs = spendable(tx)
        mine = habit(tx)
        if mine is None or any(output.spender is None for output in outputs):
            return []
        theirs = [habit(output.spender) for output in outputs]
        return [
            o for o, his in zip(outputs, theirs, strict=True) if his is None or alike(mine, his)
        ]

    return kept


def witness(tx):
    seen = {coin.witness for coin in tx.inputs}
    return True if 1 in seen else None if -1 in seen else False


def in_order(tx):
    if tx.coinbase or (len(tx.inputs) == 1 and len(tx.outputs) == 1):
        return None
    points = [coin.point for coin in tx.inputs]
    values = [output.value for output in tx.outputs]
    return points == sorted(points) and values == sorted(values)


def rate(tx):
    return None if tx.coinbase or tx.fee < 0 else tx.fee * 1000 // max(1, tx.vsize)


def rules(as_of=None):
    """Every rule by name; the forward ones only with a height."""
    found = {
        "address_reuse": address_reuse,
        "address_type": address_type,
        "optimal_change": optimal_change,
        "power_of_ten_value": power_of_ten(4),
        "client_change_address_behavior": client_change_address_behavior,
        "meiklejohn": meiklejohn,
        "peeling_chain": peeling_chain(as_of),
    }
    found |= {f"power_of_ten_{digits}": power_of_ten(digits) for digits in range(1, 8)}
    if as_of is not None:
        found |= {
            "locktime": same_habit(lambda tx: tx.locktime != 0),
            "version": same_habit(lambda tx: tx.version),
            "sequence": same_habit(lambda tx: any(c.sequence < 2**32 - 2 for c in tx.inputs)),
            "segwit": same_habit(witness),
            "bip69": same_habit(in_order),
            "fee_rate": same_habit(rate, lambda a, b: 50 * abs(a - b) <= max(a, b)),
        }
    return found


def identified(tx, kept):
    """The only output that a rule keeps, where there is a choice."""
    return kept[0].row if len(kept) == 1 and len(spendable(tx)) > 1 and not tx.coinbase else -1


def answers(chain, as_of=None):
    """What each rule answers, as a frame."""
    txs = transactions(chain)
    return pd.DataFrame(
        {name: [identified(tx, rule(tx)) for tx in txs] for name, rule in rules(as_of).items()},
        index=pd.RangeIndex(len(txs), name="tx"),
        dtype="int64",
    )


# The vote: every number below is worked out from the published rates with a calculator.

FRESH, FRESH_PAYMENT = 0.945169, 0.418009  # 0.573, 0.040
TYPED, TYPED_PAYMENT = 0.959400, 0.752504  # 0.268, 0.114
BELOW, BELOW_PAYMENT = 0.903408, 0.445140  # 0.332 of the 61 % with several inputs, 0.079
TWO, TWO_PAYMENT = 0.977060, 0.522010  # 0.479, 0.025
FOUR, FOUR_PAYMENT = 0.992057, 0.621937  # 0.380, 0.013


def log_odds(tx, output):
    """What is seen of an output, as the logarithm of how much likelier it is of change."""
    if goes_back(tx, output):
        total = math.log(0.209 / 0.005)
    elif is_fresh(tx, output):
        total = math.log(0.791 * FRESH / (0.995 * FRESH_PAYMENT))
    else:
        total = math.log(0.791 * (1 - FRESH) / (0.995 * (1 - FRESH_PAYMENT)))
    kinds = {coin.kind for coin in tx.inputs}
    if len(kinds) == 1 and None not in kinds:
        same = output.kind in kinds
        total += math.log(TYPED / TYPED_PAYMENT if same else (1 - TYPED) / (1 - TYPED_PAYMENT))
    values = [coin.value for coin in tx.inputs]
    if len(values) > 1 and -1 not in values:
        below = output.value < min(values)
        total += math.log(BELOW / BELOW_PAYMENT if below else (1 - BELOW) / (1 - BELOW_PAYMENT))
    if str(output.value).endswith("0000") or output.value == 0:
        total += math.log((1 - FOUR) / (1 - FOUR_PAYMENT))
    elif str(output.value).endswith("00"):
        total += math.log((FOUR - TWO) / (FOUR_PAYMENT - TWO_PAYMENT))
    else:
        total += math.log(TWO / TWO_PAYMENT)
    return total


def largest(tx):
    """The output that is worth more than each other one."""
    outputs = sorted(spendable(tx), key=lambda output: output.value)
    if not outputs or (len(outputs) > 1 and outputs[-1].value == outputs[-2].value):
        return None
    return outputs[-1]


def chances(tx):
    """The chance of each output to be change, by its row; empty where nothing is to choose."""
    outputs = spendable(tx)
    many = len(outputs)
    if tx.coinbase or many < 2:
        return {}
    alike = max(Counter(output.value for output in outputs).values())
    if len(tx.inputs) >= alike >= 2:
        return {}
    weights = {o.row: math.exp(log_odds(tx, o)) * 0.97 / many for o in outputs}
    coin = tx.inputs[0].coin
    if len(tx.inputs) == 1 and coin and largest(coin.tx) is coin and largest(tx):
        for row in weights:
            is_it = row == largest(tx).row
            weights[row] *= 0.8 * many if is_it else 0.2 * many / (many - 1)
    total = sum(weights.values()) + 0.03
    return {row: weight / total for row, weight in weights.items()}
