"""The named figures of this room. Rows of what is not open say that it was, when and by whom, and no more."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sixianghui.activities.actions import Action
from sixianghui.activities.models import Held, Kind, Resolution, Settlement, Share
from sixianghui.common.errors import NotThere
from sixianghui.ledger.public import Column, Figure, Group, Method, Scope, register_kind
from sixianghui.ledger.public import register as register_figure

#: By kind of activity: `?activity_kind=3`.
KIND = "activity_kind"
#: Instead of the kind of what is not open: after all others.
CLOSED = 2**31 - 1


def _held(scope: Scope) -> QuerySet[Held]:
    # Units and kinds are fetched beside: joined, a database may begin with them and sort everything.
    rows: QuerySet[Any] = scope.of_real(Held.objects.all()).prefetch_related("unit", "kind")
    return _of_kind(rows.order_by("at", "pk"), scope, "kind", "open")


def _of_kind(rows: Any, scope: Scope, kind: str, is_open: str) -> Any:
    """The rows of the scope. By kind, those that are open: of the others nobody learns what they were."""
    if scope.thing is not None and scope.thing[0] == KIND:
        rows = rows.filter(**{is_open: True})
    return scope.limit(rows, things={KIND: kind})


def kind_words(number: int) -> str:
    """What a part is called; what is not open stands together, whatever it was. One query."""
    return gettext("没有公开的活动") if number == CLOSED else _kind_name(number)


def by_kind(kind: str, is_open: str) -> Group:
    """By the kind of each that is open, at the end of these paths; its name is asked for once a kind: joined, see above."""
    shown = When(Q(**{is_open: True}), then=F(kind))
    of_open = Case(shown, default=Value(CLOSED), output_field=IntegerField())
    return Group("kind", _("种类"), "open_kind", kind_words, expression=of_open)


_BY_KIND = by_kind("kind_id", "open")


def _shares(scope: Scope) -> QuerySet[Share]:
    rows: QuerySet[Any] = scope.of_real(Share.objects.all()).prefetch_related("unit", "held__kind")
    return _of_kind(rows.order_by("at", "pk"), scope, "held__kind", "held__open")


def _title(held: Held) -> str:
    return held.title if held.open else gettext("没有公开的活动")


def _kind(held: Held) -> str:
    return held.kind.name if held.open else "—"


def _of_share(read: Any) -> Any:
    return lambda share: read(share.held)


_WHEN = Column("at", _("什么时候"), "at", sort="at")
_UNIT = Column("unit", _("哪个组织"), "unit.name", sort="unit__name")
_UNKNOWN = _("办了没有记下来的，数不到；记不记，由支部自己定。")

HELD = Figure(
    name="activities.held",
    label=_("办过的活动"),
    sentence=_("各组织办过、记下来的活动有这么多场；几家合办的只算一场。"),
    measure=_("场"),
    one_is=_("一场办过的活动，合办的也只算一场"),
    method=Method(
        counted=_("主办的组织记下的每一场算一次。按组织看时，合办的算在主办的那一家。"),
        not_counted=_(
            "预告了还没办的、取消的、划掉的，还有演示用的虚构组织办的；按种类看时，没有公开的也不算。"
        ),
        unknown=_UNKNOWN,
    ),
    version=2,
    evidence=_held,
    columns=(
        _WHEN,
        _UNIT,
        Column("kind", _("种类"), _kind),
        Column("title", _("名称"), _title),
        Column("present", _("到场人数"), "present", sort="present"),
    ),
    unit_path="unit",
    moment="at",
    chart="per period",
    groups=(_BY_KIND,),
    things={KIND: "kind"},
)

SHARES = Figure(
    name="activities.shares",
    label=_("各组织办的活动"),
    sentence=_("把每个组织办的活动加起来有这么多场；几家合办的，每家都算一场。"),
    measure=_("场"),
    one_is=_("一个组织办的一场活动；三家合办就是三场"),
    method=Method(
        counted=_("主办的和合办的，每家各算一场，所以会比“办过的活动”多。"),
        not_counted=_(
            "写上了合办、后来自己退出的；划掉的；演示用的虚构组织办的；按种类看时，没有公开的也不算。"
        ),
        unknown=_UNKNOWN,
    ),
    version=2,
    evidence=_shares,
    columns=(
        _WHEN,
        _UNIT,
        Column("kind", _("种类"), _of_share(_kind)),
        Column("title", _("名称"), _of_share(_title)),
    ),
    unit_path="unit",
    moment="at",
    chart="per period",
    groups=(by_kind("held__kind_id", "held__open"),),
    things={KIND: "held__kind"},
)


def _joint(scope: Scope) -> QuerySet[Held]:
    others = Share.objects.standing(scope.as_of).filter(held=OuterRef("pk")).exclude(unit=OuterRef("unit"))
    return _held(scope).filter(Exists(others))


JOINT = Figure(
    name="activities.joint",
    label=_("几家合办的活动"),
    sentence=_("办过的活动里，有这么多场是几个组织合办的。"),
    measure=_("场"),
    one_is=_("一场不止一个组织办的活动"),
    method=Method(
        counted=_("主办的和合办的都在，才算合办；几家一起办的只算一场。按组织看时，算在主办的那一家。"),
        not_counted=_(
            "写上了合办、后来都退出的；取消的、划掉的；演示用的虚构组织办的；按种类看时，没有公开的也不算。"
        ),
        unknown=_("没有写上合办的，数不到。"),
    ),
    version=2,
    evidence=_joint,
    columns=HELD.columns,
    unit_path="unit",
    moment="at",
    chart="per period",
    groups=(_BY_KIND,),
    things={KIND: "kind"},
)


def _counted(scope: Scope) -> QuerySet[Held]:
    return _held(scope).filter(present__isnull=False)


PRESENT = Figure(
    name="activities.present",
    label=_("参加活动"),
    sentence=_("办过的活动，一共到了这么多人次。"),
    measure=pgettext_lazy("活动", "人次"),
    one_is=_("一个人到一场活动；同一个人到三场，是三人次"),
    method=Method(
        counted=_("每场记下的到场人数加起来；合办的只加一次。按组织看时，算在主办的那一家。"),
        not_counted=_(
            "网上看的；取消的、划掉的；没数过人的；演示用的虚构组织办的；按种类看时，没有公开的也不算。"
        ),
        unknown=_("人数由主办的组织数，可能是约数；一共是多少个不同的人，不知道，也不记名字。"),
    ),
    version=2,
    evidence=_counted,
    columns=HELD.columns,
    unit_path="unit",
    moment="at",
    chart="per period",
    groups=(_BY_KIND,),
    things={KIND: "kind"},
    weight=lambda scope: "present",
)


def _resolutions(scope: Scope) -> QuerySet[Any]:
    ends = Settlement.objects.standing(scope.as_of).filter(resolution=OuterRef("pk")).values("at")[:1]
    rows: QuerySet[Any] = scope.of_real(Resolution.objects.all()).select_related("unit")
    return scope.limit(rows.annotate(settled_at=Subquery(ends)).order_by("at", "pk"))


def _settled(scope: Scope) -> QuerySet[Any]:
    return _resolutions(scope).filter(settled_at__isnull=False)


_RESOLUTION_COLUMNS = (
    Column("at", _("哪天作的"), "at", sort="at"),
    _UNIT,
    Column("due", _("办到哪天"), "due_on", sort="due_on"),
    Column("settled", _("办结"), "settled_at", sort="settled_at"),
)

RESOLUTIONS = Figure(
    name="activities.resolutions",
    label=_("作出的决议"),
    sentence=_("各组织开会议定、记下来的事有这么多件。"),
    measure=pgettext_lazy("决议", "件"),
    one_is=_("一件在会上定下来、写明谁办、办到哪天的事"),
    method=Method(
        counted=_("会上定的每件事算一件，办了没有都算。"),
        not_counted=_("记错划掉的，还有演示用的虚构组织的。定了什么、由谁办，不在这里。"),
        unknown=_("口头说了、没有记下来的有多少，我们不猜。"),
    ),
    version=1,
    evidence=_resolutions,
    columns=_RESOLUTION_COLUMNS,
    unit_path="unit",
    moment="at",
    chart="per period",
    rows_need=str(Action.SEE),
    small_numbers=True,
)

SETTLED = Figure(
    name="activities.resolutions_settled",
    label=_("有了结果的决议"),
    sentence=_("会上定的事里，有这么多件有了结果。"),
    measure=pgettext_lazy("决议", "件"),
    one_is=_("一件定下来的事，后来写明了结果"),
    method=Method(
        counted=_("写了结果就算，办成的、不办了的都算；晚了也算。按日期看时，看的是定下来的那天。"),
        not_counted=_("还没有结果的；记错划掉的；演示用的虚构组织的。"),
        unknown=_("结果好不好，数不出来。"),
    ),
    version=1,
    evidence=_settled,
    columns=_RESOLUTION_COLUMNS,
    unit_path="unit",
    moment="at",
    chart="per period",
    rows_need=str(Action.SEE),
    small_numbers=True,
)


def register() -> None:
    """Hand the figures to the ledger."""
    register_kind(KIND, _kind_name)
    for figure in (HELD, SHARES, JOINT, PRESENT, RESOLUTIONS, SETTLED):
        register_figure(figure)


def _kind_name(number: int) -> str:
    kind = Kind.objects.filter(pk=number).first()
    if kind is None:
        raise NotThere(gettext("没有这种活动。"))
    return kind.label
