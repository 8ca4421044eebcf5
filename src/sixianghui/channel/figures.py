"""The named figures of this room."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sixianghui.channel.models import ColumnPage, Correction, Release, Withdrawal
from sixianghui.ledger.public import Column, Figure, Method, Scope
from sixianghui.ledger.public import register as register_figure


def _articles(scope: Scope) -> QuerySet[Release]:
    taken = Withdrawal.objects.filter(release=OuterRef("pk"))
    if scope.as_of is None:
        taken = taken.filter(struck_at__isnull=True)
    else:
        taken = taken.filter(recorded_at__lte=scope.as_of).filter(
            Q(struck_at__isnull=True) | Q(struck_at__gt=scope.as_of)
        )
    rows = Release.objects.select_related("column", "unit", "actor").exclude(Exists(taken))
    return scope.limit(rows.order_by("at", "pk"))


ARTICLES = Figure(
    name="channel.articles",
    label=_("频道发稿"),
    sentence=_("频道发了这么多篇稿子。"),
    measure=_("篇"),
    one_is=_("一篇三审通过、已经发布、没有撤下的稿子"),
    method=Method(
        counted=_("每篇稿子算一次，不管后来更正过几回；七个栏目都算。"),
        not_counted=_("还没发布的、撤下的、首页和栏目页不算。"),
        unknown=_("稿子有多少人读，是另一个数。"),
    ),
    version=1,
    evidence=_articles,
    columns=(
        Column("title", _("标题"), "title", sort="title"),
        Column("column", _("栏目"), "column.title", sort="column__title"),
        Column("unit", _("送稿的组织"), "unit.name", sort="unit__name"),
        Column("at", _("发布时间"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
)


def _columns(scope: Scope) -> QuerySet[ColumnPage]:
    rows = ColumnPage.objects.live().order_by("path")
    return scope.limit(rows, unit="", moment="first_published_at")


COLUMNS = Figure(
    name="channel.columns",
    label=_("频道的栏目"),
    sentence=_("频道开着这么多个栏目。"),
    measure=_("个"),
    one_is=_("一个开着的栏目"),
    method=Method(
        counted=_("首页下面开着的栏目，每个算一个，还没有稿子的也算。"),
        not_counted=_("关掉的栏目。"),
        unknown=_("栏目里有多少稿子，看“频道发稿”。"),
    ),
    version=1,
    evidence=_columns,
    columns=(
        Column("title", _("栏目"), "title", sort="title"),
        Column("face", _("样式"), lambda column: column.get_face_display()),
        Column("since", _("从何时起"), "first_published_at", sort="first_published_at"),
    ),
    moment="first_published_at",
)


def _corrections(scope: Scope) -> QuerySet[Correction]:
    rows = Correction.objects.select_related("release", "unit").order_by("at", "pk")
    return scope.limit(rows)


CORRECTIONS = Figure(
    name="channel.corrections",
    label=_("公开更正"),
    sentence=_("频道公开更正过这么多处。"),
    measure=_("处"),
    one_is=_("一次更正"),
    method=Method(
        counted=_("稿子发布以后改了，并在文中写明改了什么的，每次算一处。"),
        not_counted=_("发布以前的修改。"),
        unknown=_("读者有没有看到更正。"),
    ),
    version=1,
    evidence=_corrections,
    columns=(
        Column("title", _("标题"), "release.title", sort="release__title"),
        Column("what", _("改了什么"), "what"),
        Column("at", _("更正时间"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
)


def register() -> None:
    """Hand the figures to the ledger."""
    for figure in (ARTICLES, COLUMNS, CORRECTIONS):
        register_figure(figure)
