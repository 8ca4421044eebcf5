from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.reports import charts
from sixianghui.reports.charts import Chart, Period

_days = st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31))
_counts = st.dictionaries(_days, st.integers(1, 100_000), min_size=1, max_size=30)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "period", "steps"),
    [
        ("2018-06-01", "2018-06-05", Period.DAY, 5),
        ("2018-03-19", "2018-05-20", Period.DAY, 63),
        ("2018-03-19", "2018-06-05", Period.MONTH, 4),
        ("2014-01-31", "2018-12-01", Period.MONTH, 60),
        ("2000-12-31", "2018-01-01", Period.YEAR, 19),
    ],
)
def test_chart_when_drawn_then_its_steps_suit_the_span(
    first: str, last: str, period: Period, steps: int
) -> None:
    chart = charts.draw({day(first): 1}, cumulative=True, until=day(last))

    assert chart is not None
    assert (chart.period, len(chart.steps)) == (period, steps)


@pytest.mark.parametrize("counts", [{}, {day("2018-06-05"): 7}])
def test_chart_when_there_is_nothing_to_compare_then_is_none(counts: dict[dt.date, int]) -> None:
    assert charts.draw(counts, cumulative=True, until=day("2018-06-05")) is None


def test_chart_when_cumulative_then_goes_on_to_the_last_day(db: None) -> None:
    chart = charts.draw(
        {day("2018-06-01"): 3, day("2018-06-03"): 4}, cumulative=True, until=day("2018-06-05")
    )

    assert chart is not None
    assert [(step.day.day, step.count, step.total) for step in chart.steps] == [
        (1, 3, 3), (2, 0, 3), (3, 4, 7), (4, 0, 7), (5, 0, 7),
    ]  # fmt: skip
    assert chart.columns == ()


def test_chart_when_per_period_then_has_a_column_for_each(db: None) -> None:
    chart = charts.draw(
        {day("2018-06-01"): 3, day("2018-06-03"): 6}, cumulative=False, until=day("2018-06-05")
    )

    assert chart is not None
    assert [column.height for column in chart.columns] == [97.0, 0.0, 194.0]
    assert chart.line == ""


@given(_counts, st.booleans())
def test_chart_when_drawn_then_counts_everything_and_stays_in_its_frame(
    counts: dict[dt.date, int], cumulative: bool
) -> None:
    chart = charts.draw(counts, cumulative=cumulative, until=max(counts) + dt.timedelta(days=1))
    if chart is None:
        return

    assert chart.steps[-1].total == sum(counts.values())
    assert all(charts.TOP <= y <= charts.BOTTOM for y in _heights(chart))
    assert 2 <= len(chart.ticks) <= 6
    assert chart.ticks[-1].number >= max(step.total if cumulative else step.count for step in chart.steps)
    assert (chart.labels[0].day, chart.labels[-1].day) == (chart.steps[0].day, chart.steps[-1].day)
    edges = [edge for label in chart.labels for edge in (label.left, label.right)]
    assert edges == sorted(edges)
    assert charts.LEFT <= edges[0] <= edges[-1] <= charts.RIGHT


def _heights(chart: Chart) -> list[float]:
    dots = [dot for dot in chart.line.removeprefix("M").split("L") if dot]
    return [float(dot.split(",")[1]) for dot in dots] + [column.y for column in chart.columns]
