"""The named figures of people. Their rows hold units, statuses, posts and days, never a name: who it is stands on the roster."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.access.public import post_words
from sixianghui.common import time
from sixianghui.directory.actions import Action
from sixianghui.directory.models import Affiliation, Appointment, Line, RollCount, Standing, Status
from sixianghui.directory.queries import roll_counts
from sixianghui.ledger.public import Column, Figure, Group, Method, Scope, Subtotals
from sixianghui.ledger.public import register as register_figure

_MEMBERS = (Status.PROBATIONARY, Status.FULL)
_JOINING = (Status.APPLICANT, Status.ACTIVIST, Status.TARGET)


def _past_day(scope: Scope) -> dt.date | None:
    """The day asked for, where it is over; None for now, of which the tables have an index."""
    if scope.as_of is None:
        return None
    day = scope.as_of.astimezone(time.SHANGHAI).date()
    return day if day < time.today() else None


def _holds(day: dt.date | None, path: str = "") -> Q:
    if day is None:
        return Q(**{f"{path}until__isnull": True})
    over = Q(**{f"{path}until__isnull": True}) | Q(**{f"{path}until__gt": day})
    return Q(**{f"{path}since__lte": day}) & over


def _on_roster(scope: Scope, line: Line, statuses: tuple[Status, ...]) -> QuerySet[Affiliation]:
    """Who belongs to a real unit, by what they are to the Party or the League. On one line nobody is two things."""
    day = _past_day(scope)
    now = Standing.objects.filter(_holds(day), person=OuterRef("person"), line=line).order_by("-since", "-pk")
    # The status is asked for beside: joined, both databases count a million people by sorting them.
    rows: QuerySet[Any] = (
        scope.of_real(Affiliation.objects.filter(_holds(day), line=line))
        .filter(Exists(now.order_by().filter(status__in=statuses)))
        .annotate(status=Subquery(now.values("status")[:1]), status_since=Subquery(now.values("since")[:1]))
        .prefetch_related("unit")
    )
    return scope.limit(rows.order_by("since", "pk"), moment="")


def _subtotals(line: Line, statuses: tuple[Status, ...]) -> Subtotals:
    """The same people by the sums that are kept of now; a past day is counted by its rows."""

    def sums(scope: Scope) -> QuerySet[RollCount] | None:
        if _past_day(scope) is not None:
            return None
        return scope.limit(scope.of_real(roll_counts(line, statuses)), moment="")

    return Subtotals(sums, "people", "unit", {"status": "status"})


def _status_words(row: Any) -> str:
    return str(Status(row.status).label)


_BY_STATUS = Group("status", _("政治面貌"), "status", lambda status: Status(status).label)
_COLUMNS = (
    Column("unit", _("组织"), "unit.name", sort="unit__name"),
    Column("status", _("政治面貌"), _status_words),
    Column("status_since", _("从哪天起"), "status_since"),
    Column("here_since", _("哪天到这个组织"), "since", sort="since"),
)

MEMBERS = Figure(
    name="directory.members",
    label=_("党员"),
    sentence=_("名册上有这么多名党员。"),
    measure=_("名"),
    one_is=_("一名正式党员或者预备党员，组织关系在登记的组织里"),
    method=Method(
        counted=_("组织关系在哪个组织，就算在哪个组织；一个人只算一次。"),
        not_counted=_("转出和离开了的；入党申请人、积极分子和发展对象；演示用的虚构组织的人。"),
        unknown=_("组织关系不在这里的流动党员有多少，我们不猜。"),
    ),
    version=1,
    evidence=lambda scope: _on_roster(scope, Line.PARTY, _MEMBERS),
    subtotals=_subtotals(Line.PARTY, _MEMBERS),
    columns=_COLUMNS,
    unit_path="unit",
    rows_need=str(Action.SEE_PERSON),
    small_numbers=True,
    groups=(_BY_STATUS,),
)

JOINING = Figure(
    name="directory.joining",
    label=_("申请入党的人"),
    sentence=_("名册上有这么多人提出了入党申请，还没有入党。"),
    measure=_("人"),
    one_is=_("一位入党申请人、积极分子或者发展对象"),
    method=Method(
        counted=_("从递交申请起，到成为预备党员为止；一个人只算一次。"),
        not_counted=_("已经是预备党员或者正式党员的；转出和离开了的；演示用的虚构组织的人。"),
        unknown=_("想入党、还没有递交申请的有多少，我们不猜。"),
    ),
    version=1,
    evidence=lambda scope: _on_roster(scope, Line.PARTY, _JOINING),
    subtotals=_subtotals(Line.PARTY, _JOINING),
    columns=_COLUMNS,
    unit_path="unit",
    rows_need=str(Action.SEE_PERSON),
    small_numbers=True,
    groups=(_BY_STATUS,),
)

LEAGUE_MEMBERS = Figure(
    name="directory.league_members",
    label=_("共青团员"),
    sentence=_("名册上有这么多名共青团员。"),
    measure=_("名"),
    one_is=_("一名共青团员，团组织关系在登记的组织里"),
    method=Method(
        counted=_("团组织关系在哪个组织，就算在哪个组织；同时是党员的也算。"),
        not_counted=_("转出和离开了的；演示用的虚构组织的人。"),
        unknown=_("团组织关系不在这里的有多少，我们不猜。"),
    ),
    version=1,
    evidence=lambda scope: _on_roster(scope, Line.LEAGUE, (Status.LEAGUE_MEMBER,)),
    subtotals=_subtotals(Line.LEAGUE, (Status.LEAGUE_MEMBER,)),
    columns=_COLUMNS,
    unit_path="unit",
    rows_need=str(Action.SEE_PERSON),
    small_numbers=True,
)


def _posts(scope: Scope) -> QuerySet[Appointment]:
    day = _past_day(scope) or time.today()
    rows = scope.of_real(Appointment.objects.filter(_holds(day))).select_related("unit")
    return scope.limit(rows.order_by("since", "pk"), moment="")


POSTS = Figure(
    name="directory.posts",
    label=_("有人担任的职务"),
    sentence=_("各组织的职务里，有这么多个有人担任。"),
    measure=pgettext_lazy("职务", "个"),
    one_is=_("一个人在一个组织担任一个职务"),
    method=Method(
        counted=_("一个人担任几个职务，就算几个。"),
        not_counted=_("卸任了的、还没有上任的；演示用的虚构组织的。"),
        unknown=_("没有登记在这里的职务有多少，我们不猜。"),
    ),
    version=1,
    evidence=_posts,
    columns=(
        Column("unit", _("组织"), "unit.name", sort="unit__name"),
        Column("post", _("职务"), lambda row: post_words(row.post)),
        Column("since", _("从哪天起"), "since", sort="since"),
    ),
    unit_path="unit",
    rows_need=str(Action.SEE_PERSON),
    small_numbers=True,
    groups=(Group("post", _("职务"), "post", post_words),),
)


def register() -> None:
    """Hand the figures to the ledger."""
    for figure in (MEMBERS, JOINING, LEAGUE_MEMBERS, POSTS):
        register_figure(figure)
