"""A migration that is killed has happened, or it has not."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class WholeExecutor(MigrationExecutor):
    """Notes each migration in the migration's own transaction.

    Django notes one that makes indexes or foreign keys after its commit, which is nearly every one that makes a table.
    Killed in between, the tables are there and nobody knows: `already exists` at each start from then on.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """As Django does it; what the migration puts off is done before the note instead of after it."""
        plain = migration.apply

        def apply(
            before: ProjectState, editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
        ) -> ProjectState:
            after = plain(before, editor, collect_sql)
            while editor.deferred_sql:
                editor.execute(editor.deferred_sql.pop(0), None)
            return after

        migration.apply = apply  # type: ignore[assignment, method-assign]
        return super().apply_migration(state, migration, fake, fake_initial)
