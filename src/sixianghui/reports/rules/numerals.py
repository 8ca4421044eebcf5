"""How headings are counted: 一、 and （一）. Pure."""

from __future__ import annotations

from collections.abc import Iterable

_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一. Up to 99."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def numbered(levels: Iterable[int]) -> list[str]:
    """What stands before each heading, by its level: 一、 for 1, （一） for 2, which begins anew under each 1."""
    found, first, second = [], 0, 0
    for level in levels:
        if level == 1:
            first, second = first + 1, 0
            found.append(f"{numeral(first)}、")
        else:
            second += 1
            found.append(f"（{numeral(second)}）")
    return found
