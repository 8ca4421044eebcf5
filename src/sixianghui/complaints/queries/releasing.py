"""Texts that were prepared for everybody, for the second person who releases them. They see no more than everybody will."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from sixianghui.access.public import Account, within
from sixianghui.complaints import rules
from sixianghui.complaints.actions import Action
from sixianghui.complaints.models import Answer, Complaint, Preparation, Sender, Turn, Verdict


def waiting() -> QuerySet[Any]:
    """Preparations of which nobody has said anything yet, the oldest answer first."""
    verdicts = Verdict.objects.standing().filter(preparation=OuterRef("pk"))
    rows = _preparations().filter(~Exists(verdicts), text__isnull=False)
    return rows.order_by("answered_at", "pk")


def to_release(account: Account) -> list[Any]:
    """What waits for this person: within their reach, and neither prepared, answered nor written by them."""
    if not within(account, Action.RELEASE):
        return []
    return [row for row in _within(account, waiting()) if may_release(account, row)]


def released_by_reach(account: Account) -> QuerySet[Any]:
    """What stands for everybody within this person's reach, the latest first: they may take it down."""
    verdicts = Verdict.objects.standing().filter(preparation=OuterRef("pk"))
    out, gone = verdicts.filter(what=Turn.RELEASED), verdicts.filter(what=Turn.TAKEN_DOWN)
    rows = _preparations().filter(Exists(out), ~Exists(gone), text__isnull=False)
    return _within(account, rows).order_by("-answered_at", "-pk")


def preparation_for(account: Account, ref: str) -> Any:
    """A text that waits for this person, or that they could take down; None for every other."""
    for rows in (waiting(), _preparations().filter(verdicts__what=Turn.RELEASED)):
        found = _within(account, rows.filter(ref=ref, text__isnull=False)).first()
        if found is not None:
            is_out = found.verdicts.filter(what=Turn.RELEASED, struck_at__isnull=True).exists()
            return found if is_out or may_release(account, found) else None
    return None


def may_release(account: Account, preparation: Any) -> bool:
    """Whether nothing but their own hand in it keeps this person from releasing it."""
    return rules.may_release(
        who=account.pk,
        prepared_by=preparation.actor_id,
        answered_by=preparation.answered_by,
        writer=preparation.writer,
    )


def preparation(pk: int) -> Any:
    """One, whoever's it is: for commands."""
    return _preparations().get(pk=pk)


def newest_preparation(complaint: Complaint) -> Any:
    """The newest text that was prepared of a letter, if it still has its words."""
    return _preparations().filter(complaint=complaint, text__isnull=False).order_by("-pk").first()


def release_url(ref: str) -> str:
    """Where a second person looks at a text."""
    return reverse("complaints:release", args=[ref])


def _preparations() -> QuerySet[Any]:
    answers = Answer.objects.standing().filter(complaint=OuterRef("complaint"))
    senders = Sender.objects.filter(complaint=OuterRef("complaint"))
    rows = Preparation.objects.standing().filter(complaint__struck_at__isnull=True)
    return rows.select_related("complaint", "text", "unit").annotate(
        answered_at=Subquery(answers.values("at")[:1]),
        answered_by=Subquery(answers.values("actor")[:1]),
        writer=Subquery(senders.values("account")[:1]),
    )


def _within(account: Account, rows: QuerySet[Any]) -> QuerySet[Any]:
    reach = within(account, Action.RELEASE)
    return rows if reach.everywhere else rows.filter(Q(unit__in=reach.units))
