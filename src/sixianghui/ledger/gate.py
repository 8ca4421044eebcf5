"""Between those who write facts and those who publish what they count: a publication misses nothing of its past.

A fact bears the moment at which it was written down, and is seen by others when its transaction commits, later. What is
published in between would not count it, and its seal would not hold afterwards. So on PostgreSQL a transaction that
writes facts is inside from its first one to its end, and whoever publishes waits until those have left that were inside
at the moment of publication; nobody who enters later gives a fact an earlier moment. SQLite has one writer at a time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

from sixianghui.common import time

#: "sixianghui gate" as a number.
_LOCK = int.from_bytes(b"sxh-gate", "big", signed=True)
#: A moment that is older was not the present one a while ago: somebody named it, and it stays.
_NAMED = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class _Inside:
    """Lies among what follows the commit, though nothing does: so it goes with the transaction, or with the savepoint
    that is rolled back, as the lock does.
    """

    since: dt.datetime

    def __call__(self) -> None:
        """Nothing follows."""


def enter() -> dt.datetime:
    """Be inside until the present transaction ends; since when it is. Belongs into a transaction."""
    for follow_up in (entry[1] for entry in connection.run_on_commit):
        if isinstance(follow_up, _Inside):
            return follow_up.since
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])
    inside = _Inside(time.now())
    transaction.on_commit(inside)
    return inside.since


def stamp(moment: dt.datetime) -> dt.datetime:
    """The moment at which something is written down, which may have been taken before its transaction was inside."""
    since = enter()
    return since if dt.timedelta() < since - moment < _NAMED else moment


def settled() -> dt.datetime:
    """Now; and all that was written down until now is committed, or never will be. Ask before the chain: those who are
    waited for may wait for it.
    """
    now = time.now()
    if connection.vendor == "postgresql":
        # Nobody is kept out: what is locked after a savepoint is free again once that is rolled back.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            transaction.set_rollback(True)
    return now
