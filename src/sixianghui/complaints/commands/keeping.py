"""Forgetting: words whose time has come, and what is kept of somebody who asks to be erased."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.complaints import queries, rules
from sixianghui.complaints.models import Sender, Withdrawal, Words


def forget_old() -> int:
    """Delete the words of letters that ended two years ago, and who wrote them. Returns how many. May run twice."""
    old = queries.ended_before(time.now() - rules.KEPT)
    with transaction.atomic():
        senders = Sender.objects.filter(complaint__in=old)
        found = senders.count()
        if found:
            Words.objects.filter(complaint__in=old).delete()
            senders.delete()
            audit.record("complaint:forget", detail={"letters": found})
    return found


def erase_of(account: int) -> int:
    """Forget somebody's letters: open ones count as withdrawn, the words of all go, and so does the name.

    Runs inside the transaction of whoever erases, who has asked for permission. Returns how many letters there were.
    """
    letters = queries.letters_of(account)
    for letter in letters:
        if letter.state.is_open:
            Withdrawal.objects.create(
                complaint=letter.complaint, at=time.now(), unit_id=letter.complaint.unit_id
            )
    mine = [letter.complaint.pk for letter in letters]
    _forget(mine)
    return len(mine)


def _forget(complaints: Iterable[int]) -> None:
    Words.objects.filter(complaint__in=complaints).delete()
    Sender.objects.filter(complaint__in=complaints).delete()
