"""Wiring of the room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """成效报告."""

    name = "sixianghui.reports"
    label = "reports"
    verbose_name = "成效报告"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Personal data, figures, messages, and the list of figures in the foot of every page."""
        from sixianghui.reports import figures, messages, personal
        from sixianghui.reports.links import foot
        from sixianghui.ui import public as ui

        personal.register()
        figures.register()
        messages.register()
        ui.register_foot(foot)
