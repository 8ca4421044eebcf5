"""Letters to the committee: neutral suggestions by invented people; what asks too much is the invented enterprise's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sixianghui.common.time import shanghai
from sixianghui.complaints.public import (
    Asker,
    Kind,
    answer,
    destinations,
    letter_on_desk,
    pass_on,
    ref_of,
    write,
)
from sixianghui.project.replay.steps import Stage, Step

CLERK, SECRETARY = "chenshuyan", "liyiming"


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


def steps() -> list[Step]:
    """One letter is answered, two are passed on to the secretary, two wait with the clerk, one with the discipline member."""
    written = [Step(f"letter:{entry.key}", "complaints", entry.at, _write(entry)) for entry in LETTERS]
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
