"""Databases to move to: empty ones of an ordinary owner, on the local server."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from sixianghui.operations.commands.moving import SCHEMA
from tests import databases

OWNER = "sixianghui_owner"


@contextlib.contextmanager
def a_database(name: str, *, like_template: bool = False) -> Iterator[str]:
    """The address of an empty database whose owner may do nothing else on the server; gone afterwards.

    like_template: it holds our migrated tables where a move keeps them until it is done, which saves migrating.
    """
    why_not = databases.postgres_answers()
    if why_not:
        pytest.skip(why_not)
    name = f"sixianghui_{name}_{os.getpid()}"
    template = f' TEMPLATE "{databases.postgres_template()}"' if like_template else ""
    ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    ask(
        f"DO $$ BEGIN CREATE ROLE {OWNER} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )
    ask(f'CREATE DATABASE "{name}"{template} OWNER {OWNER}')
    if like_template:
        with psycopg.connect(databases.server_url(name), autocommit=True) as connection:
            connection.execute(f"ALTER SCHEMA public RENAME TO {SCHEMA}")
            connection.execute("CREATE SCHEMA public")
    try:
        yield databases.server_url(name) if like_template else owners(databases.server_url(name))
    finally:
        ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def ask(statement: str, url: str = "") -> list[tuple[Any, ...]]:
    """What a statement answers, at the server or in a database."""
    with psycopg.connect(url or databases.server_url("postgres"), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def owners(url: str) -> str:
    """The same database, entered as its owner."""
    return f"postgresql://{OWNER}@{url.split('@')[1]}"
