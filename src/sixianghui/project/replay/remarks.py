"""What readers say under a few pieces: invented people under names of their own, on plain things.

The editors let most of it through. One of the invented enterprise's people is refused once; the last three wait at the
desk when the replay stops.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sixianghui.channel.public import pieces_out, thread_of
from sixianghui.common.time import shanghai
from sixianghui.project.replay.steps import Stage, Step
from sixianghui.remarks.public import Outcome, Remark, Thread, choose_name, judge, write

EDITORS = ("hejing", "fangting")
NAMES = {
    "suxiao": "晓看天色",
    "chengmo": "墨水瓶",
    "qinlang": "朗读的人",
    "zhoumingyuan": "老周泡茶",
    "liyiming": "一鸣",
}
TRANSFER, CORNER = "guides-c-292dc9f3", "panorama-reading-corner"
BORROWED, FORMATS = "dialogue-c-f5254680", "news-c-583197e4"


@dataclass(frozen=True)
class Entry:
    """A remark: its key, where, when, by whom, what it says; `decided`: by which editor, minutes later, `why` not."""

    key: str
    piece: str
    at: dt.datetime
    by: str
    text: str
    decided: tuple[int, int] | None = (0, 40)
    why: str = ""
    reply_to: str = ""


ENTRIES = (
    Entry(
        "light",
        CORNER,
        shanghai(2018, 5, 28, 12, 10),
        "suxiao",
        "那把椅子我坐过，下午三点光线正好。就是插座远了一点。（示例）",
        (0, 55),
    ),
    Entry(
        "socket",
        CORNER,
        shanghai(2018, 5, 28, 14, 30),
        "zhoumingyuan",
        "插座的事记下了，下周挪一个接线板过去。（示例）",
        (1, 20),
        reply_to="light",
    ),
    Entry(
        "weekend",
        CORNER,
        shanghai(2018, 5, 29, 20, 45),
        "chengmo",
        "周末开到几点？想带家里老人来坐坐。（示例）",
        (1, 740),
    ),
    Entry(
        "trial", CORNER, shanghai(2018, 5, 30, 9, 5), "suxiao", "测试测试，看看能不能发。（示例）", (0, 30),
        "像是试着发的，和这一篇没有关系。",
    ),
    Entry(
        "address",
        TRANSFER,
        shanghai(2018, 5, 30, 19, 20),
        "qinlang",
        "第二步说得清楚。补一句：介绍信的抬头要写到基层党委，我上回写成支部，白跑一趟。（示例）",
        (0, 830),
    ),
    Entry(
        "thanks",
        TRANSFER,
        shanghai(2018, 5, 31, 9, 40),
        "liyiming",
        "这一句有用，已经转给支部里要办的同志。（示例）",
        (1, 25),
        reply_to="address",
    ),
    Entry(
        "spine",
        BORROWED,
        shanghai(2018, 5, 31, 12, 25),
        "chengmo",
        "书脊开胶的那本是我借的，自己粘好了，用的是白胶。（示例）",
        (0, 70),
    ),
    Entry(
        "spreadsheet",
        FORMATS,
        shanghai(2018, 6, 1, 10, 5),
        "qinlang",
        "十年前的表格我们今年就打不开过一次，后来是用纸质件重录的。（示例）",
        (1, 35),
    ),
    Entry(
        "audio", CORNER, shanghai(2018, 6, 4, 21, 30), "liyiming", "能不能把这一角的全景也配上一段讲解？（示例）", None
    ),
    Entry(
        "phone",
        TRANSFER,
        shanghai(2018, 6, 5, 9, 15),
        "suxiao",
        "要办的可以看 example.org 上的清单，一步一步的。（示例）",
        None,
    ),
    Entry(
        "copies", FORMATS, shanghai(2018, 6, 5, 10, 50), "chengmo", "那份重录的，现在存成什么格式了？（示例）", None,
        reply_to="spreadsheet",
    ),
)  # fmt: skip


def _thread(key: str) -> Thread:
    found = thread_of(pieces_out().get(slug=key).specific)
    assert found is not None
    return found


def _remark(key: str) -> Remark:
    text = next(one.text for one in ENTRIES if one.key == key)
    found: Remark = Remark.objects.get(words__text=text)
    return found


def _write(entry: Entry) -> Callable[[Stage], object]:
    return lambda stage: write(
        _thread(entry.piece),
        entry.text,
        by=stage.person(entry.by),
        nonce=f"replay {entry.key}",
        reply_to=_remark(entry.reply_to).ref if entry.reply_to else "",
    )


def _decide(entry: Entry, editor: str) -> Callable[[Stage], object]:
    outcome = Outcome.REFUSED if entry.why else Outcome.SHOWN
    return lambda stage: judge(_remark(entry.key), outcome, by=stage.person(editor), reason=entry.why)


def _name(person: str, name: str) -> Callable[[Stage], object]:
    return lambda stage: choose_name(stage.person(person), name)


def steps() -> list[Step]:
    """Five names, eleven remarks, eight decisions."""
    begin = shanghai(2018, 5, 28, 12)
    made = [Step(f"remark-name:{one}", "remarks", begin, _name(one, name)) for one, name in NAMES.items()]
    for entry in ENTRIES:
        made.append(Step(f"remark:{entry.key}", "remarks", entry.at, _write(entry)))
        if entry.decided is not None:
            editor, minutes = entry.decided
            at = entry.at + dt.timedelta(minutes=minutes)
            made.append(Step(f"remark:{entry.key}:decided", "remarks", at, _decide(entry, EDITORS[editor])))
    return made
