"""A figure's rows as a file that a spreadsheet opens: the head says what the number is, then come the rows.

Nothing in a cell is ever a formula (cells of CSV that begin like one get an apostrophe; those of XLSX are
typed as text). The head and the rows together hold what computing the digest again needs (`ledger/seal.py`).
"""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from sixianghui.common import sheets, text
from sixianghui.common.errors import Conflict
from sixianghui.common.time import SHANGHAI
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Reading, Sees, Showing
from sixianghui.reports.queries import figures as queries
from sixianghui.ui import public as ui

#: A sheet holds 1,048,576 rows; a file of more than this is nobody's pleasure to open.
LARGEST_SHEET = 200_000
#: Rows that stand for many grow with days and pieces; their digest is not computed for more than this.
LARGEST_SUMS = 50_000
_CHUNK = 500


@dataclass(frozen=True)
class Export:
    """What goes into a file: lines of the head, the titles of the columns, and the rows.

    A file is sent after its request is over, so it keeps the language in which it was asked for.
    """

    name: str
    head: list[tuple[str, str]]
    titles: list[str]
    reading: Reading
    language: str | None

    def rows(self) -> Iterator[list[str]]:
        """The rows the reader may see, read in portions."""
        return _rows(self.reading, self.language)


def export(reading: Reading, *, all_of_it: bool = False) -> Export:
    """Prepare a file. `reading.scope.as_of` has to be set, so that head and rows speak of the same moment.

    Raises `Conflict` for more sums than anybody waits for, unless `all_of_it` is asked for.
    """
    figure, scope = reading.figure, reading.scope
    number = 0 if all_of_it or figure.weight is None else reading.rows.count()
    if number > LARGEST_SUMS:
        raise Conflict(_("有 %(rows)s 行，太多了。请缩小范围再下载。") % {"rows": text.grouped(number)})
    as_of = scope.as_of
    if as_of is None:
        raise ValueError("an export is as of a moment")
    local = as_of.astimezone(SHANGHAI)
    head = [
        (_("数字"), str(figure.label)),
        (_("说明"), str(figure.sentence)),
        (_("数值"), f"{reading.text} {figure.measure}" if reading.is_number else reading.text),
        (_("一个单位是"), str(figure.one_is)),
        (_("算"), str(figure.method.counted)),
        (_("不算"), str(figure.method.not_counted)),
        (_("不知道"), str(figure.method.unknown)),
        (_("范围"), scope.label()),
        (_("截至"), f"{ui.long_date(local.date())} {local:%H:%M:%S}"),
        (_("口径名称"), figure.name),
        (_("口径版本"), str(figure.version)),
        (_("范围代码"), scope.text()),
        (_("截至（UTC）"), as_of.strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
        (_("记录种类"), reading.rows.model._meta.label_lower),
        (_("摘要"), _digest(reading, as_of)),
        *_parts(reading),
    ]
    if reading.sees is not Sees.ALL:
        head.append((pgettext("备注", "说明"), _("下面只有你可以看的记录；数值说的是全部记录。")))
    titles = [_("编号"), *(str(column.label) for column in figure.columns), _("行摘要")]
    return Export(f"{figure.label}_{local:%Y%m%d}", head, titles, reading, get_language())


def _digest(reading: Reading, as_of: dt.datetime) -> str:
    """The digest, where the number itself is told: few rows could be guessed from theirs, and that there are none."""
    figure, scope = reading.figure, reading.scope
    if reading.sees is not Sees.ALL and reading.disclosure.showing is not Showing.EXACT:
        return _("只给看得到全部记录的人")
    return ledger.digest(figure, scope, as_of, ledger.digests_of(figure, figure.rows(scope)))


def _parts(reading: Reading) -> Iterator[tuple[str, str]]:
    for one in queries.parts(reading):
        for part in one.parts:
            label = _("按%(group)s：%(part)s") % {"group": one.group.label, "part": part.label}
            yield label, f"{part.text} {reading.figure.measure}"


def csv_lines(file: Export) -> Iterator[str]:
    """The file as CSV, in portions, with a byte order mark so that spreadsheets see UTF-8."""
    writer = csv.writer(sheets.Echo())
    yield sheets.BOM + "".join(
        writer.writerow([sheets.safe(one) for one in line]) for line in [*file.head, (), file.titles]
    )
    for row in file.rows():
        yield writer.writerow([sheets.safe(one) for one in row])


def xlsx(file: Export, *, most: int = LARGEST_SHEET) -> IO[bytes]:
    """The file as XLSX, in a temporary file. Raises `Conflict` when there are too many rows for a sheet."""
    number = file.reading.rows.count()
    if number > most:
        raise Conflict(
            _("有 %(rows)s 行，表格软件打不动。请下载 CSV，或缩小范围。") % {"rows": text.grouped(number)}
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet(pgettext("数字", "依据"))
    for line in _lines(file):
        sheet.append([_typed(sheet, one) for one in line])
    target = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    book.save(target)
    target.seek(0)
    return target


def _lines(file: Export) -> Iterator[Iterable[str]]:
    yield from file.head
    yield ()
    yield file.titles
    yield from file.rows()


def _typed(sheet: Any, content: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=sheets.printable(content))
    cell.data_type = "s"
    return cell


def _rows(reading: Reading, language: str | None) -> Iterator[list[str]]:
    figure = reading.figure
    for row in reading.rows.iterator(chunk_size=_CHUNK):
        with override(language):
            cells = [str(row.pk), *ledger.cells(figure, row), ledger.row_digest(figure, row)]
        yield cells
