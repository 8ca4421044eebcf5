"""Run as a process: a lecture that comes from a camera, with its key; then what its host does, one word at a time.

Words: `make` (and `make=closed` for one that is not for everybody), `begin`, `end`, `cut`, `restore`, `key`, `revoke`,
`arm`, `disarm`, `expire` (its key),
`passphrase` (for SRT), `browser` (a page of the host's begins to send MP4 with H.264 and AAC). Says JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

import django


def make(*, is_open: bool) -> dict[str, Any]:
    """In the database that the environment names, by the real clock."""
    from sixianghui.access.public import Post
    from sixianghui.common import time
    from sixianghui.directory.public import UnitKind
    from sixianghui.lectures import commands
    from sixianghui.lectures.public import Wanted, plan_lecture
    from sixianghui.project.models import Instance
    from sixianghui.remarks.public import choose_name
    from tests.factories import a_unit, an_account, signed_in, someone_with

    if not Instance.objects.exists():
        Instance.objects.create(is_demo=False, replay="", replay_total=0)
    unit = a_unit(kind=UnitKind.BRANCH, name="样例市样例党支部", short_name="样例支部", is_sample=False)
    host = someone_with(Post.SECRETARY, unit)
    now = time.now()
    wanted = Wanted(
        title="把专业做到群众心里",
        starts_at=now + dt.timedelta(minutes=1),
        ends_at=now + dt.timedelta(hours=2),
        lecturer="周明远（示例）",
        reviewed=False,
        agenda=("我们是谁", "专业是什么", "群众要什么"),
        open=is_open,
    )
    lecture = plan_lecture(wanted, unit=unit, by=host)
    stream = commands.use_camera(lecture, by=host)
    key = commands.give_key(lecture, by=host)
    commands.open_door(lecture, by=host)
    writer = an_account()
    choose_name(writer, "样例晨光")
    return {
        "lecture": lecture.ref,
        "comments": lecture.comments.ref,
        "writer": signed_in(writer).session.session_key,
        "stream": stream.ref,
        "key": key,
        "host": signed_in(host).session.session_key,
        "stranger": signed_in(an_account()).session.session_key,
    }


def act(what: str) -> dict[str, Any]:
    """The host does that."""
    from sixianghui.common import time
    from sixianghui.lectures import commands
    from sixianghui.lectures.models import Lecture
    from sixianghui.media.intake import passphrase
    from sixianghui.media.models import Intake

    lecture = Lecture.objects.get()
    host = lecture.activity.made_by
    assert host is not None
    if what == "expire":
        Intake.objects.update(key_expires_at=time.now())
        return {}
    if what == "passphrase":
        door = Intake.objects.select_related("stream").get()
        return {"passphrase": passphrase(door.stream.ref, door.generation)}
    acts = {
        "begin": commands.begin,
        "end": commands.end,
        "cut": commands.cut_picture,
        "restore": commands.put_back,
        "key": commands.give_key,
        "revoke": commands.take_key,
        "arm": commands.open_door,
        "disarm": commands.shut_door,
    }
    if what == "browser":
        return _browser(lecture, host)
    made = acts[what](lecture, by=host)
    return {"key": made} if what == "key" else {}


def _browser(lecture: Any, host: Any) -> dict[str, Any]:
    from sixianghui.media import public as media
    from sixianghui.media import queries

    feed = media.begin_browser(lecture.stream, by=host, kind="mp4", picture="h264", sound="aac")
    folder = queries.inbox_of(feed)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {"feed": feed.ref, "inbox": str(folder)}


if __name__ == "__main__":
    django.setup()
    word = sys.argv[1]
    print(json.dumps(make(is_open=word == "make") if word.startswith("make") else act(word)))
