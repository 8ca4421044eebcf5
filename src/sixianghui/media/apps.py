"""Wiring of the room."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """媒体."""

    name = "sixianghui.media"
    label = "media"
    verbose_name = "媒体"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What this room keeps about people stands in the register."""
        from sixianghui.media import personal

        personal.register()
