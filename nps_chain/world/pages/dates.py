"""Days of the story, January to April 2025, as clocks and people tell them."""

from datetime import UTC, datetime

START = 1735689600
"""The first second of day 1, 1 January 2025 UTC, in seconds since 1970."""

DAY = 86400
"""Seconds."""

_MONTHS = {
    "en": ("January", "February", "March", "April"),
    "ru": ("января", "февраля", "марта", "апреля"),
    "ro": ("ianuarie", "februarie", "martie", "aprilie"),
}


def seconds(day: int, minute: int = 0) -> int:
    """Return a minute of a day in UTC seconds since 1970."""
    return START + (day - 1) * DAY + minute * 60


def iso(at: int) -> str:
    """Return UTC seconds as ``2025-02-02T09:30:15Z``."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def spoken(day: int, language: str) -> str:
    """Return a day as people write it: ``2 February 2025``."""
    date = datetime.fromtimestamp(seconds(day), UTC)
    end = " г." if language == "ru" else ""
    return f"{date.day} {_MONTHS[language][date.month - 1]} {date.year}{end}"


def short(day: int) -> str:
    """Return a day as ``2025-02-02``."""
    return iso(seconds(day))[:10]
