"""A post that ends on a day to come: held until then, handed over to nobody, brought forward by whoever may end it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.access.public import Account, Post, held_by
from sixianghui.common.errors import Conflict
from sixianghui.directory import commands, queries
from sixianghui.directory.models import Appointment, Unit, UnitKind
from tests.factories import a_person, a_unit, an_account, an_appointment, someone_with

pytestmark = pytest.mark.django_db
DAY, LATER = dt.date(2018, 3, 1), dt.date(2018, 9, 1)


def on_roster(unit: Unit, post: Post, until: dt.date | None = LATER, at: Unit | None = None) -> Appointment:
    """A post of somebody on the roster of a unit."""
    account = an_account()
    a_person(unit, account=account)
    return an_appointment(account, at or unit, post, until=until)


def still_held(appointment: Appointment) -> bool:
    account = Account.objects.get(pk=appointment.person.account_id)
    return appointment.post in {one.post for one in held_by(account)}


def test_leaving_when_a_post_ends_later_and_one_may_not_end_it_then_says_until_when_and_who_may() -> None:
    unit, committee = a_unit(), a_unit(kind=UnitKind.INDUSTRY_COMMITTEE)
    by = someone_with(Post.SECRETARY, unit)
    ending = on_roster(unit, Post.AUDITOR, at=committee)
    with pytest.raises(Conflict, match="到2018年9月1日为止；要提前，请有权免职的人免去"):
        commands.let_go(ending.person, on=DAY, by=by)
    standing = on_roster(unit, Post.AUDITOR, None, committee)
    with pytest.raises(Conflict, match="请先让有权免职的人免去"):
        commands.let_go(standing.person, on=DAY, by=by)
    assert (still_held(ending), still_held(standing)) == (True, True)


def test_secretary_when_their_post_ends_later_then_is_not_sent_to_a_handover_that_there_is_not() -> None:
    above = a_unit(kind=UnitKind.GENERAL_BRANCH)
    unit = a_unit(parent=above)
    ending = on_roster(unit, Post.SECRETARY)
    with pytest.raises(Conflict, match="到2018年9月1日为止"):
        commands.let_go(ending.person, on=DAY, by=someone_with(Post.DEPUTY_SECRETARY, unit))
    commands.let_go(ending.person, on=DAY, by=someone_with(Post.SECRETARY, above))
    assert (ending.person.left_on, still_held(ending)) == (DAY, False)


def test_handover_when_the_post_ends_later_then_says_until_when_and_when_it_has_ended_that_it_has() -> None:
    unit = a_unit()
    successor = a_person(unit, account=an_account())
    ending, ended = on_roster(unit, Post.GROUP_LEADER), on_roster(unit, Post.GROUP_LEADER, DAY)
    for appointment, words in ((ending, "到2018年9月1日为止，不再交接"), (ended, "已经免了")):
        with pytest.raises(Conflict, match=words):
            commands.offer_handover(appointment, successor, by=_account(appointment))


def _account(appointment: Appointment) -> Account:
    assert appointment.person.account is not None
    return appointment.person.account


def test_list_of_people_when_a_post_ends_later_then_still_names_it() -> None:
    unit = a_unit()
    ending, ended = on_roster(unit, Post.GROUP_LEADER), on_roster(unit, Post.GROUP_LEADER, DAY)
    found = queries.search_people(someone_with(Post.SECRETARY, unit), queries.Filters())
    now: dict[int, Any] = {one.pk: one for one in found}
    assert [one.post for one in now[ending.person_id].appointments_now] == [Post.GROUP_LEADER]
    assert now[ended.person_id].appointments_now == []


def test_post_when_ended_since_the_page_was_opened_then_it_is_not_put_off_by_whoever_comes_second() -> None:
    unit = a_unit()
    by = someone_with(Post.SECRETARY, unit)
    appointment = on_roster(unit, Post.GROUP_LEADER, None)
    opened_before = Appointment.objects.get(pk=appointment.pk)
    commands.end_appointment(appointment, on=LATER, by=by)
    with pytest.raises(Conflict, match="只能再提前"):
        commands.end_appointment(opened_before, on=dt.date(2019, 1, 1), by=by)
    assert Appointment.objects.get(pk=appointment.pk).until == LATER
    commands.end_appointment(opened_before, on=dt.date(2018, 8, 1), by=by)
    assert Appointment.objects.get(pk=appointment.pk).until == dt.date(2018, 8, 1)
