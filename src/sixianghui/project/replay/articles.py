"""The channel's articles: each is written, handed in, and passed by three people, as the desk would do it.

A few go another way, as in any newsroom: some are sent back (only pieces of the invented enterprise), some are put
right later, three are withdrawn, and the last ones wait at the desk when the replay stops.
"""

from __future__ import annotations

import datetime as dt
import functools
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sixianghui.channel.public import (
    ColumnPage,
    Piece,
    all_confirmed,
    columns,
    contribute,
    pass_review,
    return_article,
    revise,
    submit_article,
    withdraw_article,
    write_draft,
)
from sixianghui.common import time, workdays
from sixianghui.common.time import shanghai
from sixianghui.project.replay.content.drafts import BlockKind, Draft
from sixianghui.project.replay.pieces import KINDS, finish, first_version, put_right
from sixianghui.project.replay.steps import Stage, Step

WRITERS = ("hejing", "fangting")
HEADS = ("mengshan", "jiangyue")
CHIEF = "xuyian"
#: Who sends in what their unit has to tell.
SENDERS = {"sample-tech-research": "liyiming", "sample-tech-operations": "qinlang"}
#: How long after it was handed in each review is passed, in minutes; what comes in after three is read next morning.
REVIEWED_AFTER = (35, 80, 130)
#: How many of the last articles wait at the desk when the replay stops, and how many reviews each of them has passed.
WAITING = {0: 0, 1: 0, 2: 1, 3: 1, 4: 2, 5: 2}
CORRECTED, RETURNED, WITHDRAWN = 12, 6, 3
SCHEDULED_FOR = shanghai(2018, 6, 6, 8, 30)
END = shanghai(2018, 6, 5, 9)


