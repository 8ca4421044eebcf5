"""The picture of a lecture: a recording that is played as if it were live, and stays as the replay."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict
from sixianghui.lectures import queries, search
from sixianghui.lectures.actions import Action
from sixianghui.lectures.commands.planning import lock
from sixianghui.lectures.commands.telling import purge, tell
from sixianghui.lectures.models import Lecture
from sixianghui.lectures.rules import State
from sixianghui.media import public as media
from sixianghui.ui import public as ui


def bring_picture(lecture: Lecture, file: Any, *, by: Account) -> media.Stream:
    """Keep a recording for this lecture and have it made ready. One that people watch stays until the new one is ready.

    Raises `Conflict` with a sentence that says what to do.
    """
    require(by, Action.RUN, lecture.activity)
    _check(lecture)
    with media.lay_film(file, title=lecture.activity.title, by=by) as laid, transaction.atomic():
        locked = lock(lecture)
        made = media.keep_laid(laid)
        if locked.stream is None or media.player_of(locked.stream, live=False) is None:
            set_stream(locked, made, by=by)
        else:
            _set_next(locked, made, by=by)
    return made


def set_stream(lecture: Lecture, stream: media.Stream | None, *, by: Account) -> Lecture:
    """Give a lecture its recording at once, another one, or none. The address of its page stays; the old one is taken away."""
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        locked = lock(lecture)
        _check(locked)
        before = locked.stream
        if before == stream:
            return locked
        if stream is not None and Lecture.objects.filter(stream=stream).exists():
            raise Conflict(_("这段录像已经给了另一堂课。请再传一次。"))
        _drop_next(locked, by=by)
        locked.stream = stream
        locked.kept_until = queries.kept_anew(locked)
        locked.warned_at = None
        locked.save(update_fields=["stream", "kept_until", "warned_at"])
        if before is not None:
            media.remove_stream(before, by=by)
        if stream is not None:
            ui.purge(stream.tag)
        audit.record("lecture:picture", actor=by, thing=locked, detail={"stream": stream is not None})
        _told(locked)
    return locked


def keep_old_picture(lecture: Lecture, *, by: Account) -> Lecture:
    """What was to take the place of the recording is taken away again."""
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        locked = lock(lecture)
        _drop_next(locked, by=by)
        locked.save(update_fields=["next_stream"])
    return locked


def write_transcript(
    lecture: Lecture, text: str, *, by: Account, is_sample: bool = False
) -> media.Transcript | None:
    """Take what was typed or brought as what is said in the recording. Raises `Conflict`, which names the line."""
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        locked = lock(lecture)
        if locked.stream is None:
            raise Conflict(_("还没有录像，文字稿等有了录像再写。"))
        made = media.write_transcript(locked.stream, text, by=by, is_sample=is_sample)
        search.show(locked)
        purge(locked)
    return made


def hold_lecture_of(stream: media.Stream) -> None:
    """The lecture of a recording that is about to be ready: whoever changes its recording waits, or was first. In the
    caller's transaction."""
    rows = Lecture.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(rows.filter(Q(stream=stream.pk) | Q(next_stream=stream.pk)).values_list("pk"))


def picture_came(stream: media.Stream) -> None:
    """What was brought can be watched: whoever has the page open is told. What is to take another's place takes it, but
    never from under those who watch. In the caller's transaction.
    """
    found = Lecture.objects.filter(Q(stream=stream.pk) | Q(next_stream=stream.pk)).first()
    if found is None:
        return
    lecture = lock(found)
    if queries.standing(lecture).state is not State.LIVE:
        take_next(lecture)
    search.show(lecture)
    _told(lecture)


def take_next(lecture: Lecture) -> None:
    """What was brought takes the place of what there was, once it can be watched. Under the lock, in the caller's transaction."""
    before, after = lecture.stream, lecture.next_stream
    if after is None or after.state != media.Stream.State.READY:
        return
    lecture.stream, lecture.next_stream = after, None
    lecture.save(update_fields=["stream", "next_stream"])
    if before is not None:
        media.move_transcripts(before, after)
        media.remove_stream(before, by=None)
    audit.record("lecture:picture", actor=after.made_by_id, thing=lecture, detail={"stream": True})


def _set_next(lecture: Lecture, stream: media.Stream, *, by: Account) -> None:
    _drop_next(lecture, by=by)
    stream.refresh_from_db()
    if stream.state == media.Stream.State.READY:  # it was made at once
        set_stream(lecture, stream, by=by)
        return
    lecture.next_stream = stream
    lecture.save(update_fields=["next_stream"])
    audit.record("lecture:next-picture", actor=by, thing=lecture)


def _drop_next(lecture: Lecture, *, by: Account) -> None:
    if lecture.next_stream is not None:
        media.remove_stream(lecture.next_stream, by=by)
        lecture.next_stream = None
        lecture.save(update_fields=["next_stream"])


def _told(lecture: Lecture) -> None:
    tell(lecture, "state")
    purge(lecture)


def _check(lecture: Lecture) -> None:
    """While people watch it nobody changes what they see."""
    stands = queries.standing(lecture)
    if stands.state is State.CALLED_OFF:
        raise Conflict(_("这堂课已经取消了。"))
    if stands.state is State.LIVE and lecture.stream_id is not None:
        raise Conflict(_("正在直播，不能换录像。请先结束，再换回放用的。"))
