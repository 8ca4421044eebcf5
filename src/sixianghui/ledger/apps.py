"""Wiring of the room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """台账."""

    name = "sixianghui.ledger"
    label = "ledger"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"
