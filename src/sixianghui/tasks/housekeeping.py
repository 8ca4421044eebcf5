"""Routines of the house that belong to no room: they tidy Django's and Wagtail's own tables."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from sixianghui.tasks import clock

KEPT = dt.timedelta(days=7)


def clear_sessions() -> None:
    """Forget sessions that have ended."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()


def clear_finished_jobs() -> None:
    """Forget jobs that went well a week ago; failed ones stay until somebody has looked."""
    DBTaskResult.objects.filter(status="SUCCESSFUL", finished_at__lt=clock.now() - KEPT).delete()
