"""What units held beside their plans: the invented enterprise's meetings with what they resolved, and what is coming."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sixianghui.access.public import Post
from sixianghui.activities.public import Activity, Resolution, plan_activity, record_activity, resolve, settle
from sixianghui.common.time import shanghai
from sixianghui.project.replay.steps import Stage, Step

RESEARCH, OPERATIONS, LEAGUE = "sample-tech-research", "sample-tech-operations", "sample-tech-league"
RESEARCHER, OPERATOR, LEAGUER = "liyiming", "qinlang", "linxiaoman"


def _record(
    unit: str,
    by: str,
    at: dt.datetime,
    kind: str,
    title: str,
    place: str,
    told: str,
    *,
    present: int,
    entitled: int | None = None,
    voting: int | None = None,
) -> Step:
    def run(stage: Stage) -> object:
        return record_activity(
            unit=stage.unit(unit),
            kind=kind,
            title=title,
            starts_at=at,
            ends_at=at + dt.timedelta(hours=1),
            place=place,
            told=told,
            by=stage.person(by),
            present=present,
            entitled=entitled,
            voting=voting,
        )

    return Step(f"activity:{unit}:{at:%m%d}", "activities", at + dt.timedelta(minutes=90), run)


def _resolve(title: str, text: str, due: dt.date, post: Post, by: str) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        return resolve(Activity.objects.get(title=title), text, due_on=due, post=post, by=stage.person(by))

    return run


def _settle(text: str, line: str, by: str) -> Callable[[Stage], object]:
    return lambda stage: settle(Resolution.objects.get(text=text), line, by=stage.person(by))


def _coming(
    key: str,
    unit: str,
    by: str,
    made: dt.datetime,
    at: dt.datetime,
    kind: str,
    title: str,
    place: str,
    *partners: str,
) -> Step:
    def run(stage: Stage) -> object:
        return plan_activity(
            unit=stage.unit(unit),
            kind=kind,
            title=title,
            starts_at=at,
            ends_at=at + dt.timedelta(hours=2),
            place=place,
            partners=[stage.unit(slug) for slug in partners],
            by=stage.person(by),
        )

    return Step(f"coming:{key}", "activities", made, run)


DOOR, PATCH = "活动室晚一小时锁门，试一个月（示例）", "旧服务器的口令全部换一遍（示例）"


def steps() -> list[Step]:
    """Meetings from January on, two resolutions of which one is still open, and what June brings."""
    room = "五楼会议室"
    return [
        _record(
            RESEARCH, RESEARCHER, shanghai(2018, 1, 17, 17), "member-meeting", "研发支部一季度党员大会", room,
            "通过了全年的学习安排。（示例）", present=5, entitled=3, voting=3,
        ),
        _record(
            RESEARCH, RESEARCHER, shanghai(2018, 2, 7, 17), "party-day", "二月主题党日：给老设备建一本账", room,
            "三个人一组，清点了两个机房。（示例）", present=6,
        ),
        _record(
            OPERATIONS, OPERATOR, shanghai(2018, 2, 9, 12, 30), "party-day", "二月主题党日：给独居老人装摄像头", "社区服务站",
            "装了四户，教会三户。（示例）", present=7,
        ),
        _record(
            RESEARCH, RESEARCHER, shanghai(2018, 3, 14, 17), "committee-meeting", "研发支部三月支委会", room,
            "商量四月的党章学习。（示例）", present=3, entitled=3, voting=3,
        ),
        _record(
            LEAGUE, LEAGUER, shanghai(2018, 5, 4, 16), "other", "五四：带爸妈来上班", "四楼",
            "来了九位家长，看了机房。（示例）", present=21,
        ),
        _record(
            RESEARCH, RESEARCHER, shanghai(2018, 5, 31, 17), "member-meeting", "研发支部二季度党员大会", room,
            "说了上半年的学习，定了两件事。（示例）", present=5, entitled=3, voting=3,
        ),
        Step(
            "resolution:door", "activities", shanghai(2018, 5, 31, 18, 40),
            _resolve("研发支部二季度党员大会", DOOR, dt.date(2018, 6, 8), Post.SECRETARY, RESEARCHER),
        ),
        Step(
            "resolution:patch", "activities", shanghai(2018, 5, 31, 18, 42),
            _resolve("研发支部二季度党员大会", PATCH, dt.date(2018, 6, 4), Post.ORGANISATION_MEMBER, RESEARCHER),
        ),
        Step(
            "resolution:patch:done", "activities", shanghai(2018, 6, 4, 11, 20),
            _settle(PATCH, "十一台都换了，口令交给管理员封存。（示例）", "chengmo"),
        ),
        _coming(
            "oath", RESEARCH, RESEARCHER, shanghai(2018, 6, 4, 21), shanghai(2018, 6, 29, 16), "party-day",
            "六月主题党日：入党誓词的来历", room, LEAGUE,
        ),
        _coming(
            "clinic", OPERATIONS, OPERATOR, shanghai(2018, 6, 4, 13), shanghai(2018, 6, 21, 13), "party-day",
            "六月主题党日：再修一天电脑", "一楼大厅",
        ),
    ]  # fmt: skip
