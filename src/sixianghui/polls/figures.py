"""The named figures of this room: polls that were counted, and how many answered. Nothing of who."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.ledger.public import Column, Figure, Method, Scope
from sixianghui.ledger.public import register as register_figure
from sixianghui.polls.models import Closing


def _counted(scope: Scope) -> QuerySet[Any]:
    rows: QuerySet[Any] = Closing.objects.filter(scope.real()).select_related("unit", "poll")
    return scope.limit(rows.order_by("at", "pk"))


_COLUMNS = (
    Column("at", _("哪天结束"), "at", sort="at"),
    Column("unit", _("谁问的"), "unit.name", sort="unit__name"),
    Column("question", pgettext_lazy("小调查", "问题"), "poll.question"),
    Column("answers", _("作答"), "answers", sort="answers"),
)
_NO_APPRAISAL = _("这个数只说问过、答过，不作任何评选、考核的依据。")

HELD = Figure(
    name="polls.held",
    label=_("办过的小调查"),
    sentence=_("问过大家、收完了的小调查有这么多次。"),
    measure=_("次"),
    one_is=_("一个问题，发布以后收到了截止，算出了结果"),
    method=Method(
        counted=_("结束了的每个算一次，提前结束的也算，答的人少也算。"),
        not_counted=_("还在收的、撤回的、没有发布的，还有演示用的虚构组织问的。"),
        unknown=_NO_APPRAISAL,
    ),
    version=1,
    evidence=_counted,
    columns=_COLUMNS,
    unit_path="unit",
    moment="at",
    chart="per period",
)

ANSWERS = Figure(
    name="polls.answers",
    label=_("小调查的作答"),
    sentence=_("在收完了的小调查里，大家一共作答了这么多人次。"),
    measure=pgettext_lazy("小调查", "人次"),
    one_is=_("一个登录的人答了一个小调查；同一个人答两个，是两人次"),
    method=Method(
        counted=_("一个账号对一个小调查只能答一次，由数据库把关；结束时数一遍，记在结果里。"),
        not_counted=_("还在收的、撤回的，还有演示用的虚构组织问的。多选的，不管选了几项，只算一人次。"),
        unknown=_("一共是多少个不同的人，不知道：结束时就删去了谁答过。这个数不作任何评选、考核的依据。"),
    ),
    version=1,
    evidence=_counted,
    columns=_COLUMNS,
    unit_path="unit",
    moment="at",
    chart="per period",
    weight=lambda scope: "answers",
)


def register() -> None:
    """Hand the figures to the ledger."""
    register_figure(HELD)
    register_figure(ANSWERS)
