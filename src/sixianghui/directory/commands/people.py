"""Writes about people: entering, correcting, their status and unit, and their way in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, create_account, make_link, require, reveal
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, NotThere
from sixianghui.directory import queries, rules
from sixianghui.directory.actions import Action
from sixianghui.directory.commands.cards import purge_card
from sixianghui.directory.commands.rolls import count_again, units_of
from sixianghui.directory.commands.units import hold_open
from sixianghui.directory.models import (
    Affiliation,
    Appointment,
    Handover,
    Line,
    Person,
    Standing,
    Status,
    Unit,
)
from sixianghui.directory.names import readings
from sixianghui.directory.rules import Number
from sixianghui.directory.signals import appointment_changed
from sixianghui.ui.public import long_date

#: What may be corrected of a person by `change_person`.
CORRECTABLE = frozenset({"name", "number", "birth_on", "employed_on"})


def add_person(
    *,
    name: str,
    unit: Unit,
    status: Status,
    since: dt.date,
    by: Account,
    number: str = "",
    birth_on: dt.date | None = None,
    employed_on: dt.date | None = None,
) -> Person:
    """Enter someone on the roster of a unit. Whoever has no relation with Party or League is a headcount, not a row."""
    require(by, Action.EDIT_PERSON, unit)
    line = Line(rules.LINE_OF_STATUS[status])
    fits(unit, line)
    sound_dates(birth_on, employed_on, since, status)
    with transaction.atomic():
        person = create_person(
            name=name, number=number, birth_on=birth_on, employed_on=employed_on, is_sample=unit.is_sample
        )
        hold_open(unit)
        Affiliation.objects.create(person=person, unit=unit, line=line, since=since)
        Standing.objects.create(person=person, line=line, status=status, since=since)
        count_again({unit.pk})
        audit.record("person:enter", actor=by, thing=person)
    return person


def create_person(*, name: str, is_sample: bool, **more: Any) -> Person:
    """A row of the roster with the readings of its name. Asks no permission: only for commands that did."""
    pinyin, initials = readings(name)
    return Person.objects.create(name=name, pinyin=pinyin, initials=initials, is_sample=is_sample, **more)


def enter_staff(account: Account, *, by: Account | None) -> Person:
    """The person behind an account, made when there is none yet: staff may stand on no roster. Opening one asks permission."""
    found = Person.objects.filter(account=account).first()
    if found is not None:
        return found
    with transaction.atomic():
        person = create_person(name=account.name, is_sample=account.is_sample, account=account)
        audit.record("person:enter", actor=by, thing=person)
    return person


def change_person(person: Person, *, by: Account, **changes: Any) -> Person:
    """Correct what the roster says of someone. Only what differs is written; nothing different writes nothing."""
    require(by, Action.EDIT_PERSON, person)
    if not changes.keys() <= CORRECTABLE:
        raise TypeError(f"only {sorted(CORRECTABLE)} may be corrected")
    with transaction.atomic():
        hold(person)
        changed = {name: value for name, value in changes.items() if getattr(person, name) != value}
        if changed:
            _correct(person, changed, by)
    return person


def _correct(person: Person, changed: dict[str, Any], by: Account) -> None:
    first = person.standings.order_by("since").first()
    sound_dates(
        changed.get("birth_on", person.birth_on),
        changed.get("employed_on", person.employed_on),
        first.since if first else None,
        Status(first.status) if first else None,
    )
    for name, value in changed.items():
        setattr(person, name, value)
    if "name" in changed:
        person.pinyin, person.initials = readings(person.name)
        if person.account is not None:
            person.account.name = person.name
            person.account.save(update_fields=["name"])
    touched(person, *changed, *(("pinyin", "initials") if "name" in changed else ()))
    audit.record("person:change", actor=by, thing=person, detail={"fields": sorted(changed)})


def set_status(person: Person, status: Status, *, since: dt.date, by: Account) -> Standing:
    """Record a new political status from a day on; the one before ends that day, and stays in the history.

    Only in the unit that keeps the relation of that line. A first status of a line begins it there as well: somebody with
    a status and no relation would be counted by one number and not by another.
    """
    require(by, Action.EDIT_PERSON, person)
    line = Line(rules.LINE_OF_STATUS[status])
    with transaction.atomic():
        hold(person)
        has_not_left(person)
        known = queries.relations_of(person)
        home = known.home(line)
        unit = home.unit if home is not None else known.begins_in(line)
        if unit is None:
            raise Conflict(
                _("%(name)s的%(line)s关系还没有登记在哪个组织。请先“转关系”，再记身份变化。")
                % {"name": person.name, "line": line.label}
            )
        require(by, Action.EDIT_PERSON, unit)
        before = known.status(line)
        if before is not None and before.status == status:
            raise Conflict(
                _("%(name)s现在就是%(status)s，不用再记一次。")
                % {"name": person.name, "status": status.label}
            )
        if before is not None and since <= before.since:
            raise Conflict(
                _("新身份要晚于%(day)s，那天起是%(status)s。")
                % {"day": long_date(before.since), "status": Status(before.status).label}
            )
        sound_dates(person.birth_on, person.employed_on, since, status)
        if before is None:
            _not_before_the_last_status(known, line, since)
        if home is None:
            _not_before_the_last(known, line, since)
            hold_open(unit, others=units_of(person))
            Affiliation.objects.create(person=person, unit=unit, line=line, since=since)
        if before is not None:
            before.until = since
            before.save(update_fields=["until"])
        standing = Standing.objects.create(person=person, line=line, status=status, since=since)
        count_again(units_of(person))
        touched(person)
        # With the days: should it be taken back, no row has them any more.
        begun = {"unit": unit.pk} if home is None else {}
        detail = {"status": str(status), "since": str(since), **begun}
        audit.record("person:status", actor=by, thing=person, detail=detail)
    return standing


def move_person(
    person: Person, unit: Unit, *, since: dt.date, by: Account, line: Line = Line.PARTY
) -> Affiliation:
    """Keep someone's relation in another unit from a day on. Both units must be within reach."""
    require(by, Action.EDIT_PERSON, person)
    require(by, Action.EDIT_PERSON, unit)
    fits(unit, line)
    if since > time.today():
        raise Conflict(_("转入的日子还没有到，到了那天再记。"))
    with transaction.atomic():
        hold(person)
        has_not_left(person)
        known = queries.relations_of(person)
        before = known.home(line)
        if before is not None:
            require(by, Action.EDIT_PERSON, before.unit)
        if before is not None and before.unit_id == unit.pk:
            raise Conflict(
                _("%(name)s的组织关系本来就在%(unit)s。") % {"name": person.name, "unit": unit.name}
            )
        if before is not None and since <= before.since:
            raise Conflict(
                _("转入日期要晚于%(day)s，那天才进现在的组织。") % {"day": long_date(before.since)}
            )
        if before is None:
            _not_before_the_last(known, line, since)
        left = units_of(person)
        hold_open(unit, others=left)
        if before is not None:
            before.until = since
            before.save(update_fields=["until"])
        moved = Affiliation.objects.create(person=person, unit=unit, line=line, since=since)
        count_again(left | {unit.pk})
        touched(person)
        detail = {"unit": unit.pk, "line": str(line), "since": str(since)}
        audit.record("person:move", actor=by, thing=person, detail=detail)
        announce(person)
    return moved


