"""Tables to which rows are only added: the database itself refuses to edit or delete, whoever asks.

Put in place after every migration, because SQLite rebuilds an altered table without its triggers. They stand
against mistakes in code and hasty hands at a database shell; against somebody who owns the database stands
the chain.
"""

from __future__ import annotations

from collections.abc import Collection

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

_PREFIX = "added_only_"
_FUNCTION = """
CREATE OR REPLACE FUNCTION added_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are neither edited nor deleted', TG_TABLE_NAME USING ERRCODE = '23000';
END $$
"""


def guard(model: type[models.Model], *, fillable: Collection[str] = (), using: str = "default") -> None:
    """Refuse edits and deletions in a model's table; empty columns named in `fillable` may be filled once."""
    connection = connections[using]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return
        columns = [field.column for field in model._meta.concrete_fields if field.column]
        condition = _forbidden(connection, columns, fillable)
        statements = (
            _sqlite(table, condition) if connection.vendor == "sqlite" else _postgresql(table, condition)
        )
        for statement in statements:
            cursor.execute(statement)


def lift(using: str = "default") -> None:
    """Take every guard away until the next migration: for emptying a whole database, which is no edit."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in _present(connection):
            on = "" if connection.vendor == "sqlite" else f' ON "{table}"'
            cursor.execute(f'DROP TRIGGER "{name}"{on}')


def guard_chain(using: str = "default", **_: object) -> None:
    """After migrations: guard the audit chain."""
    guard(apps.get_model("audit", "AuditEvent"), using=using)


def _forbidden(connection: BaseDatabaseWrapper, columns: Collection[str], fillable: Collection[str]) -> str:
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    parts = []
    for column in columns:
        changed = f'NEW."{column}" {differs} OLD."{column}"'
        if column in fillable:
            filled = f"COALESCE(CAST(OLD.\"{column}\" AS TEXT), '') <> ''"
            changed = f"({changed} AND {filled})"
        parts.append(changed)
    return " OR ".join(parts)


def _sqlite(table: str, condition: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are neither edited nor deleted'); END"
    edit, delete = f"{_PREFIX}{table}_edit", f"{_PREFIX}{table}_delete"
    return [
        f'DROP TRIGGER IF EXISTS "{edit}"',
        f'DROP TRIGGER IF EXISTS "{delete}"',
        f'CREATE TRIGGER "{edit}" BEFORE UPDATE ON "{table}" WHEN {condition} {refuse}',
        f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" {refuse}',
    ]


def _postgresql(table: str, condition: str) -> list[str]:
    edit, delete, empty = (f"{_PREFIX}{table}"[:54] + end for end in ("_edit", "_delete", "_empty"))
    create, each = "CREATE OR REPLACE TRIGGER", f'ON "{table}" FOR EACH ROW'
    refuse = "EXECUTE FUNCTION added_only()"
    return [
        _FUNCTION,
        f'{create} "{edit}" BEFORE UPDATE {each} WHEN ({condition}) {refuse}',
        f'{create} "{delete}" BEFORE DELETE {each} {refuse}',
        f'{create} "{empty}" BEFORE TRUNCATE ON "{table}" {refuse}',
    ]


def _present(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        return [(name, table.strip('"')) for name, table in cursor.fetchall() if name.startswith(_PREFIX)]
