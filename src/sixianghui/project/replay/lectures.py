"""The lecture of the article, and one that is about to begin when the replay stops.

What the article states comes out of rows: 17,693 viewings of invented viewers, somewhat more than a hundred comments of
invented people, nearly a hundred heads noted at the door, two hours. What nobody wrote down then is not made up: who
lectured, the day and the words are the demo's own, and marked so.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from sixianghui.access.public import Account
from sixianghui.common.time import shanghai
from sixianghui.lectures import public as lectures
from sixianghui.lectures.public import Lecture, Registration, Stay, Wanted
from sixianghui.project.replay.lecture_picture import bring_picture
from sixianghui.project.replay.steps import Stage, Step
from sixianghui.remarks.public import Outcome, Remark, Thread, choose_name, judge, write

COMMITTEE, CLERK, EDITOR = "zhengzhou-internet-committee", "chenshuyan", "hejing"
RESEARCH, RESEARCHER = "sample-tech-research", "liyiming"
LECTURER = "zhoumingyuan"
TITLE = "把专业做到群众心里（示例）"
PARTNERS = ("sina-henan", "netease-henan", "toutiao", "zhonggang")
BEGINS = shanghai(2018, 5, 29, 14, 30)
ENDS = BEGINS + dt.timedelta(hours=2)
AGENDA = (
    (0, "开场"),
    (6, "从一封申请书说起"),
    (24, "专业与信任"),
    (45, "写给群众的信"),
    (64, "代码那头的人"),
    (85, "小支部怎么过组织生活"),
    (102, "答问"),
)
#: Who asked for seats for how many; at the door as many came. The first four enterprises are those that the article names.
HEADS = (
    ("hanjian", "sina-henan", 20),
    ("linque", "netease-henan", 20),
    ("yeqing", "toutiao", 18),
    ("songzhi", "zhonggang", 16),
    ("fubai", "dezhong", 9),
    ("qiyuan", "xindajiean", 6),
    (RESEARCHER, RESEARCH, 8),
)
#: Names under which those are shown who have not chosen one yet.
NAMES = {
    "linxiaoman": "小满",
    "hanjian": "长话短说",
    "yeqing": "一片叶",
    "songzhi": "路上的人",
    "linque": "第三排",
    "fubai": "白纸一张",
    "qiyuan": "走远一点",
    "tangwei": "微光",
    "shuning": "静水",
    "pengtu": "半程灯",
}


@dataclass(frozen=True)
class Asked:
    """A question: at which minute, by whom, its words; who wants to know it too; the minute of its answer, if any."""

    minute: int
    by: str
    text: str
    wished: tuple[str, ...] = ()
    answered: int | None = None


QUESTIONS = (
    Asked(
        30,
        "linxiaoman",
        "新人怎样在第一年就做出看得见的贡献？",
        ("hanjian", "yeqing", "suxiao", "tangwei"),
        103,
    ),
    Asked(41, "pengtu", "加班多的团队，学习时间从哪里来？", ("chengmo", "songzhi", "qinlang"), 109),
    Asked(52, "qiyuan", "小公司只有两名党员，组织生活怎么过？", ("fubai", "linque"), 87),
    Asked(61, "suxiao", "做后台的人看不到用户，怎么知道做得对不对？", ("pengtu", "shuning"), 106),
    Asked(74, "shuning", "回信写得再好，问题没解决怎么办？", ("tangwei",), 112),
    Asked(88, "hanjian", "两家公司的支部一起开会，记录算谁的？", ("liyiming", "linque"), 115),
    Asked(97, "yeqing", "课件里的复盘表能不能公开？", (), 117),
    Asked(111, "songzhi", "下一堂课能不能讲讲网络安全？", ("chengmo",)),
)
#: Viewers come for the lecture once, some go away and come back more than half an hour later, more for a moment only.
VIEWINGS, BACK, AWAY = 17_693, 812, 1_940
REPLAYED = ((5, 30, 412), (5, 31, 287), (6, 1, 196), (6, 2, 101), (6, 3, 88), (6, 4, 143))
NEXT_TITLE = "写给新人的第一课：把活儿说清楚（示例）"
NEXT_BEGINS = shanghai(2018, 6, 5, 13)


def _lecture(title: str = TITLE) -> Lecture:
    return Lecture.objects.select_related("activity__unit", "comments", "questions").get(
        activity__title=title
    )


def _at(minute: float) -> dt.datetime:
    return BEGINS + dt.timedelta(minutes=minute)


def _plan(stage: Stage) -> object:
    wanted = Wanted(
        title=TITLE,
        starts_at=BEGINS,
        ends_at=ENDS,
        lecturer="周明远（示例）",
        lecturer_line="样例科技的工程师，写了十年代码，也写了十年信。（示例）",
        intro=(
            "一堂写给工程师的党课：从一封入党申请书说起，说专业怎样变成信任，信怎样写给群众，"
            "代码那头的人是谁。现场听和网上看都可以，看课不用登录。（示例）"
        ),
        note="现场从一楼东门进，带不带本子都行。（示例）",
        place="红谷基地 直播背景墙",
        partners=tuple(stage.unit(slug) for slug in PARTNERS),
        seats=100,
        agenda=tuple(title for _minute, title in AGENDA),
        lecturers=(stage.person(LECTURER),),
        moderators=(stage.person(EDITOR),),
    )
    return lectures.plan_lecture(wanted, unit=stage.unit(COMMITTEE), by=stage.person(CLERK))


def _register(by: str, slug: str, heads: int) -> Callable[[Stage], object]:
    return lambda stage: lectures.register(
        _lecture(), heads=heads, by=stage.person(by), unit=stage.unit(slug)
    )


def _arrive(by: str, heads: int) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        registration = Registration.objects.get(lecture=_lecture(), account=stage.person(by), ended_at=None)
        return lectures.note_registered(registration, heads=heads, by=stage.person(CLERK))

    return run


def _name(person: str, name: str) -> Callable[[Stage], object]:
    return lambda stage: choose_name(stage.person(person), name)


def _said() -> Iterator[tuple[int, str, str]]:
    """Minute, who, words of every comment."""
    text = files("sixianghui.project.replay.content").joinpath("lecture_talk.txt").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            minute, who, words = line.split(" ", 2)
            yield int(minute), who, words


def _say(thread: Thread, text: str, nonce: str, *, by: Account, judge_by: Account) -> Remark:
    remark: Remark = write(thread, f"{text}（示例）", by=by, nonce=nonce)
    judge(remark, Outcome.SHOWN, by=judge_by)
    return remark


def _comment(number: int, by: str, text: str) -> Callable[[Stage], object]:
    return lambda stage: _say(
        _lecture().comments,
        text,
        f"replay lecture {number}",
        by=stage.person(by),
        judge_by=stage.person(EDITOR),
    )


def _ask(number: int, asked: Asked) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        lecture = _lecture()
        question = _say(
            lecture.questions,
            asked.text,
            f"replay question {number}",
            by=stage.person(asked.by),
            judge_by=stage.person(EDITOR),
        )
        for one in asked.wished:
            lectures.second(lecture, question, by=stage.person(one))
        return question

    return run


def _answer(asked: Asked) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        question = Remark.objects.get(words__text=f"{asked.text}（示例）")
        return lectures.mark_answered(_lecture(), question, by=stage.person(LECTURER))

    return run


def _come_to(number: int) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        lecture = _lecture()
        return lectures.come_to(lecture, lecture.agenda.get(number=number), by=stage.person(EDITOR))

    return run


def _watch(stage: Stage) -> object:
    return lectures.count_stays(_lecture(), list(_stays()))


def _stays() -> Iterator[Stay]:
    """So many viewings, and as many short absences as do not count."""
    chance = random.Random("viewers")
    begin, end = int(BEGINS.timestamp()), int(ENDS.timestamp())
    back = away = 0
    for viewer in range(1, VIEWINGS - BACK + 1):
        late = chance.random() ** 2 * 0.8
        began = begin + int(late * (end - begin))
        ended = min(end, began + 30 + int(chance.expovariate(1 / 2600)))
        yield Stay(viewer, began, ended)
        if back < BACK and ended < end - 2400 and chance.random() < 0.5:
            back += 1
            again = ended + 1800 + int(chance.random() * 300)
            yield Stay(viewer, again, min(end, again + 60 + int(chance.random() * 1500)))
        elif away < AWAY and ended < end - 900:
            away += 1
            again = ended + 40 + int(chance.random() * 700)
            yield Stay(viewer, again, min(end, again + 30 + int(chance.random() * 900)))


def _picture(stage: Stage) -> object:
    return bring_picture(_lecture(), by=stage.person(CLERK), minutes=120, agenda=AGENDA)


def _watch_again(month: int, day: int, many: int) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        chance = random.Random(f"again {month} {day}")
        begin = int(shanghai(2018, month, day, 8).timestamp())
        stays = []
        for viewer in range(many):
            began = begin + int(chance.random() * 50_000)
            stays.append(Stay(viewer + 1_000_000, began, began + 30 + int(chance.expovariate(1 / 1500))))
        return lectures.count_stays(_lecture(), stays, side="replay")

    return run


def _begin(title: str, by: str) -> Callable[[Stage], object]:
    return lambda stage: lectures.begin(_lecture(title), by=stage.person(by))


def _end(stage: Stage) -> object:
    return lectures.end(_lecture(), by=stage.person(CLERK))


def _plan_next(stage: Stage) -> object:
    wanted = Wanted(
        title=NEXT_TITLE,
        starts_at=NEXT_BEGINS,
        ends_at=NEXT_BEGINS + dt.timedelta(hours=1),
        lecturer="李一鸣（示例）",
        intro="半小时讲，半小时问。讲怎样把一件活儿说给不懂技术的人听。（示例）",
        place="五楼培训教室",
        seats=12,
        agenda=("为什么说不清楚", "三句话的写法", "当场练一段"),
        reviewed=True,
        lecturers=(stage.person(RESEARCHER),),
    )
    return lectures.plan_lecture(wanted, unit=stage.unit(RESEARCH), by=stage.person(RESEARCHER))


def _register_next(by: str, heads: int) -> Callable[[Stage], object]:
    return lambda stage: lectures.register(_lecture(NEXT_TITLE), heads=heads, by=stage.person(by))


def steps() -> list[Step]:
    """Planned in the middle of May, held on the 29th, seen again since; the next one begins at one o'clock."""
    made = [Step("lecture:plan", "lectures", shanghai(2018, 5, 14, 10), _plan)]
    for number, (by, slug, heads) in enumerate(HEADS):
        asked = shanghai(2018, 5, 15 + number, 12, 10)
        made.append(Step(f"lecture:seats:{slug}", "lectures", asked, _register(by, slug, heads)))
        came = _at(-35 + 4 * number)
        made.append(Step(f"lecture:arrived:{slug}", "lectures", came, _arrive(by, heads)))
    made += [
        Step(f"lecture:name:{one}", "lectures", shanghai(2018, 5, 29, 14), _name(one, name))
        for one, name in NAMES.items()
    ]
    made.append(Step("lecture:begin", "lectures", BEGINS, _begin(TITLE, CLERK)))
    for number, (minute, _title) in enumerate(AGENDA, 1):
        made.append(Step(f"lecture:agenda:{number}", "lectures", _at(minute), _come_to(number)))
    for number, (minute, who, words) in enumerate(_said(), 1):
        made.append(Step(f"lecture:comment:{number}", "lectures", _at(minute), _comment(number, who, words)))
    for number, one in enumerate(QUESTIONS, 1):
        made.append(Step(f"lecture:question:{number}", "lectures", _at(one.minute), _ask(number, one)))
        if one.answered is not None:
            made.append(Step(f"lecture:answered:{number}", "lectures", _at(one.answered), _answer(one)))
    made.append(Step("lecture:end", "lectures", ENDS, _end))
    made.append(Step("lecture:viewings", "lectures", ENDS + dt.timedelta(minutes=1), _watch))
    made.append(Step("lecture:picture", "lectures", ENDS + dt.timedelta(hours=2), _picture))
    for month, day, many in REPLAYED:
        late = shanghai(2018, month, day, 23, 50)
        made.append(
            Step(f"lecture:again:{month:02}{day:02}", "lectures", late, _watch_again(month, day, many))
        )
    made.append(Step("lecture:next", "lectures", shanghai(2018, 6, 1, 16), _plan_next))
    for by, heads in (("suxiao", 1), ("linxiaoman", 6), ("chengmo", 3), ("qinlang", 4)):
        registered = shanghai(2018, 6, 4, 9, 10 + heads)
        made.append(Step(f"lecture:next:seats:{by}", "lectures", registered, _register_next(by, heads)))
    return made