def invite(person: Person, *, username: str, by: Account) -> str:
    """Open an account for someone on the roster; returns the one-time link's token, to be handed to them.

    For somebody who left too: without one they could not ask for what the roster still says of them to be erased.
    """
    require(by, Action.INVITE, person)
    with transaction.atomic():
        hold(person)
        if person.account is not None:
            raise Conflict(
                _("%(name)s已经有账号了。忘了密码，请安全管理员发新的登录链接。") % {"name": person.name}
            )
        person.account = create_account(
            username=username, name=person.name, is_sample=person.is_sample, actor=by
        )
        touched(person, "account")
        audit.record("account:invite", actor=by, thing=person)
        announce(person)
        return make_link(person.account)


def show_number(person: Person, number: Number, *, reason: str, by: Account) -> str:
    """A person's phone or identity number, for somebody who may see it and says why; exactly one row in the chain."""
    numbers = queries.numbers_of(person)
    if numbers is None:
        raise NotThere(_("没有登记这个号码。"))
    require(by, Action.SEE_NUMBERS, person)
    return reveal(numbers, number.value, action=Action.SEE_NUMBERS, reason=reason, by=by)


def hold(person: Person) -> None:
    """Within a transaction, before anything is decided: nobody else changes this person until it ends, and `person` says what
    is so now. Raises `Conflict` for somebody who was erased meanwhile.
    """
    # A write, not a lock to read: it waits for an import that holds the whole roster here, where nothing is held yet.
    Person.objects.filter(pk=person.pk).update(changed_at=F("changed_at"))
    person.refresh_from_db()
    if person.erased_at is not None:
        raise Conflict(_("这个人的信息已经按本人要求删除，不能再改。"))


