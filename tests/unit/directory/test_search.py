"""How units are found."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.directory import commands
from sixianghui.search.public import search
from tests.factories import a_unit

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    return [hit.url for hit in search(query).hits]


def test_units_when_looked_for_then_every_word_must_be_there() -> None:
    a_unit(name="样例科技党支部", slug="sample", summary="虚构的支部")
    a_unit(name="另一个党支部", slug="other")
    assert found("支部 科技") == ["/units/sample/"]
    assert found("党支部") == ["/units/other/", "/units/sample/"]
    assert found("yanglikeji") == ["/units/sample/"]
    assert found("100%") == []


def test_unit_when_renamed_then_is_found_by_its_new_name_alone() -> None:
    unit = a_unit(name="红谷党支部", slug="honggu")
    unit.name = "青谷党支部"
    unit.save()
    assert (found("红谷"), found("青谷")) == ([], ["/units/honggu/"])


def test_unit_when_closed_or_deleted_then_is_not_found(clock: Any) -> None:
    a_unit(name="撤销的党支部", slug="closed", closed_on=dt.date(2018, 6, 1))
    unit = a_unit(name="并入的党支部", slug="merged")
    closing = a_unit(name="到期的党支部", slug="closing", closed_on=dt.date(2018, 6, 6))
    assert (found("撤销"), found("到期")) == ([], ["/units/closing/"])
    unit.delete()
    clock.set(clock.now() + dt.timedelta(days=1))
    commands.hide_closed_units()
    assert (found("并入"), found("到期"), closing.closed_on) == ([], [], dt.date(2018, 6, 6))
