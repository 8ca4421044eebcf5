"""Copy a site from SQLite into an empty PostgreSQL database, and compare what came with what was there.

All of it happens in a schema of its own name; the tables go where the product looks for them in one transaction at the
end, when everything was found equal. Until then the target holds nothing that the product would take for a site, and
whoever comes again begins anew. A user who owns the database is enough; the source is opened for reading alone.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from sixianghui.common import postgres
from sixianghui.common.errors import Conflict
from sixianghui.operations.queries.tables import (
    RowFault,
    quoted,
    rows_of_postgresql,
    rows_of_sqlite,
    tables_of_postgresql,
    tables_of_sqlite,
)
from sixianghui.operations.rows import Sum, Table, keys_that_differ

if TYPE_CHECKING:
    import psycopg

SCHEMA = "sixianghui_moving"
#: What every connection to the unfinished site is told, in the way of PGOPTIONS.
OPTIONS = f"-c search_path={SCHEMA} {postgres.UNHURRIED} -c timezone=UTC"
#: Names of a table's rows that a sentence holds.
NAMED = 5
_LOCK = 0x73786831
_OTHERS = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', %s)
AND n.nspname NOT LIKE 'pg\\_%%'
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') LIMIT 1
"""
_FOREIGN = """
SELECT r.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class r ON r.oid = k.conrelid
WHERE k.contype = 'f' AND k.connamespace = %s::regnamespace ORDER BY r.relname, k.conname
"""
_SEQUENCES = """
SELECT table_name, column_name, sequence FROM (
  SELECT table_name::text, column_name::text,
    pg_get_serial_sequence(quote_ident(table_schema) || '.' || quote_ident(table_name), column_name) AS sequence
  FROM information_schema.columns WHERE table_schema = %s
) found WHERE sequence IS NOT NULL
"""
_FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = %s::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""

Say = Callable[[str], None]


class CannotMove(Conflict):
    """The move was not made; the message says why. The source is as it was, the target holds no site."""


