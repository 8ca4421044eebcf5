"""Reads of pieces: what is out, what waits for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowState, get_default_page_content_type

from sixianghui.access.public import Account, Person, Post, may
from sixianghui.channel.actions import REVIEWS
from sixianghui.channel.models import (
    BasePage,
    ColumnPage,
    Correction,
    Piece,
    Release,
    Review,
    ReviewTask,
    Withdrawal,
)
from sixianghui.channel.rules import Level, ReviewFault, Verdict, review_fault
from sixianghui.common import time
from sixianghui.directory.public import Appointment
from sixianghui.media import public as media


def releases_standing() -> QuerySet[Release]:
    """Releases that are out: not struck, not withdrawn."""
    taken_back = Withdrawal.objects.filter(release=OuterRef("pk"), struck_at__isnull=True)
    return Release.objects.filter(struck_at__isnull=True).exclude(Exists(taken_back))


def release_of(page: BasePage) -> Release | None:
    """The release by which a page is out."""
    return releases_standing().filter(page_id=page.pk).order_by("-number").first()


def state_of(page: BasePage) -> TaskState | None:
    """The review in which a piece stands now."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return None
    current = state.current_task_state
    return current if current is not None and current.status == TaskState.STATUS_IN_PROGRESS else None


def level_of(state: TaskState) -> Level | None:
    """Which of the three reviews a state of Wagtail's is."""
    found = ReviewTask.objects.filter(pk=state.task_id).values_list("level", flat=True).first()
    return None if found is None else Level(found)


def round_of(state: TaskState) -> int:
    """The round a review belongs to: the number of its first review."""
    firsts = TaskState.objects.filter(
        workflow_state_id=state.workflow_state_id, task__in=ReviewTask.objects.filter(level=Level.FIRST)
    )
    return int(firsts.order_by("-pk").values_list("pk", flat=True)[0])


def heads() -> QuerySet[Account]:
    """Who may be the head of a column: whoever holds that post today."""
    today = time.today()
    standing = Appointment.objects.filter(post=Post.COLUMN_HEAD, since__lte=today).filter(
        Q(until__isnull=True) | Q(until__gt=today)
    )
    return Account.objects.filter(
        is_active=True, pk__in=standing.values_list("person__account_id", flat=True)
    ).order_by("name", "pk")


def head_of(column: ColumnPage) -> int | None:
    """Who passes the second reviews of a column; nobody in particular once its head no longer holds the post."""
    return heads().filter(pk=column.head_id).values_list("pk", flat=True).first()


def authors_of(page: Piece, state: TaskState) -> frozenset[int]:
    """Who wrote a piece, sent it in, wrote what this round is about, or handed it in."""
    wrote = wrote_for_round([page]).get(page.pk, frozenset())
    return wrote | whose(page, state)


def whose(page: Piece, state: TaskState) -> frozenset[int]:
    """The same, but for those who wrote a later version of it."""
    asked = state.workflow_state.requested_by_id
    return frozenset(one for one in (page.owner_id, page.contributor_id, asked) if one is not None)


def wrote_for_round(pieces: Iterable[Piece]) -> dict[int, frozenset[int]]:
    """Who saved a version of each piece in review for its present round: since it came out, or since a round before was
    returned or passed to its end, and up to handing it in. A round that was taken back has judged nothing: what was
    written for it still counts. What is saved during a round is a reviewer's, whose work that is. Two queries for all.
    """
    known = {str(piece.pk): piece for piece in pieces}
    spans: dict[str, list[tuple[dt.datetime | None, int]]] = {key: [] for key in known}
    ended: dict[str, dt.datetime] = {}
    states = TaskState.objects.filter(
        workflow_state__base_content_type=get_default_page_content_type(),
        workflow_state__object_id__in=known,
    ).order_by("pk")
    for key, level, revision, status, end in states.values_list(
        "workflow_state__object_id", "task__reviewtask__level", "revision_id", "status", "finished_at"
    ):
        if level == Level.FIRST:
            spans[key].append((ended.get(key), revision or 0))
        if end is not None:
            ended[key] = end
        passed_out = level == Level.FINAL and status == TaskState.STATUS_APPROVED
        if passed_out or status == TaskState.STATUS_REJECTED:
            spans[key] = []
    saved = Q(pk__in=())
    for key, piece in known.items():
        for since, revision in spans[key]:
            span = Q(object_id=key, pk__gt=piece.live_revision_id or 0, pk__lte=revision)
            saved |= span if since is None else span & Q(created_at__gt=since)
    found: dict[int, frozenset[int]] = {}
    rows = Revision.page_revisions.filter(saved, user__isnull=False).order_by()
    for key, user in rows.values_list("object_id", "user_id").distinct():
        found[int(key)] = found.get(int(key), frozenset()) | {user}
    return found


