"""What branches have sent in, as its senders see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet
from wagtail.models import TaskState, WorkflowState

from sixianghui.access.public import Account, held_by
from sixianghui.channel.models import ArticlePage, ColumnFace, ColumnPage
from sixianghui.channel.queries.articles import level_of, release_of, state_of
from sixianghui.channel.queries.desk import last_return
from sixianghui.channel.rules import Level, paragraphs
from sixianghui.channel.safe_html import plain
from sixianghui.directory.public import Unit, open_units

_OPEN_FACES = (ColumnFace.SHOWCASE, ColumnFace.NEWS)


class Stage(StrEnum):
    """How far an article that somebody sent in has come."""

    BEGUN = "begun"
    WAITING = "waiting"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    SCHEDULED = "scheduled"
    OUT = "out"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Contribution:
    """An article with where it stands: `level` of the review it waits for, `reason` why it came back."""

    page: ArticlePage
    stage: Stage
    level: Level | None = None
    reason: str = ""

    @property
    def may_change(self) -> bool:
        """Whether its sender may change it and hand it in again."""
        return self.stage in {Stage.BEGUN, Stage.RETURNED, Stage.TAKEN_BACK}


def units_of_sender(account: Account) -> list[Unit]:
    """The units for which somebody may send articles: those where they belong or hold a post."""
    return list(open_units().filter(pk__in={one.unit for one in held_by(account)}).order_by("pk"))


def columns_that_take_contributions() -> list[ColumnPage]:
    """Showcases first, then news."""
    found = ColumnPage.objects.live().filter(face__in=_OPEN_FACES).order_by("path")
    return sorted(found, key=lambda column: _OPEN_FACES.index(ColumnFace(column.face)))


def sent_in_by(account: Account) -> QuerySet[ArticlePage]:
    """All that somebody has sent in, the newest first."""
    return ArticlePage.objects.filter(contributor_id=account.pk).order_by(
        "-latest_revision_created_at", "-pk"
    )


def sent_by(account: Account, pk: int) -> ArticlePage | None:
    """One of them."""
    return sent_in_by(account).filter(pk=pk).first()


def waiting_of_sender(account: Account) -> int:
    """How many of somebody's articles the editors have not read to the end."""
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        object_id__in=[str(pk) for pk in sent_in_by(account).values_list("pk", flat=True)],
        base_content_type__app_label="channel",
    )
    return int(states.count())


def contribution(page: ArticlePage) -> Contribution:
    """Where an article stands."""
    state = state_of(page)
    if state is not None:
        return Contribution(page, Stage.WAITING, level=level_of(state))
    if page.live:
        return Contribution(page, Stage.OUT)
    if page.releases.exists() and release_of(page) is None:
        return Contribution(page, Stage.WITHDRAWN)
    back = last_return(page)
    if back is not None:
        return Contribution(page, Stage.RETURNED, reason=back.reason)
    if page.approved_schedule:
        return Contribution(page, Stage.SCHEDULED)
    if not page.workflow_states.exists():
        return Contribution(page, Stage.BEGUN)
    return Contribution(page, Stage.TAKEN_BACK)


def contributions_of(account: Account) -> list[Contribution]:
    """The last thirty that somebody has sent in."""
    return [contribution(page) for page in sent_in_by(account)[:30]]


def returned_to(account: Account) -> list[Contribution]:
    """What has come back to somebody who sent it in, the oldest first."""
    back = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES, current_task_state__status=TaskState.STATUS_REJECTED
    ).values_list("object_id", flat=True)
    mine = sent_in_by(account).filter(pk__in=[int(pk) for pk in back])
    return [contribution(page) for page in mine.order_by("latest_revision_created_at")]


def text_of(page: ArticlePage) -> str:
    """The text of its latest version as its sender typed it: a paragraph a line, an empty one between."""
    latest = page.get_latest_revision_as_object()
    return "\n\n".join(
        line
        for block in latest.body
        if block.block_type == "text"
        for line in paragraphs(plain(str(block.value.source)))
    )
