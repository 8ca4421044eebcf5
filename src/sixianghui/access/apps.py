"""Wiring of the room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """权限."""

    name = "sixianghui.access"
    label = "access"
    verbose_name = "权限"
    default_auto_field = "django.db.models.BigAutoField"
