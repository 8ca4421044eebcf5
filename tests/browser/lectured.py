"""Run as a process: lectures before, during and after, with talk in them; and what somebody does in them, from outside.

`make` prints refs and sessions as JSON; everything else is `what ref words…`.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

import django

WORDS = (
    ("晚风", "值夜班的正好赶上后半场，声音很清楚。"),
    ("麦田小何", "“另一头总有一个人等着用”，这句想贴在工位上。"),
    ("测试员老许", "请问课件里的复盘表能不能公开？"),
    ("后排的人", "现场有点热，但没人往外走。"),
    ("北星青年", "刚从社区回来，路上用“只听声音”听完了前一小时。"),
    ("窗边的绿萝", "第三段讲得慢一点就好了，想记下来。"),
)
ASKED: tuple[tuple[str, str, int], ...] = (
    ("小满", "新人怎样在第一年就做出“看得见”的贡献？", 3),
    ("两个人的小组", "小公司只有两名党员，组织生活怎么过？", 1),
    ("夜班工程师", "加班多的团队，学习时间从哪里来？", 5),
    ("老周的同事", "写给群众的说明，怎样才算别人看得懂？", 0),
    ("墙边的同学", "课件里的那张图能不能单独发一份？", 0),
)
AGENDA = ("开场", "从一封申请书说起", "专业与信任", "写给群众的信", "提问")
INTRO = (
    "写代码的人，很少见到用它的人。这一课从一封申请书说起，讲一个工程师怎样把“专业”两个字做到群众心里："
    "看得懂的说明、靠得住的服务、出了事先接电话的人。\n\n讲一小时，留一小时回答大家的问题。"
)
_now: dt.datetime
_writers: dict[str, Any] = {}


def lecture(house: Any, title: str, minutes: float, **more: Any) -> Any:
    """One that begins in so many minutes, or began so long ago."""
    from sixianghui.lectures import commands
    from tests.unit.lectures.house import wanted

    starts = _now + dt.timedelta(minutes=minutes)
    what = wanted(
        title=title, starts_at=starts, ends_at=starts + dt.timedelta(hours=2), intro=INTRO, seats=120,
        lecturer_line="星海科技（示例）高级工程师，做了十二年政务服务平台。", **more,
    )  # fmt: skip
    made = commands.plan_lecture(what, unit=house.unit, by=house.host)
    for number, line in enumerate(AGENDA, start=1):
        made.agenda.create(number=number, title=line)
    made.materials.create(title="课件：专业，是写给群众的信", link="https://example.org/slides")
    return made


def on_air(house: Any, made: Any, minutes: float) -> None:
    """It began so many minutes ago."""
    from sixianghui.common import time
    from sixianghui.lectures import commands

    began = _now - dt.timedelta(minutes=minutes)
    with time.using(time.ManualClock(began)):
        commands.begin(made, by=house.host)
        for key, heads in (("a", 90), ("b", 7)):
            made.arrivals.create(at=began, unit=house.unit, heads=heads, way="desk", key=key)


def talk(house: Any, made: Any) -> None:
    """Comments and questions, let through one after another in the last minutes."""
    from sixianghui.common import time
    from sixianghui.lectures import commands
    from sixianghui.remarks import public as remarks
    from tests.factories import an_account

    said = tuple((*one, 0) for one in WORDS)
    for row, (thread, words) in enumerate(((made.comments, said), (made.questions, ASKED))):
        for number, (name, text, wishes) in enumerate(words):
            at = _now - dt.timedelta(minutes=20 - 3 * number, seconds=row)
            with time.using(time.ManualClock(at)):
                writer = _writers.get(name) or _writers.setdefault(name, an_account())
                remarks.choose_name(writer, name)
                one = remarks.write(thread, text, by=writer, nonce=f"{made.pk} {text}")
                remarks.judge(one, remarks.Outcome.SHOWN, by=house.host)
            for _each in range(wishes):
                commands.second(made, one, by=an_account())


def make() -> dict[str, str]:
    """The lectures and who is signed in."""
    from sixianghui.common import time
    from sixianghui.lectures import commands
    from sixianghui.lectures.models import Audience
    from sixianghui.project.models import Instance
    from sixianghui.remarks import public as remarks
    from tests.factories import an_account, signed_in
    from tests.unit.lectures.house import a_house

    if not Instance.objects.exists():
        Instance.objects.create(is_demo=False, replay="", replay_total=0)
    house = a_house(time.ManualClock(_now))
    reader, moderator, lecturer = an_account(), an_account(), an_account()
    remarks.choose_name(reader, "听课的小林")
    parts: dict[str, Any] = {"moderators": (moderator,), "lecturers": (lecturer,)}
    coming = lecture(house, "把专业做到群众心里：一堂写给工程师的党课", 40, reviewed=False, **parts)
    later = lecture(house, "数字时代的群众路线", 3 * 24 * 60 + 90)
    live = lecture(house, "把专业做到群众心里：一堂写给工程师的党课", -72.7, **parts)
    over = lecture(house, "从一封申请书说起：谈谈入党的初心", -180)
    on_air(house, live, 72.7)
    on_air(house, over, 150)
    for one in (live, over):
        talk(house, one)
        for item, seconds in zip(one.agenda.all(), (0, 510, 1865, 3920), strict=False):
            item.seconds = seconds
            item.save()
        long_ago = _now - dt.timedelta(days=3)  # as they stand: nobody counts them anew
        unit, day = house.unit, _now.astimezone(time.SHANGHAI).date()
        Audience.objects.create(
            lecture=one, side="live", day=day, unit=unit, viewings=9318, viewers=8127, peak=2960, counted_at=long_ago
        )  # fmt: skip
    Audience.objects.create(
        lecture=over, side="replay", day=day, unit=unit, viewings=412, counted_at=long_ago
    )
    questions = list(over.questions.remarks.order_by("at")), list(live.questions.remarks.order_by("at"))
    for made, asked in zip((over, live), questions, strict=True):
        with time.using(time.ManualClock(_now - dt.timedelta(minutes=10.4))):
            commands.mark_answered(made, asked[1], by=house.host)
    commands.mark_answered(live, questions[1][0], by=house.host)
    commands.say_notice(live, "课后提问延长到 17:20，课件在“提纲”里。", by=house.host)
    with time.using(time.ManualClock(_now - dt.timedelta(minutes=3))):
        commands.end(over, by=house.host)
    people = {"reader": reader, "moderator": moderator, "lecturer": lecturer, "host": house.host}
    sessions = {who: signed_in(account).session.session_key for who, account in people.items()}
    return {"coming": coming.ref, "later": later.ref, "live": live.ref, "over": over.ref, **sessions}


def do(what: str, ref: str, *words: str) -> None:
    """Something that somebody does in a lecture: `begin`, `end`, `notice`, `say`, `ask`, `answer`, `come`."""
    from sixianghui.common import ids, time
    from sixianghui.lectures import commands
    from sixianghui.lectures.models import Broadcast, Lecture
    from sixianghui.remarks import public as remarks
    from tests.factories import an_account

    made = Lecture.objects.select_related("activity__unit", "comments", "questions").get(ref=ref)
    host = Broadcast.objects.exclude(actor=None).earliest("pk").actor
    assert host is not None
    if what in {"say", "ask"}:
        writer = an_account(username=ids.new_ref())
        remarks.choose_name(writer, f"听众{writer.pk}")
        thread = made.comments if what == "say" else made.questions
        one = remarks.write(thread, words[0], by=writer, nonce=f"{time.now()}")
        if thread.moderation == "before" and words[1:] != ("waits",):
            remarks.judge(one, remarks.Outcome.SHOWN, by=host)
    elif what == "answer":
        remark = made.questions.remarks.filter(words__text=words[0]).get()
        commands.mark_answered(made, remark, by=host)
    elif what == "notice":
        commands.say_notice(made, words[0], by=host)
    elif what == "come":
        commands.come_to(made, made.agenda.get(number=int(words[0])), by=host)
    else:
        {"begin": commands.begin, "end": commands.end}[what](made, by=host)


def main() -> None:
    """In the database that the environment names. The clock is the real one."""
    global _now
    django.setup()
    from sixianghui.common import time

    _now = time.now()
    if sys.argv[1] == "make":
        print(json.dumps(make()))
    else:
        do(*sys.argv[1:])


if __name__ == "__main__":
    main()
