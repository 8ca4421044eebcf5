"""What the desk shows to whoever sits at it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from wagtail.models import Revision, TaskState, WorkflowState

from sixianghui.access.public import Account, Person, may
from sixianghui.channel.actions import REVIEWS
from sixianghui.channel.models import BasePage, Release, Review, ReviewTask
from sixianghui.channel.queries.articles import (
    level_of,
    releases_standing,
    state_of,
)
from sixianghui.channel.rules import Level, Verdict

_LONGEST = 30


@dataclass(frozen=True)
class Step:
    """One of the three reviews of a piece, as far as it has come."""

    name: str
    review: Review | None
    now: bool

    @property
    def state(self) -> str:
        """passed, returned, now, or nothing."""
        if self.now:
            return "now"
        return self.review.verdict if self.review is not None else ""


@dataclass(frozen=True)
class Mine:
    """A piece that somebody writes, and the last return of it if it came back."""

    piece: BasePage
    returned: Review | None


def progress_of(page: BasePage) -> list[Step]:
    """The three reviews in the last round of a piece; empty when it was never handed in."""
    first = (
        TaskState.objects.filter(
            workflow_state__in=page.workflow_states, task__in=ReviewTask.objects.filter(level=Level.FIRST)
        )
        .order_by("-pk")
        .first()
    )
    if first is None:
        return []
    reviews = {
        one.level: one
        for one in Review.objects.filter(page_id=page.pk, round=first.pk, struck_at__isnull=True)
        .select_related("actor")
        .order_by("pk")
    }
    state = state_of(page)
    now = level_of(state) if state is not None else None
    return [
        Step(task.name, reviews.get(task.level), task.level == now)
        for task in ReviewTask.objects.order_by("level")
    ]


def last_return(page: BasePage) -> Review | None:
    """The review that sent a piece back, if that is where it stands."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    return (
        Review.objects.filter(page_id=page.pk, verdict=Verdict.RETURNED, struck_at__isnull=True)
        .select_related("actor")
        .order_by("-pk")
        .first()
    )


def reviews_somewhere(person: Person) -> bool:
    """Whether this person's posts let them review at any level."""
    return any(may(person, action) for action in REVIEWS.values())


def mine(person: Account) -> list[Mine]:
    """This person's own pieces that are not out and not in review, what came back first."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    in_review = [int(pk) for pk in states.values_list("object_id", flat=True)]
    drafts = (
        BasePage.objects.filter(
            Q(owner=person) | Q(latest_revision__user=person), has_unpublished_changes=True
        )
        .exclude(pk__in=in_review)
        .exclude(latest_revision__approved_go_live_at__isnull=False)
        .filter(depth__gt=3)
        .order_by("-latest_revision_created_at", "-pk")[:_LONGEST]
    )
    found = [Mine(page, last_return(page)) for page in drafts]
    return [one for one in found if one.returned] + [one for one in found if not one.returned]


def handed_in(person: Account) -> list[BasePage]:
    """What this person handed in that is in review now."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, requested_by=person)
    pages = [int(pk) for pk in states.values_list("object_id", flat=True)]
    return list(
        BasePage.objects.filter(pk__in=pages).order_by("-latest_revision_created_at", "-pk")[:_LONGEST]
    )


def scheduled() -> QuerySet[Revision]:
    """Versions that are set down for a time to come, the next first."""
    return Revision.objects.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at", "pk")[
        :_LONGEST
    ]


def released_lately() -> QuerySet[Release]:
    """What came out last."""
    return releases_standing().select_related("column", "page").order_by("-at", "-pk")[:10]
