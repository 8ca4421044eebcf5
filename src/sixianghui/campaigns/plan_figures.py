"""The named figures of plans, of advice and of what came to happen. Sample units are counted nowhere.

Rows of a notice that is not public say that it was, when and to whom, and no more; how many there were is for everybody.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Prefetch, QuerySet, Value, When
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sixianghui.campaigns import happening_figures
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.happening_figures import CAMPAIGN, by_campaign, first_of
from sixianghui.campaigns.models import Advice, HandIn, Outcome, Result
from sixianghui.ledger.public import Column, Figure, Group, Method, Scope
from sixianghui.ledger.public import register as register_figure

_PLAN = "plan__notice__campaign"


def title_of(notice: Any) -> str:
    """What rows for everybody call a notice."""
    title: str = notice.title
    return title if notice.public else gettext("没有公开的通知")


def _handed_in(scope: Scope) -> QuerySet[Any]:
    """One row per plan: the first time it was handed in and not taken back."""
    taken_back = Outcome.objects.standing(scope.as_of).filter(
        hand_in=OuterRef("pk"), result=Result.TAKEN_BACK
    )
    rows = scope.of_real(HandIn.objects.standing(scope.as_of).filter(~Exists(taken_back)))
    # The first of all days, and then those of the scope's: what is handed in anew counts where it was first.
    return (
        scope.limit(first_of(rows, "plan"), things={CAMPAIGN: _PLAN})
        .prefetch_related("plan__notice__campaign", "unit")
        .defer("content")
        .order_by("at", "pk")
    )


HANDED_IN = Figure(
    name="campaigns.plans_handed_in",
    label=_("交上来的计划"),
    sentence=_("各组织交上来了这么多份计划。"),
    measure=pgettext_lazy("计划", "份"),
    one_is=_("一个组织为一份通知交上来的一份计划"),
    method=Method(
        counted=_("交上来就算，等着看的、退回去改的、定下来的都算；改过再交的还是一份，按头一次交的日子算。"),
        not_counted=_("自己收回以后没有再交的，和演示用的虚构组织的。"),
        unknown=_("正在写、还没有交的有多少，我们不数。"),
    ),
    version=3,
    evidence=_handed_in,
    columns=(
        Column("unit", _("组织"), "unit.name", sort="unit__name"),
        Column("notice", _("通知"), lambda row: title_of(row.plan.notice)),
        Column("at", _("头一次交的时间"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
    things={CAMPAIGN: _PLAN},
    groups=(by_campaign(_PLAN),),
)


def _plans(scope: Scope) -> QuerySet[Any]:
    """One outcome per plan: the first that approved of it or agreed to it."""
    standing = Outcome.objects.standing(scope.as_of)
    good = scope.of_real(standing.filter(result__in=(Result.APPROVED, Result.AGREED)))
    without_content = Prefetch("hand_in", HandIn.objects.defer("content"))
    return (
        scope.limit(first_of(good, "hand_in__plan"), things={CAMPAIGN: "hand_in__plan__notice__campaign"})
        .prefetch_related(without_content, "hand_in__plan__notice__campaign", "unit")
        .order_by("at", "pk")
    )


PLANS = Figure(
    name="campaigns.plans",
    label=_("定下来的计划"),
    sentence=_("各组织定下了这么多份计划。"),
    measure=pgettext_lazy("计划", "份"),
    one_is=_("一个组织为一份通知定的一份计划，已经批准或指导同意"),
    method=Method(
        counted=_("隶属的由上级批准，受指导的由行业党委同意；改过再定的还是一份，按头一次定下来的日子算。"),
        not_counted=_("还没交的、等着看的、退回去改的，和演示用的虚构组织的。"),
        unknown=_("没有写成计划、各组织自己在办的事有多少，我们不猜。"),
    ),
    version=3,
    evidence=_plans,
    columns=(
        Column("unit", _("组织"), "unit.name", sort="unit__name"),
        Column("notice", _("通知"), lambda row: title_of(row.hand_in.plan.notice)),
        Column("result", _("结果"), lambda row: row.get_result_display()),
        Column("at", _("时间"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
    things={CAMPAIGN: "hand_in__plan__notice__campaign"},
    groups=(
        Group("result", _("结果"), "result", lambda result: Result(result).label),
        by_campaign("hand_in__plan__notice__campaign"),
    ),
)


def _advice(scope: Scope) -> QuerySet[Any]:
    """Without its words, which are for whoever may see the plan."""
    settled = When(settled_at__isnull=False, then=Value(True))
    if scope.as_of is not None:
        settled = When(settled_at__lte=scope.as_of, then=Value(True))
    rows = (
        Advice.objects.filter(scope.real())
        .select_related("plan__notice", "unit")
        .annotate(is_settled=Case(settled, default=Value(False), output_field=BooleanField()))
    )
    return scope.limit(rows.order_by("at", "pk"), things={CAMPAIGN: _PLAN})


def _settled_words(is_settled: bool) -> str:
    return gettext("处理了") if is_settled else gettext("还没有处理")


ADVICE = Figure(
    name="campaigns.advice",
    label=_("对计划的指导建议"),
    sentence=_("行业党委和上级对各组织的计划提过这么多条建议。"),
    measure=pgettext_lazy("建议", "条"),
    one_is=_("一条写在计划上的建议"),
    method=Method(
        counted=_("对某一行的、对整份计划的都算，处理了没有都算。"),
        not_counted=_("对演示用的虚构组织提的。批准、同意和退回时写的意见另记。"),
        unknown=_("当面说的、打电话说的有多少，我们不猜。"),
    ),
    version=1,
    evidence=_advice,
    columns=(
        Column("unit", _("谁的计划"), "unit.name", sort="unit__name"),
        Column("notice", _("通知"), "plan.notice.title"),
        Column("settled", _("处理了没有"), lambda row: _settled_words(row.is_settled)),
        Column("at", _("时间"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
    chart="per period",
    rows_need=str(Action.SEE),
    things={CAMPAIGN: _PLAN},
    groups=(
        Group("settled", _("处理了没有"), "is_settled", _settled_words, order="at"),
        by_campaign(_PLAN),
    ),
)


def register() -> None:
    """Hand the figures to the ledger."""
    for figure in (HANDED_IN, PLANS, ADVICE):
        register_figure(figure)
    happening_figures.register()
