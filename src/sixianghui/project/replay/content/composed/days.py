"""Give each topic its day: four or five articles on a working day, and an event shortly before it."""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections import Counter

from sixianghui.common.time import shanghai
from sixianghui.common.workdays import calendar, is_working_day
from sixianghui.project.replay.content.composed.chronicle import Event, Topic

FIRST, LAST = dt.date(2018, 1, 10), dt.date(2018, 6, 4)
_DAY = dt.timedelta(days=1)
#: Forms that take place on a day off, and how many people come to what.
WEEKEND = frozenset({"village", "caravan", "repair", "visit"})
#: A letter is answered so many working days after it came, and none came before the channel opened.
ANSWERED = 3
OPENED = dt.date(2018, 1, 9)
PRESENT = {
    "session": (8, 19), "study": (9, 18), "lecture": (21, 46), "village": (5, 9), "caravan": (6, 10),
    "repair": (4, 8), "contest": (12, 12), "access": (3, 6), "outing": (14, 20), "visit": (6, 10),
}  # fmt: skip
SCHOOL = "样例村小学"
PLACES = {
    "session": ("三楼小会议室", "一楼活动室", "开放办公区", "五楼茶歇区", "党员之家"),
    "study": ("党员之家", "一楼活动室", "三楼小会议室"),
    "lecture": ("一楼报告厅", "党员之家", "五楼培训教室"),
    "village": (SCHOOL, "样例村活动中心", "样例村的村委会小院"),
    "caravan": ("样例社区的小广场", "样例社区服务站门口", "样例社区的北门"),
    "repair": ("样例社区服务站", "样例社区的长廊下", "样例社区活动室"),
    "contest": ("五楼培训教室", "一楼活动室", "三楼小会议室"),
    "access": ("测试间", "三楼小会议室", "五楼培训教室"),
    "visit": ("样例社区的三号楼",),
    "outing": ("样例村外的坡地",),
    "night": ("值班室", "机房旁的值班间"),
}


def working_days() -> list[dt.date]:
    """The days on which articles are handed in."""
    days = (FIRST + _DAY * n for n in range((LAST - FIRST).days + 1))
    return [day for day in days if is_working_day(day)]


def preview_days() -> list[dt.date]:
    """The first working day of each full week, when its preview is handed in."""
    days = working_days()
    first = [day for n, day in enumerate(days) if day.isocalendar()[1] != days[n - 1].isocalendar()[1]]
    return first[1:-1]


def figure_days() -> list[dt.date]:
    """An early working day of each month from February to June, when the figures of the last are handed in."""
    days = working_days()
    return [next(day for day in days if day.month == month and day.day >= 2) for month in range(2, 7)]


def spread(topics: list[Topic]) -> list[Event]:
    """Every topic with its day. Those bound to a day or a month choose first, then those that take place."""
    own = Counter(preview_days() + figure_days())
    room = _room(working_days(), len(topics) + own.total())
    room = {day: number - own[day] for day, number in room.items()}
    taken: Counter[tuple[str, dt.date]] = Counter()
    events = []
    for topic in sorted(topics, key=_urgency):
        handed_in = _choose(topic, room, taken)
        room[handed_in] -= 1
        event = _event(topic, handed_in, room[handed_in])
        taken[topic.form, event.day] += 1
        events.append(event)
    return sorted(events, key=lambda event: (event.at, event.topic.key))


def _urgency(topic: Topic) -> tuple[bool, int, bool, int]:
    return not topic.fixed, len(topic.months) or 12, not topic.label, topic.seed


def _room(days: list[dt.date], number: int) -> dict[dt.date, int]:
    """How many articles each day takes: a short week fills up first."""
    lengths = {day: sum(other.isocalendar()[1] == day.isocalendar()[1] for other in days) for day in days}
    base, more = divmod(number, len(days))
    order = sorted(days, key=lambda day: (lengths[day] > 4, lengths[day] == 6, day.toordinal() * 37 % 99))
    return dict(sorted((day, base + (n < more)) for n, day in enumerate(order)))


def _choose(topic: Topic, room: dict[dt.date, int], taken: Counter[tuple[str, dt.date]]) -> dt.date:
    """A day with room, on which the form is not held twice and no lecture falls on a weekend worked in exchange."""
    if topic.fixed:
        return next(day for day in room if day > topic.fixed)
    fitting = [day for day in room if not topic.months or day.month in topic.months]
    free = [day for day in fitting if room[day] > 0] or fitting

    def fits(day: dt.date) -> tuple[int, bool, bool, int, int]:
        held = _held(topic, day)
        return (
            -taken[topic.form, held] if topic.label else 0,
            topic.form != "lecture" or held.weekday() < 5,
            topic.form != "question" or held >= OPENED,
            min(room[day], 2),
            (day.toordinal() * 2654435761 + topic.seed) % 9973,
        )

    return max(free, key=fits)


def _held(topic: Topic, handed_in: dt.date) -> dt.date:
    """When it took place, if its article is handed in on this day."""
    if topic.fixed:
        return topic.fixed
    if topic.form in WEEKEND:
        return _day_off(handed_in)
    return _working_day(handed_in, ANSWERED if topic.form == "question" else 1)


def _event(topic: Topic, handed_in: dt.date, slot: int) -> Event:
    chance = random.Random(topic.seed)
    low, high = PRESENT.get(topic.form, (5, 12))
    hour = (9, 10, 11, 15, 16)[slot % 5]
    at = shanghai(handed_in.year, handed_in.month, handed_in.day, hour, chance.randrange(60))
    return Event(
        topic,
        _held(topic, handed_in),
        SCHOOL if "小学" in topic.label else chance.choice(PLACES.get(topic.form, ("三楼小会议室",))),
        chance.randint(low, high),
        at,
    )


@functools.cache
def _working_day(day: dt.date, back: int) -> dt.date:
    while back:
        day -= _DAY
        back -= is_working_day(day)
    return day


@functools.cache
def _day_off(before: dt.date) -> dt.date:
    """The Saturday before, or the next earlier day of an ordinary weekend."""
    off = calendar()[before.year].off
    day = before - _DAY
    while day.weekday() < 5 or is_working_day(day) or day in off:
        day -= _DAY
    return day if day.weekday() == 5 or not _ordinary(day - _DAY, off) else day - _DAY


def _ordinary(day: dt.date, off: frozenset[dt.date]) -> bool:
    return day.weekday() == 5 and not is_working_day(day) and day not in off
