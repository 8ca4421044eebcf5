"""Laying letters on desks: when they come, when a post changes hands, when a desk falls empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import connection, transaction
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sixianghui.access.public import Account, may
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.complaints import queries, rules
from sixianghui.complaints.models import Assignment, Complaint, Kind, Why
from sixianghui.complaints.queries import Letter
from sixianghui.notify import public as notify
from sixianghui.ui import public as ui


def lock(complaint: Complaint) -> Letter:
    """The letter as it is now, held until the transaction ends."""
    Complaint.objects.select_for_update(of=("self",), no_key=True).get(pk=complaint.pk)
    return queries.letter(complaint.pk)


def hold_all(refs: Iterable[str]) -> None:
    """Hold letters until the transaction ends, in one order. Whoever changes one holds it before the audit chain, so a command
    that changes several holds all of them first."""
    list(
        Complaint.objects.filter(ref__in=list(refs))
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("pk")
    )


def barred_from(complaint: Complaint) -> frozenset[int]:
    """The accounts that must not have it: the writer, as far as known, and whoever asked too much."""
    sender = queries.sender_of(complaint)
    found = (sender.account_id, sender.asker_id) if sender else ()
    return frozenset(one for one in found if one is not None)


def lay_on(complaint: Complaint, desk: rules.Desk, why: Why, *, actor: Account | None) -> Assignment:
    """Lay a letter on a desk, off the one where it lay, and tell whoever sits there. Asks no permission."""
    now = time.now()
    Assignment.objects.standing().filter(complaint=complaint).fill_in(ended_at=now)
    made = Assignment.objects.create(
        complaint=complaint,
        handler_id=desk.account,
        unit_id=desk.unit,
        post=desk.post,
        why=why,
        at=now,
        actor=actor,
    )
    audit.record(
        "complaint:assign", actor=actor, thing=complaint, detail={"to": desk.account, "why": str(why)}
    )
    notify.tell(
        made.handler,
        kind="complaints.waiting",
        title=_("有一封信等你答复"),
        text=format_lazy(
            _("一封信（{kind}）交到了你手上，答应对方 {day}前答复。信里的话加密存放，登录后只给你看。"),
            kind=Kind(complaint.kind).label,
            day=lazy(ui.long_date, str)(complaint.promised_on),
        ),
        url=queries.desk_url(complaint.ref),
    )
    return made


def hand_over(letter: Letter, successor: Account, *, by: Account) -> Assignment | None:
    """Give a letter to whoever takes over the post; to somebody else when it is about the successor.

    Called inside a handover, which has asked for permission.
    """
    assert letter.desk is not None
    now = lock(letter.complaint).desk
    if now is None or now.pk != letter.desk.pk:
        return None  # it was passed on meanwhile, and lies with somebody else
    old, barred = letter.desk.desk, barred_from(letter.complaint)
    if successor.pk not in barred:
        to = replace(old, account=successor.pk)
        return lay_on(letter.complaint, to, Why.HANDED_OVER, actor=by)
    return _lay_elsewhere(letter, barred | {old.account})


def reassign() -> int:
    """Find a desk for every letter whose desk is empty: nobody could have it, or whoever had it left the post. Those too that
    were answered and that everybody is yet to read.

    Returns how many were laid somewhere. May run twice.
    """
    found = 0
    handlers: dict[int, Account] = {}  # each is asked for their posts once
    for letter in (*queries.all_open(), *queries.all_to_prepare()):
        desk = letter.desk
        handler = handlers.setdefault(desk.handler_id, desk.handler) if desk else None
        if handler is None or not may(handler, queries.action_for(letter.complaint.kind), desk):
            with transaction.atomic():
                now = lock(letter.complaint)
                if (now.state.is_open or now.to_prepare) and (now.desk and now.desk.pk) == (desk and desk.pk):
                    found += _lay_elsewhere(now, barred_from(letter.complaint)) is not None
    return found


def _lay_elsewhere(letter: Letter, barred: frozenset[int]) -> Assignment | None:
    """Lay a letter on another desk, looking from where it lay upwards; on none when nobody may have it."""
    old = letter.desk
    start = old.unit if old is not None else letter.complaint.unit or queries.committee()
    desk = queries.route(letter.complaint.kind, start, barred)
    if desk is not None:
        return lay_on(letter.complaint, desk, Why.RECEIVED if old is None else Why.VACANT, actor=None)
    if old is not None:
        Assignment.objects.filter(pk=old.pk).fill_in(ended_at=time.now())
    return None


def _follow() -> None:
    """What follows a transaction that changed posts: once, however many it changed."""
    reassign()


def reassign_soon() -> None:
    """Once the present transaction is committed, find desks for letters that lost theirs."""
    if not any(entry[1] is _follow for entry in connection.run_on_commit):
        # What fails here is done by the routine within the hour; whatever else follows the commit must not be lost with it.
        transaction.on_commit(_follow, robust=True)
