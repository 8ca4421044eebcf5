"""Run as a process: a lecture on air, and people who may write, each with a session of their own; says who and where.

With a word instead of a number the host acts beside the process that serves: `end`, or `heads=97` at the door.
"""

from __future__ import annotations

import datetime as dt
import json
import sys

import django

TITLE = "把专业做到群众心里"


def make(crowd: int) -> None:
    """In the database that the environment names."""
    from sixianghui.access.public import Post
    from sixianghui.common import time
    from sixianghui.directory.public import UnitKind
    from sixianghui.lectures.public import Wanted, begin, plan_lecture
    from sixianghui.remarks.public import choose_name
    from tests.factories import a_unit, an_account, signed_in, someone_with

    unit = a_unit(kind=UnitKind.BRANCH, name="样例市样例党支部", short_name="样例支部", is_sample=False)
    host = someone_with(Post.SECRETARY, unit)
    now = time.now()
    wanted = Wanted(
        title=TITLE,
        seats=100,
        starts_at=now + dt.timedelta(minutes=1),
        ends_at=now + dt.timedelta(hours=2),
        lecturer="周明远（示例）",
        reviewed=False,
    )
    lecture = plan_lecture(wanted, unit=unit, by=host)
    begin(lecture, by=host)
    sessions = []
    for number in range(crowd):
        account = an_account()
        choose_name(account, f"样例{chr(0x4E00 + number * 7)}{chr(0x5E00 + number * 5)}")
        sessions.append(signed_in(account).session.session_key)
    said = {
        "lecture": lecture.ref,
        "key": lecture.pk,
        "comments": lecture.comments.ref,
        "host": signed_in(host).session.session_key,
        "crowd": sessions,
    }
    print(json.dumps(said))


def act(what: str) -> None:
    """The host ends it, or notes heads at the door."""
    from sixianghui.lectures import public as lectures

    lecture = lectures.Lecture.objects.get()
    host = lecture.activity.made_by
    assert host is not None
    if what == "end":
        lectures.end(lecture, by=host)
    else:
        lectures.note_heads(lecture, heads=int(what.partition("=")[2]), by=host)


if __name__ == "__main__":
    django.setup()
    make(int(sys.argv[1])) if sys.argv[1].isdigit() else act(sys.argv[1])
