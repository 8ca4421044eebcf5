"""Two reports side by side, and a report as one reader may see it: pure rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from sixianghui.reports.rules.comparing import Comparison, Hindrance, Pair, compare, said_in
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


def test_pair_when_one_is_missing_then_is_known_by_the_other_and_not_subtracted() -> None:
    one, other = entry(), entry(value=5, shown="5")
    assert (Pair(one, None).either, Pair(None, other).either, Pair(one, other).either) == (one, other, one)
    for pair in (Pair(one, None), Pair(None, other)):
        assert (pair.both, pair.same_scope, pair.hindrance, pair.difference) == (False, False, None, None)
    assert Pair(one, other).both is True
    with pytest.raises(ValueError, match="a pair of nothing"):
        _ = Pair(None, None).either


@pytest.mark.parametrize(("one", "other"), [(None, 3), (3, None), (None, None)])
def test_numbers_when_one_is_not_exact_then_are_not_subtracted(one: int | None, other: int | None) -> None:
    pair = Pair(entry(value=one), entry(value=other))
    assert (pair.hindrance, pair.difference) == (Hindrance.NOT_EXACT, None)


@pytest.mark.parametrize(
    ("comparison", "same"),
    [
        (Comparison((), (), ()), True),
        (Comparison((Pair(entry(), entry()),), (), ()), True),
        (Comparison((Pair(entry(), entry(value=4)),), (), ()), False),
        (Comparison((Pair(entry(), entry(value=2)),), (), ()), False),
        (Comparison((Pair(entry(), entry(scope='{"since":"2018-01-01"}')),), (), ()), False),
        (Comparison((Pair(entry(), None),), (), ()), False),
        (Comparison((Pair(entry(), entry()), Pair(None, entry())), (), ()), False),
        (Comparison((), ("去了",), ()), False),
        (Comparison((), (), ("来了",)), False),
        (Comparison((Pair(entry(), entry()),), ("去了",), ("来了",)), False),
    ],
)
def test_reports_when_nothing_is_different_then_are_the_same(comparison: Comparison, same: bool) -> None:
    assert comparison.same is same


def test_report_when_read_then_is_its_headings_and_paragraphs_with_their_numbers() -> None:
    parts = Breakdown("分", 0, "kind", "种类", "table", ())
    whole = replace(report(entry()), blocks=(Heading("题"), Text((("办了", 0, "场。"), ("完",))), parts))
    assert list(said_in(whole)) == ["题", "办了3场。", "完"]


def test_report_when_a_number_that_is_open_is_asked_for_then_it_stays_as_it_is() -> None:
    plain = entry(value=1200, shown="1,200")
    closed = entry(value=None, shown="少于5", exact=1234)
    seen = as_seen(report(plain, closed), {0, 1}).entries
    assert seen == (plain, replace(closed, value=1234, shown="1,234", exact=None))


def test_parts_when_nothing_exact_is_kept_of_them_then_stay_as_everybody_sees_them() -> None:
    parts = Breakdown("分", 0, "kind", "种类", "table", (Cell("甲", None, "少于5"),))
    whole = replace(report(entry()), blocks=(Heading("题"), parts))
    assert as_seen(whole, {0}).blocks == (Heading("题"), parts)
