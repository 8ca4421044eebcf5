"""What waits at the desk for whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from sixianghui.access.public import Account
from sixianghui.channel.models import BasePage, ColumnPage, Piece, Review, ReviewTask
from sixianghui.channel.queries.articles import heads, waiting_for, whose, wrote_for_round
from sixianghui.channel.rules import Level, ReviewFault, Verdict, review_fault


@dataclass(frozen=True)
class Waiting:
    """A piece that waits for a review, since when, and why somebody may not give it, if so."""

    piece: Piece
    level: Level
    name: str
    since: dt.datetime
    fault: ReviewFault | None

    @property
    def url(self) -> str:
        """Where it is reviewed."""
        return reverse("wagtailadmin_pages:edit", args=[self.piece.pk])


def reviews_for(account: Account) -> list[Waiting]:
    """The reviews this person may give now, the oldest first: not their own pieces, nor what they have passed."""
    return [one for one in waiting_at(account) if one.fault is None]


def waiting_at(account: Account) -> list[Waiting]:
    """What is in review at the levels of this person's posts, the oldest first.

    Asks the same number of questions however many wait.
    """
    states = list(waiting_for(account).select_related("workflow_state").order_by("started_at", "pk")[:200])
    pages = BasePage.objects.filter(pk__in=[int(one.workflow_state.object_id) for one in states])
    pieces = {page.pk: page for page in pages.specific()} if states else {}
    passed = _passed_in(states)
    wrote = wrote_for_round(piece for piece in pieces.values() if isinstance(piece, Piece))
    heads_of = dict(ColumnPage.objects.filter(head__in=heads()).values_list("path", "head_id"))
    tasks = {task.pk: task for task in ReviewTask.objects.all()}
    found = []
    for state in states:
        piece, task = pieces.get(int(state.workflow_state.object_id)), tasks[state.task_id]
        if not isinstance(piece, Piece):
            continue
        fault = review_fault(
            level=Level(task.level),
            reviewer=account.pk,
            authors=whose(piece, state) | wrote.get(piece.pk, frozenset()),
            passed_by=passed.get(state.workflow_state_id, frozenset()),
            head=heads_of.get(piece.path[: -piece.steplen]),
        )
        found.append(Waiting(piece, Level(task.level), task.name, state.started_at, fault))
    return found


def _passed_in(states: list[TaskState]) -> dict[int, frozenset[int]]:
    """Who has passed a review in the present round of each workflow."""
    first = ReviewTask.objects.filter(level=Level.FIRST)
    rounds = (
        TaskState.objects.filter(workflow_state__in={one.workflow_state_id for one in states}, task__in=first)
        .values_list("workflow_state_id")
        .annotate(round=Max("pk"))
    )
    workflow_of = {round_: workflow for workflow, round_ in rounds}
    reviews = Review.objects.filter(
        round__in=workflow_of, verdict=Verdict.PASSED, struck_at__isnull=True, actor__isnull=False
    )
    found: dict[int, frozenset[int]] = {}
    for round_, actor in reviews.values_list("round", "actor_id"):
        found[workflow_of[round_]] = found.get(workflow_of[round_], frozenset()) | {int(actor or 0)}
    return found


def returned_drafts_of(account: Account) -> list[tuple[Piece, str]]:
    """Drafts that came back to whoever handed them in, with the reason, the oldest first."""
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES,
        requested_by_id=account.pk,
        current_task_state__status=TaskState.STATUS_REJECTED,
    ).order_by("current_task_state__finished_at")
    order = [int(one) for one in states.values_list("object_id", flat=True)]
    pages = {page.pk: page for page in BasePage.objects.filter(pk__in=order).specific()}
    reasons = dict(
        Review.objects.filter(page__in=order, verdict=Verdict.RETURNED, struck_at__isnull=True)
        .order_by("recorded_at", "pk")
        .values_list("page_id", "reason")
    )
    pieces = (pages.get(pk) for pk in order)
    return [(piece, reasons.get(piece.pk, "")) for piece in pieces if isinstance(piece, Piece)]
