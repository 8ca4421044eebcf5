"""Recordings are kept as long as the rule says: who organises is told a month before, may keep one longer, and then it goes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.lectures import notices, queries, rules, search
from sixianghui.lectures.actions import Action
from sixianghui.lectures.commands.planning import lock
from sixianghui.lectures.commands.telling import purge, tell
from sixianghui.lectures.models import Lecture
from sixianghui.media import public as media


def keep_longer(lecture: Lecture, months: int, reason: str, *, by: Account) -> dt.date:
    """Keep its recording so many months longer; until when. Raises `Conflict` with a sentence that says what to do."""
    require(by, Action.RUN, lecture.activity)
    why = " ".join(reason.split())
    if not 2 <= len(why) <= rules.REASON_LENGTH:
        raise Conflict(_("请写一句为什么要多留，2 到 %(most)d 个字。") % {"most": rules.REASON_LENGTH})
    if months not in rules.KEPT_LONGER:
        raise Conflict(_("请选多留几个月。"))
    with transaction.atomic():
        locked = lock(lecture)
        row = queries.lectures().get(pk=locked.pk)
        known = queries.kept_until(row)
        if known is None or row.stream is None or row.stream.state == media.Stream.State.GONE:
            raise Conflict(_("这堂课没有录像可以留。"))
        until = rules.months_after(max(known, time.today()), months)
        locked.kept_until, locked.kept_why, locked.warned_at = until, why, None
        locked.save(update_fields=["kept_until", "kept_why", "warned_at"])
        audit.record("lecture:keep-recording", actor=by, thing=locked, detail={"months": months})
    return until


def note_export(lecture: Lecture, *, by: Account) -> None:
    """Somebody took the record of this lecture along."""
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        audit.record("lecture:export", actor=by, thing=lecture)


def end_recordings() -> int:
    """Once a day: tell whose time is over in a month, take away what is over and was told. How many went. May run twice."""
    today, gone = time.today(), 0
    for row in queries.with_recordings():
        until = queries.kept_until(row)
        if until is None:
            continue
        if not rules.is_warned(until, queries.warned_on(row)):
            if until - rules.WARNED <= today:
                _warn(row, rules.kept_last(until, today))
        elif until < today:
            gone += _erase(row)
    return gone


def _erase(lecture: Lecture) -> bool:
    """Whether it went: meanwhile somebody may have kept it longer, or brought another."""
    with transaction.atomic():
        locked = lock(lecture)
        stream = locked.stream
        until = queries.kept_until(queries.lectures().get(pk=locked.pk))
        if stream is None or until is None or until >= time.today() or locked.warned_at is None:
            return False
        media.erase_stream(stream)
        if locked.next_stream is not None:
            media.remove_stream(locked.next_stream, by=None)
            locked.next_stream = None
            locked.save(update_fields=["next_stream"])
        audit.record("lecture:recording-over", thing=locked)
        search.show(locked)
        tell(locked, "state")
        purge(locked)
    return True


def _warn(lecture: Lecture, until: dt.date) -> None:
    with transaction.atomic():
        locked = lock(lecture)
        locked.warned_at = time.now()
        locked.save(update_fields=["warned_at"])
        notices.recording_ends(locked, queries.organisers_of(locked.activity.unit_id), until)
