"""`sixianghui manage rebuild_search`: make the index anew of what the rooms have now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sixianghui.search import commands


class Command(BaseCommand):
    """After a change of how texts are cut into tokens, or when the index is in doubt."""

    help = "重做检索的索引"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"索引重做好了，共 {commands.rebuild()} 条。")
