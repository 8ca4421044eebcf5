"""A text with a NUL in it is kept by no database of ours: PostgreSQL cannot, SQLite is not given any.

Nobody types one. Where it were kept, a site could never move to PostgreSQL; and both answer a request with one alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import DataError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


def install() -> None:
    """From now on each connection to SQLite refuses as one to PostgreSQL does."""
    connection_created.connect(_watch, dispatch_uid="no NUL")


def _watch(connection: BaseDatabaseWrapper, **_more: Any) -> None:
    if connection.vendor == "sqlite" and refuse not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, refuse)


def refuse(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Django's hook around each statement. Raises `DataError` with psycopg's reason."""
    for row in params if many and isinstance(params, list | tuple) else (params,):
        if any(isinstance(value, str) and "\0" in value for value in _values(row)):
            raise DataError("text fields cannot contain NUL (0x00) bytes")
    return execute(sql, params, many, context)


def _values(row: Any) -> Iterable[Any]:
    if isinstance(row, dict):
        return row.values()
    return row if isinstance(row, list | tuple) else ()
