"""Letters to the committee: neutral questions and suggestions by invented people; what asks too much, and what is late, is
the invented enterprise's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sixianghui.common.time import shanghai
from sixianghui.complaints.public import (
    Asker,
    Asking,
    Kind,
    Told,
    add_outcome,
    answer,
    destinations,
    letter_on_desk,
    newest_preparation,
    pass_on,
    prepare,
    ref_of,
    release,
    write,
)
from sixianghui.project.replay.steps import Stage, Step

CLERK, SECRETARY, CHIEF = "chenshuyan", "liyiming", "xuyian"


@dataclass(frozen=True)
class Entry:
    """A letter: its key, when it came, by whom ("" without a name), and what it says."""

    key: str
    at: dt.datetime
    by: str
    text: str
    page: str = ""
    kind: Kind = Kind.SUGGESTION
    asker: str = ""
    asking: Asking | None = None


@dataclass(frozen=True)
class Answered:
    """What came of a question: who answered when, what everybody reads of it and since when, what changed and when."""

    key: str
    at: dt.datetime
    text: str
    public: Told | None = None
    released_at: dt.datetime | None = None
    changed_at: dt.datetime | None = None
    changed: str = ""


#: Questions to the secretary. The first two cross Qingming and May Day with their moved weekends.
QUESTIONS = (
    Entry(
        "hours",
        shanghai(2018, 3, 29, 19, 25),
        "suxiao",
        "我周末在运营支部结对的社区服务站帮老人学用手机，一个月四五次。这样的志愿服务要不要自己记时间？记在哪里？（示例）",
        kind=Kind.QUESTION,
        asking=Asking("周末去社区帮忙，志愿服务的时间怎么记", public=True, shown_as="周末的志愿者"),
    ),
    Entry(
        "may-day",
        shanghai(2018, 4, 20, 20, 15),
        "",
        "五一放假和调休那几天，党员之家哪几天开门？想借里面的大桌子给支部排板报，白跑过一趟。（示例）",
        kind=Kind.QUESTION,
        asking=Asking("五一前后党员之家哪几天开门", public=True),
    ),
    Entry(
        "evening-talk",
        shanghai(2018, 5, 14, 21, 5),
        "chengmo",
        "我这边常上晚班，转正前的谈话能不能约在中午？（示例）",
        kind=Kind.QUESTION,
        asking=Asking("转正前的谈话能不能约在中午"),
    ),
    Entry(
        "study-room",
        shanghai(2018, 5, 22, 18, 10),
        "",
        "研发支部的学习室，别的支部能不能借？要提前几天说，跟谁说？（示例）",
        "/units/sample-tech-research/",
        kind=Kind.QUESTION,
        asking=Asking("研发支部的学习室怎么借", public=True),
    ),
    Entry(
        "new-members",
        shanghai(2018, 5, 28, 12, 40),
        "",
        "刚从外地转来郑州上班，组织关系还在老家。两边的学习都要参加吗？（示例）",
        kind=Kind.QUESTION,
        asking=Asking("组织关系在老家，学习在哪边参加", public=True, shown_as="新来的"),
    ),
)
ANSWERS = (
    Answered(
        "hours",
        shanghai(2018, 4, 8, 10, 30),
        "不用自己记。每次去，支部的人记一笔参加的有谁、从几点到几点，年底一起算给你看；记漏了跟支部说一声就补。（示例）",
        Told(
            "周末去社区帮忙，志愿服务的时间怎么记",
            "我周末在社区帮老人学用手机，一个月四五次。这样的志愿服务要不要自己记时间？记在哪里？（示例）",
            "不用自己记。每次去，支部的人记一笔参加的有谁、从几点到几点，年底一起算给你看；记漏了跟支部说一声就补。（示例）",
        ),
        shanghai(2018, 4, 9, 9, 40),
    ),
    Answered(
        "may-day",
        shanghai(2018, 5, 2, 10, 20),
        "四月二十八日调休照常开门，二十九日到五月一日不开，五月二日起照常。大桌子可以借，前一天打个电话留给你。（示例）",
        Told(
            "五一前后党员之家哪几天开门",
            "五一放假和调休那几天，党员之家哪几天开门？想借里面的大桌子给支部排板报，白跑过一趟。（示例）",
            "四月二十八日调休照常开门，二十九日到五月一日不开，五月二日起照常。大桌子可以借，前一天打个电话留给你。（示例）",
        ),
        shanghai(2018, 5, 3, 9, 15),
        shanghai(2018, 5, 9, 16, 30),
        "开放时间写到了党员之家门口和网页上，放假调休的，提前三天更新。（示例）",
    ),
    Answered(
        "evening-talk",
        shanghai(2018, 5, 18, 11, 0),
        "可以。已经和支部说好，约在你方便的中午，地点在单位楼下，半个小时。（示例）",
    ),
)

LETTERS = (
    Entry(
        "replays",
        shanghai(2018, 5, 10, 20, 40),
        "suxiao",
        "大讲堂的回放能不能加一个只听声音的方式？路上看不了画面，流量也省一些。（示例）",
        "/lectures/",
    ),
    Entry(
        "room-hours",
        shanghai(2018, 5, 31, 21, 5),
        "chengmo",
        "研发支部的活动室现在六点半锁门，下了班过去刚好关着。能不能晚关一个小时？（示例）",
        "/units/sample-tech-research/",
    ),
    Entry(
        "reading-corner",
        shanghai(2018, 6, 1, 9, 20),
        "",
        "读书角周末开不开门？页面上没写，想带孩子去坐坐。（示例）",
        "/",
    ),
    Entry(
        "old-rota",
        shanghai(2018, 6, 1, 18, 50),
        "",
        "研发支部公告栏上贴的值班表还是四月的，照着去找人，扑了个空。（示例）",
        "/units/sample-tech-research/",
        kind=Kind.COMPLAINT,
    ),
    Entry(
        "one-week",
        shanghai(2018, 6, 4, 12, 35),
        SECRETARY,
        "各支部报活动安排的时间，能不能统一放在每月第一周？现在零零散散，容易记漏。（示例）",
    ),
    Entry(
        "three-essays",
        shanghai(2018, 6, 4, 22, 10),
        "",
        "总支要每人每周交三篇心得，还要附照片。一周要花两个晚上，写出来的都差不多。（示例）",
        kind=Kind.BURDEN,
        asker="sample-tech",
    ),
)


def _write(entry: Entry) -> Callable[[Stage], object]:
    return lambda stage: write(
        entry.kind,
        entry.text,
        nonce=f"replay {entry.key}",
        by=stage.person(entry.by) if entry.by else None,
        page=entry.page,
        asker=Asker(unit=stage.unit(entry.asker).pk) if entry.asker else None,
        asking=entry.asking,
    )


def _answer(key: str, text: str) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        clerk = stage.person(CLERK)
        letter = letter_on_desk(clerk, ref_of(f"replay {key}"))
        assert letter is not None
        return answer(letter.complaint, text, by=clerk)

    return run


def _pass_on(key: str, to: str, why: str) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        clerk, handler = stage.person(CLERK), stage.person(to)
        letter = letter_on_desk(clerk, ref_of(f"replay {key}"))
        assert letter is not None
        there = destinations(letter.complaint, frozenset())
        return pass_on(
            letter.complaint, next(one for one in there if one.desk.account == handler.pk), why, by=clerk
        )

    return run


def _prepare(key: str, told: Told) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        clerk = stage.person(CLERK)
        letter = letter_on_desk(clerk, ref_of(f"replay {key}"))
        assert letter is not None
        return prepare(letter.complaint, told, by=clerk)

    return run


def _release(key: str) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        letter = letter_on_desk(stage.person(CLERK), ref_of(f"replay {key}"))
        assert letter is not None
        return release(newest_preparation(letter.complaint), by=stage.person(CHIEF))

    return run


def _change(key: str, text: str, day: dt.date) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        clerk = stage.person(CLERK)
        letter = letter_on_desk(clerk, ref_of(f"replay {key}"))
        assert letter is not None
        return add_outcome(letter.complaint, text, day, by=clerk)

    return run


def _came_of(one: Answered) -> list[Step]:
    """Answered, prepared ten minutes later, released by somebody else, and what changed."""
    key = f"letter:{one.key}"
    found = [Step(f"{key}:answer", "complaints", one.at, _answer(one.key, one.text))]
    if one.public is not None and one.released_at is not None:
        at = one.at + dt.timedelta(minutes=10)
        found.append(Step(f"{key}:preparing", "complaints", at, _prepare(one.key, one.public)))
        found.append(Step(f"{key}:release", "complaints", one.released_at, _release(one.key)))
    if one.changed_at is not None:
        at = one.changed_at
        found.append(Step(f"{key}:change", "complaints", at, _change(one.key, one.changed, at.date())))
    return found


def steps() -> list[Step]:
    """Suggestions: one is answered, two are passed on to the secretary, two wait with the clerk, one with the discipline
    member. Questions: two are answered for everybody, one for its writer; one waits with the clerk until tomorrow, and one
    is late at the invented enterprise's.
    """
    entries = (*QUESTIONS, *LETTERS)
    written = [Step(f"letter:{entry.key}", "complaints", entry.at, _write(entry)) for entry in entries]
    written += [step for one in ANSWERS for step in _came_of(one)]
    done = [
        Step(
            "letter:replays:answer",
            "complaints",
            shanghai(2018, 5, 15, 10, 30),
            _answer(
                "replays",
                "这个主意好。下一版的回放会有“只听”一档，页面上先写明每场多大，省得点开才知道。（示例）",
            ),
        ),
        Step(
            "letter:study-room:passing",
            "complaints",
            shanghai(2018, 5, 23, 9, 30),
            _pass_on("study-room", SECRETARY, "学习室归研发支部管，请李一鸣同志答复。（示例）"),
        ),
        Step(
            "letter:room-hours:passing",
            "complaints",
            shanghai(2018, 6, 1, 10, 15),
            _pass_on("room-hours", SECRETARY, "活动室归研发支部管，请李一鸣同志看看能不能调。（示例）"),
        ),
        Step(
            "letter:old-rota:passing",
            "complaints",
            shanghai(2018, 6, 4, 9, 10),
            _pass_on("old-rota", SECRETARY, "值班表是研发支部的，请换成这个月的，再告诉对方一声。（示例）"),
        ),
    ]
    return written + done
