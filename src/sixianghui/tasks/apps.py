"""Wiring of the room."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """任务."""

    name = "sixianghui.tasks"
    label = "tasks"
    verbose_name = "任务"
    default_auto_field = "django.db.models.BigAutoField"
