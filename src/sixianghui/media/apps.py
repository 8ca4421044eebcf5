"""Wiring of the room."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """媒体."""

    name = "sixianghui.media"
    label = "media"
    verbose_name = "媒体"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the scanner in place, hear of what is saved, tell who may follow the making of a panorama."""
        from sixianghui.media import adapters, commands, erasing, links, personal, queries, receivers
        from sixianghui.realtime import public as realtime
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        adapters.register()
        receivers.connect()
        personal.register()
        erasing.register()
        realtime.register_topic(queries.TOPIC, queries.may_follow)
        realtime.register_topic(queries.STREAM_TOPIC, queries.may_follow_stream)
        tasks.every(minutes=15, name="media.scan")(commands.scan_what_waits)
        tasks.every(days=1, name="media.sweep", erases=True)(commands.sweep)
        ui.register_desks(links.desks)
