import unicodedata
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nps_chain.harmless import BOX, harmless, is_there


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tin Harbour", "Tin Harbour"),
        ("  a\tb\r\n c\u00a0d\u2029 ", "a b c d"),
        ("<script>alert('$x$')</script>", "<script>alert('$x$')</script>"),
        ("exe\u202ecod.tni", f"exe{BOX}cod.tni"),
        ("\u200b\u2066\ufeffa\x00\x1b[31mb\x7f", f"{BOX}a{BOX}[31mb{BOX}"),
        ("half \ud800 own \ue000 none \ufffe\U0001ffff\ufdd0", f"half {BOX} own {BOX} none {BOX}"),
        ("e\u0301 e" + "\u0316" * 9, "\xe9 e" + "\u0316" * 3),
        ("\u3164\u2800", ""),
        ("Биржа 取引所 \U0001f600", "Биржа 取引所 \U0001f600"),
        ("", ""),
        (5, "5"), (-3.50, "-3.5"), (np.float64(0.1), "0.1"), (np.int8(7), "7"), (10**30, ""),
        (float("nan"), ""), (float("inf"), ""), (None, ""), (pd.NA, ""), (pd.NaT, ""), (True, ""),
        (b"bytes", ""), (["x"], ""), ({"x": 1}, ""), (Decimal(1), ""), (object(), ""),
    ],
    ids=ascii,
)  # fmt: skip
def test_a_text_becomes_a_line_that_shows_what_is_in_it(text, shown):
    assert harmless(text, 40) == shown
    assert is_there(text, 40) == bool(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("abcde", "abcde"), ("abcdef", "abcd…"), ("abc defgh", "abc…"), ("é" * 10_000, "éééé…"),
        ("\u202e" * 10**6 + "a", f"{BOX}…"), (" " * 10**6 + "a", ""), (123456, "1234…"),
    ],
    ids=lambda text: ascii(text)[:20],
)  # fmt: skip
def test_a_long_text_loses_its_end(text, shown):
    assert harmless(text, 5) == shown
    assert is_there(text, 5) == bool(shown)


def test_a_number_too_long_to_be_written_is_none():
    assert harmless(10**5000, 40) == ""


@given(st.text(st.characters(), max_size=60), st.integers(2, 30))
def test_whatever_stands_there_is_one_short_line_without_tricks(text, most):
    shown = harmless(text, most)
    assert len(shown) <= most
    assert shown == " ".join(shown.split())
    assert is_there(text, most) == bool(shown)
    for letter in shown:
        assert letter == " " or unicodedata.category(letter) not in (
            "Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp",
        )  # fmt: skip
        assert ord(letter) & 0xFFFE != 0xFFFE
    assert harmless(shown, most) == shown
