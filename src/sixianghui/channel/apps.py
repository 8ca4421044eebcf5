"""Wiring of the room."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig


@dataclass(frozen=True)
class _Desk:
    """What Wagtail's task for a review asks of the rest of the room."""

    may_review: Callable[[Any, Any], bool]
    waiting_for: Callable[[Any], Any]
    begin: Callable[[Any], None]
    act: Callable[..., None]
    pass_form: type


class ChannelConfig(AppConfig):
    """频道."""

    name = "sixianghui.channel"
    label = "channel"
    verbose_name = "频道"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to Wagtail's signals, put the columns on every page, tell `search` how to find pages."""
        from sixianghui.channel import (
            checklist,
            commands,
            desk_clock,
            erasing,
            figures,
            links,
            personal,
            places,
            queries,
            receivers,
            search,
            tasks,
        )
        from sixianghui.channel.models import ReviewTask
        from sixianghui.tasks.public import every
        from sixianghui.ui import public as ui

        desk_clock.install()
        ReviewTask.desk = _Desk(
            queries.may_review,
            queries.waiting_for,
            commands.ready_for_review,
            commands.act,
            checklist.PassForm,
        )
        receivers.connect()
        figures.register()
        every(minutes=1, name="channel.publish_due")(tasks.publish_due)
        every(days=1, name="channel.forget_notes")(tasks.forget_notes)
        search.register()
        ui.register_desks(places.desks)
        ui.register_nav(links.columns)
        personal.register()
        erasing.register()
