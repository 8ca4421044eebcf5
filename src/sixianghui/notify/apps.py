"""Wiring of the room."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """通知."""

    name = "sixianghui.notify"
    label = "notify"
    verbose_name = "通知"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What this room keeps about people stands in the register."""
        from sixianghui.notify import erasing, personal

        personal.register()
        erasing.register()
