"""Wiring of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """审计."""

    name = "sixianghui.audit"
    label = "audit"
    verbose_name = "审计"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The chain's table is guarded after every migration."""
        from sixianghui.audit.guards import guard_chain

        post_migrate.connect(guard_chain, sender=self)
