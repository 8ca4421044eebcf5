"""What a page needs to show a thread, and what one person needs to write in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from sixianghui.access.public import Account
from sixianghui.common import time
from sixianghui.realtime import public as realtime
from sixianghui.remarks import places
from sixianghui.remarks.models import Alias, Appeal, AppealAnswer, Thread
from sixianghui.remarks.queries.remarks import (
    Shown,
    counted,
    mine,
    remarks,
    standing,
    standing_in,
    switched_off,
)
from sixianghui.remarks.rules import State

#: How many remarks that are no replies stand under an article, and on a page of a thread's own.
BELOW, ON_PAGE = 20, 50


@dataclass(frozen=True)
class Part:
    """A thread as everybody sees it. `cursor`: from where its page listens; `older`: the last ref, if older ones exist."""

    thread: Thread
    cursor: int
    off: bool
    shown: list[Shown]
    number: int
    older: str = ""

    @property
    def blank(self) -> Shown:
        """What an island copies for a remark that comes while the page is open."""
        return Shown("", "", "", self.thread.made_at, unit=" ")

    @property
    def open(self) -> bool:
        """Whether something new is taken at all."""
        return not self.off and not self.thread.closed


def part(thread: Thread, *, most: int = BELOW, before: str = "") -> Part:
    """The latest of a thread, or those before one of them, and how many there are."""
    cursor = realtime.cursor()
    if switched_off(thread) is not None:
        return Part(thread, cursor, True, [], 0)
    found, more = standing_in(thread, most=most, before=before)
    if more or before:
        number = counted([thread]).get(thread.pk, 0)
    else:
        number = sum((not one.gone) + len(one.replies) for one in found)
    older = found[-1].ref if more else ""
    return Part(thread, cursor, False, found, number, older)


def one_shown(thread: Thread, ref: str) -> Any | None:
    """A remark of this thread that everybody reads, as a row of `remarks`."""
    if not ref or switched_off(thread) is not None:
        return None
    return standing(State.SHOWN).filter(thread=thread, ref=ref).first()


def shown_called(ref: str) -> Any | None:
    """A remark that everybody reads, as a row of `remarks`; where it hangs is for the caller to ask."""
    found = standing(State.SHOWN).filter(ref=ref).first()
    return found if found is not None and switched_off(found.thread) is None else None


def is_head(thread: Thread, ref: str) -> bool:
    """Whether a page of this thread may begin behind this one."""
    return thread.remarks.filter(ref=ref, reply_to__isnull=True, struck_at__isnull=True).exists()


def name_of(account: Account) -> str:
    """The name under which somebody is shown; nothing as long as none was chosen."""
    return Alias.objects.filter(account=account).values_list("name", flat=True).first() or ""


def queue(thread: Thread) -> tuple[int, dt.timedelta]:
    """How many wait for whoever looks at this thread, and for how long the oldest has."""
    waiting = standing(State.WAITING).filter(thread__unit=thread.unit_id)
    first = waiting.order_by("at").values_list("at", flat=True).first()
    return (0, dt.timedelta()) if first is None else (waiting.count(), time.now() - first)


@dataclass(frozen=True)
class Written:
    """One's own remark: where it hangs, and what came of an appeal."""

    said: Shown
    where: places.Where | None
    appeal: str = ""
    answer: AppealAnswer | None = None

    @property
    def may_appeal(self) -> bool:
        """Once, of a refusal or of what was taken off."""
        return self.said.state in {State.REFUSED, State.HIDDEN} and not self.appeal

    @property
    def may_withdraw(self) -> bool:
        return self.said.state is not State.WITHDRAWN


def written(account: Account) -> list[Written]:
    """What somebody wrote, the newest first, with all that its writer may know."""
    own = mine(account)
    refs = [one.ref for one in own]
    threads = {one.ref: one.thread for one in remarks().filter(ref__in=refs).select_related("thread__unit")}
    where = places.find(list({one.pk: one for one in threads.values()}.values()))
    appeals: dict[str, Appeal] = {}
    rows = (
        Appeal.objects.standing()
        .filter(verdict__remark__ref__in=refs)
        .select_related("verdict__remark", "said")
    )
    for appeal in rows.order_by("at", "pk"):
        appeals[appeal.verdict.remark.ref] = appeal
    asked = Q(appeal__in=list(appeals.values()))
    answers = {one.appeal_id: one for one in AppealAnswer.objects.standing().filter(asked)}
    return [
        Written(
            one,
            where.get(threads[one.ref].pk),
            appeals[one.ref].words if one.ref in appeals else "",
            answers.get(appeals[one.ref].pk) if one.ref in appeals else None,
        )
        for one in own
    ]
