"""What others measured: how often each rule decides, and how often it is then wrong.

A rule's error can't be seen on a chain whose truth nobody knows. So a finding is given with the
rate that was measured where the truth, or something close to it, was known.

The figures of Möser and Narayanan are those of 35.3 million transactions of two outputs up to block
689,256, whose change was shown later by co-spending. Such wallets are not all wallets: these
have more inputs than others, and on the rest a rule may decide less often and err more.

Their forward rules are those of notebook 5a, which compare an output's spender with its maker, as
ours do. Notebook 5d has another form of the same rules, and other figures for it.

Source: M. Möser and A. Narayanan, "Resurrecting Address Clustering in Bitcoin", Financial
Cryptography 2022, with the results stored at github.com/maltemoeser/dissertation-code.
"""

import pandas as pd

_MOESER = "Möser and Narayanan 2022: two-output transactions up to block 689,256"
_NOBODY = "no published rate"

_RATES: dict[str, tuple[float, float, str]] = {
    "co_spending": (float("nan"), float("nan"), _NOBODY),
    "address_reuse": (float("nan"), float("nan"), _NOBODY),
    "address_type": (0.268, 0.114, _MOESER),
    "optimal_change": (0.332, 0.079, _MOESER),
    "power_of_ten_value": (0.380, 0.013, _MOESER + ", four digits"),
    "power_of_ten_1": (0.492, 0.087, _MOESER),
    "power_of_ten_2": (0.479, 0.025, _MOESER),
    "power_of_ten_3": (float("nan"), float("nan"), _NOBODY),
    "power_of_ten_4": (0.380, 0.013, _MOESER),
    "power_of_ten_5": (float("nan"), float("nan"), _NOBODY),
    "power_of_ten_6": (0.216, 0.023, _MOESER),
    "power_of_ten_7": (0.107, 0.005, _MOESER),
    "client_change_address_behavior": (0.573, 0.040, _MOESER),
    "meiklejohn": (0.592, 0.051, _MOESER),
    "peeling_chain": (float("nan"), float("nan"), _NOBODY),
    "version": (0.250, 0.017, _MOESER),
    "locktime": (0.312, 0.012, _MOESER),
    "sequence": (0.078, 0.037, _MOESER),
    "segwit": (0.214, 0.108, _MOESER),
    "bip69": (0.377, 0.194, _MOESER),
    "fee_rate": (float("nan"), float("nan"), _NOBODY),
}

PUBLISHED_ERRORS = pd.DataFrame.from_dict(
    _RATES, orient="index", columns=["decides", "error", "source"]
).rename_axis("rule")
"""By ``rule``: the share of transactions that it ``decides``, its ``error`` (the share of these in
which it is wrong; NaN where nobody has published one), and the ``source``."""
