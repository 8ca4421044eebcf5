"""Wiring of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """运维."""

    name = "sixianghui.operations"
    label = "operations"
    verbose_name = _("运维")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Checks, the desk of whoever runs the installation, and the timetable of backups."""
        from sixianghui.operations import (
            archiving,
            backup_cards,
            basics,
            bucket,
            cards,
            gauges,
            links,
            personal,
            proofs,
        )
        from sixianghui.operations.commands import backups, offsite
        from sixianghui.operations.queries import backups as queries
        from sixianghui.realtime import public as realtime
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui
        from sixianghui.vault.public import Holder, register_holder

        basics.register()
        archiving.register()
        bucket.register()
        gauges.register()
        tasks.every(minutes=1, name="operations.write_gauges")(gauges.write)
        proofs.register()
        personal.register()
        register_holder(Holder("operations", _("运维"), order=90))
        tasks.every(hours=1, name="operations.back_up")(backups.start_by_timetable)
        tasks.every(minutes=15, name="operations.keep_list_fresh")(offsite.keep_list_fresh)
        realtime.register_topic("backup", queries.may_follow)
        ui.register_cards(backup_cards.cards)
        ui.register_desks(links.desks)
        ui.register_cards(cards.cards)
