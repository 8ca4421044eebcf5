"""Rows as values that are the same whichever database keeps them, and sums of them that order does not change. Pure.

A value is read by the type that its column has on PostgreSQL: SQLite keeps moments as text, truth as 0 and 1, JSON as
it was written.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Value = Any
Reader = Callable[[Any], Value]
#: Into so many parts the rows of a table are summed, so that few must be read again to name the ones that differ.
PARTS = 64
_MODULUS = 1 << 256


@dataclass(frozen=True)
class Column:
    """A column of the table at the target. `kind`: PostgreSQL's name of its type; `scale`: decimal places."""

    name: str
    kind: str
    scale: int = 0


@dataclass(frozen=True)
class Table:
    """A table of both sides; its columns in one order, and the places of those that make its primary key."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[int, ...]

    def key_of(self, row: Sequence[Value]) -> tuple[Value, ...]:
        """What names the row."""
        return tuple(row[place] for place in self.key)


def from_sqlite(table: Table) -> Reader:
    """How a row of SQLite's becomes values. The reader raises `BadValue` naming the column of what cannot be read."""
    return _row_reader(table, _FROM_SQLITE, _text)


def from_postgresql(table: Table) -> Reader:
    """How a row of psycopg's becomes values."""
    return _row_reader(table, _FROM_POSTGRESQL, None)


class BadValue(Exception):
    """A value that the other database cannot keep; the column that it stands in."""


def _row_reader(table: Table, by_kind: Mapping[str, Reader | None], otherwise: Reader | None) -> Reader:
    """Only where a value may have to change its shape is it looked at: this runs for every row there is."""
    changed = [
        (place, reader, column.name)
        for place, column in enumerate(table.columns)
        if (
            reader := _decimal(column.scale)
            if column.kind == "numeric"
            else by_kind.get(column.kind, otherwise)
        )
    ]

    def read(row: Sequence[Any]) -> list[Value]:
        values = list(row)
        for place, reader, name in changed:
            if values[place] is not None:
                try:
                    values[place] = reader(values[place])
                except (ValueError, TypeError, ArithmeticError) as error:
                    raise BadValue(name) from error
        return values

    return read


def _text(value: Any) -> str:
    text = str(value)
    if "\0" in text:
        raise ValueError("NUL")
    return text


def _moment(value: Any) -> dt.datetime:
    at = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
    return at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)


def _decimal(scale: int) -> Reader:
    unit = Decimal(1).scaleb(-scale)
    return lambda value: Decimal(str(value)).quantize(unit)


def _json(value: Any) -> str:
    """JSON in one way of writing: keys sorted, numbers by what they are worth."""
    written = json.dumps(
        _plain(json.loads(_text(value), parse_float=Decimal)), sort_keys=True, ensure_ascii=False
    )
    # Of what was read, not of how it was written: six letters that somebody typed after a backslash are harmless.
    if "\\u0000" in written.replace("\\\\", ""):
        raise ValueError("NUL")
    return written


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return int(whole) if whole == value else float(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value


def _day(value: Any) -> dt.date:
    return dt.date.fromisoformat(str(value)[:10])


def _span(value: Any) -> dt.timedelta:
    return value if isinstance(value, dt.timedelta) else dt.timedelta(microseconds=int(value))


def _id(value: Any) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))


_FROM_SQLITE: dict[str, Reader | None] = {
    "bool": bool,
    **dict.fromkeys(("int2", "int4", "int8")),
    "float8": float,
    "timestamptz": _moment,
    "date": _day,
    "time": lambda value: dt.time.fromisoformat(str(value)),
    "interval": _span,
    "uuid": _id,
    "jsonb": _json,
    "bytea": bytes,
}
#: JSON is asked for as text, an address without its mask.
_FROM_POSTGRESQL: dict[str, Reader | None] = {
    "timestamptz": _moment,
    "jsonb": _json,
    "bytea": bytes,
    "inet": str,
}


@dataclass
class Sum:
    """How many rows there were and what they add up to: equal for equal rows, in whatever order they came."""

    rows: int = 0
    parts: list[int] = field(default_factory=lambda: [0] * PARTS)

    def add(self, table: Table, row: Sequence[Value]) -> None:
        """One more row."""
        self.rows += 1
        part = part_of(table, row)
        self.parts[part] = (self.parts[part] + digest(row)) % _MODULUS

    def differing(self, other: Sum) -> frozenset[int]:
        """The parts in which the two differ."""
        return frozenset(part for part in range(PARTS) if self.parts[part] != other.parts[part])


def digest(row: Sequence[Value]) -> int:
    """What one row is worth in a sum."""
    return int.from_bytes(hashlib.sha256(repr(tuple(row)).encode("utf-8", "surrogatepass")).digest())


def part_of(table: Table, row: Sequence[Value]) -> int:
    """In which part of the sum a row is."""
    key = row[table.key[0]] if len(table.key) == 1 else table.key_of(row)
    return key % PARTS if isinstance(key, int) else zlib.crc32(repr(key).encode("utf-8")) % PARTS


def keys_that_differ(
    table: Table, parts: frozenset[int], one: Iterable[Sequence[Value]], other: Iterable[Sequence[Value]]
) -> list[str]:
    """The keys of rows that are on one side alone or differ, of the parts given."""
    here, there = (
        {table.key_of(row): digest(row) for row in rows if part_of(table, row) in parts}
        for rows in (one, other)
    )
    found = [key for key in here.keys() | there.keys() if here.get(key) != there.get(key)]
    return sorted("/".join(map(str, key)) for key in found)
