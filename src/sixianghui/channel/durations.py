"""How long the steps of a guide take, as editors write it: 当天, 一周, 批准后一个月内, 3 个工作日. Pure.

Such words cannot be added up honestly. What a reader wants to know first is the longest of them, in the editor's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNITS = {"秒": 1 / 3600, "分": 1 / 60, "刻钟": 0.25, "钟头": 1, "小时": 1, "天": 24, "日": 24, "周": 168, "星期": 168, "月": 720, "季度": 2160, "年": 8760}  # fmt: skip
_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SPAN = re.compile(
    r"(?P<number>\d+|[零一二两三四五六七八九十百半当]+)\s*(?:个|整)?(?:工作)?(?P<unit>季度|钟头|小时|刻钟|星期|分|秒|天|日|周|月|年)"
)


def longest(lengths: Iterable[str]) -> str:
    """The longest of them as it was written; nothing where none says a length."""
    known = [(hours, length.strip()) for length in lengths if (hours := hours_of(length)) is not None]
    return max(known, key=lambda one: one[0])[1] if known else ""


def hours_of(length: str) -> float | None:
    """About how many hours a length is; the longest span where it names several, None where it names none."""
    spans = [_number(found["number"]) * _UNITS[found["unit"]] for found in _SPAN.finditer(length)]
    return max(spans, default=None)


def _number(written: str) -> float:
    if written.isdecimal():
        return float(written)
    if written in {"半", "当"}:
        return {"半": 0.5, "当": 1.0}[written]
    hundreds, _, rest = written.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 100 * _DIGITS.get(hundreds, 1) if hundreds or "百" in written else 0
    total += 10 * _DIGITS.get(tens[-1:], 1) if ten else 0
    return float(total + _DIGITS.get(ones[-1:], 0)) or 1.0
