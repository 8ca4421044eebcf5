"""Wiring of the room."""

from django.apps import AppConfig


class ChannelConfig(AppConfig):
    """频道."""

    name = "sixianghui.channel"
    label = "channel"
    verbose_name = "频道"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to Wagtail's signals, put the columns on every page, tell `search` how to find pages."""
        from sixianghui.channel import erasing, links, personal, receivers, search
        from sixianghui.ui import public as ui

        receivers.connect()
        search.register()
        ui.register_nav(links.columns)
        personal.register()
        erasing.register()
