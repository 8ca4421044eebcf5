"""What waits at the desk for whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from sixianghui.access.public import Account
from sixianghui.channel.models import BasePage, ColumnPage, Piece, Review, ReviewTask
from sixianghui.channel.queries.articles import waiting_for
from sixianghui.channel.rules import Level, Verdict, review_fault


@dataclass(frozen=True)
class Waiting:
    """A piece that waits for a review, and since when."""

    piece: Piece
    level: Level
    since: dt.datetime

    @property
    def url(self) -> str:
        """Where it is reviewed."""
        return reverse("wagtailadmin_pages:edit", args=[self.piece.pk])


def reviews_for(account: Account) -> list[Waiting]:
    """The reviews this person may give now, the oldest first: not their own pieces, nor what they have passed.

    Asks the same number of questions however many wait.
    """
    states = list(waiting_for(account).select_related("workflow_state").order_by("started_at", "pk")[:200])
    pages = BasePage.objects.filter(pk__in=[int(one.workflow_state.object_id) for one in states])
    pieces = {page.pk: page for page in pages.specific()} if states else {}
    passed, heads = _passed_in(states), dict(ColumnPage.objects.values_list("path", "head_id"))
    levels = {task.pk: Level(task.level) for task in ReviewTask.objects.all()}
    found = []
    for state in states:
        piece = pieces.get(int(state.workflow_state.object_id))
        if not isinstance(piece, Piece):
            continue
        authors = (piece.owner_id, piece.contributor_id, state.workflow_state.requested_by_id)
        fault = review_fault(
            level=levels[state.task_id],
            reviewer=account.pk,
            authors=frozenset(one for one in authors if one is not None),
            passed_by=passed.get(state.workflow_state_id, frozenset()),
            head=heads.get(piece.path[: -piece.steplen]),
        )
        if fault is None:
            found.append(Waiting(piece, levels[state.task_id], state.started_at))
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
    pages = {
        page.pk: page
        for page in BasePage.objects.filter(pk__in=[int(one.object_id) for one in states]).specific()
    }
    found = []
    for state in states:
        piece = pages.get(int(state.object_id))
        if isinstance(piece, Piece):
            last = Review.objects.filter(page_id=piece.pk, verdict=Verdict.RETURNED).order_by(
                "-recorded_at", "-pk"
            )
            found.append((piece, last.values_list("reason", flat=True).first() or ""))
    return found
