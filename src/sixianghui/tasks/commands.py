"""What a person may do with a job that failed: have it tried again, or drop it. Whoever calls this has asked whether they may."""

from __future__ import annotations

import uuid

from django_tasks_db.models import DBTaskResult

from sixianghui.tasks import clock


def try_again(ref: str) -> bool:
    """Put a failed job back at the head of its tries; False where it is not among the failed (any more)."""
    key = _key(ref)
    if key is None:
        return False
    values = {"status": "READY", "run_after": clock.now(), "worker_ids": [], "finished_at": None}
    return bool(DBTaskResult.objects.filter(pk=key, status="FAILED").update(**values))


def drop(ref: str) -> bool:
    """Forget a failed job; False where it is not among the failed (any more)."""
    key = _key(ref)
    return key is not None and bool(DBTaskResult.objects.filter(pk=key, status="FAILED").delete()[0])


def _key(ref: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(ref)
    except ValueError:
        return None
