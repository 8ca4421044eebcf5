"""Wiring of the room."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """建议与投诉."""

    name = "sixianghui.complaints"
    label = "complaints"
    verbose_name = "建议与投诉"
    default_auto_field = "django.db.models.BigAutoField"
