"""What can be wrong in a roster, as codes: where, what stands there, and what the sentence needs. Pure.

Two levels. A `fault` has to be mended by a person before anything is imported. A `mended` thing was unambiguous: it was
put right while reading, is shown, and stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

_LONGEST = 60


class Level(StrEnum):
    """How much it matters."""

    FAULT = "fault"
    MENDED = "mended"


class Kind(StrEnum):
    """The kinds of faults."""

    # how the sheet is laid out
    MERGED = "merged"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROW = "hidden_row"
    HIDDEN_COLUMN = "hidden_column"
    NO_HEADER = "no_header"
    SECOND_SHEET = "second_sheet"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"
    # one cell
    FORMULA = "formula"
    ERROR_VALUE = "error_value"
    MISSING = "missing"
    ODD_NAME = "odd_name"
    TOO_LONG = "too_long"
    DATE_UNCLEAR = "date_unclear"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_ORDER = "date_order"
    UNKNOWN_STATUS = "unknown_status"
    NOT_IN_SCOPE = "not_in_scope"
    STATUS_CLASH = "status_clash"
    UNKNOWN_WORD = "unknown_word"
    UNKNOWN_KIND = "unknown_kind"
    BAD_PHONE = "bad_phone"
    BAD_ID_NUMBER = "bad_id_number"
    NUMBER_LOST = "number_lost"
    # rows against each other
    ROW_TWICE = "row_twice"
    UNIT_TWICE = "unit_twice"
    ONE_PERSON_TWO_NAMES = "one_person_two_names"
    TWO_PERSONS_ONE_NAME = "two_persons_one_name"
    # rows against what is registered
    UNKNOWN_UNIT = "unknown_unit"
    AMBIGUOUS_UNIT = "ambiguous_unit"
    CIRCULAR_UNIT = "circular_unit"
    UNIT_ORDER = "unit_order"
    NO_SUPERIOR = "no_superior"
    CLOSED_UNIT = "closed_unit"
    KIND_CHANGES = "kind_changes"
    UNIT_LINE = "unit_line"
    OUT_OF_REACH = "out_of_reach"
    ANOTHER_PERSON = "another_person"
    STEP_BACK = "step_back"
    SINCE_EARLIER = "since_earlier"
    # put right while reading
    FULL_WIDTH = "full_width"
    SPACES = "spaces"
    DATE_TEXT = "date_text"
    DATE_SERIAL = "date_serial"
    DATE_1904 = "date_1904"
    HEADER_MOVED = "header_moved"
    HEADER_AGAIN = "header_again"
    EXAMPLE_ROW = "example_row"
    OTHER_SHEET = "other_sheet"
    FAR_LINKS = "far_links"


MENDED = frozenset(
    {
        Kind.FULL_WIDTH, Kind.SPACES, Kind.DATE_TEXT, Kind.DATE_SERIAL, Kind.DATE_1904, Kind.HEADER_MOVED,
        Kind.HEADER_AGAIN, Kind.EXAMPLE_ROW, Kind.OTHER_SHEET, Kind.FAR_LINKS,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One fault. Row 0 means the whole sheet or column, column 0 the whole row; columns count from 1.

    `title` is the title of the column, `found` what stands there, `more` what else the sentence needs.
    """

    kind: Kind
    sheet: str = ""
    row: int = 0
    column: int = 0
    title: str = ""
    found: str = ""
    more: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """Whether it blocks."""
        return Level.MENDED if self.kind in MENDED else Level.FAULT

    def to_json(self) -> list[Any]:
        """As plain values, in a fixed order."""
        return [self.kind, self.sheet, self.row, self.column, self.title, self.found, dict(self.more)]

    @classmethod
    def from_json(cls, plain: list[Any]) -> Fault:
        """What `to_json` gave."""
        kind, *rest = plain
        return cls(Kind(kind), *rest)


def clipped(value: object) -> str:
    """What stands in a cell, short enough for a sentence."""
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def blocking(found: Iterable[Fault]) -> list[Fault]:
    """Those that have to be mended first."""
    return [one for one in found if one.level is Level.FAULT]


def in_order(found: Iterable[Fault]) -> list[Fault]:
    """As one reads: by sheet, row and column."""
    return sorted(found, key=lambda one: (one.sheet, one.row, one.column, one.kind))
