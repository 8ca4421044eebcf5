"""Every unit that a row may name, registered or new in the roster, under all the names by which it may be named. Pure."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass

from sixianghui.directory.roster.world import STEP, KnownUnit, same

_MOST_GUESSES = 200


@dataclass(frozen=True)
class Place:
    """A unit that a row may name. `ref`: `u12` is registered unit 12, `r5` the new unit of row 5; `above`: its superior's name."""

    ref: str
    name: str
    short: str
    kind: str
    above: str = ""
    reached: bool = True


class Places:
    """All places, and the line from each to its superior."""

    def __init__(self, units: list[KnownUnit]) -> None:
        self.known = {unit.id: unit for unit in units}
        self.superior: dict[str, str] = {}
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        self._by_short: dict[str, list[Place]] = defaultdict(list)
        self._near: dict[str, str] = {}
        for unit in units:
            above = self.known.get(unit.superior) if unit.superior else None
            if above:
                self.superior[f"u{unit.id}"] = f"u{above.id}"
            name = above.name if above else ""
            self.add(Place(f"u{unit.id}", unit.name, unit.short, unit.kind, name, unit.reached))

    def add(self, place: Place) -> None:
        """Let a place be found by its name, its short name, and as 上级/名称."""
        self._by_name[same(place.name)].append(place)
        if place.short and same(place.short) != same(place.name):
            self._by_short[same(place.short)].append(place)
        if place.above:
            self._by_name[same(f"{place.above}{STEP}{place.name}")].append(place)

    def find(self, name: str) -> list[Place]:
        """What a name may mean: one place, none, or several that cannot be told apart. Within reach goes first."""
        wanted = same(name)
        for index in (self._by_name, self._by_short):
            found = index.get(wanted, [])
            if found:
                return [one for one in found if one.reached] or found
        return []

    def near(self, name: str) -> str:
        """The name within reach that looks most like this one, or an empty text. Not for more than some hundred names.

        第三党支部 is not meant by 第8党支部: the digits have to be the same.
        """
        if name not in self._near and len(self._near) < _MOST_GUESSES:
            names = {one.name for places in self._by_name.values() for one in places if one.reached}
            fitting = sorted(one for one in names if _digits(one) == _digits(name))
            close = difflib.get_close_matches(name, fitting, n=1, cutoff=0.6)
            self._near[name] = close[0] if close else ""
        return self._near.get(name, "")

    def family(self, ref: str) -> int | None:
        """The enterprise of a place: its own, or that of the registered unit above it. Staff numbers are unique in it."""
        seen: set[str] = set()
        while ref.startswith("r") and ref not in seen:
            seen.add(ref)
            ref = self.superior.get(ref, "")
        return self.known[int(ref[1:])].enterprise if ref.startswith("u") else None


def _digits(name: str) -> str:
    return "".join(one for one in same(name) if one.isdigit() or one in "一二三四五六七八九十")
