"""Sending letters. Each is taken by counting a try up, so that whatever is run twice, one try sends once.

A worker that is killed before the far end has the letter loses nothing: the try is given up after `rules.HOLD` and
the next one begins. One that is killed after, and before it could note it, has the letter sent once more, under the
same token (mail: Message-ID; text messages: `id`), by which the far end can tell.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import Error
from django.db.models import Q, QuerySet

from sixianghui.common import time
from sixianghui.notify import clock, letters, queries, rules, senders
from sixianghui.notify.commands import limits
from sixianghui.notify.commands.preferences import kept_preference
from sixianghui.notify.models import Delivery, State
from sixianghui.notify.senders import NotSent, TryAgain, Undeliverable
from sixianghui.tasks import public as tasks
from sixianghui.vault import public as vault

log = logging.getLogger(__name__)
#: How many letters a round hands to the workers.
ROUND = 300


@tasks.job(retries=0, limit=240)
def deliver(number: int, tries: int) -> None:
    """Try to send a letter of which `tries` tries were made before; nothing, if somebody has made the next one."""
    letter = _take(number, tries)
    if letter is not None:
        _send(letter)


def hand_over(letter: Delivery, *, urgent: bool = False) -> None:
    """Have a worker try this letter soon."""
    deliver.using(priority=10 if urgent else 0).enqueue(letter.pk, letter.tries)


def send_due(*, now: dt.datetime | None = None) -> int:
    """Hand every letter whose time has come to the workers; return how many. A routine, once a minute.

    Whatever happened to the job of a try, its letter comes up here again, but not while that job still waits.
    """
    real, domain = now or clock.now(), time.now()
    due = Q(account__is_sample=False, due_at__lte=real)
    if (
        time.is_demo_time()
    ):  # else the clock of the demo is not known yet: its half-year is still being played
        due |= Q(account__is_sample=True, due_at__lte=domain)
    waiting = Delivery.objects.filter(due, state=State.WAITING).order_by("due_at")
    asked = {tuple(given) for given in tasks.asked_for(deliver)}
    free = [one[0] for one in waiting.values_list("pk", "tries") if one not in asked]
    count = 0
    for letter in waiting.filter(pk__in=free[:ROUND]).select_related("account"):
        until = (domain if letter.account.is_sample else real) + rules.HOLD
        if _waiting(letter.pk, letter.tries).filter(due_at=letter.due_at).update(due_at=until):
            hand_over(letter, urgent=letter.urgent)
            count += 1
    return count


def _waiting(number: int, tries: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=number, state=State.WAITING, tries=tries)


def _take(number: int, tries: int) -> Delivery | None:
    """Make the next try ours."""
    letter = _waiting(number, tries).select_related("account", "address").first()
    if letter is None:
        return None
    until = clock.now_for(letter.account) + rules.HOLD
    if not _waiting(number, tries).update(tries=tries + 1, due_at=until):
        return None
    letter.tries = tries + 1
    return letter


def _send(letter: Delivery) -> None:
    preference = kept_preference(letter.account)
    sender = senders.sender_for(letter.channel, is_sample=letter.account.is_sample)
    try:
        messages = queries.messages_in(letter, preference)
        if not messages:  # erased, or no longer wanted
            Delivery.objects.filter(pk=letter.pk).delete()
            return
        if not letter.account.is_active:
            raise Undeliverable("closed")
        to = queries.address_for(letter)
        if letter.channel == senders.SMS and not limits.take_a_turn(vault.blind_index(letter.channel, to)):
            raise TryAgain("too-many")
        sender.send(letters.sealed(letter, messages, to, preference))
    except NotSent as error:
        _note_failure(letter, error, preference.hours)
    except Error:
        raise  # the database is away for a while; the letter comes up again
    except Exception as error:
        # A password that nobody may read, say. It counts as a try, so that there is an end to them.
        log.exception("letter %s could not be sent", letter.pk)
        _note_failure(letter, TryAgain(type(error).__name__), preference.hours)
    else:
        kept = sender.channel == senders.OUTBOX
        _note(
            letter, state=State.KEPT if kept else State.SENT, sent_at=clock.now_for(letter.account), error=""
        )


def _note_failure(letter: Delivery, error: NotSent, hours: rules.Hours) -> None:
    wait = None if isinstance(error, Undeliverable) else rules.wait_after(letter.tries)
    log.warning("letter %s was not sent: %s", letter.pk, error.code)
    if wait is None:
        _note(letter, state=State.FAILED, error=error.code)
        return
    due = clock.now_for(letter.account) + wait
    _note(letter, due_at=due if letter.urgent else rules.end_of_quiet(due, hours), error=error.code)


def _note(letter: Delivery, **values: object) -> None:
    """Write down how this try ended, unless another has begun meanwhile."""
    if not _waiting(letter.pk, letter.tries).update(**values):
        log.warning("letter %s was taken over while it was being sent", letter.pk)
