"""Writes about posts: asked for by one person, granted by another, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import ADMINISTRATORS, CENTRAL, Account, Post, clashes, held_by, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory import notices, queries, rules
from sixianghui.directory.actions import Action
from sixianghui.directory.commands.people import create_person, end_offers, hold
from sixianghui.directory.commands.units import hold_open
from sixianghui.directory.models import Appointment, AppointmentRequest, Person, Unit
from sixianghui.directory.signals import appointment_changed
from sixianghui.ui.public import long_date


def ask_for_appointment(
    person: Person, *, unit: Unit, post: Post, since: dt.date, reason: str, by: Account
) -> AppointmentRequest:
    """Ask that someone be given a post in a unit; `reason` names the decision behind it. Nobody asks for themselves."""
    require(by, Action.ASK_APPOINTMENT, unit)
    _not_oneself(person, by)
    _may_hold(person, unit, post, since)
    try:
        with transaction.atomic():
            hold_open(unit)
            request = AppointmentRequest.objects.create(
                person=person, unit=unit, post=post, since=since, reason=reason, asked_by=by
            )
            audit.record("appointment:ask", actor=by, thing=request, detail={"post": str(post)})
    except IntegrityError as error:
        raise Conflict(_("已经有人为%(name)s提过这个职务，等批就行。") % {"name": person.name}) from error
    return request


def approve_appointment(request: AppointmentRequest, *, by: Account) -> Appointment:
    """Grant what was asked for. Only a second person may: neither the asker nor the one it is for."""
    post = Post(request.post)
    require_approver(request, by)
    with transaction.atomic():
        hold(request.person)  # two posts that exclude each other may be approved at the same moment
        hold_open(request.unit)  # before the chain, like everybody
        _may_hold(request.person, request.unit, post, request.since)
        _decide(request, AppointmentRequest.Outcome.APPROVED, by)
        appointment = make_appointment(request.person, request.unit, post, request.since, by)
        notices.decided(request)
    return appointment


def refuse_appointment(request: AppointmentRequest, *, answer: str, by: Account) -> AppointmentRequest:
    """Say no, and why."""
    require_approver(request, by)
    if not answer.strip():
        raise Conflict(_("请写一句为什么不同意，提出的人好知道怎么办。"))
    with transaction.atomic():
        request.answer = answer.strip()
        _decide(request, AppointmentRequest.Outcome.REFUSED, by)
        notices.decided(request)
    return request


def withdraw_request(request: AppointmentRequest, *, by: Account) -> AppointmentRequest:
    """Take back one's own request while nobody has decided."""
    if request.asked_by_id != by.pk:
        raise Refused(_("只有提出的人可以撤回。"))
    with transaction.atomic():
        _decide(request, AppointmentRequest.Outcome.WITHDRAWN, by)
    return request


def require_approver(request: AppointmentRequest, by: Account) -> None:
    """Raise `Refused` unless `by` is a second person who may grant this."""
    require(by, Action.APPROVE_APPOINTMENT, request.unit)
    if by.pk == request.asked_by_id:
        raise Refused(_("这个职务是你提出的，要由另一个人来批。"))
    _not_oneself(request.person, by)
    if request.post in CENTRAL and Post.SECURITY_ADMIN not in {one.post for one in held_by(by)}:
        raise Refused(_("这类职务要由安全管理员来批。"))


def end_appointment(appointment: Appointment, *, on: dt.date, by: Account) -> Appointment:
    """End a post: from that day on, today from now on, it grants nothing. One person may, since it gives nobody anything.

    A day that is yet to come may be brought forward, but not put off: that would give somebody something.
    """
    require(by, Action.END_APPOINTMENT, appointment)
    if not queries.may_end(by, appointment):
        raise Refused(_("自己和本组织书记的职务，请办交接，或者由上级来免。"))
    if appointment.post in CENTRAL and Post.SECURITY_ADMIN not in {one.post for one in held_by(by)}:
        raise Refused(_("这类职务要由安全管理员来免。"))
    with transaction.atomic():
        hold(appointment.person)
        appointment.refresh_from_db(fields=["until"])  # somebody may have ended it since the page was opened
        if appointment.until is not None and appointment.until <= time.today():
            raise Conflict(_("这个职务已经免了。"))
        if appointment.until is not None and on >= appointment.until:
            raise Conflict(_("这个职务到%(day)s为止，只能再提前。") % {"day": long_date(appointment.until)})
        if on < appointment.since:
            raise Conflict(_("免职日期早于任职日期，请改一下。"))
        close_appointment(appointment, on)
        audit.record("appointment:end", actor=by, thing=appointment, detail={"post": appointment.post})
        notices.ended(appointment)
    return appointment


