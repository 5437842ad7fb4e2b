"""A sum is read as people of different countries write it."""

import pytest

from nps_chain.evidence.pages.forms import prices
from tests.evidence.pages.forms.look import found


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("0.024 BTC", "0.024 BTC"),
        ("0,125 BTC", "0.125 BTC"),
        ("960.00 EUR", "960.00 EUR"),
        ("1,500 EUR", "1500 EUR"),
        ("1.500,00 €", "1500.00 EUR"),
        ("1 500,50 руб", "1500.50 RUB"),
        ("12'000 CHF", "12000 CHF"),
        ("$1,234,567.89", "1234567.89 USD"),
        ("€5", "5 EUR"),
        ("USD 20", "20 USD"),
        ("₿0.5", "0.5 BTC"),
        ("0.01&nbsp;XBT", "0.01 BTC"),
        ("50 000 sats", "50000 satoshi"),
        ("300 lei", "300 lei"),
        ("<b>3</b> XMR", "3 XMR"),
    ],
)
def test_a_sum_with_its_currency_is_a_price(written, text):
    assert found(prices.find, f"only {written}, today") == [("price", text, True, "")]


@pytest.mark.parametrize(
    "text",
    ["4/5", "2025-01-31", "10 units", "v1.2 EURO2", "BTC", "12 BTCs", "5 %", "EUR", "1e5 EURx"],
)
def test_what_is_no_price(text):
    assert found(prices.find, text) == []


def test_only_what_people_see_is_a_price():
    assert found(prices.find, "<p title='5 EUR'>", where="attribute") == []
