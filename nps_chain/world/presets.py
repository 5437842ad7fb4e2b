"""The scenarios that come with the course, as knobs that differ from ``classroom``.

``tiny`` has every kind of actor at least once and fewer than 2,000 transactions; its story takes
less than a month. ``classroom`` is what lessons are about. ``large`` has a million transactions, so
that a technique shows how it scales: more people, each with less money, since there is no more.
"""

_TINY = {
    "time": {"days": 24, "congested_from": 14, "congested_days": 2},
    "households": {
        "count": 26, "like_privacy": 1000, "gamble": 250, "days_between": 60,
        "payments_at_once": 10, "withdrawals_from": 1, "withdrawals_to": 1,
    },
    "services": {
        "exchanges": 4, "merchants": 2, "exchange_sweeps": 48, "processor_sweeps": 48,
        "merchants_sell": 168,
    },
    "traders": {"count": 1, "payments_a_day": 1, "anchors_a_day": 1, "tokens_a_day": 1},
    "markets": {"lanternfen_orders": 6, "quincegate_orders": 6, "small_vendors": 1},
    "coinjoins": {
        "cedar": 2, "juniper": 2, "rill": 3, "bazaar": 2, "payjoins": 1, "cedar_people": 10,
        "juniper_people": 5,
    },
    "look_alikes": {
        "employees": 6, "paydays": 10, "airdrop": 30, "dusted": 20, "letters": 20, "victims": 4,
        "replaced": 300, "children": 200,
    },
    "story": {
        "first_sale": 10, "purchase_1": 12, "letters": 13, "pages_1": 14, "quincegate_opens": 14,
        "purchase_2": 16, "dust": 16, "airdrop": 16, "purchase_3": 17, "pages_2": 18, "arrest": 19,
        "careless": 20, "exit": 21, "cash_out_from": 22, "answer": 23, "cash_out_to": 24,
    },
    "pages": {"few": 1},
}  # fmt: skip

_LARGE = {
    "households": {"count": 7200},
    "services": {
        "exchanges": 24, "merchants": 240, "processors": 8, "gambling": 8, "pools": 6,
        "exchange_pool": 100,
    },
    "traders": {
        "count": 960, "payments_a_day": 2520, "anchors_a_day": 336, "tokens_a_day": 336,
    },
    "amounts": {"payment": 1_000_000, "withdrawal": 480_000},
    "markets": {"lanternfen_orders": 432, "quincegate_orders": 528, "small_vendors": 400},
    "coinjoins": {"cedar": 100, "juniper": 50, "rill": 200, "bazaar": 100, "payjoins": 140},
    "look_alikes": {"employees": 100},
}  # fmt: skip

PRESETS: dict[str, dict[str, dict[str, int]]] = {"tiny": _TINY, "classroom": {}, "large": _LARGE}
"""How each differs from ``classroom``, whose values are the knobs' defaults."""
