"""Wiring of the room."""

from django.apps import AppConfig


class ChannelConfig(AppConfig):
    """频道."""

    name = "sixianghui.channel"
    label = "channel"
    verbose_name = "频道"
    default_auto_field = "django.db.models.BigAutoField"
