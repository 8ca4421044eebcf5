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
        """Personal data, figures, messages, cards, the desk, and the list of figures in the foot of every page."""
        from sixianghui.realtime import public as realtime
        from sixianghui.reports import cards, commands, figures, messages, personal, places, receivers
        from sixianghui.reports.links import foot
        from sixianghui.reports.queries import exports
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        personal.register()
        figures.register()
        messages.register()
        realtime.register_topic("export", exports.may_follow)
        tasks.every(hours=1, name="reports.drop_old_exports")(commands.drop_old_exports)
        ui.register_foot(foot)
        ui.register_cards(cards.cards)
        ui.register_desks(places.desks)
        post_migrate.connect(receivers.migrated, sender=self, dispatch_uid="reports.migrated")
