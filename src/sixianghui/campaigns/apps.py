"""Wiring of the room."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """主题活动."""

    name = "sixianghui.campaigns"
    label = "campaigns"
    verbose_name = "主题活动"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the vault what the room keeps about people."""
        from sixianghui.campaigns import personal

        personal.register()
