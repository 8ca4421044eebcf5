"""What a number is narrowed to: a unit and those below it, a stretch of days, one thing of a kind that a room knows."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from sixianghui.access.public import Reach, sources
from sixianghui.common import time
from sixianghui.common.errors import HouseError, NotThere
from sixianghui.ledger.models import Fact, FactQuerySet
from sixianghui.ui import public as ui

Rows = TypeVar("Rows", bound=models.QuerySet)
_LARGEST_ID = 2**63 - 1
#: From so many units on, it is asked whether the others are fewer.
MANY_UNITS = 500

#: Kinds of thing that a number may be narrowed to, each with what says a thing's name by its id or raises `NotThere`.
#: Filled in `AppConfig.ready()`.
kinds: dict[str, Callable[[int], str]] = {}


def register_kind(kind: str, name_of: Callable[[int], str]) -> None:
    """Let numbers be narrowed to a thing of this kind: `?piece=12`."""
    kinds[kind] = name_of


class ScopeError(HouseError):
    """The scope cannot be read, or this figure cannot be narrowed so."""


@dataclass(frozen=True)
class Scope:
    """A unit with those below it (its id; None: everywhere) and days in Shanghai, both ends included.

    `thing` is a kind of `kinds` and an id. `as_of` is not part of the scope's name: it asks for the facts as they stood at a past moment (None: now).
    """

    unit: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    as_of: dt.datetime | None = None
    thing: tuple[str, int] | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise ScopeError(_("开始日期晚于结束日期，请对调后再试。"))

    @property
    def whole(self) -> bool:
        """Narrowed by nothing."""
        return self.unit is None and self.thing is None and not self.dated

    @property
    def dated(self) -> bool:
        """Narrowed to days."""
        return self.since is not None or self.until is not None

    def at(self, moment: dt.datetime | None) -> Scope:
        """The same scope, as things stood at `moment`."""
        return replace(self, as_of=moment)

    def units(self) -> frozenset[int] | None:
        """The ids of the unit and all below it; None when not narrowed to a unit."""
        if self.unit is None:
            return None
        kept: tuple[int, frozenset[int]] | None = self.__dict__.get("_units")
        if kept is None or kept[0] != sources.generation:
            below = sources.reach(Reach.BELOW, self.unit) if sources.reach is not None else ()
            kept = sources.generation, frozenset({self.unit, *below})
            self.__dict__["_units"] = kept  # no field: what is asked again and again for one page
            self.__dict__.pop("_chosen", None)
        return kept[1]

    def _of_its_units(self, rows: Rows, path: str) -> Rows:
        """The rows of its units; which to name, they or the others, is asked once for one page."""
        units = self.units() or frozenset()
        chosen: _Units | None = self.__dict__.get("_chosen")
        if chosen is None:
            chosen = self.__dict__["_chosen"] = _Units.fewest(units)
        return chosen.of(rows, path)

    def limit(
        self,
        rows: Rows,
        *,
        unit: str = "unit",
        moment: str = "at",
        things: Mapping[str, str] | None = None,
    ) -> Rows:
        """The rows of this scope: what every `evidence` ends with.

        `unit` and `moment` are the paths from a row to its unit and to its time ("" when it has none), `things` those
        to things by their kind. Of facts, only those that stand (or stood, with `as_of`) are taken.
        """
        if isinstance(rows, FactQuerySet) and issubclass(rows.model, Fact):
            rows = rows.standing(self.as_of)
        if self.unit is not None:
            _must(unit, _("这个数没有按组织分开记，请去掉组织再看。"))
            rows = self._of_its_units(rows, unit)
        if self.thing is not None:
            path = (things or {}).get(self.thing[0], "")
            _must(path, _("这个数没有这样分开记，请看全部。"))
            rows = rows.filter(**{path: self.thing[1]})
        if self.dated:
            _must(moment, _("这个数没有按日期分开记，请去掉日期再看。"))
        if self.since is not None:
            rows = rows.filter(**{f"{moment}__gte": _midnight(self.since)})
        if self.until is not None:
            rows = rows.filter(**{f"{moment}__lt": _midnight(self.until + dt.timedelta(days=1))})
        return rows

    def real(self, path: str = "unit__is_sample") -> models.Q:
        """For `filter`: without what invented units did. Who asks for an invented unit by itself gets its own number.

        `path` leads from a row to `directory.Unit.is_sample`. No query of its own.
        """
        real = models.Q(**{path: False})
        if self.unit is None:
            return real
        return real | models.Q(models.Exists(units_by_name().filter(pk=self.unit, is_sample=True)))

    def of_real(self, rows: Rows, unit: str = "unit") -> Rows:
        """The rows that `real` leaves, of rows that all have a unit: without a join, so that an index on time can be
        walked. No query of its own."""
        invented = units_by_name().order_by().filter(is_sample=True)
        if self.unit is not None:
            itself = units_by_name().order_by().filter(pk=self.unit, is_sample=True)
            invented = invented.filter(~models.Exists(itself))
        return rows.exclude(**{f"{unit}__in": invented})

    def to_json(self) -> dict[str, Any]:
        """Only what narrows, as plain values: `{"unit": 3, "since": "2018-03-19"}`."""
        days = {"since": self.since, "until": self.until}
        unit = {} if self.unit is None else {"unit": self.unit}
        thing = {} if self.thing is None else {self.thing[0]: self.thing[1]}
        return unit | thing | {name: day.isoformat() for name, day in days.items() if day is not None}

    def text(self) -> str:
        """`to_json` as canonical text: sorted keys, no spaces. Equal scopes have equal texts."""
        return json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, plain: Mapping[str, Any] | str) -> Scope:
        """The scope behind `to_json` or `text`."""
        found: Mapping[str, Any] = json.loads(plain) if isinstance(plain, str) else plain
        return cls.parse({name: str(value) for name, value in found.items()})

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Scope:
        """The scope in a query string (`unit`, `since`, `until` and one of `kinds`; empty means not narrowed).

        Raises `ScopeError` with a sentence for what cannot be read.
        """
        found = [(kind, _id(query[kind])) for kind in kinds if query.get(kind)]
        if len(found) > 1:
            raise ScopeError(_("一次只能看一样东西的数。"))
        return cls(
            _id(query.get("unit", "")),
            _day(query.get("since", "")),
            _day(query.get("until", "")),
            thing=next(((kind, number) for kind, number in found if number is not None), None),
        )

    def label(self) -> str:
        """The scope in words. One query when it is narrowed to a unit, and one for a thing.

        Raises `NotThere` when there is no such unit or thing.
        """
        parts = [_("全部")] if self.whole else []
        if self.thing is not None:
            kind, number = self.thing
            if kind not in kinds:
                raise NotThere(_("没有这样的东西。"))
            parts.append(kinds[kind](number))
        if self.unit is not None:
            parts.append(_("%(unit)s及所属组织") % {"unit": unit_name(self.unit)})
        if self.dated:
            parts.append(_days(self.since, self.until))
        return " · ".join(parts)


WHOLE = Scope()


def unit_name(unit: int) -> str:
    """The name of a unit; raises `NotThere`."""
    names = units_by_name().filter(pk=unit).values_list("name", flat=True)
    found: str | None = names.first()
    if found is None:
        raise NotThere(_("没有这个组织。"))
    return found


def units_by_name() -> models.QuerySet:
    """All units. They live on a floor above, so the ledger knows them by the string of its foreign key."""
    return models.QuerySet(apps.get_model("directory", "Unit")).order_by("name", "pk")


@dataclass(frozen=True)
class _Units:
    """Some units, or (`but`) all but some."""

    named: Collection[int]
    but: bool = False

    @classmethod
    def fewest(cls, units: Collection[int]) -> _Units:
        """These units. Of very many, all others are named instead, where they are fewer: a database reads a list of ten
        thousand numbers for longer than the rows."""
        if len(units) >= MANY_UNITS:
            others = set(units_by_name().order_by().values_list("pk", flat=True)) - set(units)
            if len(others) * 10 < len(units):
                return cls(others, but=True)
        return cls(units)

    def of(self, rows: Rows, path: str) -> Rows:
        """Their rows; none that has no unit."""
        if self.but:
            return rows.filter(**{f"{path}__isnull": False}).exclude(**{f"{path}__in": self.named})
        return rows.filter(**{f"{path}__in": self.named})


def of_units(rows: Rows, path: str, units: Collection[int]) -> Rows:
    """The rows of these units."""
    return _Units.fewest(units).of(rows, path)


def _must(path: str, sentence: str) -> None:
    if not path:
        raise ScopeError(sentence)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=time.SHANGHAI)


def _id(raw: str) -> int | None:
    if not raw:
        return None
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 19 and 0 < int(raw) <= _LARGEST_ID):
        raise ScopeError(_("组织的编号不对，请从列表里选。"))
    return int(raw)


def _day(raw: str) -> dt.date | None:
    if not raw:
        return None
    try:
        day = dt.datetime.strptime(raw, "%Y-%m-%d").replace(tzinfo=time.SHANGHAI).date()
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 9000:
        raise ScopeError(_("日期请写成 2018-06-05 的样子。"))
    return day


def _days(since: dt.date | None, until: dt.date | None) -> str:
    if since and until:
        return _("%(since)s至%(until)s") % {"since": ui.long_date(since), "until": ui.long_date(until)}
    if since:
        return _("%(since)s以来") % {"since": ui.long_date(since)}
    return _("截至%(until)s") % {"until": ui.long_date(until)} if until else ""
