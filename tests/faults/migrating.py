"""Brings an empty database up to date and ends itself where it is told to: `python -m tests.faults.migrating KILL HOW`.

KILL: the name of the migration (`room.0001_initial`) at whose note the process kills itself, or nothing. HOW: `whole`, as
the product does it, or `plain`, as Django does. Each migration is written out as it is noted, with whether that happens in
a transaction.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any


def main(kill: str, how: str) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.management.commands import migrate
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.recorder import MigrationRecorder

    noted = MigrationRecorder.record_applied

    def told(self: MigrationRecorder, app: str, name: str) -> Any:
        print(f"{app}.{name}", connection.in_atomic_block, flush=True)
        if f"{app}.{name}" == kill:
            os.kill(os.getpid(), signal.SIGKILL)
        return noted(self, app, name)

    MigrationRecorder.record_applied = told  # type: ignore[method-assign]
    if how == "plain":
        from django.core.management.commands.migrate import Command

        migrate.MigrationExecutor = MigrationExecutor  # type: ignore[attr-defined]
        call_command(Command(), verbosity=0, interactive=False)
    else:
        call_command("migrate", verbosity=0, interactive=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
