"""What other rooms may use of polls: what is open, what came out lately, and the commands of a poll's life."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from sixianghui.common import time
from sixianghui.polls import queries, rules, showing
from sixianghui.polls.commands import (
    TAG,
    answer,
    close_due,
    close_early,
    draft,
    publish,
    tell_outcome,
    withdraw,
)
from sixianghui.polls.models import Outcome, Poll
from sixianghui.polls.rules import Bar, Words

__all__ = [
    "TAG",
    "Bar",
    "ClosedPoll",
    "OpenPoll",
    "Poll",
    "Published",
    "Words",
    "answer",
    "close_due",
    "close_early",
    "closed_polls",
    "draft",
    "open_polls",
    "publish",
    "published_polls",
    "tell_outcome",
    "withdraw",
]


@dataclass(frozen=True)
class OpenPoll:
    """A poll that takes answers until the end of `closes_on`."""

    question: str
    url: str
    unit: str
    closes_on: dt.date


@dataclass(frozen=True)
class ClosedPoll:
    """A poll that was counted. `said`: its result in a sentence; `bars` is empty when few answered, and is shown by
    `polls/parts/bars.html` as `one`; `outcome`: the last line on what came of it."""

    question: str
    url: str
    unit: str
    closed_on: dt.date
    said: str
    bars: tuple[Bar, ...] = ()
    outcome: str = ""


def open_polls(most: int = 3) -> list[OpenPoll]:
    """The open polls that close soonest. One query."""
    return [
        OpenPoll(poll.question, url_of(poll), poll.unit.short_name, poll.closes_on)
        for poll in queries.open_rows()[:most]
    ]


def closed_polls(most: int = 1) -> list[ClosedPoll]:
    """The polls counted last, the latest first. Three queries."""
    said = Prefetch("poll__outcomes", Outcome.objects.standing().order_by("number"), to_attr="told")
    rows: Any = queries.closings().select_related("poll__unit").prefetch_related("poll__options", said)
    found = []
    for one in rows[:most]:
        bars = rules.bars([option.text for option in one.poll.options.all()], one.counts, one.answers)
        found.append(
            ClosedPoll(
                question=one.poll.question,
                url=url_of(one.poll),
                unit=one.poll.unit.short_name,
                closed_on=one.at.astimezone(time.SHANGHAI).date(),
                said=showing.said(one.answers, bars),
                bars=bars,
                outcome=one.poll.told[-1].text if one.poll.told else "",
            )
        )
    return found


@dataclass(frozen=True)
class Published:
    """A poll that everybody may find, and when something happened to it last."""

    url: str
    changed_at: dt.datetime


def published_polls(most: int) -> list[Published]:
    """Polls that are open or were counted, the newest first. One query."""
    return [Published(url_of(poll), at) for poll, at in queries.published(most)]


def url_of(poll: Poll) -> str:
    """The address of a poll's page."""
    return reverse("polls:poll", args=[poll.ref])
