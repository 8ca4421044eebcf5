"""What the platform already holds of a unit, so that a notice need not ask for it again (D7).

A holding answers one question for many units at once. A point of a notice that names a holding is answered for every
unit of which the platform has the value: hidden from its page, and free.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Post
from sixianghui.directory.public import Affiliation, Appointment, Standing, Status, Unit, in_office
from sixianghui.ui import public as ui

#: Unit → the value in words, for those units of which there is one.
Values = Mapping[int, str]


@dataclass(frozen=True)
class Holding:
    """One thing the platform knows of units: its name, what it is called, and how it is read."""

    name: str
    label: str | Promise
    values: Callable[[Collection[int]], Values]


_holdings: dict[str, Holding] = {}


def register_holding(holding: Holding) -> None:
    """Let notices point to what a room holds. Raises `ValueError` when another has the name."""
    if _holdings.get(holding.name, holding) != holding:
        raise ValueError(f"there is a holding {holding.name} already")
    _holdings[holding.name] = holding


def all_holdings() -> list[Holding]:
    """Every holding, in the order in which rooms registered them."""
    return list(_holdings.values())


def holding_named(name: str) -> Holding | None:
    """The holding of this name; None for one that this release does not have."""
    return _holdings.get(name)


def values_of(names: Collection[str], units: Collection[int]) -> dict[str, Values]:
    """What is held under each of these names for these units. A fixed number of queries for each name."""
    return {
        name: found.values(units) if (found := holding_named(name)) is not None else {}
        for name in dict.fromkeys(names)
        if name
    }


def register() -> None:
    """What the directory holds."""
    for holding in _DIRECTORY:
        register_holding(holding)


_PARTY = frozenset({Status.FULL, Status.PROBATIONARY})


def _people(statuses: frozenset[Status]) -> Callable[[Collection[int]], Values]:
    def values(units: Collection[int]) -> Values:
        """Heads in a unit and those below it; where nobody is on the roster yet, nothing is held."""
        rows = Affiliation.objects.filter(until__isnull=True).values_list("person_id", "unit_id")
        homes: dict[int, set[int]] = {}
        for person, unit in rows:
            homes.setdefault(person, set()).add(unit)
        standing = Standing.objects.filter(until__isnull=True, status__in=statuses)
        wanted = set(standing.values_list("person_id", flat=True))
        known, counted = Counter[int](), Counter[int]()
        above = _lines()
        for person, places in homes.items():
            for unit in {one for place in places for one in above.get(place, (place,))}:
                known[unit] += 1
                counted[unit] += person in wanted
        return {unit: lazy(_heads, str)(counted[unit]) for unit in units if known[unit]}

    return values


def _heads(number: int) -> str:
    return _("%(people)s 人") % {"people": number}


def _lines() -> dict[int, tuple[int, ...]]:
    """Each unit with all its superiors. One query."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    found: dict[int, tuple[int, ...]] = {}
    for unit in parents:
        line, here = [], unit
        while here is not None and here not in line:
            line.append(here)
            here = parents.get(here)
        found[unit] = tuple(line)
    return found


def _secretary(units: Collection[int]) -> Values:
    """Who is secretary today; of two in one unit, whoever came last."""
    rows = Appointment.objects.filter(in_office(), unit__in=units, post=str(Post.SECRETARY))
    return dict(rows.order_by("since", "pk").values_list("unit_id", "person__name"))


def _term(units: Collection[int]) -> Values:
    """The day a new leadership is due."""
    found: dict[int, str] = {}
    for unit in Unit.objects.filter(pk__in=units).prefetch_related("terms"):
        term = next(iter(unit.terms.all()), None)
        if term is not None:
            found[unit.pk] = lazy(ui.long_date, str)(term.ends_on)
    return found


def _founded(units: Collection[int]) -> Values:
    """The day it was founded."""
    rows = Unit.objects.filter(pk__in=units, founded_on__isnull=False)
    return {unit: lazy(ui.long_date, str)(day) for unit, day in rows.values_list("pk", "founded_on")}


_DIRECTORY = (
    Holding("directory.members", gettext_lazy("党员人数"), _people(_PARTY)),
    Holding("directory.full_members", gettext_lazy("正式党员人数"), _people(frozenset({Status.FULL}))),
    Holding("directory.league_members", gettext_lazy("团员人数"), _people(frozenset({Status.LEAGUE_MEMBER}))),
    Holding("directory.activists", gettext_lazy("入党积极分子人数"), _people(frozenset({Status.ACTIVIST}))),
    Holding("directory.applicants", gettext_lazy("入党申请人人数"), _people(frozenset({Status.APPLICANT}))),
    Holding("directory.secretary", gettext_lazy("书记姓名"), _secretary),
    Holding("directory.term", gettext_lazy("本届届满日期"), _term),
    Holding("directory.founded", gettext_lazy("成立日期"), _founded),
)
