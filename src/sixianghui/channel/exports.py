"""The list of a column as a file for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from sixianghui.channel.models import Piece
from sixianghui.common.time import SHANGHAI

#: Tells spreadsheets that the text is UTF-8.
BOM = "\ufeff"
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def list_of(pieces: Iterable[Piece], whole: Callable[[str], str]) -> str:
    """Title, date, source and address of each piece as CSV. No cell is taken for a formula.

    whole: makes an address of this site one that can be pressed in a spreadsheet.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([_("标题"), _("日期"), _("来源"), _("网址")])
    for piece in pieces:
        at = piece.first_published_at
        day = "" if at is None else at.astimezone(SHANGHAI).date().isoformat()
        writer.writerow([safe(one) for one in (piece.title, day, source_of(piece), whole(piece.url or "/"))])
    return BOM + file.getvalue()


def source_of(piece: Piece) -> str:
    """Where a piece comes from: what its editor wrote, or the unit that sent it."""
    return piece.source or (piece.unit.name if piece.unit is not None else "")


def safe(content: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    content = printable(content)
    return f"'{content}" if _FORMULA.match(content) else content


def printable(content: str) -> str:
    """Without what no workbook may hold: one such letter in one title would break the table for everybody."""
    return _UNPRINTABLE.sub("", content)
