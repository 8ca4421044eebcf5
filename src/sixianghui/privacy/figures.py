"""The named figures of this room. Their rows hold days and what was asked for, never a word or a name."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.ledger.public import Column, DayInShanghai, Figure, Group, Method, Scope
from sixianghui.ledger.public import register as register_figure
from sixianghui.privacy.actions import Action
from sixianghui.privacy.models import Kind, Outcome, Request


def _requests(scope: Scope) -> QuerySet[Any]:
    answered = DayInShanghai("answered_at")
    rows = Request.objects.filter(Q(unit__isnull=True) | scope.real()).exclude(outcome=Outcome.WITHDRAWN)
    rows = rows.annotate(made_on=DayInShanghai("made_at"), answered_on=answered)
    return scope.limit(rows.select_related("unit").order_by("made_at", "pk"), moment="made_at")


def _in_time(scope: Scope) -> QuerySet[Any]:
    return _requests(scope).filter(answered_on__lte=F("due_on"))


_COLUMNS = (
    Column("kind", _("要求"), lambda row: row.get_kind_display()),
    Column("made", _("收到"), "made_on", sort="made_at"),
    Column("due", _("答复期限"), "due_on", sort="due_on"),
    Column("answered", _("答复"), "answered_on", sort="answered_on"),
)
_BY_KIND = Group("kind", _("要求"), "kind", lambda kind: Kind(kind).label)
_UNKNOWN = _("办完满三年的不再留着，不在这个数里；当面要求的有多少，我们不猜。")

REQUESTS = Figure(
    name="privacy.requests",
    label=_("要求更正或删除个人信息"),
    sentence=_("大家提出过这么多件更正或删除个人信息的要求。"),
    measure=pgettext_lazy("请求", "件"),
    one_is=_("一件要我们更正或者删除个人信息的要求"),
    method=Method(
        counted=_("提出一次算一件，办了没有、同意没有都算。"),
        not_counted=_("自己撤回的，还有演示用的虚构组织的人提的。自己下载一份副本，不用提要求。"),
        unknown=_UNKNOWN,
    ),
    version=1,
    evidence=_requests,
    columns=_COLUMNS,
    unit_path="unit",
    moment="made_at",
    chart="per period",
    rows_need=str(Action.ANSWER),
    small_numbers=True,
    groups=(_BY_KIND,),
)

ANSWERED_IN_TIME = Figure(
    name="privacy.answered_in_time",
    label=_("按时答复的个人信息要求"),
    sentence=_("更正或删除个人信息的要求里，有这么多件在期限之前得到了答复。"),
    measure=pgettext_lazy("请求", "件"),
    one_is=_("一件要求，答复的那天不晚于期限"),
    method=Method(
        counted=_("办了的、说明理由没有办的都算，只要没有过期限。"),
        not_counted=_("晚了的、还没答复的、自己撤回的，还有演示用的虚构组织的人提的。"),
        unknown=_UNKNOWN,
    ),
    version=1,
    evidence=_in_time,
    columns=_COLUMNS,
    unit_path="unit",
    moment="made_at",
    chart="per period",
    rows_need=str(Action.ANSWER),
    small_numbers=True,
    groups=(_BY_KIND,),
)


def register() -> None:
    """Hand the figures to the ledger."""
    register_figure(REQUESTS)
    register_figure(ANSWERED_IN_TIME)
