"""A channel of any size, built in seconds: rows as three reviews and a release leave them, written in bulk.

The texts are the demo's, one after the other, each under a number of its own. What no page of the site reads is left
out: the audit chain, Wagtail's log and its index of references.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Revision, TaskState, WorkflowState

from sixianghui.access.public import Account
from sixianghui.channel.models import (
    ArticlePage,
    BasePage,
    ColumnPage,
    Likeness,
    Read,
    ReadDay,
    Release,
    Review,
    ReviewTask,
)
from sixianghui.channel.rules import Verdict
from sixianghui.common.time import shanghai
from sixianghui.directory.models import Unit
from sixianghui.media.public import Picture
from sixianghui.project.replay.content.composed import composed
from sixianghui.project.replay.content.drafts import BlockKind, Draft

#: Pieces in one transaction, and others that each is like.
PORTION = 1000
LIKE = 5
#: Days on which an article is read.
DAYS = 10
#: The first day of the years over which they are spread; each column gets as many as the next.
FIRST = shanghai(2008, 1, 1, 9)
LAST = shanghai(2018, 6, 5, 9)


@dataclass(frozen=True)
class People:
    """Who wrote all of it, and who passed the three reviews."""

    writer: Account
    reviewers: Sequence[Account]


def many_articles(
    columns: Sequence[ColumnPage],
    many: int,
    people: People,
    *,
    first: int = 0,
    units: Sequence[Unit] = (),
    pictures: Sequence[Picture] = (),
) -> None:
    """Articles number `first` to `many` that are out, in turns in these columns, the last one the newest."""
    makers = [_Maker(column, people, units, pictures) for column in columns]
    step = (LAST - FIRST) / many
    for start in range(first, many, PORTION):
        with transaction.atomic():
            numbers = range(start, min(many, start + PORTION))
            _write(
                [makers[number % len(makers)].piece(number, FIRST + step * number) for number in numbers],
                people,
            )
    for maker in makers:
        BasePage.objects.filter(pk=maker.column.pk).update(numchild=maker.made)


def many_reads(each: int) -> int:
    """`each` reads of every article, on the ten days after it came out, each by another reader, with their sums by day.

    Returns how many rows there are.
    """
    by_path = {column.path: column.pk for column in ColumnPage.objects.all()}
    a_day, made = max(1, each // DAYS), 0
    pieces = list(
        ArticlePage.objects.order_by("pk").values_list("pk", "path", "first_published_at", "unit_id")
    )
    for start in range(0, len(pieces), PORTION):
        rows, days = [], []
        for pk, path, at, unit in pieces[start : start + PORTION]:
            column = by_path[path[: -BasePage.steplen]]
            for day in (at.date() + dt.timedelta(days=number) for number in range(1, DAYS + 1)):
                noon = int(shanghai(day.year, day.month, day.day, 12).timestamp())
                rows += [(pk, noon + number, made + number) for number in range(a_day)]
                made += a_day
                days.append(
                    ReadDay(
                        piece_id=pk, day=day, column_id=column, unit_id=unit, reads=a_day, readers=a_day,
                        readers_in_column=a_day, readers_on_site=a_day,
                    )
                )  # fmt: skip
        with transaction.atomic():
            Read.objects.add(rows)
            ReadDay.objects.bulk_create(days, batch_size=2000)
    return made


class _Maker:
    """Makes the articles of one column."""

    def __init__(
        self, column: ColumnPage, people: People, units: Sequence[Unit], pictures: Sequence[Picture]
    ) -> None:
        self.column, self.made = column, ColumnPage.objects.get(pk=column.pk).numchild
        self._people, self._units, self._pictures = people, units, pictures
        self._type = ContentType.objects.get_for_model(ArticlePage)
        self._locale = Locale.objects.get()
        self._drafts = composed()

    def piece(self, number: int, at: dt.datetime) -> ArticlePage:
        self.made += 1
        draft = self._drafts[number % len(self._drafts)]
        title = f"{draft.title}（{number}）"
        slug = f"{draft.key}-{number}"
        column = self.column
        piece = ArticlePage(
            path=BasePage._get_path(column.path, column.depth + 1, self.made),
            depth=column.depth + 1,
            locale=self._locale,
            content_type=self._type,
            live=True,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{column.url_path}{slug}/",
            owner=self._people.writer,
            first_published_at=at,
            last_published_at=at,
            latest_revision_created_at=at,
            summary=draft.summary,
            kicker=draft.kicker,
            source=draft.source,
            is_sample=True,
            body=[("text", f"<p>{escape(words)}</p>") for words in _words(draft)],
        )
        piece._column = column
        if self._units:
            piece.unit = self._units[number % len(self._units)]
        if self._pictures and number % 3 == 0:
            piece.lead_picture = self._pictures[number % len(self._pictures)]
        return piece


def _words(draft: Draft) -> list[str]:
    return [block.words for block in draft.body if block.kind is BlockKind.TEXT] or [draft.summary]


def _write(pieces: list[ArticlePage], people: People) -> None:
    """Page rows, versions, workflows, reviews, releases and likenesses of these pieces."""
    shared = [field.attname for field in BasePage._meta.local_concrete_fields if field.attname != "id"]
    rows = [BasePage(**{name: getattr(piece, name) for name in shared}) for piece in pieces]
    BasePage.objects.bulk_create(rows)
    for piece, row in zip(pieces, rows, strict=True):
        piece.pk = piece.id = piece.basepage_ptr_id = row.pk
    own: Any = ArticlePage._base_manager
    for some in _portions(pieces, 50):
        own._insert(some, fields=ArticlePage._meta.local_concrete_fields, using="default")
    versions = _versions(pieces, people)
    for row, version in zip(rows, versions, strict=True):
        row.latest_revision_id = row.live_revision_id = version.pk
    BasePage.objects.bulk_update(rows, ["latest_revision", "live_revision"], batch_size=200)
    _review(pieces, versions, people)
    Release.objects.bulk_create(
        Release(
            page=piece, column=piece.column, title=piece.title, unit=piece.unit, actor=people.reviewers[-1],
            at=piece.first_published_at, recorded_at=piece.first_published_at,
        )
        for piece in pieces
    )  # fmt: skip
    Likeness.objects.bulk_create(
        Likeness(page_id=one.pk, other_id=other.pk, score=100 + place)
        for at, one in enumerate(pieces)
        for place, other in enumerate(pieces[max(0, at - LIKE) : at])
    )


def _versions(pieces: list[ArticlePage], people: People) -> list[Revision]:
    base, kind = ContentType.objects.get_for_model(BasePage), ContentType.objects.get_for_model(ArticlePage)
    made: list[Revision] = Revision.objects.bulk_create(
        Revision(
            content_type=kind, base_content_type=base, object_id=str(piece.pk), user=people.writer,
            object_str=piece.title, created_at=piece.first_published_at, content=piece.serializable_data(),
        )
        for piece in pieces
    )  # fmt: skip
    return made


def _review(pieces: list[ArticlePage], versions: list[Revision], people: People) -> None:
    base, kind = ContentType.objects.get_for_model(BasePage), ContentType.objects.get_for_model(ArticlePage)
    tasks = list(ReviewTask.objects.order_by("level"))
    task_kind = ContentType.objects.get_for_model(TaskState)
    workflow = tasks[0].workflow_tasks.get().workflow
    flows = WorkflowState.objects.bulk_create(
        WorkflowState(
            content_type=kind, base_content_type=base, object_id=str(piece.pk), workflow=workflow,
            status=WorkflowState.STATUS_APPROVED, requested_by=people.writer,
        )
        for piece in pieces
    )  # fmt: skip
    states = TaskState.objects.bulk_create(
        TaskState(
            workflow_state=flow, revision=version, task=task, status=TaskState.STATUS_APPROVED,
            finished_by=reviewer, content_type=task_kind, finished_at=version.created_at,
        )
        for flow, version in zip(flows, versions, strict=True)
        for task, reviewer in zip(tasks, people.reviewers, strict=True)
    )  # fmt: skip
    three = len(tasks)
    Review.objects.bulk_create(
        Review(
            page=piece, round=states[place * three].pk, level=task.level, verdict=Verdict.PASSED,
            revision=versions[place].pk, actor=reviewer, unit=piece.unit, at=piece.first_published_at,
            recorded_at=piece.first_published_at,
        )
        for place, piece in enumerate(pieces)
        for task, reviewer in zip(tasks, people.reviewers, strict=True)
    )  # fmt: skip


def _portions(pieces: list[ArticlePage], size: int) -> list[list[ArticlePage]]:
    return [pieces[start : start + size] for start in range(0, len(pieces), size)]