def found_posts(holders: Iterable[tuple[Account, Post]], *, unit: Unit, since: dt.date) -> list[Appointment]:
    """Give the first people of an installation their posts. Once anyone holds a post, asking is the only way."""
    if Appointment.objects.exists():
        raise Conflict(_("已经有人任职，任职要先提出，再由另一个人批。"))
    made = []
    with transaction.atomic():
        for account, post in holders:
            person = Person.objects.filter(account=account).first()
            if person is None:
                person = create_person(name=account.name, is_sample=account.is_sample, account=account)
            _may_hold(person, unit, post, since)
            made.append(make_appointment(person, unit, post, since, None))
    return made


def make_appointment(
    person: Person, unit: Unit, post: Post, since: dt.date, by: Account | None
) -> Appointment:
    """Write a post that was granted. Asks no permission: only for commands that did."""
    try:
        with transaction.atomic():
            hold_open(unit)
            appointment = Appointment.objects.create(person=person, unit=unit, post=post, since=since)
            audit.record("appointment:make", actor=by, thing=appointment, detail={"post": str(post)})
    except IntegrityError as error:
        raise Conflict(_("%(name)s已经在这个组织担任这一职务。") % {"name": person.name}) from error
    if person.account is not None:
        appointment_changed.send(sender=Appointment, account=person.account)
    return appointment


def close_appointment(appointment: Appointment, on: dt.date) -> None:
    """Write the end of a post; nobody can take it over any more. Asks no permission: only for commands that did."""
    appointment.until = on
    appointment.save(update_fields=["until"])
    end_offers([appointment])
    if appointment.person.account is not None:
        appointment_changed.send(sender=Appointment, account=appointment.person.account)


def _decide(request: AppointmentRequest, outcome: AppointmentRequest.Outcome, by: Account) -> None:
    """Write a decision once: of two who decide at the same moment, the first one holds."""
    mine = AppointmentRequest.objects.filter(pk=request.pk, outcome="").update(
        outcome=outcome, decided_by=by, decided_at=time.now(), answer=request.answer
    )
    if not mine:
        raise Conflict(_("这件事刚刚已经有人办了。"))
    request.refresh_from_db()
    audit.record(f"appointment:{outcome}", actor=by, thing=request)


def _not_oneself(person: Person, by: Account) -> None:
    if person.account_id == by.pk:
        raise Conflict(_("不能给自己任职，请另一位有权限的人来办。"))


def _may_hold(person: Person, unit: Unit, post: Post, since: dt.date) -> None:
    """Raise `Conflict` unless somebody may have this post from that day on: what ends by then stands in no way."""
    if person.left_on is not None:
        raise Conflict(_("%(name)s已经离开了。") % {"name": person.name})
    if not rules.may_lead(unit.kind, post, queries.statuses_of(person)):
        raise Conflict(_("这个职务要由正式党员担任，%(name)s现在还不是。") % {"name": person.name})
    if post is Post.MEMBER:
        raise Conflict(_("党员、团员不用任职，登记在名册上就是。"))
    then = queries.still(max(since, time.today()))
    standing = {Post(one) for one in person.appointments.filter(then).values_list("post", flat=True)}
    if clashes(frozenset(standing), post):
        raise Conflict(_("系统、安全、审计三种管理员要由三个人分别担任。"))
    if post in ADMINISTRATORS and unit.parent_id is not None:
        raise Conflict(_("管理员只在行业党委任职。"))
    if person.appointments.filter(unit=unit, post=post, until__isnull=True).exists():
        raise Conflict(_("%(name)s已经在这个组织担任这一职务。") % {"name": person.name})
