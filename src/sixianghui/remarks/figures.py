"""The named figures of this room. Their rows hold days and threads, never a word, a name or an account."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.common import time
from sixianghui.ledger.public import Column, Figure, Method, Scope
from sixianghui.ledger.public import register as register_figure
from sixianghui.remarks.actions import Action
from sixianghui.remarks.models import Remark, Verdict, Withdrawal
from sixianghui.remarks.rules import Outcome


def _written(scope: Scope) -> QuerySet[Any]:
    rows = Remark.objects.filter(Q(thread__unit__isnull=True) | scope.real("thread__unit__is_sample"))
    return scope.limit(rows.select_related("thread").order_by("at", "pk"))


def shown(scope: Scope) -> QuerySet[Any]:
    """Those whose last verdict lets them through and that were not taken back, wherever they stand; also for figures of rooms above."""
    verdicts = Verdict.objects.standing(scope.as_of).filter(remark=OuterRef("pk"))
    last_shown = verdicts.filter(outcome=Outcome.SHOWN).filter(
        ~Exists(
            Verdict.objects.standing(scope.as_of).filter(
                remark=OuterRef("remark"), number__gt=OuterRef("number")
            )
        )
    )
    taken_back = Withdrawal.objects.standing(scope.as_of).filter(remark=OuterRef("pk"))
    return _written(scope).filter(Exists(last_shown), ~Exists(taken_back))


def _day(row: Any) -> dt.date:
    day: dt.date = row.at.astimezone(time.SHANGHAI).date()
    return day


_COLUMNS = (Column("written", _("写于"), _day, sort="at"), Column("ref", _("代号"), "ref"))
_UNKNOWN = _("一个人写几条算几条；没写出来的看法，数不出来。")

WRITTEN = Figure(
    name="remarks.written",
    label=_("写来的评论"),
    sentence=_("大家写了这么多条评论和提问，不管后来放没放出来。"),
    measure=pgettext_lazy("评论", "条"),
    one_is=_("一个人写的一条评论、提问或回复"),
    method=Method(
        counted=_("每条算一条；同一张表单重复提交只算一次。没放出来的、写的人撤回的也算。"),
        not_counted=_("演示用的虚构组织主持的讨论里的。"),
        unknown=_UNKNOWN,
    ),
    version=1,
    evidence=_written,
    columns=_COLUMNS,
    unit_path="thread__unit",
    moment="at",
    chart="per period",
    rows_need=str(Action.MODERATE),
)

SHOWN = Figure(
    name="remarks.shown",
    label=_("放出来的评论"),
    sentence=_("大家写的评论和提问里，有这么多条放出来了。"),
    measure=pgettext_lazy("评论", "条"),
    one_is=_("一条审核放出来、没有撤下也没有撤回的评论、提问或回复"),
    method=Method(
        counted=_(
            "按审核的最后一次结果算；单位的回复也算。只给本组织看的课、撤下的稿子、暂时关掉的讨论里放出来的也算。"
        ),
        not_counted=_("等着审的、不放的、撤下的、写的人撤回的，还有演示用的虚构组织主持的讨论里的。"),
        unknown=_UNKNOWN,
    ),
    version=1,
    evidence=shown,
    columns=_COLUMNS,
    unit_path="thread__unit",
    moment="at",
    chart="per period",
)


def register() -> None:
    """Hand the figures to the ledger."""
    register_figure(WRITTEN)
    register_figure(SHOWN)
