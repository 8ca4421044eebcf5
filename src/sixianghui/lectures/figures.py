"""The named figures of this room. Line and hall are counted apart, live and replay too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sixianghui.lectures import queries
from sixianghui.lectures.models import Answered, Arrival, Audience, Broadcast, Ending, Lecture, Side
from sixianghui.ledger.public import Column, Figure, Group, Method, Scope, register_kind
from sixianghui.ledger.public import register as register_figure
from sixianghui.remarks import public as remarks

#: By lecture: `?lecture=3`.
KIND = "lecture"


def _titled(lecture: Lecture) -> str:
    """Its title, where everybody may know of it."""
    return str(lecture.activity.title) if lecture.activity.open else gettext("没有公开的课")


_LECTURE = Column("lecture", _("哪一课"), lambda row: _titled(row.lecture))
_DAY = Column("day", _("日期"), "day", sort="day")
_UNIT = Column("unit", _("主办"), "unit.name", sort="unit__name")


def _audience(scope: Scope, side: str) -> QuerySet[Audience]:
    """Days of lectures that went on air: of what was struck as never held nobody was the audience."""
    on_air = Broadcast.objects.standing().filter(lecture=OuterRef("lecture"))
    rows = Audience.objects.filter(scope.real(), Exists(on_air), side=side)
    rows = rows.select_related("lecture__activity", "unit")
    return scope.limit(rows.order_by("-day", "pk"), moment="day", things={KIND: "lecture"})


def _live(scope: Scope) -> QuerySet[Any]:
    return _audience(scope, Side.LIVE)


def _live_minutes(scope: Scope) -> QuerySet[Any]:
    return _live(scope).annotate(minutes=F("seconds") / 60)


def _replay(scope: Scope) -> QuerySet[Any]:
    return _audience(scope, Side.REPLAY)


_AUDIENCE: dict[str, Any] = {
    "version": 2,
    "unit_path": "unit",
    "moment": "day",
    "things": {KIND: "lecture"},
}

VIEWINGS = Figure(
    name="lectures.viewings",
    label=_("党课直播观看"),
    sentence=_("党课直播的时候，一共被看了这么多次。"),
    measure=pgettext_lazy("党课", "人次"),
    one_is=_("一位观众在直播间停留满 10 秒；半小时里离开再回来，还是这一次"),
    method=Method(
        counted=_(
            "直播间的页面开着、连着，满 10 秒记一行；行里只有从何时到何时。这里的行是按课按天加起来的，由原始的行重新数出来。"
        ),
        not_counted=_(
            "开播以前等着的、结束以后的、看回放的、现场听课的、关了脚本的浏览器，划掉了的课，还有演示用的虚构组织办的课。"
        ),
        unknown=_("屏幕前坐着几个人，有没有在听。服务器突然断掉，会少记大约一秒。"),
    ),
    evidence=_live,
    columns=(
        _DAY,
        _LECTURE,
        _UNIT,
        Column("viewings", pgettext_lazy("党课", "人次"), "viewings", sort="viewings"),
    ),
    chart="per period",
    weight=lambda scope: "viewings",
    **_AUDIENCE,
)

VIEWERS = Figure(
    name="lectures.viewers",
    label=_("党课直播观众"),
    sentence=_("看党课直播的有这么多人，按课、按天去重，再加起来。"),
    measure=_("人"),
    one_is=_("一堂课一天里的一位观众：同一个浏览器算一位，来几回都是一位"),
    method=Method(
        counted=_("页面自己起一个随机的号，服务器用当天的密钥算成乱码，只用来去重；密钥每天换，旧的销毁。"),
        not_counted=_("不算观看的（见“党课直播观看”），都不算观众。"),
        unknown=_("观众是谁，连我们也不知道。一个人用两台设备算两位，一屋子人看一块屏幕算一位。"),
    ),
    evidence=_live,
    columns=(
        _DAY,
        _LECTURE,
        _UNIT,
        Column("viewers", pgettext_lazy("党课", "人数"), "viewers", sort="viewers"),
    ),
    chart="per period",
    weight=lambda scope: "viewers",
    **_AUDIENCE,
)

PEAK = Figure(
    name="lectures.peak",
    label=_("同时在看直播最多"),
    sentence=_("党课直播的时候，同时在看的最多有这么多人。"),
    measure=_("人"),
    one_is=_("同一秒里开着直播间的一位观众"),
    method=Method(
        counted=_(
            "把每位观众从何时到何时摆在一条线上，数每一秒有几位，取最大的那一秒；几堂课里取最大的一堂。"
        ),
        not_counted=_("不算观看的（见“党课直播观看”），不算在里面；几堂课不相加。"),
        unknown=_("屏幕前坐着几个人。"),
    ),
    evidence=_live,
    columns=(
        _DAY,
        _LECTURE,
        Column("peak", _("同时在看"), "peak", sort="peak"),
        Column("at", _("什么时候"), "peak_at"),
    ),
    largest="peak",
    **_AUDIENCE,
)

MINUTES_WATCHED = Figure(
    name="lectures.watched",
    label=_("看党课直播的时间"),
    sentence=_("看党课直播，大家一共用了这么多分钟。"),
    measure=_("人·分钟"),
    one_is=_("一位观众在直播间停留一分钟"),
    method=Method(
        counted=_("每位观众从何时到何时，加起来；每堂课每天取整分钟。只有总数，没有谁看了多久。"),
        not_counted=_("开播以前和结束以后的时间；看回放的时间。"),
        unknown=_("有没有在听。"),
    ),
    evidence=_live_minutes,
    columns=(_DAY, _LECTURE, _UNIT, Column("minutes", _("分钟"), "minutes")),
    chart="per period",
    weight=lambda scope: "minutes",
    **_AUDIENCE,
)

REPLAYS = Figure(
    name="lectures.replays",
    label=_("党课回放观看"),
    sentence=_("党课的回放被看了这么多次。"),
    measure=pgettext_lazy("党课", "人次"),
    one_is=_("一位观众打开回放停留满 10 秒；半小时里离开再回来，还是这一次"),
    method=Method(
        counted=_("算法和直播一样，另外记，从不相加。"),
        not_counted=_("直播时看的、现场听的，划掉了的课，还有演示用的虚构组织办的课。"),
        unknown=_("看到了哪里，有没有看完。"),
    ),
    evidence=_replay,
    columns=VIEWINGS.columns,
    chart="per period",
    weight=lambda scope: "viewings",
    **_AUDIENCE,
)


def _said(scope: Scope, of: str) -> QuerySet[Any]:
    """What was let through in these threads of lectures. `of`: the path from a thread to its lecture."""
    rows = remarks.shown_rows(replace(scope, thing=None)).filter(**{f"thread__{of}__isnull": False})
    if scope.thing is not None and scope.thing[0] == KIND:
        rows = rows.filter(**{f"thread__{of}": scope.thing[1]})
    return rows.select_related(f"thread__{of}__activity")


def _comments(scope: Scope) -> QuerySet[Any]:
    return _said(scope, "comments_of")


def _questions(scope: Scope) -> QuerySet[Any]:
    return _said(scope, "questions_of")


_SAID: dict[str, Any] = {"version": 1, "unit_path": "thread__unit", "moment": "at"}
_NOT_SAID = _("等着审的、不放的、撤下的、写的人撤回的，还有演示用的虚构组织办的课里的。")

COMMENTS = Figure(
    name="lectures.comments",
    label=_("党课评论"),
    sentence=_("党课的直播间里，有这么多条评论放出来了。"),
    measure=pgettext_lazy("评论", "条"),
    one_is=_("一条审核放出来、没有撤下也没有撤回的评论或回复"),
    method=Method(
        counted=_(
            "直播时和结束后写在评论区里的，每条算一条。只给本组织看的课、暂时关掉的讨论里放出来的也算。"
        ),
        not_counted=_NOT_SAID,
        unknown=_("一个人写几条算几条。"),
    ),
    evidence=_comments,
    columns=(
        Column("at", _("写于"), "at", sort="at"),
        Column("lecture", _("哪一课"), lambda row: _titled(row.thread.comments_of)),
        Column("ref", _("代号"), "ref"),
    ),
    chart="per period",
    things={KIND: "thread__comments_of"},
    **_SAID,
)

QUESTIONS = Figure(
    name="lectures.questions",
    label=_("党课提问"),
    sentence=_("党课上，大家提了这么多个问题。"),
    measure=pgettext_lazy("问题", "个"),
    one_is=_("一个审核放出来、没有撤下也没有撤回的提问"),
    method=Method(
        counted=_("写在提问区里的，每个算一个；别人点了“我也想问”，还是一个。"),
        not_counted=_NOT_SAID,
        unknown=_("现场举手问的。"),
    ),
    evidence=_questions,
    columns=(
        Column("at", _("写于"), "at", sort="at"),
        Column("lecture", _("哪一课"), lambda row: _titled(row.thread.questions_of)),
        Column("ref", _("代号"), "ref"),
    ),
    chart="per period",
    things={KIND: "thread__questions_of"},
    **_SAID,
)

_OF_LECTURE: dict[str, Any] = {
    "version": 1,
    "unit_path": "unit",
    "moment": "at",
    "chart": "per period",
    "things": {KIND: "lecture"},
}
_AT = Column("at", _("什么时候"), "at", sort="at")


def _of(model: Any) -> Any:
    def evidence(scope: Scope) -> QuerySet[Any]:
        rows = model.objects.filter(scope.real()).select_related("lecture__activity", "unit")
        return scope.limit(rows.order_by("at", "pk"), things={KIND: "lecture"})

    return evidence


ANSWERED = Figure(
    name="lectures.answered",
    label=_("党课上当场答的问题"),
    sentence=_("党课上提的问题，有这么多个当场答了。"),
    measure=pgettext_lazy("问题", "个"),
    one_is=_("一个由主讲人或主持人记下“正在答”的问题"),
    method=Method(
        counted=_("每个问题算一个，行里有答的那一刻。"),
        not_counted=_("课后书面答的；按错了又取消的；演示用的虚构组织办的课里的。"),
        unknown=_("答得满不满意。"),
    ),
    evidence=_of(Answered),
    columns=(_AT, _LECTURE, Column("seconds", _("讲到第几秒"), "seconds")),
    **_OF_LECTURE,
)

_ORGANISER = "lecture__activity__unit"


def _arrivals(scope: Scope) -> QuerySet[Any]:
    """Of lectures that a unit holds: whose people came is not what it counts."""
    rows = Arrival.objects.filter(scope.real(f"{_ORGANISER}__is_sample")).select_related("lecture__activity")
    return scope.limit(rows.order_by("at", "pk"), unit=_ORGANISER, things={KIND: "lecture"})


ON_SITE = Figure(
    name="lectures.on_site",
    label=_("党课现场听课"),
    sentence=_("到现场听党课的有这么多人。"),
    measure=_("人"),
    one_is=_("从门口进来的一个人"),
    method=Method(
        counted=_("自己扫门口的码记一下，或者由登记台记几个人；扫两回还是一个。只数人头，不记名字。"),
        not_counted=_("报了名没有来的；网上看的；划掉的；演示用的虚构组织办的课。"),
        unknown=_("没扫码也没去登记台的，数不到。"),
    ),
    evidence=_arrivals,
    columns=(
        _AT,
        _LECTURE,
        Column("way", _("怎么记的"), lambda row: row.get_way_display()),
        Column("heads", _("几个人"), "heads", sort="heads"),
    ),
    weight=lambda scope: "heads",
    groups=(Group("way", _("怎么记的"), "way", lambda way: Arrival.Way(way).label),),
    **{**_OF_LECTURE, "unit_path": _ORGANISER},
)

MINUTES = Figure(
    name="lectures.minutes",
    label=_("党课时长"),
    sentence=_("办过的党课，从开播到结束一共有这么多分钟。"),
    measure=_("分钟"),
    one_is=_("一分钟"),
    method=Method(
        counted=_("每堂课从开播到结束，四舍五入到分钟，再加起来。"),
        not_counted=_("开播前的彩排；没有开播的；演示用的虚构组织办的课。"),
        unknown=_("中间断了信号多久，也算在里面。"),
    ),
    evidence=_of(Ending),
    columns=(_AT, _LECTURE, _UNIT, Column("minutes", _("分钟"), "minutes", sort="minutes")),
    weight=lambda scope: "minutes",
    **_OF_LECTURE,
)

HELD = Figure(
    name="lectures.held",
    label=_("直播过的党课"),
    sentence=_("开播过、已经结束的党课有这么多堂。"),
    measure=pgettext_lazy("党课", "堂"),
    one_is=_("一堂从开播走到结束的党课"),
    method=Method(
        counted=_("每堂算一次，几家合办的也算一次。"),
        not_counted=_("还没开播的、正在播的、取消的；演示用的虚构组织办的课。"),
        unknown=_("只在现场讲、没有用直播间的，记在“办过的活动”里。"),
    ),
    evidence=_of(Ending),
    columns=MINUTES.columns,
    **_OF_LECTURE,
)

FIGURES = (
    HELD, VIEWINGS, VIEWERS, PEAK, MINUTES_WATCHED, REPLAYS, COMMENTS, QUESTIONS, ANSWERED, ON_SITE, MINUTES,
)  # fmt: skip


#: Those that count remarks: what is written in a thread of a lecture changes them.
OF_REMARKS = (COMMENTS.name, QUESTIONS.name)


def register() -> None:
    """Hand the figures to the ledger."""
    register_kind(KIND, queries.name_of)
    for figure in FIGURES:
        register_figure(figure)