class Target:
    """The database that is moved to. `with Target(url) as target:`; one at a time for each database."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> Target:
        import psycopg

        try:
            self.connection: psycopg.Connection[Any] = psycopg.connect(
                self.url, autocommit=True, options=OPTIONS, connect_timeout=10
            )
        except psycopg.Error as error:
            raise CannotMove(_("连不上新的数据库：%s") % _first_line(error)) from error
        if not self._value("SELECT pg_try_advisory_lock(%s)", _LOCK):
            self.connection.close()
            raise CannotMove(_("另一次搬家正往这个数据库里搬。"))
        return self

    def __exit__(self, *_raised: object) -> None:
        self.connection.close()

    def run(self, statement: str) -> None:
        """One statement."""
        self.connection.execute(statement.encode())

    def _value(self, question: str, *values: Any) -> Any:
        row = self.connection.execute(question.encode(), values).fetchone()
        return None if row is None else row[0]

    def make_room(self) -> bool:
        """An empty place for the site. True when an unfinished move was thrown away for it.

        Raises `CannotMove` when anything of somebody else's is there, or this user may make nothing here.
        """
        import psycopg

        other = self._value(_OTHERS, SCHEMA)
        if other:
            raise CannotMove(
                _("新的数据库不是空的：里面有 %s。请另建一个空的数据库；这里什么也没有动。") % other
            )
        if self._value("SHOW server_encoding") != "UTF8":
            raise CannotMove(_("新的数据库要用 UTF8 编码建：CREATE DATABASE … ENCODING 'UTF8'。"))
        unfinished = bool(self._value("SELECT to_regnamespace(%s) IS NOT NULL", SCHEMA))
        try:
            self.give_up()
            self.run(f"CREATE SCHEMA {SCHEMA}")
        except psycopg.Error as error:
            raise CannotMove(
                _("这个用户不能在新的数据库里建表，请让它做数据库的主人：%s") % _first_line(error)
            ) from error
        return unfinished

    def give_up(self) -> None:
        """Leave the database as empty as it was."""
        self.run(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")

    def tables(self) -> list[Table]:
        """What is copied and compared."""
        return tables_of_postgresql(self.connection, SCHEMA)

    def finish(self) -> None:
        """Put the site where the product looks for it, all at once."""
        names = [
            row[0] for row in self._rows("SELECT tablename FROM pg_tables WHERE schemaname = %s", SCHEMA)
        ]
        functions = [row[0] for row in self._rows(_FUNCTIONS, SCHEMA)]
        with self.connection.transaction():
            for name in names:
                self.run(f"ALTER TABLE {SCHEMA}.{quoted(name)} SET SCHEMA public")
            for function in functions:
                self.run(f"ALTER FUNCTION {function} SET SCHEMA public")
            self.run(f"DROP SCHEMA {SCHEMA}")
        self.run("ANALYZE")

    def _rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(question.encode(), values).fetchall()

    @contextlib.contextmanager
    def unguarded(self, tables: list[Table]) -> Iterator[None]:
        """Without what looks at rows one by one: references between tables, and guards against edits."""
        foreign = self._rows(_FOREIGN, SCHEMA)
        for table, name, _definition in foreign:
            self.run(f"ALTER TABLE {quoted(table)} DROP CONSTRAINT {quoted(name)}")
        for table in tables:
            self.run(f"ALTER TABLE {quoted(table.name)} DISABLE TRIGGER USER")
        yield
        for table in tables:
            self.run(f"ALTER TABLE {quoted(table.name)} ENABLE TRIGGER USER")
        for table, name, definition in foreign:
            self._refer(table, name, definition)

    def _refer(self, table: str, name: str, definition: str) -> None:
        import psycopg

        try:
            self.run(f"ALTER TABLE {quoted(table)} ADD CONSTRAINT {quoted(name)} {definition}")
        except psycopg.IntegrityError as error:
            raise CannotMove(
                _("原来的数据有缺：表 %(table)s 里有的行指着不存在的行（%(rule)s）。")
                % {"table": table, "rule": definition.split(" DEFERRABLE")[0]}
            ) from error

    def set_sequences(self, source: sqlite3.Connection) -> int:
        """Let new rows be numbered on from where the source was, rows that are gone included. How many were set."""
        reached = dict(source.execute("SELECT name, seq FROM sqlite_sequence"))
        found = self._rows(_SEQUENCES, SCHEMA)
        for table, column, sequence in found:
            most = self._value(f"SELECT max({quoted(column)}) FROM {quoted(table)}") or 0
            last = max(most, reached.get(table, 0))
            self._value("SELECT setval(%s, %s, %s)", sequence, last or 1, last > 0)
        return len(found)


def same_tables(source: sqlite3.Connection, tables: list[Table]) -> None:
    """Both sides know the same tables and columns. Raises `CannotMove` naming one that is on one side alone."""
    here = tables_of_sqlite(source)
    there = {table.name: {column.name for column in table.columns} for table in tables}
    for name in sorted(here.keys() ^ there.keys()):
        raise CannotMove(
            _("表 %s 只有一边有。原来的数据是别的版本留下的：先用现在的版本启动一次，再搬。") % name
        )
    for name, columns in here.items():
        for column in sorted(columns ^ there[name]):
            raise CannotMove(
                _("列 %s 只有一边有。原来的数据是别的版本留下的：先用现在的版本启动一次，再搬。")
                % f"{name}.{column}"
            )


def copy(source: sqlite3.Connection, target: Target, tables: list[Table], say: Say) -> dict[str, Sum]:
    """Copy every row in batches; what each table added up to as it was read.

    Raises `CannotMove` naming the table, and where it is known the row, that could not be copied.
    """
    sums: dict[str, Sum] = {}
    with target.unguarded(tables):
        target.run("TRUNCATE " + ", ".join(quoted(table.name) for table in tables))
        for number, table in enumerate(tables, 1):
            sums[table.name] = _copy_one(source, target, table, say)
            if number % 50 == 0:
                total = sum(one.rows for one in sums.values())
                say(_("搬了 %(done)d/%(all)d 张表，%(rows)d 行……") % {"done": number, "all": len(tables), "rows": total})  # fmt: skip
    return sums


def _copy_one(source: sqlite3.Connection, target: Target, table: Table, say: Say) -> Sum:
    import psycopg

    total = Sum()
    names = ", ".join(quoted(column.name) for column in table.columns)
    try:
        with (
            target.connection.cursor() as cursor,
            cursor.copy(f"COPY {quoted(table.name)} ({names}) FROM STDIN".encode()) as out,
        ):
            for row in rows_of_sqlite(source, table):
                out.write_row(row)
                total.add(table, row)
                if total.rows % 200_000 == 0:
                    say(_("　%(table)s：%(rows)d 行……") % {"table": table.name, "rows": total.rows})
    except RowFault as fault:
        raise CannotMove(
            _("表 %(table)s 的第 %(key)s 行，列 %(column)s 的内容，PostgreSQL 存不了。")
            % {"table": fault.table, "key": fault.key, "column": fault.column}
        ) from fault
    except psycopg.Error as error:
        raise CannotMove(
            _("表 %(table)s 搬不过去：%(why)s%(where)s")
            % {"table": table.name, "why": error.diag.message_primary or type(error).__name__, "where": _where(error)}
        ) from error  # fmt: skip
    return total


def _where(error: psycopg.Error) -> str:
    """The line and column that PostgreSQL names, without what stands there: it may be about a person."""
    found = re.search(r"line (\d+), column (\w+)", error.diag.context or "")
    return f"（{_('第')} {found[1]} {_('行')}，{found[2]}）" if found else ""


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def differences(
    source: sqlite3.Connection, target: Target, tables: list[Table], sums: dict[str, Sum]
) -> list[str]:
    """Read everything at the target again and compare; a sentence for each table in which a row differs."""
    found = []
    for table in tables:
        there = Sum()
        for row in rows_of_postgresql(target.connection, SCHEMA, table):
            there.add(table, row)
        here = sums[table.name]
        parts = here.differing(there)
        if here.rows == there.rows and not parts:
            continue
        keys = keys_that_differ(
            table, parts, rows_of_sqlite(source, table), rows_of_postgresql(target.connection, SCHEMA, table)
        )
        found.append(
            _("表 %(table)s 两边不一样（%(here)d 行，%(there)d 行）：第 %(keys)s 行%(more)s。")
            % {
                "table": table.name,
                "here": here.rows,
                "there": there.rows,
                "keys": "、".join(keys[:NAMED]),
                "more": _("等 %d 行") % len(keys) if len(keys) > NAMED else "",
            }
        )
    return found
