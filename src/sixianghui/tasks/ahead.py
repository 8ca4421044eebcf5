"""What was put too far ahead while the clock was wrong: without this, it would wait until the right clock gets there."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django_tasks_db.models import DBTaskResult, get_date_max

from sixianghui.tasks import clock
from sixianghui.tasks.leases import HOLD
from sixianghui.tasks.models import Lease, Outgoing, SendingState
from sixianghui.tasks.rules import LONGEST_WAIT


def fetch_back(now: dt.datetime) -> int:
    """Make due at `now` what no right clock can have put so far off; return how many jobs, leases and sendings.

    A lease is only shortened: its worker may well live, and then prolongs it. It goes by the clock that all share. Routines
    look after themselves.
    """
    far, held = now + LONGEST_WAIT + clock.APART, clock.shared() + HOLD
    with transaction.atomic():
        leases = Lease.objects.filter(until__gt=held + clock.APART).update(until=held)
        late = DBTaskResult.objects.filter(status="READY", run_after__gt=far)
        jobs = late.exclude(run_after=get_date_max()).update(run_after=now)  # its word for "at once"
        sendings = Outgoing.objects.filter(state=SendingState.WAITING, due_at__gt=far).update(due_at=now)
    return leases + jobs + sendings
