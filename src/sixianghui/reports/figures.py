"""The figures of this room."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.ledger.public import Column, Figure, Method, Scope
from sixianghui.ledger.public import register as register_figure
from sixianghui.reports.models import Audience, Edition
from sixianghui.reports.queries.reports import standing


def _published(scope: Scope) -> QuerySet[Edition]:
    found = standing(scope.as_of).filter(scope.real(), audience=Audience.EVERYBODY).select_related("unit")
    return scope.limit(found).order_by("at", "pk")


PUBLISHED = Figure(
    name="reports.published",
    label=_("公布的报告"),
    sentence=_("给所有人看的报告公布过这么多版。"),
    measure=pgettext_lazy("报告", "份"),
    one_is=_("一份报告公布的一版"),
    method=Method(
        counted=_("改过再公布的，算新的一版。"),
        not_counted=_("撤回了的、只给本组织看的，和演示用的虚构组织的。"),
        unknown=_("有多少人读过，我们不记。"),
    ),
    version=1,
    evidence=_published,
    columns=(
        Column("title", _("标题"), "title", sort="title"),
        Column("number", _("第几版"), "number"),
        Column("unit", _("组织"), "unit.name", sort="unit__name"),
        Column("at", _("公布时间"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
    chart="per period",
)


def register() -> None:
    """Hand the figures to the ledger."""
    register_figure(PUBLISHED)
