"""The registry of figures: every number the site shows is a named query with its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from django.apps import apps
from django.db.models import Max, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sixianghui.common.errors import NotThere
from sixianghui.ledger.scope import Scope, ScopeError, of_units

Text = str | Promise
_NAME = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
_KEY = re.compile(r"[a-z]+(_[a-z]+)*")
#: Rows are read in portions. Of what is fetched beside them, SQLite takes no thousand different ones in one question.
AT_ONCE = 500


@dataclass(frozen=True)
class Column:
    """One column of the rows behind a number.

    `key` names it in URLs and JSON. `read` is an attribute path ("unit.name") or a function of the row.
    `sort` is the ORM path by which readers may sort ("": they may not).
    """

    key: str
    label: Text
    read: str | Callable[[Any], object]
    sort: str = ""

    def value(self, row: Any) -> object:
        """This column's value in a row."""
        if callable(self.read):
            return self.read(row)
        for name in self.read.split("."):
            row = getattr(row, name) if row is not None else None
        return row


@dataclass(frozen=True)
class Group:
    """A way to break a number down: by kind, by column, by carrier; never by branch, which would be a league table (D9).

    `key` names it in URLs and JSON. `path` is the ORM path from a row to what it is grouped by; `name` makes words of
    its value (None: the value is the word). `order` is the ORM path by which the parts stand ("": `path`).
    `expression`: what `path` means, where rows do not carry it themselves, because only who breaks them down needs it.
    """

    key: str
    label: Text
    path: str
    name: Callable[[Any], Text] | None = None
    order: str = ""
    expression: Any = None

    def words(self, value: Any) -> str:
        """What a part is called; rows of none say so."""
        if value is None or value == "":
            return _("没有写")
        return str(self.name(value) if self.name is not None else value)


@dataclass(frozen=True)
class Method:
    """How a number is counted (怎样算): three sentences."""

    counted: Text
    not_counted: Text
    unknown: Text


@dataclass(frozen=True)
class Subtotals:
    """Sums of a figure's rows that its room keeps, counted afresh whenever a row changes and held against them: the same
    number from far fewer rows, for a number that is a count of rows.

    `rows`: the sums of a scope, or None where they cannot say it (a past day). `many`: the field that says how many rows
    a sum stands for. `unit_path`: the path from a sum to its unit. `groups`: paths of the figure's groups, by key.
    """

    rows: Callable[[Scope], QuerySet | None]
    many: str
    unit_path: str
    groups: Mapping[str, str] = field(default_factory=dict)

    def count(self, scope: Scope, among: Collection[int] | None = None) -> int | None:
        """How many rows there are in a scope (and of these units); None where the sums cannot say it. One query."""
        sums = self.rows(scope)
        if sums is None:
            return None
        if among is not None:
            sums = of_units(sums, self.unit_path, among)
        return int(sums.aggregate(rows=Sum(self.many))["rows"] or 0)


