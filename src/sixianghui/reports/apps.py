"""Wiring of the room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """成效报告."""

    name = "sixianghui.reports"
    label = "reports"
    verbose_name = "成效报告"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The list of figures stands in the foot of every page."""
        from sixianghui.reports.links import foot
        from sixianghui.ui import public as ui

        ui.register_foot(foot)
