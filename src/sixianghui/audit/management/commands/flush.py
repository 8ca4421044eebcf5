"""`flush` empties a whole database; the guards step aside for that and come back with its `post_migrate`."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.flush import Command as Flush

from sixianghui.audit import guards


class Command(Flush):
    """Django's own, on guarded tables."""

    def handle(self, **options: Any) -> None:
        guards.lift(options["database"])
        super().handle(**options)
