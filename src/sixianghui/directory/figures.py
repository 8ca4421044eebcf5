"""The named figures of this room."""

from __future__ import annotations

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sixianghui.directory.models import Guidance
from sixianghui.ledger.public import Column, Figure, Method, Scope
from sixianghui.ledger.public import register as register_figure


def _enterprises(scope: Scope) -> QuerySet[Guidance]:
    """One line of guidance per real enterprise: the first that stands."""
    lines = Guidance.objects.filter(unit__enterprise__is_sample=False)
    if scope.as_of is None:
        lines = lines.filter(ended_at__isnull=True)
    else:
        lines = lines.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=scope.as_of))
    first = scope.limit(lines).order_by().values("unit__enterprise").annotate(first=Min("pk")).values("first")
    return (
        Guidance.objects.filter(pk__in=first)
        .select_related("unit__enterprise", "committee")
        .order_by("at", "pk")
    )


ENTERPRISES = Figure(
    name="directory.enterprises",
    label=_("行业指导下的企业"),
    sentence=_("行业党委正在指导这么多家企业的党建工作。"),
    measure=_("家"),
    one_is=_("一家企业，它至少有一个组织正在接受行业指导"),
    method=Method(
        counted=_("每家企业算一家，不管它有几个支部。"),
        not_counted=_("指导已经结束的、登记有误被划销的，还有演示用的虚构企业。"),
        unknown=_("还没有登记进来的企业有多少，我们不猜。"),
    ),
    version=1,
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


def register() -> None:
    """Hand the figures to the ledger."""
    register_figure(ENTERPRISES)
