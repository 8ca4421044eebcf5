"""The named figures of the desk. Their rows hold days, levels and columns: no title of what is not out, and nobody's name."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sixianghui.channel.models import Review, Withdrawal
from sixianghui.channel.rules import Level, Verdict
from sixianghui.ledger.public import Column, Figure, Group, Method, Scope
from sixianghui.ledger.public import register as register_figure

_LEVELS = dict(zip(Level, (_("一审"), _("二审"), _("终审")), strict=True))
_VERDICTS = {Verdict.PASSED: _("通过"), Verdict.RETURNED: _("退回")}


def _reviews(scope: Scope) -> QuerySet[Review]:
    return scope.limit(Review.objects.order_by("at", "pk"), unit="")


REVIEWS = Figure(
    name="channel.reviews",
    label=_("审稿"),
    sentence=_("编辑部审过这么多次稿子。"),
    measure=_("次"),
    one_is=_("一个人在一个审级上，把一篇稿子通过了或者退回了"),
    method=Method(
        counted=_("一审、二审、终审各算一次；退回以后再审，再算。"),
        not_counted=_("还在等着审的；请外面的人看、没有审级的。"),
        unknown=_("审得细不细，数不出来；哪篇稿子、谁审的，不在这里。"),
    ),
    version=1,
    evidence=_reviews,
    columns=(
        Column("level", _("审级"), lambda row: _LEVELS[Level(row.level)], sort="level"),
        Column("verdict", _("结论"), lambda row: _VERDICTS[Verdict(row.verdict)], sort="verdict"),
        Column("at", _("时间"), "at", sort="at"),
    ),
    moment="at",
    chart="per period",
    groups=(
        Group("level", _("审级"), "level", lambda level: _LEVELS[Level(level)]),
        Group("verdict", _("结论"), "verdict", lambda verdict: _VERDICTS[Verdict(verdict)]),
    ),
)


def _withdrawals(scope: Scope) -> QuerySet[Withdrawal]:
    rows = Withdrawal.objects.select_related("release__column").order_by("at", "pk")
    return scope.limit(rows, unit="", things={"column": "release__column"})


def _why(expired: Any) -> str:
    return gettext("到期") if expired else gettext("撤下")


WITHDRAWALS = Figure(
    name="channel.withdrawals",
    label=_("撤下的稿子"),
    sentence=_("频道撤下过这么多篇稿子。"),
    measure=_("篇"),
    one_is=_("一篇发布以后又撤下的稿子"),
    method=Method(
        counted=_("编辑部撤下的、到了说好的日子自己撤下的都算；撤下以后又发布的也算。"),
        not_counted=_("更正过、还在频道里的。"),
        unknown=_("撤下以前有多少人读过，看“频道阅读”。"),
    ),
    version=1,
    evidence=_withdrawals,
    columns=(
        Column("column", _("栏目"), "release.column.title"),
        Column("how", _("怎么撤下的"), lambda row: _why(row.expired), sort="expired"),
        Column("at", _("撤下时间"), "at", sort="at"),
    ),
    moment="at",
    chart="per period",
    things={"column": "release__column"},
    groups=(
        Group("how", _("怎么撤下的"), "expired", _why, order="at"),
        Group("column", _("栏目"), "release__column__title", order="release__column__path"),
    ),
)


def register() -> None:
    """Hand the figures to the ledger."""
    for figure in (REVIEWS, WITHDRAWALS):
        register_figure(figure)
