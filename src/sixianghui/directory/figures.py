"""The named figures of units and the lines between them. Those of people stand in `people_figures.py`."""

from __future__ import annotations

import datetime as dt

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.common import time
from sixianghui.directory import people_figures
from sixianghui.directory.models import Guidance, Unit, UnitKind
from sixianghui.ledger.public import Column, Figure, Group, Method, Scope
from sixianghui.ledger.public import register as register_figure

#: Party organisations from the top down. A Party group (党小组) is part of a branch and no organisation of its own.
_PARTY = (
    UnitKind.INDUSTRY_COMMITTEE,
    UnitKind.PARTY_COMMITTEE,
    UnitKind.GENERAL_BRANCH,
    UnitKind.BRANCH,
)


def _standing(scope: Scope) -> QuerySet[Guidance]:
    """Lines of guidance that stand (or stood) to real units of real enterprises.

    At a past moment a line stood as well whose end had not been written down: it is typed as a day that may lie back.
    """
    lines = Guidance.objects.filter(scope.real("unit__enterprise__is_sample"), scope.real())
    if scope.as_of is None:
        lines = lines.filter(ended_at__isnull=True)
    else:
        unended = Q(ended_at__isnull=True) | Q(ended_at__gt=scope.as_of)
        lines = lines.filter(unended | Q(end_recorded_at__gt=scope.as_of))
    return scope.limit(lines)


def _first_of(lines: QuerySet[Guidance], by: str) -> QuerySet[Guidance]:
    first = lines.order_by().values(by).annotate(first=Min("pk")).values("first")
    return (
        Guidance.objects.filter(pk__in=first)
        .select_related("unit__enterprise", "committee")
        .order_by("at", "pk")
    )


def _enterprises(scope: Scope) -> QuerySet[Guidance]:
    """One line of guidance per real enterprise: the first that stands."""
    return _first_of(_standing(scope), "unit__enterprise")


ENTERPRISES = Figure(
    name="directory.enterprises",
    label=_("行业指导下的企业"),
    sentence=_("行业党委正在指导这么多家企业的党建工作。"),
    measure=_("家"),
    one_is=_("一家企业，它至少有一个组织正在接受行业指导"),
    method=Method(
        counted=_("每家企业算一家，不管它有几个支部。"),
        not_counted=_("指导已经结束的，还有演示用的虚构企业。"),
        unknown=_("还没有登记进来的企业有多少，我们不猜。"),
    ),
    version=2,
    evidence=_enterprises,
    columns=(
        Column("enterprise", _("企业"), "unit.enterprise.name", sort="unit__enterprise__name"),
        Column("unit", _("最先接受指导的组织"), "unit.name"),
        Column("committee", _("由谁指导"), "committee.name"),
        Column("since", _("从何时起"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
)


def _guided(scope: Scope) -> QuerySet[Guidance]:
    return _first_of(_standing(scope), "unit")


GUIDED = Figure(
    name="directory.guided_units",
    label=_("接受行业指导的组织"),
    sentence=_("行业党委正在指导这么多个组织。"),
    measure=pgettext_lazy("组织", "个"),
    one_is=_("一个正在接受行业指导的组织"),
    method=Method(
        counted=_("党组织算，团支部算，还没有党组织、只登记了企业的也算。一家企业有几个组织就算几个。"),
        not_counted=_("隶属行业党委的；指导已经结束的；演示用的虚构组织。"),
        unknown=_("还没有登记进来的组织有多少，我们不猜。"),
    ),
    version=2,
    evidence=_guided,
    columns=(
        Column("unit", _("组织"), "unit.name", sort="unit__name"),
        Column("kind", _("类型"), lambda line: line.unit.get_kind_display()),
        Column("enterprise", _("企业"), "unit.enterprise.name"),
        Column("since", _("从何时起"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
    groups=(Group("kind", _("类型"), "unit__kind", lambda kind: UnitKind(kind).label),),
)


def _units(scope: Scope, kinds: tuple[UnitKind, ...]) -> QuerySet[Unit]:
    """Real units that are there (or were on a day): founded and not closed."""
    day = time.today() if scope.as_of is None else scope.as_of.astimezone(time.SHANGHAI).date()
    rows = Unit.objects.filter(scope.real("is_sample"), kind__in=kinds).select_related("enterprise")
    return scope.limit(_there_on(rows, day).order_by("name", "pk"), unit="pk", moment="")


def _there_on(rows: QuerySet[Unit], day: dt.date) -> QuerySet[Unit]:
    return rows.filter(
        Q(founded_on__isnull=True) | Q(founded_on__lte=day), Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    )


_UNIT_COLUMNS = (
    Column("name", _("组织"), "name", sort="name"),
    Column("kind", _("类型"), lambda unit: unit.get_kind_display()),
    Column("enterprise", _("企业"), "enterprise.name"),
    Column("founded", _("成立日期"), "founded_on", sort="founded_on"),
)

ORGANISATIONS = Figure(
    name="directory.organisations",
    label=_("党组织"),
    sentence=_("登记在这里的党组织有这么多个。"),
    measure=pgettext_lazy("组织", "个"),
    one_is=_("一个党委、党总支或者党支部"),
    method=Method(
        counted=_("行业党委自己、隶属它的和受它指导的都算；党委、党总支、党支部各算一个。"),
        not_counted=_("党小组是支部的一部分，不算；团支部另算；撤销了的，还有演示用的虚构组织。"),
        unknown=_("还没有登记进来的党组织有多少，我们不猜。"),
    ),
    version=1,
    evidence=lambda scope: _units(scope, _PARTY),
    columns=_UNIT_COLUMNS,
    unit_path="pk",
    groups=(Group("kind", _("类型"), "kind", lambda kind: UnitKind(kind).label),),
)

LEAGUE_BRANCHES = Figure(
    name="directory.league_branches",
    label=_("团支部"),
    sentence=_("登记在这里的团支部有这么多个。"),
    measure=pgettext_lazy("组织", "个"),
    one_is=_("一个团支部"),
    method=Method(
        counted=_("登记了、没有撤销的，每个算一个。"),
        not_counted=_("撤销了的，还有演示用的虚构组织。"),
        unknown=_("还没有登记进来的团支部有多少，我们不猜。"),
    ),
    version=1,
    evidence=lambda scope: _units(scope, (UnitKind.LEAGUE_BRANCH,)),
    columns=_UNIT_COLUMNS,
    unit_path="pk",
)


def register() -> None:
    """Hand the figures to the ledger."""
    for figure in (ENTERPRISES, GUIDED, ORGANISATIONS, LEAGUE_BRANCHES):
        register_figure(figure)
    people_figures.register()
