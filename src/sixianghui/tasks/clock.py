"""Jobs run by the real clock, whatever time the domain lives in."""

from __future__ import annotations

import datetime as dt

from django.db import connection

#: By how much the clocks of two hosts may differ. What lies further ahead than it can was written while a clock was wrong.
APART = dt.timedelta(minutes=5)


def now() -> dt.datetime:
    """The real present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def shared() -> dt.datetime:
    """The present moment by the one clock that all who do jobs share: leases are a matter of seconds, and the clocks of two
    hosts may be minutes apart. PostgreSQL's own; with SQLite there is one host.
    """
    if connection.vendor != "postgresql":
        return now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment
