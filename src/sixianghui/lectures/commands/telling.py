"""What open rooms and kept pages are told when a lecture changes."""

from __future__ import annotations

from typing import Any

from sixianghui.channel.public import LECTURES, STRIPS
from sixianghui.lectures import search
from sixianghui.lectures.models import Lecture
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui

#: The cache tag of every page that lists lectures.
TAG = "lectures"


def purge(lecture: Lecture) -> None:
    """Take back the kept pages that show a lecture, or numbers of it, and find it as it is now. Called in the transaction of the act."""
    search.show(lecture)
    ui.purge(TAG, lecture.tag, LECTURES, STRIPS, "figures")


def tell(lecture: Lecture, what: str, **more: Any) -> None:
    """Tell everybody in the room, on commit. `what` "state": they ask how it stands now."""
    realtime.publish(lecture.topic, {"what": what, **more})
