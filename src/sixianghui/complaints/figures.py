"""The named figures of this room. Their rows hold days and units, never a word or a name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Q, QuerySet, Subquery
from django.db.models import OuterRef as Outer
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from sixianghui.common import time
from sixianghui.complaints.actions import Action
from sixianghui.complaints.models import Answer, Complaint, Kind
from sixianghui.ledger.public import Column, Figure, Group, Method, Scope
from sixianghui.ledger.public import register as register_figure


def _received(scope: Scope) -> QuerySet[Any]:
    """Letters to real units, each with the day of its answer."""
    answers = Answer.objects.standing(scope.as_of).filter(complaint=Outer("pk"))
    day = TruncDate(Subquery(answers.values("at")[:1]), tzinfo=time.SHANGHAI)
    rows = Complaint.objects.filter(Q(unit__isnull=True) | scope.real()).annotate(answered_on=day)
    return scope.limit(rows.select_related("unit").order_by("at", "pk"))


def _in_time(scope: Scope) -> QuerySet[Any]:
    """Those of them that were answered by the promised day."""
    return _received(scope).filter(answered_on__lte=F("promised_on"))


def _received_on(row: Any) -> dt.date:
    day: dt.date = row.at.astimezone(time.SHANGHAI).date()
    return day


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
    sentence=_("大家写来了这么多件建议、投诉和“要求太多”的反映。"),
    measure=_("件"),
    one_is=_("一封写来的信，不管署名不署名"),
    method=Method(
        counted=_("每封信算一件；同一张表单重复提交只算一次。写的人后来撤回的也算。"),
        not_counted=_("登记有误被划销的，还有寄给演示用的虚构组织的。"),
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


def register() -> None:
    """Hand the figures to the ledger."""
    register_figure(RECEIVED)
    register_figure(ANSWERED_IN_TIME)
