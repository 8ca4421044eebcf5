"""Wiring of the room."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """主题活动."""

    name = "sixianghui.campaigns"
    label = "campaigns"
    verbose_name = "主题活动"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Personal data, what is held of units, messages, search, and what is done by the day."""
        from sixianghui.campaigns import commands, figures, holdings, messages, personal, search
        from sixianghui.tasks import public as tasks

        personal.register()
        figures.register()
        holdings.register()
        messages.register()
        search.register()
        tasks.every(hours=1, name="campaigns.close")(commands.close_ended)
