"""What the templates of a figure's page need beside the number: links, and the words of the chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sixianghui.common import text
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Figure, Grouped, Reading, Scope, Sees, Showing
from sixianghui.reports import bars
from sixianghui.reports.charts import Chart, Period
from sixianghui.reports.queries import figures as queries
from sixianghui.reports.queries.figures import Rows, Sealed
from sixianghui.reports.recounting import redefined, sentence


@dataclass(frozen=True)
class Mark:
    """A label under the axis, in words."""

    x: float
    anchor: str
    text: str


@dataclass(frozen=True)
class Line:
    """A line of the table behind the chart."""

    text: str
    count: int
    total: int


@dataclass(frozen=True)
class Part:
    """A part of a number: its name, what is shown, how long its bar is of 1000."""

    label: str
    shown: str
    length: int | None


@dataclass(frozen=True)
class Parts:
    """A number broken down, for a table with bars."""

    label: str
    title: str
    parts: tuple[Part, ...]


def figure_page(reading: Reading, rows: Rows, seal: Sealed, sort: str) -> dict[str, Any]:
    """The page of a figure. A query for the groups, one for the units by which it can be narrowed."""
    figure, scope = reading.figure, reading.scope
    chart = queries.chart(reading)
    parts = [_parts(one, reading) for one in queries.parts(reading)]
    query = scope.to_json()
    narrows_days = bool(figure.moment) and (reading.sees is Sees.ALL or not ledger.is_guarded(figure))
    return {
        "reading": reading,
        "figure": figure,
        "scope": scope,
        "label": scope.label(),
        "rows": rows,
        "seal": seal,
        "seal_lines": seal_lines(reading, seal),
        "redefined": seal.newest is not None and seal.newest.version != figure.version,
        "uses": ledger.registry.uses_of(figure.name),
        "units": queries.units(scope.unit) if figure.unit_path else [],
        "by_days": narrows_days,
        "broken_down": parts,
        "parts_hidden": bool(figure.groups) and not parts and figure.small_numbers and scope.whole,
        "query": urlencode(query),
        "own_url": own_url(figure),
        "csv_url": _narrowed("reports:rows-csv", figure, scope),
        "xlsx_url": _narrowed("reports:rows-xlsx", figure, scope),
        "previous_page": _page_query(query, sort, rows.page - 1) if rows.page > 1 else "",
        "next_page": _page_query(query, sort, rows.page + 1) if rows.page < rows.pages else "",
        **(chart_words(chart, str(figure.measure)) if chart else {}),
    }


def seal_lines(reading: Reading, seal: Sealed) -> list[str]:
    """What was published last, beside today's number where this reader may have it and it is counted as it was then."""
    figure, newest = reading.figure, seal.newest
    if newest is None:
        return []
    said = {"then": text.grouped(newest.value), "now": reading.text}
    alone = _("公布过 %(then)s。") % said
    if newest.version != figure.version:
        return [alone, redefined(newest.version, figure.version)]
    if reading.disclosure.showing is Showing.PUBLISHED:
        return [alone]
    return [sentence(_("公布过 %(then)s，今天是 %(now)s") % said, seal.since, figure)]


def _parts(found: Grouped, reading: Reading) -> Parts:
    lengths = bars.shares([part.number for part in found.parts])
    title = _("%(label)s：按%(group)s分") % {"label": reading.figure.label, "group": found.group.label}
    return Parts(
        str(found.group.label),
        title,
        tuple(Part(one.label, one.text, length) for one, length in zip(found.parts, lengths, strict=True)),
    )


def own_url(figure: Figure) -> str:
    """The page of the whole figure."""
    return reverse("reports:figure", args=[figure.name])


def chart_words(chart: Chart, measure: str) -> dict[str, Any]:
    """The chart with its words: what a listener is told, what stands under the axis, the table behind it."""
    first, last = chart.steps[0], chart.steps[-1]
    if chart.line:
        title = _("累计：%(first)s有 %(from)s %(measure)s，到%(last)s有 %(to)s %(measure)s。") % {
            "first": day_text(first.day, chart.period),
            "from": text.grouped(first.total),
            "last": day_text(last.day, chart.period),
            "to": text.grouped(last.total),
            "measure": measure,
        }
    else:
        most = max(chart.steps, key=lambda step: step.count)
        title = _("每段时间的数：最多的是%(day)s，%(count)s %(measure)s。") % {
            "day": day_text(most.day, chart.period),
            "count": text.grouped(most.count),
            "measure": measure,
        }
    return {
        "chart": chart,
        "chart_title": title,
        "chart_labels": list(_marks(chart)),
        "chart_steps": [Line(day_text(one.day, chart.period), one.count, one.total) for one in chart.steps],
    }


def _marks(chart: Chart) -> Iterator[Mark]:
    """Labels under the axis; a month says its year only where the year is new."""
    year = None
    for one in chart.labels:
        short = chart.period is Period.MONTH and one.day.year == year
        yield Mark(one.x, one.anchor, _month(one.day) if short else day_text(one.day, chart.period))
        year = one.day.year


def _month(day: dt.date) -> str:
    return f"{day:%b}" if (get_language() or "").startswith("en") else f"{day.month}月"


def day_text(day: dt.date, period: Period) -> str:
    """2018, 2018年6月 or 6月5日; on an English page 2018, Jun 2018 or 5 Jun."""
    if period is Period.YEAR:
        return str(day.year)
    if (get_language() or "").startswith("en"):
        return f"{day.day} {day:%b}" if period is Period.DAY else f"{day:%b %Y}"
    return f"{day.month}月{day.day}日" if period is Period.DAY else f"{day.year}年{day.month}月"


def _narrowed(url_name: str, figure: Figure, scope: Scope) -> str:
    query = urlencode(scope.to_json())
    return reverse(url_name, args=[figure.name]) + (f"?{query}" if query else "")


def _page_query(query: dict[str, Any], sort: str, page: int) -> str:
    return urlencode(query | ({"sort": sort} if sort else {}) | {"page": page})
