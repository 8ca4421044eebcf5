"""Wiring of the room."""

from django.apps import AppConfig


class ChannelConfig(AppConfig):
    """频道."""

    name = "sixianghui.channel"
    label = "channel"
    verbose_name = "频道"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to Wagtail's signals, and put the columns on every page."""
        from sixianghui.channel import links, receivers
        from sixianghui.ui import public as ui

        receivers.connect()
        ui.register_nav(links.columns)
