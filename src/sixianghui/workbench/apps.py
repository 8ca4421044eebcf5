"""Wiring of the room."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """工作台."""

    name = "sixianghui.workbench"
    label = "workbench"
    verbose_name = "工作台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the desks, the tabs and the pages about oneself that are known here."""
        from sixianghui.ui import public as ui
        from sixianghui.workbench import places

        ui.register_desks(places.desks)
        ui.register_tabs(places.tabs)
        ui.register_mine(places.mine)
