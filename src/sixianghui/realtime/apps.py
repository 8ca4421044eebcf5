"""Wiring of the room."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """实时."""

    name = "sixianghui.realtime"
    label = "realtime"
    verbose_name = "实时"
    default_auto_field = "django.db.models.BigAutoField"
