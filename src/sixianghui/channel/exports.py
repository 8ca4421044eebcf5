"""The list of a column as a file for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from sixianghui.channel.models import Piece
from sixianghui.common import sheets
from sixianghui.common.time import SHANGHAI


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
        writer.writerow(
            [sheets.safe(one) for one in (piece.title, day, source_of(piece), whole(piece.url or "/"))]
        )
    return sheets.BOM + file.getvalue()


def source_of(piece: Piece) -> str:
    """Where a piece comes from: what its editor wrote, or the unit that sent it."""
    return piece.source or (piece.unit.name if piece.unit is not None else "")
