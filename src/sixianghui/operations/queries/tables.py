"""The tables of two databases that are moved from one to the other: their rows read in batches, on both sides alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sixianghui.operations.rows import BadValue, Column, Table, Value, from_postgresql, from_sqlite

if TYPE_CHECKING:
    import psycopg

#: Rows held in memory at a time.
BATCH = 2000
#: What each database makes of other rows: full-text indexes. They are made anew instead of being copied.
DERIVED = ("search_index", "wagtailsearch_indexentry")
_COLUMNS = """
SELECT c.table_name, c.column_name, c.udt_name, coalesce(c.numeric_scale, 0)
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = %s AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position
"""
_KEYS = """
SELECT c.relname, a.attname FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
WHERE i.indisprimary AND c.relnamespace = %s::regnamespace
"""


class RowFault(Exception):
    """A row that the other database cannot take: which table, row and column."""

    def __init__(self, table: str, key: str, column: str) -> None:
        super().__init__(table, key, column)
        self.table, self.key, self.column = table, key, column


def quoted(name: str) -> str:
    """A name inside SQL."""
    return '"' + name.replace('"', '""') + '"'


def is_derived(table: str) -> bool:
    """Whether the rows of a table follow from others."""
    return table.startswith(DERIVED)


def open_sqlite(path: Path) -> sqlite3.Connection:
    """The file for reading alone, as it stands at this moment, whoever writes meanwhile."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def tables_of_sqlite(source: sqlite3.Connection) -> dict[str, set[str]]:
    """Tables that are copied, each with its columns."""
    names = [row[0] for row in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: {row[1] for row in source.execute(f"PRAGMA table_info({quoted(name)})")}
        for name in names
        if not is_derived(name) and not name.startswith("sqlite_")
    }


def tables_of_postgresql(target: psycopg.Connection[Any], schema: str) -> list[Table]:
    """Tables that are copied, with the types of their columns."""
    columns: dict[str, list[Column]] = {}
    for table, name, kind, scale in target.execute(_COLUMNS, [schema]):
        columns.setdefault(table, []).append(Column(name, kind, scale))
    keys: dict[str, set[str]] = {}
    for table, name in target.execute(_KEYS, [schema]):
        keys.setdefault(table, set()).add(name)
    return [
        Table(
            table,
            tuple(found),
            tuple(place for place, column in enumerate(found) if column.name in keys.get(table, ())),
        )
        for table, found in columns.items()
        if not is_derived(table)
    ]


def rows_of_sqlite(source: sqlite3.Connection, table: Table) -> Iterator[list[Value]]:
    """Every row as values. Raises `RowFault` for one that PostgreSQL could not keep."""
    read = from_sqlite(table)
    names = ", ".join(quoted(column.name) for column in table.columns)
    cursor = source.execute(f"SELECT {names} FROM {quoted(table.name)}")
    while batch := cursor.fetchmany(BATCH):
        for row in batch:
            try:
                yield read(row)
            except BadValue as error:
                raise RowFault(table.name, "/".join(map(str, table.key_of(row))), str(error)) from error


def rows_of_postgresql(target: psycopg.Connection[Any], schema: str, table: Table) -> Iterator[list[Value]]:
    """Every row as values, through a cursor of the server."""
    read = from_postgresql(table)
    names = ", ".join(_asked(column) for column in table.columns)
    with target.transaction(), target.cursor("moving") as cursor:
        cursor.itersize = BATCH
        cursor.execute(f"SELECT {names} FROM {quoted(schema)}.{quoted(table.name)}".encode())
        for row in cursor:
            yield read(row)


def _asked(column: Column) -> str:
    name = quoted(column.name)
    return {"jsonb": f"{name}::text", "inet": f"host({name})"}.get(column.kind, name)
