"""Wiring of the room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """检索."""

    name = "sixianghui.search"
    label = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A site that was migrated gets its index."""
        post_migrate.connect(_migrated, sender=self, dispatch_uid="search.migrated")


def _migrated(**_kwargs: Any) -> None:
    """All rooms have their tables by then."""
    from sixianghui.search import commands

    commands.fill_if_empty()
