"""Wiring of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """台账."""

    name = "sixianghui.ledger"
    label = "ledger"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The tables of facts and publications are guarded after every migration."""
        from sixianghui.ledger import personal
        from sixianghui.ledger.receivers import guard_tables

        post_migrate.connect(guard_tables, sender=self)
        personal.register()
