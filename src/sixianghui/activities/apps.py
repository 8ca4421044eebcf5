"""Wiring of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ActivitiesConfig(AppConfig):
    """活动."""

    name = "sixianghui.activities"
    label = "activities"
    verbose_name = "活动"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Kinds after every migration; figures, search, cards, places, messages, personal data; what other rooms show."""
        from sixianghui.activities import (
            cards,
            commands,
            figures,
            notices,
            personal,
            places,
            receivers,
            search,
            strips,
        )
        from sixianghui.activities.commands.writing import unit_tag
        from sixianghui.channel import public as channel
        from sixianghui.directory import public as directory
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        figures.register()
        search.register()
        notices.register()
        personal.register()
        ui.register_cards(cards.cards)
        ui.register_desks(places.desks)
        ui.register_mine(places.mine)
        ui.register_foot(places.foot)
        directory.register_strip(strips.of_unit, unit_tag)
        channel.register_strip(strips.occasions)
        tasks.every(days=1, name="activities.forget_names", erases=True)(commands.forget_names)
        tasks.every(days=1, name="activities.remind")(commands.remind)
        directory.unit_closes.connect(receivers.unit_closes, dispatch_uid="activities.unit_closes")
        post_migrate.connect(receivers.migrated, sender=self, dispatch_uid="activities.migrated")
