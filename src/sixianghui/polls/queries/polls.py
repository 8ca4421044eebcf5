"""Polls as pages show them: the question, where it stands, and after the count the result. Constant query counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from sixianghui.access.public import Person, within
from sixianghui.common import time
from sixianghui.common.errors import NotThere
from sixianghui.polls import rules
from sixianghui.polls.actions import Action
from sixianghui.polls.models import Closing, Opening, Option, Outcome, Participation, Poll, Withdrawal
from sixianghui.polls.rules import Bar, State

#: Closed polls on one page of the list.
PAGE = 10


@dataclass(frozen=True)
class Told:
    """What came of a poll: a dated line."""

    text: str
    on: dt.date


@dataclass(frozen=True)
class Shown:
    """A poll with its state. `answers` and `bars` stay empty until it is counted; `bars` also when few answered."""

    poll: Poll
    state: State
    options: list[Option]
    opened_on: dt.date | None = None
    ended_on: dt.date | None = None
    reason: str = ""
    answers: int | None = None
    bars: tuple[Bar, ...] = ()
    told: list[Told] = field(default_factory=list)

    @property
    def leaders(self) -> list[Bar]:
        """The options that were chosen most; several when they are level."""
        return [bar for bar in self.bars if bar.first]

    @property
    def half_minutes(self) -> int:
        """How long an answer takes."""
        poll = self.poll
        return rules.half_minutes(poll.question, poll.why, *(option.text for option in self.options))

    @property
    def may_tell_more(self) -> bool:
        """Whether there is room for another line on what came of it."""
        return self.state is State.CLOSED and len(self.told) < rules.MOST_OUTCOMES


def polls() -> QuerySet[Any]:
    """Polls with everything that their state and result follow from. Six queries, however many there are."""
    return Poll.objects.select_related("unit").prefetch_related(
        "options",
        Prefetch("openings", Opening.objects.standing(), to_attr="opened"),
        Prefetch("closings", Closing.objects.standing(), to_attr="ended"),
        Prefetch("withdrawals", Withdrawal.objects.standing(), to_attr="taken_back"),
        Prefetch("outcomes", Outcome.objects.standing().order_by("number"), to_attr="said"),
    )


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(time.SHANGHAI).date()


def _of(row: Any) -> Shown:
    opening = next(iter(row.opened), None)
    closing = next(iter(row.ended), None)
    withdrawal = next(iter(row.taken_back), None)
    state = rules.state(
        published=opening is not None,
        withdrawn=withdrawal is not None,
        closed=closing is not None,
        closes_on=row.closes_on,
        today=time.today(),
    )
    options = list(row.options.all())
    end = withdrawal or closing
    told = [Told(one.text, _day(one.at)) for one in row.said]
    return Shown(
        poll=row,
        state=state,
        options=options,
        opened_on=_day(opening.at) if opening else None,
        ended_on=_day(end.at) if end else None,
        reason=end.reason if end else "",
        answers=closing.answers if closing else None,
        bars=rules.bars([one.text for one in options], closing.counts, closing.answers) if closing else (),
        told=told,
    )


def all_of(rows: Iterable[Any]) -> list[Shown]:
    """Rows of `polls` as pages show them."""
    return [_of(row) for row in rows]


def open_rows() -> QuerySet[Poll]:
    """Polls that take answers, the one that closes soonest first."""
    return _running(Poll.objects.select_related("unit")).filter(closes_on__gte=time.today())


def _running(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of these, the published ones that have not ended, whatever the day."""
    published = Opening.objects.standing().values("poll")
    ended = Closing.objects.standing().values("poll")
    taken_back = Withdrawal.objects.standing().values("poll")
    found = rows.filter(pk__in=published).exclude(pk__in=ended).exclude(pk__in=taken_back)
    return found.order_by("closes_on", "pk")


def open_now() -> list[Shown]:
    """The open polls with what they ask."""
    return all_of(_running(polls()).filter(closes_on__gte=time.today()))


def due() -> list[Poll]:
    """Polls whose last day is over and that are not counted yet. One query."""
    return list(_running(Poll.objects.all()).filter(closes_on__lt=time.today()))


def closings() -> QuerySet[Closing]:
    """The ends of polls that were counted, the latest first."""
    return Closing.objects.standing().order_by("-at", "-pk")


def published(most: int) -> list[tuple[Poll, dt.datetime]]:
    """Polls that are open or were counted, the newest first, each with when something happened to it last. One query."""
    opened = Opening.objects.standing().filter(poll=OuterRef("pk")).values("at")[:1]
    ended = Closing.objects.standing().filter(poll=OuterRef("pk")).order_by("-at").values("at")[:1]
    said = Outcome.objects.standing().filter(poll=OuterRef("pk")).order_by("-at").values("at")[:1]
    gone = Withdrawal.objects.standing().values("poll")
    rows: Any = Poll.objects.annotate(
        opened_at=Subquery(opened), changed_at=Coalesce(Subquery(said), Subquery(ended), Subquery(opened))
    )
    found = rows.filter(opened_at__isnull=False).exclude(pk__in=gone).order_by("-opened_at", "-pk")
    return [(poll, poll.changed_at) for poll in found[:most]]


def closed_page(number: int) -> tuple[list[Shown], bool]:
    """One page of polls that were counted, the latest first, and whether there are more."""
    start = (number - 1) * PAGE
    found = list(closings().values_list("poll", flat=True)[start : start + PAGE + 1])
    return _by_closing(found[:PAGE]), len(found) > PAGE


def _by_closing(numbers: Iterable[int]) -> list[Shown]:
    wanted = list(numbers)
    if not wanted:
        return []
    rows = {row.pk: row for row in polls().filter(pk__in=wanted)}
    return all_of(rows[number] for number in wanted)


def shown(poll: Poll) -> Shown:
    """A poll as it is now, whoever asks."""
    return _of(polls().get(pk=poll.pk))


def state_of(poll: Poll) -> State:
    """Where a poll stands now. Three queries."""
    return rules.state(
        published=Opening.objects.standing().filter(poll=poll).exists(),
        withdrawn=Withdrawal.objects.standing().filter(poll=poll).exists(),
        closed=Closing.objects.standing().filter(poll=poll).exists(),
        closes_on=poll.closes_on,
        today=time.today(),
    )


def poll_for(person: Person, ref: str) -> Shown:
    """The poll at this address. One that is not published is there only for those who may run it. Raises `NotThere`."""
    row = polls().filter(ref=ref).first()
    found = None if row is None else _of(row)
    if found is None or (
        found.opened_on is None and found.poll.unit_id not in within(person, Action.RUN).units
    ):
        raise NotThere(_("没有这个小调查。"))
    return found


def has_answered(person: Any, poll: Poll) -> bool:
    """Whether this account has answered a poll that is open; afterwards nobody knows."""
    if not person.is_authenticated:
        return False
    return Participation.objects.filter(poll=poll, account=person).exists()