def has_not_left(person: Person) -> None:
    """Raise `Conflict` for somebody who left: nothing begins for them that no page would end."""
    if person.left_on is not None:
        raise Conflict(
            _("%(name)s已经离开了。登记错了，请在这个人的页上收回“离开”，再来记。") % {"name": person.name}
        )


def end_offers(appointments: Iterable[Appointment]) -> None:
    """Take back the open offers of posts that end otherwise. Asks no permission: only for commands that did."""
    Handover.objects.filter(appointment__in=appointments, outcome="").update(
        outcome=Handover.Outcome.WITHDRAWN, ended_at=time.now()
    )


def touched(person: Person, *fields: str, left: Iterable[int] = ()) -> None:
    """Save these fields and nothing else: others may have changed since somebody opened the page.

    `left`: units whose pages may show their card, though no relation names them any more.
    """
    person.changed_at = time.now()
    person.save(update_fields=[*fields, "changed_at"])
    purge_card(person, left=left)


def announce(person: Person) -> None:
    """Tell that what somebody may do has changed."""
    if person.account is not None:
        appointment_changed.send(sender=Person, account=person.account)


def _not_before_the_last(known: queries.Relations, line: Line, since: dt.date) -> None:
    """A relation that begins anew does not reach back into the last one of its line: nobody is counted twice on a day."""
    ended = known.ended_on(line)
    if ended is not None and since < ended:
        raise Conflict(_("起算日期不能早于%(day)s，那天以前登记过这一类关系。") % {"day": long_date(ended)})


def _not_before_the_last_status(known: queries.Relations, line: Line, since: dt.date) -> None:
    """Nor does a status that begins anew reach back into the last one of its line."""
    ended = known.status_ended_on(line)
    if ended is not None and since < ended:
        raise Conflict(_("起算日期不能早于%(day)s，那天以前登记过这一类身份。") % {"day": long_date(ended)})


def fits(unit: Unit, line: Line) -> None:
    """Raise `Conflict` unless a unit keeps relations of this line."""
    if line not in rules.LINES_KEPT_BY[unit.kind]:
        raise Conflict(_("%(unit)s不管这一类组织关系，请另选一个组织。") % {"unit": unit.name})


def sound_dates(
    birth_on: dt.date | None, employed_on: dt.date | None, since: dt.date | None, status: Status | None
) -> None:
    """Raise `Conflict` with what is wrong with the dates of a person, if anything is."""
    fault = rules.fault_in_dates(birth_on, employed_on, since, status, today=time.today())
    if fault is not None:
        raise Conflict(date_sentence(fault))


def date_sentence(fault: rules.DateFault) -> str:
    """What is wrong with a date, and what to do."""
    return {
        rules.DateFault.BORN_LATER: _("出生日期在今天以后，请核对。"),
        rules.DateFault.BORN_LONG_AGO: _("出生日期早于 1900 年，请核对。"),
        rules.DateFault.EMPLOYED_TOO_YOUNG: _("参加工作时还不满 14 岁，请核对出生日期和参加工作日期。"),
        rules.DateFault.EMPLOYED_LATER: _("参加工作日期在今天以后，请核对。"),
        rules.DateFault.SINCE_LATER: _("起算日期在今天以后，请核对。"),
        rules.DateFault.BEFORE_THERE_WAS_ANY: _("起算日期早于建党、建团，请核对。"),
        rules.DateFault.TOO_YOUNG_FOR_PARTY: _("年满 18 岁才可以申请入党，请核对出生日期和起算日期。"),
        rules.DateFault.TOO_YOUNG_FOR_LEAGUE: _("年满 14 岁才可以入团，请核对出生日期和起算日期。"),
    }[fault]
