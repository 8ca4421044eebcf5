"""The picture of a lecture: a recording that is played as if it were live, and stays as the replay."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict
from sixianghui.lectures import queries
from sixianghui.lectures.actions import Action
from sixianghui.lectures.commands.planning import lock
from sixianghui.lectures.commands.telling import purge, tell
from sixianghui.lectures.models import Lecture
from sixianghui.lectures.rules import State
from sixianghui.media import public as media
from sixianghui.ui import public as ui


def bring_picture(lecture: Lecture, file: Any, *, by: Account) -> media.Stream:
    """Keep a recording for this lecture and have it made ready. Another one takes the place of the first.

    Raises `Conflict` with a sentence that says what to do.
    """
    require(by, Action.RUN, lecture.activity)
    _check(lecture)
    with transaction.atomic():
        made = media.add_stream(file, title=lecture.activity.title, by=by)
        set_stream(lecture, made, by=by)
    return made


def set_stream(lecture: Lecture, stream: media.Stream | None, *, by: Account) -> Lecture:
    """Give a lecture its recording, another one, or none. The address of its page stays; the old one is taken away."""
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        locked = lock(lecture)
        _check(locked)
        before = locked.stream
        if before == stream:
            return locked
        if stream is not None and Lecture.objects.filter(stream=stream).exists():
            raise Conflict(_("这段录像已经给了另一堂课。请再传一次。"))
        locked.stream = stream
        locked.save(update_fields=["stream"])
        if before is not None:
            media.remove_stream(before, by=by)
        if stream is not None:
            ui.purge(stream.tag)
        audit.record("lecture:picture", actor=by, thing=locked, detail={"stream": stream is not None})
        tell(locked, "state")
        purge(locked)
    return locked


def picture_came(stream: media.Stream) -> None:
    """What was brought can be watched: whoever has the page open is told. In the caller's transaction."""
    lecture = Lecture.objects.filter(stream=stream.pk).first()
    if lecture is not None:
        tell(lecture, "state")
        purge(lecture)


def _check(lecture: Lecture) -> None:
    """While people watch it nobody changes what they see."""
    stands = queries.standing(lecture)
    if stands.state is State.CALLED_OFF:
        raise Conflict(_("这堂课已经取消了。"))
    if stands.state is State.LIVE and lecture.stream_id is not None:
        raise Conflict(_("正在直播，不能换录像。请先结束，再换回看用的。"))