@dataclass(frozen=True)
class Figure:
    """A number by name. Its value is `evidence(scope).count()` and nothing else; it is never stored or typed
    in. Of what happens by the million, and of heads that somebody counted, each row of evidence stands for as many as its `weight`
    says. Of how long something took it is the middle of what its rows say (`median`), and there is none without rows.

    name: "room.noun", as in URLs: `directory.enterprises`.
    label, sentence: what it is called, and what it says in one sentence a reader understands.
    measure: the measure word: 家, 人, 人次, 篇, 场. one_is: what one unit of the number is.
    version: of the definition; a change of evidence or columns raises it.
    evidence: scope → rows, ending in `scope.limit(rows, unit=…, moment=…)`; with `select_related` for the
    columns. unit_path, moment: paths from a row to its unit and its time; "" means it cannot be narrowed so.
    rows_need: the action that opens the rows (None: everybody). Whoever may not see them still gets value,
    method and digest. small_numbers: counts of 1–4 could point at a person (see `rules.disclose`).
    published_by_default: the present value is for everybody; False: only what was published.
    chart: what the small chart draws over `moment`. groups: the ways in which it may be broken down.
    things: by kind of thing (`scope.register_kind`), the path from a row to it. weight: the field of a row that
    says how many units of the number it stands for, which may depend on the scope (None: one). Such rows are sums of
    facts that are recounted (`channel.recount`), or facts that state a number themselves, as a headcount does.
    median: what a row says, where the number is the middle of that; of an even number of rows the larger of the two in the
    middle, which is one of the rows. It is not made up of parts, so it has no groups and no chart.
    largest: the field whose largest value among the rows is the number, as of how many were there at one time. Like a
    median it is not made up of parts.
    subtotals: sums of its rows that its room keeps, where they are too many to be counted for every reader.
    """

    name: str
    label: Text
    sentence: Text
    measure: Text
    one_is: Text
    method: Method
    version: int
    evidence: Callable[[Scope], QuerySet]
    columns: tuple[Column, ...]
    unit_path: str = ""
    moment: str = ""
    chart: Literal["cumulative", "per period"] = "cumulative"
    rows_need: str | None = None
    small_numbers: bool = False
    published_by_default: bool = True
    things: Mapping[str, str] = field(default_factory=dict)
    weight: Callable[[Scope], str] | None = None
    median: Callable[[Any], int] | None = None
    largest: str = ""
    groups: tuple[Group, ...] = ()
    subtotals: Subtotals | None = None

    @property
    def room(self) -> str:
        """The room that defines it: the first half of its name."""
        return self.name.partition(".")[0]

    @property
    def tag(self) -> str:
        """The cache tag of every page that shows its present value."""
        return f"figure:{self.name}"

    def group(self, key: str) -> Group:
        """The way of breaking it down by this key; raises `NotThere`."""
        for one in self.groups:
            if one.key == key:
                return one
        raise NotThere(_("这个数没有这样分开记，请看全部。"))

    def fitted(self, scope: Scope) -> Scope:
        """As much of `scope` as this figure can be narrowed by: what it does not keep apart is left out."""
        thing = scope.thing if scope.thing is not None and scope.thing[0] in self.things else None
        return replace(
            scope,
            unit=scope.unit if self.unit_path else None,
            since=scope.since if self.moment else None,
            until=scope.until if self.moment else None,
            thing=thing,
        )

    def rows(self, scope: Scope) -> QuerySet:
        """The evidence in `scope`. Raises `ScopeError` when the figure cannot be narrowed so."""
        if scope.unit is not None and not self.unit_path:
            raise ScopeError(_("这个数没有按组织分开记，请去掉组织再看。"))
        if scope.dated and not self.moment:
            raise ScopeError(_("这个数没有按日期分开记，请去掉日期再看。"))
        if scope.thing is not None and scope.thing[0] not in self.things:
            raise ScopeError(_("这个数没有这样分开记，请看全部。"))
        return self.evidence(scope)

    @property
    def counts_rows(self) -> bool:
        """Whether the number is how many rows there are."""
        return self.weight is None and not self.stands_alone

    @property
    def stands_alone(self) -> bool:
        """Whether the number is not made up of parts: the middle or the largest of what its rows say."""
        return self.median is not None or bool(self.largest)

    @property
    def goes_over_time(self) -> bool:
        """Whether it can be drawn over time: what each stretch of days adds to it."""
        return bool(self.moment) and not self.stands_alone

    def number(self, scope: Scope) -> int | None:
        """The number in a scope: by sums of its rows where its room keeps any, else by the rows. One query."""
        rows = self.rows(scope)
        summed = None if self.subtotals is None else self.subtotals.count(scope)
        return self.value(rows, scope) if summed is None else summed

    def value(self, rows: QuerySet, scope: Scope) -> int | None:
        """The number that rows of its evidence make; None for the middle of no rows. One query."""
        if self.largest:
            return int(rows.order_by().aggregate(most=Max(self.largest))["most"] or 0)
        if self.median is None:
            return self.total(rows, scope)
        said = sorted(self.median(row) for row in rows.iterator(chunk_size=AT_ONCE))
        return said[len(said) // 2] if said else None

    def total(self, rows: QuerySet, scope: Scope) -> int:
        """How many units these rows stand for. One query."""
        if self.weight is None:
            return rows.count()
        return int(rows.aggregate(units=Sum(self.weight(scope)))["units"] or 0)


@dataclass(frozen=True)
class Use:
    """A page that shows a figure: its name for readers, and the name of its URL."""

    label: Text
    url_name: str


class UnknownFigure(NotThere):
    """Nobody registered a figure of that name."""


@dataclass
class Registry:
    """Figures by name, and where they are used. Filled in `AppConfig.ready()`; read-only afterwards."""

    figures: dict[str, Figure] = field(default_factory=dict)
    uses: dict[str, list[Use]] = field(default_factory=dict)

    def register(self, figure: Figure) -> Figure:
        """Add a figure. Raises `ValueError` for a bad or taken name, a missing text, or no columns."""
        if not _NAME.fullmatch(figure.name):
            raise ValueError(f"{figure.name!r} is not room.noun")
        if figure.room not in {config.label for config in apps.get_app_configs()}:
            raise ValueError(f"{figure.name}: there is no room {figure.room}")
        if figure.name in self.figures:
            raise ValueError(f"{figure.name} is registered already")
        for what, words in _texts(figure).items():
            if not str(words).strip():
                raise ValueError(f"{figure.name}: {what} is missing")
        if figure.rows_need is None and (figure.small_numbers or not figure.published_by_default):
            raise ValueError(f"{figure.name}: a guarded number needs an action that opens its rows")
        if figure.subtotals is not None and not figure.counts_rows:
            raise ValueError(f"{figure.name}: sums of rows are for a number that is a count of rows")
        if figure.version < 1:
            raise ValueError(f"{figure.name}: versions begin at 1")
        keys = [column.key for column in figure.columns]
        if not keys or len(set(keys)) < len(keys) or not all(_KEY.fullmatch(key) for key in keys):
            raise ValueError(f"{figure.name}: columns need distinct keys in plain letters")
        ways = [group.key for group in figure.groups]
        if len(set(ways)) < len(ways) or not all(_KEY.fullmatch(way) for way in ways):
            raise ValueError(f"{figure.name}: groups need distinct keys in plain letters")
        if figure.stands_alone and (figure.weight is not None or figure.groups):
            raise ValueError(f"{figure.name}: a median or a largest has neither weights nor parts")
        if figure.largest and (figure.median is not None or figure.small_numbers):
            raise ValueError(f"{figure.name}: a largest is no median, and tells of the row it comes from")
        if any(_names_units(figure, group) for group in figure.groups):
            raise ValueError(f"{figure.name}: broken down by unit it would be a league table (D9)")
        self.figures[figure.name] = figure
        return figure

    def get(self, name: str) -> Figure:
        """The figure of that name; raises `UnknownFigure`."""
        try:
            return self.figures[name]
        except KeyError:
            raise UnknownFigure(_("没有叫“%(name)s”的数字。") % {"name": name}) from None

    def all_figures(self) -> list[Figure]:
        """All figures by name."""
        return [self.figures[name] for name in sorted(self.figures)]

    def note_use(self, name: str, label: Text, url_name: str) -> None:
        """Say that a page shows the figure. The figure may be registered later; rooms start in any order."""
        self.uses.setdefault(name, []).append(Use(label, url_name))

    def uses_of(self, name: str) -> list[Use]:
        """The pages that said they show it."""
        return list(self.uses.get(name, ()))


def _names_units(figure: Figure, group: Group) -> bool:
    path = figure.unit_path
    own = ("", "_id", "__id", "__pk", "__name", "__short_name", "__slug", "__ref")
    return bool(path) and group.path in {path + ending for ending in own}


def _texts(figure: Figure) -> dict[str, Text]:
    texts = {what: getattr(figure, what) for what in ("label", "sentence", "measure", "one_is")}
    texts |= {
        f"method.{what}": getattr(figure.method, what) for what in ("counted", "not_counted", "unknown")
    }
    return texts | {f"label of column {column.key}": column.label for column in figure.columns}


registry = Registry()
register = registry.register
get = registry.get
all_figures = registry.all_figures
note_use = registry.note_use
