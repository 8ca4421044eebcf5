"""Routines of the house that belong to no room: they tidy Django's and Wagtail's own tables."""

from __future__ import annotations

import datetime as dt
import json

from django.contrib.sessions.models import Session
from django.db import connection
from django_tasks_db.models import DBTaskResult

from sixianghui.tasks import clock

KEPT = dt.timedelta(days=7)


def clear_sessions() -> None:
    """Forget sessions that have ended."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()


def clear_finished_jobs() -> None:
    """Forget jobs that went well a week ago; failed ones stay until somebody has looked."""
    DBTaskResult.objects.filter(status="SUCCESSFUL", finished_at__lt=clock.now() - KEPT).delete()


def know_sizes() -> None:
    """Let SQLite look at how its tables are filled: without that it walks through fifty thousand pages to find seven
    columns. A sample of each index, milliseconds. PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


#: Jobs that bring something up to date: once is enough, however often it was asked for.
UP_TO_DATE = ("modelsearch.", "wagtail.tasks.")


def forget_doubles() -> int:
    """Of waiting jobs that bring the same thing up to date keep the last; returns how many are forgotten."""
    waiting = DBTaskResult.objects.filter(status="READY").order_by("enqueued_at")
    last: dict[tuple[str, str], object] = {}
    doubles = []
    for pk, path, args in waiting.values_list("pk", "task_path", "args_kwargs"):
        if path.startswith(UP_TO_DATE):
            before = last.get((path, json.dumps(args, sort_keys=True)))
            if before is not None:
                doubles.append(before)
            last[path, json.dumps(args, sort_keys=True)] = pk
    for begin in range(0, len(doubles), 500):
        DBTaskResult.objects.filter(pk__in=doubles[begin : begin + 500], status="READY").delete()
    return len(doubles)
