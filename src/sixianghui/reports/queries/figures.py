"""What a figure's page shows beside the number: the chart, a page of rows, what was published."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from sixianghui.common import time
from sixianghui.common.errors import HouseError, NotThere
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Grouped, Publication, Reading, Sees, Showing, Since
from sixianghui.reports import charts

ROWS = 50
#: As many units as anybody looks through in a list.
MOST_UNITS = 300
PUBLICATIONS = 5
_LAST_PAGE = 10**6
_DIGITS = re.compile(r"[\d :.,-]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


class QueryError(HouseError):
    """A page's address asks for something there cannot be."""


@dataclass(frozen=True)
class Title:
    """The head of a column: its words, and how to sort by it ("" when one may not)."""

    key: str
    label: str
    link: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of the page. `tight`: digits that stay on one line; a moment is shown to the minute."""

    text: str

    @property
    def tight(self) -> bool:
        return bool(_DIGITS.fullmatch(self.text))

    def __str__(self) -> str:
        return self.text[:-3] if _MOMENT.fullmatch(self.text) else self.text


@dataclass(frozen=True)
class Rows:
    """One page of the rows behind a number."""

    titles: list[Title]
    cells: list[list[Cell]]
    ids: list[str]
    count: int
    page: int
    pages: int


def rows_page(reading: Reading, query: Mapping[str, str]) -> Rows:
    """The page of rows that `query` asks for by `page` and `sort`. At most two queries, none when nothing may be seen.

    Raises `QueryError` for what cannot be read and `NotThere` beyond the last page.
    """
    found, sort = _sorted(reading, query.get("sort", ""))
    number = _page_number(query.get("page", ""))
    count = reading.rows_seen()
    pages = max(1, -(-count // ROWS))
    if number > pages:
        raise NotThere(_("没有第 %(page)d 页，一共 %(pages)d 页。") % {"page": number, "pages": pages})
    here = list(found[(number - 1) * ROWS : number * ROWS]) if count else []
    return Rows(
        titles=_titles(reading, sort),
        cells=[[Cell(one) for one in ledger.cells(reading.figure, row)] for row in here],
        ids=[str(row.pk) for row in here],
        count=count,
        page=number,
        pages=pages,
    )


def chart(reading: Reading) -> charts.Chart | None:
    """The small chart, where the reader may see the rows. At most one query, none without a moment to draw over."""
    figure, scope = reading.figure, reading.scope
    if not figure.goes_over_time or reading.sees is not Sees.ALL:
        return None
    counts = {day: count for day, count in reading.by_day().counts.items() if day is not None}
    today = time.today()
    until = min(scope.until, today) if scope.until else today
    return charts.draw(counts, cumulative=figure.chart == "cumulative", until=until)


@dataclass(frozen=True)
class Sealed:
    """What was published for a scope, the newest first, and what has happened since the newest (None: that cannot be
    told, as of one of another definition, or not to this reader)."""

    publications: list[Publication]
    since: Since | None = None

    @property
    def newest(self) -> Publication | None:
        """The newest publication."""
        return self.publications[0] if self.publications else None


def sealed(reading: Reading) -> Sealed:
    """What was published. One query, and two more to say what has happened since, to who may see all rows."""
    found = list(ledger.publications(reading.figure, reading.scope)[:PUBLICATIONS])
    if not found or reading.sees is not Sees.ALL:
        return Sealed(found)
    return Sealed(found, ledger.since(found[0]))


def publication(name: str, number: int) -> Publication:
    """One publication of a figure; raises `NotThere`."""
    found = Publication.objects.filter(figure=ledger.get(name).name, pk=number).first()
    if found is None:
        raise NotThere(_("没有这次公布。"))
    return found


def units(chosen: int | None = None) -> list[tuple[int, str]]:
    """Units by which a number can be narrowed, as (id, name). One query; two where they are too many for a list.

    Of very many only those with others below them are offered, and the one that is chosen: of the rest, each has a page
    of its own.
    """
    known = ledger.units_by_name()
    found = list(known.values_list("pk", "name")[: MOST_UNITS + 1])
    if len(found) <= MOST_UNITS:
        return found
    superiors = Q(pk__in=known.order_by().filter(parent__isnull=False).values("parent")) | Q(pk=chosen)
    return list(known.filter(superiors).values_list("pk", "name")[:MOST_UNITS])


def parts(reading: Reading) -> list[Grouped]:
    """The number broken down in every way that its reader may see and that says something. At most one query."""
    return [one for one in ledger.in_every_way(reading) if one.parts]


def as_json(reading: Reading, rows: Rows, seal: Sealed, as_of: dt.datetime) -> dict[str, Any]:
    """The page as plain values. `value` is null where only `shown` may be said."""
    figure, disclosure = reading.figure, reading.disclosure
    exact = disclosure.showing in {Showing.EXACT, Showing.PUBLISHED}
    return {
        "figure": figure.name,
        "version": figure.version,
        "label": str(figure.label),
        "sentence": str(figure.sentence),
        "measure": str(figure.measure),
        "one_is": str(figure.one_is),
        "method": {name: str(getattr(figure.method, name)) for name in ("counted", "not_counted", "unknown")},
        "scope": reading.scope.to_json(),
        "scope_label": reading.scope.label(),
        "as_of": _local(as_of),
        "value": disclosure.number if exact else None,
        "shown": reading.text,
        "groups": [
            {
                "key": one.group.key,
                "label": str(one.group.label),
                "parts": [
                    {"label": part.label, "value": part.number, "shown": part.text} for part in one.parts
                ],
            }
            for one in parts(reading)
        ],
        "publications": [
            {"value": one.value, "version": one.version, "as_of": _local(one.as_of), "digest": one.digest}
            for one in seal.publications
        ],
        "rows": [
            {"id": row_id, **{title.key: cell.text for title, cell in zip(rows.titles, cells, strict=True)}}
            for row_id, cells in zip(rows.ids, rows.cells, strict=True)
        ],
        "page": rows.page,
        "pages": rows.pages,
    }


def _local(moment: dt.datetime) -> str:
    return moment.astimezone(time.SHANGHAI).isoformat()


def _page_number(raw: str) -> int:
    if not raw:
        return 1
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 7 and 0 < int(raw) <= _LAST_PAGE):
        raise QueryError(_("页码不对，请从页面上的链接翻页。"))
    return int(raw)


def _sorted(reading: Reading, raw: str) -> tuple[QuerySet, str]:
    """The rows in the order asked for, by a key that the figure allows; else in the figure's own."""
    found = reading.rows
    if not raw:
        return (found if found.ordered else found.order_by("pk")), ""
    paths = {column.key: column.sort for column in reading.figure.columns if column.sort}
    path = paths.get(raw.removeprefix("-"))
    if path is None:
        raise QueryError(_("不能按这一列排序，请点表头上的链接。"))
    # What is not known comes last whichever way, on both databases.
    order = F(path).desc(nulls_last=True) if raw.startswith("-") else F(path).asc(nulls_last=True)
    return found.order_by(order, "pk"), raw


def _titles(reading: Reading, sort: str) -> list[Title]:
    titles = []
    for column in reading.figure.columns:
        up, down = sort == column.key, sort == f"-{column.key}"
        link = (f"-{column.key}" if up else column.key) if column.sort else ""
        direction = "ascending" if up else "descending" if down else ""
        titles.append(Title(column.key, str(column.label), link, direction))
    return titles
