"""Chinese text: phrases that may not break, numbers and dates as an editor writes them."""

from __future__ import annotations

import datetime as dt
import re

_AFTER = re.compile(r"(?<=[，：；？！、。])(?![”’』」》）])")
_WEEKDAYS = "一二三四五六日"


def phrases(headline: str) -> list[str]:
    """Cut a headline where a line may break: after a comma, colon or the like, and at the editor's own mark `|`."""
    parts = [piece for part in headline.split("|") for piece in _AFTER.split(part)]
    return [part for part in parts if part]


def grouped(number: int) -> str:
    """A number with thousands set off: 17693 → 17,693."""
    return f"{number:,}"


def in_wan(number: int) -> str:
    """A number as prose has it: 17693 → 1.8万; below ten thousand as it is, grouped."""
    if abs(number) < 10_000:
        return grouped(number)
    return f"{number / 10_000:.1f}".rstrip("0").rstrip(".") + "万"


def long_date(day: dt.date) -> str:
    """2018年6月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def weekday(day: dt.date) -> str:
    """星期二."""
    return "星期" + _WEEKDAYS[day.weekday()]
