"""Wiring of the room."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """通知."""

    name = "sixianghui.notify"
    label = "notify"
    verbose_name = "通知"
    default_auto_field = "django.db.models.BigAutoField"