@dataclass(frozen=True)
class Plan:
    """How one article fares. passes: how many reviews it passes before the replay stops."""

    draft: Draft
    passes: int = 3
    submitted: bool = True
    returned: bool = False
    corrected: bool = False
    withdrawn: bool = False
    scheduled: bool = False
    sent_in: bool = False
    stays_returned: bool = False

    @property
    def number(self) -> int:
        """The same for this article each time, and different for others."""
        return zlib.crc32(self.draft.key.encode())

    @property
    def writer(self) -> str:
        return WRITERS[self.number % 2]

    @property
    def reviewers(self) -> tuple[str, str, str]:
        """Three people, and none of them the writer."""
        return WRITERS[(self.number + 1) % 2], HEADS[self.number // 2 % 2], CHIEF


@functools.cache
def plans(drafts: tuple[Draft, ...]) -> tuple[Plan, ...]:
    """Who fares how. Only pieces of the invented enterprise are sent back or withdrawn."""
    last = len(drafts) - len(WAITING) - 2
    out, waiting = drafts[:last], drafts[last:]
    ours = [draft.key for draft in out if draft.unit]
    returned = set(_spread(ours, RETURNED, 0))
    withdrawn = set(_spread([draft.key for draft in out if draft.person and draft.unit], WITHDRAWN, 1))
    longer = [draft.key for draft in out if draft.summary.count("。") > 1]
    corrected = set(_spread([key for key in longer if key not in withdrawn | returned], CORRECTED, 2))
    made = [
        Plan(
            draft,
            returned=draft.key in returned,
            corrected=draft.key in corrected,
            withdrawn=draft.key in withdrawn,
            sent_in=_may_be_sent_in(draft) and draft.key not in returned | corrected,
        )
        for draft in out
    ]
    made = _two_on_the_way(made)
    made += [Plan(draft, passes=WAITING[number]) for number, draft in enumerate(waiting[: len(WAITING)])]
    made += (
        [Plan(waiting[-2], scheduled=True), Plan(waiting[-1], passes=0, submitted=False)] if waiting else []
    )
    return tuple(made)


def _may_be_sent_in(draft: Draft) -> bool:
    """Whether a branch could have sent it in: plain text, for a column that takes contributions."""
    plain = not draft.steps and all(block.kind is BlockKind.TEXT for block in draft.body)
    return plain and draft.column == "showcase" and draft.unit in SENDERS


def _two_on_the_way(made: list[Plan]) -> list[Plan]:
    """Of what branches sent in, the last but one has come back to its sender, and the last waits for its editor."""
    sent = [number for number, plan in enumerate(made) if plan.sent_in and not plan.withdrawn][-2:]
    for number in sent:
        made[number] = replace(made[number], passes=0, stays_returned=number == sent[0])
    return made


def _spread(keys: Sequence[str], wanted: int, offset: int) -> Iterator[str]:
    for number in range(min(wanted, len(keys))):
        yield keys[(number * len(keys) // wanted + offset) % len(keys)]


def steps(drafts: tuple[Draft, ...]) -> list[Step]:
    """Each article's steps: handed in, three reviews, and what else befalls it."""
    return [step for plan in plans(drafts) for step in _steps_of(plan)]


def _steps_of(plan: Plan) -> Iterator[Step]:
    draft = plan.draft
    yield _step(plan, "", draft.at, _hand_in)
    times = review_times(draft.at, plan.number)
    if plan.stays_returned:
        yield _step(plan, "returned", times[0], _return)
    if plan.returned:
        yield _step(plan, "returned", times[0], _return)
        again = times[0] + dt.timedelta(minutes=50)
        yield _step(plan, "again", again, _hand_in_again)
        times = review_times(again, plan.number)
    for number in range(plan.passes):
        yield _step(plan, str(number + 1), times[number], functools.partial(_pass, number=number))
    if plan.corrected:
        at = _morning_after(times[-1]) + dt.timedelta(minutes=plan.number % 120)
        yield _step(plan, "correction", at, _correct)
        for number, then in enumerate(review_times(at, plan.number)):
            yield _step(plan, f"correction:{number + 1}", then, functools.partial(_pass, number=number))
    if plan.withdrawn:
        yield _step(plan, "withdrawal", _morning_after(times[-1]) + dt.timedelta(hours=30), _withdraw)


def _step(plan: Plan, what: str, at: dt.datetime, do: Callable[[Plan, Stage], object]) -> Step:
    key = f"article:{plan.draft.key}" + (f":{what}" if what else "")
    return Step(key, "channel", min(at, END), lambda stage: do(plan, stage))


def review_times(at: dt.datetime, number: int) -> tuple[dt.datetime, ...]:
    """When the three reviews of what comes in at `at` are passed."""
    begin = at if at.astimezone(time.SHANGHAI).hour < 15 else _morning_after(at)
    return tuple(begin + dt.timedelta(minutes=after + number % 25) for after in REVIEWED_AFTER)


def _morning_after(at: dt.datetime) -> dt.datetime:
    day = workdays.add_working_days(at.astimezone(time.SHANGHAI).date(), 1).day
    return dt.datetime.combine(day, dt.time(9), tzinfo=time.SHANGHAI)


def _column(stage: Stage, slug: str) -> ColumnPage:
    if slug not in stage.columns:
        stage.columns.update({column.slug: column for column in columns()})
    return stage.columns[slug]


def _hand_in(plan: Plan, stage: Stage) -> object:
    if plan.sent_in:
        return _send_in(plan, stage)
    by = stage.person(plan.writer)
    piece = first_version(plan.draft, stage, returned=plan.returned, corrected=plan.corrected)
    if plan.scheduled:
        piece.go_live_at = SCHEDULED_FOR
    piece = write_draft(_column(stage, plan.draft.column), piece, by=by)
    stage.pieces[plan.draft.key] = piece.pk
    return submit_article(piece, by=by) if plan.submitted else piece


def _send_in(plan: Plan, stage: Stage) -> object:
    draft = plan.draft
    piece = contribute(
        column=_column(stage, draft.column),
        unit=stage.unit(draft.unit),
        title=draft.title,
        text="\n\n".join(block.words for block in draft.body),
        person=draft.person,
        role=draft.role,
        quote=draft.quote,
        is_sample=True,
        by=stage.person(SENDERS[draft.unit]),
    )
    stage.pieces[draft.key] = piece.pk
    return piece


def _found(plan: Plan, stage: Stage) -> Piece:
    kind = KINDS[bool(plan.draft.steps)]
    pk = stage.pieces.get(plan.draft.key)
    if pk:
        return kind.objects.get(pk=pk)
    return kind.objects.filter(slug=plan.draft.key).first() or kind.objects.get(title=plan.draft.title)


def _pass(plan: Plan, stage: Stage, number: int) -> object:
    by, piece = stage.person(plan.reviewers[number]), _found(plan, stage)
    if plan.sent_in and number == 0:
        # The editor gives it what a sender need not think of.
        piece = revise(piece, by=by, **finish(plan.draft, stage))
    return pass_review(piece, by=by, checks=_checks(piece, stage))


def _checks(piece: Piece, stage: Stage) -> dict[str, Any]:
    """What a reviewer confirms of a version: three people read the same text and find the same."""
    version = piece.latest_revision_id or 0
    if version not in stage.checks:
        stage.checks[version] = all_confirmed(piece)
    return stage.checks[version]


def _return(plan: Plan, stage: Stage) -> object:
    reason = "标题像公文，读者在手机上看要折三行。请改短，直接说事。"
    if plan.stays_returned:
        reason = "写得好。只差一句：后来怎么样了？补上再送就行。（示例）"
    return return_article(_found(plan, stage), by=stage.person(plan.reviewers[0]), reason=reason)


def _hand_in_again(plan: Plan, stage: Stage) -> object:
    by = stage.person(plan.writer)
    return submit_article(revise(_found(plan, stage), by=by, title=plan.draft.title), by=by)


def _correct(plan: Plan, stage: Stage) -> object:
    by = stage.person(plan.writer)
    summary, note = put_right(plan.draft)
    return submit_article(revise(_found(plan, stage), by=by, summary=summary, correction=note), by=by)


def _withdraw(plan: Plan, stage: Stage) -> object:
    return withdraw_article(
        _found(plan, stage), by=stage.person(CHIEF), reason="写到的人收回了同意。（示例）"
    )
