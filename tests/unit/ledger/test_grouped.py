"""A number broken down: all parts, or, of a guarded one, none while one of them is small."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sixianghui.access.public import Post
from sixianghui.common.errors import NotThere
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
