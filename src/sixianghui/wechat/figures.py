"""The named figures of this room."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sixianghui.ledger.public import Column, Figure, Group, Method, Scope
from sixianghui.ledger.public import register as register_figure
from sixianghui.wechat.models import AccountBranch


def _branches(scope: Scope) -> QuerySet[AccountBranch]:
    rows = AccountBranch.objects.filter(scope.real()).select_related("unit", "account")
    return scope.limit(rows.order_by("at", "pk"))


BRANCHES = Figure(
    name="wechat.branches",
    label=_("轮流运营公众号的支部"),
    sentence=_("这么多个支部轮流运营公众号。"),
    measure=_("个"),
    one_is=_("一个支部在一个公众号上轮值"),
    method=Method(
        counted=_("登记为某个公众号轮值的支部，每个算一个。"),
        not_counted=_("演示用的虚构组织。"),
        unknown=_("支部里每天由谁来写，不在这个数里。"),
    ),
    version=1,
    evidence=_branches,
    columns=(
        Column("branch", _("支部"), "unit.name", sort="unit__name"),
        Column("account", _("公众号"), "account.name", sort="account__name"),
        Column("since", _("从何时起"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
    groups=(Group("account", _("公众号"), "account__name"),),
)


def register() -> None:
    """Hand the figures to the ledger."""
    register_figure(BRANCHES)
