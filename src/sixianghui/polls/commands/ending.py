"""How a poll ends: counted after its last day or earlier, or taken back. Who answered is forgotten with it."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.polls import queries, rules
from sixianghui.polls.actions import Action
from sixianghui.polls.commands.asking import TAG, lock, tag_of
from sixianghui.polls.models import Closing, Participation, Poll, Withdrawal
from sixianghui.polls.rules import State
from sixianghui.ui import public as ui

log = logging.getLogger(__name__)


def close_due() -> int:
    """Count every poll whose last day is over. Returns how many. May run twice, and beside itself.

    One that cannot be counted does not hold up the others; its fault is raised at the end, so that the routine is seen
    to fail.
    """
    done = 0
    failed: list[Exception] = []
    for poll in queries.due():
        try:
            with transaction.atomic():
                locked = lock(poll)
                if queries.state_of(locked) is State.COUNTING:
                    _count(locked, by=None, reason="")
                    done += 1
        except Exception as error:
            log.exception("poll %s was due and could not be counted", poll.pk)
            failed.append(error)
    if failed:
        raise failed[0]
    return done


def close_early(poll: Poll, reason: str, *, by: Account) -> Closing:
    """End a poll before its last day, and say why. The result is shown to everybody, as after the last day."""
    require(by, Action.RUN, poll)
    why = _said(reason)
    with transaction.atomic():
        locked = lock(poll)
        _require_open(locked)
        return _count(locked, by=by, reason=why)


def withdraw(poll: Poll, reason: str, *, by: Account) -> Withdrawal:
    """Take back an open poll, and say why. What had been answered is deleted and never shown."""
    require(by, Action.RUN, poll)
    why = _said(reason)
    with transaction.atomic():
        locked = lock(poll)
        _require_open(locked)
        made = Withdrawal.objects.create(poll=locked, at=time.now(), actor=by, unit=locked.unit, reason=why)
        _empty(locked)
        audit.record("poll:withdraw", actor=by, thing=locked)
        ui.purge(TAG, tag_of(locked))
    return made


def erase_of(account: int) -> int:
    """Forget that somebody answered polls that are still open; their answers stay counted. Returns how many.

    Runs inside the transaction of whoever erases, who has asked for permission.
    """
    return Participation.objects.filter(account=account).update(account=None)


def _count(poll: Poll, *, by: Account | None, reason: str) -> Closing:
    """Freeze the sums; with few answers not even those. Runs in the transaction that holds the poll."""
    answers = Participation.objects.filter(poll=poll).count()
    tallies = list(poll.options.order_by("number").values_list("tally", flat=True))
    made = Closing.objects.create(
        poll=poll,
        at=time.now(),
        actor=by,
        unit=poll.unit,
        answers=answers,
        counts=tallies if answers >= rules.FEW else [],
        reason=reason,
    )
    _empty(poll)
    audit.record("poll:close", actor=by, thing=poll)
    ui.purge(TAG, tag_of(poll), "figures")
    return made


def _empty(poll: Poll) -> None:
    """Forget who answered, and what the sums were."""
    Participation.objects.filter(poll=poll).delete()
    poll.options.update(tally=0)


def _require_open(poll: Poll) -> None:
    if queries.state_of(poll) is not State.OPEN:
        raise Conflict(_("这个小调查没有在收。刷新一下，看看它到哪一步了。"))


def _said(reason: str) -> str:
    why = reason.strip()
    if not why:
        raise HouseError(_("请写一句为什么，大家看得到。"))
    return why[: rules.REASON_LENGTH]
