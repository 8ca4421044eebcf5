"""What is found in a database: its tables, what each figure comes to, whether the audit chain holds. Of the copy and of what was
restored from it the same has to be found.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.ledger import public as ledger
from sixianghui.operations import databases
from sixianghui.operations.databases import Tables


@dataclass(frozen=True)
class Found:
    """Everything that is compared. `clock`: the domain's moment at which the figures were counted."""

    kind: str
    clock: str
    tables: Tables
    figures: dict[str, list[Any]]
    chain: list[Any]
    migrations: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """In all tables."""
        return sum(int(count) for count, _digest in self.tables.values())

    def plain(self) -> dict[str, Any]:
        """For the manifest."""
        return asdict(self)


def look_into_sqlite(path: Path, clock: dt.datetime) -> Found:
    """A copy of a SQLite database, or one that was restored. It is left as it is. Raises `DatabaseFault`."""
    databases.check_sqlite(path)
    tables = databases.tables_of_sqlite(path)
    # The usual start of a connection would make a write-ahead log beside it.
    options = {"transaction_mode": "DEFERRED", "init_command": "PRAGMA query_only=ON;"}
    with databases.standing_in(databases.wrapper_for(NAME=str(path), OPTIONS=options)):
        return _found("sqlite", tables, clock)


def look_into_postgres(name: str, clock: dt.datetime) -> Found:
    """Another database of the site's server."""
    wrapper = databases.wrapper_for(NAME=name)
    with databases.standing_in(wrapper):
        return _found("postgresql", databases.tables_of_postgres(wrapper), clock)


def look_into_here(clock: dt.datetime) -> Found:
    """The site's own database, in the open transaction if there is one."""
    if connection.vendor == "sqlite":
        return _found("sqlite", databases.tables_of_sqlite(Path(connection.settings_dict["NAME"])), clock)
    return _found("postgresql", databases.tables_of_postgres(connections["default"]), clock)


def _found(kind: str, tables: Tables, clock: dt.datetime) -> Found:
    with time.using(time.ManualClock(clock)):
        figures = {row["name"]: [row["value"], row["version"]] for row in ledger.table()}
    # Anchors lie in files beside; here is asked whether the rows follow one another.
    verdict = audit.verify(())
    recorder = MigrationRecorder(connections["default"])
    migrations = sorted(f"{app}.{name}" for app, name in recorder.applied_migrations())
    return Found(
        kind,
        clock.isoformat(),
        tables,
        figures,
        [verdict.total, verdict.head, verdict.ok],
        migrations,
    )


def differences(wanted: dict[str, Any], found: Found) -> list[str]:
    """What is not as the manifest says, in words; nothing when all is equal."""
    said = []
    for name in sorted(set(wanted["tables"]) | set(found.tables)):
        if wanted["tables"].get(name) != found.tables.get(name):
            said.append(f"表 {name} 的内容对不上。")
    for name, value in wanted["figures"].items():
        if found.figures.get(name) != value:
            said.append(
                f"数字 {name} 对不上：备份时 {value[0]}，还原后 {found.figures.get(name, ['—'])[0]}。"
            )
    if not found.chain[2]:
        said.append(f"审计链从第 {found.chain[0] + 1} 行起接不上。")
    elif found.chain[:2] != wanted["chain"][:2]:
        said.append("审计链的末尾对不上。")
    return said
