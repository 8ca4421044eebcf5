"""Cells of tables that a spreadsheet opens."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe(content: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like it gets an apostrophe."""
    content = printable(content)
    return f"'{content}" if _FORMULA.match(content) else content


def printable(content: str) -> str:
    """Without what no workbook may hold."""
    return _UNPRINTABLE.sub("", content)
