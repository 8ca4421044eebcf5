"""Wiring of the room."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """组织与人员."""

    name = "sixianghui.directory"
    label = "directory"
    verbose_name = "组织与人员"
    default_auto_field = "django.db.models.BigAutoField"
