"""Writes about handovers: a post goes from one person to the next, and nothing on the desk gets lost."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import HANDED_OVER, Account, Post, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory import notices, open_work, queries
from sixianghui.directory.actions import Action
from sixianghui.directory.commands.people import hold
from sixianghui.directory.commands.posts import close_appointment, make_appointment
from sixianghui.directory.commands.units import hold_open
from sixianghui.directory.models import Appointment, Handover, Person
from sixianghui.ui.public import long_date


def offer_handover(appointment: Appointment, successor: Person, *, by: Account, note: str = "") -> Handover:
    """Offer one's own post to a successor. The two of them are the two people whom a grant needs.

    The successor must be on the roster of the unit, hold an account, and accept. Administrators' posts go the long way.
    """
    require(by, Action.HAND_OVER, appointment)
    if appointment.until is not None and appointment.until > time.today():
        raise Conflict(
            _("这个职务到%(day)s为止，不再交接；要提前，请有权免职的人免去。")
            % {"day": long_date(appointment.until)}
        )
    if appointment.until is not None:
        raise Conflict(_("这个职务已经免了，不能再交接。"))
    if Post(appointment.post) not in HANDED_OVER:
        raise Conflict(_("管理员的职务不能自己交接，请另一位安全管理员来办。"))
    if successor.pk == appointment.person_id:
        raise Conflict(_("请选一位接手的人。"))
    if not queries.successors(appointment).filter(pk=successor.pk).exists():
        raise Conflict(_("接手的人要在本组织的名册上，而且没有离开。"))
    if successor.account is None:
        raise Conflict(_("%(name)s还没有账号，请先邀请本人登录。") % {"name": successor.name})
    try:
        with transaction.atomic():
            handover = Handover.objects.create(
                appointment=appointment, successor=successor, note=note.strip()
            )
            audit.record("handover:offer", actor=by, thing=handover)
            notices.offered(handover)
    except IntegrityError as error:
        raise Conflict(_("这个职务的交接已经发出，等对方接手；要换人，请先撤回。")) from error
    return handover


def accept_handover(handover: Handover, *, by: Account) -> Appointment:
    """Take the post: the old one ends today, the new one begins today, open work moves, all in one transaction."""
    _only_successor(handover, by)
    today = time.today()
    old = handover.appointment
    with transaction.atomic():
        # The one who goes too: the post may be ended at the same moment. In one order, so that nobody waits for ever.
        for person in sorted((old.person, handover.successor), key=lambda one: one.pk):
            hold(person)
        if not queries.successors(old).filter(pk=handover.successor_id).exists():
            raise Conflict(_("接手的人要在本组织的名册上，而且没有离开。"))
        # Before the chain: whoever closes the unit or works on a letter of the desk holds it, and takes the chain last.
        hold_open(old.unit)
        held = open_work.hold_all(old)
        _end(handover, Handover.Outcome.TAKEN, by)
        appointment = make_appointment(handover.successor, old.unit, Post(old.post), today, by)
        moved = open_work.move_all(old, handover.successor, held)
        close_appointment(old, max(old.since, today))
        Handover.objects.filter(pk=handover.pk).update(moved=[[item.kind, item.key] for item in moved])
        audit.record("handover:accept", actor=by, thing=handover, detail={"moved": len(moved)})
        notices.taken(handover, len(moved))
    return appointment


def decline_handover(handover: Handover, *, by: Account) -> Handover:
    """Say no; the post stays where it is."""
    _only_successor(handover, by)
    with transaction.atomic():
        _end(handover, Handover.Outcome.DECLINED, by)
        audit.record("handover:decline", actor=by, thing=handover)
        notices.declined(handover)
    return handover


def withdraw_handover(handover: Handover, *, by: Account) -> Handover:
    """Take an offer back while it has not been taken."""
    if handover.appointment.person.account_id != by.pk:
        raise Refused(_("只有发出交接的人可以撤回。"))
    with transaction.atomic():
        _end(handover, Handover.Outcome.WITHDRAWN, by)
        audit.record("handover:withdraw", actor=by, thing=handover)
    return handover


def _only_successor(handover: Handover, by: Account) -> None:
    if handover.successor.account_id != by.pk:
        raise Refused(_("这份交接不是交给你的。"))


def _end(handover: Handover, outcome: Handover.Outcome, by: Account) -> None:
    """Write how it ended, once."""
    mine = Handover.objects.filter(pk=handover.pk, outcome="", appointment__until__isnull=True).update(
        outcome=outcome, ended_at=time.now()
    )
    if not mine:
        raise Conflict(_("这份交接已经了结了。"))
    handover.refresh_from_db()
