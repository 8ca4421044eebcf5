"""The product's app with topics of the tests' own, and addresses under `/probe/` that do what a test asks.

`python -m tests.faults.streams_app [forgets]`: with `forgets`, the control, an app that begins as if nothing could have
been lost before it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from sixianghui.project import app, wsgi

Ask = dict[str, str]


def prepare(_: Ask) -> dict[str, Any]:
    """A secretary with a session in two browsers, and a security administrator."""
    from sixianghui.access.public import Post
    from tests.factories import signed_in, someone_with

    account = someone_with(Post.SECRETARY)
    admin = someone_with(Post.SECURITY_ADMIN)
    cookies = [signed_in(account).cookies["sxh_session"].value for _ in range(2)]
    return {"account": account.pk, "admin": admin.pk, "cookies": cookies}


def demote(ask: Ask) -> dict[str, Any]:
    """End the post."""
    from sixianghui.access.public import Account
    from sixianghui.common import time
    from sixianghui.directory.commands.posts import end_appointment
    from sixianghui.directory.public import Appointment

    appointment = Appointment.objects.get(person__account=ask["account"])
    end_appointment(appointment, on=time.today(), by=Account.objects.get(pk=ask["admin"]))
    return {}


def disable(ask: Ask) -> dict[str, Any]:
    """Let nobody in by the account any more."""
    from sixianghui.access.commands.accounts import disable_account
    from sixianghui.access.public import Account

    disable_account(Account.objects.get(pk=ask["account"]), by=Account.objects.get(pk=ask["admin"]))
    return {}


def say(ask: Ask) -> dict[str, Any]:
    """Write a row and publish it in one transaction; with `die`, be killed between the commit and the word of it."""
    from django.db import transaction
    from django.utils import timezone

    from sixianghui.realtime import public as realtime
    from sixianghui.tasks.models import Schedule

    with transaction.atomic():
        Schedule.objects.create(name=f"said {ask['n']}", due_at=timezone.now() + dt.timedelta(days=9))
        if "die" in ask:
            transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
        realtime.publish("probe-open:1", {"n": int(ask["n"])})
    return {}


def written(_: Ask) -> dict[str, Any]:
    """What has been committed."""
    from sixianghui.tasks.models import Schedule

    names = Schedule.objects.filter(name__startswith="said ").values_list("name", flat=True)
    return {"rows": sorted(int(name.split()[1]) for name in names)}


DOINGS: dict[str, Callable[[Ask], dict[str, Any]]] = {
    "/probe/prepare": prepare,
    "/probe/demote": demote,
    "/probe/disable": disable,
    "/probe/say": say,
    "/probe/written": written,
}


def probed(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def call(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        doing = DOINGS.get(environ["PATH_INFO"])
        if doing is None:
            return application(environ, start_response)
        body = json.dumps(doing(dict(parse_qsl(environ["QUERY_STRING"])))).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return call


def main(words: list[str]) -> int:
    """Register the topics, then be the product's app."""
    from sixianghui.access import public as access
    from sixianghui.realtime import commands
    from sixianghui.realtime import public as realtime

    realtime.register_topic("probe-open", lambda person, name: True)
    realtime.register_topic("probe-edit", lambda person, name: access.may(person, "unit:edit"))
    if words == ["forgets"]:
        commands.backend().lose = lambda: None  # type: ignore[method-assign]
    wsgi.application = probed(wsgi.application)  # type: ignore[assignment]
    return app.run(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
