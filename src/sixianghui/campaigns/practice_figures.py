"""The named figures of practices. Sample units are counted nowhere."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.campaigns.happening_figures import by_campaign
from sixianghui.campaigns.models import HowItWent, Practice, Trial
from sixianghui.ledger.public import Column, Figure, Group, Method, Scope
from sixianghui.ledger.public import register as register_figure


def _practices(scope: Scope) -> QuerySet[Any]:
    rows = Practice.objects.select_related("unit", "campaign").filter(scope.real(), open=True)
    return scope.limit(rows.order_by("at", "pk"), things={"campaign": "campaign"})


#: Of a trial's practice as it is told now, however often it was rewritten since the trial: name beside a trial, and path.
_TOLD = {
    "told_title": "title",
    "told_campaign": "campaign",
    "told_campaign_title": "campaign__title",
    "told_begins_on": "campaign__begins_on",
}


def _trials(scope: Scope) -> QuerySet[Any]:
    told = Practice.objects.standing(scope.as_of).filter(ref=OuterRef("practice__ref"), open=True)
    beside = {name: Subquery(told.values(path)[:1]) for name, path in _TOLD.items()}
    rows = Trial.objects.select_related("unit").filter(scope.real(), Exists(told)).annotate(**beside)
    return scope.limit(rows.order_by("at", "pk"), things={"campaign": "told_campaign"})


PRACTICES = Figure(
    name="campaigns.practices",
    label=_("交流的做法"),
    sentence=_("各支部拿出来交流的做法有这么多条。"),
    measure=pgettext_lazy("做法", "条"),
    one_is=_("一条写明怎么做、花了什么、有什么结果的做法"),
    method=Method(
        counted=_("公开交流的每条算一条，改写过的还是一条。"),
        not_counted=_("只在自己组织里留着的，撤下的，还有演示用的虚构组织的。"),
        unknown=_("做了没有写的有多少，我们不猜；写得多少也不说明做得好坏。"),
    ),
    version=1,
    evidence=_practices,
    columns=(
        Column("title", _("做法"), "title", sort="title"),
        Column("unit", _("组织"), "unit.name", sort="unit__name"),
        Column("told", _("交流"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
    things={"campaign": "campaign"},
    groups=(by_campaign("campaign"),),
)

TRIALS = Figure(
    name="campaigns.trials",
    label=_("试用别人的做法"),
    sentence=_("别的支部的做法，被试用过这么多次。"),
    measure=pgettext_lazy("试用", "次"),
    one_is=_("一个组织试了别的组织的一条做法，说了结果"),
    method=Method(
        counted=_("管用的、部分管用的、不适合的都算；同一个组织试同一条只算一次。"),
        not_counted=_("收回的，做法撤下了、不公开了的，还有演示用的虚构组织的。"),
        unknown=_("试了没有说的有多少，我们不猜。"),
    ),
    version=2,
    evidence=_trials,
    columns=(
        Column("practice", _("做法"), "told_title"),
        Column("unit", _("试用的组织"), "unit.name", sort="unit__name"),
        Column("result", _("结果"), lambda row: row.get_went_display()),
        Column("told", _("说的时间"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
    things={"campaign": "told_campaign"},
    groups=(
        Group("went", _("结果"), "went", lambda went: HowItWent(went).label),
        Group("campaign", _("主题活动"), "told_campaign_title", order="told_begins_on"),
    ),
)


def register() -> None:
    """Hand the figures to the ledger."""
    register_figure(PRACTICES)
    register_figure(TRIALS)
