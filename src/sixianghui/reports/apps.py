"""Wiring of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    """成效报告."""

    name = "sixianghui.reports"
    label = "reports"
    verbose_name = "成效报告"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Personal data, figures, messages, search, cards, the desks, the front page, and the foot of every page."""
        from sixianghui.campaigns import public as campaigns
        from sixianghui.channel import public as channel
        from sixianghui.realtime import public as realtime
        from sixianghui.reports import (
            cards,
            commands,
            figures,
            home,
            ledger_places,
            messages,
            personal,
            places,
            receivers,
            search,
        )
        from sixianghui.reports.links import foot, of_campaign
        from sixianghui.reports.queries import exports
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        personal.register()
        figures.register()
        messages.register()
        realtime.register_topic("export", exports.may_follow)
        tasks.every(hours=1, name="reports.drop_old_exports")(commands.drop_old_exports)
        ui.register_foot(foot)
        campaigns.register_results(of_campaign)
        ui.register_cards(cards.cards)
        ui.register_desks(places.desks)
        ui.register_desks(ledger_places.desks)
        search.register()
        channel.register_progress(home.progress)
        channel.register_sitemap("reports:sitemap")
        post_migrate.connect(receivers.migrated, sender=self, dispatch_uid="reports.migrated")
