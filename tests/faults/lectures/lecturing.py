"""Run as a process: a lecture on air, and people who may write, each with a session of their own; says who and where.

With `end` or `begin` as a word: the lecture is ended, or another one begun, beside the process that serves.
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


def end() -> None:
    """The host ends it."""
    from sixianghui.lectures.public import Lecture
    from sixianghui.lectures.public import end as end_lecture

    lecture = Lecture.objects.get()
    host = lecture.activity.made_by
    assert host is not None
    end_lecture(lecture, by=host)


if __name__ == "__main__":
    django.setup()
    end() if sys.argv[1] == "end" else make(int(sys.argv[1]))
