"""A row is the same row whichever database keeps it, and a sum of rows shows every change and no order."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from sixianghui.operations.rows import (
    BadValue,
    Column,
    Sum,
    Table,
    from_postgresql,
    from_sqlite,
    keys_that_differ,
)

KINDS = (
    "int8",
    "bool",
    "varchar",
    "timestamptz",
    "date",
    "time",
    "interval",
    "uuid",
    "jsonb",
    "bytea",
    "float8",
    "inet",
)
EVERY = Table("every", (*(Column(kind, kind) for kind in KINDS), Column("numeric", "numeric", 2)), (0,))
PAIR = Table("pair", (Column("id", "int8"), Column("text", "varchar")), (0,))
SHANGHAI = ZoneInfo("Asia/Shanghai")
A_UUID = uuid.UUID("0123456789abcdef0123456789abcdef")


def test_row_when_both_databases_keep_it_then_its_values_are_equal() -> None:
    from_one = from_sqlite(EVERY)(
        (
            7, 1, "党课 ’", "2018-06-05 04:00:00.000120", "2018-06-05", "12:30:00", 90_000_001, A_UUID.hex,
            '{"b": 1.50, "a": [1e2, true, null, "字"]}', b"\0\xff", 0.1, "10.0.0.7", 12.5,
        )
    )  # fmt: skip
    from_other = from_postgresql(EVERY)(
        (
            7, True, "党课 ’", dt.datetime(2018, 6, 5, 12, 0, 0, 120, SHANGHAI), dt.date(2018, 6, 5), dt.time(12, 30),
            dt.timedelta(seconds=90, microseconds=1), A_UUID, '{"a": [100, true, null, "字"], "b": 1.5}', b"\0\xff", 0.1,
            "10.0.0.7", Decimal("12.50"),
        )
    )  # fmt: skip
    assert from_one == from_other
    assert repr(from_one) == repr(from_other)


def test_row_when_a_value_is_nothing_then_it_stays_nothing() -> None:
    empty = (7, *[None] * 12)
    assert from_sqlite(EVERY)(empty) == from_postgresql(EVERY)(empty) == list(empty)


@pytest.mark.parametrize(
    ("place", "value"),
    [(2, "a\0b"), (8, '{"a": "\\u0000"}'), (8, "{"), (3, "gestern"), (7, "0123"), (12, "zwölf")],
)
def test_value_when_postgresql_could_not_keep_it_then_its_column_is_named(place: int, value: str) -> None:
    row = [7, *[None] * 12]
    row[place] = value
    with pytest.raises(BadValue, match=EVERY.columns[place].name):
        from_sqlite(EVERY)(row)


def test_words_when_they_only_spell_an_escape_then_they_are_kept() -> None:
    row: list[object] = [7, *[None] * 12]
    row[8] = r'{"a": "反斜杠 \\u0000", "b\\\\u0000": "\\\\"}'
    kept = from_sqlite(EVERY)(row)
    assert kept[8] == row[8]


def test_sum_when_rows_come_in_another_order_then_it_is_the_same() -> None:
    rows = [[number, f"第{number}行"] for number in range(500)]
    one, other = Sum(), Sum()
    for row in rows:
        one.add(PAIR, row)
    random.shuffle(rows)
    for row in rows:
        other.add(PAIR, row)
    assert one == other
    assert not one.differing(other)


@pytest.mark.parametrize("change", ["edited", "gone", "added", "swapped"])
def test_sum_when_one_row_of_many_differs_then_the_row_is_named(change: str) -> None:
    here = [[number, f"第{number}行"] for number in range(500)]
    there = [list(row) for row in here]
    if change == "edited":
        there[77][1] += "。"
    elif change == "gone":
        del there[77]
    elif change == "added":
        there.append([900, "多出来的"])
    else:
        there[77][1], there[78][1] = there[78][1], there[77][1]
    sums = []
    for rows in (here, there):
        total = Sum()
        for row in rows:
            total.add(PAIR, row)
        sums.append(total)
    parts = sums[0].differing(sums[1])
    expected = {"edited": ["77"], "gone": ["77"], "added": ["900"], "swapped": ["77", "78"]}[change]
    assert keys_that_differ(PAIR, parts, here, there) == expected