def fault_of(person: Person, page: Piece, state: TaskState) -> ReviewFault | None:
    """What stands in the way of this person reviewing the piece now, apart from their post."""
    level = level_of(state)
    if level is None or person.pk is None:
        return ReviewFault.OWN
    passed = Review.objects.filter(
        round=round_of(state), verdict=Verdict.PASSED, struck_at__isnull=True
    ).values_list("actor_id", flat=True)
    return review_fault(
        level=level,
        reviewer=person.pk,
        authors=authors_of(page, state),
        passed_by=frozenset(one for one in passed if one is not None),
        head=head_of(page.column),
    )


def may_review(person: Person, page: BasePage) -> bool:
    """Whether this person may pass or return the piece in the review in which it stands."""
    piece = page.specific
    state = state_of(piece) if isinstance(piece, Piece) else None
    level = level_of(state) if state is not None else None
    if state is None or level is None or not may(person, REVIEWS[level]):
        return False
    return fault_of(person, piece, state) is None


def waiting_for(person: Person) -> QuerySet[TaskState]:
    """Reviews in progress at the levels this person's posts allow. A list may hold a few of their own pieces too;
    opening one says why it is not theirs to review."""
    levels = [level for level, action in REVIEWS.items() if may(person, action)]
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        task__in=ReviewTask.objects.filter(level__in=levels),
    )


def not_ready(piece: Piece) -> list[tuple[str, str]]:
    """What stands in the way of handing in this version of a piece: the field, and a sentence."""
    found = []
    if piece.pk and piece.live and not piece.correction.strip():
        found.append(("correction", _("这篇已经发布了。请在“这次改了什么”里写一句，会和稿子一起公开。")))
    elif piece.pk and piece.live and piece.correction.strip() == _told_last(piece):
        words = _("“这次改了什么”里还是上回更正的那句，读者已经看过了。请写这次改了哪里。")
        found.append(("correction", words))
    if getattr(piece, "person", "") and not getattr(piece, "person_agreed", False):
        found.append(("person_agreed", _("写到的人还没有点头。请给本人看过，再勾上“写到的人看过并同意”。")))
    words = _(
        "图片“%(title)s”还不能公开：里面的人没有问过，或者文件还没有查完。请先到“图片”里补上，或者换一张。"
    )
    found += [
        (field, words % {"title": picture.title})
        for field, picture in pictures_in(piece)
        if not media.may_be_published(picture)
    ]
    return found


def _told_last(piece: Piece) -> str | None:
    """The last sentence on a correction that readers of what is out were told."""
    told = Correction.objects.standing().filter(release__in=releases_standing().filter(page_id=piece.pk))
    return told.order_by("-pk").values_list("what", flat=True).first()


def pictures_in(piece: Piece) -> Iterator[tuple[str, media.Picture]]:
    """The pictures of this version of a piece, each with the field that holds it."""
    if piece.lead_picture is not None:
        yield "lead_picture", piece.lead_picture
    for block in getattr(piece, "body", None) or ():
        if block.block_type == "picture" and block.value.get("picture") is not None:
            yield "body", block.value["picture"]


def shows_picture(page: Piece, picture: media.Picture) -> bool:
    """Whether a piece holds a picture: in what is out, or in the latest version, which may come out."""
    versions = [page.get_latest_revision_as_object(), *([page] if page.live else [])]
    return any(one.pk == picture.pk for version in versions for _field, one in pictures_in(version))


def reviews_of(page: BasePage) -> QuerySet[Review]:
    """All reviews of a piece, the oldest first."""
    return Review.objects.filter(page_id=page.pk).select_related("actor").order_by("recorded_at", "pk")


def editor_of(page: BasePage) -> Account | None:
    """The editor named below an article: whoever passed its first review last."""
    return _passed_last(page, Level.FIRST)


def releaser_of(page: BasePage) -> Account | None:
    """Who let a piece out: whoever passed its final review last."""
    return _passed_last(page, Level.FINAL)


def _passed_last(page: BasePage, level: Level) -> Account | None:
    passed = Review.objects.filter(
        page_id=page.pk, level=level, verdict=Verdict.PASSED, struck_at__isnull=True
    ).select_related("actor")
    last = passed.order_by("-recorded_at", "-pk").first()
    return None if last is None else last.actor


def published_in(column: ColumnPage) -> QuerySet[BasePage]:
    """What is out in a column, the newest first."""
    return BasePage.objects.child_of(column).live().public().order_by("-first_published_at", "-pk")
