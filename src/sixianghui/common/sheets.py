"""Tables that a spreadsheet opens: cells that are nothing but words, and a file that is sent line by line."""

from __future__ import annotations

import re

#: Tells spreadsheets that the text is UTF-8.
BOM = "\ufeff"
#: What they take for a formula; the full-width signs too.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Echo:
    """A file for `csv.writer` that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def safe(content: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like it gets an apostrophe."""
    content = printable(content)
    return f"'{content}" if is_like_a_formula(content) else content


def printable(content: str) -> str:
    """Without what no workbook may hold: one such letter in one title would break the table for everybody."""
    return _UNPRINTABLE.sub("", content)


def is_like_a_formula(content: str) -> bool:
    """Whether a spreadsheet would compute it when somebody edits the cell."""
    return _FORMULA.match(content) is not None
