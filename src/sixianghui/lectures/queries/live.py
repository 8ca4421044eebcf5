"""The picture of a lecture that comes from a camera: which stream it is, and what its viewers are shown."""

from __future__ import annotations

from enum import StrEnum

from sixianghui.lectures.models import Lecture
from sixianghui.media import public as media


class Shown(StrEnum):
    """What stands where the picture is, while a lecture is on air."""

    PICTURE = "picture"
    SOON = "soon"
    CUT = "cut"


def camera_of(lecture: Lecture) -> media.Stream | None:
    """The stream of a lecture that comes from a camera; None without one."""
    stream = lecture.stream
    return stream if stream is not None and stream.source == media.Stream.Source.LIVE else None


def shown_of(lecture: Lecture) -> Shown:
    """What viewers are shown while the lecture is on air."""
    camera = camera_of(lecture)
    if camera is None:
        return Shown.PICTURE
    if camera.cut_at is not None:
        return Shown.CUT
    return Shown.PICTURE if media.is_seen(camera) else Shown.SOON
