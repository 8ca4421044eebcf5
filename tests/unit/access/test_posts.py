"""The permission table answers its two questions the same way."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from sixianghui.access.public import Post, may, require, within
from sixianghui.common.errors import Refused
from sixianghui.directory.public import UnitKind, guide
from tests.factories import a_unit, an_account, an_appointment, someone_with

pytestmark = pytest.mark.django_db


def test_nobody_when_anonymous_then_may_do_nothing() -> None:
    assert not may(AnonymousUser(), "week:see")
    assert not within(AnonymousUser(), "unit:edit")


def test_secretary_when_asked_for_another_unit_then_refused() -> None:
    here, elsewhere = a_unit(), a_unit()
    secretary = someone_with(Post.SECRETARY, here)
    assert may(secretary, "unit:edit", here)
    assert not may(secretary, "unit:edit", elsewhere)
    assert within(secretary, "unit:edit").units == frozenset({here.pk})


def test_clerk_when_a_unit_is_guided_then_reaches_it_and_what_is_below_but_may_not_edit_it() -> None:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    clerk = someone_with(Post.COMMITTEE_CLERK, committee)
    guided = a_unit()
    below = a_unit(kind=UnitKind.GROUP, parent=guided)
    stranger = a_unit()
    guide(committee, guided, by=clerk)
    assert within(clerk, "plan:see").units == frozenset({committee.pk, guided.pk, below.pk})
    assert not may(clerk, "unit:edit", guided)
    assert not may(clerk, "plan:see", stranger)


def test_appointment_when_it_has_ended_then_grants_nothing() -> None:
    unit, person = a_unit(), an_account()
    an_appointment(person, unit, Post.SECRETARY, until="2018-05-31")
    assert not may(person, "unit:edit", unit)


def test_appointment_when_it_begins_tomorrow_then_grants_nothing() -> None:
    unit, person = a_unit(), an_account()
    an_appointment(person, unit, Post.SECRETARY, since="2018-06-06")
    assert not may(person, "unit:edit", unit)


def test_account_when_disabled_then_may_do_nothing() -> None:
    unit = a_unit()
    secretary = someone_with(Post.SECRETARY, unit)
    secretary.is_active = False
    assert not may(secretary, "unit:edit", unit)


def test_require_when_it_may_not_then_raises_a_sentence() -> None:
    with pytest.raises(Refused, match="相应职务"):
        require(an_account(), "unit:edit")
