"""Two reports side by side, and a report as one reader may see it: pure rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from sixianghui.reports.rules.comparing import Hindrance, compare
from sixianghui.reports.rules.frozen import Breakdown, Cell, Content, Entry, Heading, Text
from sixianghui.reports.rules.seen import as_seen, closed_places

AT = dt.datetime(2018, 6, 5, 2, tzinfo=dt.UTC)


def entry(figure: str = "a.b", value: int | None = 3, **more: object) -> Entry:
    plain = Entry(figure, figure, "一句话", "个", 1, "{}", "全部", str(value), value)
    return replace(plain, **more)


def report(*entries: Entry, text: str = "") -> Content:
    return Content("题", "样例党委", "全部", AT, (Text(((text,),)),) if text else (), entries)


@pytest.mark.parametrize(
    ("one", "other", "hindrance", "difference"),
    [
        (entry(), entry(value=5), None, 2),
        (entry(), entry(version=2), Hindrance.DEFINITION, None),
        (entry(scope='{"unit":1}'), entry(scope='{"unit":2}'), Hindrance.UNITS, None),
        (entry(scope='{"unit":1}'), entry(scope='{"since":"2018-01-01","unit":1}'), None, 0),
        (entry(), entry(value=None), Hindrance.NOT_EXACT, None),
        (entry(value=0), entry(value=0), None, 0),
    ],
)
def test_numbers_when_compared_then_are_subtracted_only_where_that_means_something(
    one: Entry, other: Entry, hindrance: Hindrance | None, difference: int | None
) -> None:
    (pair,) = compare(report(one), report(other)).pairs
    assert (pair.hindrance, pair.difference) == (hindrance, difference)


def test_numbers_when_both_have_several_of_a_name_then_equal_scopes_stand_together() -> None:
    first, second = entry(scope='{"unit":1}'), entry(scope='{"unit":2}')
    pairs = compare(report(first, second), report(second, first, entry("c.d"))).pairs
    assert [pair.same_scope for pair in pairs] == [True, True, False]
    assert (pairs[2].one, pairs[2].both) == (None, False)


def test_paragraphs_when_only_a_number_changed_then_are_the_same_words() -> None:
    def said(value: int) -> Content:
        return replace(report(entry(value=value)), blocks=(Text((("办了", 0, "场。"),)),))

    assert (compare(said(3), said(4)).gone, compare(said(3), said(4)).come) == ((), ())
    other = replace(said(4), blocks=(Heading("没做到的"), Text((("办成", 0, "场。"),))))
    compared = compare(said(3), other)
    assert (compared.gone, compared.come) == (("办了3场。",), ("没做到的", "办成4场。"))


def test_report_when_seen_then_only_whoever_may_has_the_exact_number() -> None:
    closed = entry(value=None, shown="少于5", exact=2)
    parts = Breakdown("分", 0, "kind", "种类", "table", (), (Cell("甲", 2, "2"),))
    whole = replace(report(closed, entry()), blocks=(parts,))
    assert closed_places(whole) == [0]
    shut, opened = as_seen(whole, ()), as_seen(whole, {0})
    assert shut == whole.open()
    assert (opened.entries[0].shown, opened.entries[0].value, opened.entries[0].exact) == ("2", 2, None)
    assert opened.blocks == (replace(parts, cells=parts.exact_cells, exact_cells=()),)
