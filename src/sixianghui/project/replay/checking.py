"""What a replay came to, held against what its source states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sixianghui.ledger import public as ledger
from sixianghui.project.replay.steps import Expected


@dataclass(frozen=True)
class Checked:
    """One figure held against its source. `value` is None where its room is not built yet."""

    expected: Expected
    value: int | None

    @property
    def verdict(self) -> str:
        """`ok`, `off` or `not built`."""
        if self.value is None:
            return "not built"
        return "ok" if self.expected.least <= self.value <= self.expected.most else "off"


def checked(expected: Iterable[Expected]) -> list[Checked]:
    """Hold each figure against what the source states. No value is typed in: each is counted now."""
    known = {figure.name for figure in ledger.all_figures()}
    return [Checked(one, ledger.value_of(one.figure) if one.figure in known else None) for one in expected]


def bound_of(expected: Expected) -> str:
    """What the source lets a value be."""
    least, most = expected.least, expected.most
    return f"{least:,}" if least == most else f"{least:,}–{most:,}"
