"""Wiring of the room."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """项目."""

    name = "sixianghui.project"
    label = "project"
    verbose_name = "项目"
    default_auto_field = "django.db.models.BigAutoField"
