"""The demo's people. All are invented, and their names say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sixianghui.access.public import Post, create_account, open_account
from sixianghui.common.time import shanghai
from sixianghui.directory.public import (
    Person,
    Status,
    add_person,
    approve_appointment,
    ask_for_appointment,
    enter_staff,
    found_posts,
    invite,
    offer_handover,
    own_appointments,
    set_status,
)
from sixianghui.project.replay.steps import Stage, Step

BEGIN = shanghai(2018, 1, 2, 9)
SECURITY, CLERK = "shenque", "chenshuyan"
COMMITTEE = "zhengzhou-internet-committee"
RESEARCH, OPERATIONS, LEAGUE = "sample-tech-research", "sample-tech-operations", "sample-tech-league"

#: The first two found the site: sign-in name, name, post. A post is asked for by one and granted by another.
FOUNDERS = (
    (SECURITY, "沈确（示例）", Post.SECURITY_ADMIN),
    (CLERK, "陈书言（示例）", Post.COMMITTEE_CLERK),
)
#: Staff of the committee, who stand on no roster: sign-in name, name, post.
STAFF = (
    ("xuyian", "许亦安（示例）", Post.CHIEF_EDITOR),
    ("hejing", "何静（示例）", Post.EDITOR),
    ("fangting", "方汀（示例）", Post.EDITOR),
    ("mengshan", "孟山（示例）", Post.COLUMN_HEAD),
    ("jiangyue", "江月（示例）", Post.COLUMN_HEAD),
    ("zhaochuan", "赵川（示例）", Post.AUDITOR),
    ("luoyu", "罗屿（示例）", Post.SYSTEM_ADMIN),
    ("wenqiao", "温乔（示例）", Post.DISCIPLINE_MEMBER),
)


#: Who writes for the units that the article names: sign-in name, name, unit, post. An enterprise of which no
#: organisation is registered has a guide. They are invented like everybody here.
CONTACTS = (
    ("hanjian", "韩简（示例）", "sina-henan", Post.GUIDE),
    ("yeqing", "叶青（示例）", "toutiao", Post.GUIDE),
    ("songzhi", "宋之（示例）", "zhonggang", Post.GUIDE),
    ("linque", "林阙（示例）", "netease-henan", Post.SECRETARY),
    ("fubai", "傅白（示例）", "dezhong", Post.SECRETARY),
    ("qiyuan", "齐远（示例）", "xindajiean", Post.SECRETARY),
    ("tangwei", "唐微（示例）", "zynews-news", Post.SECRETARY),
    ("shuning", "舒宁（示例）", "zynews-government", Post.SECRETARY),
    ("pengtu", "彭途（示例）", "zynews-technology", Post.SECRETARY),
)


@dataclass(frozen=True)
class Row:
    """Someone on the invented enterprise's roster: their number is the enterprise's own."""

    number: str
    name: str
    unit: str
    status: Status
    since: dt.date
    birth: dt.date
    employed: dt.date
    username: str = ""
    post: Post | None = None


def _row(
    number: int,
    name: str,
    unit: str,
    status: Status,
    *dates: str,
    username: str = "",
    post: Post | None = None,
) -> Row:
    since, birth, employed = (dt.date.fromisoformat(day) for day in dates)
    return Row(f"YL{number:03}", f"{name}（示例）", unit, status, since, birth, employed, username, post)


FULL, LEAGUER = Status.FULL, Status.LEAGUE_MEMBER
ROSTER = (
    _row(
        1,
        "李一鸣",
        RESEARCH,
        FULL,
        "2009-06-26",
        "1984-03-11",
        "2006-07-10",
        username="liyiming",
        post=Post.SECRETARY,
    ),
    _row(2, "苏晓", RESEARCH, FULL, "2015-12-01", "1992-08-20", "2014-07-01", username="suxiao"),
    _row(
        3,
        "程墨",
        RESEARCH,
        FULL,
        "2012-05-14",
        "1988-11-02",
        "2011-03-21",
        username="chengmo",
        post=Post.ORGANISATION_MEMBER,
    ),
    _row(4, "顾南枝", RESEARCH, Status.PROBATIONARY, "2017-11-20", "1993-04-09", "2015-07-06"),
    _row(5, "陆野", RESEARCH, Status.TARGET, "2017-09-08", "1991-01-30", "2013-08-12"),
    _row(6, "白知秋", RESEARCH, Status.ACTIVIST, "2017-03-15", "1994-10-17", "2016-07-04"),
    _row(
        7,
        "周明远",
        OPERATIONS,
        FULL,
        "2008-07-01",
        "1982-09-25",
        "2004-07-15",
        username="zhoumingyuan",
        post=Post.VENUE_KEEPER,
    ),
    _row(
        8,
        "秦朗",
        OPERATIONS,
        FULL,
        "2011-06-30",
        "1986-06-06",
        "2009-02-16",
        username="qinlang",
        post=Post.SECRETARY,
    ),
    _row(9, "沈溪", OPERATIONS, FULL, "2014-04-18", "1990-12-12", "2012-07-02"),
    _row(10, "何岸", OPERATIONS, Status.APPLICANT, "2018-01-04", "1995-05-23", "2017-07-03"),
    _row(11, "乔麦", LEAGUE, LEAGUER, "2010-05-04", "1995-02-14", "2017-07-03"),
    _row(
        12,
        "林小满",
        LEAGUE,
        LEAGUER,
        "2011-05-04",
        "1996-05-20",
        "2017-09-01",
        username="linxiaoman",
        post=Post.SECRETARY,
    ),
    _row(13, "郑一帆", LEAGUE, LEAGUER, "2009-12-09", "1994-07-07", "2016-07-04"),
)


def _person(name: str) -> Person:
    return Person.objects.get(name=name)


def _found(stage: Stage) -> object:
    first = open_account(username=FOUNDERS[0][0], name=FOUNDERS[0][1], is_sample=True)
    second = create_account(username=FOUNDERS[1][0], name=FOUNDERS[1][1], is_sample=True, actor=first)
    return found_posts(
        [(first, FOUNDERS[0][2]), (second, FOUNDERS[1][2])], unit=stage.unit(COMMITTEE), since=BEGIN.date()
    )


def _staff(username: str, name: str, post: Post, unit: str = COMMITTEE) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        clerk, security = stage.person(CLERK), stage.person(SECURITY)
        account = open_account(username=username, name=name, is_sample=True, by=security)
        request = ask_for_appointment(
            enter_staff(account, by=clerk),
            unit=stage.unit(unit),
            post=post,
            since=BEGIN.date(),
            reason="行业党委会议（示例）",
            by=clerk,
        )
        return approve_appointment(request, by=security)

    return run


def _enter(row: Row) -> Callable[[Stage], object]:
    return lambda stage: add_person(
        name=row.name,
        unit=stage.unit(row.unit),
        status=row.status,
        since=row.since,
        number=row.number,
        birth_on=row.birth,
        employed_on=row.employed,
        by=stage.person(CLERK),
    )


def _invite(row: Row) -> Callable[[Stage], object]:
    return lambda stage: invite(_person(row.name), username=row.username, by=stage.person(CLERK))


def _appoint(row: Row, post: Post) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        request = ask_for_appointment(
            _person(row.name),
            unit=stage.unit(row.unit),
            post=post,
            since=shanghai(2018, 1, 8).date(),
            reason="样例科技党总支会议（示例）",
            by=stage.person(CLERK),
        )
        return approve_appointment(request, by=stage.person(SECURITY))

    return run


def _hand_over(stage: Stage) -> object:
    """The organisation member goes on leave and offers the post to a colleague, who has not answered yet."""
    holder = stage.person("chengmo")
    return offer_handover(
        own_appointments(holder).get(post=Post.ORGANISATION_MEMBER),
        _person("苏晓（示例）"),
        by=holder,
        note="六月下旬我休假，名册请你接着管。（示例）",
    )


def steps() -> list[Step]:
    """The committee's people, on the first working day of the year."""
    return [
        Step("account:founders", "access", BEGIN, _found),
        *(
            Step(f"account:{username}", "access", BEGIN, _staff(username, name, post))
            for username, name, post in STAFF
        ),
    ]


