"""The features of clusters once more, in plain Python, a cluster and a transaction at a time."""

from collections import Counter
from itertools import pairwise

from nps_chain.chain.address.script import SCRIPT_TYPES


def features_of(chain, label_of, coinjoins=()):
    """Return the features by cluster as dictionaries; ``label_of`` has the label of each row."""
    c = chain.columns
    blocks = dict(zip(c.blocks.height.tolist(), c.blocks.time.tolist(), strict=True))
    kind_of = c.addresses.script_type.tolist()
    owner = {a: ("cluster", label_of[a]) if a in label_of else ("address", a)
             for a in range(len(kind_of))}  # fmt: skip
    ins = [[] for _ in c.txs.height]
    for i, t in enumerate(c.inputs.tx.tolist()):
        a = int(c.inputs.address[i])
        ins[t].append((owner.get(a), int(c.inputs.value[i]), int(c.inputs.spends[i]), a))
    outs = [[] for _ in c.txs.height]
    for o, t in enumerate(c.outputs.tx.tolist()):
        a = int(c.outputs.address[o])
        outs[t].append((owner.get(a), int(c.outputs.value[o]), int(c.outputs.spent_by[o]), a))
    sole = []
    for t, coins in enumerate(ins):
        who = {coin[0] for coin in coins}
        sole.append(who.pop() if len(who) == 1 and t not in coinjoins else None)
    coins_on = Counter(a for coins in outs for *_, a in coins if a >= 0)
    coins_on.update(a for coins in ins for _, _, spends, a in coins if spends == -2 and a >= 0)

    found = {}
    for label in sorted(set(label_of.values())):
        me = ("cluster", label)
        mine = [a for a in owner if owner[a] == me]
        spending = [t for t in range(len(ins)) if any(who == me for who, *_ in ins[t])]
        giving = [t for t in range(len(outs)) if t not in spending
                  and any(who == me for who, *_ in outs[t])]  # fmt: skip
        own = [t for t in spending if sole[t] == me]
        deposits = [(t, *coin) for t in giving for coin in outs[t] if coin[0] == me]
        payouts = [(t, *coin) for t in own for coin in outs[t] if coin[0] not in (me, None)]
        batches = Counter(t for t, *_ in payouts)
        payees = Counter(who for t in batches for who in {who for who, *_ in outs[t]} - {me, None})
        moments = {t: blocks[int(c.txs.height[t])] for t in spending + giving}
        heights = [int(c.txs.height[t]) for t in spending + giving]
        hours = [moments[t] % 86400 // 3600 for t in spending]
        nights = [sum((h - start) % 24 < 6 for h in hours) for start in range(24)]
        days = sorted({moments[t] // 86400 for t in batches})
        gaps = [b - a for a, b in pairwise(days)]
        amounts = Counter(value for _, _, value, *_ in payouts)
        parts = []
        for t, _, value, *_ in deposits:
            spendable = [v for who, v, *_ in outs[t] if who is not None]
            if sole[t] is not None and len(spendable) > 1 and sum(spendable):
                parts.append(value * 1_000 // sum(spendable))
        usual = Counter(parts)
        usual_part = min(usual, key=lambda part: (-usual[part], part), default=-1)
        kinds = Counter(kind_of[a] for a in mine)
        found[label] = {
            "addresses": len(mine),
            "coins": sum(coins_on[a] for a in mine),
            "reused_addresses": sum(coins_on[a] > 1 for a in mine),
            "swept_addresses": sum(
                coins_on[a] == 1 and by >= 0 and len(ins[by]) > 1 and sole[by] == me
                for _, _, _, by, a in deposits
            ),
            "delay": middle(
                [int(c.txs.height[by] - c.txs.height[t]) for t, _, _, by, _ in deposits if by >= 0]
            ),
            "script_types": len(kinds),
            "script_type": SCRIPT_TYPES[min(kinds, key=lambda kind: (-kinds[kind], kind))],
            "txs_in": len(giving),
            "txs_out": len(spending),
            "shared_txs": len(spending) - len(own),
            "coinbases": sum(bool(c.txs.coinbase[t]) for t in giving),
            "deposits": len(deposits),
            "change_outputs": sum(who == me for t in spending for who, *_ in outs[t]),
            "unknown_inputs": sum(
                who is None
                for t in spending + giving
                if not c.txs.coinbase[t]
                for who, *_ in ins[t]
            ),
            "unknown_values": sum(who == me and v < 0 for t in spending for who, v, *_ in ins[t]),
            "first_height": min(heights, default=-1),
            "last_height": max(heights, default=-1),
            "payers": len({sole[t] for t in giving} - {None}),
            "payees": len(payees),
            "repeated_payees": sum(times > 1 for times in payees.values()),
            "parts": len(parts),
            "usual_part": usual_part,
            "usual_parts": usual[usual_part],
            "payouts": len(payouts),
            "paying_txs": len(batches),
            "batches": sum(many >= 4 for many in batches.values()),
            "batch_median": middle(list(batches.values()), none=0),
            "batch_max": max(batches.values(), default=0),
            "sweeps": sum(
                len(ins[t]) >= 3 and sum(who is not None for who, *_ in outs[t]) == 1 for t in own
            ),
            "round_payouts": sum(value > 0 and value % 10_000 == 0 for _, _, value, *_ in payouts),
            "fresh_payouts": sum(c.addresses.first_seen[a] == t for t, *_, a in payouts),
            "equal_payouts": sum(many for many in amounts.values() if many > 1),
            "active_days": len({moment // 86400 for moment in moments.values()}),
            "active_hours": len(set(hours)),
            "quiet_hour": nights.index(min(nights)) if hours else -1,
            "quiet_txs": min(nights),
            "paydays": len(days),
            "payday_gap": middle(gaps),
            "regular_gaps": sum(abs(gap - middle(gaps)) <= 1 for gap in gaps),
            "received": sum(value for _, _, value, *_ in deposits),
            "minted": sum(value for t, _, value, *_ in deposits if c.txs.coinbase[t]),
            "balance": sum(
                value for coins in outs for who, value, by, _ in coins if who == me and by < 0
            ),
            "sent": sum(value for _, _, value, *_ in payouts),
            "median_payout": middle([value for _, _, value, *_ in payouts]),
            "median_deposit": middle([value for _, _, value, *_ in deposits]),
        }
    return found


def middle(numbers, none=-1):
    """Return the lower median."""
    return sorted(numbers)[(len(numbers) - 1) // 2] if numbers else none
