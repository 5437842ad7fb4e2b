"""The scenarios that come with the course, as knobs that differ from ``classroom``.

``tiny`` has every kind of actor at least once and fewer than 2,000 transactions; its story takes
a month. ``classroom`` is what lessons are about. ``large`` has some 1,000,000 transactions, so
that a technique shows how it scales: more people, each with less money, since there is no more.
"""

from nps_chain.world.knobs import Amounts, CoinJoins, Households, Markets, Traders

_TINY = {
    "time": {"days": 30, "congested_from": 16, "congested_days": 2},
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
        "cedar": 2, "juniper": 2, "rill": 3, "bazaar": 2, "payjoins": 3, "cedar_people": 10,
        "juniper_people": 5,
    },
    "look_alikes": {
        "employees": 6, "paydays": 10, "airdrop": 30, "dusted": 20, "letters": 20, "victims": 4,
        "replaced": 300, "children": 200,
    },
    "story": {
        "first_sale": 10, "purchase_1": 13, "letters": 15, "pages_1": 16, "quincegate_opens": 16,
        "purchase_2": 19, "dust": 20, "airdrop": 20, "purchase_3": 21, "pages_2": 22, "arrest": 23,
        "careless": 24, "exit": 25, "cash_out_from": 26, "answer": 28, "cash_out_to": 29,
    },
    "pages": {"few": 1},
}  # fmt: skip

_MORE = 38  # times as many people as in ``classroom``, so that what they do keeps its shares
_PEOPLE, _TRADERS = Households(), Traders()
_SUMS, _ORDERS, _ROUNDS = Amounts(), Markets(), CoinJoins()

_LARGE = {
    "households": {"count": _PEOPLE.count * _MORE},
    "amounts": {"payment": _SUMS.payment // _MORE, "withdrawal": _SUMS.withdrawal // _MORE},
    "services": {
        "exchanges": 30, "processors": 12, "gambling": 12, "pools": 6,
        "merchants": 400,
    },
    "traders": {
        "count": _TRADERS.count * _MORE,
        "payments_a_day": _TRADERS.payments_a_day * _MORE,
        "anchors_a_day": _TRADERS.anchors_a_day * _MORE,
        "tokens_a_day": _TRADERS.tokens_a_day * _MORE,
    },
    "markets": {
        "lanternfen_orders": _ORDERS.lanternfen_orders * _MORE,
        "quincegate_orders": _ORDERS.quincegate_orders * _MORE,
        "small_vendors": 25,
    },
    "coinjoins": {
        "cedar": _ROUNDS.cedar * _MORE, "juniper": _ROUNDS.juniper * _MORE,
        "rill": _ROUNDS.rill * _MORE, "bazaar": _ROUNDS.bazaar * _MORE,
        "payjoins": _ROUNDS.payjoins * _MORE,
    },
    "look_alikes": {"employees": 200},
    "pages": {"few": 1},
}  # fmt: skip

PRESETS: dict[str, dict[str, dict[str, int]]] = {"tiny": _TINY, "classroom": {}, "large": _LARGE}
"""How each differs from ``classroom``, whose values are the knobs' defaults."""