def sample_steps() -> list[Step]:
    """The invented enterprise's people: its roster, their accounts, their posts."""
    at = shanghai(2018, 1, 8, 15)
    return [
        *(Step(f"person:{row.number}", "directory", at, _enter(row)) for row in ROSTER),
        *(Step(f"account:{row.username}", "directory", at, _invite(row)) for row in ROSTER if row.username),
        *(
            Step(f"appointment:{row.number}", "directory", at, _appoint(row, row.post))
            for row in ROSTER
            if row.post is not None
        ),
    ]


def contact_steps() -> list[Step]:
    """Who writes for the named units, once these are in the directory."""
    at = shanghai(2018, 1, 10, 9)
    return [
        Step(f"account:{username}", "access", at, _staff(username, name, post, unit))
        for username, name, unit, post in CONTACTS
    ]


def later_steps() -> list[Step]:
    """What changed on the roster by the end of May, and what waits when the replay stops."""
    return [
        Step(
            "status:YL006",
            "directory",
            shanghai(2018, 5, 25, 10),
            lambda stage: set_status(
                _person("白知秋（示例）"),
                Status.TARGET,
                since=dt.date(2018, 5, 24),
                by=stage.person("liyiming"),
            ),
        ),
        Step(
            "request:YL002",
            "directory",
            shanghai(2018, 6, 1, 16),
            lambda stage: ask_for_appointment(
                _person("苏晓（示例）"),
                unit=stage.unit(RESEARCH),
                post=Post.PUBLICITY_MEMBER,
                since=dt.date(2018, 6, 1),
                reason="5月31日支部党员大会（示例）",
                by=stage.person("liyiming"),
            ),
        ),
        Step("handover:YL003", "directory", shanghai(2018, 6, 4, 15), _hand_over),
    ]
