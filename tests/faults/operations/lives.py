"""Run as a process on a data folder: somebody with a session and a stream key, who leaves and is erased later; what is left.

`make` prints nothing; `erase` erases; `state` prints what there is as JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from sixianghui.directory.public import Unit

NAME = "王样例"


def make() -> None:
    from sixianghui.access.public import Post
    from sixianghui.directory.public import UnitKind
    from sixianghui.privacy import commands as privacy
    from tests.factories import a_person, a_unit, an_account, signed_in, someone_with

    branch = a_unit(parent=a_unit(kind=UnitKind.INDUSTRY_COMMITTEE))
    clerk = someone_with(Post.COMMITTEE_CLERK, branch.parent)
    type(clerk).objects.filter(pk=clerk.pk).update(username="clerk")
    account = an_account(name=NAME)
    a_person(branch, account=account, name=NAME)
    signed_in(account)
    _a_stage(branch)
    privacy.ask_erasure(text="我要离开这个行业", by=account)


def _a_stage(branch: Unit) -> None:
    """A lecture in half an hour, whose encoder has a key."""
    from sixianghui.access.public import Post
    from sixianghui.common import time
    from sixianghui.lectures import commands
    from tests.factories import someone_with

    host, begins = someone_with(Post.SECRETARY, branch), time.now() + dt.timedelta(minutes=30)
    wanted = commands.Wanted(
        title="把专业做到群众心里",
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=2),
        lecturer="周明远（示例）",
    )
    lecture = commands.plan_lecture(wanted, unit=branch, by=host)
    commands.use_camera(lecture, by=host)
    commands.give_key(lecture, by=host)


def erase() -> None:
    from sixianghui.access.public import Account
    from sixianghui.common import time
    from sixianghui.directory import commands as directory
    from sixianghui.directory.public import Person
    from sixianghui.operations.commands.offsite import keep_list_fresh
    from sixianghui.privacy import commands as privacy
    from sixianghui.privacy.models import Request

    request = Request.objects.get()
    clerk = Account.objects.get(username="clerk")
    directory.let_go(Person.objects.get(account=request.account), on=time.today(), by=clerk)
    privacy.erase(request, answer="已经按你的要求删除", by=clerk)
    keep_list_fresh()


def state() -> dict[str, int]:
    from django.contrib.sessions.models import Session

    from sixianghui.access.public import Account
    from sixianghui.directory.public import Person
    from sixianghui.media.models import Intake

    return {
        "named": Account.objects.filter(name=NAME).count() or Person.objects.filter(name=NAME).count(),
        "sessions": Session.objects.count(),
        "keys": Intake.objects.exclude(key_hash="").count(),
    }


if __name__ == "__main__":
    django.setup()
    what = {"make": make, "erase": erase, "state": lambda: print(json.dumps(state()))}[sys.argv[1]]
    what()
