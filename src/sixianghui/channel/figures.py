"""The named figures of this room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sixianghui.channel import desk_figures, queries
from sixianghui.channel.models import BasePage, ColumnPage, Correction, ReadDay, Release, Withdrawal
from sixianghui.directory.public import Unit
from sixianghui.ledger.public import Column, Figure, Group, Method, Scope, register_kind
from sixianghui.ledger.public import register as register_figure

#: What stands for the words of a piece that was taken back: that it was read and put right still counts.
_WITHDRAWN = _("（已撤下）")
#: What a piece is, by its table.
_FORMS = {"articlepage": _("稿件"), "guidepage": _("指南"), "panoramapage": _("全景页")}


def _by_column(path: str) -> Group:
    """By column, in the order in which the columns stand."""
    return Group("column", _("栏目"), f"{path}__title", order=f"{path}__path")


def _articles(scope: Scope) -> QuerySet[Release]:
    taken = Withdrawal.objects.standing(scope.as_of).filter(release=OuterRef("pk"))
    rows = Release.objects.select_related("column", "unit", "actor").exclude(Exists(taken))
    return scope.limit(rows.order_by("at", "pk"), things={"column": "column"})


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
    chart="per period",
    things={"column": "column"},
    groups=(
        _by_column("column"),
        Group("form", _("形式"), "page__content_type__model", lambda form: _FORMS.get(form, form)),
    ),
)


def _contributed(scope: Scope) -> QuerySet[Release]:
    return _articles(scope).filter(unit__isnull=False)


CONTRIBUTED = Figure(
    name="channel.contributed",
    label=_("各组织的稿子"),
    sentence=_("频道发的稿子里，有这么多篇是各组织送来的，或者写明是哪个组织的。"),
    measure=_("篇"),
    one_is=_("一篇写明了送稿组织、已经发布、没有撤下的稿子"),
    method=Method(
        counted=_("稿子上写着哪个组织，就算那个组织的；每篇算一次。"),
        not_counted=_("编辑部自己写的、没有写明组织的；还在审的、退回的、撤下的。"),
        unknown=_("送来没有用上的有多少，不在这个数里。"),
    ),
    version=1,
    evidence=_contributed,
    columns=ARTICLES.columns,
    unit_path="unit",
    moment="at",
    chart="per period",
    things={"column": "column"},
    groups=ARTICLES.groups,
)


def _columns(scope: Scope) -> QuerySet[ColumnPage]:
    rows = ColumnPage.objects.live().order_by("path")
    return scope.limit(rows, unit="", moment="first_published_at")


COLUMNS = Figure(
    name="channel.columns",
    label=_("频道的栏目"),
    sentence=_("频道开着这么多个栏目。"),
    measure=pgettext_lazy("栏目", "个"),
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
    # As of the moment that is asked for: a number that was published keeps the rows it was sealed with.
    taken = Withdrawal.objects.standing(scope.as_of).filter(release=OuterRef("release"))
    rows = Correction.objects.select_related("release", "unit").annotate(is_gone=Exists(taken))
    return scope.limit(rows.order_by("at", "pk"), things={"column": "release__column"})


def _of_what_is_out(read: Callable[[Correction], str]) -> Callable[[Any], object]:
    """Words of a correction, while what it corrected is out."""
    return lambda correction: _WITHDRAWN if correction.is_gone else read(correction)


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
    version=2,
    evidence=_corrections,
    columns=(
        Column("title", _("标题"), _of_what_is_out(lambda correction: correction.release.title)),
        Column("what", _("改了什么"), _of_what_is_out(lambda correction: correction.what)),
        Column("at", _("更正时间"), "at", sort="at"),
    ),
    unit_path="unit",
    moment="at",
    chart="per period",
    things={"column": "release__column"},
    groups=(_by_column("release__column"),),
)


_READ_THINGS = {"piece": "piece", "column": "column"}
#: By what a number is narrowed to, the sum that counts nobody twice a day there.
_READERS = {"piece": "readers", "column": "readers_in_column"}


def _read_days() -> QuerySet[ReadDay]:
    """The sums, with the names they are shown by fetched beside: joined, they are joined to be added up as well, and whole
    pages read with each of many thousand rows took most of the time."""
    return ReadDay.objects.prefetch_related(
        Prefetch("piece", BasePage.objects.only("title", "live")),
        Prefetch("column", ColumnPage.objects.only("title")),
        Prefetch("unit", Unit.objects.only("name")),
    ).order_by("-day", "piece")


def _title(sums: ReadDay) -> object:
    return sums.piece.title if sums.piece.live else _WITHDRAWN


def _reads(scope: Scope) -> QuerySet[ReadDay]:
    return scope.limit(_read_days(), moment="day", things=_READ_THINGS)


def _readers(scope: Scope) -> QuerySet[ReadDay]:
    return scope.limit(_read_days(), unit="", moment="day", things=_READ_THINGS)


READS = Figure(
    name="channel.reads",
    label=_("频道阅读"),
    sentence=_("频道的稿子被读了这么多次。"),
    measure=_("人次"),
    one_is=_("一位读者把一篇稿子放在眼前满五秒；半小时里再看同一篇，还是这一次"),
    method=Method(
        counted=_(
            "稿件、指南和全景页。页面在屏幕上显示满五秒，由浏览器报一次，记成一行；这里的行是按天按篇加起来的。"
        ),
        not_counted=_(
            "搜索引擎等程序（按 COUNTER 的名单）、浏览器的预读、在后台没露面的页面、我们自己的编辑、"
            "关了脚本的浏览器。没有起始数，谁也改不了。"
        ),
        unknown=_("同一个地址一下子来得太多的，只算一部分。服务器突然断掉，会少记大约一秒。"),
    ),
    version=2,
    evidence=_reads,
    columns=(
        Column("day", _("日期"), "day", sort="day"),
        Column("title", _("标题"), _title),
        Column("column", _("栏目"), "column.title"),
        Column("unit", _("送稿的组织"), "unit.name"),
        Column("reads", _("人次"), "reads"),
    ),
    unit_path="unit",
    moment="day",
    chart="per period",
    things=_READ_THINGS,
    weight=lambda scope: "reads",
    # By the number of the column, which an index holds beside the reads: its name is asked for once a column.
    groups=(Group("column", _("栏目"), "column", queries.name_of_column),),
)

READERS = Figure(
    name="channel.readers",
    label=_("频道读者"),
    sentence=_("每天有多少人读，按天去重，再把各天加起来，是这么多。"),
    measure=_("人"),
    one_is=_("一天里的一位读者：同一个网络地址上的同一种浏览器算一位，当天来几回都是一位"),
    method=Method(
        counted=_("当天有一次阅读的读者。全站的数在全站去重，栏目的在栏目里去重，一篇的在这一篇里去重。"),
        not_counted=_("不算阅读的（见“频道阅读”），都不算读者。同一个人隔天再来，另算一位。"),
        unknown=_(
            "读者是谁。只把地址和浏览器算成一个乱码，密钥每天换掉，旧的销毁，换了以后连我们也对不上。"
            "一个人用两种浏览器算两位，一屋子人共用一个地址、浏览器又一样的算一位。"
        ),
    ),
    version=2,
    evidence=_readers,
    columns=(
        Column("day", _("日期"), "day", sort="day"),
        Column("title", _("标题"), _title),
        Column("column", _("栏目"), "column.title"),
        Column("readers", _("这一篇的人数"), "readers"),
        Column("readers_in_column", _("其中当天在栏目里头一次来的"), "readers_in_column"),
        Column("readers_on_site", _("其中当天在全站头一次来的"), "readers_on_site"),
    ),
    moment="day",
    chart="per period",
    things=_READ_THINGS,
    weight=lambda scope: _READERS[scope.thing[0]] if scope.thing else "readers_on_site",
)


def register() -> None:
    """Hand the figures to the ledger."""
    register_kind("piece", queries.name_of_piece)
    register_kind("column", queries.name_of_column)
    for figure in (ARTICLES, CONTRIBUTED, COLUMNS, CORRECTIONS, READS, READERS):
        register_figure(figure)
    desk_figures.register()
