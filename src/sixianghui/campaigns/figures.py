"""The named figures of campaigns and notices. Sample units are counted nowhere.

Rows of a notice that is not public say that it was, when and to whom, and no more; how many there were is for everybody.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.campaigns import plan_figures, queries
from sixianghui.campaigns.happening_figures import CAMPAIGN, by_campaign
from sixianghui.campaigns.models import (
    Carrier,
    Delivery,
    Opening,
    Recall,
    Sending,
    Way,
)
from sixianghui.ledger.public import Column, Figure, Group, Method, Scope, register_kind
from sixianghui.ledger.public import register as register_figure

_BY_WAY = Group("way", _("按哪条线"), "way", lambda way: Way(way).label)


def _opened(scope: Scope) -> QuerySet[Opening]:
    return Opening.objects.standing(scope.as_of)


def _campaigns(scope: Scope) -> QuerySet[Any]:
    rows = Opening.objects.select_related("campaign__unit").filter(scope.real()).order_by("at", "pk")
    return scope.limit(rows, things={CAMPAIGN: "campaign"})


CAMPAIGNS = Figure(
    name="campaigns.campaigns",
    label=_("主题活动"),
    sentence=_("行业党委启动了这么多个主题活动。"),
    measure=pgettext_lazy("主题活动", "个"),
    one_is=_("一个启动了的主题活动"),
    method=Method(
        counted=_("启动了就算一个，结束了的也算。"),
        not_counted=_("还在起草的。"),
        unknown=_("企业自己办的、没有登记在这里的活动有多少，我们不猜。"),
    ),
    version=1,
    evidence=_campaigns,
    columns=(
        Column("title", _("名称"), "campaign.title", sort="campaign__title"),
        Column("unit", _("承办组织"), "campaign.unit.name"),
        Column("opened", _("启动"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
    things={CAMPAIGN: "campaign"},
)


def _carriers(scope: Scope) -> QuerySet[Any]:
    openings = _opened(scope).filter(campaign=OuterRef("campaign")).order_by()
    rows = (
        Carrier.objects.select_related("campaign__unit")
        .filter(scope.real("campaign__unit__is_sample"))
        .annotate(opened_at=Subquery(openings.values("at")[:1]))
        .filter(opened_at__isnull=False)
        .order_by("campaign_id", "position")
    )
    return scope.limit(rows, unit="campaign__unit", moment="", things={CAMPAIGN: "campaign"})


CARRIERS = Figure(
    name="campaigns.carriers",
    label=_("主题活动的载体"),
    sentence=_("主题活动由这么多个有名字的载体来办。"),
    measure=pgettext_lazy("载体", "个"),
    one_is=_("一个有名字的载体"),
    method=Method(
        counted=_("启动了的主题活动，它的每个载体算一个。"),
        not_counted=_("还在起草的活动的载体；没有分载体的活动。"),
        unknown=_("载体下面办了多少事，是另一个数。"),
    ),
    version=1,
    evidence=_carriers,
    columns=(
        Column("name", _("载体"), "name", sort="name"),
        Column("campaign", _("主题活动"), "campaign.title", sort="campaign__title"),
        Column("since", _("启动"), "opened_at"),
    ),
    unit_path="campaign__unit",
    things={CAMPAIGN: "campaign"},
    groups=(by_campaign("campaign"),),
)


def _not_recalled(scope: Scope) -> Any:
    return ~Exists(Recall.objects.standing(scope.as_of).filter(notice=OuterRef("notice")))


def _title(row: Any) -> str:
    return plan_figures.title_of(row.notice)


def _number(row: Any) -> str:
    number: str = row.notice.number
    return number if row.notice.public else "—"


def _notices(scope: Scope) -> QuerySet[Any]:
    rows = Sending.objects.select_related("notice__campaign", "unit").filter(scope.real())
    return scope.limit(
        rows.filter(_not_recalled(scope)).order_by("at", "pk"), things={CAMPAIGN: "notice__campaign"}
    )


NOTICES = Figure(
    name="campaigns.notices",
    label=_("发出的通知"),
    sentence=_("行业党委发了这么多份通知。"),
    measure=_("份"),
    one_is=_("一份发出去、没有撤回的通知"),
    method=Method(
        counted=_("一份通知发给多少个组织都算一份；发过更正的还是一份。"),
        not_counted=_("没有发出的，和撤回了的。"),
        unknown=_("谁看了、谁没看，我们不记，也不猜。"),
    ),
    version=2,
    evidence=_notices,
    columns=(
        Column("number", _("发文字号"), _number),
        Column("title", _("标题"), _title),
        Column("campaign", _("主题活动"), "notice.campaign.title"),
        Column("units", _("发给几个组织"), "units", sort="units"),
        Column("minutes", _("一共几分钟"), "minutes", sort="minutes"),
        Column("at", _("发出时间"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
    chart="per period",
    things={CAMPAIGN: "notice__campaign"},
    groups=(by_campaign("notice__campaign"),),
)


def _deliveries(scope: Scope) -> QuerySet[Any]:
    rows = scope.of_real(Delivery.objects.select_related("notice__unit", "unit"))
    return scope.limit(
        rows.filter(_not_recalled(scope)).order_by("at", "pk"), things={CAMPAIGN: "notice__campaign"}
    )


_DELIVERY_COLUMNS = (
    Column("notice", _("通知"), _title),
    Column("unit", _("组织"), "unit.name", sort="unit__name"),
    Column("minutes", _("几分钟"), "minutes", sort="minutes"),
    Column("at", _("发出时间"), "at", sort="at"),
)

DELIVERIES = Figure(
    name="campaigns.deliveries",
    label=_("通知送达"),
    sentence=_("通知送到各组织，一共有这么多份。"),
    measure=_("份"),
    one_is=_("一份通知送到一个组织；送到十个组织就是十份"),
    method=Method(
        counted=_("送到了就算，隶属的和受指导的都算。"),
        not_counted=_("撤回了的通知，和发给演示用的虚构组织的。"),
        unknown=_("谁看了、谁没看，我们不记，也不猜。"),
    ),
    version=2,
    evidence=_deliveries,
    columns=_DELIVERY_COLUMNS,
    unit_path="unit",
    moment="at",
    chart="per period",
    things={CAMPAIGN: "notice__campaign"},
    groups=(_BY_WAY, by_campaign("notice__campaign")),
)


def _minutes(scope: Scope) -> QuerySet[Any]:
    return _deliveries(scope).filter(minutes__gt=0)


MINUTES = Figure(
    name="campaigns.minutes_asked",
    label=_("通知要花的时间"),
    sentence=_("通知让各组织一共要花这么多分钟。"),
    measure=_("分钟"),
    one_is=_("一分钟，由发通知的人事先估出、随通知一起发出去的"),
    method=Method(
        counted=_("每份通知对每个组织要花的分钟，加在一起。平台已有的不用再填，不算。"),
        not_counted=_("撤回了的通知，和发给演示用的虚构组织的。"),
        unknown=_("实际花了多久，我们不记。估得不准，请用“这件事要求太多”告诉我们。"),
    ),
    version=2,
    evidence=_minutes,
    columns=_DELIVERY_COLUMNS,
    unit_path="unit",
    moment="at",
    chart="per period",
    things={CAMPAIGN: "notice__campaign"},
    weight=lambda _scope: "minutes",
    groups=(_BY_WAY, by_campaign("notice__campaign")),
)


def register() -> None:
    """Hand the figures to the ledger, and let numbers be narrowed to a campaign or a carrier."""
    register_kind(CAMPAIGN, queries.name_of)
    register_kind("carrier", queries.name_of_carrier)
    for figure in (CAMPAIGNS, CARRIERS, NOTICES, DELIVERIES, MINUTES):
        register_figure(figure)
    plan_figures.register()
