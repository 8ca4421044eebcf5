"""Wiring of the room."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """组织与人员."""

    name = "sixianghui.directory"
    label = "directory"
    verbose_name = "组织与人员"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `access` who holds which post, `ledger` the figures, `search` how to find units."""
        from sixianghui.access import public as access
        from sixianghui.directory import (
            cards,
            commands,
            erasing,
            figures,
            links,
            notices,
            personal,
            queries,
            receivers,
            search,
        )
        from sixianghui.realtime import public as realtime
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui
        from sixianghui.vault import public as vault

        access.sources.posts = queries.posts_of
        access.sources.reach = queries.reach_of
        figures.register()
        search.register()
        vault.register_consent(links.showing_a_card())
        ui.register_cards(cards.cards)
        ui.register_desks(links.desks)
        ui.register_mine(links.mine)
        ui.register_foot(links.foot)
        ui.register_publisher(links.publisher, "publisher")
        realtime.register_topic("import", queries.may_follow_import)
        tasks.every(hours=6, name="directory.rosters", erases=True)(commands.forget_old_rosters)
        tasks.every(hours=24, name="directory.rolls")(commands.tend_rolls)
        tasks.every(hours=1, name="directory.hide_closed_units")(commands.hide_closed_units)
        notices.register()
        personal.register()
        erasing.register()
        receivers.connect()
