"""A thread as a file that a spreadsheet opens: time, chosen name, words, where it stands, why, who decided. No account.

Nothing in a cell is ever a formula: cells of CSV that begin like one get an apostrophe, those of XLSX are typed as text.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from sixianghui.common import sheets, text
from sixianghui.common.errors import Conflict
from sixianghui.common.time import SHANGHAI
from sixianghui.remarks import queries, wording
from sixianghui.remarks.models import Remark, Thread

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What a spreadsheet still opens at ease.
LARGEST_SHEET = 100_000


def csv_lines(thread: Thread) -> Iterator[str]:
    """The file as CSV, in portions, in the language in which it was asked for."""
    language = get_language()
    writer = csv.writer(sheets.Echo())
    with override(language):
        yield sheets.BOM + writer.writerow(_titles())
    for row in queries.rows_of(thread):
        with override(language):  # not over the yield: what is sent in between is somebody else's
            line = writer.writerow([sheets.safe(one) for one in _cells(row)])
        yield line


def workbook(thread: Thread, *, most: int = LARGEST_SHEET) -> IO[bytes]:
    """The file as XLSX, in a temporary file. Raises `Conflict` when there are too many rows for a sheet."""
    number = Remark.objects.standing().filter(thread=thread).count()
    if number > most:
        raise Conflict(_("有 %(rows)s 行，表格软件打不动。请下载 CSV。") % {"rows": text.grouped(number)})
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("评论"))
    sheet.append(_titles())
    for row in queries.rows_of(thread):
        sheet.append([_typed(sheet, one) for one in _cells(row)])
    target = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    book.save(target)
    target.seek(0)
    return target


def _titles() -> list[str]:
    return [_("写于"), _("显示的名字"), _("内容"), _("现在"), _("理由"), _("处理的人")]


def _cells(row: queries.Row) -> list[str]:
    by = row.by or (_("按这里的规矩直接放出来") if row.state == "shown" else "")
    words = row.text or _("（已过保存期，或写的人注销了）")
    at = row.at.astimezone(SHANGHAI)
    return [f"{at:%Y-%m-%d %H:%M:%S}", row.name, words, str(wording.STATES[row.state]), row.reason, by]


def _typed(sheet: Any, content: str) -> Any:
    cell = WriteOnlyCell(sheet, sheets.printable(content))
    cell.data_type = "s"
    return cell
