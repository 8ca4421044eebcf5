"""Forgetting: words whose time has come, and what is kept of somebody who asks to be erased."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.complaints import queries, rules
from sixianghui.complaints.commands.publishing import forget_writer
from sixianghui.complaints.models import Part, Sender, Withdrawal, Words


def forget_old() -> int:
    """Delete the words of letters that ended two years ago, and who wrote them. Returns how many. May run twice.

    A question that everybody may read goes on standing there, without the name that was chosen for it: nobody could take it
    back any more.
    """
    old = queries.ended_before(time.now() - rules.KEPT)
    with transaction.atomic():
        found = list(Sender.objects.filter(complaint__in=old).values_list("complaint", flat=True))
        if found:
            _forget(found)
            audit.record("complaint:forget", detail={"letters": len(found)})
    return len(found)


def erase_of(account: int, *, name: str = "") -> tuple[int, int]:
    """Forget somebody's letters: open ones count as withdrawn, the words of all go, and so does the name.

    What two people made fit for everybody, with what is personal taken out, stays without a name; where `name` stands in it
    all the same, it goes too. Runs inside the transaction of whoever erases, who has asked for permission. Returns how many
    letters there were, and how many of them everybody can go on reading.
    """
    letters = queries.letters_of(account)
    for letter in letters:
        if letter.state.is_open:
            Withdrawal.objects.create(
                complaint=letter.complaint, at=time.now(), unit_id=letter.complaint.unit_id
            )
    mine = [letter.complaint.pk for letter in letters]
    return len(mine), _forget(mine, name=name)


def _forget(complaints: Iterable[int], *, name: str = "") -> int:
    known = list(complaints)
    stay = forget_writer(known, name=name)
    public = queries.released().values("complaint")
    words = Words.objects.filter(complaint__in=known)
    words.exclude(part=Part.OUTCOME, complaint__in=public).delete()
    Sender.objects.filter(complaint__in=known).delete()
    return stay
