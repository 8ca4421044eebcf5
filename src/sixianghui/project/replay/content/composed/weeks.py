"""What the chronicle says about itself: each week's preview and each month's figures."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from sixianghui.common.time import shanghai
from sixianghui.project.replay.content.composed import reading
from sixianghui.project.replay.content.composed.chronicle import WEEKDAYS, Event
from sixianghui.project.replay.content.composed.days import figure_days, preview_days
from sixianghui.project.replay.content.drafts import Block, BlockKind, Draft

#: At most so many lines in a preview.
LINES = 8


def previews(events: list[Event]) -> list[Draft]:
    """For each full week a list of what takes place in it, with the desk's own words around it."""
    weeks: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        if event.topic.label:
            weeks[event.day.isocalendar()[1]].append(event)
    words = reading.frames()
    return [
        _preview(day, weeks[day.isocalendar()[1]], words[f"week.{n:02}"])
        for n, day in enumerate(preview_days(), start=1)
    ]


def _preview(day: dt.date, events: list[Event], words: tuple[str, ...]) -> Draft:
    title, first, last = words
    lines = tuple(
        f"{event.day.month}月{event.day.day}日（周{WEEKDAYS[event.day.weekday()]}）：{event.topic.label}，{event.place}"
        for event in sorted(events, key=lambda event: (event.day, event.topic.key))
        if event.day >= day
    )[:LINES]
    body = [Block(BlockKind.TEXT, first), Block(BlockKind.LIST, items=lines), Block(BlockKind.TEXT, last)]
    return Draft(
        key=f"news-c-week-{day:%m%d}",
        column="news",
        title=title,
        summary=f"{day.month}月{day.day}日这一周的安排，一共{len(lines)}项，时间有变会在这里改。",
        at=shanghai(day.year, day.month, day.day, 8, 20),
        body=tuple(block for block in body if block.words or block.items),
        kicker="本周预告",
        picture="calendar",
    )


def figures(events: list[Event]) -> list[Draft]:
    """For each month from January to May the number of its events, counted from the chronicle."""
    words = reading.frames()
    return [_figures(day, events, words[f"month.{day.month - 1}"]) for day in figure_days()]


def _figures(at: dt.date, events: list[Event], words: tuple[str, ...]) -> Draft:
    month = at.month - 1
    held = [event for event in events if event.day.month == month and event.topic.label]
    values = {
        "{all}": len(held),
        "{people}": sum(event.present for event in held),
        "{lectures}": sum(event.topic.form == "lecture" for event in held),
        "{study}": sum(event.topic.form == "study" for event in held),
        "{out}": sum(
            event.topic.form in {"village", "caravan", "repair", "visit", "outing"} for event in held
        ),
    }

    def said(text: str) -> str:
        for name, value in values.items():
            text = text.replace(name, str(value))
        return text

    title, summary, *paragraphs = map(said, words)
    return Draft(
        key=f"news-c-month-{month}",
        column="news",
        title=title,
        summary=summary,
        at=shanghai(at.year, at.month, at.day, 10, 15),
        body=tuple(Block(BlockKind.TEXT, paragraph) for paragraph in paragraphs),
        kicker="数字小账",
        picture="chart-by-month",
    )
