"""`migrate` as Django has it, with an executor whose migrations are whole or not there."""

from __future__ import annotations

from django.core.management.commands import migrate

from sixianghui.project.migrating import WholeExecutor

# Django's command makes its executor by this name.
migrate.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]


class Command(migrate.Command):
    """Found before Django's own: `prepare`, `restore`, `move` and tests all come by here."""
