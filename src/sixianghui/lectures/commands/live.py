"""A lecture from a camera: its door for encoders, the key, and taking the picture off the air."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.lectures import queries
from sixianghui.lectures.actions import Action
from sixianghui.lectures.commands.picture import set_stream
from sixianghui.lectures.commands.planning import lock
from sixianghui.lectures.commands.talk import require_part
from sixianghui.lectures.commands.telling import purge, tell
from sixianghui.lectures.models import Helper, Lecture
from sixianghui.lectures.rules import KEY_LASTS, State
from sixianghui.media import public as media


def use_camera(lecture: Lecture, *, by: Account) -> media.Stream:
    """This lecture comes from a camera. A recording that it had is taken away."""
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        locked = lock(lecture)
        if queries.standing(locked).state not in {State.COMING, State.LIVE}:
            raise Conflict(_("这堂课已经讲完了，或者取消了，不能再直播。"))
        if locked.stream is not None and locked.stream.source == media.Stream.Source.LIVE:
            return locked.stream
        made = media.open_live(title=locked.activity.title, by=by)
        set_stream(locked, made, by=by)
    return made


def open_door(lecture: Lecture, *, by: Account) -> media.Stream:
    """Encoders with the key may come, for a rehearsal or because it begins."""
    stream = _camera(lecture, by=by)
    media.arm(stream, by=by)
    return stream


def shut_door(lecture: Lecture, *, by: Account) -> media.Stream:
    """No encoder may come; whoever sends is sent away."""
    stream = _camera(lecture, by=by)
    media.disarm(stream, by=by)
    return stream


def give_key(lecture: Lecture, *, by: Account) -> str:
    """A new publish key, to be shown this once. It holds until half a day after the planned end."""
    stream = _camera(lecture, by=by)
    expires = max(time.now(), lecture.activity.ends_at or lecture.activity.starts_at) + KEY_LASTS
    return media.new_key(stream, by=by, expires=expires)


def take_key(lecture: Lecture, *, by: Account) -> media.Stream:
    """The key holds no more."""
    stream = _camera(lecture, by=by)
    media.revoke_key(stream, by=by)
    return stream


def cut_picture(lecture: Lecture, *, by: Account) -> media.Stream:
    """Take the picture off the air at once; the room stays open. Whoever moderates may, too: it cannot wait."""
    require_part(lecture, by, Helper.Part.MODERATOR)
    return _cut(lecture, by=by, off=True)


def put_back(lecture: Lecture, *, by: Account) -> media.Stream:
    """Put the picture back on the air. Encoders need a new key."""
    require(by, Action.RUN, lecture.activity)
    return _cut(lecture, by=by, off=False)


def send_from_page(lecture: Lecture, *, by: Account, kind: str, picture: str, sound: str) -> media.Feed:
    """A page begins to send what its camera sees; the door is opened for it. Another page of the same person gives way."""
    stream = _camera(lecture, by=by)
    if stream.cut_at is not None:
        raise Conflict(_("画面切断着，推不进来。请先恢复画面。"))
    with transaction.atomic():
        if not media.is_armed(stream):
            if queries.standing(lecture).state not in {State.COMING, State.LIVE}:
                raise Conflict(_("这堂课已经讲完了，或者取消了，不能再直播。"))
            media.arm(stream, by=by)
            stream = media.Stream.objects.get(pk=stream.pk)
        return media.begin_browser(stream, by=by, kind=kind, picture=picture, sound=sound)


def picture_flows(stream: media.Stream) -> None:
    """The first of the picture is there: whoever has the page open is told. In the caller's transaction."""
    lecture = Lecture.objects.filter(stream=stream.pk).first()
    if lecture is not None and queries.standing(lecture).state is State.LIVE:
        tell(lecture, "state")
        purge(lecture)


def _cut(lecture: Lecture, *, by: Account, off: bool) -> media.Stream:
    with transaction.atomic():
        locked = lock(lecture)
        stream = _stream(locked)
        made = media.cut(stream, by=by) if off else media.restore(stream, by=by)
        tell(locked, "state", cut=off)
        purge(locked)
    return made


def _camera(lecture: Lecture, *, by: Account) -> media.Stream:
    require(by, Action.RUN, lecture.activity)
    return _stream(lecture)


def _stream(lecture: Lecture) -> media.Stream:
    stream = Lecture.objects.select_related("stream").get(pk=lecture.pk).stream
    if stream is None or stream.source != media.Stream.Source.LIVE:
        raise Conflict(_("这堂课没有开通现场直播。"))
    return stream
