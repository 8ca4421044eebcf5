"""The named figures of what came to happen in campaigns. Sample units are counted nowhere.

Rows of what is not open say that it was, when and by whom, and no more; how many there were is for everybody.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sixianghui.activities.public import Held, by_kind
from sixianghui.campaigns.models import Realisation
from sixianghui.ledger.public import Column, Figure, Group, Method, Scope
from sixianghui.ledger.public import register as register_figure

CAMPAIGN = "campaign"
_THINGS = {CAMPAIGN: "campaign", "carrier": "carrier"}


def by_campaign(path: str) -> Group:
    """By campaign, in the order in which they began."""
    return Group("campaign", _("主题活动"), f"{path}__title", order=f"{path}__begins_on")


def _in_a_campaign(scope: Scope) -> QuerySet[Realisation]:
    """Activities of real units that belong to a campaign; several lines of one plan may name the same activity."""
    rows: QuerySet[Realisation] = Realisation.objects.filter(campaign__isnull=False)
    return scope.limit(scope.of_real(rows), things=_THINGS)


def first_of(rows: QuerySet[Any], *by: str) -> QuerySet[Any]:
    """The first row of each. None before it is asked for row by row: grouped, a database sorts them all for fifty."""
    same = {name: OuterRef(name) for name in by}
    return rows.filter(~Exists(rows.order_by().filter(pk__lt=OuterRef("pk"), **same)))


def _as_shown(rows: QuerySet[Any], scope: Scope) -> QuerySet[Realisation]:
    """With what was recorded of each activity at that moment: a name put right later reads then as it did then."""
    recorded = Prefetch(
        "activity__helds",
        Held.objects.standing(scope.as_of).select_related("kind").order_by("-pk"),
        to_attr="recorded_then",
    )
    return rows.prefetch_related(recorded, "campaign", "carrier", "unit").order_by("at", "pk")


def _activities(scope: Scope) -> QuerySet[Realisation]:
    return _as_shown(first_of(_in_a_campaign(scope), "activity"), scope)


def _unit_activities(scope: Scope) -> QuerySet[Realisation]:
    return _as_shown(first_of(_in_a_campaign(scope), "activity", "unit"), scope)


def _recorded(row: Any) -> Any:
    """What stood of its activity, if that was for everybody."""
    return next((held for held in row.activity.recorded_then if held.open), None)


def _title(row: Any) -> str:
    held = _recorded(row)
    return held.title if held else gettext("没有公开的活动")


def _kind(row: Any) -> str:
    held = _recorded(row)
    return held.kind.label if held else "—"


_GROUPS = (
    by_kind("activity__kind_id", "activity__open"),
    Group("carrier", _("载体"), "carrier__name", order="carrier__position"),
    by_campaign("campaign"),
)
_ACTIVITY_COLUMNS = (
    Column("title", _("活动"), _title),
    Column("kind", _("种类"), _kind),
    Column("unit", _("组织"), "unit.name", sort="unit__name"),
    Column("campaign", _("主题活动"), "campaign.title"),
    Column("carrier", _("载体"), "carrier.name"),
    Column("at", _("时间"), "at", sort="at"),
)

ACTIVITIES = Figure(
    name="campaigns.activities",
    label=_("主题活动里办过的活动"),
    sentence=_("主题活动里办过这么多场活动；几个组织一起办的，只算一场。"),
    measure=_("场"),
    one_is=_("一场办过的、记在主题活动名下的活动"),
    method=Method(
        counted=_("一场活动算一次，不管几个组织一起办、落实了计划里的几件事。"),
        not_counted=_("还没办的、取消的、记错划销的，和演示用的虚构组织办的。"),
        unknown=_("办了没有记下来的有多少，我们不猜。"),
    ),
    version=2,
    evidence=_activities,
    columns=_ACTIVITY_COLUMNS,
    unit_path="unit",
    moment="at",
    chart="per period",
    things=_THINGS,
    groups=_GROUPS,
)

UNIT_ACTIVITIES = Figure(
    name="campaigns.unit_activities",
    label=_("各组织在主题活动里办过的活动"),
    sentence=_("各组织在主题活动里办过这么多场活动；几个组织一起办的，每个组织各算一场。"),
    measure=_("场"),
    one_is=_("一个组织办的、或者和别的组织合办的一场活动"),
    method=Method(
        counted=_("合办的活动，每个合办的组织各算一场；看全市办了多少场，用另一个数。"),
        not_counted=_("还没办的、取消的、记错划销的，和演示用的虚构组织办的。"),
        unknown=_("办了没有记下来的有多少，我们不猜。"),
    ),
    version=2,
    evidence=_unit_activities,
    columns=_ACTIVITY_COLUMNS,
    unit_path="unit",
    moment="at",
    chart="per period",
    things=_THINGS,
    groups=_GROUPS,
)


def register() -> None:
    """Hand the figures to the ledger."""
    for figure in (ACTIVITIES, UNIT_ACTIVITIES):
        register_figure(figure)
