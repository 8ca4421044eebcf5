"""Small polls: two of the committee's, one of the invented enterprise's. Whoever answers is invented like everybody here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sixianghui.common.time import shanghai
from sixianghui.polls.public import Poll, Words, answer, close_due, draft, publish, tell_outcome
from sixianghui.project.replay.steps import Stage, Step

COMMITTEE, RESEARCH = "zhengzhou-internet-committee", "sample-tech-research"
CLERK, SECRETARY = "chenshuyan", "liyiming"


@dataclass(frozen=True)
class Entry:
    """A poll: when it was asked, by whom, and what was chosen, a day's answers together: who, which numbers."""

    key: str
    unit: str
    by: str
    at: dt.datetime
    words: Words
    answers: tuple[tuple[dt.datetime, dict[str, tuple[int, ...]]], ...]
    outcomes: tuple[tuple[dt.datetime, str], ...] = ()


HOURS = Entry(
    key="corner-hours",
    unit=COMMITTEE,
    by=CLERK,
    at=shanghai(2018, 5, 10, 9, 30),
    words=Words(
        question="红谷读书角晚上开到几点合适？（示例）",
        options=("19 点", "20 点", "21 点", "不用晚开"),
        use="定六月起晚上的开放时间，排好值守的人。（示例）",
        closes_on=dt.date(2018, 5, 20),
        why="有人来信说下了班过去刚好关门。先问问大家，再排值守。（示例）",
    ),
    answers=(
        (
            shanghai(2018, 5, 10, 18),
            {"suxiao": (2,), "chengmo": (3,), "linxiaoman": (2,), "qinlang": (2,), "hejing": (2,)},
        ),
        (
            shanghai(2018, 5, 14, 20),
            {"hanjian": (2,), "yeqing": (1,), "songzhi": (2,), "linque": (3,), "fubai": (2,), "fangting": (3,)},
        ),
        (
            shanghai(2018, 5, 19, 21),
            {"tangwei": (2,), "shuning": (3,), "pengtu": (1,), "mengshan": (2,), "liyiming": (2,), "luoyu": (4,)},
        ),
    ),
    outcomes=(
        (
            shanghai(2018, 5, 23, 10),
            "照多数人选的，六月起周一到周五开到 20 点，周明远同志排值守。想要更晚的，试一个月再看。（示例）",
        ),
    ),
)  # fmt: skip

PARTY_DAY = Entry(
    key="june-day",
    unit=RESEARCH,
    by=SECRETARY,
    at=shanghai(2018, 5, 24, 12, 20),
    words=Words(
        question="六月的主题党日，想在哪里过？（示例）",
        options=("社区服务站", "红谷读书角", "扶贫课堂的学校", "都可以"),
        use="定六月主题党日的地方。（示例）",
        closes_on=dt.date(2018, 5, 31),
    ),
    answers=(
        (
            shanghai(2018, 5, 25, 12, 40),
            {"suxiao": (3,), "chengmo": (3,), "zhoumingyuan": (2,), "qinlang": (1,)},
        ),
        (shanghai(2018, 5, 30, 19), {"linxiaoman": (3,), "liyiming": (4,)}),
    ),
)

TOPICS = Entry(
    key="next-lecture",
    unit=COMMITTEE,
    by=CLERK,
    at=shanghai(2018, 6, 1, 10),
    words=Words(
        question="大讲堂下一讲，想听什么？（示例）",
        options=("新党章怎么学", "互联网企业里的支部怎么过组织生活", "网络安全与个人信息", "身边的党员故事"),
        use="请主讲人之前参考。（示例）",
        closes_on=dt.date(2018, 6, 15),
        why="下一讲的题目还没有定，想先听听大家想听的。（示例）",
        most=2,
    ),
    answers=(
        (
            shanghai(2018, 6, 2, 9),
            {"hanjian": (1, 4), "linque": (2,), "pengtu": (2, 3), "suxiao": (3,), "fangting": (4,)},
        ),
    ),
)

POLLS = (HOURS, PARTY_DAY, TOPICS)


def _poll(entry: Entry) -> Poll:
    return Poll.objects.get(question=entry.words.question)


def _ask(entry: Entry) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        by = stage.person(entry.by)
        return publish(draft(entry.words, unit=stage.unit(entry.unit), by=by), by=by)

    return run


def _answer(entry: Entry, chosen: dict[str, tuple[int, ...]]) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        for who, numbers in chosen.items():
            answer(_poll(entry), numbers, by=stage.person(who))
        return None

    return run


def _tell(entry: Entry, text: str) -> Callable[[Stage], object]:
    return lambda stage: tell_outcome(_poll(entry), text, by=stage.person(entry.by))


def _after(day: dt.date) -> dt.datetime:
    """Shortly after a day is over."""
    return shanghai(day.year, day.month, day.day) + dt.timedelta(days=1, minutes=1)


def steps() -> list[Step]:
    """One is counted and says what came of it, one waits for that word, one is open when the replay stops."""
    found = []
    for entry in POLLS:
        found.append(Step(f"poll:{entry.key}", "polls", entry.at, _ask(entry)))
        for at, chosen in entry.answers:
            found.append(Step(f"poll:{entry.key}:answers:{at:%m%d}", "polls", at, _answer(entry, chosen)))
        if entry is not TOPICS:
            found.append(
                Step(
                    f"poll:{entry.key}:end",
                    "polls",
                    _after(entry.words.closes_on),
                    lambda _stage: close_due(),
                )
            )
        for at, text in entry.outcomes:
            found.append(Step(f"poll:{entry.key}:outcome:{at:%m%d}", "polls", at, _tell(entry, text)))
    return found
