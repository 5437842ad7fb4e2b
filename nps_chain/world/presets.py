"""The scenarios that come with the course, as knobs that differ from ``classroom``.

``tiny`` has every kind of actor at least once and fewer than 2,000 transactions; its story takes a
month. ``classroom`` is what lessons are about. ``large`` has a million transactions, so that a
technique shows how it scales: more people, each with less money, since there is no more of it.
"""

_TINY = {
    "time": {"days": 30, "congested_from": 16, "congested_days": 2},
    "households": {
        "count": 24, "like_privacy": 500, "use_markets": 400, "gamble": 250, "days_between": 9,
        "payments_at_once": 15, "withdrawals_from": 1, "withdrawals_to": 2,
    },
    "services": {
        "merchants": 4, "exchange_sweeps": 48, "processor_sweeps": 48, "merchants_sell": 120,
    },
    "traders": {"count": 4, "payments_a_day": 3, "anchors_a_day": 1, "tokens_a_day": 1},
    "markets": {
        "lanternfen_orders": 10, "quincegate_orders": 10, "small_vendors": 2, "couriers": 5,
    },
    "coinjoins": {
        "cedar": 1, "juniper": 1, "rill": 3, "bazaar": 1, "payjoins": 1, "cedar_people": 10,
        "juniper_people": 8,
    },
    "look_alikes": {
        "employees": 8, "paydays": 7, "airdrop": 30, "dusted": 20, "letters": 20, "victims": 4,
        "replaced": 300, "children": 200,
    },
    "story": {
        "first_sale": 10, "purchase_1": 12, "pages_1": 14, "letters": 15, "quincegate_opens": 15,
        "purchase_2": 18, "dust": 18, "purchase_3": 20, "airdrop": 19, "pages_2": 20, "arrest": 22,
        "careless": 23, "exit": 24, "cash_out_from": 25, "cash_out_to": 29, "answer": 28,
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
