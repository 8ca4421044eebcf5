"""What the room of a lecture shows: before, during and after. Constant query counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sixianghui.access.public import Person
from sixianghui.activities.public import Activity
from sixianghui.activities.public import visible_to as activities_visible_to
from sixianghui.common import time
from sixianghui.directory.public import Unit
from sixianghui.lectures import rules
from sixianghui.lectures.models import AgendaItem, Audience, Lecture, Material, Notice, Side
from sixianghui.lectures.queries.lectures import Standing, parts_of, present, standing_of
from sixianghui.lectures.queries.replay import Film, Said, film_of, plays_again, said
from sixianghui.lectures.queries.talk import Questions, notice, questions
from sixianghui.lectures.queries.watching import watching_now
from sixianghui.lectures.rules import State
from sixianghui.media.public import may_be_published
from sixianghui.remarks import public as remarks

#: Comments that stand in the room at first; older ones are behind a link.
MOST = 50


@dataclass(frozen=True)
class Numbers:
    """Viewings of the broadcast and of the replay, never added up; who watches now; heads in the hall."""

    viewings: int = 0
    peak: int = 0
    replays: int = 0
    now: int = 0
    present: int = 0


@dataclass(frozen=True)
class Item:
    """A line of the agenda. `now`: it is what is spoken of."""

    row: AgendaItem
    now: bool = False
    #: The second of the film in which it begins, or of the lecture as long as there is no film.
    at: int | None = None

    @property
    def clock(self) -> str:
        return "" if self.at is None else rules.clock(self.at)


@dataclass(frozen=True)
class Room:
    """A lecture as one reader sees it. `parts`: what this reader does in it."""

    lecture: Lecture
    stands: Standing
    units: list[Unit]
    agenda: list[Item]
    materials: list[Material]
    notice: Notice | None
    numbers: Numbers
    questions: Questions
    comments: remarks.Part
    parts: frozenset[str]
    said: list[Said]
    why_off: str = ""
    #: Whether this reader may read the activity too: who has a part in a closed lecture may come from elsewhere.
    sees_activity: bool = False

    @property
    def activity(self) -> Activity:
        found: Activity = self.lecture.activity
        return found

    @property
    def state(self) -> State:
        return self.stands.state

    @property
    def poster(self) -> Any | None:
        """Its poster, as long as it may be shown."""
        picture = self.lecture.poster
        return picture if picture is not None and may_be_published(picture) else None

    @property
    def topics(self) -> str:
        """What its page listens to; who watches is counted only while there is something to watch."""
        topics = [self.lecture.topic]
        if self.state is State.LIVE:
            topics.append(self.lecture.watch_topic)
        elif plays_again(self.lecture, self.stands):
            topics.append(f"watch-again:{self.lecture.ref}")
        return " ".join(topics)

    @property
    def talks(self) -> bool:
        """Whether there is anything to say: not about what does not take place."""
        return self.state is not State.CALLED_OFF

    @property
    def left(self) -> int:
        """Seconds until it begins."""
        return max(0, int((self.activity.starts_at - time.now()).total_seconds()))

    @property
    def gone(self) -> int:
        """Seconds since it began, or how long it took."""
        if self.stands.began is None:
            return 0
        return rules.seconds_in(self.stands.began, self.stands.ended or time.now())

    @property
    def remaining(self) -> int:
        """Seconds until the time at which it is to end; less than none when it takes longer."""
        ends: dt.datetime | None = self.activity.ends_at
        return 0 if ends is None else int((ends - time.now()).total_seconds())

    @property
    def tags(self) -> frozenset[str]:
        """Cache tags of what its page shows."""
        lecture = self.lecture
        threads = (lecture.comments.tag, lecture.questions.tag, remarks.EVERY)
        units = (f"unit:{unit.pk}" for unit in self.units)
        # Also of one that may not be shown now: it stands there as soon as it may.
        poster = () if lecture.poster_id is None else (f"picture:{lecture.poster_id}",)
        return frozenset({lecture.tag, f"activity:{self.activity.pk}", *threads, *units, *poster})


def numbers(lecture: Lecture, state: State) -> Numbers:
    """How many were there, and are."""
    if state not in {State.LIVE, State.ENDED}:
        return Numbers()
    topic = lecture.watch_topic if state is State.LIVE else f"watch-again:{lecture.ref}"
    by_side: dict[str, list[Audience]] = {Side.LIVE: [], Side.REPLAY: []}
    for one in Audience.objects.filter(lecture=lecture):
        by_side[one.side].append(one)
    return Numbers(
        sum(one.viewings for one in by_side[Side.LIVE]),
        max((one.peak for one in by_side[Side.LIVE]), default=0),
        sum(one.viewings for one in by_side[Side.REPLAY]),
        watching_now()[topic],
        present(lecture),
    )


def agenda(lecture: Lecture, film: Film, *, live: bool) -> list[Item]:
    """What is spoken of, in its order; while it is on, what was come to last is now."""
    rows = list(lecture.agenda.all())
    come = [one for one in rows if one.seconds is not None]
    last = max(come, key=lambda one: (one.seconds or 0, one.number), default=None) if live else None
    return [
        Item(
            one,
            now=last is not None and one.pk == last.pk,
            at=None if one.seconds is None else film.moment(one.seconds),
        )
        for one in rows
    ]


def room_of(row: Any, person: Person) -> Room:
    """The room of a row of `lectures`, which this reader may know of."""
    stands = standing_of(row)
    film = film_of(row, stands)
    partners = row.activity.partners.filter(left_at__isnull=True).select_related("unit").order_by("pk")
    # Why the record of one that was said to have been held is struck is for the organisation alone.
    off = row.activity.call_offs.filter(struck_at__isnull=True, activity__helds__isnull=True)
    return Room(
        row,
        stands,
        [row.activity.unit, *(one.unit for one in partners)],
        agenda(row, film, live=stands.live),
        list(row.materials.select_related("file")),
        notice(row),
        numbers(row, stands.state),
        questions(row, person, film, live=stands.live),
        remarks.part(row.comments, most=MOST),
        parts_of(person, row),
        said(row, stands, film),
        off.values_list("reason", flat=True).first() or "",
        sees_activity=row.activity.open or activities_visible_to(person).filter(pk=row.activity_id).exists(),
    )
