"""How units are found."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.directory import search
from sixianghui.search.public import Hit
from tests.factories import a_unit

pytestmark = pytest.mark.django_db


def test_units_when_looked_for_then_every_word_must_be_there() -> None:
    a_unit(name="样例科技党支部", slug="sample", summary="虚构的支部")
    a_unit(name="另一个党支部", slug="other")
    assert search.find("支部 科技", 10) == [Hit("样例科技党支部", "/units/sample/", "虚构的支部")]
    assert [hit.title for hit in search.find("党支部", 10)] == ["另一个党支部", "样例科技党支部"]
    assert [hit.title for hit in search.find("党支部", 1)] == ["另一个党支部"]
    assert search.find("100%", 10) == []


def test_unit_when_closed_then_is_not_found() -> None:
    a_unit(name="撤销的党支部", slug="closed", closed_on=dt.date(2018, 6, 1))
    assert search.find("撤销", 10) == []
