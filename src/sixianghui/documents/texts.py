"""Texts before they are set: cleaned, in paragraphs, numbered, measured. Pure."""

from __future__ import annotations

import re
import unicodedata

#: Controls, surrogates, unassigned code points and those for private use print nothing or a box, and some of them
#: (the ones for right-to-left) turn a text around; none is text.
_NO_TEXT = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES = re.compile(r"[^\S\u3000]+")
_LINES = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_DIGITS = "〇一二三四五六七八九"


def clean(text: str) -> str:
    """A text on one line: no controls, nothing that turns it around or prints nothing, single spaces."""
    text = _LINES.sub(" ", text)
    text = "".join(one for one in text if one == "\t" or unicodedata.category(one) not in _NO_TEXT)
    return _SPACES.sub(" ", text).strip(" ")


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, each clean; empty ones are gone."""
    return tuple(one for line in _LINES.split(text) if (one := clean(line).strip("\u3000")))


def numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九; above that Arabic."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else _DIGITS[tens])
        + ("十" if tens else "")
        + (_DIGITS[ones] if ones or not tens else "")
    )


def mark(level: int, number: int) -> str:
    """The number before a heading (7.3.3)."""
    return {
        1: f"{numeral(number)}、", 2: f"（{numeral(number)}）", 3: f"{number}.", 4: f"（{number}）",
    }[level]  # fmt: skip


def width(text: str) -> float:
    """About how many characters wide a text is: what is half as wide counts half."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)
