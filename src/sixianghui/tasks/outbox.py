"""What must happen outside exactly once: said in the act's transaction, sent by a worker, never silently sent twice.

A row with a key that is unique for its kind is written by whoever acts. A worker marks it as being sent, commits, and
only then speaks to the outside, which is given the key. Whoever dies in between leaves a row that is being sent; after
`HOLD` nobody knows what became of it. Then the sender is asked to look for the key outside; where it cannot tell, a
person does on the page of jobs.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import QuerySet

from sixianghui.tasks import clock
from sixianghui.tasks.jobs import job
from sixianghui.tasks.models import Outgoing, SendingState
from sixianghui.tasks.rules import JobRules, wait_before_next

log = logging.getLogger(__name__)
#: How long one sending may take; a sender gives up sooner by itself. After that the row is unknown.
HOLD = dt.timedelta(minutes=5)
#: What surely did not happen is tried again so often, an hour apart at last.
RULES = JobRules(retries=30, backoff=30)
#: How many rows one round looks after.
ROUND = 200


class NotNow(Exception):
    """It surely did not happen outside (nobody took the connection, say); later it may. `code` holds no personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:60]


class NotAtAll(NotNow):
    """The outside refused it, and trying again would change nothing."""


class Sender(Protocol):
    """Who speaks to one outside."""

    def send(self, key: str, content: Mapping[str, Any]) -> str:
        """Do it, giving the outside `key` so that it can tell a second time from the first; returns its own name for it.

        Raises `NotNow` or `NotAtAll` only where it surely did not happen. Any other exception leaves it unknown.
        """
        ...

    def look(self, key: str, content: Mapping[str, Any]) -> bool | None:
        """Whether it happened: True, False, or None where the outside cannot be asked."""
        ...


_senders: dict[str, Sender] = {}


def register_outbox(kind: str, sender: Sender) -> None:
    """Say who sends this kind. Called in `AppConfig.ready()`."""
    _senders[kind] = sender


def send_once(kind: str, key: str, content: Mapping[str, Any]) -> Outgoing:
    """Have this happen outside exactly once, after the caller's transaction has committed; never, if it is rolled back.

    The same kind and key again is the same row again. `content` holds ids, not what they stand for. Raises
    `RuntimeError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("send_once belongs into the transaction of the act")
    now = clock.now()
    made, fresh = Outgoing.objects.get_or_create(
        kind=kind,
        key=key,
        defaults={"content": dict(content), "made_at": now, "due_at": now, "changed_at": now},
    )
    if fresh:
        deliver.enqueue(made.pk)
    return made


@job(retries=0, limit=240)
def deliver(number: int) -> None:
    """Send one row that waits; any other is left alone, so that a second run does nothing."""
    now = clock.now()
    mine = _in(SendingState.WAITING).filter(pk=number, due_at__lte=now)
    row = mine.first()
    if row is None or row.kind not in _senders:
        return
    if not mine.filter(tries=row.tries).update(
        state=SendingState.SENDING, tries=row.tries + 1, changed_at=now
    ):
        return
    row.tries += 1
    try:
        answer = _senders[row.kind].send(row.key, row.content)
    except NotAtAll as error:
        _note(row, SendingState.FAILED, error=error.code)
    except NotNow as error:
        _wait(row, error.code)
    except Exception as error:  # it may have happened, or not
        log.warning("nobody knows what became of %s %s: %s", row.kind, row.pk, type(error).__name__)
        _note(row, SendingState.UNKNOWN, error=type(error).__name__)
    else:
        _note(row, SendingState.SENT, answer=answer[:120])


def tend(*, now: dt.datetime | None = None) -> None:
    """Hand over what is due, and look after what nobody knows about. A routine, once a minute."""
    moment = now or clock.now()
    _in(SendingState.SENDING).filter(changed_at__lt=moment - HOLD).update(
        state=SendingState.UNKNOWN, error="WorkerDied", changed_at=moment
    )
    for row in _in(SendingState.UNKNOWN).order_by("changed_at")[:ROUND]:
        _look(row)
    for number in _in(SendingState.WAITING).filter(due_at__lte=moment).values_list("pk", flat=True)[:ROUND]:
        deliver.enqueue(number)


def _look(row: Outgoing) -> None:
    sender = _senders.get(row.kind)
    if sender is None:
        return
    try:
        there = sender.look(row.key, row.content)
    except Exception as error:  # the outside does not answer; it is asked again in a minute
        log.warning("could not look for %s %s: %s", row.kind, row.pk, type(error).__name__)
        return
    if there is True:
        _note(row, SendingState.SENT)
    elif there is False:
        _wait(row, row.error)


def settle(number: int, *, sent: bool) -> bool:
    """A person has looked: it happened, or it is to be sent again. False where that is not open (any more)."""
    now = clock.now()
    mine = Outgoing.objects.filter(pk=number, state__in=(SendingState.UNKNOWN, SendingState.FAILED))
    if sent:
        return bool(mine.update(state=SendingState.SENT, error="", changed_at=now))
    with transaction.atomic():
        if not mine.update(state=SendingState.WAITING, tries=0, error="", due_at=now, changed_at=now):
            return False
        deliver.enqueue(number)
    return True


def open_ones() -> QuerySet[Outgoing]:
    """What somebody has to look at: unknown or failed, the oldest first."""
    return Outgoing.objects.filter(state__in=(SendingState.UNKNOWN, SendingState.FAILED)).order_by(
        "changed_at"
    )


def _in(state: SendingState) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(state=state)


def _wait(row: Outgoing, code: str) -> None:
    wait = wait_before_next(row.tries, RULES)
    if wait is None:
        _note(row, SendingState.FAILED, error=code)
    else:
        _note(row, SendingState.WAITING, error=code, due_at=clock.now() + wait)


def _note(row: Outgoing, state: SendingState, **values: object) -> None:
    """Write down how this try ended, unless the row has gone on without it."""
    mine = Outgoing.objects.filter(
        pk=row.pk, tries=row.tries, state__in=(SendingState.SENDING, SendingState.UNKNOWN)
    )
    if not mine.update(state=state, changed_at=clock.now(), **{"error": "", **values}):
        log.warning("%s %s went on while it was being sent", row.kind, row.pk)
