"""The named figures of this room. Their rows hold days and units, never a word or a name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Q, QuerySet, Subquery
from django.db.models import OuterRef as Outer
from django.utils.translation import gettext_lazy as _

from sixianghui.common import time
from sixianghui.common.workdays import working_days_between
from sixianghui.complaints import queries
from sixianghui.complaints.actions import Action
from sixianghui.complaints.models import Answer, Complaint, Kind
from sixianghui.ledger.public import Column, DayInShanghai, Figure, Group, Method, Scope
from sixianghui.ledger.public import register as register_figure


def _received(scope: Scope) -> QuerySet[Any]:
    """Letters to real units, each with the day of its answer."""
    answers = Answer.objects.standing(scope.as_of).filter(complaint=Outer("pk"))
    day = DayInShanghai(Subquery(answers.values("at")[:1]))
    rows = Complaint.objects.filter(Q(unit__isnull=True) | scope.real()).annotate(answered_on=day)
    return scope.limit(rows.select_related("unit").order_by("at", "pk"))


def _in_time(scope: Scope) -> QuerySet[Any]:
    """Those of them that were answered by the promised day."""
    return _received(scope).filter(answered_on__lte=F("promised_on"))


def _answered(scope: Scope) -> QuerySet[Any]:
    """Questions that were answered, each with the day of its answer."""
    return _received(scope).filter(kind=Kind.QUESTION, answered_on__isnull=False)


def _public(scope: Scope) -> QuerySet[Any]:
    """Questions that everybody may read, each with the days on which it was released and answered."""
    released = DayInShanghai("released_at")
    rows = queries.released(scope.as_of).annotate(
        released_on=released, answered_on=DayInShanghai("answered_at")
    )
    rows = rows.filter(Q(unit__isnull=True) | scope.real()).select_related("complaint", "unit")
    return scope.limit(rows.order_by("at", "pk"))


def _received_on(row: Any) -> dt.date:
    day: dt.date = row.at.astimezone(time.SHANGHAI).date()
    return day


def _asked_on(row: Any) -> dt.date:
    return _received_on(row.complaint)


def _took(row: Any) -> int:
    """Working days from the day a question came, which does not count, to the day of its answer."""
    return working_days_between(_received_on(row), row.answered_on).days


_COLUMNS = (
    Column("received", _("收到"), _received_on, sort="at"),
    Column("promised", _("答应答复"), "promised_on", sort="promised_on"),
    Column("answered", _("答复"), "answered_on", sort="answered_on"),
    Column("unit", _("由谁受理"), "unit.name"),
)
_BY_KIND = Group("kind", _("种类"), "kind", lambda kind: Kind(kind).label)
_UNKNOWN = _("当面说的、打电话说的不在里面；没说出来的有多少，我们不猜。")

RECEIVED = Figure(
    name="complaints.received",
    label=_("收到的建议与投诉"),
    sentence=_("大家写来了这么多件写给书记的信、建议、投诉和“要求太多”的反映。"),
    measure=_("件"),
    one_is=_("一封写来的信，不管署名不署名"),
    method=Method(
        counted=_("每封信算一件；同一张表单重复提交只算一次。写的人后来撤回的也算。"),
        not_counted=_("寄给演示用的虚构组织的。"),
        unknown=_UNKNOWN,
    ),
    version=1,
    evidence=_received,
    columns=_COLUMNS,
    unit_path="unit",
    moment="at",
    chart="per period",
    groups=(_BY_KIND,),
    rows_need=str(Action.ANSWER),
    small_numbers=True,
)

ANSWERED_IN_TIME = Figure(
    name="complaints.answered_in_time",
    label=_("按时答复的建议与投诉"),
    sentence=_("写来的信里，有这么多件在答应的日子之前得到了答复。"),
    measure=_("件"),
    one_is=_("一封信，答复的那天不晚于收到时答应的日子"),
    method=Method(
        counted=_("按收到时答应的日子算，一般是七个工作日；转办不改日子。"),
        not_counted=_("晚了的、还没答复的、写的人撤回的。"),
        unknown=_("答复得好不好，数不出来。"),
    ),
    version=1,
    evidence=_in_time,
    columns=_COLUMNS,
    unit_path="unit",
    moment="at",
    chart="per period",
    groups=(_BY_KIND,),
    rows_need=str(Action.ANSWER),
    small_numbers=True,
)

LETTERS_ANSWERED = Figure(
    name="complaints.letters_answered",
    label=_("答复了的写给书记的信"),
    sentence=_("写给书记的信，已经答复了这么多件。"),
    measure=_("件"),
    one_is=_("一封写给书记、已经答复了的信"),
    method=Method(
        counted=_("公开答复的和只回本人的都算，晚了的也算。"),
        not_counted=_("还没答复的、写的人撤回的。"),
        unknown=_("答复得好不好，数不出来。"),
    ),
    version=1,
    evidence=_answered,
    columns=_COLUMNS,
    unit_path="unit",
    moment="at",
    chart="per period",
    rows_need=str(Action.ANSWER),
    small_numbers=True,
)

MEDIAN_REPLY = Figure(
    name="complaints.letters_median_reply",
    label=_("写给书记的信多久答复"),
    sentence=_("写给书记的信，从收到到答复，一般用这么多个工作日。"),
    measure=_("个工作日"),
    one_is=_("一个工作日，按国务院办公厅公布的放假和调休算"),
    method=Method(
        counted=_(
            "把每封信用的工作日从少到多排好，取正中间的一封；正中间有两封的，取慢的那一封。收到的那天不算，答复的那天算。"
        ),
        not_counted=_("还没答复的、写的人撤回的。"),
        unknown=_("还在办的要用多久，不知道。"),
    ),
    version=1,
    evidence=_answered,
    columns=(*_COLUMNS, Column("took", _("用了几个工作日"), _took)),
    unit_path="unit",
    moment="at",
    chart="per period",
    rows_need=str(Action.ANSWER),
    small_numbers=True,
    median=_took,
)

LETTERS_PUBLIC = Figure(
    name="complaints.letters_public",
    label=_("公开答复的写给书记的信"),
    sentence=_("写给书记的信，问的和答复大家都读得到的，现在有这么多件。"),
    measure=_("件"),
    one_is=_("一封写给书记的信，公开稿由另一个人看过放出来，现在还在"),
    method=Method(
        counted=_("现在公开着的。"),
        not_counted=_("只回本人的、还没有人看过公开稿的、撤下了的。"),
        unknown=_("有多少人想问而没有问。"),
    ),
    version=1,
    evidence=_public,
    columns=(
        Column("asked", _("收到"), _asked_on, sort="complaint__at"),
        Column("answered", _("答复"), "answered_on", sort="answered_on"),
        Column("released", _("公开"), "released_on", sort="released_on"),
        Column("unit", _("由谁答复"), "unit.name"),
    ),
    unit_path="unit",
    moment="at",
    chart="per period",
)


def register() -> None:
    """Hand the figures to the ledger."""
    for figure in (RECEIVED, ANSWERED_IN_TIME, LETTERS_ANSWERED, MEDIAN_REPLY, LETTERS_PUBLIC):
        register_figure(figure)
