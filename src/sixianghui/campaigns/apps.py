"""Wiring of the room."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """主题活动."""

    name = "sixianghui.campaigns"
    label = "campaigns"
    verbose_name = "主题活动"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Personal data, figures, holdings, messages, search, cards, places, and what is done by the hour."""
        from sixianghui.campaigns import (
            askers,
            cards,
            commands,
            figures,
            holdings,
            home,
            messages,
            personal,
            places,
            plan_wiring,
            search,
        )
        from sixianghui.channel import public as channel
        from sixianghui.complaints import public as complaints
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        personal.register()
        figures.register()
        holdings.register()
        messages.register()
        search.register()
        plan_wiring.connect()
        tasks.every(hours=1, name="campaigns.close")(commands.close_ended)
        ui.register_cards(cards.cards)
        ui.register_desks(places.desks)
        ui.register_foot(places.foot)
        complaints.register_asker(askers.asker_of)
        channel.register_progress(home.progress)
