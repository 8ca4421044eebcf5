"""A number broken down: all parts, or, of a guarded one, none while one of them is small."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sixianghui.access.public import Post
from sixianghui.common.errors import NotThere
from sixianghui.directory.public import Enterprise, UnitKind
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import WHOLE, Group, Reading, Scope
from sixianghui.wechat.models import OfficialAccount
from tests import factories
from tests.unit.ledger.book import GUARDED, KEPT, TURNS, Book

BY_ACCOUNT = (Group("account", "公众号", "account__name"), Group("kind", "类型", "unit__kind"))
OPEN, HIDDEN, ONLY_PUBLISHED = (replace(one, groups=BY_ACCOUNT) for one in (TURNS, GUARDED, KEPT))


def parts(reading: Reading, key: str = "account") -> list[tuple[str, int | None, str]] | None:
    found = ledger.grouped(reading, key)
    return None if found is None else [(one.label, one.number, one.text) for one in found.parts]


def taken(book: Book, **turns: int) -> None:
    for name, number in turns.items():
        account = OfficialAccount.objects.create(name=name, slug=f"a{len(name)}{number}")
        for _ in range(number):
            book.turn(account=account)


def test_number_when_broken_down_then_its_parts_make_it_up(book: Book) -> None:
    taken(book, 甲=2, 乙号=1)
    assert parts(ledger.read(OPEN, WHOLE, None)) == [("乙号", 1, "1"), ("甲", 2, "2")]
    with pytest.raises(NotThere):
        ledger.grouped(ledger.read(OPEN, WHOLE, None), "weather")


def test_guarded_number_when_a_part_is_small_then_a_stranger_sees_none_of_them(book: Book) -> None:
    taken(book, 甲=6, 乙号=5)
    assert parts(ledger.read(HIDDEN, WHOLE, None)) == [("乙号", 5, "5"), ("甲", 6, "6")]
    taken(book, 丙丙号=4)
    assert parts(ledger.read(HIDDEN, WHOLE, None)) is None
    auditor = factories.someone_with(Post.AUDITOR)
    assert len(parts(ledger.read(HIDDEN, WHOLE, auditor)) or []) == 3


def test_guarded_number_when_narrowed_or_broken_down_by_units_then_a_stranger_sees_no_part(
    book: Book,
) -> None:
    taken(book, 甲=6)
    assert parts(ledger.read(HIDDEN, Scope(unit=book.branch().pk), None)) is None
    assert parts(ledger.read(HIDDEN, WHOLE, None), "kind") is None
    assert parts(ledger.read(ONLY_PUBLISHED, WHOLE, None)) is None


@pytest.mark.parametrize("path", ["unit", "unit__name", "unit_id"])
def test_figure_when_broken_down_by_unit_then_is_not_registered(book: Book, path: str) -> None:
    league = replace(TURNS, name="wechat.test_league", groups=(Group("unit", "组织", path),))
    with pytest.raises(ValueError, match="league"):
        ledger.register(league)


def test_number_when_broken_down_in_every_way_then_each_is_as_when_asked_alone_and_costs_one_query(
    book: Book, django_assert_num_queries: Any
) -> None:
    taken(book, 甲=2, 乙号=1)
    book.turn(factories.a_unit(kind=UnitKind.PARTY_COMMITTEE))
    reading = ledger.read(OPEN, WHOLE, None)
    with django_assert_num_queries(1):
        found = ledger.in_every_way(reading)
    assert found == [ledger.grouped(reading, group.key) for group in BY_ACCOUNT]
    assert [sum(part.number or 0 for part in one.parts) for one in found] == [4, 4]


def test_guarded_number_when_broken_down_in_every_way_then_a_stranger_sees_only_what_each_may_tell(
    book: Book,
) -> None:
    taken(book, 甲=6, 乙号=5)
    assert [one.group.key for one in ledger.in_every_way(ledger.read(HIDDEN, WHOLE, None))] == ["account"]
    taken(book, 丙丙号=4)
    assert ledger.in_every_way(ledger.read(HIDDEN, WHOLE, None)) == []
    auditor = factories.someone_with(Post.AUDITOR)
    assert len(ledger.in_every_way(ledger.read(HIDDEN, WHOLE, auditor))) == 2


def test_number_when_some_rows_have_nothing_of_a_group_then_these_stand_last(book: Book) -> None:
    enterprise = Enterprise.objects.create(name="样例企业甲", short_name="样例甲")
    for unit in (factories.a_unit(), factories.a_unit(enterprise=enterprise)):
        book.turn(unit)
    by_enterprise = replace(TURNS, groups=(Group("account", "企业", "unit__enterprise__name"),))
    assert parts(ledger.read(by_enterprise, WHOLE, None)) == [("样例企业甲", 1, "1"), ("没有写", 1, "1")]
