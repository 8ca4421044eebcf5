"""Forgetting: what nobody reads any more after its time, and somebody who asks to be erased."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery

from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.remarks import queries, rules
from sixianghui.remarks.commands import telling
from sixianghui.remarks.models import Alias, AppealWords, Author, Mute, Withdrawal, Words
from sixianghui.remarks.rules import Outcome, State

#: What stands where the words were.
_NOBODY = "—"


def forget_old() -> int:
    """Delete the words of what was refused, taken off or taken back 183 days ago, or written then and never looked at.

    What somebody appeals against stays until they have their answer. Earlier wordings of what is shown go too; who
    wrote it goes with the words. Returns how many. May run twice.
    """
    before = time.now() - rules.KEPT
    taken_back = Withdrawal.objects.standing().filter(remark=OuterRef("pk")).values("at")[:1]
    appealed = queries.open_appeals().filter(verdict__remark=OuterRef("pk")).values("pk")
    # From when it was not shown any more, not from its writing: what is taken off after a year can still be appealed.
    decided = Q(last__isnull=True) | ~Q(last=Outcome.SHOWN) & Q(decided_at__lt=before)
    with transaction.atomic():
        gone = (
            queries.remarks()
            .filter(at__lt=before)
            .annotate(taken_back=Subquery(taken_back))
            .filter(Q(taken_back__lt=before) | Q(withdrawn=False) & decided, ~Exists(appealed))
        )
        kept = list(gone.filter(text__isnull=False).values_list("pk", flat=True))
        newer = Words.objects.filter(remark=OuterRef("remark"), number__gt=OuterRef("number"))
        words = Words.objects.filter(Q(remark__in=kept) | Q(at__lt=before) & Exists(newer))
        found = words.delete()[0]
        AppealWords.objects.filter(appeal__verdict__remark__in=kept).delete()
        Author.objects.filter(remark__in=kept).update(account=None, name=_NOBODY)
        if found:
            audit.record("remark:forget", detail={"words": found})
    return int(found)


def erase_of(account: int) -> int:
    """Forget what somebody wrote: shown or not, it counts as taken back, its words go and so does the name. Returns how many there were.

    Runs inside the transaction of whoever erases, who has asked for permission.
    """
    rows = list(queries.remarks().filter(author__account=account))
    for row in rows:
        if queries.state_of(row) is State.SHOWN:
            telling.tell_gone(row.thread, row.ref)
        if not row.withdrawn:
            Withdrawal.objects.create(remark=row, at=time.now(), unit=row.thread.unit)
    keys = [row.pk for row in rows]
    Words.objects.filter(remark__in=keys).delete()
    AppealWords.objects.filter(appeal__verdict__remark__in=keys).delete()
    Author.objects.filter(remark__in=keys).update(account=None, name=_NOBODY)
    Alias.objects.filter(account=account).delete()
    Mute.objects.filter(account=account, ended_at__isnull=True).fill_in(ended_at=time.now())
    return len(rows)
