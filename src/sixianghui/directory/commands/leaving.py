"""Writes about leaving: all of it, or the League alone."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import CENTRAL, Account, post_label, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory import notices, queries, rules
from sixianghui.directory.actions import Action
from sixianghui.directory.commands.people import announce, end_offers, has_not_left, hold, touched
from sixianghui.directory.commands.rolls import count_again, units_of
from sixianghui.directory.models import Appointment, Line, Person
from sixianghui.ui.public import long_date


def let_go(person: Person, *, on: dt.date, by: Account) -> Person:
    """Record that someone left: relations and posts end that day, the history stays. Every unit must be within reach."""
    require(by, Action.EDIT_PERSON, person)
    if on > time.today():
        raise Conflict(_("离开的日子还没有到，到了那天再记。"))
    with transaction.atomic():
        hold(person)
        if person.left_on is not None:
            raise Conflict(_("%(name)s已经离开了。") % {"name": person.name})
        homes = queries.relations_of(person).homes
        for home in homes:
            require(by, Action.EDIT_PERSON, home.unit)
        held = list(person.appointments.filter(queries.still()))
        late = [row for row in (*held, *homes) if row.since > on]
        if late:
            raise Conflict(_("离开日期早于任职或组织关系的开始日期，请改一下。"))
        # What ends on a day to come is not handed over any more: whoever may end it may do so by this.
        if any(row.post in rules.HANDED_OVER_BEFORE_LEAVING and row.until is None for row in held):
            raise Conflict(_("%(name)s还担任书记，请先办交接，再登记离开。") % {"name": person.name})
        for post in held:
            # Leaving ends posts: whoever may not end one may not do it this way either.
            if post.post in CENTRAL or not queries.may_end(by, post):
                raise Conflict(_still_holds(person, post))
        for row in (*held, *homes):
            row.until = on
            row.save(update_fields=["until"])
        end_offers(held)
        for post in held:
            notices.ended(post)
        person.left_on = on
        count_again(home.unit_id for home in homes)
        touched(person, "left_on")
        audit.record("person:leave", actor=by, thing=person, detail={"on": str(on)})
        announce(person)
    return person


def leave_league(person: Person, *, on: dt.date, by: Account) -> Person:
    """Record that someone left the League alone: what they are to the Party, their posts and their account stay."""
    require(by, Action.EDIT_PERSON, person)
    if on > time.today():
        raise Conflict(_("离开的日子还没有到，到了那天再记。"))
    with transaction.atomic():
        hold(person)
        has_not_left(person)
        known = queries.relations_of(person)
        home = known.home(Line.LEAGUE)
        if home is None:
            raise Conflict(_("%(name)s现在没有团组织关系。") % {"name": person.name})
        require(by, Action.EDIT_PERSON, home.unit)
        if known.awaits_party_status:
            raise Conflict(
                _(
                    "党组织关系有了，党那边的身份（比如入党申请人）还没有记。先由管党组织关系的书记“记一次变化”，"
                    "才能登记“只离开团组织”。"
                )
            )
        if not known.is_elsewhere(Line.LEAGUE):
            raise Conflict(_("%(name)s只有团组织关系。人走了，请“登记离开”。") % {"name": person.name})
        # The status ends too: who is a member of the League where no unit keeps it would be counted by one number alone.
        ended = [row for row in (home, known.status(Line.LEAGUE)) if row is not None]
        if any(row.since > on for row in ended):
            raise Conflict(_("离开日期早于团组织关系或团员身份的开始日期，请改一下。"))
        for row in ended:
            row.until = on
            row.save(update_fields=["until"])
        count_again({home.unit_id})
        touched(person)
        audit.record("person:leave-league", actor=by, thing=person, detail={"on": str(on)})
        announce(person)
    return person


def has_left(number: int) -> None:
    """End what stands of somebody who had left, and whom an older backup brought back: relations, posts, open offers.

    Asks no permission: only for whoever erases them again.
    """
    person = Person.objects.get(pk=number)
    with transaction.atomic():
        hold(person)
        held = list(person.appointments.filter(queries.still()))
        left = units_of(person)
        for row in (*held, *person.affiliations.filter(until__isnull=True)):
            row.until = max(row.since, time.today())
            row.save(update_fields=["until"])
        end_offers(held)
        count_again(left)


def _still_holds(person: Person, post: Appointment) -> str:
    words = {"name": person.name, "post": post_label(post.post)}
    if post.until is None:
        return _("%(name)s还担任%(post)s，请先让有权免职的人免去，再登记离开。") % words
    return _("%(name)s担任%(post)s到%(day)s为止；要提前，请有权免职的人免去，再登记离开。") % {
        **words,
        "day": long_date(post.until),
    }
